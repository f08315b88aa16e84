//! What the document says of status reports.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{
    CURSOR, LIMIT, Named, count, day, kronor, list, moment, of, or_null, page, role, seen, shown, shown_with, taken, text, whole, words, yes_or_no,
};
use crate::domain::colour::Colour;
use crate::domain::lights::{Light, LightArea};
use crate::domain::policy::Band;
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
        .or_recorded(),
    Operation::post("/api/v1/projects/{code}/status-reports/{number}/return", "returnReport", "Returns a submitted report with a reason.", "Return", "Report")
        .or_recorded(),
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
    let own = vec![
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
    ];
    [own, parts()].concat()
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
/// A report in full: what the list tells, and its content.
fn report() -> Value {
    let content = vec![
        ("summary", text()),
        ("lights", list(light())),
        ("results", list(shown(&[("number", whole()), ("name", text()), ("version", text()), ("text", text())]))),
        ("upcoming", text()),
        ("complications", text()),
        ("economy", of("ReportedEconomy")),
        ("risks", risks()),
        ("decisions", list(of("ReportedDecision"))),
        ("deviations", list(deviation())),
        ("next_meeting", or_null(shown(&[("on", day()), ("hours", text()), ("purpose", text())]))),
        ("approval", or_null(of("ReportApproval"))),
    ];
    shown(&[line(), content, head()].concat())
}
/// What a report of every kind says of itself.
pub fn head() -> Vec<Named> {
    let place = shown(&[("seq", whole()), ("hash", text())]);
    vec![
        ("as_of", day()),
        ("public_address", text()),
        ("template", json!({"type": "string", "description": "SHA-256 of the report's template."})),
        ("checkpoint", json!({"anyOf": [place, {"type": "null"}], "description": "The journal's newest entry before the last approval."})),
    ]
}
/// What reports of every kind are made of.
fn parts() -> Vec<Named> {
    let approval = [
        ("decision", whole()),
        ("role", role()),
        ("by", text()),
        ("recorded_by", or_null(text())),
        ("on", day()),
        ("basis", or_null(of("Basis"))),
        ("at", moment()),
    ];
    let decision = [("number", whole()), ("on", day()), ("title", text()), ("outcome", text()), ("role", role()), ("by", text()), ("item", text())];
    let economy = [
        ("category", text()),
        ("budget_year", kronor()),
        ("outcome_year", kronor()),
        ("percent_of_year", or_null(whole())),
        ("left_year", kronor()),
        ("budget_total", kronor()),
        ("outcome_total", kronor()),
        ("left_total", kronor()),
    ];
    vec![
        ("ReportApproval", shown(&approval)),
        ("ReportedDecision", shown_with(&decision, &[("delegation", whole())])),
        ("ReportedEconomyLine", shown(&economy)),
        ("ReportedEconomy", shown(&[("year", whole()), ("categories", list(of("ReportedEconomyLine"))), ("total", of("ReportedEconomyLine"))])),
    ]
}
fn light() -> Value {
    shown(&[
        ("area", words(LightArea::ALL)),
        ("proposed", words(Light::ALL)),
        ("findings", list(finding())),
        ("chosen", words(Light::ALL)),
        ("reason", or_null(text())),
        ("deviation", text()),
        ("measure", text()),
        ("done", yes_or_no()),
    ])
}
/// A figure that speaks for a light.
fn finding() -> Value {
    let finding = |kind: &str, fields: &[Named]| shown(&[&[("kind", json!({"const": kind}))], fields].concat());
    let over = [("category", text()), ("outcome", kronor()), ("budget", kronor())];
    json!({"oneOf": [
        finding("category_over_year", &[&over[..], &[("percent", whole())]].concat()),
        finding("category_over_total", &over),
        finding("year_exceeded", &over[1..]),
        finding("milestone_late", &[("milestone", text()), ("days", whole())]),
        finding("role_unfilled", &[("role", role()), ("days", whole())]),
    ]})
}
/// The register on the day of the report.
fn risks() -> Value {
    let band = || words(Band::ALL);
    let band_line = shown_with(&[("band", band()), ("from", whole()), ("to", whole()), ("holder", role())], &[("colour", words(Colour::ALL))]);
    let cell = shown(&[("impact", whole()), ("value", whole()), ("band", band()), ("risks", list(text())), ("more", count("risks beside them"))]);
    let line = shown(&[("risk", text()), ("values", list(or_null(whole())))]);
    shown(&[
        ("policy", whole()),
        ("open", whole()),
        ("covered", whole()),
        ("bands", list(band_line)),
        ("matrix", list(shown(&[("likelihood", whole()), ("cells", list(cell))]))),
        ("trend", shown_with(&[("days", list(day())), ("top", whole()), ("lines", list(line))], &[("since", day())])),
        ("list", list(risk())),
    ])
}
/// One of the highest open risks.
fn risk() -> Value {
    shown(&[
        ("ref", text()),
        ("threat", text()),
        ("vulnerability", text()),
        ("consequence", text()),
        ("likelihood", whole()),
        ("impact", whole()),
        ("value", whole()),
        ("band", words(Band::ALL)),
        ("holder", role()),
        ("measures", list(shown(&[("text", text()), ("responsible", text()), ("due", or_null(day()))]))),
        ("proposed", or_null(whole())),
    ])
}
/// A reported deviation; its answer is empty while it waits for one.
fn deviation() -> Value {
    shown(&[("number", whole()), ("on", day()), ("area", text()), ("title", text()), ("role", role()), ("answer", text())])
}
