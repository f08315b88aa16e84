//! `/`: Väntar på dig.
use crate::domain::matter::Matter;
use crate::domain::report::ReportKind;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::Problem;
use crate::services::my_turn::{self, Item, Kind};
use crate::store::decisions::DecisionRow;
use crate::store::projects::Project;
use crate::store::{Db, gates, meetings, projects};
use crate::web::pages::goals::words;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use crate::web::{rail, shell};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![show("/", Guard::SignedIn, page)]
}

#[derive(Serialize)]
struct Context {
    title: String,
    lead: String,
    items: Vec<Waiting>,
    others: Vec<Waiting>,
    decided: Vec<Decided>,
    meeting: Option<Meeting>,
    projects: Vec<Mine>,
}
#[derive(Serialize)]
struct Waiting {
    kind: String,
    icon: &'static str,
    tone: &'static str,
    reference: String,
    value: Option<i32>,
    band: Option<String>,
    title: String,
    text: String,
    why: String,
    due: String,
    soon: bool,
    act: String,
    href: String,
    since: String,
}
#[derive(Serialize)]
struct Decided {
    title: String,
    text: String,
    href: String,
}
#[derive(Serialize)]
struct Meeting {
    day: String,
    hours: String,
    items: usize,
    decisions: usize,
    href: String,
}
#[derive(Serialize)]
struct Mine {
    code: String,
    name: String,
    phases: Vec<rail::Step>,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let ctx = rq.ctx()?;
    let turn = my_turn::gather(db, &ctx)?;
    let mine = projects::of_person(db, ctx.person.0, ctx.today, "", 50)?;
    let mut meeting = None;
    for project in &mine {
        let next = meetings::next(db, project.id, ctx.today)?;
        meeting = meeting.or(next.map(|m| next_meeting(rq, &project.code, &m)));
    }
    let context = Context {
        title: headline(rq, turn.items.len()),
        lead: rq.lang.text(if turn.items.is_empty() { "turn-lead-empty" } else { "turn-lead" }).to_owned(),
        items: turn.items.iter().map(|i| waiting(rq, i)).collect(),
        others: turn.waits_for_others.iter().take(6).map(|i| other(rq, i)).collect(),
        decided: turn.decided.iter().map(|(p, d)| decided(rq, &p.code, d)).collect(),
        meeting,
        projects: own(db, &mine)?,
    };
    shell::page(db, rq, "waiting", "pages/my_turn/home.html", &context)
}

fn own(db: &mut Db, mine: &[Project]) -> Result<Vec<Mine>, Problem> {
    let ids: Vec<i64> = mine.iter().map(|p| p.id).collect();
    let gates = gates::of_all(db, &ids)?;
    let of = |p: &Project| gates.iter().filter(|(id, _)| *id == p.id).map(|(_, gate)| gate.clone()).collect::<Vec<_>>();
    Ok(mine.iter().map(|p| Mine { code: p.code.clone(), name: p.name.clone(), phases: rail::short(&of(p)) }).collect())
}

fn headline(rq: &Rq, count: usize) -> String {
    let mut args = FluentArgs::new();
    args.set("count", count);
    rq.lang.text_with("turn-title", &args)
}

fn waiting(rq: &Rq, item: &Item) -> Waiting {
    let text = |key: &str| rq.lang.text(key).to_owned();
    let (word, icon) = match item.kind {
        Kind::RiskEscalated => ("risk-escalated", "triangle-alert"),
        Kind::RiskLifted => ("risk-lifted", "arrow-up"),
        Kind::RiskAsked => ("risk-asked", "message-square"),
        Kind::LoweringProposed => ("lowering-proposed", "arrow-down"),
        Kind::ReportSubmitted => ("report-submitted", "file-text"),
        Kind::ReportReturned => ("report-returned", "undo-2"),
        Kind::ReportToSend => ("report-to-send", "send"),
        Kind::ReportDraft => ("report-draft", "pencil"),
        Kind::SprintStatusMissing => ("sprint-status", "iteration-cw"),
        Kind::ChangeToPassOn => ("change-to-pass-on", "arrow-right"),
        Kind::ChangeToReceive => ("change-to-receive", "inbox"),
        Kind::ChangeToAssess => ("change-to-assess", "gauge"),
        Kind::ChangeToRaise => ("change-to-raise", "arrow-up"),
        Kind::ChangeToDecide => ("change-to-decide", "gavel"),
        Kind::ChangeReturned => ("change-returned", "undo-2"),
        Kind::ChangeToBegin => ("change-to-begin", "wrench"),
        Kind::ChangeToFinish => ("change-to-finish", "wrench"),
        Kind::ChangeToCommunicate => ("change-to-communicate", "send"),
        // A member confirms what the body itself chose.
        Kind::DecisionToConfirm | Kind::ElectionToConfirm => ("decision-to-confirm", "gavel"),
        Kind::MeasurementDue => ("measurement-due", "gauge"),
        Kind::MeasurementMissed => ("measurement-missed", "gauge"),
        Kind::GateSubmitted => ("gate-submitted", "milestone"),
        Kind::GateLifted if item.matter == Some(Matter::Terminate) => ("gate-end-proposed", "octagon-x"),
        Kind::GateLifted => ("gate-lifted", "arrow-up"),
        Kind::GateAsked => ("gate-asked", "message-square"),
        Kind::GateReturned => ("gate-returned", "undo-2"),
        Kind::DeliverySubmitted => ("delivery-submitted", "package-check"),
        Kind::DeliveryLifted if item.matter == Some(Matter::Terminate) => ("gate-end-proposed", "octagon-x"),
        Kind::DeliveryLifted => ("delivery-lifted", "arrow-up"),
        Kind::DeliveryReturned => ("delivery-returned", "undo-2"),
        Kind::HandoverToAnswer => ("handover-to-answer", "handshake"),
        Kind::WaiverToDecide => ("waiver-to-decide", "scale"),
        Kind::ProjectPaused => ("project-paused", "pause"),
        Kind::ConditionDue => ("condition-due", "clock"),
        Kind::DeviationToAnswer => ("deviation", "message-square"),
        Kind::DocumentSubmitted => ("document-submitted", "stamp"),
        Kind::DocumentReturned => ("document-returned", "undo-2"),
        Kind::CommentsAsked => ("comments-asked", "message-square"),
        Kind::CommentsToClose => ("comments-to-close", "message-square-quote"),
    };
    let is_report = matches!(item.kind, Kind::ReportSubmitted | Kind::ReportReturned | Kind::ReportToSend | Kind::ReportDraft);
    let is_sprint = item.kind == Kind::SprintStatusMissing;
    let is_gate = matches!(item.kind, Kind::GateSubmitted | Kind::GateLifted | Kind::GateAsked | Kind::GateReturned);
    let is_delivery = matches!(item.kind, Kind::DeliverySubmitted | Kind::DeliveryLifted | Kind::DeliveryReturned);
    let is_risk = matches!(item.kind, Kind::RiskEscalated | Kind::RiskLifted | Kind::RiskAsked | Kind::LoweringProposed);
    let is_change = word.starts_with("change-");
    let is_document = matches!(item.kind, Kind::DocumentSubmitted | Kind::DocumentReturned | Kind::CommentsAsked | Kind::CommentsToClose);
    let is_election = item.kind == Kind::ElectionToConfirm;
    let reference = measured_in(rq, item).unwrap_or_else(|| item.reference.clone());
    let unnumbered = is_report
        || is_election
        || is_sprint
        || is_gate
        || is_delivery
        || is_document
        || matches!(item.kind, Kind::ProjectPaused | Kind::ConditionDue | Kind::DeviationToAnswer | Kind::HandoverToAnswer);
    let mut args = FluentArgs::new();
    args.set("number", reference.clone());
    args.set("kind", report_kind(item).to_string());
    args.set("role", text(&format!("role-{}-the", item.why.role)));
    args.set("by", item.text.clone());
    args.set("delegation", item.why.delegation.unwrap_or_default());
    let title = if is_report {
        rq.lang.text_with("report-name", &args)
    } else if is_sprint {
        rq.lang.text_with("turn-sprint", &args)
    } else if is_election {
        let mut args = FluentArgs::new();
        args.set("role", text(&format!("role-{}", item.reference)));
        args.set("name", item.title.clone());
        rq.lang.text_with("decision-election-title", &args)
    } else if item.kind == Kind::DecisionToConfirm {
        args.set("number", of_one(rq, &item.title));
        rq.lang.text_with("turn-recording", &args)
    } else if is_gate {
        args.set("phase", text(&format!("phase-{}", item.title)));
        rq.lang.text_with("gate-title", &args)
    } else if is_delivery {
        args.set("name", item.title.clone());
        rq.lang.text_with("part-title", &args)
    } else if item.kind == Kind::ProjectPaused {
        item.project_name.clone()
    } else {
        item.title.clone()
    };
    let explained = rq.lang.text_with(&format!("turn-{word}-text"), &args);
    let due = item.due.map(|d| format::day(rq.lang, d)).unwrap_or_default();
    let mut due_args = FluentArgs::new();
    due_args.set("day", due.clone());
    Waiting {
        kind: text(&format!("turn-{word}")),
        icon,
        tone: match item.band.as_deref() {
            Some("high") => "high",
            Some("medium") => "mid",
            _ => "none",
        },
        reference: if unnumbered { String::new() } else { reference },
        value: item.value,
        band: item.band.clone(),
        title,
        text: match () {
            () if is_risk || item.kind == Kind::GateAsked => risk_text(rq, item),
            () if is_change || (is_document && !item.text.is_empty()) => item.text.clone(),
            () => explained,
        },
        why: rq.lang.text_with(why(item), &args),
        due: if due.is_empty() { String::new() } else { rq.lang.text_with(due_key(item.kind), &due_args) },
        soon: item.due.is_some_and(|d| d <= rq.moment.today + chrono::Days::new(3)),
        act: text(&if item.why.unmanned { "turn-unmanned-act".to_owned() } else { format!("turn-{word}-act") }),
        href: item.url.clone(),
        since: item.since.map(|at| format::day(rq.lang, crate::clock::local_day(at))).unwrap_or_default(),
    }
}

/// The kind of a report that waits: there is one of each that is no status report, and it is known by what it is.
fn report_kind(item: &Item) -> ReportKind {
    ReportKind::CLOSING.into_iter().find(|kind| kind.object().as_str() == item.reference).unwrap_or(ReportKind::Status)
}
/// What there is one of has no name of its own.
fn of_one(rq: &Rq, reference: &str) -> String {
    let is_one = ReportKind::CLOSING.iter().any(|kind| kind.object().as_str() == reference);
    if is_one { rq.lang.text(&format!("decision-object-{reference}")).to_owned() } else { reference.to_owned() }
}

/// What waits for somebody else. A report that is approved is decided: it waits for its sender; and a handover for its receiver.
fn other(rq: &Rq, item: &Item) -> Waiting {
    let shown = waiting(rq, item);
    let why = match item.kind {
        Kind::ReportToSend => "turn-waits-to-be-sent",
        Kind::HandoverToAnswer => "turn-waits-for-receiver",
        _ => return shown,
    };
    Waiting { why: rq.lang.text(why).to_owned(), ..shown }
}

/// The quarter that a measurement is planned for, and who measures.
fn measured_in(rq: &Rq, item: &Item) -> Option<String> {
    let quarter = words::quarter(rq.lang, item.reference.parse().ok().filter(|_| item.is_measurement())?);
    Some(if item.text.is_empty() { quarter } else { format!("{quarter}, {}", item.text) })
}

/// By what right it is the person's: the mandate, or the work that goes with the role.
fn why(item: &Item) -> &'static str {
    match item.kind {
        Kind::MeasurementDue | Kind::MeasurementMissed => "turn-why-measures",
        Kind::HandoverToAnswer => "turn-why-receives",
        _ if item.why.unmanned => "turn-unmanned",
        _ if item.why.delegation.is_some() => "turn-why-delegated",
        Kind::ReportToSend => "turn-why-sends",
        Kind::DeviationToAnswer => "turn-why-answers",
        Kind::ConditionDue | Kind::GateReturned | Kind::DeliveryReturned | Kind::DocumentReturned | Kind::CommentsToClose => "turn-why-does",
        Kind::CommentsAsked => "turn-why-comments",
        Kind::ReportDraft | Kind::ReportReturned | Kind::SprintStatusMissing => "turn-why-writes",
        Kind::ChangeToPassOn => "turn-change-to-pass-on-text",
        Kind::ChangeToReceive => "turn-change-to-receive-text",
        Kind::ChangeToAssess => "turn-change-to-assess-text",
        Kind::ChangeToRaise => "turn-change-to-raise-text",
        Kind::ChangeReturned => "turn-change-returned-text",
        Kind::ChangeToBegin => "turn-change-to-begin-text",
        Kind::ChangeToFinish => "turn-change-to-finish-text",
        Kind::ChangeToCommunicate => "turn-change-to-communicate-text",
        _ => "turn-why",
    }
}
fn due_key(kind: Kind) -> &'static str {
    match kind {
        Kind::ReportDraft => "turn-due-meeting",
        Kind::SprintStatusMissing => "turn-due-ended",
        Kind::MeasurementDue | Kind::MeasurementMissed => "turn-measured-by",
        _ => "turn-due",
    }
}

/// The risk's causes; and who asks for a stand, and why.
fn risk_text(rq: &Rq, item: &Item) -> String {
    let (Some(by), Some(reason)) = (&item.asked_by, &item.reason) else { return item.text.clone() };
    let mut args = FluentArgs::new();
    args.set("by", by.clone());
    args.set("reason", reason.clone());
    rq.lang.text_with("turn-asked", &args)
}

fn decided(rq: &Rq, code: &str, d: &DecisionRow) -> Decided {
    let outcome = rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_lowercase();
    let role = rq.lang.text(&format!("role-{}-the", d.role)).to_owned();
    Decided {
        title: format!("{}: {outcome}", d.title),
        text: format!("{role}, {}", format::dated(rq.lang, d.decided_on)),
        href: format!("/projects/{code}/decisions/{}", d.number),
    }
}

fn next_meeting(rq: &Rq, code: &str, m: &crate::store::meetings::Meeting) -> Meeting {
    let agenda: Vec<(String, String)> = serde_json::from_str(&m.agenda).unwrap_or_default();
    let mut day = format::long_day(rq.lang, m.held_on);
    if let Some(first) = day.get(..1).map(str::to_uppercase) {
        day.replace_range(..1, &first);
    }
    Meeting {
        day,
        hours: m.hours.clone(),
        items: agenda.len(),
        decisions: agenda.iter().filter(|(kind, _)| kind == "B").count(),
        href: format!("/projects/{code}/meetings"),
    }
}
