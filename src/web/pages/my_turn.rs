//! `/`: Väntar på dig.
use crate::domain::meeting::ItemKind;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::Problem;
use crate::services::my_turn;
use crate::store::decisions::DecisionRow;
use crate::store::projects::Project;
use crate::store::{Db, gates, meetings};
use crate::web::decided;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use crate::web::{rail, shell};
use serde::Serialize;

mod manner;
mod told;
mod waiting;
use waiting::Waiting;

pub fn routes() -> Vec<Route> {
    vec![show("/", Guard::SignedIn, page)]
}

/// Projects on the page, the newest.
const SHOWN: usize = 50;

#[derive(Serialize)]
struct Context {
    title: String,
    lead: String,
    items: Vec<Waiting>,
    others: Vec<Waiting>,
    decided: Vec<Decided>,
    meeting: Option<Meeting>,
    projects: Vec<Mine>,
    /// Of how many projects these are.
    all_projects: usize,
    registered: Vec<Registered>,
    /// Nothing ever waits for who only keeps records, nor is what waits for others theirs to follow.
    only_registers: bool,
}
#[derive(Serialize)]
struct Registered {
    code: String,
    name: String,
}
#[derive(Serialize)]
struct Decided {
    title: String,
    text: String,
    href: String,
}
#[derive(Serialize)]
struct Meeting {
    day: String,
    hours: String,
    items: usize,
    decisions: usize,
    href: String,
}
#[derive(Serialize)]
struct Mine {
    code: String,
    name: String,
    phases: Vec<rail::Step>,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let ctx = rq.ctx()?;
    let turn = my_turn::gather(db, &ctx)?;
    my_turn::keep(db, &ctx, &turn)?;
    let mine = turn.projects;
    let ids: Vec<i64> = mine.iter().map(|p| p.id).collect();
    let soonest = meetings::soonest(db, &ids, ctx.today)?;
    let meeting = soonest.and_then(|(id, m)| Some(next_meeting(rq, &mine.iter().find(|p| p.id == id)?.code, &m))).transpose()?;
    let only_registers = !turn.registered.is_empty() && turn.registered.len() == mine.len();
    let lead = if only_registers {
        "turn-lead-records"
    } else if turn.items.is_empty() {
        "turn-lead-empty"
    } else {
        "turn-lead"
    };
    let context = Context {
        title: if only_registers { rq.lang.text("turn-title-records").to_owned() } else { headline(rq, turn.items.len()) },
        lead: rq.lang.text(lead).to_owned(),
        items: turn.items.iter().map(|i| Waiting::mine(rq, i)).collect(),
        others: turn.waits_for_others.iter().take(6).map(|i| Waiting::other(rq, i)).collect(),
        decided: turn.decided.iter().map(|(p, d)| decided(rq, &p.code, d)).collect(),
        meeting,
        projects: own(db, &mine)?,
        all_projects: mine.len(),
        registered: turn.registered.into_iter().map(|p| Registered { code: p.code, name: p.name }).collect(),
        only_registers,
    };
    shell::page(db, rq, "waiting", "pages/my_turn/home.html", &context)
}

fn own(db: &mut Db, mine: &[Project]) -> Result<Vec<Mine>, Problem> {
    let mut placed: Vec<&Project> = mine.iter().collect();
    placed.sort_by_key(|p| p.place());
    placed.truncate(SHOWN);
    let ids: Vec<i64> = placed.iter().map(|p| p.id).collect();
    let gates = gates::of_all(db, &ids)?;
    let of = |p: &Project| gates.iter().filter(|(id, _)| *id == p.id).map(|(_, gate)| gate.clone()).collect::<Vec<_>>();
    Ok(placed.into_iter().map(|p| Mine { code: p.code.clone(), name: p.name.clone(), phases: rail::short(&of(p)) }).collect())
}

fn headline(rq: &Rq, count: usize) -> String {
    let mut args = FluentArgs::new();
    args.set("count", count);
    rq.lang.text_with("turn-title", &args)
}

fn decided(rq: &Rq, code: &str, d: &DecisionRow) -> Decided {
    let outcome = rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_lowercase();
    Decided {
        title: format!("{}: {outcome}", d.title),
        text: format!("{}, {}", decided::capacity(rq, &d.role, d.delegation), format::dated(rq.lang, d.decided_on)),
        href: format!("/projects/{code}/decisions/{}", d.number),
    }
}

fn next_meeting(rq: &Rq, code: &str, m: &crate::store::meetings::Meeting) -> Result<Meeting, Problem> {
    let agenda = m.agenda()?;
    let mut day = format::long_day(rq.lang, m.held_on);
    if let Some(first) = day.get(..1).map(str::to_uppercase) {
        day.replace_range(..1, &first);
    }
    Ok(Meeting {
        day,
        hours: m.hours.clone(),
        items: agenda.len(),
        decisions: agenda.iter().filter(|item| item.kind == ItemKind::Decision).count(),
        href: format!("/projects/{code}/meetings/{}", m.number),
    })
}

/// What waits, as one line names it: `FB-3 Två till tre gemensamma processer`.
pub(crate) fn named(rq: &Rq, item: &my_turn::Item) -> String {
    Waiting::mine(rq, item).named()
}
