//! Who holds which role: [`appointing`] and [`ending`], the [`mod@body`] that holds one, and the [`chair`] that it chooses, with the
//! chair's substitute.
mod appointing;
mod body;
mod chair;
mod ending;

use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::roles::{self as rows, Member};

pub use appointing::{Appoint, Who, appoint};
pub use body::{NameBody, name_body};
pub use chair::{ElectChair, NameSubstitute, chairs, elect_chair, may_elect, name_substitute};
pub(super) use chair::{confirm_election, may_confirm_election};
pub use ending::{Consequences, EndRole, Gap, bases_of_end, consequences, end, may_end};

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
const fn is_the_orderers(role: Role) -> bool {
    matches!(role, Role::ProjectOrderer | Role::ProjectOwner | Role::Financier | Role::FinancierRepresentative)
}
/// The roles that may appoint to `role`, the one that the matter waits with first.
pub fn appointers(at: &InProject, role: Role) -> Vec<Role> {
    if is_the_orderers(role) { vec![Role::ProjectOrderer] } else { at.charter.rule(matter_of(role)).roles.clone() }
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
    let mut wanted: Vec<Role> = at.charter.matters().iter().filter_map(|rule| rule.roles.first().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted.into_iter().filter_map(|role| gap(ctx, at, &members, role)).collect())
}
fn gap(ctx: &Ctx, at: &InProject, members: &[Member], role: Role) -> Option<Unmanned> {
    let of_role = || members.iter().filter(|m| m.role() == role);
    if of_role().any(|m| m.decides(ctx.today)) {
        return None;
    }
    let ended = of_role().filter(|m| m.holding.decides()).filter_map(|m| m.assignment.to_on).filter(|to| *to < ctx.today).max();
    let since = ended.unwrap_or(at.project.started_on);
    Some(Unmanned { role, days: (ctx.today - since).num_days().max(0), lacks_chair: of_role().any(|m| m.holds(ctx.today)) })
}

/// Whether the person appoints the first to `role`, since nobody holds a role that could.
///
/// # Errors
/// Those of the store.
pub fn appoints_first(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role) -> Result<bool, Problem> {
    let right = appointing::right_to_appoint(ctx, at, &everybody(db, at)?, role, None);
    Ok(matches!(right, Ok(appointing::Right::First(_))))
}

/// The title of a decision about a role.
fn title(ctx: &Ctx, role: Role, name: &str) -> String {
    format!("{}: {name}", ctx.lang().text(&format!("role-{role}")))
}
/// An assignment's name in the journal.
fn object(id: i64) -> String {
    format!("role:{id}")
}
