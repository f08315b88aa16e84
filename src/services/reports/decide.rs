//! Submitting a report, deciding about it, and correcting an approved one.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::journal::canonical;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::report::ReportState;
use crate::domain::report::content::{ApprovalLine, Checkpoint, ReportContent};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::reports::live::{live_content, refreshed};
use crate::services::reports::{MakePdf, find, object};
use crate::services::version;
use crate::store::columns::json;
use crate::store::reports::{self as rows, Approval, NewReport, ReportRow};
use crate::store::{self, Db, files, projects};
use serde_json::{Value, json};

/// The media type of a report's file.
const PDF: &str = "application/pdf";

/// The leader's submission.
#[derive(Debug, Clone, Default)]
pub struct Submit {
    pub version: Option<i64>,
}
impl Input for Submit {
    fn parse(f: &mut Fields<'_>) -> Option<Submit> {
        Some(Submit { version: f.version() })
    }
}

/// The steering group's yes.
#[derive(Debug, Clone)]
pub struct Approve {
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for Approve {
    fn parse(f: &mut Fields<'_>) -> Option<Approve> {
        Some(Approve { basis: read_basis(f), version: f.version() })
    }
}

/// The steering group's return, with its reason.
#[derive(Debug, Clone)]
pub struct GiveBack {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for GiveBack {
    fn parse(f: &mut Fields<'_>) -> Option<GiveBack> {
        let reason = f.long("reason");
        let (basis, version) = (read_basis(f), f.version());
        Some(GiveBack { reason: reason?, basis, version })
    }
}

/// Submits a draft: its content is frozen with today's figures, and anew when a returned edition is submitted again.
/// `template` is the hash of the template that it will be drawn with.
///
/// # Errors
/// No right, not a draft, stale, or parts that are missing: each with its field.
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Submit, template: &str) -> Result<(), Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let row = find(db, ctx, at, number)?;
    row.state.submit()?;
    version::fits(row.version, request.version)?;
    refuse_missing(db, ctx, at, &row)?;
    let content = ReportContent { submitted_at: Some(ctx.now), ..live_content(db, ctx, at, &row, template)? };
    let (frozen, hash) = freeze(&content)?;
    rows::submit(db, &row, &frozen, &hash, ctx.person.0, ctx.now)?;
    let after = json!({"state": ReportState::Submitted, "edition": row.edition, "hash": hash});
    journal::record(db, ctx, at, Change { kind: "report.submitted", object: &object(number), before: json!({"state": row.state}), after })?;
    let holder = at.charter.held_by(Matter::StatusReport);
    let mut mail = mail_data(ctx, at, &row, None);
    mail["lights"] = json!(content.lights);
    notify::tell_deciders(db, ctx, at, Matter::StatusReport, holder, "report-submitted", &mail)
}

fn refuse_missing(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<(), Problem> {
    let draft = refreshed(db, ctx, at, row)?;
    let word = |field: &str| if field.starts_with("lights.") { "light-without-reason" } else { "report-part-missing" };
    let faults: Vec<FieldError> = draft.missing().into_iter().map(|(_, field)| FieldError { fault: Fault::Other(word(&field)), field }).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::Invalid(faults)) }
}

fn freeze(content: &ReportContent) -> Result<(String, String), Problem> {
    let value = serde_json::to_value(content).map_err(Problem::internal)?;
    Ok((canonical(&value), content_hash(&value)))
}

/// Approves a submitted edition: the journal's newest entry before the approval goes into its content, and the PDF's bytes are
/// kept. None of its makers approves it. Leader, deputy or secretary record what the body decided; the chair confirms.
///
/// # Errors
/// No mandate, not submitted, stale, decided already, or a PDF that cannot be made.
pub fn approve(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Approve, make_pdf: &MakePdf<'_>) -> Result<Done, Problem> {
    let (row, authority) = submitted(db, ctx, at, number, request.basis.as_ref(), request.version)?;
    row.state.approve()?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => return record(db, ctx, at, role, &row, &Act::ApproveReport { number, version: row.version }, request.basis.as_ref()),
    };
    let checkpoint = store::journal::head(db, at.project.id)?;
    let decision = decision(ctx, &row, &mandate, request.basis.clone(), DecisionOutcome::Approved, None)?;
    let decided = projects::next_decision_number(db, at.project.id)?;
    let approval =
        ApprovalLine { decision: decided, role: mandate.role(), by: ctx.name.clone(), on: decision.decided_on, basis: decision.basis.clone(), at: ctx.now };
    let submitted: ReportContent = json(row.frozen.as_deref().unwrap_or_default())?;
    let content = ReportContent { approval: Some(approval), checkpoint: Some(Checkpoint { seq: checkpoint.seq, hash: checkpoint.hash }), ..submitted };
    let (frozen, hash) = freeze(&content)?;
    let value: Value = serde_json::from_str(&frozen).map_err(Problem::internal)?;
    let pdf_sha256 = files::put(db, PDF, &make_pdf(&value).map_err(Problem::Internal)?, ctx.now)?;
    decisions::store_numbered(db, ctx, at, &decision, decided)?;
    rows::approve(db, &row, &Approval { frozen: &frozen, hash: &hash, pdf_sha256: &pdf_sha256, decision: decided, at: ctx.now })?;
    let after = json!({"state": ReportState::Approved, "edition": row.edition, "hash": hash, "pdf_sha256": pdf_sha256, "decision": decided});
    journal::record_as(
        db,
        ctx,
        at.project.id,
        Some(mandate.role()),
        Change { kind: "report.approved", object: &object(number), before: json!({"state": row.state, "hash": row.hash}), after },
    )?;
    Ok(Done::Decided(decided))
}

/// Returns a submitted edition with the reason; it can be edited and submitted again.
///
/// # Errors
/// No mandate, not submitted, stale, or decided already.
pub fn give_back(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &GiveBack) -> Result<Done, Problem> {
    let (row, authority) = submitted(db, ctx, at, number, request.basis.as_ref(), request.version)?;
    row.state.give_back()?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::ReturnReport { number, version: row.version, reason: request.reason.clone() };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let decision = decision(ctx, &row, &mandate, request.basis.clone(), DecisionOutcome::Returned, Some(request.reason.clone()))?;
    let decided = decisions::store(db, ctx, at, &decision)?;
    rows::give_back(db, &row, request.reason.as_str(), decided, ctx.now)?;
    let after = json!({"state": ReportState::Returned, "edition": row.edition, "reason": request.reason, "decision": decided});
    journal::record_as(
        db,
        ctx,
        at.project.id,
        Some(mandate.role()),
        Change { kind: "report.returned", object: &object(number), before: json!({"state": row.state}), after },
    )?;
    notify::tell_holders(db, ctx, at, Role::ProjectLeader, "report-returned", &mail_data(ctx, at, &row, Some(request.reason.as_str())))?;
    Ok(Done::Decided(decided))
}

/// The newest edition, for somebody with the authority to decide about it. The first decision wins: the next is told of it.
fn submitted(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, basis: Option<&Basis>, version: Option<i64>) -> Result<(ReportRow, Authority), Problem> {
    let row = rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    let authority = decisions::authority(ctx, at, &pending(&row)?, basis)?;
    if let (true, Some(decided)) = (row.state.is_locked(), row.decision) {
        return Err(Problem::AlreadyDecided(decided));
    }
    version::fits(row.version, version)?;
    Ok((row, authority))
}

/// The report as a thing to be approved: none of its makers does.
///
/// # Errors
/// A damaged row.
pub fn pending(row: &ReportRow) -> Result<Pending, Problem> {
    Ok(Pending { matter: Matter::StatusReport, lifted_to: None, makers: row.editors()?.into_iter().map(PersonId).collect() })
}
fn decided_object(row: &ReportRow) -> DecidedObject {
    DecidedObject { kind: ObjectKind::StatusReport, reference: row.number.to_string(), version: row.version, hash: row.hash.clone().unwrap_or_default() }
}
fn decision(
    ctx: &Ctx, row: &ReportRow, mandate: &Mandate, basis: Option<Basis>, outcome: DecisionOutcome, motivation: Option<LongText>,
) -> Result<Decision, Problem> {
    let words = if row.language == "en" { ("Status report", "edition") } else { ("Statusrapport", "utgåva") };
    let title = if row.edition > 1 { format!("{} {}, {} {}", words.0, row.number, words.1, row.edition) } else { format!("{} {}", words.0, row.number) };
    Ok(Decision::take(mandate, decisions::basis_or_chair(mandate, basis), decided_object(row), title, outcome, motivation, ctx.now, ctx.today)?)
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, row: &ReportRow, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    decisions::record(db, ctx, at, role, Some(Matter::StatusReport), &decided_object(row), act, basis.ok_or(Refused::BasisMissing)?)
}

/// Opens a corrected edition of an approved report: its texts once more, to be changed, submitted and approved.
///
/// # Errors
/// No right, not approved yet, or a correction that is under way.
pub fn new_edition(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<i32, Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let row = find(db, ctx, at, number)?;
    if !row.state.is_locked() {
        return Err(if row.edition > 1 { Refused::CorrectionWaits } else { Refused::NotApproved }.into());
    }
    let edition = row.edition + 1;
    let (draft, sprints) = (row.draft()?, row.sprints()?);
    rows::add(
        db,
        &NewReport {
            project: at.project.id,
            number,
            edition,
            from_on: row.from_on,
            to_on: row.to_on,
            sprints: &sprints,
            language: &row.language,
            draft: &draft,
            editor: ctx.person.0,
            at: ctx.now,
        },
    )?;
    journal::record(
        db,
        ctx,
        at,
        Change { kind: "report.edition_started", object: &object(number), before: json!({"edition": row.edition}), after: json!({"edition": edition}) },
    )?;
    Ok(edition)
}

fn mail_data(ctx: &Ctx, at: &InProject, row: &ReportRow, reason: Option<&str>) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name},
        "report": {"number": row.number, "edition": row.edition, "from": row.from_on, "to": row.to_on},
        "by": ctx.name, "reason": reason,
        "url": format!("{}/projects/{}/status-reports/{}", ctx.base_url, at.project.code, row.number),
    })
}
