//! `final-report` and `effect-report` in the API: beginning and writing them. The rest is as for status reports.
use crate::api::goals::unit;
use crate::api::openapi::Operation;
use crate::api::report_schema::{EDITION, head};
use crate::api::reports::{answer, approve, deliveries, dispatch, give_back, made, new_edition, pdf, show, submit};
use crate::api::schema::{Named, count, day, list, moment, of, or_null, role, seen, shown, shown_with, taken, text, whole, words, yes_or_no};
use crate::api::view::{does_in, kronor as number, version};
use crate::domain::change::ChangeState;
use crate::domain::goal::GoalKind;
use crate::domain::handover::HandoverState;
use crate::domain::indicator::{Lack, Quarter};
use crate::domain::lifecycle::GateState;
use crate::domain::report::closing::{GoalLine, IndicatorLine, MeasuredApart, Part, ValueIn, ValueOn};
use crate::domain::report::{ReportKey, ReportKind, ReportState};
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::recipients::Language;
use crate::services::reports::{self, BeginReport, SaveClosing};
use crate::store::Db;
use crate::web::pages::reports::kind;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde_json::{Value, json};

/// The routes below a report's address.
macro_rules! routes_of {
    ($base:literal, $write:expr) => {
        [
            show_in($base, Right::Read, show),
            does_in(Method::POST, $base, $write, begin),
            does_in(Method::PATCH, $base, $write, save),
            does_in(Method::POST, concat!($base, "/submission"), $write, submit),
            does_in(Method::POST, concat!($base, "/approval"), Right::Decide, approve),
            does_in(Method::POST, concat!($base, "/return"), Right::Decide, give_back),
            does_in(Method::POST, concat!($base, "/editions"), $write, new_edition),
            does_in(Method::POST, concat!($base, "/dispatch"), Right::Dispatch, dispatch),
            show_in(concat!($base, "/pdf"), Right::Read, pdf),
            show_in(concat!($base, "/deliveries"), Right::Read, deliveries),
        ]
    };
}
/// What the document says of them: what the report is called in it, and who approves it.
macro_rules! operations_of {
    ($base:literal, $name:literal, $approvals:literal) => {
        [
            Operation::get($base, concat!("read", $name), "Reads the report with its content.", "ClosingReport").with_query(&[EDITION]),
            Operation::post(
                $base,
                concat!("begin", $name),
                "Begins the project's report, filled in from what the project holds.",
                "NewClosingReport",
                "ClosingReport",
            )
            .created(),
            Operation::patch($base, concat!("save", $name), "Changes a draft; what is left out stays.", "ClosingReportEdit", "ClosingReport"),
            Operation::post(concat!($base, "/submission"), concat!("submit", $name), "Submits a draft: its content is frozen.", "Seen", "ClosingReport"),
            Operation::post(concat!($base, "/approval"), concat!("approve", $name), $approvals, "Approval", "ClosingReport").or_recorded(),
            Operation::post(
                concat!($base, "/return"),
                concat!("return", $name),
                "Returns a submitted report with a reason. The approvals that it has are void.",
                "Return",
                "ClosingReport",
            )
            .or_recorded(),
            Operation::post(concat!($base, "/editions"), concat!("correct", $name), "Starts a new edition of an approved report.", "Nothing", "ClosingReport")
                .created(),
            Operation::post(concat!($base, "/dispatch"), concat!("send", $name), "Mails the approved edition, whose version is named.", "Dispatch", "Queued")
                .answering(&["202"]),
            Operation::get(concat!($base, "/pdf"), concat!("read", $name, "Pdf"), "Reads the report as PDF; an approved one as it was stored.", "Pdf")
                .with_query(&[EDITION]),
            Operation::get(
                concat!($base, "/deliveries"),
                concat!("list", $name, "Deliveries"),
                "Lists to whom the report was sent and what came of it.",
                "DeliveryPage",
            ),
        ]
    };
}

pub fn routes() -> Vec<Route> {
    [
        routes_of!("/api/v1/projects/{code}/final-report", ReportKind::Final.written_with()),
        routes_of!("/api/v1/projects/{code}/effect-report", ReportKind::Effect.written_with()),
    ]
    .concat()
}

pub const FINAL: &[Operation] = &operations_of!(
    "/api/v1/projects/{code}/final-report",
    "FinalReport",
    "Approves a submitted report: the steering group first, then the financier's representative, as the charter has it."
);
pub const EFFECT: &[Operation] = &operations_of!(
    "/api/v1/projects/{code}/effect-report",
    "EffectReport",
    "Approves a submitted report, as the project orderer or whoever the charter names."
);

pub fn schemas() -> Vec<Named> {
    let goal = taken(&[("number", whole())], &[("reached", text()), ("carried_on_by", text())]);
    let mut edit: Vec<Named> = Part::ALL.iter().map(|part| (part.as_str(), text())).collect();
    edit.extend([("goals", list(goal)), ("language", words(Language::ALL)), ("version", seen())]);
    vec![("ClosingReport", report()), ("NewClosingReport", taken(&[], &[("language", words(Language::ALL))])), ("ClosingReportEdit", taken(&[], &edit))]
}
/// A report in full.
fn report() -> Value {
    let text_of = |kind: ReportKind| kind.parts().iter().map(|part| (part.as_str(), text())).collect::<Vec<Named>>();
    let parts: Vec<Named> = ReportKind::CLOSING.into_iter().flat_map(text_of).collect();
    let own = vec![
        ("kind", words(&ReportKind::CLOSING)),
        ("number", whole()),
        ("edition", whole()),
        ("state", words(ReportState::ALL)),
        ("language", words(Language::ALL)),
        ("texts", shown_with(&[], &parts)),
        ("goals", list(goal())),
        ("record", json!({"anyOf": [record(), {"type": "null"}], "description": "What the project did; of a final report."})),
        ("approvals", list(of("ReportApproval"))),
        ("saved_at", moment()),
        ("submitted_at", or_null(moment())),
        ("decided_at", or_null(moment())),
        ("decision", or_null(whole())),
        ("return_reason", or_null(text())),
        ("pdf_sha256", or_null(text())),
        ("version", whole()),
        ("hash", or_null(text())),
    ];
    shown(&[own, head()].concat())
}
/// A goal, with what became of it.
fn goal() -> Value {
    shown(&[
        ("number", whole()),
        ("kind", words(GoalKind::ALL)),
        ("name", text()),
        ("portfolio", text()),
        ("reached", text()),
        ("carried_on_by", text()),
        ("indicators", list(indicator())),
    ])
}
/// An indicator as [`super::goals`] tells of one: its values are in its unit.
fn indicator() -> Value {
    let on = || or_null(shown(&[("on", day()), ("value", unit())]));
    let apart = [("measured_on", day()), ("organisation", text()), ("respondents", text()), ("asked", or_null(whole())), ("value", unit())];
    shown(&[
        ("number", whole()),
        ("name", text()),
        ("unit", text()),
        ("method", text()),
        ("baseline", on()),
        ("target", on()),
        ("measured", list(shown(&[("quarter", quarter()), ("value", unit())]))),
        ("apart", list(shown(&apart))),
        ("missed", list(quarter())),
        ("progress_percent", or_null(whole())),
        ("lacks", or_null(words(Lack::ALL))),
        ("reached", or_null(yes_or_no())),
    ])
}
fn quarter() -> Value {
    json!({"type": "string", "description": "A quarter, such as 2020-Q4."})
}
/// What the project held when the report was submitted.
fn record() -> Value {
    let maybe = || or_null(whole());
    let condition = [("text", text()), ("owner", text()), ("due_on", day()), ("decision", whole()), ("gate", maybe()), ("delivery", maybe())];
    let handover = [
        ("deliverable", whole()),
        ("version", text()),
        ("receiver", text()),
        ("handed_on", day()),
        ("state", words(HandoverState::ALL)),
        ("answered_on", or_null(day())),
    ];
    let phase = [("phase", text()), ("state", words(GateState::ALL)), ("left_on", or_null(day())), ("decision", maybe())];
    let milestone = [("name", text()), ("planned_on", day()), ("done_on", or_null(day())), ("late", or_null(count("days; fewer than none when early")))];
    let change = [("ref", text()), ("title", text()), ("state", words(ChangeState::ALL)), ("rejected", yes_or_no()), ("decision", maybe())];
    let deliverable = [("number", whole()), ("name", text()), ("version", text()), ("handed_to", text())];
    let approved = [("approved", yes_or_no()), ("decision", whole()), ("newer", text())];
    shown(&[
        ("organisation", list(shown(&[("role", role()), ("body", text()), ("people", list(text()))]))),
        ("phases", list(shown(&phase))),
        ("open_conditions", list(shown(&condition))),
        ("milestones", list(shown(&milestone))),
        ("deliverables", list(shown_with(&deliverable, &approved))),
        ("handovers", list(shown(&handover))),
        ("economy", of("ReportedEconomy")),
        ("changes", list(shown(&change))),
        ("risks", list(shown(&[("ref", text()), ("threat", text()), ("consequence", text()), ("value", whole()), ("on", or_null(day()))]))),
        ("decisions", list(of("ReportedDecision"))),
    ])
}

/// A goal as the API tells of it: values are numbers in the indicator's unit and quarters words, as among the indicators. What is
/// frozen keeps hundredths.
pub(super) fn goal_view(goal: &GoalLine) -> Value {
    json!({
        "number": goal.number, "kind": goal.kind, "name": goal.name, "portfolio": goal.portfolio, "reached": goal.reached,
        "carried_on_by": goal.carried_on_by, "indicators": goal.indicators.iter().map(indicator_view).collect::<Vec<_>>(),
    })
}
fn indicator_view(line: &IndicatorLine) -> Value {
    let on = |value: &Option<ValueOn>| value.as_ref().map(|v| json!({"on": v.on, "value": number(v.value)}));
    let apart = |m: &MeasuredApart| json!({"measured_on": m.on, "organisation": m.organisation, "respondents": m.respondents, "asked": m.asked, "value": number(m.value)});
    let measured = |m: &ValueIn| json!({"quarter": Quarter { year: m.year, number: m.quarter }.to_string(), "value": number(m.value)});
    json!({
        "number": line.number, "name": line.name, "unit": line.unit, "method": line.method, "baseline": on(&line.baseline), "target": on(&line.target),
        "measured": line.measured.iter().map(measured).collect::<Vec<_>>(), "apart": line.apart.iter().map(apart).collect::<Vec<_>>(),
        "missed": line.missed, "progress_percent": line.progress, "lacks": line.lack, "reached": line.reached,
    })
}

fn begin(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = reports::begin(db, &rq.ctx()?, at, kind(rq), &rq.read::<BeginReport>()?)?;
    made(db, rq, at, key)
}

fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let kind = kind(rq);
    let mut request: SaveClosing = rq.read()?;
    request.version = version(rq, request.version)?;
    reports::save_closing(db, &rq.ctx()?, at, kind, &request)?;
    answer(db, rq, at, ReportKey::the(kind))
}
