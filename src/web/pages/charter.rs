//! `/projects/{code}/charter`: who may decide what, and its change by decision.
use crate::domain::charter::{Limit, MatterRule};
use crate::domain::decision::ObjectKind;
use crate::domain::extract::MandateLine;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::i18n::FluentArgs;
use crate::render::{extract, format};
use crate::services::charter::{self, Draft, Pending};
use crate::services::{InProject, Problem, extracts};
use crate::store::{Db, rules};
use crate::web::form::{Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::shell;
use serde::Serialize;

mod draft;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/charter", Right::Read, show),
        show_in("/projects/{code}/charter/pdf", Right::Read, pdf),
        show_in("/projects/{code}/charter/edit", Right::Decide, edit),
        post_in("/projects/{code}/charter/edit", Right::Decide, draft::save, edit),
        show_in("/projects/{code}/charter/draft", Right::Read, draft::show),
        post_in("/projects/{code}/charter/draft", Right::Decide, draft::adopt, draft::show),
        post_in("/projects/{code}/charter/draft/discard", Right::Decide, draft::discard, draft::show),
    ]
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    number: i32,
    matters: Vec<MatterLine>,
    /// Some matter has a limit.
    limits: bool,
    history: Vec<Adopted>,
    roles: Vec<Choice>,
    may_draft: bool,
    holder: Role,
    /// Who saved the draft that waits, and when; empty without one.
    draft: String,
    recorded: Vec<Recorded>,
}
#[derive(Serialize)]
struct MatterLine {
    key: Matter,
    /// The role that the matter waits with, then those that may decide instead.
    holders: Vec<Holder>,
    /// Who decides it on delegation today.
    delegates: Vec<Delegate>,
    limit: String,
    chair_alone: bool,
    body: bool,
    pending: i64,
    /// The list where it waits; empty where the project has none.
    waits_at: &'static str,
}
#[derive(Serialize)]
struct Holder {
    role: String,
    people: String,
}
#[derive(Serialize)]
struct Delegate {
    name: String,
    number: i32,
}
#[derive(Serialize)]
struct Adopted {
    number: i32,
    decision: Option<i32>,
    day: String,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = context(db, rq, at, FormState::empty(rq))?;
    shell::page_in(db, rq, at, "charter", "pages/charter/charter.html", &context)
}

/// Who may decide what, as a document.
pub(crate) fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let bytes = extract::mandates_pdf(&extracts::mandates(db, &rq.ctx()?, at)?).map_err(Problem::Internal)?;
    Ok(Reply::bytes("application/pdf", bytes, Some(format!("{}-{}.pdf", at.project.code, rq.lang.text("charter-file")))))
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    // Who may not write a draft is told who may, before anything is typed.
    if rq.problem.is_none() {
        charter::may_draft(&ctx, at)?;
    }
    let draft = charter::draft(db, &ctx, at)?;
    let from = draft.as_ref().map_or(&at.charter, |d| &d.proposed);
    let mut saved: Vec<(String, String)> = vec![("version".to_owned(), draft.as_ref().map_or(0, |d| d.version).to_string())];
    saved.extend(saved_fields(from.matters()));
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let context = context(db, rq, at, FormState::of(rq, &borrowed))?;
    shell::page_in(db, rq, at, "charter", "pages/charter/edit.html", &context)
}

/// A table as the form holds it.
pub(crate) fn saved_fields(matters: &[MatterRule]) -> Vec<(String, String)> {
    let mut saved = Vec::new();
    for rule in matters {
        let mut put = |part: &str, value: String| saved.push((format!("matters.{}.{part}", rule.matter), value));
        for (place, nth) in ["first", "second", "third"].iter().zip(0..) {
            put(place, rule.roles.get(nth).map(ToString::to_string).unwrap_or_default());
        }
        put("chair_alone", if rule.chair_alone { "yes".into() } else { String::new() });
        put("kronor", rule.limit.map(|l| l.kronor.to_string()).unwrap_or_default());
        put("days", rule.limit.map(|l| l.days.to_string()).unwrap_or_default());
    }
    saved
}
/// The roles that a matter can be given to.
pub(crate) fn roles(rq: &Rq) -> Vec<Choice> {
    let word = |role: &Role| rq.lang.text(&format!("role-{role}")).to_owned();
    Role::ALL.iter().filter(|r| r.may_hold_mandates()).map(|r| Choice::new(r, word(r))).collect()
}

fn context(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Result<Context, Problem> {
    let ctx = rq.ctx()?;
    let pending = charter::pending(db, at, &at.charter)?;
    let matters = extracts::mandate_lines(&ctx, at).into_iter().map(|line| matter_line(rq, line, &pending)).collect();
    let history = rules::charter_history(db, at.project.id)?
        .into_iter()
        .map(|(number, decision, at)| Adopted { number, decision, day: format::date(crate::clock::local_day(at)) })
        .collect();
    Ok(Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        number: at.charter.number(),
        limits: at.charter.matters().iter().any(|rule| rule.limit.is_some()),
        matters,
        history,
        roles: roles(rq),
        may_draft: charter::may_draft(&ctx, at).is_ok(),
        holder: at.charter.held_by(Matter::Charter),
        draft: draft_in_words(rq, charter::draft(db, &ctx, at)?),
        recorded: recorded::waiting(db, rq, at, ObjectKind::Charter)?,
    })
}

fn draft_in_words(rq: &Rq, draft: Option<Draft>) -> String {
    let Some(draft) = draft else { return String::new() };
    let mut args = FluentArgs::new();
    args.set("name", draft.saved_by);
    args.set("when", format::moment(rq.lang, format::local(draft.saved_at)));
    rq.lang.text_with("charter-draft-waits", &args)
}

fn matter_line(rq: &Rq, line: MandateLine, pending: &[Pending]) -> MatterLine {
    let word = |role: &Role| rq.lang.text(&format!("role-{role}")).to_owned();
    let waits = |p: &&Pending| p.matter == line.matter && p.held_by == line.holders[0].role;
    MatterLine {
        key: line.matter,
        holders: line.holders.iter().map(|h| Holder { role: word(&h.role), people: h.people.join(", ") }).collect(),
        delegates: line.delegates.iter().map(|d| Delegate { name: d.role.as_ref().map_or_else(|| d.name.clone(), word), number: d.number }).collect(),
        limit: line.limit.map(|limit| limit_in_words(rq, limit)).unwrap_or_default(),
        chair_alone: line.chair_alone,
        body: line.body,
        pending: pending.iter().filter(waits).map(|p| p.items).sum(),
        waits_at: waits_at(line.matter),
    }
}
/// "50 000 kr, 14 dagar".
fn limit_in_words(rq: &Rq, limit: Limit) -> String {
    format!("{}, {} {}", format::kr(rq.lang, limit.kronor * 100), limit.days, rq.lang.text("charter-days"))
}
/// The list of a project that holds what waits in a matter; empty where none does.
const fn waits_at(matter: Matter) -> &'static str {
    match matter {
        Matter::RiskLow => "risks?band=low",
        Matter::RiskMedium => "risks?band=medium",
        Matter::RiskHigh => "risks?band=high",
        Matter::Gate | Matter::Terminate => "gates",
        Matter::ChangeWithinTolerance | Matter::ChangePlan | Matter::ChangeBudgetFrame | Matter::ChangeFinancing => "changes",
        Matter::Deliverable => "deliveries",
        Matter::StatusReport => "status-reports",
        Matter::FinalReport | Matter::FinalReportFinancier => "final-report",
        Matter::EffectReport => "effect-report",
        Matter::PlanDocument => "documents",
        Matter::Waiver => "requirements",
        Matter::Resume
        | Matter::Charter
        | Matter::RiskPolicy
        | Matter::Budget
        | Matter::AppointmentSteering
        | Matter::AppointmentLeader
        | Matter::AppointmentMember => "",
    }
}
