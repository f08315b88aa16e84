//! One risk: its formula, history, mandate, measures, what people say, and what may be done now by whom.
use crate::clock::local_day;
use crate::domain::decision::ObjectKind;
use crate::domain::policy::Band;
use crate::domain::remark::Topic;
use crate::domain::rights::Right;
use crate::domain::risk::{self, MeasureState, Risk, RiskState};
use crate::domain::role::Role;
use crate::render::charts::{self, BandRange, Chart, Level, Palette, RiskLine, RiskTrend};
use crate::render::engine::Markup;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::render::scale;
use crate::services::risks;
use crate::services::{InProject, Problem, decisions as decision_services};
use crate::store::assessments::Assessment;
use crate::store::measures::Measure;
use crate::store::risks::RiskRow;
use crate::store::{Db, assessments, measures};
use crate::web::decided::{self, Decided};
use crate::web::decision_page::Capacity;
use crate::web::form::FormState;
use crate::web::pages::risks::register::tone;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::shell;
use crate::web::talk::{self, Talk};
use chrono::NaiveDate;
use serde::Serialize;
use std::cmp::Ordering;

/// Entries of history shown on the page.
const SHOWN: i64 = 100;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    risk: Card,
    /// The value over time, once it has been assessed twice.
    chart: Option<Drawn>,
    history: Vec<Assessed>,
    measures: Vec<MeasureLine>,
    recorded: Vec<Recorded>,
    decisions: Vec<Decided>,
    talk: Talk,
    may: May,
}

/// What the person in front of the page may do now.
#[derive(Serialize)]
struct May {
    work: bool,
    /// Only in the steering group: what its members may do but seldom do comes after what they are here for.
    quiet: bool,
    /// Assess the risk, close it, say that it has occurred: the holder too, whatever the role.
    assess: bool,
    /// Close it: only its holder.
    close: bool,
    /// Close it, or note that it has occurred, which it does once.
    end: bool,
    decide: bool,
    record: bool,
    acknowledge: bool,
    /// The holder made what waits: it can be lifted further, not decided.
    lift: bool,
    /// Ask the holder to take a stand.
    ask: bool,
    /// The role that could decide instead, where everybody who holds the risk made what waits.
    alternate: Option<Role>,
    /// Why the matter is the person's: "Projektbeställaren beslutar".
    capacity: String,
}

/// A risk as its page shows it.
#[derive(Serialize)]
pub struct Card {
    pub reference: String,
    pub threat: String,
    pub vulnerability: String,
    pub consequence: String,
    pub likelihood: i32,
    pub likelihood_text: String,
    pub impact: i32,
    pub impact_text: String,
    pub value: i32,
    pub band: Band,
    pub tone: &'static str,
    pub holder: Role,
    pub state: String,
    pub open: bool,
    pub owner: String,
    pub review_on: chrono::NaiveDate,
    pub late: bool,
    pub accepted: Option<Accepted>,
    pub escalated: String,
    /// It stands with its holder because its acceptance has expired.
    pub expired: bool,
    pub acknowledged: String,
    pub proposal: Option<Proposed>,
    pub lifted: Option<Lifted>,
    pub asked: Option<Asked>,
    pub version: i64,
}
/// Until when it is accepted, and by which decision.
#[derive(Serialize)]
pub struct Accepted {
    pub until: chrono::NaiveDate,
    pub decision: i32,
}
#[derive(Serialize)]
pub struct Proposed {
    pub likelihood: i32,
    pub impact: i32,
    pub value: i32,
    pub band: Option<Band>,
    pub reason: String,
    pub by: String,
    pub at: String,
}
#[derive(Serialize)]
pub struct Lifted {
    pub to: Role,
    pub reason: String,
    pub by: String,
    pub at: String,
}
/// Somebody asks the holder to take a stand.
#[derive(Serialize)]
pub struct Asked {
    pub reason: String,
    pub by: String,
    pub at: String,
}
#[derive(Serialize)]
struct ConfirmedBy {
    words: String,
    decision: i32,
}
#[derive(Serialize)]
struct Assessed {
    #[serde(skip)]
    on: NaiveDate,
    when: String,
    by: String,
    /// Who confirmed what somebody else proposed.
    confirmed: Option<ConfirmedBy>,
    role: Role,
    likelihood: i32,
    impact: i32,
    value: i32,
    band: Band,
    reason: String,
    kind: String,
    /// The risk policy that it was made under, where that is another than the assessment before had.
    policy: Option<i32>,
}
#[derive(Serialize)]
pub struct MeasureLine {
    number: i32,
    text: String,
    strategy: String,
    state: String,
    pub chosen: bool,
    pub dropped: bool,
    responsible: String,
    due: String,
    late: bool,
    cost: Option<i64>,
}

#[derive(Serialize)]
struct Drawn {
    title: String,
    svg: Markup,
    table: Figures,
}
#[derive(Serialize)]
struct Figures {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The risk's value at each assessment, on the bands of today's policy.
fn drawn(rq: &Rq, at: &InProject, reference: &str, history: &[Assessed]) -> Option<Drawn> {
    let (first, last) = (history.last()?.value, history.first()?.value);
    if history.len() < 2 {
        return None;
    }
    let mut args = FluentArgs::new();
    for (name, value) in [("risk", reference.to_owned()), ("from", first.to_string()), ("to", last.to_string())] {
        args.set(name, value);
    }
    let key = match last.cmp(&first) {
        Ordering::Greater => "report-trend-risen",
        Ordering::Less => "report-trend-fallen",
        Ordering::Equal => "risk-chart-still",
    };
    let whole = |n: i32| u32::try_from(n).unwrap_or(0);
    let days: Vec<NaiveDate> = history.iter().rev().map(|a| a.on).collect();
    let band = |b: Band| BandRange {
        level: Level::from(b),
        from: whole(at.policy.rule(b).from),
        to: whole(at.policy.rule(b).to),
        word: rq.lang.text(&format!("band-{b}")).to_owned(),
    };
    let chart = Chart::RiskTrend(RiskTrend {
        title: rq.lang.text_with(key, &args),
        row_word: rq.lang.text("risk-word").to_owned(),
        reviews: format::days_in_a_row(rq.lang, &days),
        risks: vec![RiskLine { label: reference.to_owned(), values: history.iter().rev().map(|a| Some(whole(a.value))).collect() }],
        bands: Band::ALL.iter().map(|b| band(*b)).collect(),
        max: whole(at.policy.likelihood_steps() * at.policy.impact_steps()),
    });
    let table = chart.table();
    Some(Drawn {
        title: chart.title().to_owned(),
        svg: Markup::new(charts::svg(&chart, Palette::Css)),
        table: Figures { head: table.headers, rows: table.rows },
    })
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let risk = row.to_domain()?;
    let history = history(db, rq, at, &row)?;
    let reference = row.reference().to_string();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::empty(rq),
        chart: drawn(rq, at, &reference, &history),
        history,
        measures: measures::of_risk(db, row.id)?.into_iter().map(|(m, who)| measure_line(rq, &m, who)).collect(),
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::Risk, &reference)?,
        decisions: decided::about(db, rq, at, ObjectKind::Risk, &reference)?,
        talk: Talk::about(db, rq, at, Topic::Risk(row.reference()))?,
        may: may(rq, at, &risk)?,
        risk: card(db, rq, at, &row, &risk)?,
    };
    shell::page_in(db, rq, at, "risks", "pages/risks/risk.html", &context)
}

pub fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::Risk(rq.risk()?))
}

/// The risk as its pages show it.
///
/// # Errors
/// Those of the store.
pub fn card(db: &mut Db, rq: &Rq, at: &InProject, row: &RiskRow, risk: &Risk) -> Result<Card, Problem> {
    let step = |texts: &[String], n: i32| texts.get((n - 1).max(0) as usize).map(|written| scale::step(rq.lang, written)).unwrap_or_default();
    let moment = |at: chrono::NaiveDateTime| format::stamp(rq.lang, format::local(at));
    let accepted = match risk.state {
        RiskState::Accepted { until, decision } => Some(Accepted { until, decision: decision_services::newest_in_place_of(db, at, decision)? }),
        _ => None,
    };
    let proposal = match &risk.proposal {
        None => None,
        Some(p) => {
            let score = at.policy.score(p.likelihood, p.impact);
            Some(Proposed {
                likelihood: p.likelihood,
                impact: p.impact,
                value: p.likelihood * p.impact,
                band: score.map(|s| s.band()),
                reason: p.reason.clone(),
                by: at.named(db, p.by.0)?,
                at: moment(p.at),
            })
        }
    };
    let lifted = match &risk.lift {
        None => None,
        Some(l) => Some(Lifted { to: l.to, reason: l.reason.clone(), by: at.named(db, l.by.0)?, at: moment(l.at) }),
    };
    let asked = match &risk.request {
        None => None,
        Some(r) => Some(Asked { reason: r.reason.clone(), by: at.named(db, r.by.0)?, at: moment(r.at) }),
    };
    let owner = match row.owner_id {
        None => String::new(),
        Some(id) => at.named(db, id)?,
    };
    Ok(Card {
        reference: row.reference().to_string(),
        threat: row.threat.clone(),
        vulnerability: row.vulnerability.clone(),
        consequence: row.consequence.clone(),
        likelihood: row.likelihood,
        likelihood_text: step(&at.policy.scale().likelihood, row.likelihood),
        impact: row.impact,
        impact_text: step(&at.policy.scale().impact, row.impact),
        value: row.value,
        band: row.band,
        tone: tone(row.band),
        holder: risk.held_by(&at.charter),
        state: row.state.to_string(),
        open: row.open,
        owner,
        review_on: row.review_on,
        late: row.open && row.review_on < rq.moment.today,
        accepted,
        escalated: row.escalated_at.map(moment).unwrap_or_default(),
        expired: row.has_expired(),
        acknowledged: row.acknowledged_at.map(moment).unwrap_or_default(),
        proposal,
        lifted,
        asked,
        version: row.version,
    })
}

fn may(rq: &Rq, at: &InProject, risk: &Risk) -> Result<May, Problem> {
    let (ctx, open) = (rq.ctx()?, risk.is_open());
    let standing = decision_services::standing(&ctx, at, &risk.pending());
    let above = risk::above(standing.role).is_some();
    let waits = risk.request.is_some() || risk.escalation.is_some_and(|e| e.acknowledged.is_none());
    let (assess, close) = (open && risks::work_on(&ctx, at, risk).is_ok(), open && risks::may_close(&ctx, at, risk));
    Ok(May {
        work: open && at.actor.may(Right::WorkWithRisks, ctx.today),
        quiet: at.actor.current(ctx.today).all(|h| h.role == Role::SteeringGroup),
        assess,
        close,
        end: close || (assess && !matches!(risk.state, RiskState::Occurred { .. })),
        decide: open && standing.decides,
        record: open && standing.records,
        acknowledge: open && waits && standing.decides && !standing.own,
        lift: open && standing.own && above,
        ask: open && at.actor.may(Right::Discuss, ctx.today) && !standing.decides && !standing.own,
        alternate: if open { risks::alternate(&ctx, at, risk) } else { None },
        capacity: Capacity::of(&standing, risk.matter()).words(rq),
    })
}

fn history(db: &mut Db, rq: &Rq, at: &InProject, row: &RiskRow) -> Result<Vec<Assessed>, Problem> {
    let mut before = None;
    let mut rows = Vec::new();
    for (a, by) in assessments::of_risk(db, row.id, SHOWN)? {
        rows.push(Assessed {
            on: local_day(a.at),
            when: format::date(local_day(a.at)),
            confirmed: confirmed(db, rq, at, &a)?,
            by: if a.on_delegation { rq.lang.text_with("assessed-on-delegation", &on_delegation(rq, &by, a.role)) } else { by },
            role: a.role,
            likelihood: a.likelihood,
            impact: a.impact,
            value: a.value,
            band: a.band,
            reason: a.reason,
            kind: rq.lang.text(&format!("assessment-{}", a.kind)).to_owned(),
            policy: before.replace(a.policy).filter(|policy| *policy != a.policy).map(|_| a.policy),
        });
    }
    rows.reverse();
    Ok(rows)
}
/// "bekräftad av Birgitta Ek (styrgruppen), beslut 14", of a lowering that somebody proposed.
fn confirmed(db: &mut Db, rq: &Rq, at: &InProject, assessment: &Assessment) -> Result<Option<ConfirmedBy>, Problem> {
    let Some(confirmed) = assessment.confirmed()? else { return Ok(None) };
    let mut args = on_delegation(rq, &at.named(db, confirmed.by)?, confirmed.role);
    args.set("number", confirmed.decision);
    Ok(Some(ConfirmedBy { words: rq.lang.text_with("risk-assessment-confirmed", &args), decision: confirmed.decision }))
}
fn on_delegation(rq: &Rq, by: &str, role: Role) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    args.set("by", by.to_owned());
    args.set("role", rq.lang.text(&format!("role-{role}-the")).to_lowercase());
    args
}
pub fn measure_line(rq: &Rq, m: &Measure, responsible: Option<String>) -> MeasureLine {
    let chosen = matches!(m.state, MeasureState::Chosen | MeasureState::Done);
    MeasureLine {
        number: m.number,
        text: m.text.clone(),
        strategy: rq.lang.text(&format!("strategy-{}", m.strategy)).to_owned(),
        state: rq.lang.text(&format!("measure-state-{}", m.state)).to_owned(),
        chosen,
        dropped: m.state == MeasureState::Dropped,
        responsible: responsible.unwrap_or_default(),
        due: m.due_on.map(|d| format::day_month(rq.lang, d)).unwrap_or_default(),
        late: m.state == MeasureState::Chosen && m.due_on.is_some_and(|d| d < rq.moment.today),
        cost: m.cost,
    }
}
