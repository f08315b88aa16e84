//! Submitting a report, deciding about it, and correcting an approved one.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::journal::canonical;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::report::content::{ApprovalLine, Checkpoint, Content, RiskLine};
use crate::domain::report::{Progress, ReportKey, ReportKind, ReportState, RequiredPart};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::gates;
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::reports::live::{live_content, refreshed};
use crate::services::reports::{MakePdf, closing, find, read};
use crate::services::version;
use crate::store::reports::{self as rows, Approval, NewReport, ReportRow};
use crate::store::{self, Db, deliverables, files, projects};
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

/// The yes of those whose turn it is.
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

/// Their return, with its reason.
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
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, request: &Submit, template: &str) -> Result<(), Problem> {
    at.demand(key.kind.written_with(), ctx.today)?;
    let row = find(db, ctx, at, key)?;
    row.progress()?.submit()?;
    version::expect(row.version, request.version)?;
    refuse_missing(db, ctx, at, &row)?;
    let content = live_content(db, ctx, at, &row, template)?.submitted(ctx.now);
    let (frozen, hash) = freeze(&content)?;
    rows::submit(db, &row, &frozen, &hash, ctx.person.0, ctx.now)?;
    let after = json!({"state": ReportState::Submitted, "edition": row.edition, "hash": hash});
    journal::record(db, ctx, at, Change { kind: "report.submitted", object: &key.to_string(), before: json!({"state": row.state}), after })?;
    tell_whose_turn(db, ctx, at, &row, key.kind.approvals()[0], &content)
}
/// So many of the highest risks are told of in the mail about a submitted report.
const RISKS: usize = 3;
/// Who approves next is told.
fn tell_whose_turn(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, matter: Matter, content: &Content) -> Result<(), Problem> {
    let mut mail = mail_data(ctx, at, row, None);
    mail["summary"] = json!(content.summary());
    mail["lights"] = json!(content.lights());
    let risk = |r: &RiskLine| json!({"ref": r.reference, "value": r.value, "band": r.band, "consequence": r.consequence});
    mail["risks"] = json!(content.highest_risks(RISKS).iter().map(risk).collect::<Vec<_>>());
    notify::tell_deciders(db, ctx, at, matter, at.charter.held_by(matter), "report-submitted", &mail)
}

fn refuse_missing(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<(), Problem> {
    let word = |part: RequiredPart| match part {
        RequiredPart::Reasons => "light-without-reason",
        RequiredPart::Deviations => "light-without-words",
        RequiredPart::Results => "result-missing",
        RequiredPart::Upcoming | RequiredPart::Sprints => "report-part-missing",
    };
    let faults: Vec<FieldError> = match row.kind {
        ReportKind::Status => {
            let delivered = deliverables::delivered(db, at.project.id)?;
            let missing = refreshed(db, ctx, at, row)?.missing(&row.sprints()?, &delivered);
            missing.into_iter().map(|(part, field)| FieldError { fault: Fault::Other(word(part)), field }).collect()
        }
        ReportKind::Final | ReportKind::Effect => closing::missing(db, at, row)?,
    };
    if faults.is_empty() { Ok(()) } else { Err(Problem::Invalid(faults)) }
}

fn freeze(content: &Content) -> Result<(String, String), Problem> {
    let value = serde_json::to_value(content).map_err(Problem::internal)?;
    Ok((canonical(&value), content_hash(&value)))
}

/// An approval of a submitted edition. With the last of them the journal's newest entry before it goes into the content, and the
/// PDF's bytes are kept. None of its makers approves it. Leader, deputy or secretary record what a body decided; the chair confirms.
///
/// # Errors
/// No mandate, another's turn, not submitted, stale, decided already, or a PDF that cannot be made.
pub fn approve(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, request: &Approve, make_pdf: &MakePdf<'_>) -> Result<Done, Problem> {
    let Submitted { row, progress, authority } = submitted(db, ctx, at, key, request.basis.as_ref(), request.version)?;
    row.state.approve(progress.is_last())?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::ApproveReport { kind: key.kind, number: key.number, version: row.version };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let decision = decision(ctx, &row, &mandate, request.basis.clone(), DecisionOutcome::Approved, None)?;
    let decided = projects::next_decision_number(db, at.project.id)?;
    let (by, recorded_by) = (ctx.name.clone(), ctx.recorder.as_ref().map(|(_, name)| name.clone()));
    let (on, basis) = (decision.decided_on, decision.basis.clone());
    let line = ApprovalLine { decision: decided, role: mandate.role(), by, recorded_by, on, basis, at: ctx.now };
    let progress = progress.approve(&mandate, line)?;
    match progress.turn() {
        None => lock(db, ctx, at, &row, &decision, &progress, make_pdf)?,
        Some(next) => {
            decisions::store_numbered(db, ctx, at, &decision, decided)?;
            rows::approve_step(db, &row, &progress.approvals)?;
            let after = json!({"edition": row.edition, "hash": row.hash, "decision": decided, "holder": at.charter.held_by(next)});
            tell(db, ctx, at, mandate.role(), Change { kind: "report.step_approved", object: &key.to_string(), before: Value::Null, after })?;
            tell_whose_turn(db, ctx, at, &row, next, &read(&row, row.frozen.as_deref().unwrap_or_default())?)?;
        }
    }
    Ok(Done::Decided(decided))
}

/// The last approval: what it fixes can never change.
fn lock(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, decision: &Decision, progress: &Progress, make_pdf: &MakePdf<'_>) -> Result<(), Problem> {
    let head = store::journal::head(db, at.project.id)?;
    let checkpoint = Checkpoint { seq: head.seq, hash: head.hash };
    let content = read(row, row.frozen.as_deref().unwrap_or_default())?.approved(&progress.approvals, checkpoint);
    let (frozen, hash) = freeze(&content)?;
    let value: Value = serde_json::from_str(&frozen).map_err(Problem::internal)?;
    let pdf_sha256 = files::put(db, PDF, &make_pdf(row.kind, &value).map_err(Problem::Internal)?, ctx.now)?;
    let decided = progress.approvals.last().map_or(0, |a| a.decision);
    decisions::store_numbered(db, ctx, at, decision, decided)?;
    let approval = Approval { frozen: &frozen, hash: &hash, pdf_sha256: &pdf_sha256, approvals: &progress.approvals, decision: decided, at: ctx.now };
    rows::approve(db, row, &approval)?;
    let after = json!({"state": progress.state, "edition": row.edition, "hash": hash, "pdf_sha256": pdf_sha256, "decision": decided});
    let before = json!({"state": row.state, "hash": row.hash});
    tell(db, ctx, at, decision.role, Change { kind: "report.approved", object: &row.key().to_string(), before, after })?;
    // Of a report that there is one of, the gate that asks for it now has it.
    if ReportKind::CLOSING.contains(&row.kind) {
        let at_the_gate = (row.edition.to_string(), &content.head().public_address);
        gates::artefact_approved(db, ctx, at, row.kind.object().as_str(), decided, (&at_the_gate.0, at_the_gate.1))?;
    }
    notify::report_approved(db, ctx, at, row.kind, &mail_data(ctx, at, row, None))
}
fn tell(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, change: Change<'_>) -> Result<(), Problem> {
    journal::record_as(db, ctx, at, Some(role), change)
}

/// Returns a submitted edition with the reason; it can be edited and submitted again, and is then approved anew by everybody.
///
/// # Errors
/// No mandate, another's turn, not submitted, stale, or decided already.
pub fn give_back(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, request: &GiveBack) -> Result<Done, Problem> {
    let Submitted { row, progress, authority } = submitted(db, ctx, at, key, request.basis.as_ref(), request.version)?;
    row.state.give_back()?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::ReturnReport { kind: key.kind, number: key.number, version: row.version, reason: request.reason.clone() };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let progress = progress.give_back(&mandate)?;
    let decision = decision(ctx, &row, &mandate, request.basis.clone(), DecisionOutcome::Returned, Some(request.reason.clone()))?;
    let decided = decisions::store(db, ctx, at, &decision)?;
    rows::give_back(db, &row, request.reason.as_str(), decided, ctx.now)?;
    let after = json!({"state": progress.state, "edition": row.edition, "reason": request.reason, "decision": decided});
    tell(db, ctx, at, mandate.role(), Change { kind: "report.returned", object: &key.to_string(), before: json!({"state": row.state}), after })?;
    notify::report_returned(db, ctx, at, key.kind, &mail_data(ctx, at, &row, Some(request.reason.as_str())))?;
    Ok(Done::Decided(decided))
}

/// An edition before somebody who may decide about it.
struct Submitted {
    row: ReportRow,
    progress: Progress,
    authority: Authority,
}

/// The newest edition, for somebody whose turn it is. Who has approved already is told by which decision, who comes later whose
/// turn it is. The first decision wins: the next is told of it.
fn submitted(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, basis: Option<&Basis>, version: Option<i64>) -> Result<Submitted, Problem> {
    let row = rows::find(db, at.project.id, key)?.ok_or(Problem::NotFound)?;
    let progress = row.progress()?;
    let turn = pending(&row)?;
    let no_mandate = match decisions::authority(ctx, at, &turn, basis) {
        Ok(_) if progress.turn().is_none() => return Err(Problem::AlreadyDecided(row.decision.unwrap_or_default())),
        Ok(authority) => {
            version::expect(row.version, version)?;
            decisions::demand_recorded_meeting(db, ctx, at, &turn, basis)?;
            return Ok(Submitted { row, progress, authority });
        }
        Err(no) => no,
    };
    for matter in key.kind.approvals().iter().filter(|m| **m != turn.matter) {
        if decisions::authority(ctx, at, &Pending { matter: *matter, ..turn.clone() }, basis).is_ok() {
            return Err(match progress.approved_by(*matter) {
                Some(decided) => Problem::AlreadyDecided(decided),
                None if row.state == ReportState::Submitted => Problem::OutOfTurn(turn.held_by(&at.charter)),
                None => Refused::NotSubmitted.into(),
            });
        }
    }
    Err(no_mandate.into())
}

/// The report as a thing to be approved next: none of its makers does. When it has every approval: the last.
///
/// # Errors
/// A damaged row.
pub fn pending(row: &ReportRow) -> Result<Pending, Problem> {
    let steps = row.kind.approvals();
    let matter = row.progress()?.turn().unwrap_or(steps[steps.len() - 1]);
    Ok(Pending { matter, lifted_to: None, makers: row.editors()?.into_iter().map(PersonId).collect() })
}
fn decided_object(row: &ReportRow) -> DecidedObject {
    let hash = row.hash.clone().unwrap_or_default();
    DecidedObject { kind: row.kind.object(), reference: row.key().reference(), version: row.version, hash }
}
fn decision(
    ctx: &Ctx, row: &ReportRow, mandate: &Mandate, basis: Option<Basis>, outcome: DecisionOutcome, motivation: Option<LongText>,
) -> Result<Decision, Problem> {
    Ok(Decision::take(mandate, decisions::basis_or_chair(mandate, basis), decided_object(row), title(row), outcome, motivation, ctx.now, ctx.today)?)
}
/// What the decision is called, in the report's language.
fn title(row: &ReportRow) -> String {
    let lang: Lang = row.language.parse().unwrap_or_default();
    let mut args = FluentArgs::new();
    args.set("kind", row.kind.as_str());
    args.set("number", row.number);
    args.set("edition", row.edition);
    let name = lang.text_with("report-name", &args);
    if row.edition > 1 { format!("{name}, {}", lang.text_with("report-edition", &args)) } else { name }
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, row: &ReportRow, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    let matter = pending(row)?.matter;
    decisions::record(db, ctx, at, role, Some(matter), &decided_object(row), act, basis.ok_or(Refused::BasisMissing)?)
}

/// Opens a corrected edition of an approved report: its texts once more, to be changed, submitted and approved.
///
/// # Errors
/// No right, not approved yet, or a correction that is under way.
pub fn new_edition(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey) -> Result<i32, Problem> {
    at.demand(key.kind.written_with(), ctx.today)?;
    let row = find(db, ctx, at, key)?;
    if !row.state.is_locked() {
        return Err(if row.edition > 1 { Refused::CorrectionWaits } else { Refused::NotApproved }.into());
    }
    let edition = row.edition + 1;
    let (draft, sprints) = (row.draft::<Value>()?, row.sprints()?);
    rows::add(
        db,
        &NewReport {
            project: at.project.id,
            key,
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
        Change { kind: "report.edition_started", object: &key.to_string(), before: json!({"edition": row.edition}), after: json!({"edition": edition}) },
    )?;
    Ok(edition)
}

fn mail_data(ctx: &Ctx, at: &InProject, row: &ReportRow, reason: Option<&str>) -> Value {
    let report = json!({"kind": row.kind, "number": row.number, "edition": row.edition, "from": row.from_on, "to": row.to_on});
    notify::about(ctx, at, row.key().path(), json!({"report": report, "reason": reason}))
}
