//! Deciding about a submitted version: one screen, nothing chosen beforehand, the answers checked before they are final.
use super::view::{Card, card};
use super::words;
use crate::domain::decision::Basis;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::{BasisKind, Done, Standing, read_basis};
use crate::services::documents::{self, Decide, Document, Verdict, pending};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::basis::{self, Offered};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

/// The form of the decision page. A return needs its reason.
struct Choose {
    verdict: Verdict,
    reason: Option<LongText>,
    basis: Option<Basis>,
    version: Option<i64>,
    checked: bool,
    back: bool,
}
impl Input for Choose {
    fn parse(f: &mut Fields<'_>) -> Option<Choose> {
        let verdict = f.word("step");
        let reason = if verdict == Some(Verdict::Return) { f.long("reason") } else { f.optional_long("reason") };
        let basis = read_basis(f);
        if f.tick("needs_basis") && f.optional_word::<BasisKind>("basis").is_none() {
            f.fault("basis", Fault::Required);
        }
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        Some(Choose { verdict: verdict?, reason, basis, version, checked, back })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    document: Card,
    steps: Vec<StepChoice>,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
    /// The role that could decide instead, where everybody who holds it had a hand in it.
    alternate: Option<Role>,
    /// The leader or a secretary records what the body decided; its chair confirms.
    recording: bool,
    role: Role,
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
    document: Card,
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
    let document = documents::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    page(db, rq, at, &document, FormState::of(rq, &[("version", document.row.version.to_string())]))
}
fn page(db: &mut Db, rq: &Rq, at: &InProject, document: &Document, form: FormState) -> Answer {
    let (standing, alternate) = open(rq, at, document)?;
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        basis: Offered::of(db, rq, at, &standing)?,
        steps: steps(rq),
        alternate,
        recording: standing.records,
        role: standing.role,
        document: card(rq, at, document)?,
    };
    shell::page_in(db, rq, at, "documents", "pages/documents/decision.html", &context)
}
/// Who neither decides nor records is told who decides.
fn open(rq: &Rq, at: &InProject, document: &Document) -> Result<(Standing, Option<Role>), Problem> {
    let ctx = rq.ctx()?;
    let (standing, alternate) = documents::standing(&ctx, at, document).ok_or(Refused::VersionNotSubmitted)?;
    if !standing.decides && !standing.records {
        at.charter.mandate_over(&at.actor, &pending(&document.row, document.newest()?), None, ctx.today)?;
    }
    Ok((standing, alternate))
}
fn steps(rq: &Rq) -> Vec<StepChoice> {
    let step = |value: Verdict, icon, kind| StepChoice {
        value,
        label: rq.lang.text(&format!("document-step-{value}")).to_owned(),
        detail: rq.lang.text(&format!("document-step-{value}-means")).to_owned(),
        icon,
        kind,
    };
    vec![step(Verdict::Adopt, "stamp", "go"), step(Verdict::Return, "undo-2", "back")]
}

/// First the answers are shown back; sent once more from there, they are final.
pub fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let choice: Choose = rq.read()?;
    let number = rq.number("number")?;
    if choice.back || !choice.checked {
        let document = documents::find(db, &rq.ctx()?, at, number)?;
        if choice.back {
            let mut form = FormState { values: rq.sent.typed(), ..FormState::default() };
            form.values.remove("checked");
            return page(db, rq, at, &document, form);
        }
        return check(db, rq, at, &document, &choice);
    }
    let Choose { verdict, reason, basis, version, .. } = choice;
    let told = match documents::decide(db, &rq.ctx()?, at, number, &Decide { verdict, reason, basis, version })? {
        Done::Decided(decision) => words(rq, "msg-document-decided", &[("number", decision.to_string())]),
        Done::WaitsForChair(_) => rq.lang.text("msg-waits-for-chair").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("documents/{number}"))).with_notice(told))
}
fn check(db: &mut Db, rq: &Rq, at: &InProject, document: &Document, choice: &Choose) -> Answer {
    crate::services::version::fits(document.row.version, choice.version)?;
    let (standing, _) = open(rq, at, document)?;
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let mut answers = vec![term("risk-decision", rq.lang.text(&format!("document-step-{}", choice.verdict)).to_owned())];
    answers.extend(choice.reason.as_ref().map(|reason| term("risk-reason", reason.to_string())));
    answers.extend(choice.basis.as_ref().map(|basis| term("risk-basis", basis::words(rq, basis))));
    let mut fields = rq.sent.typed();
    for own in ["csrf", "checked", "back"] {
        fields.remove(own);
    }
    let context = Check {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        answers,
        fields,
        recording: standing.records,
        document: card(rq, at, document)?,
    };
    shell::page_in(db, rq, at, "documents", "pages/documents/check.html", &context)
}
