//! Who holds which role: [`appointing`] and [`ending`], the [`mod@body`] that holds one, and the [`chair`] that it chooses, with the
//! chair's substitute.
mod appointing;
mod body;
mod chair;
mod ending;

use crate::domain::decision::ObjectKind;
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, NoMandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::domain::vacancy::{Held, Vacancy};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Standing};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::roles::{self as rows, Member};

pub use appointing::{Appoint, Who, appoint, demand_appointable, lay_down};
pub use body::{NameBody, name_body};
pub use chair::{ElectChair, NameSubstitute, chairs, elect_chair, may_elect, name_substitute};
pub(super) use chair::{confirm_election, electors, may_confirm_election};
pub use ending::{Consequences, EndRole, Gap, consequences, end, may_end, standing_to_end};

/// A role that holds matters but that nobody can decide in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmanned {
    pub role: Role,
    /// Days since somebody last could, or since the project began; 0 where it has not.
    pub days: i64,
    /// The body has members but no chair.
    pub lacks_chair: bool,
}

/// The matter that appointing to `role` falls under. Orderer, owner and financier are the orderer's to appoint;
/// the charter has no matter of their own, so theirs is [`Matter::AppointmentMember`], decided in the orderer's role.
pub const fn matter_of(role: Role) -> Matter {
    match role {
        Role::SteeringGroup => Matter::AppointmentSteering,
        Role::ProjectLeader | Role::DeputyProjectLeader => Matter::AppointmentLeader,
        Role::ProjectOrderer | Role::ProjectOwner | Role::Financier | Role::FinancierRepresentative => Matter::AppointmentMember,
        Role::ProjectGroup | Role::ReferenceGroup | Role::ProjectController | Role::EffectOwner | Role::Secretary | Role::Registrar => {
            Matter::AppointmentMember
        }
    }
}
/// Whether the role is the orderer's to appoint to, whatever the charter says.
pub(super) const fn is_the_orderers(role: Role) -> bool {
    matches!(role, Role::ProjectOrderer | Role::ProjectOwner | Role::Financier | Role::FinancierRepresentative)
}
/// The roles that may appoint to `role`, the one that the matter waits with first.
pub fn appointers(at: &InProject, role: Role) -> Vec<Role> {
    if is_the_orderers(role) { vec![Role::ProjectOrderer] } else { at.charter.rule(matter_of(role)).roles.clone() }
}

/// What is decided about a role waits so: nobody decides on a role of their own (`whom`).
fn pending(role: Role, whom: Option<PersonId>) -> Pending {
    let lifted_to = is_the_orderers(role).then_some(Role::ProjectOrderer);
    Pending { lifted_to, makers: whom.into_iter().collect(), ..Pending::of(matter_of(role)) }
}

/// Decision `number` about a role has been taken: what was recorded about that role, and is `overtaken` by it, can no longer be
/// confirmed. What else was recorded about it stands: appointments go beside each other.
fn settle(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, number: i32, overtaken: impl Fn(&Act) -> bool) -> Result<(), Problem> {
    decisions::settle_those(db, ctx, at, (ObjectKind::Role, role.as_str()), Some(number), overtaken)
}
/// Whether an act is about one of these assignments.
fn concerns(act: &Act, changed: &[i64]) -> bool {
    matches!(act, Act::EndRole { assignment, .. } | Act::ElectChair { assignment, .. } if changed.contains(assignment))
}

/// Everybody who holds or has held a role, in the order of appointment.
///
/// # Errors
/// Those of the store.
pub fn everybody(db: &mut Db, at: &InProject) -> Result<Vec<Member>, Problem> {
    Ok(rows::members(db, at.project.id)?)
}
/// Those who hold a role today.
///
/// # Errors
/// Those of the store.
pub fn current(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Member>, Problem> {
    let mut found = everybody(db, at)?;
    found.retain(|m| m.holds(ctx.today));
    Ok(found)
}

/// The roles of the charter that nobody can decide in today, with how long.
///
/// # Errors
/// Those of the store.
pub fn unmanned(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Unmanned>, Problem> {
    let members = everybody(db, at)?;
    let held: Vec<Held<'_>> = members.iter().map(Member::held).collect();
    let mut wanted: Vec<Role> = at.charter.matters().iter().filter_map(|rule| rule.roles.first().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let unmanned = |v: Vacancy| Unmanned { role: v.role, days: v.days(at.project.started_on, ctx.today), lacks_chair: v.lacks_chair };
    Ok(wanted.into_iter().filter_map(|role| Vacancy::of(role, &held, ctx.today)).map(unmanned).collect())
}

/// Whether the person appoints the first to `role`, since nobody holds a role that could.
///
/// # Errors
/// Those of the store.
pub fn appoints_first(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role) -> Result<bool, Problem> {
    let right = appointing::right_to_appoint(ctx, at, &everybody(db, at)?, role, None, None);
    Ok(matches!(right, Ok(appointing::Right::First(_))))
}
/// How the person stands before a decision about `role`: an appointment, or the name of its body.
pub fn standing(ctx: &Ctx, at: &InProject, role: Role) -> Standing {
    appointing::standing(appointing::right_to_appoint(ctx, at, &at.members, role, None, None), appointers(at, role)[0])
}
/// The refusal to who may not name the body of `role`: those who appoint to it do.
pub fn no_mandate_to_name(at: &InProject, role: Role) -> NoMandate {
    NoMandate { matter: matter_of(role), held_by: appointers(at, role), lack: Lack::NotHeld }
}
/// The bodies whose decisions about roles the person records.
pub fn recorded_bodies(ctx: &Ctx, at: &InProject) -> Vec<Role> {
    let mut bodies: Vec<Role> = Role::ALL.iter().map(|role| standing(ctx, at, *role)).filter(|s| s.records).map(|s| s.role).collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}

/// The title of a decision about a role.
pub(super) fn title(ctx: &Ctx, role: Role, name: &str) -> String {
    format!("{}: {name}", ctx.lang().text(&format!("role-{role}")))
}
/// An assignment's name in the journal.
fn object(id: i64) -> String {
    format!("role:{id}")
}
