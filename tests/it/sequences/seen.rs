//! What is in the database, in the model's words.
mod lines;

use super::cast::{self, Template, day, moment};
use super::model::{Band, MAILS, Model, State};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use lines::{lines, told};
use styrrum::domain::charter::Charter;
use styrrum::domain::role::Role;
use styrrum::services::my_turn::{self, Kind};
use styrrum::services::{Ctx, Problem};
use styrrum::store::risks::{Filter, Order};
use styrrum::store::{Db, decisions, risks, rules};

/// Everything that a sequence can change, and how long the journal is.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub state: Shown,
    pub head: i64,
    pub hash: String,
}

/// As both the model and the database tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub risks: Vec<ShownRisk>,
    /// Everything else that has a state, a line each.
    pub lines: Vec<String>,
    pub charter: i32,
    pub decisions: usize,
    /// How each ended, or `open`.
    pub recordings: Vec<String>,
    pub assessments: usize,
    pub measures: usize,
    pub remarks: usize,
    /// How many of each of [`MAILS`].
    pub mails: Vec<usize>,
    pub dispatched: usize,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ShownRisk {
    pub s: i32,
    pub k: i32,
    pub value: i32,
    pub band: String,
    pub held_by: Role,
    pub state: String,
    pub on: Option<chrono::NaiveDate>,
    pub covered: bool,
    pub proposal: Option<(i32, i32, i64)>,
    pub lifted: Option<(Role, i64)>,
    pub asked_by: Option<i64>,
    pub escalated: Option<(chrono::NaiveDateTime, bool)>,
    pub version: i64,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    decisions: i64,
    #[diesel(sql_type = Text)]
    recordings: String,
    #[diesel(sql_type = BigInt)]
    assessments: i64,
    #[diesel(sql_type = BigInt)]
    measures: i64,
    #[diesel(sql_type = BigInt)]
    remarks: i64,
    #[diesel(sql_type = Text)]
    mails: String,
    #[diesel(sql_type = BigInt)]
    dispatched: i64,
    #[diesel(sql_type = BigInt)]
    charter: i64,
    #[diesel(sql_type = BigInt)]
    head: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}
/// Only one project has risks and decisions: the sequence's own.
fn counts(db: &mut Db, project: i64) -> Counts {
    let newest = |column: &str| format!("coalesce((SELECT {column} FROM journal WHERE chain = {project} ORDER BY seq DESC LIMIT 1), 0)");
    let query = format!(
        "SELECT (SELECT count(*) FROM decisions) AS decisions, \
        (SELECT coalesce(group_concat(o, ' '), '') FROM (SELECT coalesce(outcome, 'open') AS o FROM recordings ORDER BY id)) AS recordings, \
        (SELECT count(*) FROM assessments) AS assessments, (SELECT count(*) FROM measures) AS measures, (SELECT count(*) FROM remarks) AS remarks, \
        (SELECT coalesce(group_concat(kind, ' '), '') FROM outbox WHERE kind <> 'report') AS mails, (SELECT count(*) FROM outbox WHERE kind = 'report') AS dispatched, \
        (SELECT max(number) FROM charters WHERE project_id = {project}) AS charter, {} AS head, {} AS hash",
        newest("seq"),
        newest("hash")
    );
    diesel::sql_query(query).get_result(db).expect("counts")
}

impl Seen {
    /// The charter that was seen last is read again only when there is a newer one.
    pub fn of(db: &mut Db, id: i64, known: &mut Charter) -> Seen {
        let counts = counts(db, id);
        if i64::from(known.number()) != counts.charter {
            *known = rules::charter(db, id).expect("charter");
        }
        let charter = &*known;
        let rows =
            if counts.assessments == 0 { Vec::new() } else { risks::page(db, id, &Filter::default(), Order::Number { after: None }, 100).expect("risks") };
        let shown = |row: &risks::RiskRow| {
            let risk = row.to_domain().expect("risk");
            ShownRisk {
                s: row.likelihood,
                k: row.impact,
                value: row.value,
                band: row.band.to_string(),
                held_by: risk.held_by(charter),
                state: row.state.to_string(),
                on: row.state_on,
                covered: row.covered,
                proposal: risk.proposal.map(|p| (p.likelihood, p.impact, p.by.0)),
                lifted: risk.lift.map(|l| (l.to, l.by.0)),
                asked_by: risk.request.map(|r| r.by.0),
                escalated: row.escalated_at.map(|at| (at, row.acknowledged_at.is_some())),
                version: row.version,
            }
        };
        let state = Shown {
            risks: rows.iter().map(shown).collect(),
            lines: lines(db, id),
            charter: charter.number(),
            decisions: counts.decisions as usize,
            recordings: counts.recordings.split_whitespace().map(str::to_owned).collect(),
            assessments: counts.assessments as usize,
            measures: counts.measures as usize,
            remarks: counts.remarks as usize,
            mails: MAILS.iter().map(|kind| counts.mails.split_whitespace().filter(|k| k == kind).count()).collect(),
            dispatched: counts.dispatched as usize,
        };
        Seen { state, head: counts.head, hash: counts.hash }
    }
}

/// What the model says must be seen.
pub fn expected(model: &Model, template: &Template) -> Shown {
    let risk = |n: usize| {
        let r = &model.risks[n];
        let (state, on) = match r.state {
            State::Assessed => ("assessed", None),
            State::Treated => ("treated", None),
            State::Accepted { until } => ("accepted", Some(day(until))),
            State::Occurred { on } => ("occurred", Some(day(on))),
            State::Closed { on } => ("closed", Some(day(on))),
        };
        ShownRisk {
            s: r.s,
            k: r.k,
            value: r.s * r.k,
            band: Band::of(r.s * r.k).word().into(),
            held_by: model.held_by(n),
            state: state.into(),
            on,
            covered: r.covered,
            proposal: r.proposal.map(|(s, k, by)| (s, k, template.people[by])),
            lifted: r.lift.map(|(to, by)| (to, template.people[by])),
            asked_by: r.request.map(|by| template.people[by]),
            escalated: r.escalation.map(|((day, step), seen)| (moment(day, step), seen)),
            version: r.version,
        }
    };
    Shown {
        risks: (0..model.risks.len()).map(risk).collect(),
        lines: told(model, &template.people),
        charter: model.charter,
        decisions: model.decisions.len(),
        recordings: model.recordings.iter().map(|r| r.end.unwrap_or("open").to_owned()).collect(),
        assessments: model.assessments,
        measures: model.measures,
        remarks: model.remarks,
        mails: model.mails.to_vec(),
        dispatched: model.dispatched,
    }
}

/// The id of the recording made as number `place` (from 0) of the project, open or not.
pub fn recording_id(db: &mut Db, project: i64, place: usize) -> Option<i64> {
    use styrrum::store::schema::recordings;
    let ids: Vec<i64> = recordings::table.filter(recordings::project_id.eq(project)).select(recordings::id).order(recordings::id).load(db).expect("recordings");
    ids.get(place).copied()
}

/// Every new decision is the model's: numbered without gaps, by the role and on the delegation that the rules give it.
pub fn decisions_hold(db: &mut Db, id: i64, template: &Template, model: &Model, known: usize) -> Result<(), String> {
    if model.decisions.len() == known {
        return Ok(());
    }
    let rows = decisions::page(db, id, &decisions::Filter::default(), None, 100).expect("decisions");
    let numbers: Vec<i32> = rows.iter().rev().map(|d| d.number).collect();
    if numbers != (1..=model.decisions.len() as i32).collect::<Vec<_>>() {
        return Err(format!("the decisions are numbered {numbers:?}"));
    }
    for (row, taken) in rows.iter().rev().zip(&model.decisions) {
        let told = (row.matter.as_deref(), row.object_kind.as_str(), row.object_ref.clone(), row.outcome.as_str());
        let due = (taken.matter.map(|m| m.word()), taken.about.kind(), taken.about.reference(model.code), taken.outcome);
        let told_by = (row.person_id, row.recorded_by, row.role.as_str(), row.delegation, row.charter);
        let due_by = (Some(template.people[taken.who]), template.people[taken.recorded_by], taken.role.as_str(), taken.delegation, Some(taken.charter));
        if told != due || told_by != due_by {
            return Err(format!("decision {}: {told:?} {told_by:?} instead of {due:?} {due_by:?} ({})", row.number, cast::CAST[taken.who].0));
        }
    }
    Ok(())
}

/// What the program says waits for somebody, in order.
pub fn waits_for(db: &mut Db, ctx: &Ctx, code: &str) -> Vec<String> {
    let turn = my_turn::gather(db, ctx).unwrap_or_else(|e: Problem| panic!("{e:?}"));
    let word = |kind: Kind| match kind {
        Kind::RiskEscalated | Kind::AcceptanceExpired | Kind::RiskLifted | Kind::RiskAsked | Kind::LoweringProposed => "",
        Kind::ReportSubmitted => "submitted ",
        Kind::ReportReturned => "returned ",
        Kind::ReportDraft => "draft ",
        Kind::ReportToSend => "to send ",
        Kind::DecisionToConfirm => "to confirm ",
        Kind::DeliverySubmitted | Kind::DeliveryLifted | Kind::DeliveryAsked => "delivery ",
        Kind::DeliveryReturned => "delivery back ",
        Kind::ProjectPaused => "paused ",
        Kind::ConditionDue => "condition ",
        Kind::DocumentSubmitted => "document ",
        Kind::DocumentReturned => "document back ",
        Kind::CommentsAsked => "comments ",
        Kind::CommentsToClose => "comments to close ",
        Kind::GateSubmitted | Kind::GateLifted | Kind::GateAsked => "gate ",
        Kind::GateReturned => "gate back ",
        Kind::ChangeToPassOn => "to pass on ",
        Kind::ChangeToReceive => "to receive ",
        Kind::ChangeToAssess => "to assess ",
        Kind::ChangeToRaise => "to raise ",
        Kind::ChangeToDecide => "to decide ",
        Kind::ChangeReturned => "back ",
        Kind::ChangeToBegin => "to begin ",
        Kind::ChangeToFinish => "to finish ",
        Kind::ChangeToCommunicate => "to tell ",
        // Nothing else is done in these sequences.
        _ => "unexpected ",
    };
    // The money is no part of the model: the budget waits for its adoption from beginning to end.
    let known = turn.items.iter().filter(|i| i.project == code && i.kind != Kind::BudgetToAdopt);
    let mut found: Vec<String> = known.map(|i| format!("{}{}", word(i.kind), i.reference)).collect();
    found.sort_unstable();
    found
}
