//! What the document says of status reports.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, day, list, moment, of, or_null, page, seen, shown, taken, text, whole, words, yes_or_no};
use crate::domain::lights::{Light, LightArea};
use crate::domain::report::ReportState;
use crate::services::recipients::Language;
use serde_json::{Value, json};

const REPORTS: &str = "/api/v1/projects/{code}/status-reports";
const REPORT: &str = "/api/v1/projects/{code}/status-reports/{number}";
pub const EDITION: Parameter = Parameter { name: "edition", says: "An earlier edition; the newest without it.", schema: whole };

pub const OPERATIONS: &[Operation] = &[
    Operation::get(REPORTS, "listReports", "Lists the status reports, newest first. Drafts are for those who write them.", "ReportPage")
        .with_query(&[LIMIT, CURSOR]),
    Operation::post(REPORTS, "startReport", "Starts the next report, filled in from the project's own data.", "NewReport", "Report").created(),
    Operation::get(REPORT, "readReport", "Reads a report with its content.", "Report").with_query(&[EDITION]),
    Operation::patch(REPORT, "saveReport", "Changes a draft; what is left out stays.", "ReportEdit", "Report"),
    Operation::post("/api/v1/projects/{code}/status-reports/{number}/submission", "submitReport", "Submits a draft: its content is frozen.", "Seen", "Report"),
    Operation::post("/api/v1/projects/{code}/status-reports/{number}/approval", "approveReport", "Approves a submitted report.", "Approval", "Report")
        .waiting(),
    Operation::post("/api/v1/projects/{code}/status-reports/{number}/return", "returnReport", "Returns a submitted report with a reason.", "Return", "Report")
        .waiting(),
    Operation::post(
        "/api/v1/projects/{code}/status-reports/{number}/editions",
        "correctReport",
        "Starts a new edition of an approved report.",
        "Nothing",
        "Report",
    )
    .created(),
    Operation::post(
        "/api/v1/projects/{code}/status-reports/{number}/dispatch",
        "sendReport",
        "Mails the approved edition, whose version is named.",
        "Dispatch",
        "Queued",
    )
    .answering(&["202"]),
    Operation::get("/api/v1/projects/{code}/status-reports/{number}/pdf", "readReportPdf", "Reads the report as PDF; an approved one as it was stored.", "Pdf")
        .with_query(&[EDITION]),
    Operation::get(
        "/api/v1/projects/{code}/status-reports/{number}/deliveries",
        "listDeliveries",
        "Lists to whom the report was sent and what came of it.",
        "DeliveryPage",
    ),
];

pub fn schemas() -> Vec<Named> {
    let light_edit = taken(
        &[("area", words(LightArea::ALL))],
        &[("chosen", words(Light::ALL)), ("deviation", text()), ("reason", text()), ("measure", text()), ("done", yes_or_no())],
    );
    let result_edit = taken(&[("number", whole()), ("text", text())], &[]);
    let edit = [
        ("summary", text()),
        ("upcoming", text()),
        ("complications", text()),
        ("language", words(Language::ALL)),
        ("sprints", list(whole())),
        ("lights", list(light_edit)),
        ("results", list(result_edit)),
        ("version", seen()),
    ];
    vec![
        ("ReportLine", shown(&line())),
        ("ReportPage", page(of("ReportLine"))),
        ("Report", report()),
        ("NewReport", taken(&[], &[("sprints", list(whole())), ("language", words(Language::ALL))])),
        ("ReportEdit", taken(&[], &edit)),
        ("Approval", taken(&[], &[("basis", of("Basis")), ("version", seen())])),
        ("Return", taken(&[("reason", text())], &[("basis", of("Basis")), ("version", seen())])),
        ("Nothing", taken(&[], &[])),
        ("Dispatch", taken(&[], &[("recipients", list(whole())), ("registrar", yes_or_no()), ("again", yes_or_no()), ("version", seen())])),
        (
            "Delivery",
            shown(&[
                ("id", whole()),
                ("edition", whole()),
                ("name", text()),
                ("recipient", text()),
                ("state", text()),
                ("attempts", list(shown(&[("at", moment()), ("accepted", yes_or_no()), ("answer", text())]))),
                ("message_id", text()),
                ("pdf_sha256", or_null(text())),
                ("queued_at", moment()),
                ("accepted_at", or_null(moment())),
                ("resend", whole()),
            ]),
        ),
        ("DeliveryPage", page(of("Delivery"))),
        ("Queued", shown(&[("queued", whole()), ("items", list(of("Delivery")))])),
    ]
}
fn line() -> Vec<Named> {
    let period = shown(&[("from", day()), ("to", day()), ("sprints", list(whole()))]);
    vec![
        ("number", whole()),
        ("edition", whole()),
        ("state", words(ReportState::ALL)),
        ("period", period),
        ("language", words(Language::ALL)),
        ("saved_at", moment()),
        ("submitted_at", or_null(moment())),
        ("decided_at", or_null(moment())),
        ("decision", or_null(whole())),
        ("return_reason", or_null(text())),
        ("pdf_sha256", or_null(text())),
        ("version", whole()),
        ("hash", or_null(text())),
    ]
}
/// A report in full; when its approval waits for the chair, the number of the recording instead.
fn report() -> Value {
    let light = shown(&[("area", words(LightArea::ALL)), ("proposed", words(Light::ALL)), ("chosen", or_null(words(Light::ALL)))]);
    let part = || json!({});
    let mut fields = line();
    fields.extend([
        ("summary", text()),
        ("lights", list(light)),
        ("results", list(part())),
        ("upcoming", text()),
        ("complications", text()),
        ("economy", part()),
        ("risks", part()),
        ("decisions", list(part())),
        ("deviations", list(part())),
    ]);
    let waits = shown(&[("recording", whole()), ("waits_for", text())]);
    json!({"anyOf": [shown(&fields), waits]})
}
