//! What the journal's entries say of things that change as long as the project runs: risks with their assessments and measures, roles,
//! budget and outcome, and what is written down.
use super::Verdict;
use super::chain::{self, Link};
use crate::domain::decision::content_hash;
use crate::domain::risk::RiskStateWord;
use crate::domain::role::Role;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What an entry says.
#[derive(Debug)]
enum Said<T> {
    So(T),
    /// The entry is broken, and named for that: it says nothing that can be relied on.
    Broken,
    /// The entry's body is gone, so what it proved is proved no more.
    Erased,
}
impl<T> Said<T> {
    fn of(link: &Link, is_whole: bool, read: impl FnOnce(Value) -> Option<T>) -> Said<T> {
        match link.is_erased() {
            _ if !is_whole => Said::Broken,
            true => Said::Erased,
            false => serde_json::from_str(&link.body).ok().and_then(read).map_or(Said::Broken, Said::So),
        }
    }
    /// What is wrong with the row that it is about.
    fn fault(&self, is: impl FnOnce(&T) -> bool) -> Option<&'static str> {
        match self {
            Said::So(said) if !is(said) => Some(OTHERWISE),
            Said::Erased => Some(UNPROVED),
            Said::So(_) | Said::Broken => None,
        }
    }
}

/// What the entries say, while the chains are being read.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// What the newest entry about each risk says of it, as a hash: there may be very many.
    risks: BTreeMap<String, Said<String>>,
    /// What the entries about each risk say of its assessments, oldest first.
    assessed: BTreeMap<String, Vec<Said<Assessed>>>,
    /// What the newest entry about each measure, and each cell of budget and outcome, says of it.
    others: BTreeMap<String, Said<Value>>,
    /// The projects whose opening, with their bodies, has an entry that can be read.
    opened: BTreeSet<i64>,
    /// Who wrote the entry of each decision: number and name.
    recorders: BTreeMap<String, (i64, String)>,
    /// What the entries about each assignment of a role say of it together, by chain and number.
    roles: BTreeMap<(i64, i64), Said<Map<String, Value>>>,
    /// What the entries about each thing that is written down say of it together.
    noted: BTreeMap<String, Said<Map<String, Value>>>,
    /// What people have said about each thing, oldest first.
    remarks: BTreeMap<String, Vec<Said<String>>>,
}

/// An assessment, as an entry and as its row tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assessed {
    pub at: NaiveDateTime,
    /// The person, and the role they acted in. `None` where whoever confirmed it acted, and somebody else had proposed it.
    pub by: Option<(i64, String)>,
    pub likelihood: i64,
    pub impact: i64,
    /// `None` in entries from before it was told.
    pub reason: Option<String>,
}
impl Assessed {
    fn told_by(event: &Value) -> Option<Assessed> {
        let (after, whole) = (&event["after"], |value: &Value| value.as_i64());
        let acting = || Some((whole(&event["person"])?, event["role"].as_str()?.to_owned()));
        let by = if event["kind"] == CONFIRMS { None } else { acting() };
        let reason = after["reason"].as_str().map(str::to_owned);
        Some(Assessed { at: event["at"].as_str()?.parse().ok()?, by, likelihood: whole(&after["likelihood"])?, impact: whole(&after["impact"])?, reason })
    }
    /// A database keeps a moment less exactly than an entry's text.
    fn is(&self, found: &Assessed) -> bool {
        (self.at - found.at).abs() < TimeDelta::seconds(1)
            && (self.by.is_none() || self.by == found.by)
            && (self.likelihood, self.impact) == (found.likelihood, found.impact)
            && (self.reason.is_none() || self.reason == found.reason)
    }
}
/// The entries that tell of an assessment: by somebody, by a new policy, and of a lowering that the holder confirmed.
const ASSESSES: [&str; 4] = ["risk.logged", "risk.assessed", "risk.reassessed", CONFIRMS];
const CONFIRMS: &str = "risk.lowered";

impl Followed {
    pub fn follow(&mut self, link: &Link, is_whole: bool) {
        let after = |field: Option<&str>| Said::of(link, is_whole, |event| Some(field.map_or(&event["after"], |field| &event["after"][field]).clone()));
        let (family, rest) = link.object.split_once(':').unwrap_or_default();
        if link.kind.starts_with("remark.") || (family == "deviation" && link.kind != "deviation.reported") {
            let text = Said::of(link, is_whole, |event| event["after"]["text"].as_str().map(str::to_owned));
            return self.remarks.entry(remarks(link.chain, &link.object)).or_default().push(text);
        }
        match (family, rest.split_once(":measure:")) {
            ("risk", Some((risk, number))) => drop(self.others.insert(measure(link.chain, risk, number), after(None))),
            ("risk", None) => self.follow_risk(link, rest, is_whole),
            ("project", _) if link.kind == "project.opened" => self.follow_bodies(link.chain, after(Some("bodies"))),
            ("body", _) => drop(self.others.insert(body(link.chain, rest), after(Some("body")))),
            ("decision", None) if link.kind == "decision.taken" => self.follow_recorder(link, rest, is_whole),
            ("role", _) => drop(rest.parse().map(|id| self.follow_role((link.chain, id), &link.kind, after(None)))),
            ("goal" | "sprint" | "milestone" | "meeting" | "deviation" | "recipient", _) => self.follow_noted(noted(link.chain, &link.object), after(None)),
            ("indicator", _) => self.follow_indicator(link, rest, after(None)),
            ("budget" | "outcome", _) => drop(self.others.insert(cell(link.chain, family, rest), after(None))),
            // A plan has a budget of its own, which goes for what no later entry changes.
            ("plan", _) if link.kind == "plan.baselined" => {
                let of_budget = cell(link.chain, "budget", "");
                self.others.retain(|name, _| !name.starts_with(&of_budget));
            }
            _ => {}
        }
    }
    /// A project has bodies from when it is opened.
    fn follow_bodies(&mut self, project: i64, bodies: Said<Value>) {
        let Said::So(bodies) = bodies else { return };
        let named = bodies.as_array().into_iter().flatten();
        self.others.extend(named.filter_map(|pair| Some((body(project, pair[0].as_str()?), Said::So(pair[1].clone())))));
        self.opened.insert(project);
    }
    fn follow_recorder(&mut self, link: &Link, number: &str, is_whole: bool) {
        let recorder = Said::of(link, is_whole, |event| Some((event["person"].as_i64()?, event["name"].as_str()?.to_owned())));
        if let Said::So(recorder) = recorder {
            self.recorders.insert(chain::decision(link.chain, number), recorder);
        }
    }
    /// An entry about an assignment says some of what it became. An election takes the chair from whoever had it, and substitutions end with
    /// the chair's place and with a membership: entries from before each was told for itself say nothing of that.
    fn follow_role(&mut self, of: (i64, i64), kind: &str, after: Said<Value>) {
        let is_membership = match self.roles.get(&of) {
            Some(Said::So(said)) => !said.contains_key("substitute_for"),
            _ => true,
        };
        let unsaid: &[&str] = match kind {
            "role.chair_elected" => &["chair", "to_on"],
            "role.ended" if is_membership => &["to_on"],
            _ => &[],
        };
        let role = if let Said::So(after) = &after { after.get("role").cloned() } else { None };
        let of_project = self.roles.iter_mut().filter(|((chain, id), _)| *chain == of.0 && *id != of.1);
        let of_body = of_project.filter_map(|(_, said)| if let Said::So(said) = said { Some(said) } else { None });
        for said in of_body.filter(|said| said.get("role") == role.as_ref() && (kind == "role.chair_elected" || said.contains_key("substitute_for"))) {
            unsaid.iter().for_each(|field| drop(said.remove(*field)));
        }
        match (after, self.roles.entry(of).or_insert_with(|| Said::So(Map::new()))) {
            (Said::So(Value::Object(after)), Said::So(said)) => said.extend(after),
            (Said::Erased, said @ Said::So(_)) => *said = Said::Erased,
            (Said::So(_) | Said::Broken, said @ Said::So(_)) => *said = Said::Broken,
            (_, Said::Broken | Said::Erased) => {}
        }
    }
    /// An entry about an indicator tells of it, or of one of its measurements.
    fn follow_indicator(&mut self, link: &Link, number: &str, after: Said<Value>) {
        let measured = if let Said::So(after) = &after { after["measurement"].as_i64() } else { None };
        match measured {
            Some(measurement) => self.follow_noted(noted(link.chain, &format!("measurement:{number}/{measurement}")), after),
            // Which one it was stood in the body.
            None if ["indicator.measured", "indicator.corrected"].contains(&link.kind.as_str()) => {}
            None => self.follow_noted(noted(link.chain, &link.object), after),
        }
    }
    /// An entry says some of what a thing became; one that says nothing, that it has ended.
    fn follow_noted(&mut self, name: String, after: Said<Value>) {
        match (after, self.noted.entry(name).or_insert_with(|| Said::So(Map::new()))) {
            (Said::So(Value::Object(after)), Said::So(said)) => said.extend(after),
            (Said::Erased, said @ Said::So(_)) => *said = Said::Erased,
            (Said::Broken, said @ Said::So(_)) => *said = Said::Broken,
            (Said::So(_), Said::So(_)) | (_, Said::Broken | Said::Erased) => {}
        }
    }
    /// Compares a thing with what the entries about it say.
    pub fn compare_noted(&mut self, project: i64, object: &str, content: &Value, verdict: &mut Verdict) {
        let is = |said: &Map<String, Value>| said.iter().all(|(field, said)| content.get(field).is_none_or(|found| said == found));
        let name = noted(project, object);
        let said = self.noted.remove(&name);
        compare(name, said, is, verdict);
    }
    /// Compares what is kept of what people have said about a thing, oldest first, with what the journal tells of.
    pub fn compare_remarks(&mut self, project: i64, object: &str, found: &[String], verdict: &mut Verdict) {
        let name = remarks(project, object);
        let told = self.remarks.remove(&name).unwrap_or_default();
        let fault = |(told, found): (&Said<String>, &String)| told.fault(|told| told == found).is_some();
        if told.len() != found.len() || told.iter().zip(found).any(fault) {
            verdict.find(name, "they are not what the journal tells of");
        }
    }
    /// Compares an assignment with what the entries about it say.
    pub fn compare_role(&mut self, project: i64, id: i64, content: &Value, verdict: &mut Verdict) {
        let is = |said: &Map<String, Value>| OF_A_ROLE.iter().all(|field| said.get(*field).is_none_or(|said| alike(said, &content[*field])));
        compare(role(project, id), self.roles.remove(&(project, id)), is, verdict);
    }
    /// Compares the name of the body that holds a role with the one that it was given last.
    pub fn compare_body(&mut self, project: i64, role: Role, name: &str, verdict: &mut Verdict) {
        let said = self.others.remove(&body(project, role));
        if said.is_some() || self.opened.contains(&project) {
            compare(body(project, role), said, |said| *said == json!(name), verdict);
        }
    }
    /// Compares the name of whoever wrote a decision down with the one that its entry has for them.
    pub fn compare_recorder(&self, decision: &str, person: i64, name: &str, verdict: &mut Verdict) {
        if self.recorders.get(decision).is_some_and(|(by, told)| *by == person && told != name) {
            verdict.find(decision.to_owned(), OTHERWISE);
        }
    }
    /// Each entry about a risk says what it became.
    fn follow_risk(&mut self, link: &Link, number: &str, is_whole: bool) {
        let name = chain::risk(link.chain, number);
        if ASSESSES.contains(&link.kind.as_str()) {
            self.assessed.entry(name.clone()).or_default().push(Said::of(link, is_whole, |event| Assessed::told_by(&event)));
        }
        match Said::of(link, is_whole, |event| Some(risk_hash(&event["after"]))) {
            Said::So(Some(hash)) => drop(self.risks.insert(name, Said::So(hash))),
            // A move said nothing of the risk before it told who has seen it; what somebody asked for says nothing of it.
            Said::So(None) if link.kind == "risk.moved" => drop(self.risks.insert(name, Said::Broken)),
            Said::So(None) => {}
            Said::Broken => drop(self.risks.insert(name, Said::Broken)),
            Said::Erased => drop(self.risks.insert(name, Said::Erased)),
        }
    }
    /// Compares a risk with what the newest entry says of it.
    pub fn compare_risk(&mut self, name: String, content: &Value, verdict: &mut Verdict) {
        let said = self.risks.remove(&name);
        compare(name, said, |said| risk_hash(content).as_ref() == Some(said), verdict);
    }
    /// Compares a risk's assessments, oldest first, with those that the journal tells of.
    pub fn compare_assessments(&mut self, name: String, found: &[Assessed], verdict: &mut Verdict) {
        let told = self.assessed.remove(&name).unwrap_or_default();
        let fault = |(told, found): (&Said<Assessed>, &Assessed)| told.fault(|told| told.is(found)).is_some();
        if told.len() != found.len() || told.iter().zip(found).any(fault) {
            verdict.find(name, "its assessments are not those that the journal tells of");
        }
    }
    /// Compares a measure with what the newest entry says of it.
    pub fn compare_measure(&mut self, name: String, content: &Value, verdict: &mut Verdict) {
        let said = self.others.remove(&name);
        let is = |said: &Value| said.as_object().is_some_and(|said| said.iter().all(|(field, said)| content.get(field) == Some(said)));
        compare(name, said, is, verdict);
    }
    /// Compares an amount of budget or outcome with what the newest entry says of it; `planned` is what goes where there is none.
    pub fn compare_amount(&mut self, name: String, ore: i64, planned: Option<i64>, verdict: &mut Verdict) {
        let said = self.others.remove(&name).or_else(|| planned.map(|ore| Said::So(json!(ore))));
        compare(name, said, |said| *said == json!(ore), verdict);
    }
    /// Names amounts of the plan in force that were not found. One that was set since is missed as the journal's own.
    pub fn tell_missing_amounts(&self, planned: impl Iterator<Item = String>, verdict: &mut Verdict) {
        for name in planned.filter(|name| !self.others.contains_key(name)) {
            verdict.find(name, "the plan in force has it, but it is gone");
        }
    }
    /// Names what the journal tells of and that was not found.
    pub fn tell_missing(&self, verdict: &mut Verdict) {
        let roles = self.roles.keys().map(|(project, id)| role(*project, *id));
        for name in self.risks.keys().chain(self.others.keys()).chain(self.noted.keys()).chain(self.remarks.keys()).cloned().chain(roles) {
            verdict.find(name, "the journal tells of it, but it is gone");
        }
    }
}
/// Names a row that the journal has no word of, or that is not what it says.
fn compare<T>(row: String, said: Option<Said<T>>, is: impl FnOnce(&T) -> bool, verdict: &mut Verdict) {
    if let Some(why) = said.map_or(Some(UNTOLD), |said| said.fault(is)) {
        verdict.find(row, why);
    }
}
const OTHERWISE: &str = "it is not as the journal's newest entry about it says";
const UNPROVED: &str = "the journal's entry about it is erased, so nothing proves it";
const UNTOLD: &str = "the journal has no word of it";

/// What entries say of an assignment.
const OF_A_ROLE: [&str; 5] = ["email", "role", "from_on", "to_on", "chair"];
/// Addresses are the same in capitals.
fn alike(said: &Value, found: &Value) -> bool {
    said == found || said.as_str().zip(found.as_str()).is_some_and(|(said, found)| said.to_lowercase() == found.to_lowercase())
}
/// An assignment of a role, by its own number.
fn role(project: i64, id: i64) -> String {
    format!("role {project}/{id}")
}
/// A thing that is written down, by the name that entries have for it.
fn noted(project: i64, object: &str) -> String {
    let (family, rest) = object.split_once(':').unwrap_or((object, ""));
    format!("{family} {project}/{rest}")
}
/// What people have said about a thing.
fn remarks(project: i64, object: &str) -> String {
    format!("remarks {project}/{object}")
}
/// A body, by the role that it holds.
fn body(project: i64, role: impl std::fmt::Display) -> String {
    format!("body {project}/{role}")
}
/// A measure, by its risk's reference and its own number.
pub(super) fn measure(project: i64, risk: impl std::fmt::Display, number: impl std::fmt::Display) -> String {
    format!("measure {project}/{risk}/{number}")
}
/// An amount of `budget` or `outcome`: of a category and a year or a month.
pub(super) fn cell(project: i64, of: &str, place: &str) -> String {
    format!("{of} {project}/{place}")
}

/// What every entry about a risk itself says of it.
const OF_A_RISK: [&str; 11] = ["threat", "vulnerability", "consequence", "likelihood", "impact", "value", "band", "state", "owner", "review_on", "escalation"];
/// The hash of a risk as an entry tells of it; none of what tells of something else.
fn risk_hash(content: &Value) -> Option<String> {
    let said = |field: &&str| match (*field, content.get(*field)?) {
        // A risk is treated from its first measure on, of which the measure's own entry tells.
        ("state", state) if *state == json!(RiskStateWord::Treated) => Some(json!(RiskStateWord::Assessed)),
        ("escalation", escalation) => Some(json!([to_the_second(&escalation["at"]), escalation["cause"], to_the_second(&escalation["acknowledged"])])),
        (_, said) => Some(said.clone()),
    };
    let said: Option<Vec<Value>> = OF_A_RISK.iter().map(said).collect();
    said.map(|said| content_hash(&json!(said)))
}
/// A database keeps a moment less exactly than an entry's text.
fn to_the_second(moment: &Value) -> Option<&str> {
    moment.as_str().map(|text| text.get(.."2020-11-27T09:00:00".len()).unwrap_or(text))
}
