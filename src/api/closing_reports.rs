//! `final-report` and `effect-report` in the API: beginning and writing them. The rest is as for status reports.
use crate::api::openapi::Operation;
use crate::api::report_schema::EDITION;
use crate::api::reports::{answer, approve, deliveries, dispatch, give_back, made, new_edition, pdf, show, submit};
use crate::api::schema::{Named, day, list, moment, or_null, seen, shown, taken, text, whole, words};
use crate::api::view::{does_in, version};
use crate::domain::report::closing::Part;
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
            Operation::post(concat!($base, "/approval"), concat!("approve", $name), $approvals, "Approval", "ClosingReport").waiting(),
            Operation::post(
                concat!($base, "/return"),
                concat!("return", $name),
                "Returns a submitted report with a reason. The approvals that it has are void.",
                "Return",
                "ClosingReport",
            )
            .waiting(),
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
/// A report in full; when its approval waits for the chair, the number of the recording instead.
fn report() -> Value {
    let goal = shown(&[
        ("number", whole()),
        ("kind", text()),
        ("name", text()),
        ("reached", text()),
        ("carried_on_by", text()),
        ("indicators", list(json!({"type": "object", "description": "As it was frozen: its values are hundredths of its unit, so that 500 is 5."}))),
    ]);
    let fields = [
        ("kind", words(&ReportKind::CLOSING)),
        ("number", whole()),
        ("edition", whole()),
        ("state", words(ReportState::ALL)),
        ("language", words(Language::ALL)),
        ("as_of", day()),
        ("texts", json!({"type": "object", "additionalProperties": text()})),
        ("goals", list(goal)),
        ("record", json!({"type": ["object", "null"], "description": "What the project did; of a final report. Amounts are kronor."})),
        ("approvals", list(json!({"type": "object", "description": "An approval that it has; the next is whose turn it is."}))),
        ("saved_at", moment()),
        ("submitted_at", or_null(moment())),
        ("decided_at", or_null(moment())),
        ("decision", or_null(whole())),
        ("return_reason", or_null(text())),
        ("pdf_sha256", or_null(text())),
        ("version", whole()),
        ("hash", or_null(text())),
    ];
    let waits = shown(&[("recording", whole()), ("waits_for", text())]);
    json!({"anyOf": [shown(&fields), waits]})
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
