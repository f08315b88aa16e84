//! One request: its way with names and dates, its effects, why this decider, and the next step for whoever's turn it is.
use super::board::{age, days_there, standing, tone};
use super::words;
use crate::clock::local_day;
use crate::domain::change::{Assessment, Because, Change, ChangeState};
use crate::domain::decision::ObjectKind;
use crate::domain::ids::ChangeRef;
use crate::domain::money::Ore;
use crate::domain::plan::DeliverableChange;
use crate::domain::remark::Topic;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fields, Input};
use crate::render::format;
use crate::services::changes::{self, Communicate, Execute, GiveBack, Raise, Withdraw};
use crate::services::version::Seen;
use crate::services::{InProject, Problem, decisions as decision_services};
use crate::store::Db;
use crate::store::changes::{self as rows, ChangeRow, Step};
use crate::web::decided::{self, Decided};
use crate::web::form::FormState;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::talk::{self, Talk};
use crate::web::{shell, urls};
use serde::Serialize;

/// Steps shown on the page.
const SHOWN: i64 = 100;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    change: Card,
    path: Vec<PathStep>,
    history: Vec<Happened>,
    recorded: Vec<Recorded>,
    decisions: Vec<Decided>,
    talk: Talk,
    may: May,
    /// What must be completed in a returned request; empty otherwise.
    returned: String,
    /// It was raised, and another approval has changed the plan since.
    plan_has_moved: bool,
    /// Why nothing can be done about it, in a project that is paused or closed; empty in one that runs.
    halted: String,
}
/// A request as its pages show it.
#[derive(Serialize)]
pub struct Card {
    pub reference: String,
    pub title: String,
    pub state: ChangeState,
    /// The state in words.
    pub standing: String,
    pub tone: &'static str,
    pub ordered_by: Role,
    /// Whose turn it is.
    pub waits_with: Option<Role>,
    pub waits: String,
    /// Who decides it, once it is assessed.
    pub decides: Option<Role>,
    pub proposal: String,
    pub reason: String,
    pub if_nothing: String,
    pub effect: Option<Effect>,
    /// Why this decider, sentence by sentence.
    pub because: Vec<String>,
    /// "Styrgruppen beslutar om …"
    pub capacity: String,
    pub lifted: String,
    pub decision: Option<i32>,
    pub baseline: Option<i32>,
    pub version: i64,
}
/// The assessment in words.
#[derive(Serialize)]
pub struct Effect {
    pub days: String,
    pub cost: String,
    pub goals: bool,
    pub financing: bool,
    pub terms: Vec<Term>,
    /// What the plan's lines change, a sentence each.
    pub lines: Vec<String>,
    /// What of the effects the plan does not take up, a sentence each.
    pub outside: Vec<String>,
}
#[derive(Serialize)]
pub struct Term {
    pub term: String,
    pub value: String,
}
#[derive(Serialize)]
struct PathStep {
    label: String,
    state: &'static str,
    note: String,
}
#[derive(Serialize)]
struct Happened {
    when: String,
    by: String,
    title: String,
    text: String,
    href: String,
}
/// What the person in front of the page may do now.
#[derive(Serialize)]
struct May {
    edit: bool,
    pass_on: bool,
    receive: bool,
    assess: bool,
    raise: bool,
    decide: bool,
    /// Records what the body decided.
    record: bool,
    /// Made it, and holds it: it can be lifted, not decided.
    lift: bool,
    alternate: Option<Role>,
    begin: bool,
    finish: bool,
    communicate: bool,
    withdraw: bool,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    let change = row.to_domain()?;
    let steps = rows::steps_of(db, row.id, SHOWN)?;
    let reference = row.reference().to_string();
    let decisions = decided::about(db, rq, at, ObjectKind::ChangeRequest, &reference)?;
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        path: path(rq, at, &row, &change, &steps),
        history: steps.iter().rev().map(|s| happened(rq, at, &decisions, s)).collect(),
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::ChangeRequest, &reference)?,
        decisions,
        talk: Talk::about(db, rq, at, Topic::Change(row.reference()))?,
        may: may(rq, at, &change)?,
        returned: if change.state == ChangeState::Returned { why_returned(&steps) } else { String::new() },
        plan_has_moved: change.state == ChangeState::Raised && changes::plan_has_moved(db, at, &change)?,
        halted: at.demand_running().err().filter(|_| !change.state.is_closed()).map(|halt| halt.words(rq.lang)).unwrap_or_default(),
        change: card(rq, at, &row, &change),
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/change.html", &context)
}

/// The request as its pages show it.
pub fn card(rq: &Rq, at: &InProject, row: &ChangeRow, change: &Change) -> Card {
    let waits_with = change.waits_with(&at.charter);
    let the = |role: Role| rq.lang.text(&format!("role-{role}-the")).to_owned();
    let decider = change.decider(&at.charter);
    let decides = decider.as_ref().map(|d| change.lift.as_ref().map_or_else(|| at.charter.held_by(d.matter), |l| l.to));
    let capacity = decider.as_ref().zip(decides).map(|(d, role)| {
        let matter = rq.lang.text(&format!("matter-on-{}", d.matter)).to_owned();
        words(rq, "risk-decides", &[("role", the(role)), ("matter", matter)])
    });
    let lifted = change
        .lift
        .as_ref()
        .map(|l| words(rq, "change-lifted", &[("role", the(l.to)), ("at", format::stamp(rq.lang, format::local(l.at))), ("reason", l.reason.clone())]));
    Card {
        reference: row.reference().to_string(),
        title: row.title.clone(),
        state: row.state,
        standing: standing(rq, row),
        tone: tone(row),
        ordered_by: row.ordered_by,
        waits_with,
        waits: waits_with.map(|role| words(rq, "change-waits", &[("role", the(role)), ("since", age(rq, days_there(rq, row)))])).unwrap_or_default(),
        decides,
        proposal: row.proposal.clone(),
        reason: row.reason.clone(),
        if_nothing: row.if_nothing.clone(),
        effect: change.assessment.as_ref().map(|a| effect(rq, a)),
        because: decider.map(|d| d.because.iter().map(|b| because(rq, b)).collect()).unwrap_or_default(),
        capacity: capacity.unwrap_or_default(),
        lifted: lifted.unwrap_or_default(),
        decision: row.decision,
        baseline: row.baseline,
        version: row.version,
    }
}

fn because(rq: &Rq, because: &Because) -> String {
    let matter = |m: &crate::domain::matter::Matter| rq.lang.text(&format!("matter-{m}")).to_lowercase();
    let kr = |ore: Ore| format::kr(rq.lang, ore.0);
    let (key, said) = match because {
        Because::WithinTolerance { limit } => ("change-because-within", vec![("kr", kr(Ore::kronor(limit.kronor))), ("days", limit.days.to_string())]),
        Because::Goals => ("change-because-goals", vec![]),
        Because::Deliverables => ("change-because-deliverables", vec![]),
        Because::Days { days, limit, matter: m } => {
            ("change-because-days", vec![("days", days.to_string()), ("limit", limit.to_string()), ("matter", matter(m))])
        }
        Because::Cost { amount, limit, matter: m } => ("change-because-cost", vec![("amount", kr(*amount)), ("limit", kr(*limit)), ("matter", matter(m))]),
        Because::BudgetFrame { amount } => ("change-because-frame", vec![("amount", signed(rq, *amount))]),
        Because::Financing => ("change-because-financing", vec![]),
    };
    words(rq, key, &said)
}

/// An amount that says whether it is more or less.
fn signed(rq: &Rq, amount: Ore) -> String {
    let kr = format::kr(rq.lang, amount.0);
    if amount > Ore::ZERO { format!("+{kr}") } else { kr }
}
fn effect(rq: &Rq, a: &Assessment) -> Effect {
    let days = match a.days {
        0 => rq.lang.text("change-no-days").to_owned(),
        n => {
            let mut args = crate::render::i18n::FluentArgs::new();
            args.set("days", n.abs());
            rq.lang.text_with(if n > 0 { "change-days-later" } else { "change-days-earlier" }, &args)
        }
    };
    let texts = [("scope", &a.scope), ("quality", &a.quality), ("risks", &a.risks)];
    let mut terms: Vec<Term> = texts
        .into_iter()
        .filter_map(|(key, text)| Some(Term { term: rq.lang.text(&format!("change-{key}")).to_owned(), value: text.as_ref()?.to_string() }))
        .collect();
    terms.push(Term { term: rq.lang.text("change-alternatives").to_owned(), value: a.alternatives.to_string() });
    let cost = if a.cost == Ore::ZERO { rq.lang.text("change-no-cost").to_owned() } else { signed(rq, a.cost) };
    Effect { days, cost, goals: a.goals, financing: a.financing, terms, lines: lines(rq, a), outside: outside(rq, a) }
}
fn outside(rq: &Rq, a: &Assessment) -> Vec<String> {
    let (within, net) = (a.cost_within_budget(), a.plan.net());
    let cost = match (within == Ore::ZERO, net == Ore::ZERO) {
        (true, _) => None,
        (false, true) => Some(words(rq, "change-cost-within-budget", &[("cost", signed(rq, a.cost))])),
        (false, false) => Some(words(rq, "change-cost-partly-in-budget", &[("cost", signed(rq, a.cost)), ("net", signed(rq, net))])),
    };
    let days = a.moves_no_date().then(|| rq.lang.text("change-days-move-nothing").to_owned());
    cost.into_iter().chain(days).collect()
}
fn lines(rq: &Rq, a: &Assessment) -> Vec<String> {
    let day = |d| format::dated(rq.lang, d);
    let mut lines = Vec::new();
    if let Some(end) = a.plan.ends_on {
        let from = end.from.map_or_else(|| rq.lang.text("not-stated").to_lowercase(), day);
        lines.push(words(rq, "change-line-end", &[("from", from), ("to", day(end.to))]));
    }
    for m in &a.plan.milestones {
        lines.push(words(rq, "change-line-milestone", &[("name", m.name.clone()), ("from", day(m.from)), ("to", day(m.to))]));
    }
    for m in &a.plan.new_milestones {
        let said = [("name", m.name.clone()), ("starts", day(m.starts_on)), ("planned", day(m.planned_on))];
        lines.push(words(rq, "change-line-new-milestone", &said));
    }
    for b in &a.plan.budget {
        lines.push(words(rq, "change-line-budget", &[("category", b.category.clone()), ("year", b.year.to_string()), ("amount", signed(rq, b.amount))]));
    }
    for d in &a.plan.deliverables {
        let (key, number, name, to) = match d {
            DeliverableChange::Add { name, handed_to } => ("add", 0, name, handed_to.as_str()),
            DeliverableChange::Change { number, name, handed_to } => ("change", *number, name, handed_to.as_str()),
            DeliverableChange::Remove { number, name } => ("remove", *number, name, ""),
        };
        let to = if to.is_empty() { rq.lang.text("not-stated").to_lowercase() } else { to.to_owned() };
        lines.push(words(rq, &format!("change-line-{key}"), &[("ref", format!("L{number}")), ("name", name.clone()), ("to", to)]));
    }
    lines
}

/// The steps of the way, with what each is called and by which words of the history it is done.
fn way(change: &Change) -> Vec<(&'static str, &'static [&'static str])> {
    let mut way: Vec<(&'static str, &'static [&'static str])> = vec![("submitted", &["submitted"])];
    if change.ordered_by == Role::ProjectOwner {
        way.push(("passed_on", &["passed_on"]));
    }
    way.extend([("received", &["received"][..]), ("assessed", &["assessed"]), ("raised", &["raised"]), ("decided", &["approved", "rejected"])]);
    match change.state {
        ChangeState::Withdrawn => way.push(("withdrawn", &["withdrawn"])),
        ChangeState::Rejected => way.push(("communicated", &["communicated"])),
        _ => way.extend([("executed", &["executed"][..]), ("communicated", &["communicated"])]),
    }
    way
}
fn path(rq: &Rq, at: &InProject, row: &ChangeRow, change: &Change, steps: &[(Step, String)]) -> Vec<PathStep> {
    // What was returned begins its way anew; what is withdrawn ends it.
    let round = match change.state {
        ChangeState::Returned => &steps[steps.len()..],
        _ => &steps[steps.iter().rposition(|(s, _)| s.step == "submitted").unwrap_or(0)..],
    };
    let rejected = round.iter().any(|(s, _)| s.step == "rejected");
    let mut now = false;
    let way = way(change).into_iter().filter(|(label, _)| !(rejected && *label == "executed"));
    let mut path: Vec<PathStep> = way
        .map(|(label, by)| {
            let done = round.iter().rfind(|(s, _)| by.contains(&s.step.as_str()));
            let label = rq.lang.text(&format!("change-way-{}", done.filter(|_| label == "decided").map_or(label, |(s, _)| s.step.as_str()))).to_owned();
            match done {
                Some((step, who)) => PathStep { label, state: "done", note: format!("{who}, {}", format::dated(rq.lang, local_day(step.at))) },
                None if !now && change.state != ChangeState::Withdrawn => {
                    now = true;
                    let note = change.waits_with(&at.charter).map(|role| (rq.lang.text(&format!("role-{role}")).to_owned(), age(rq, days_there(rq, row))));
                    PathStep { label, state: "now", note: note.map(|(role, age)| format!("{role}, {age}")).unwrap_or_default() }
                }
                None => PathStep { label, state: "next", note: String::new() },
            }
        })
        .collect();
    if change.state == ChangeState::Withdrawn {
        path.retain(|step| step.state == "done");
    }
    path
}
/// The words of the newest return.
fn why_returned(steps: &[(Step, String)]) -> String {
    steps.iter().rev().find(|(s, _)| s.step == "returned").map(|(s, _)| s.text.clone()).unwrap_or_default()
}
fn happened(rq: &Rq, at: &InProject, decisions: &[Decided], (step, by): &(Step, String)) -> Happened {
    let decided = decisions.iter().find(|d| step.decision == Some(d.number));
    let capacity = decided.map_or_else(|| rq.lang.text(&format!("role-{}", step.role)).to_owned(), |d| d.by.clone());
    Happened {
        when: format::stamp(rq.lang, format::local(step.at)),
        by: format::with_role(by, &capacity),
        title: rq.lang.text(&format!("change-way-{}", step.step)).to_owned(),
        text: step.text.clone(),
        href: step.decision.map(|n| urls::in_project(at, format_args!("decisions/{n}"))).unwrap_or_default(),
    }
}

fn may(rq: &Rq, at: &InProject, change: &Change) -> Result<May, Problem> {
    let ctx = rq.ctx()?;
    let has = |role: Role| at.actor.has_any(&[role], ctx.today);
    let (orders, leads) = (has(change.ordered_by), at.actor.may(Right::HandleChange, ctx.today));
    let standing = changes::standing(&ctx, at, change);
    let running = at.demand_running().is_ok();
    let stands = |what: fn(&decision_services::Standing) -> bool| running && standing.as_ref().is_some_and(|(s, _)| what(s));
    let (next, leads_on) = (|| change.clone(), leads && running);
    Ok(May {
        edit: orders && running && change.state.is_editable(),
        pass_on: has(Role::ProjectOrderer) && running && change.waits_to_be_passed_on(),
        receive: leads_on && change.waits_to_be_received(),
        assess: leads_on && change.may_be_assessed(),
        raise: leads_on && next().raise().is_ok(),
        decide: stands(|s| s.decides),
        record: stands(|s| s.records),
        lift: stands(|s| s.own && !s.decides),
        alternate: standing.as_ref().and_then(|(_, alternate)| *alternate),
        begin: leads_on && next().begin().is_ok(),
        finish: leads_on && next().finish().is_ok(),
        communicate: leads && next().communicate().is_ok(),
        withdraw: changes::may_withdraw(&ctx, at, change),
    })
}

pub fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::submit(db, &rq.ctx()?, at, rq.change()?, rq.read::<Seen>()?)?;
    done(rq, at, submitted(db, rq, at, rq.change()?)?)
}
/// What is told of a request that was just submitted: a leader who submits it to themselves has received it by that.
pub(super) fn submitted(db: &mut Db, rq: &Rq, at: &InProject, reference: ChangeRef) -> Result<&'static str, Problem> {
    let received = changes::find(db, &rq.ctx()?, at, reference)?.state == ChangeState::Received;
    Ok(if received { "msg-change-submitted-own" } else { "msg-change-submitted" })
}
pub fn withdraw(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::demand_withdrawer(db, &rq.ctx()?, at, rq.change()?)?;
    changes::withdraw(db, &rq.ctx()?, at, rq.change()?, &rq.read::<Withdraw>()?)?;
    done(rq, at, "msg-change-withdrawn")
}
pub fn receive(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::receive(db, &rq.ctx()?, at, rq.change()?, rq.read::<Seen>()?)?;
    done(rq, at, "msg-change-received")
}
/// The leader raises it; lifting a raised one goes by the page of its decision.
pub fn raise(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    changes::raise_to_decider(db, &rq.ctx()?, at, rq.change()?, &Raise { version: seen.version, ..Raise::default() })?;
    done(rq, at, "msg-change-raised")
}
/// The project orderer gives the project owner's request back; a decider's return goes by the page of the decision.
pub fn hand_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: HandBack = rq.read()?;
    changes::hand_back(db, &rq.ctx()?, at, rq.change()?, &GiveBack { reason: request.0, basis: None, version: request.1 })?;
    done(rq, at, "msg-change-returned")
}
/// Named apart from a withdrawal's reason, which the page may ask for too.
struct HandBack(LongText, Option<i64>);
impl Input for HandBack {
    fn parse(f: &mut Fields<'_>) -> Option<HandBack> {
        let (reason, version) = (f.long("complete"), f.version());
        Some(HandBack(reason?, version))
    }
}
pub fn execute(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: Execute = rq.read()?;
    changes::execute(db, &rq.ctx()?, at, rq.change()?, &request)?;
    done(rq, at, if request.outcome == changes::Execution::Begin { "msg-change-begun" } else { "msg-change-executed" })
}
pub fn communicate(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::communicate(db, &rq.ctx()?, at, rq.change()?, &rq.read::<Communicate>()?)?;
    done(rq, at, "msg-change-communicated")
}
pub fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::Change(rq.change()?))
}

fn done(rq: &Rq, at: &InProject, said: &str) -> Answer {
    Ok(Reply::see_other(href(at, rq)?).with_notice(rq.lang.text(said)))
}
fn href(at: &InProject, rq: &Rq) -> Result<String, Problem> {
    Ok(urls::in_project(at, format_args!("changes/{}", rq.change()?)))
}
