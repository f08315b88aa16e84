//! `/projects/{code}/decisions`: the log, a decision with its minutes, and earlier decisions entered afterwards.
use crate::domain::decision::{Basis, DecidedTerms, DecisionOutcome, ObjectKind};
use crate::domain::minutes::MAX_MINUTES;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::i18n::{FluentArgs, numbered};
use crate::render::{extract, format, terms};
use crate::services::decisions::{self, Confirmation, LateEntry, Led, LedKind};
use crate::services::{InProject, Problem, extracts};
use crate::store::Db;
use crate::store::columns::json;
use crate::store::decisions::DecisionRow;
use crate::web::basis::{self, Offered};
use crate::web::form::{Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

mod log;
mod recording;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/decisions", Right::Read, log::show),
        show_in("/projects/{code}/decisions.csv", Right::Read, log::csv),
        show_in("/projects/{code}/decisions/new", Right::Record, new),
        post_in("/projects/{code}/decisions/new", Right::Record, enter, new),
        show_in("/projects/{code}/decisions/{number}", Right::Read, decision),
        show_in("/projects/{code}/decisions/{number}/minutes", Right::Read, minutes),
        show_in("/projects/{code}/decisions/{number}/pdf", Right::Read, pdf),
        show_in("/projects/{code}/recordings/{id}", Right::Decide, recording::show),
        post_in("/projects/{code}/recordings/{id}", Right::Decide, recording::answer, recording::show),
    ]
}

#[derive(Serialize)]
struct One {
    code: String,
    project: String,
    title: String,
    number: i32,
    terms: Vec<Term>,
    motivation: String,
    /// What it was taken on condition of, a line each.
    conditions: String,
    late: bool,
    /// `waits` or `declined`, for an earlier decision that its role's holder has not confirmed.
    unconfirmed: &'static str,
    declined_because: String,
    /// It as it waits to be confirmed.
    recorded: Vec<Recorded>,
    /// Where the minutes are; empty without any.
    minutes_href: String,
    supersedes: Option<i32>,
    superseded_by: Option<i32>,
    hash: String,
    object_href: String,
    /// What it led to, with where each thing is seen.
    led_to: Vec<LedLine>,
}
#[derive(Serialize)]
struct LedLine {
    text: String,
    href: String,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

fn decision(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let d = decisions::find(db, at, rq.number("number")?)?;
    let (unconfirmed, declined_because) = match decisions::confirmation(db, at, &d)? {
        Some(Confirmation::Waits) => ("waits", String::new()),
        Some(Confirmation::Declined(reason)) => ("declined", reason),
        Some(Confirmation::Confirmed) | None => ("", String::new()),
    };
    let minutes_href = d.minutes_sha256.as_ref().map(|_| urls::in_project(at, format_args!("decisions/{}/minutes", d.number)));
    let context = One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        title: d.title.clone(),
        number: d.number,
        terms: terms(rq, &d)?,
        motivation: d.motivation.clone(),
        conditions: d.conditions.clone(),
        late: d.entered_late(),
        unconfirmed,
        declined_because,
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::Decision, &d.number.to_string())?,
        minutes_href: minutes_href.unwrap_or_default(),
        supersedes: d.supersedes,
        superseded_by: decisions::superseded(db, at.project.id, &[&d])?.get(&d.number).copied(),
        object_href: object_href(at, &d.object_kind, &d.object_ref),
        led_to: decisions::led_to(db, &rq.ctx()?, at, &d)?.into_iter().map(|led| led_line(rq, at, &led)).collect(),
        hash: d.hash,
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/decision.html", &context)
}

fn led_line(rq: &Rq, at: &InProject, led: &Led) -> LedLine {
    let (kind, word) = (led.kind, |family: &str, word: &str| rq.lang.name(&format!("{family}-{word}")));
    let name = match kind {
        LedKind::GatePassed | LedKind::PhaseOpened => word("phase", &led.words),
        LedKind::Change => word("change-state", &led.words),
        LedKind::Risk => word("risk-state", &led.words),
        LedKind::Report => word("report-state", &led.words),
        LedKind::Role => format!("{}, {}", led.words, word("role", &led.reference)),
        LedKind::Plan
        | LedKind::PlanBefore
        | LedKind::Charter
        | LedKind::CharterBefore
        | LedKind::Policy
        | LedKind::PolicyBefore
        | LedKind::ProjectPaused
        | LedKind::ProjectEnds
        | LedKind::ConditionWaits
        | LedKind::ConditionFulfilled
        | LedKind::Delegation
        | LedKind::DelegationOver
        | LedKind::DelegationRevoked
        | LedKind::VersionLocked => led.words.clone(),
    };
    let mut args = FluentArgs::new();
    args.set("ref", led.reference.clone());
    args.set("name", name);
    args.set("day", led.on.map(|on| format::dated(rq.lang, on)).unwrap_or_default());
    LedLine { text: rq.lang.text_with(&format!("led-{kind}"), &args), href: urls::in_project(at, &led.place) }
}

/// The minutes as they were sent: a download that no browser runs anything of.
fn minutes(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    Ok(Reply::stored_file(decisions::minutes(db, at, number)?, format!("{}-{number}.pdf", rq.lang.text("decision-minutes-file"))))
}
/// The decision as a document of its own.
pub(crate) fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let extracted = extracts::decision(db, &rq.ctx()?, at, number)?;
    let bytes = extract::decision_pdf(&extracted).map_err(Problem::Internal)?;
    Ok(Reply::bytes("application/pdf", bytes, Some(format!("{}-{}-{number}.pdf", at.project.code, rq.lang.text("decision-file")))))
}
fn terms(rq: &Rq, d: &DecisionRow) -> Result<Vec<Term>, Problem> {
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let role = rq.lang.text(&format!("role-{}", d.role)).to_owned();
    let mut terms = vec![term("decision-outcome", rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned())];
    if let Some(matter) = &d.matter {
        terms.push(term("decision-matter", rq.lang.text(&format!("matter-{matter}")).to_owned()));
    }
    terms.extend(decided_terms(rq, d.terms.as_deref())?);
    terms.push(term("decision-by", if d.person_id.is_some() { format::with_role(&d.person_name, &role) } else { role.clone() }));
    if let Some(number) = d.delegation {
        let mut args = numbered(number);
        args.set("role", role);
        terms.push(term("decision-delegation", rq.lang.text_with("decision-delegation-from", &args)));
    }
    if let Some(basis) = &d.basis {
        terms.push(term("decision-basis", basis::words(rq, &json::<Basis>(basis)?)));
    }
    terms.push(term("decision-day", format::long_day(rq.lang, d.decided_on)));
    terms.push(term("decision-recorded", format!("{}, {}", d.recorded_name, format::stamp(rq.lang, format::local(d.recorded_at)))));
    if let Some(charter) = d.charter {
        terms.push(term("decision-charter", charter.to_string()));
    }
    terms.push(term(
        "decision-object",
        format!("{} ({} {})", object_words(rq, &d.object_kind, &d.object_ref), rq.lang.text("decision-version"), d.object_version),
    ));
    Ok(terms)
}
/// What was decided beyond its outcome.
fn decided_terms(rq: &Rq, terms: Option<&str>) -> Result<Vec<Term>, Problem> {
    let Some(terms) = terms else { return Ok(Vec::new()) };
    Ok(in_words(rq, &json(terms)?))
}
fn in_words(rq: &Rq, terms: &DecidedTerms) -> Vec<Term> {
    terms::in_words(rq.lang, terms).into_iter().map(|(term, value)| Term { term, value }).collect()
}
/// What is decided upon, in words: `Risk R4`, `Roll Styrgrupp`.
fn object_words(rq: &Rq, kind: &str, reference: &str) -> String {
    // There is one budget: it has no name of its own.
    if kind == reference {
        return rq.lang.text(&format!("decision-object-{kind}")).to_owned();
    }
    let name = if kind == "role" { rq.lang.text(&format!("role-{reference}")).to_owned() } else { reference.to_owned() };
    format!("{} {name}", rq.lang.text(&format!("decision-object-{kind}")))
}
/// Where what is decided upon is seen. A kind that this program does not know has no page.
fn object_href(at: &InProject, kind: &str, reference: &str) -> String {
    let Ok(kind) = kind.parse::<ObjectKind>() else { return String::new() };
    let place = match kind {
        ObjectKind::Risk => format!("risks/{reference}"),
        ObjectKind::StatusReport => format!("status-reports/{reference}"),
        ObjectKind::FinalReport => "final-report".to_owned(),
        ObjectKind::EffectReport => "effect-report".to_owned(),
        ObjectKind::ChangeRequest => format!("changes/{reference}"),
        ObjectKind::Decision => format!("decisions/{reference}"),
        ObjectKind::DocumentVersion => format!("documents/{reference}"),
        // An earlier decision names what it was about in words only.
        ObjectKind::Document => return String::new(),
        ObjectKind::Gate => format!("gates/{reference}"),
        ObjectKind::Requirement => format!("requirements/{reference}"),
        ObjectKind::PartDelivery => format!("deliveries/{reference}"),
        ObjectKind::Project => "gates".to_owned(),
        ObjectKind::Charter => "charter".to_owned(),
        // What is recorded and not yet delegated has no page of its own.
        ObjectKind::Delegation if reference == kind.as_str() => "delegations".to_owned(),
        ObjectKind::Delegation => format!("delegations/{reference}"),
        ObjectKind::RiskPolicy => "risk-policy".to_owned(),
        ObjectKind::Role => "roles".to_owned(),
        ObjectKind::Budget => "economy".to_owned(),
    };
    urls::in_project(at, place)
}

#[derive(Serialize)]
struct New {
    code: String,
    project: String,
    form: FormState,
    basis: Offered,
    roles: Vec<Choice>,
    outcomes: Vec<Choice>,
    megabytes: u64,
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let roles = Role::ALL.iter().filter(|r| r.may_hold_mandates()).map(|r| Choice::new(r, rq.lang.text(&format!("role-{r}")).to_owned())).collect();
    let outcomes = [DecisionOutcome::Approved, DecisionOutcome::Adopted, DecisionOutcome::Elected, DecisionOutcome::Appointed, DecisionOutcome::Returned];
    let outcomes = outcomes.iter().map(|o| Choice::new(o, rq.lang.text(&format!("decision-outcome-{o}")).to_owned())).collect();
    let context = New {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::empty(rq),
        basis: Offered::earlier(db, rq, at)?,
        roles,
        outcomes,
        megabytes: MAX_MINUTES / (1024 * 1024),
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/new.html", &context)
}
fn enter(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = decisions::enter_late(db, &rq.ctx()?, at, &rq.read::<LateEntry>()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("decisions/{number}"))).with_notice(rq.lang.text("msg-decision-entered")))
}
