//! Väntar på dig: what waits for my decision and why it is mine, what I have to finish, what waits for others, what was decided
//! last.
use crate::domain::change::{Change, ChangeState};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::deviation::DeviationState;
use crate::domain::handover::HandoverState;
use crate::domain::ids::{DeliverableRef, PersonId, RequirementRef};
use crate::domain::indicator::{PlanState, Quarter};
use crate::domain::lifecycle::{Gate, GateState, Standing, Stop};
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::report::{ReportKind, ReportState};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{
    changes as change_services, decisions, deviations as deviation_services, gates, goals, handovers as handover_services, indicators, notify,
};
use crate::store::changes::{self, ChangeRow};
use crate::store::columns::{json, word};
use crate::store::decisions::{self as decision_rows, DecisionRow};
use crate::store::deliveries::{self as delivery_rows, DeliveryRow};
use crate::store::gates::{self as gate_rows, GateRow};
use crate::store::goals::IndicatorRow;
use crate::store::projects::Project;
use crate::store::recordings::Recording;
use crate::store::reports::{self, ReportRow};
use crate::store::risks::{self, Filter, Order, RiskRow};
use crate::store::{Db, accounts, conditions, deviations, handovers, meetings, plan, projects, requirements};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

mod documents;

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    RiskEscalated,
    RiskLifted,
    /// Somebody without the mandate asks the holder to take a stand.
    RiskAsked,
    LoweringProposed,
    ReportSubmitted,
    ReportReturned,
    ReportToSend,
    /// A report that has been begun and not submitted.
    ReportDraft,
    /// The newest sprint that has ended, without a published status.
    SprintStatusMissing,
    DecisionToConfirm,
    ElectionToConfirm,
    /// A planned measurement whose quarter goes on, or has passed.
    MeasurementDue,
    MeasurementMissed,
    /// The project owner's request, which the project orderer takes further.
    ChangeToPassOn,
    ChangeToReceive,
    ChangeToAssess,
    ChangeToRaise,
    ChangeToDecide,
    /// Returned to those who ordered it.
    ChangeReturned,
    ChangeToBegin,
    ChangeToFinish,
    ChangeToCommunicate,
    GateSubmitted,
    /// Lifted to the role, or proposed to those who may end the project.
    GateLifted,
    GateAsked,
    GateReturned,
    DeliverySubmitted,
    /// Lifted to the role, or proposed to those who may end the project.
    DeliveryLifted,
    DeliveryReturned,
    /// A version is handed over to the person.
    HandoverToAnswer,
    WaiverToDecide,
    /// It waits for whoever stopped it.
    ProjectPaused,
    ConditionDue,
    /// Reported, and not answered.
    DeviationToAnswer,
    /// A version of a document, submitted for its adoption.
    DocumentSubmitted,
    DocumentReturned,
    CommentsAsked,
    /// Everybody has answered, or the day has passed.
    CommentsToClose,
}
impl Kind {
    /// What waits of a change request in a state; `None` where nobody has anything to do.
    fn of_change(change: &Change) -> Option<Kind> {
        match change.state {
            ChangeState::Draft | ChangeState::Communicated | ChangeState::Withdrawn => None,
            ChangeState::Submitted if change.waits_to_be_passed_on() => Some(Kind::ChangeToPassOn),
            ChangeState::Submitted => Some(Kind::ChangeToReceive),
            ChangeState::Received => Some(Kind::ChangeToAssess),
            ChangeState::Assessed => Some(Kind::ChangeToRaise),
            ChangeState::Raised => Some(Kind::ChangeToDecide),
            ChangeState::Returned => Some(Kind::ChangeReturned),
            ChangeState::Approved => Some(Kind::ChangeToBegin),
            ChangeState::Executing => Some(Kind::ChangeToFinish),
            ChangeState::Executed | ChangeState::Rejected => Some(Kind::ChangeToCommunicate),
        }
    }
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
    /// Who asks the holder to take a stand, and why.
    pub asked_by: Option<String>,
    pub reason: Option<String>,
    pub why: Why,
    pub since: Option<NaiveDateTime>,
    pub due: Option<NaiveDate>,
    pub value: Option<i32>,
    pub band: Option<String>,
    pub url: String,
}

impl Item {
    pub fn is_measurement(&self) -> bool {
        matches!(self.kind, Kind::MeasurementDue | Kind::MeasurementMissed)
    }
}

/// By what right it waits here.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    pub role: Role,
    /// The number of the delegation, for who does not hold the role.
    pub delegation: Option<i32>,
    /// Nobody can decide in `role`: it shows up with the role above, which sees to it that somebody can.
    pub unmanned: bool,
}
impl Why {
    fn of(role: Role) -> Why {
        Why { role, delegation: None, unmanned: false }
    }
    fn mine(mandate: &Mandate) -> Why {
        Why { delegation: mandate.delegation(), ..Why::of(mandate.role()) }
    }
}

/// What a person sees first.
#[derive(Debug, Default)]
pub struct MyTurn {
    pub items: Vec<Item>,
    pub waits_for_others: Vec<Item>,
    pub decided: Vec<(Project, DecisionRow)>,
}

/// At most so many waiting risks of one project are listed; the register has them all.
const RISKS: i64 = 50;

/// At most so many unanswered deviations of one project are listed.
const DEVIATIONS: i64 = 20;
/// At most so many waiting change requests of one project are listed.
const CHANGES: i64 = 50;
/// The states in which a request waits for somebody.
const WAITING: [ChangeState; 9] = [
    ChangeState::Submitted,
    ChangeState::Received,
    ChangeState::Assessed,
    ChangeState::Raised,
    ChangeState::Returned,
    ChangeState::Approved,
    ChangeState::Rejected,
    ChangeState::Executing,
    ChangeState::Executed,
];

/// Everything that waits in the person's projects.
///
/// # Errors
/// Those of the store.
pub fn gather(db: &mut Db, ctx: &Ctx) -> Result<MyTurn, Problem> {
    let mut turn = MyTurn::default();
    for project in projects::of_person(db, ctx.person.0, ctx.today, "", 200)? {
        let at = InProject::open(db, ctx, &project.code)?;
        // What a registrar reads is logged where it is read; nothing waits for one.
        if at.actor.only_registers(ctx.today) {
            continue;
        }
        risks_of(db, ctx, &at, &mut turn)?;
        reports_of(db, ctx, &at, &mut turn)?;
        sprints_of(db, ctx, &at, &mut turn)?;
        changes_of(db, ctx, &at, &mut turn)?;
        gates_of(db, ctx, &at, &mut turn)?;
        deliveries_of(db, ctx, &at, &mut turn)?;
        handovers_of(db, ctx, &at, &mut turn)?;
        waivers_of(db, ctx, &at, &mut turn)?;
        conditions_of(db, ctx, &at, &mut turn)?;
        deviations_of(db, ctx, &at, &mut turn)?;
        recordings_of(db, ctx, &at, &mut turn)?;
        measurements_of(db, ctx, &at, &mut turn)?;
        documents::gather(db, ctx, &at, &mut turn)?;
        for row in decision_rows::page(db, project.id, None, None, 5)? {
            turn.decided.push((project.clone(), row));
        }
    }
    turn.items.sort_by_key(|i| (i.due.unwrap_or(NaiveDate::MAX), -i.value.unwrap_or(0)));
    turn.decided.sort_by_key(|(_, d)| std::cmp::Reverse(d.recorded_at));
    turn.decided.truncate(5);
    Ok(turn)
}

/// How many things wait for the person. Counted anew only when something has changed in one of the projects: every page
/// shows this number.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, ctx: &Ctx) -> Result<i64, Problem> {
    let states = projects::states_of_person(db, ctx.person.0, ctx.today)?;
    ctx.kept.waiting((ctx.person.0, ctx.today, states), || Ok(gather(db, ctx)?.items.len() as i64))
}

fn risks_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let waiting = Filter { waiting: true, ..Filter::default() };
    let mut others = Vec::new();
    for row in risks::page(db, at.project.id, &waiting, Order::Value { after: None }, RISKS)? {
        let risk = row.to_domain()?;
        let pending = if risk.proposal.is_some() { risk.pending_lowering() } else { risk.pending() };
        let mandate = at.charter.mandate_over(&at.actor, &pending, None, ctx.today);
        let asked = match &risk.request {
            Some(request) => accounts::find(db, request.by.0)?.map(|p| (p.name, request.reason.clone())),
            None => None,
        };
        let item = |why: Why| risk_item(at, &row, asked.clone(), why);
        match mandate {
            Ok(mandate) => turn.items.push(item(Why::mine(&mandate))),
            Err(_) => others.push(item(Why::of(risk.held_by(&at.charter)))),
        }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}
/// What is another's waits there; while nobody can decide in that role, it is for the nearest role above to see to.
fn for_others(ctx: &Ctx, at: &InProject, turn: &mut MyTurn, items: Vec<Item>) {
    for mut item in items {
        let with = notify::manned(ctx, at, item.why.role);
        item.why.unmanned = with != Some(item.why.role);
        let mine = |role: Role| notify::holders(ctx, at, role).any(|m| m.assignment.person_id == ctx.person.0);
        if item.why.unmanned && with.is_some_and(mine) { turn.items.push(item) } else { turn.waits_for_others.push(item) }
    }
}
fn risk_item(at: &InProject, row: &RiskRow, asked: Option<(String, String)>, why: Why) -> Item {
    let rose = row.escalated_at.is_some() && row.acknowledged_at.is_none();
    let kind = match () {
        () if row.proposal.is_some() => Kind::LoweringProposed,
        () if row.lift.is_some() => Kind::RiskLifted,
        () if row.lift_request.is_some() && !rose => Kind::RiskAsked,
        () => Kind::RiskEscalated,
    };
    let (asked_by, reason) = asked.unzip();
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: Some(Matter::risk(row.band)),
        reference: row.reference().to_string(),
        title: row.consequence.clone(),
        text: format!("{} + {}", row.threat, row.vulnerability),
        asked_by,
        reason,
        why,
        since: row.escalated_at,
        due: Some(row.review_on),
        value: Some(row.value),
        band: Some(row.band.to_string()),
        url: format!("/projects/{}/risks/{}", at.project.code, row.reference()),
    }
}

fn reports_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let mut others = Vec::new();
    let writes = at.actor.has_any(&LEADERS, ctx.today);
    // The newest locked edition of a report is the one that is sent: an earlier one waits for nothing.
    let mut corrected = None;
    for row in reports::waiting(db, at.project.id)? {
        if row.state.is_locked() && corrected.replace(row.key()) == Some(row.key()) {
            continue;
        }
        match row.state {
            ReportState::Submitted => {
                let pending = crate::services::reports::pending(&row)?;
                match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
                    Ok(m) => turn.items.push(Item { why: Why::mine(&m), ..report_item(at, &row, Kind::ReportSubmitted, m.role())? }),
                    Err(_) => others.push(report_item(at, &row, Kind::ReportSubmitted, pending.held_by(&at.charter))?),
                }
            }
            // The report to the financier is the orderer's to send; the leader may as well.
            ReportState::Approved if at.actor.has_any(&[Role::ProjectOrderer], ctx.today) => {
                turn.items.push(report_item(at, &row, Kind::ReportToSend, Role::ProjectOrderer)?)
            }
            ReportState::Approved => turn.waits_for_others.push(report_item(at, &row, Kind::ReportToSend, Role::ProjectOrderer)?),
            ReportState::Returned if writes => turn.items.push(report_item(at, &row, Kind::ReportReturned, Role::ProjectLeader)?),
            // A status report is wanted at the next meeting, where it can be approved.
            ReportState::Draft if writes => {
                let due = if row.kind == ReportKind::Status { meetings::next(db, at.project.id, ctx.today)?.map(|m| m.held_on) } else { None };
                turn.items.push(Item { due, ..report_item(at, &row, Kind::ReportDraft, Role::ProjectLeader)? });
            }
            ReportState::Draft | ReportState::Returned | ReportState::Sent => {}
        }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}
fn report_item(at: &InProject, row: &ReportRow, kind: Kind, role: Role) -> Result<Item, Problem> {
    Ok(Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: if kind == Kind::ReportDraft { None } else { Some(crate::services::reports::pending(row)?.matter) },
        reference: row.key().reference(),
        title: row.key().reference(),
        text: row.return_reason.clone().unwrap_or_default(),
        asked_by: None,
        reason: None,
        why: Why::of(role),
        since: row.submitted_at,
        due: None,
        value: None,
        band: None,
        url: format!("/projects/{}/{}{}", at.project.code, row.key().path(), if kind == Kind::ReportDraft { "/edit" } else { "" }),
    })
}

/// Those who write reports and sprint statuses.
const LEADERS: [Role; 2] = [Role::ProjectLeader, Role::DeputyProjectLeader];

/// Only the newest sprint that has ended is asked for: those before it are history.
fn sprints_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if !at.actor.has_any(&LEADERS, ctx.today) {
        return Ok(());
    }
    let ended = plan::sprints_of(db, at.project.id)?.into_iter().filter(|s| s.ends_on < ctx.today).max_by_key(|s| s.ends_on);
    turn.items.extend(ended.filter(|s| s.published_at.is_none()).map(|s| sprint_item(at, &s)));
    Ok(())
}
fn sprint_item(at: &InProject, sprint: &plan::Sprint) -> Item {
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind: Kind::SprintStatusMissing,
        matter: None,
        reference: sprint.number.to_string(),
        title: sprint.number.to_string(),
        text: String::new(),
        asked_by: None,
        reason: None,
        why: Why::of(Role::ProjectLeader),
        since: None,
        due: Some(sprint.ends_on),
        value: None,
        band: None,
        url: format!("/projects/{}/sprints/{}/status", at.project.code, sprint.number),
    }
}

/// A request waits with one role at a time. Its step is any holder's, the decision the decider's.
fn changes_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let waiting = changes::Filter { states: Some(WAITING.to_vec()), ..changes::Filter::default() };
    let mut others = Vec::new();
    for row in changes::page(db, at.project.id, &waiting, None, CHANGES)? {
        let change = row.to_domain()?;
        let (Some(role), Some(kind)) = (change.waits_with(&at.charter), Kind::of_change(&change)) else { continue };
        let standing = change_services::standing(ctx, at, &change);
        // Somebody barred by their own hand in it lifts it, where nobody else could decide.
        let mine = standing.as_ref().map_or_else(|| at.actor.has_any(&[role], ctx.today), |(s, alternate)| s.decides || (s.own && alternate.is_some()));
        let delegation = standing.as_ref().and_then(|(s, _)| s.delegation);
        let matter = change.decider(&at.charter).map(|d| d.matter);
        let item = Item { why: Why { delegation, ..Why::of(role) }, ..change_item(at, &row, kind, matter, role) };
        if mine { turn.items.push(item) } else { others.push(item) }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}
fn change_item(at: &InProject, row: &ChangeRow, kind: Kind, matter: Option<Matter>, role: Role) -> Item {
    Item {
        matter,
        reference: row.reference().to_string(),
        title: row.title.clone(),
        text: row.proposal.clone(),
        why: Why::of(role),
        since: Some(row.since),
        ..plain_item(at, kind, format!("changes/{}", row.reference()))
    }
}

fn gates_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if let Standing::Paused(stop) = at.project.standing() {
        let (_, pending) = at.project.standing().pending_resumption()?;
        match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
            Ok(mandate) => turn.items.push(paused_item(at, stop, Why::mine(&mandate))),
            Err(_) => for_others(ctx, at, turn, vec![paused_item(at, stop, Why::of(stop.by))]),
        }
        return Ok(());
    }
    let leads = at.actor.has_any(&[Role::ProjectLeader, Role::DeputyProjectLeader], ctx.today);
    for row in gate_rows::of(db, at.project.id)?.iter().filter(|g| g.state.is_active()) {
        let gate = row.to_domain()?;
        let pending = gate.pending();
        match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
            Ok(mandate) if gate.waits() => turn.items.push(gate_item(db, at, row, &gate, Why::mine(&mandate))?),
            Err(_) if gate.waits() => {
                let item = gate_item(db, at, row, &gate, Why::of(pending.held_by(&at.charter)))?;
                for_others(ctx, at, turn, vec![item]);
            }
            _ if gate.state == GateState::Returned && leads => turn.items.push(gate_item(db, at, row, &gate, Why::of(Role::ProjectLeader))?),
            _ => {}
        }
    }
    Ok(())
}
fn gate_item(db: &mut Db, at: &InProject, row: &GateRow, gate: &Gate, why: Why) -> Result<Item, Problem> {
    let asked = match &gate.request {
        Some(request) => accounts::find(db, request.by.0)?.map(|p| (p.name, request.reason.clone())),
        None => None,
    };
    let kind = match () {
        () if gate.state == GateState::Returned && gate.lift.is_none() => Kind::GateReturned,
        () if gate.lift.is_some() => Kind::GateLifted,
        () if asked.is_some() => Kind::GateAsked,
        () => Kind::GateSubmitted,
    };
    let text = match (kind, &gate.lift) {
        (Kind::GateReturned, _) => gate.to_complete.clone().unwrap_or_default(),
        (_, Some(lift)) => lift.reason.clone(),
        _ => row.recommendation.clone(),
    };
    let (asked_by, reason) = asked.unzip();
    Ok(Item {
        matter: Some(gate.pending().matter),
        reference: row.number.to_string(),
        title: row.phase.clone(),
        text,
        asked_by,
        reason,
        why,
        since: gate.lift.as_ref().map(|l| l.at).or(row.submitted_at),
        due: row.planned_on,
        ..plain_item(at, kind, format!("gates/{}", row.number))
    })
}
fn deliveries_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if at.demand_running().is_err() {
        return Ok(());
    }
    let leads = at.actor.has_any(&LEADERS, ctx.today);
    for row in delivery_rows::of(db, at.project.id)? {
        let delivery = row.to_domain()?;
        match row.state {
            DeliveryState::Returned if leads => turn.items.push(delivery_item(at, &row, &delivery, Why::of(Role::ProjectLeader))),
            DeliveryState::Submitted => {
                let pending = delivery.pending();
                match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
                    Ok(mandate) => turn.items.push(delivery_item(at, &row, &delivery, Why::mine(&mandate))),
                    Err(_) => for_others(ctx, at, turn, vec![delivery_item(at, &row, &delivery, Why::of(pending.held_by(&at.charter)))]),
                }
            }
            DeliveryState::Draft | DeliveryState::Returned | DeliveryState::Approved => {}
        }
    }
    Ok(())
}
fn delivery_item(at: &InProject, row: &DeliveryRow, delivery: &Delivery, why: Why) -> Item {
    let (kind, text) = match (&delivery.lift, row.state) {
        (Some(lift), _) => (Kind::DeliveryLifted, lift.reason.clone()),
        (None, DeliveryState::Returned) => (Kind::DeliveryReturned, delivery.to_complete.clone().unwrap_or_default()),
        (None, _) => (Kind::DeliverySubmitted, row.recommendation.clone()),
    };
    Item {
        matter: Some(delivery.pending().matter),
        reference: row.number.to_string(),
        title: row.name.clone(),
        text,
        why,
        since: delivery.lift.as_ref().map(|l| l.at).or(row.submitted_at),
        due: row.planned_on,
        ..plain_item(at, kind, format!("deliveries/{}", row.number))
    }
}
/// A handover waits with its receiver; one outside answers through the leader, who has it on the version's page.
fn handovers_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in handovers::of(db, at.project.id)?.into_iter().filter(|h| h.state == HandoverState::Waits) {
        let Some(receiver) = row.receiver_id else { continue };
        let role = at.actor(PersonId(receiver)).acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let label = handover_services::label_of(db, at, &row)?;
        let item = Item {
            reference: row.number.to_string(),
            title: format!("{} {label}", DeliverableRef(row.deliverable)),
            text: row.note,
            why: Why::of(role),
            since: Some(row.handed_on.and_time(chrono::NaiveTime::MIN)),
            ..plain_item(at, Kind::HandoverToAnswer, format!("handovers/{}", row.number))
        };
        if receiver == ctx.person.0 { turn.items.push(item) } else { turn.waits_for_others.push(item) }
    }
    Ok(())
}
fn waivers_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in requirements::of(db, at.project.id)?.into_iter().filter(|r| r.waiver.is_some()) {
        let requirement = row.to_domain()?;
        let (pending, reference) = (requirement.pending()?, RequirementRef(row.number));
        let item = |why: Why| Item {
            matter: Some(Matter::Waiver),
            reference: reference.to_string(),
            title: row.text.clone(),
            text: requirement.waiver.as_ref().map(|w| w.reason.clone()).unwrap_or_default(),
            why,
            since: requirement.waiver.as_ref().map(|w| w.at),
            ..plain_item(at, Kind::WaiverToDecide, format!("requirements/{reference}"))
        };
        match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
            Ok(mandate) => turn.items.push(item(Why::mine(&mandate))),
            Err(_) => for_others(ctx, at, turn, vec![item(Why::of(pending.held_by(&at.charter)))]),
        }
    }
    Ok(())
}
fn paused_item(at: &InProject, stop: Stop, why: Why) -> Item {
    Item {
        matter: Some(Matter::Resume),
        reference: stop.decision.to_string(),
        why,
        since: Some(stop.on.and_time(chrono::NaiveTime::MIN)),
        ..plain_item(at, Kind::ProjectPaused, "resumption".to_owned())
    }
}
/// A condition stands in its owner's list when it is due soon, and in the leader's too when it is overdue.
fn conditions_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let leads = at.actor.has_any(&[Role::ProjectLeader, Role::DeputyProjectLeader], ctx.today);
    for (condition, owner) in conditions::of(db, at.project.id)?.iter().filter(|(c, _)| gates::waits_soon(c, ctx.today)) {
        let (own, overdue) = (condition.owner_id == ctx.person.0, condition.due_on < ctx.today);
        let role = at.actor(PersonId(condition.owner_id)).acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let item = Item {
            reference: condition.number.to_string(),
            title: condition.text.clone(),
            text: owner.clone(),
            why: Why::of(role),
            due: Some(condition.due_on),
            ..plain_item(at, Kind::ConditionDue, format!("conditions/{}", condition.number))
        };
        if own || (leads && overdue) { turn.items.push(item) } else { turn.waits_for_others.push(item) }
    }
    Ok(())
}
fn plain_item(at: &InProject, kind: Kind, place: String) -> Item {
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: None,
        reference: String::new(),
        title: String::new(),
        text: String::new(),
        asked_by: None,
        reason: None,
        why: Why::of(Role::ProjectLeader),
        since: None,
        due: None,
        value: None,
        band: None,
        url: format!("/projects/{}/{place}", at.project.code),
    }
}

/// A reported deviation waits with the leader and the orderer; for whoever reported it, it waits with others.
fn deviations_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in deviations::page(db, at.project.id, Some(DeviationState::Reported), None, DEVIATIONS)? {
        let role = at.acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let answers = deviation_services::may(ctx, at, &row)?.answer;
        let item = Item {
            reference: row.number.to_string(),
            title: row.title,
            text: accounts::find(db, row.reported_by)?.map(|p| p.name).unwrap_or_default(),
            why: Why::of(if answers { role } else { Role::ProjectLeader }),
            since: Some(row.reported_at),
            ..plain_item(at, Kind::DeviationToAnswer, format!("deviations/{}", row.number))
        };
        if answers { turn.items.push(item) } else { turn.waits_for_others.push(item) }
    }
    Ok(())
}

fn recordings_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for (recording, by, mine) in decisions::open_here(db, ctx, at)? {
        let item = recording_item(db, at, &recording, by)?;
        if mine { turn.items.push(item) } else { turn.waits_for_others.push(item) }
    }
    Ok(())
}
fn recording_item(db: &mut Db, at: &InProject, recording: &Recording, by: String) -> Result<Item, Problem> {
    // An election is known by who was chosen, an earlier decision by its title.
    let elected = match json::<decisions::Act>(&recording.act)? {
        decisions::Act::ElectChair { assignment, .. } => at.members.iter().find(|m| m.assignment.id == assignment).map(|m| m.name.clone()),
        _ => None,
    };
    let entry = match recording.object_kind.as_str() {
        "decision" => decision_rows::find(db, at.project.id, recording.object_ref.parse().unwrap_or_default())?,
        _ => None,
    };
    Ok(Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind: if recording.object_kind == "role" { Kind::ElectionToConfirm } else { Kind::DecisionToConfirm },
        matter: recording.matter.as_deref().map(word).transpose()?,
        reference: recording.object_ref.clone(),
        title: elected.or(entry.map(|d| d.title)).unwrap_or_else(|| recording.object_ref.clone()),
        text: by,
        asked_by: None,
        reason: None,
        why: Why::of(word(&recording.role)?),
        since: Some(recording.recorded_at),
        due: None,
        value: None,
        band: None,
        url: format!("/projects/{}/recordings/{}", at.project.code, recording.id),
    })
}

/// Planned measurements that are due or missed wait with those responsible for the goal.
fn measurements_of(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let all = goals::all(db, at)?;
    if all.is_empty() {
        return Ok(());
    }
    for standing in indicators::all(db, ctx, at)? {
        let Some(goal) = all.iter().find(|g| g.number == standing.row.goal) else { continue };
        let responsible = goals::responsible(ctx, at, goal);
        let Some(first) = responsible.first() else { continue };
        let own = responsible.iter().find(|m| m.assignment.person_id == ctx.person.0);
        for (planned, state) in &standing.plan {
            let kind = match state {
                PlanState::Due => Kind::MeasurementDue,
                PlanState::Missed => Kind::MeasurementMissed,
                PlanState::Planned | PlanState::Done => continue,
            };
            let item = measurement_item(at, kind, &standing.row, planned.quarter, &planned.organisation, own.unwrap_or(first).role());
            if own.is_some() { turn.items.push(item) } else { turn.waits_for_others.push(item) }
        }
    }
    Ok(())
}
fn measurement_item(at: &InProject, kind: Kind, row: &IndicatorRow, quarter: Quarter, organisation: &str, role: Role) -> Item {
    Item {
        project: at.project.code.clone(),
        project_name: at.project.name.clone(),
        kind,
        matter: None,
        reference: quarter.to_string(),
        title: row.name.clone(),
        text: organisation.to_owned(),
        asked_by: None,
        reason: None,
        why: Why::of(role),
        since: None,
        due: Some(quarter.last_day()),
        value: None,
        band: None,
        url: format!("/projects/{}/indicators/{}", at.project.code, row.number),
    }
}
