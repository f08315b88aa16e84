//! The charter: who decides what, adopted by decision.
use crate::domain::charter::{Charter, CharterFault, Limit, MatterRule};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::matter::Matter;
use crate::domain::policy::Band;
use crate::domain::report::ReportState;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::risks::{self as risk_rows, Filter, Order};
use crate::store::{Db, reports, rules};
use serde_json::{Value, json};

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
        let matters = if f.is_json() { matters_of_json(f) } else { Some(matters_of_form(f)) };
        let (motivation, basis, version) = (f.long("motivation"), read_basis(f), f.version());
        Some(AdoptCharter { matters: matters?, motivation: motivation?, basis, version })
    }
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
    for place in ["first", "second"] {
        let role: Option<Role> = f.optional_word(&field(place));
        roles.extend(role.filter(|r| !roles.contains(r)));
    }
    let kronor = f.optional_whole(&field("kronor"), Limit::KRONOR);
    let days = f.optional_whole(&field("days"), Limit::DAYS);
    let limit = (kronor.is_some() || days.is_some()).then(|| Limit { kronor: kronor.unwrap_or(0), days: days.unwrap_or(0) as i32 });
    MatterRule { matter, roles, limit, chair_alone: f.tick(&field("chair_alone")) }
}

/// Adopts a new charter: a recorded decision by one who holds the matter `charter` under the charter in force.
/// What waits moves to its new holder, and what the former holder acknowledged is to be acknowledged anew;
/// decisions already made are not touched.
///
/// # Errors
/// No mandate, a matter without a role, or another charter was adopted meanwhile.
pub fn adopt(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptCharter) -> Result<i32, Problem> {
    let mandate = at.mandate_for(Matter::Charter, ctx.today)?;
    version::expect(at.charter.number().into(), request.version)?;
    let charter =
        Charter::new(at.charter.number() + 1, request.matters.clone()).map_err(|faults| Problem::Invalid(faults.iter().map(field_error).collect()))?;
    let hash = content_hash(&json!(charter));
    let object = DecidedObject { kind: ObjectKind::Charter, reference: charter.number().to_string(), version: i64::from(charter.number()), hash };
    let title = format!("Mandat och beslutsordning {}", charter.number());
    let decision = Decision::take(
        &mandate,
        decisions::basis_or_chair(&mandate, request.basis.clone()),
        object,
        title,
        DecisionOutcome::Adopted,
        Some(request.motivation.clone()),
        ctx.now,
        ctx.today,
    )?;
    let number = decisions::store(db, ctx, at, &decision)?;
    rules::add_charter(db, at.project.id, &charter, Some(number), ctx.now)?;
    let name = format!("charter:{}", charter.number());
    let role = Some(mandate.role());
    journal::record_as(db, ctx, at.project.id, role, Change { kind: "charter.adopted", object: &name, before: json!(at.charter), after: json!(charter) })?;
    move_what_waits(db, ctx, at, &charter)?;
    Ok(number)
}

fn field_error(fault: &CharterFault) -> FieldError {
    let about = |word: &'static str, what: &dyn ToString| Fault::About(word, what.to_string());
    let (matter, part, fault) = match fault {
        CharterFault::WithoutRole(matter) => (matter, "first", about("matter-without-role", matter)),
        CharterFault::Twice(matter) => (matter, "first", about("matter-twice", matter)),
        CharterFault::RoleWithoutAuthority(matter, role) => (matter, "first", about("role-without-authority", role)),
        CharterFault::RoleTwice(matter, role) => (matter, "second", about("role-twice", role)),
        CharterFault::LimitOutOfRange(matter) => (matter, "kronor", Fault::Other("limit-out-of-range")),
    };
    FieldError { field: format!("matters.{matter}.{part}"), fault }
}

/// Risks whose band has a new holder wait there from now on, not acknowledged.
fn move_what_waits(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter) -> Result<(), Problem> {
    let moved: Vec<Band> = Band::ALL.iter().copied().filter(|b| at.charter.holder_of(*b) != charter.holder_of(*b)).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let mut after = None;
    loop {
        let filter = Filter { open: Some(true), bands: Some(moved.clone()), ..Filter::default() };
        let rows = risk_rows::page(db, at.project.id, &filter, Order::Number { after }, 500)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.number);
        for row in rows.iter().filter(|r| r.acknowledged_at.is_some() && r.lifted_to.is_none()) {
            let risk = row.to_domain()?.moved_to_new_holder(ctx.now);
            risk_rows::update(db, at.project.id, row, &risk, false, ctx.now)?;
            let object = format!("risk:{}", row.reference());
            journal::record(
                db,
                ctx,
                at,
                Change {
                    kind: "risk.moved",
                    object: &object,
                    before: json!({"held_by": at.charter.holder_of(row.band)}),
                    after: json!({"held_by": charter.holder_of(row.band)}),
                },
            )?;
        }
    }
}

/// How many things wait in each matter: what a change of the charter would move.
///
/// # Errors
/// Those of the store.
pub fn pending(db: &mut Db, at: &InProject) -> Result<Vec<(Matter, i64)>, Problem> {
    let tallies = risk_rows::tallies(db, at.project.id)?;
    let submitted = reports::waiting(db, at.project.id)?.iter().filter(|r| r.state == ReportState::Submitted).count() as i64;
    let mut waiting: Vec<(Matter, i64)> = Band::ALL.iter().map(|b| (Matter::risk(*b), tallies.band(*b))).collect();
    waiting.push((Matter::StatusReport, submitted));
    waiting.retain(|(_, n)| *n > 0);
    Ok(waiting)
}

/// A charter's lines as the API and the journal show them.
pub fn lines(charter: &Charter) -> Value {
    json!(charter.matters())
}
