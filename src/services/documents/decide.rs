//! Submitting a version, and what its decider says of it.
use super::requests::{Decide, Submit, Verdict};
use super::{Document, REGISTERED, content, find, holder, label_to_be, object, pending, store};
use crate::domain::decision::{DecidedObject, Decision, ObjectKind, content_hash};
use crate::domain::document::Label;
use crate::domain::journal::canonical;
use crate::domain::mandate::Mandate;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, Standing};
use crate::services::gates;
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::documents::{self as rows, Adoption, DocumentRow, VersionRow};
use crate::store::roles::Member;
use crate::store::{Db, projects};
use serde_json::{Value, json};

/// Submits the newest version for adoption, under the label that it would get: a whole number, when nobody names another.
///
/// # Errors
/// No right to write documents, out for comments, submitted or adopted already, a label below its own or already adopted, stale.
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: Submit) -> Result<(), Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let document = find(db, ctx, at, number)?;
    let (row, newest) = (&document.row, document.newest()?);
    version::fits(row.version, request.version)?;
    newest.state.submit()?;
    let own = newest.label()?;
    let label = request.label.unwrap_or(own.whole());
    if label < own {
        return Err(Problem::invalid("label", Fault::About("label-below", own.to_string())));
    }
    rows::submit(db, newest, label, ctx.person.0, ctx.now)?;
    store(db, ctx, at, row, &row.values())?;
    let (before, after) = (json!({"state": newest.state}), json!({"state": newest.state.submit()?, "title": row.title, "label": label}));
    journal::record(db, ctx, at, Change { kind: "document.submitted", object: &object(number), before, after })?;
    let data = mail_data(ctx, at, row, &label.to_string(), holder(at, row), &newest.reason);
    notify::tell_deciders(db, ctx, at, row.kind.matter(), holder(at, row), "document-submitted", &data)
}

/// How the person stands before a document's submitted version, and the role that could decide instead where nobody who holds it may;
/// `None` while none is submitted.
pub fn standing(ctx: &Ctx, at: &InProject, document: &Document) -> Option<(Standing, Option<Role>)> {
    let newest = document.newest().ok()?;
    newest.state.adopt().ok()?;
    let pending = pending(&document.row, newest);
    Some((decisions::standing(ctx, at, &pending), decisions::alternate(ctx, at, &pending)))
}

/// Adopts the submitted version, which locks and registers it, or returns it with the reason. A body's decision is recorded by leader,
/// deputy or secretary, and its chair confirms.
///
/// # Errors
/// No mandate, one's own, not submitted, decided since the sender looked, stale.
pub fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Decide) -> Result<Done, Problem> {
    let document = find(db, ctx, at, number)?;
    let (row, newest) = (&document.row, document.newest()?);
    let authority = decisions::authority(ctx, at, &pending(row, newest), request.basis.as_ref())?;
    decisions::demand_recorded_meeting(db, ctx, at, &pending(row, newest), request.basis.as_ref())?;
    let seen = version::demand(request.version)?;
    decisions::expect_seen(db, at, ObjectKind::DocumentVersion, &number.to_string(), Some(seen), row.version)?;
    match request.verdict {
        Verdict::Adopt => newest.state.adopt()?,
        Verdict::Return => newest.state.give_back()?,
    };
    if request.verdict == Verdict::Return && request.reason.is_none() {
        return Err(Problem::invalid("reason", Fault::Required));
    }
    match authority {
        Authority::Decide(mandate) => take(db, ctx, at, &document, newest, &mandate, request).map(Done::Decided),
        Authority::Record(role) => {
            let act = Act::DecideDocument { number, version: row.version, verdict: request.verdict, reason: request.reason.clone() };
            let basis = request.basis.as_ref().ok_or(Refused::BasisMissing)?;
            decisions::record(db, ctx, at, role, Some(row.kind.matter()), &decided_object(row, newest), &act, basis)
        }
    }
}

fn take(db: &mut Db, ctx: &Ctx, at: &InProject, document: &Document, newest: &VersionRow, mandate: &Mandate, request: &Decide) -> Result<i32, Problem> {
    let row = &document.row;
    let label = label_to_be(newest);
    let basis = decisions::basis_or_chair(mandate, request.basis.clone());
    let title = format!("{} {label}", row.title);
    let object_of = decided_object(row, newest);
    let decision = Decision::take(mandate, basis, object_of, title, request.verdict.outcome(), request.reason.clone(), ctx.now, ctx.today)?;
    let decided = projects::next_decision_number(db, at.project.id)?;
    let mut after = json!({"title": row.title, "label": label, "version_number": newest.number, "reason": request.reason, "decision": decided});
    let kind = match request.verdict {
        Verdict::Adopt => {
            let frozen = frozen(at, row, newest, &decision, decided);
            let hash = content_hash(&frozen);
            let adoption = Adoption { label, frozen: &canonical(&frozen), hash: &hash, decision: decided, on: decision.decided_on };
            rows::adopt(db, newest, &adoption)?;
            after["state"] = json!(newest.state.adopt()?);
            after["hash"] = json!(hash);
            "document.adopted"
        }
        Verdict::Return => {
            rows::give_back(db, newest, request.reason.as_ref().map_or("", |r| r.as_str()))?;
            after["state"] = json!(newest.state.give_back()?);
            "document.returned"
        }
    };
    decisions::store_numbered(db, ctx, at, &decision, decided)?;
    store(db, ctx, at, row, &row.values())?;
    let before = json!({"state": newest.state});
    journal::record_as(db, ctx, at, Some(mandate.role()), Change { kind, object: &object(row.number), before, after })?;
    if request.verdict == Verdict::Adopt {
        gates::document_adopted(db, ctx, at, row, newest.number, label)?;
    }
    tell_decided(db, ctx, at, row, newest, mandate.role(), request)?;
    Ok(decided)
}

fn decided_object(row: &DocumentRow, version: &VersionRow) -> DecidedObject {
    let hash = content_hash(&content(row, version));
    DecidedObject { kind: ObjectKind::DocumentVersion, reference: row.number.to_string(), version: row.version, hash }
}
/// The content with its registration: when, between whom, in which matter, by which decision.
fn frozen(at: &InProject, row: &DocumentRow, version: &VersionRow, decision: &Decision, number: i32) -> Value {
    let body = at.bodies.iter().find(|(role, _)| *role == decision.role).map(|(_, name)| name.as_str());
    let mut frozen = content(row, version);
    frozen[REGISTERED] = json!({
        "on": decision.decided_on, "from": at.project.organisation, "role": decision.role, "body": body, "matter": decision.matter, "decision": number,
    });
    frozen
}

/// Tells who wrote and who submitted it, and the leader, what was decided.
fn tell_decided(db: &mut Db, ctx: &Ctx, at: &InProject, row: &DocumentRow, version: &VersionRow, role: Role, request: &Decide) -> Result<(), Problem> {
    let mut data = mail_data(ctx, at, row, label_to_be(version), role, request.reason.as_ref().map_or("", |r| r.as_str()));
    data["outcome"] = json!(request.verdict.outcome());
    let makers = [Some(version.written_by), version.submitted_by];
    let mut people: Vec<&Member> = at.members_today(ctx.today).filter(|m| makers.contains(&Some(m.assignment.person_id))).collect();
    people.extend(notify::holders(ctx, at, Role::ProjectLeader));
    notify::tell(db, ctx, at, &people, "document-decided", &data)
}
pub(super) fn mail_data(ctx: &Ctx, at: &InProject, row: &DocumentRow, label: &str, role: Role, reason: &str) -> Value {
    let is_draft = label.parse::<Label>().is_ok_and(Label::is_draft);
    let document = json!({"number": row.number, "title": row.title, "label": label, "kind": row.kind, "is_draft": is_draft});
    notify::about(ctx, at, format_args!("documents/{}", row.number), json!({"document": document, "role": role, "reason": reason}))
}
