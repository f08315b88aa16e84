//! Deciding about a request: one screen, nothing chosen beforehand, the answers checked before they are final.
use super::view::{Card, card};
use super::words;
use crate::domain::change::Change;
use crate::domain::decision::Basis;
use crate::domain::refused::Refused;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::services::changes::{self, Decide, Verdict};
use crate::services::decisions::{BasisKind, Done, Standing, read_basis};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::basis::{self, Offered};
use crate::web::form::FormState;
use crate::web::pages::risks::capacity;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

/// The form of the decision page.
struct Choose {
    verdict: Verdict,
    reason: LongText,
    basis: Option<Basis>,
    version: Option<i64>,
    checked: bool,
    back: bool,
}
impl Input for Choose {
    fn parse(f: &mut Fields<'_>) -> Option<Choose> {
        let (verdict, reason, basis) = (f.word("step"), f.long("reason"), read_basis(f));
        if f.tick("needs_basis") && f.optional_word::<BasisKind>("basis").is_none() {
            f.fault("basis", Fault::Required);
        }
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        Some(Choose { verdict: verdict?, reason: reason?, basis, version, checked, back })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    change: Card,
    steps: Vec<StepChoice>,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
    capacity: String,
    /// The role that could decide instead, where everybody who holds it had a hand in it.
    alternate: Option<Role>,
    /// The leader or a secretary records what the body decided; its chair confirms.
    recording: bool,
}
#[derive(Serialize)]
struct StepChoice {
    value: Verdict,
    label: String,
    detail: String,
    icon: &'static str,
    kind: &'static str,
}
#[derive(Serialize)]
struct Check {
    code: String,
    project: String,
    change: Card,
    capacity: String,
    answers: Vec<Term>,
    fields: BTreeMap<String, String>,
    recording: bool,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    page(db, rq, at, FormState::of(rq, &[("version", row.version.to_string())]))
}

fn page(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Answer {
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    let change = row.to_domain()?;
    let (standing, alternate) = open(rq, at, &change, row.decision)?;
    let bases = standing.bases.clone();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        basis: if bases.is_empty() { None } else { Some(Offered::by(db, rq, at, standing.role, bases)?) },
        capacity: said(rq, at, &change, &standing),
        steps: steps(rq, &standing),
        alternate,
        recording: standing.records,
        change: card(rq, at, &row, &change),
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/decision.html", &context)
}
/// Who neither decides, lifts nor records is told who decides.
fn open(rq: &Rq, at: &InProject, change: &Change, decided: Option<i32>) -> Result<(Standing, Option<Role>), Problem> {
    if let Some(number) = decided {
        return Err(Problem::AlreadyDecided(number));
    }
    let ctx = rq.ctx()?;
    let (standing, alternate) = changes::standing(&ctx, at, change).ok_or(Refused::ChangeNotRaised)?;
    if !standing.decides && !standing.records && !standing.own {
        let pending = changes::pending(&ctx, at, change).ok_or(Refused::ChangeNotRaised)?;
        at.charter.mandate_over(&at.actor, &pending, None, ctx.today)?;
    }
    Ok((standing, alternate))
}

/// The mandate in words.
fn said(rq: &Rq, at: &InProject, change: &Change, standing: &Standing) -> String {
    change.decider(&at.charter).map(|d| capacity(rq, at, standing, d.matter)).unwrap_or_default()
}
fn steps(rq: &Rq, standing: &Standing) -> Vec<StepChoice> {
    let above = risk::above(standing.role);
    let mut wanted = Vec::new();
    if standing.decides || standing.records {
        wanted.extend([(Verdict::Approve, "circle-check", "go"), (Verdict::Reject, "x", "stop"), (Verdict::Return, "undo-2", "back")]);
    }
    if above.is_some() {
        wanted.push((Verdict::Lift, "arrow-up", "end"));
    }
    let role = above.map_or(String::new(), |r| rq.lang.text(&format!("role-{r}-the")).to_owned());
    let text = |key: String| words(rq, &key, &[("role", role.clone())]);
    wanted
        .into_iter()
        .map(|(value, icon, kind)| StepChoice {
            value,
            label: text(format!("change-step-{value}")),
            detail: text(format!("change-step-{value}-means")),
            icon,
            kind,
        })
        .collect()
}

/// First the answers are shown back; sent once more from there, they are final.
pub fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let choice: Choose = rq.read()?;
    if choice.back {
        let mut form = FormState { values: rq.sent.typed(), ..FormState::default() };
        form.values.remove("checked");
        return page(db, rq, at, form);
    }
    if !choice.checked {
        return check(db, rq, at, &choice);
    }
    let Choose { verdict, reason, basis, version, .. } = choice;
    let request = Decide { verdict, reason: Some(reason), basis, version };
    let told = match changes::decide(db, &rq.ctx()?, at, rq.change()?, &request)? {
        Done::Decided(number) => words(rq, "msg-change-decided", &[("number", number.to_string())]),
        Done::WaitsForChair(_) => rq.lang.text("msg-waits-for-chair").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("changes/{}", rq.change()?))).with_notice(told))
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, choice: &Choose) -> Answer {
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    crate::services::version::fits(row.version, choice.version)?;
    let change = row.to_domain()?;
    let (standing, _) = open(rq, at, &change, row.decision)?;
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let label = steps(rq, &standing).into_iter().find(|s| s.value == choice.verdict).map(|s| s.label);
    let mut answers = vec![term("risk-decision", label.unwrap_or_default()), term("risk-reason", choice.reason.to_string())];
    if let Some(basis) = &choice.basis {
        answers.push(term("risk-basis", basis::words(rq, basis)));
    }
    let mut fields = rq.sent.typed();
    for own in ["csrf", "checked", "back"] {
        fields.remove(own);
    }
    let context = Check {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        answers,
        fields,
        capacity: said(rq, at, &change, &standing),
        recording: standing.records,
        change: card(rq, at, &row, &change),
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/check.html", &context)
}
