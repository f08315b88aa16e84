//! Documents: versions that are drafts, out for comments, submitted, returned or adopted. Drafts are for those who write them, and for
//! those who were asked for comments.
use super::people::WRITE;
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Model, Pending};
use crate::sequences::Action;
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

/// 0.x is a draft; the step to a whole number is an adoption.
pub type Label = (u16, u16);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStage {
    Draft,
    OutForComments,
    Submitted,
    Returned,
    Adopted,
}

/// A version of a document.
#[derive(Debug, Clone)]
pub struct Text {
    pub label: Label,
    pub stage: TextStage,
    pub by: usize,
    pub submitted_by: Option<usize>,
    /// The label that it is to have.
    pub adopts_as: Option<Label>,
    pub decision: Option<i32>,
}
impl Text {
    pub fn written(by: usize, label: Label) -> Text {
        Text { label, stage: TextStage::Draft, by, submitted_by: None, adopts_as: None, decision: None }
    }
    fn shown(&self) -> bool {
        matches!(self.stage, TextStage::Submitted | TextStage::Returned | TextStage::Adopted)
    }
    fn editable(&self) -> bool {
        matches!(self.stage, TextStage::Draft | TextStage::Returned)
    }
}
/// Comments that were asked for on a version.
#[derive(Debug, Clone)]
pub struct Consultation {
    /// The version, counted from 0.
    pub text: usize,
    pub last_day: i64,
    pub asked: BTreeSet<usize>,
    pub answered: BTreeSet<usize>,
    pub open: bool,
}
#[derive(Debug, Clone)]
pub struct Document {
    pub texts: Vec<Text>,
    pub consultations: Vec<Consultation>,
    pub version: i64,
}
impl Document {
    pub fn begun(by: usize) -> Document {
        Document { texts: vec![Text::written(by, (0, 1))], consultations: Vec::new(), version: 1 }
    }
    pub fn newest(&self) -> &Text {
        &self.texts[self.texts.len() - 1]
    }
    fn newest_mut(&mut self) -> &mut Text {
        let last = self.texts.len() - 1;
        &mut self.texts[last]
    }
}

impl Model {
    fn is_shown(&self, who: usize, document: &Document, text: usize) -> bool {
        let asked = || document.consultations.iter().any(|c| c.text == text && c.asked.contains(&who));
        self.has(who, &WRITE) || document.texts[text].shown() || asked()
    }
    /// The newest version that the person may read.
    fn newest_shown(&self, who: usize, n: usize) -> Option<usize> {
        let document = self.documents.get(n)?;
        (0..document.texts.len()).rev().find(|text| self.is_shown(who, document, *text))
    }
    /// Whoever writes documents, of one that is there; `fits`: its newest version is as it must be.
    fn writes_on(&self, who: usize, n: usize, fits: impl Fn(&Text) -> bool) -> Refusal {
        let mut why = Refusal::new();
        self.demand(who, &WRITE, &mut why);
        match self.documents.get(n) {
            None => drop(why.insert(Why::NotFound)),
            Some(d) if !fits(d.newest()) => drop(why.insert(Why::State)),
            Some(_) => {}
        }
        why
    }
    /// What a body had recorded about it before is overtaken.
    fn moved(&mut self, n: usize) {
        self.documents[n].version += 1;
        self.moved_on(Thing::Document(n));
    }

    pub fn start_document(&mut self, who: usize) -> Result<(), Refusal> {
        if !self.has(who, &WRITE) {
            return one(Why::NoRight);
        }
        self.documents.push(Document::begun(who));
        Ok(())
    }
    /// The next version, after one that neither is out for comments nor waits for its decision.
    pub fn write_on(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.writes_on(who, n, |t| t.editable() || t.stage == TextStage::Adopted);
        seen(saw, true, &mut why);
        refuse(why)?;
        let (major, minor) = self.documents[n].newest().label;
        self.documents[n].texts.push(Text::written(who, (major, minor + 1)));
        self.moved(n);
        Ok(())
    }
    /// The reference group is asked, until a day.
    pub fn ask_for_comments(&mut self, who: usize, n: usize, days: i64, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.writes_on(who, n, Text::editable);
        let mut asked: BTreeSet<usize> = (0..self.people.len()).filter(|p| self.has(*p, &[Role::ReferenceGroup])).collect();
        asked.remove(&who);
        if days < 0 || asked.is_empty() {
            why.insert(Why::Invalid);
        }
        seen(saw, true, &mut why);
        refuse(why)?;
        let (last_day, d) = (self.day + days, &mut self.documents[n]);
        d.newest_mut().stage = TextStage::OutForComments;
        d.consultations.push(Consultation { text: d.texts.len() - 1, last_day, asked: asked.clone(), answered: BTreeSet::new(), open: true });
        self.moved(n);
        self.send(Mail::CommentsAsked, asked, who);
        Ok(())
    }
    /// Comments are no change of what is decided about: the version stays.
    pub fn comment(&mut self, who: usize, n: usize) -> Result<(), Refusal> {
        if self.newest_shown(who, n).is_none() {
            return one(Why::NotFound);
        }
        let d = &self.documents[n];
        let Some(open) = d.consultations.iter().position(|c| c.open && self.is_shown(who, d, c.text)) else { return one(Why::State) };
        if !d.consultations[open].asked.contains(&who) {
            return one(Why::NoRight);
        }
        self.documents[n].consultations[open].answered.insert(who);
        Ok(())
    }
    pub fn close_comments(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.writes_on(who, n, |t| t.stage == TextStage::OutForComments);
        seen(saw, false, &mut why);
        refuse(why)?;
        let d = &mut self.documents[n];
        d.newest_mut().stage = TextStage::Draft;
        d.consultations.iter_mut().for_each(|c| c.open = false);
        self.moved(n);
        Ok(())
    }
    /// Submitted to be adopted under the next whole number.
    pub fn submit_document(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.writes_on(who, n, Text::editable);
        seen(saw, false, &mut why);
        refuse(why)?;
        let text = self.documents[n].newest_mut();
        (text.stage, text.submitted_by, text.adopts_as) = (TextStage::Submitted, Some(who), Some((text.label.0 + 1, 0)));
        self.moved(n);
        self.tell_deciders(Mail::DocumentSubmitted, Matter::PlanDocument, self.table.roles(Matter::PlanDocument)[0], who);
        Ok(())
    }
    pub fn submitted_documents(&self) -> impl Iterator<Item = usize> + '_ {
        self.documents.iter().enumerate().filter(|(_, d)| d.newest().stage == TextStage::Submitted).map(|(n, _)| n)
    }
    /// Neither who wrote it nor who submitted it decides.
    pub fn pending_document(&self, n: usize, text: usize) -> Pending {
        let text = &self.documents[n].texts[text];
        let makers = [Some(text.by), text.submitted_by].into_iter().flatten().collect();
        Pending { matter: Matter::PlanDocument, roles: self.table.roles(Matter::PlanDocument).to_vec(), makers }
    }
    pub fn decide_document(&mut self, who: usize, n: usize, adopt: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(text) = self.newest_shown(who, n) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if self.documents[n].texts[text].stage != TextStage::Submitted {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        let pending = self.pending_document(n, text);
        let about = Thing::Document(n);
        let Some(right) = self.decision(who, &pending, about, basis, why, Action::DecideDocument { document: n, adopt, basis })? else { return Ok(()) };
        let number = self.take(right, Some(Matter::PlanDocument), about, if adopt { "adopted" } else { "returned" }, who);
        let d = &mut self.documents[n].texts[text];
        if adopt {
            (d.stage, d.label, d.decision) = (TextStage::Adopted, d.adopts_as.unwrap_or(d.label), Some(number));
        } else {
            d.stage = TextStage::Returned;
        }
        self.moved(n);
        if adopt {
            self.plan_adopted(n);
        }
        // Who wrote and who submitted it, and the leader.
        let told = pending.makers.into_iter().filter(|p| self.is_here(*p)).chain(self.deciders(Role::ProjectLeader)).collect();
        self.send(Mail::DocumentDecided, told, who);
        Ok(())
    }
}
