//! The charter: who decides what, adopted by decision.
use crate::domain::change::ChangeState;
use crate::domain::charter::{Charter, CharterFault, Limit, MatterRule};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::RequirementRef;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::policy::Band;
use crate::domain::risk::RiskState;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::render::i18n::numbered;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify::{self, Moved};
use crate::services::problem::Problem;
use crate::services::reports as report_service;
use crate::services::version;
use crate::services::{deliveries, documents, gates, risks};
use crate::store::changes::{self, ChangeRow};
use crate::store::risks::{self as risk_rows, Filter, Order};
use crate::store::{Db, reports, requirements, rules};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

mod draft;
pub use draft::{AdoptDraft, Changed, Draft, SaveDraft, adopt_draft, adoptable, discard_draft, draft, may_draft, save_draft};

/// A new charter to be adopted. `version` is the number of the charter that it was drafted from.
#[derive(Debug, Clone)]
pub struct AdoptCharter {
    pub matters: Vec<MatterRule>,
    pub motivation: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}

impl Input for AdoptCharter {
    fn parse(f: &mut Fields<'_>) -> Option<AdoptCharter> {
        let (matters, motivation, basis, version) = (read_matters(f), f.long("motivation"), read_basis(f), f.version());
        Some(AdoptCharter { matters: matters?, motivation: motivation?, basis, version })
    }
}

/// The table: in JSON a list of lines, in a form fields for each matter.
fn read_matters(f: &mut Fields<'_>) -> Option<Vec<MatterRule>> {
    if f.is_json() { matters_of_json(f) } else { Some(matters_of_form(f)) }
}
fn matters_of_json(f: &mut Fields<'_>) -> Option<Vec<MatterRule>> {
    let Some(list) = f.json("matters") else {
        f.fault("matters", Fault::Required);
        return None;
    };
    match serde_json::from_value(list) {
        Ok(matters) => Some(matters),
        Err(_) => {
            f.fault("matters", Fault::WrongType);
            None
        }
    }
}

/// A form has, for each matter, `matters.<matter>.roles` (one role a line), and `.kronor`, `.days`, `.chair_alone`.
fn matters_of_form(f: &mut Fields<'_>) -> Vec<MatterRule> {
    Matter::ALL.iter().map(|matter| matter_of_form(f, *matter)).collect()
}
fn matter_of_form(f: &mut Fields<'_>, matter: Matter) -> MatterRule {
    let field = |part: &str| format!("matters.{matter}.{part}");
    let mut roles: Vec<Role> = Vec::new();
    for place in ["first", "second", "third"] {
        let role: Option<Role> = f.optional_word(&field(place));
        roles.extend(role.filter(|r| !roles.contains(r)));
    }
    let kronor = f.optional_whole(&field("kronor"), Limit::KRONOR);
    let days = f.optional_whole(&field("days"), Limit::DAYS);
    let limit = (kronor.is_some() || days.is_some()).then(|| Limit { kronor: kronor.unwrap_or(0), days: days.unwrap_or(0) as i32 });
    MatterRule { matter, roles, limit, chair_alone: f.tick(&field("chair_alone")) }
}

/// Adopts a new charter: a decision by one who holds the matter `charter` under the charter in force.
/// What waits moves to its new holder, and what the former holder acknowledged is to be acknowledged anew;
/// decisions already made are not touched.
///
/// # Errors
/// No mandate, a matter without a role, or another charter was adopted meanwhile.
pub fn adopt(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptCharter) -> Result<i32, Problem> {
    let mandate = at.mandate_for(Matter::Charter, ctx.today)?;
    version::expect(at.charter.number().into(), request.version)?;
    let charter = proposed(at.charter.number() + 1, &request.matters)?;
    take(db, ctx, at, &mandate, &charter, &request.motivation, request.basis.clone())
}
/// A charter to be adopted, under `number`.
///
/// # Errors
/// A table that cannot be one: every fault at its field.
pub(super) fn proposed(number: i32, matters: &[MatterRule]) -> Result<Charter, Problem> {
    Charter::proposed(number, matters.to_vec()).map_err(|faults| Problem::Invalid(faults.iter().map(field_error).collect()))
}
/// Takes the decision that makes `charter` the project's.
fn take(db: &mut Db, ctx: &Ctx, at: &InProject, mandate: &Mandate, charter: &Charter, motivation: &LongText, basis: Option<Basis>) -> Result<i32, Problem> {
    let title = ctx.lang().text_with("charter-number", &numbered(charter.number()));
    let basis = decisions::basis_or_chair(mandate, basis);
    let motivation = Some(motivation.clone());
    let decision = Decision::take(mandate, basis, object(charter), title, DecisionOutcome::Adopted, motivation, ctx.now, ctx.today)?;
    let number = decisions::store(db, ctx, at, &decision)?;
    rules::add_charter(db, at.project.id, charter, Some(number), ctx.now)?;
    let name = format!("charter:{}", charter.number());
    let role = Some(mandate.role());
    journal::record_as(db, ctx, at, role, Change { kind: "charter.adopted", object: &name, before: json!(at.charter), after: json!(charter) })?;
    move_what_waits(db, ctx, at, charter)?;
    decisions::settle_moved(db, ctx, at, charter, number)?;
    Ok(number)
}
/// What is decided upon: the charter that is to be.
fn object(charter: &Charter) -> DecidedObject {
    let hash = content_hash(&json!(charter));
    DecidedObject { kind: ObjectKind::Charter, reference: charter.number().to_string(), version: charter.number().into(), hash }
}

/// A fault of the table at its field.
fn field_error(fault: &CharterFault) -> FieldError {
    let about = |word: &'static str, what: &dyn ToString| Fault::About(word, what.to_string());
    let (matter, part, fault) = match fault {
        CharterFault::WithoutRole(matter) => (matter, "first", about("matter-without-role", matter)),
        CharterFault::Twice(matter) => (matter, "first", about("matter-twice", matter)),
        CharterFault::RoleWithoutAuthority(matter, role) => (matter, "first", about("role-without-authority", role)),
        CharterFault::RoleTwice(matter, role) => (matter, "second", about("role-twice", role)),
        CharterFault::IdleLimit(matter) => (matter, "kronor", Fault::Other("idle-limit")),
        CharterFault::LimitOutOfRange(matter) => (matter, "kronor", Fault::Other("limit-out-of-range")),
    };
    FieldError { field: format!("matters.{matter}.{part}"), fault }
}

/// What waits moves to its new holder, and what the former one acknowledged is to be acknowledged anew. The journal tells of each
/// thing, and each new holder gets one mail. What was lifted stays where it was lifted to.
fn move_what_waits(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter) -> Result<(), Problem> {
    let mut moved = Moved::default();
    move_risks(db, ctx, at, charter, &mut moved)?;
    move_gate(db, ctx, at, charter, &mut moved)?;
    move_reports(db, ctx, at, charter, &mut moved)?;
    move_changes(db, ctx, at, charter, &mut moved)?;
    move_deliveries(db, ctx, at, charter, &mut moved)?;
    move_documents(db, ctx, at, charter, &mut moved)?;
    move_waivers(db, ctx, at, charter, &mut moved)?;
    notify::moved(db, ctx, at, "charter", &moved)
}
/// The submitted versions of documents.
fn move_documents(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    for (version, row) in documents::waiting(db, at.project.id)? {
        let (from, to) = (at.charter.held_by(row.kind.matter()), charter.held_by(row.kind.matter()));
        if from != to {
            moved.document(to, &row, documents::label_to_be(&version));
            tell_moved(db, ctx, at, "document.moved", &format!("document:{}", row.number), from, to)?;
        }
    }
    Ok(())
}
/// The raised requests: roles and limits of the new charter may both bring one to another decider.
fn move_changes(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    for row in raised_changes(db, at)? {
        let change = row.to_domain()?;
        let (Some(from), Some(to)) = (change.waits_with(&at.charter), change.waits_with(charter)) else { continue };
        if from != to {
            moved.change(to, &row);
            tell_moved(db, ctx, at, "change.moved", &format!("change:{}", row.reference()), from, to)?;
        }
    }
    Ok(())
}
/// While the project is stopped none of them waits for a decision.
fn raised_changes(db: &mut Db, at: &InProject) -> Result<Vec<ChangeRow>, Problem> {
    if at.demand_running().is_err() {
        return Ok(Vec::new());
    }
    let raised = changes::Filter { states: Some(vec![ChangeState::Raised]), ..changes::Filter::default() };
    Ok(changes::page(db, at.project.id, &raised, None, 500)?)
}
fn move_risks(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    let bands: Vec<Band> = Band::ALL.iter().copied().filter(|b| at.charter.holder_of(*b) != charter.holder_of(*b)).collect();
    let mut after = None;
    while !bands.is_empty() {
        let filter = Filter { open: Some(true), bands: Some(bands.clone()), ..Filter::default() };
        let rows = risk_rows::page(db, at.project.id, &filter, Order::Number { after }, 500)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.number);
        for row in rows.iter().filter(|r| r.lifted_to.is_none()) {
            let before = row.to_domain()?;
            // What was accepted is decided: it comes back when the acceptance ends.
            let is_settled = before.escalation.is_none() || matches!(before.state, RiskState::Accepted { .. });
            if !before.waits() && is_settled {
                continue;
            }
            let (from, to) = (at.charter.holder_of(row.band), charter.holder_of(row.band));
            risks::move_to(db, ctx, at, row, before, from, to)?;
            moved.risk(to, row);
        }
    }
    Ok(())
}
fn move_gate(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    let Some((row, gate)) = gates::waiting(db, at)? else { return Ok(()) };
    let (from, to) = (gate.pending().held_by(&at.charter), gate.pending().held_by(charter));
    if from != to {
        moved.gate(to, row.number, &row.phase);
        tell_moved(db, ctx, at, "gate.moved", &format!("gate:{}", row.number), from, to)?;
    }
    Ok(())
}
fn move_deliveries(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    for whole in deliveries::waiting(db, at)? {
        let (pending, number) = (whole.delivery.pending(), whole.row.number);
        let (from, to) = (pending.held_by(&at.charter), pending.held_by(charter));
        if from != to {
            moved.delivery(to, number, &whole.row.name);
            tell_moved(db, ctx, at, "part_delivery.moved", &format!("part_delivery:{number}"), from, to)?;
        }
    }
    Ok(())
}
/// A submitted report waits for its next approval.
fn move_reports(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    for row in reports::submitted(db, at.project.id)? {
        let pending = report_service::pending(&row)?;
        let (from, to) = (pending.held_by(&at.charter), pending.held_by(charter));
        if from != to {
            moved.report(to, row.key());
            tell_moved(db, ctx, at, "report.moved", &row.key().to_string(), from, to)?;
        }
    }
    Ok(())
}
fn move_waivers(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, moved: &mut Moved) -> Result<(), Problem> {
    let (from, to) = (at.charter.held_by(Matter::Waiver), charter.held_by(Matter::Waiver));
    if from == to {
        return Ok(());
    }
    for row in requirements::of(db, at.project.id)?.iter().filter(|r| r.waiver.is_some()) {
        let reference = RequirementRef(row.number);
        moved.waiver(to, reference, &row.text);
        tell_moved(db, ctx, at, "requirement.moved", &format!("requirement:{reference}"), from, to)?;
    }
    Ok(())
}
fn tell_moved(db: &mut Db, ctx: &Ctx, at: &InProject, kind: &str, object: &str, from: Role, to: Role) -> Result<(), Problem> {
    journal::record(db, ctx, at, Change { kind, object, before: json!({"held_by": from}), after: json!({"held_by": to}) })
}

/// How many things of a matter wait with a role. What was lifted waits with another role than the charter's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pending {
    pub matter: Matter,
    pub held_by: Role,
    pub items: i64,
}

/// What waits in each matter of the charter in force, by the role that it waits with: risks whose holder has not answered,
/// submitted reports and documents, raised change requests, the gate that waits, and part deliveries and waivers that do.
///
/// # Errors
/// Those of the store.
pub fn pending(db: &mut Db, at: &InProject, charter: &Charter) -> Result<Vec<Pending>, Problem> {
    let project = at.project.id;
    let mut waiting = Vec::new();
    for (band, lifted_to, items) in risk_rows::waiting_counts(db, project)? {
        waiting.push(Pending { matter: Matter::risk(band), held_by: lifted_to.unwrap_or_else(|| charter.holder_of(band)), items });
    }
    let mut raised: BTreeMap<(Matter, Role), i64> = BTreeMap::new();
    for row in reports::submitted(db, project)? {
        let pending = report_service::pending(&row)?;
        *raised.entry((pending.matter, pending.held_by(charter))).or_default() += 1;
    }
    for row in raised_changes(db, at)? {
        if let Some(pending) = row.to_domain()?.pending(charter, &[], &[]) {
            *raised.entry((pending.matter, pending.held_by(charter))).or_default() += 1;
        }
    }
    waiting.extend(raised.into_iter().map(|((matter, held_by), items)| Pending { matter, held_by, items }));
    let mut submitted: BTreeMap<Matter, i64> = BTreeMap::new();
    for (_, row) in documents::waiting(db, project)? {
        *submitted.entry(row.kind.matter()).or_default() += 1;
    }
    waiting.extend(submitted.into_iter().map(|(matter, items)| Pending { matter, held_by: charter.held_by(matter), items }));
    if let Some((_, gate)) = gates::waiting(db, at)? {
        let pending = gate.pending();
        waiting.push(Pending { matter: pending.matter, held_by: pending.held_by(charter), items: 1 });
    }
    let mut delivered: BTreeMap<(Matter, Role), i64> = BTreeMap::new();
    for whole in deliveries::waiting(db, at)? {
        let pending = whole.delivery.pending();
        *delivered.entry((pending.matter, pending.held_by(charter))).or_default() += 1;
    }
    waiting.extend(delivered.into_iter().map(|((matter, held_by), items)| Pending { matter, held_by, items }));
    let waivers = requirements::of(db, project)?.iter().filter(|r| r.waiver.is_some()).count() as i64;
    waiting.push(Pending { matter: Matter::Waiver, held_by: charter.held_by(Matter::Waiver), items: waivers });
    waiting.retain(|p| p.items > 0);
    waiting.sort_by_key(|p| (p.matter, p.held_by));
    Ok(waiting)
}

/// A charter's lines as the API and the journal show them.
pub fn lines(charter: &Charter) -> Value {
    json!(charter.matters())
}
