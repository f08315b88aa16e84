//! Where the things that agendas name are found.
use crate::domain::ids::{ChangeRef, DeliverableRef, RequirementRef, RiskRef};
use crate::domain::meeting::{AgendaItem, Thing};
use crate::domain::report::{ReportKey, ReportKind};
use crate::domain::rights::Right;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::meetings::Meeting;
use crate::store::{Db, StoreResult, changes, deliveries, gates, plan, reports, requirements, risks};
use std::collections::BTreeSet;

/// Numbers that are asked for at a time.
const STRETCH: usize = 1000;

/// Those of the things that some meetings' agendas name which can be shown: a thing that does not exist, or a report that the
/// person may not read yet, is found nowhere.
#[derive(Debug)]
pub struct Places(BTreeSet<Thing>);

impl Places {
    /// Asks once for each family of things, however many meetings there are.
    ///
    /// # Errors
    /// Those of the store; a damaged row.
    pub fn of(db: &mut Db, ctx: &Ctx, at: &InProject, meetings: &[Meeting]) -> Result<Places, Problem> {
        let mut named = BTreeSet::new();
        for meeting in meetings {
            named.extend(meeting.agenda()?.iter().flat_map(AgendaItem::named).map(|(_, thing)| thing));
        }
        let (project, writes) = (at.project.id, at.actor.may(Right::WriteReports, ctx.today));
        let mut found: BTreeSet<Thing> = named.iter().filter(|thing| numbered(**thing).is_none()).copied().collect();
        let mut ask = |family: fn(i32) -> Thing, known: &mut dyn FnMut(&[i32]) -> StoreResult<Vec<i32>>| -> Result<(), Problem> {
            let numbers: Vec<i32> = named.iter().filter_map(|thing| numbered(*thing).filter(|n| family(*n) == *thing)).collect();
            for stretch in numbers.chunks(STRETCH) {
                found.extend(known(stretch)?.into_iter().map(family));
            }
            Ok(())
        };
        ask(|n| Thing::Risk(RiskRef(n)), &mut |numbers| risks::known(db, project, numbers))?;
        ask(|n| Thing::Change(ChangeRef(n)), &mut |numbers| changes::known(db, project, numbers))?;
        ask(|n| Thing::Deliverable(DeliverableRef(n)), &mut |numbers| plan::known_deliverables(db, project, numbers))?;
        ask(|n| Thing::Requirement(RequirementRef(n)), &mut |numbers| requirements::known(db, project, numbers))?;
        ask(Thing::Delivery, &mut |numbers| deliveries::known(db, project, numbers))?;
        ask(Thing::Gate, &mut |numbers| gates::known(db, project, numbers))?;
        ask(Thing::StatusReport, &mut |numbers| reports::known_status(db, project, numbers, writes))?;
        Ok(Places(found))
    }
    /// Where a thing is found below the project's address.
    pub fn find(&self, thing: Thing) -> Option<String> {
        self.0.contains(&thing).then(|| path(thing))
    }
}
/// The number of a thing that there are several of.
fn numbered(thing: Thing) -> Option<i32> {
    match thing {
        Thing::Risk(risk) => Some(risk.0),
        Thing::Change(change) => Some(change.0),
        Thing::Deliverable(deliverable) => Some(deliverable.0),
        Thing::Requirement(requirement) => Some(requirement.0),
        Thing::Delivery(number) | Thing::Gate(number) | Thing::StatusReport(number) => Some(number),
        Thing::StatusReports | Thing::FinalReport | Thing::EffectReport | Thing::Economy | Thing::Risks => None,
    }
}
fn path(thing: Thing) -> String {
    match thing {
        Thing::Risk(risk) => format!("risks/{risk}"),
        Thing::Change(change) => format!("changes/{change}"),
        Thing::Deliverable(deliverable) => format!("deliverables/{deliverable}"),
        Thing::Requirement(requirement) => format!("requirements/{requirement}"),
        Thing::Delivery(number) => format!("deliveries/{number}"),
        Thing::Gate(number) => format!("gates/{number}"),
        Thing::StatusReport(number) => ReportKey::status(number).path(),
        Thing::StatusReports => ReportKind::Status.slug().to_owned(),
        Thing::FinalReport => ReportKind::Final.slug().to_owned(),
        Thing::EffectReport => ReportKind::Effect.slug().to_owned(),
        Thing::Economy => "economy".to_owned(),
        Thing::Risks => "risks".to_owned(),
    }
}
