//! Väntar på dig: what waits for my decision and why it is mine, what waits for others, what was decided last.
use crate::domain::matter::Matter;
use crate::domain::report::ReportState;
use crate::domain::risk::Proposal;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions;
use crate::services::problem::Problem;
use crate::store::columns::word;
use crate::store::decisions::{self as decision_rows, DecisionRow};
use crate::store::reports::{self, ReportRow};
use crate::store::risks::{self, Filter, Order, RiskRow};
use crate::store::{Db, projects};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    RiskEscalated,
    RiskLifted,
    LoweringProposed,
    ReportSubmitted,
    ReportReturned,
    ReportToSend,
    DecisionToConfirm,
}

/// One thing that waits.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub project: String,
    pub project_name: String,
    pub kind: Kind,
    pub matter: Option<Matter>,
    #[serde(rename = "ref")]
    pub reference: String,
    pub title: String,
    /// What is proposed, or what it is about.
    pub text: String,
    pub why: Why,
    pub since: Option<NaiveDateTime>,
    pub due: Option<NaiveDate>,
    pub value: Option<i32>,
    pub band: Option<String>,
    pub url: String,
}

/// By what right it waits here.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    pub role: Role,
    pub delegation: Option<i64>,
}

/// What a person sees first.
#[derive(Debug, Default)]
pub struct MyTurn {
    pub items: Vec<Item>,
    pub waits_for_others: Vec<Item>,
    pub decided: Vec<(String, DecisionRow)>,
}

/// At most so many waiting risks of one project are listed; the register has them all.
const RISKS: i64 = 50;

/// Everything that waits in the person's projects.
///
/// # Errors
/// Those of the store.
pub fn gather(db: &mut Db, ctx: &Ctx) -> Result<MyTurn, Problem> {
    let mut turn = MyTurn::default();
    for project in projects::of_person(db, ctx.person.0, ctx.today, "", 200)? {
        let at = InProject::open(db, ctx, &project.code)?;
        risks_of(db, ctx, &at, &mut turn)?;
        reports_of(db, ctx, &at, &mut turn)?;
        recordings_of(db, ctx, &at, &mut turn)?;
        for row in decision_rows::page(db, project.id, None, None, 5)? {
            turn.decided.push((project.code.clone(), row));
        }
    }
    turn.items.sort_by_key(|i| (i.due.unwrap_or(NaiveDate::MAX), -i.value.unwrap_or(0)));
    turn.decided.sort_by_key(|(_, d)| std::cmp::Reverse(d.recorded_at));
    turn.decided.truncate(5);
    Ok(turn)
}

/// How many things wait for the person. Counted anew only when the journal of one of the projects has grown: every
/// page shows this number.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, ctx: &Ctx) -> Result<i64, Problem> {
    let heads = projects::journal_heads_of_person(db, ctx.person.0, ctx.today)?;
    ctx.kept.waiting((ctx.person.0, ctx.today, heads), || Ok(gather(db, ctx)?.items.len() as i64))
}

fn risks_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let waiting = Filter { waiting: true, ..Filter::default() };
    for row in risks::page(db, at.project.id, &waiting, Order::Value { after: None }, RISKS)? {
        let risk = row.to_domain()?;
        let holder = risk.held_by(&at.charter);
        let found = match &risk.lift {
            Some(lift) => at.charter.mandate_lifted_to(&at.actor, risk.matter(), lift.to, ctx.today),
            None => at.mandate_for(risk.matter(), ctx.today),
        };
        let own_proposal = risk.proposal.as_ref().is_some_and(|p: &Proposal| p.by == ctx.person);
        match found {
            Ok(mandate) if !own_proposal => turn.items.push(risk_item(at, &row, mandate.role())),
            _ => turn.waits_for_others.push(risk_item(at, &row, holder)),
        }
    }
    Ok(())
}
fn risk_item(at: &InProject, row: &RiskRow, role: Role) -> Item {
    let kind = match () {
        () if row.proposal.is_some() => Kind::LoweringProposed,
        () if row.lift.is_some() => Kind::RiskLifted,
        () => Kind::RiskEscalated,
    };
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: Some(Matter::risk(row.band)),
        reference: row.reference().to_string(),
        title: row.consequence.clone(),
        text: format!("{} + {}", row.threat, row.vulnerability),
        why: Why { role, delegation: None },
        since: row.escalated_at,
        due: Some(row.review_on),
        value: Some(row.value),
        band: Some(row.band.to_string()),
        url: format!("/projects/{}/risks/{}", at.project.code, row.reference()),
    }
}

fn reports_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in reports::page(db, at.project.id, None, 20)? {
        match row.state {
            ReportState::Submitted => {
                let mandate = at.mandate_for(Matter::StatusReport, ctx.today);
                let own = row.editors()?.contains(&ctx.person.0);
                match mandate {
                    Ok(m) if !own => turn.items.push(report_item(at, &row, Kind::ReportSubmitted, m.role())),
                    _ => turn.waits_for_others.push(report_item(at, &row, Kind::ReportSubmitted, at.charter.held_by(Matter::StatusReport))),
                }
            }
            // The report to the financier is the orderer's to send; the leader may as well.
            ReportState::Approved if at.actor.has_any(&[Role::ProjectOrderer], ctx.today) => {
                turn.items.push(report_item(at, &row, Kind::ReportToSend, Role::ProjectOrderer))
            }
            ReportState::Approved => turn.waits_for_others.push(report_item(at, &row, Kind::ReportToSend, Role::ProjectOrderer)),
            ReportState::Returned if at.actor.has_any(&[Role::ProjectLeader, Role::DeputyProjectLeader], ctx.today) => {
                turn.items.push(report_item(at, &row, Kind::ReportReturned, Role::ProjectLeader))
            }
            ReportState::Draft | ReportState::Returned | ReportState::Sent => {}
        }
    }
    Ok(())
}
fn report_item(at: &InProject, row: &ReportRow, kind: Kind, role: Role) -> Item {
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: Some(Matter::StatusReport),
        reference: row.number.to_string(),
        title: row.number.to_string(),
        text: row.return_reason.clone().unwrap_or_default(),
        why: Why { role, delegation: None },
        since: row.submitted_at,
        due: None,
        value: None,
        band: None,
        url: format!("/projects/{}/status-reports/{}", at.project.code, row.number),
    }
}

fn recordings_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for (recording, by) in decisions::to_confirm(db, ctx, at)? {
        turn.items.push(Item {
            project: at.project.code.clone(),
            project_name: at.project.name.clone(),
            kind: Kind::DecisionToConfirm,
            matter: Some(word(&recording.matter)?),
            reference: recording.object_ref.clone(),
            title: recording.object_ref.clone(),
            text: by,
            why: Why { role: word(&recording.role)?, delegation: None },
            since: Some(recording.recorded_at),
            due: None,
            value: None,
            band: None,
            url: format!("/projects/{}/recordings/{}", at.project.code, recording.id),
        });
    }
    Ok(())
}
