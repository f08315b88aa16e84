//! What is written down as the project goes on and no decision fixes: goals with their measurements, sprints, milestones, meetings, reported
//! deviations, recipients of reports, and what people have said. Each must be as the journal's entries about it say together.
use super::Verdict;
use super::chain::Chains;
use crate::services::problem::Problem;
use crate::services::{goals as goal_service, indicators as indicator_service, meetings as meeting_service, recipients as recipient_service};
use crate::store::{Db, deviations, goals, meetings, plan, recipients, remarks};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Each thing is as the entries about it say together, and what was said about anything is what the journal tells of, in its order.
pub(super) fn check(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (object, content) in whole(db, project)? {
        verdict.noted += 1;
        chains.followed.compare_noted(project, &object, &content, verdict);
    }
    for (object, said) in said(db, project)? {
        verdict.noted += said.len() as u64;
        chains.followed.compare_remarks(project, &object, &said, verdict);
    }
    Ok(())
}

/// The things of a project, each by the name that the journal has for it and with what its entries tell of.
fn whole(db: &mut Db, project: i64) -> Result<Vec<(String, Value)>, Problem> {
    let mut found = Vec::new();
    for goal in goals::of_project(db, project)? {
        found.push((format!("goal:{}", goal.number), goal_service::snapshot(&goal)));
    }
    for indicator in goals::indicators_of(db, project)? {
        found.push((format!("indicator:{}", indicator.number), indicator_service::snapshot(&indicator)?));
    }
    for measured in goals::measurements_of(db, project)? {
        found.push((format!("measurement:{}/{}", measured.indicator, measured.number), indicator_service::measurement(&measured)));
    }
    for sprint in plan::sprints_of(db, project)? {
        let content = json!({"starts_on": sprint.starts_on, "ends_on": sprint.ends_on, "status": sprint.status, "upcoming": sprint.upcoming});
        found.push((format!("sprint:{}", sprint.number), content));
    }
    // Its planned day is the plan's.
    for milestone in plan::milestones_of(db, project)? {
        let content = json!({"name": milestone.name, "forecast_on": milestone.forecast_on, "done_on": milestone.done_on});
        found.push((format!("milestone:{}", milestone.number), content));
    }
    for meeting in meetings::every(db, project)? {
        let mut content = meeting_service::told(&meeting)?;
        content["present"] = json!(meeting.present);
        content["reason"] = json!(meeting.reason);
        found.push((format!("meeting:{}", meeting.number), content));
    }
    for deviation in deviations::every(db, project)? {
        let content = json!({"area": deviation.area, "title": deviation.title, "text": deviation.text, "observed_on": deviation.observed_on});
        found.push((format!("deviation:{}", deviation.number), content));
    }
    for recipient in recipients::ever(db, project)? {
        found.push((format!("recipient:{}", recipient.id), recipient_service::snapshot(&recipient)));
    }
    Ok(found)
}

/// The texts that were said about each thing, oldest first.
fn said(db: &mut Db, project: i64) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (object, text) in remarks::of_project(db, project)? {
        found.entry(object).or_default().push(text);
    }
    Ok(found)
}
