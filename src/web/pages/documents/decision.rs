//! Deciding about a submitted version: it is adopted, or returned with a reason.
use super::view::{Card, card};
use crate::domain::decision::ObjectKind;
use crate::domain::remark::Topic;
use crate::domain::text::LongText;
use crate::input::Fields;
use crate::services::decisions::Done;
use crate::services::documents::{self, Decide, Document, Verdict, pending};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::decision_page::{Case, Chosen, Name, Stand, Step, Term};
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

impl Step for Verdict {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Verdict::Adopt => ("stamp", "go"),
            Verdict::Return => ("undo-2", "back"),
        }
    }
}

#[derive(Serialize)]
pub struct Shown {
    document: Card,
}

impl Case for Document {
    type Step = Verdict;
    type Answers = Option<LongText>;
    type Shown = Shown;
    const MENU: &'static str = "documents";
    const FORM: &'static str = "pages/documents/decision.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Document, Problem> {
        documents::find(db, &rq.ctx()?, at, rq.number("number")?)
    }
    fn version(&self) -> i64 {
        self.row.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::DocumentVersion, self.row.number.to_string())
    }
    fn topic(&self) -> Topic {
        Topic::Document(self.row.number)
    }
    fn name(&self, _rq: &Rq) -> Name {
        let label = self.newest().map(documents::label_to_be).unwrap_or_default();
        Name { path: format!("documents/{}", self.row.number), short: self.row.title.clone(), full: format!("{} {label}", self.row.title) }
    }
    /// Who neither decides nor records is told who decides.
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Verdict>, Problem> {
        let (ctx, newest) = (rq.ctx()?, self.newest()?);
        if let Some(number) = newest.decision {
            return Err(Problem::AlreadyDecided(number));
        }
        newest.state.adopt()?;
        let pending = pending(&self.row, newest);
        let stand = Stand::before(&ctx, at, &pending);
        if !stand.acts() {
            at.charter.mandate_over(&at.actor, &pending, None, ctx.today)?;
        }
        Ok(stand.offering("document-step", Verdict::ALL.iter().copied()))
    }
    fn shown(&self, _db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown { document: card(rq, at, self)? })
    }
    /// A return needs its reason.
    fn read(&self, f: &mut Fields<'_>, step: Option<Verdict>, _today: NaiveDate) -> Option<Option<LongText>> {
        if step == Some(Verdict::Return) { f.long("reason").map(Some) } else { Some(f.optional_long("reason")) }
    }
    fn terms(&self, _db: &mut Db, rq: &Rq, _at: &InProject, _step: Verdict, reason: &Option<LongText>) -> Result<Vec<Term>, Problem> {
        Ok(reason.iter().map(|reason| Term::new(rq, "risk-reason", reason.to_string())).collect())
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Document>) -> Result<Option<Done>, Problem> {
        let Chosen { step: verdict, answers: reason, basis, version } = chosen;
        documents::decide(db, &rq.ctx()?, at, self.row.number, &Decide { verdict, reason, basis, version }).map(Some)
    }
}
