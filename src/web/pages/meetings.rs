//! `/projects/{code}/meetings`: meetings to come and held, with their agendas.
use crate::domain::meeting::{AgendaItem, MeetingState};
use crate::domain::rights::Right;
use crate::services::lists::cut;
use crate::services::meetings::{self as service, Decided, Places};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::meetings::{self, Filter, Meeting};
use crate::web::basis::{Member, members};
use crate::web::form::FormState;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;

mod write;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/meetings", Right::Read, list),
        show_in("/projects/{code}/meetings/new", Right::Record, write::new),
        post_in("/projects/{code}/meetings/new", Right::Record, write::plan, write::new),
        show_in("/projects/{code}/meetings/{number}", Right::Read, one),
        show_in("/projects/{code}/meetings/{number}/edit", Right::Record, write::edit),
        post_in("/projects/{code}/meetings/{number}/edit", Right::Record, write::change, write::edit),
        post_in("/projects/{code}/meetings/{number}/attendance", Right::Record, write::hold, one),
        post_in("/projects/{code}/meetings/{number}/cancellation", Right::Record, write::cancel, one),
    ]
}

/// Past meetings on a page.
const PAGE: i64 = 20;

#[derive(Serialize)]
struct ListPage {
    code: String,
    project: String,
    /// Today and later, the soonest first.
    coming: Vec<MeetingView>,
    /// The newest first; cancelled ones stand on their days.
    past: Vec<MeetingView>,
    /// Where the past ones before these are.
    older: String,
    /// These are past ones before others: what is to come is on the first page.
    is_later_page: bool,
    may_plan: bool,
}
#[derive(Serialize)]
struct MeetingView {
    number: i32,
    body: String,
    held_on: NaiveDate,
    hours: String,
    place: String,
    purpose: String,
    goal: String,
    agenda: Vec<Item>,
    state: MeetingState,
    /// Planned, and its day is past: nobody has said who was there.
    unmarked: bool,
    present: String,
    reason: String,
    decisions: Vec<DecisionView>,
}
#[derive(Serialize)]
struct DecisionView {
    number: i32,
    title: String,
    outcome: String,
}
#[derive(Serialize)]
struct Item {
    kind: crate::domain::meeting::ItemKind,
    /// The text in parts: those that name something that exists lead there.
    parts: Vec<Part>,
}
#[derive(Serialize)]
struct Part {
    text: String,
    href: String,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, project) = (rq.ctx()?, at.project.id);
    let before: Option<i32> = rq.filter_word("before");
    let coming = if before.is_none() { meetings::coming(db, project, ctx.today)? } else { Vec::new() };
    let filter = Filter { been_on: Some(ctx.today), ..Filter::default() };
    let read = meetings::page(db, project, filter, before, PAGE + 1)?;
    let (past, older) = cut(read, PAGE, |m| urls::in_project(at, format!("meetings?before={}", m.number)));
    let context = ListPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        coming: views(db, rq, &ctx, at, &coming)?,
        past: views(db, rq, &ctx, at, &past)?,
        older: older.unwrap_or_default(),
        is_later_page: before.is_some(),
        may_plan: at.actor.may(Right::Record, ctx.today),
    };
    shell::page_in(db, rq, at, "meetings", "pages/meetings/list.html", &context)
}

#[derive(Serialize)]
struct OnePage {
    code: String,
    project: String,
    form: FormState,
    meeting: MeetingView,
    members: Vec<Member>,
    may_change: bool,
    may_cancel: bool,
    may_hold: bool,
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let row = service::find(db, at, rq.number("number")?)?;
    let meeting = views(db, rq, &ctx, at, std::slice::from_ref(&row))?.remove(0);
    let may = service::may(&ctx, at, row.to_domain(), !meeting.decisions.is_empty());
    let context = OnePage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string()), ("present", row.present.clone())]),
        meeting,
        members: if row.present.is_empty() { members(at, row.body, row.held_on) } else { Vec::new() },
        may_change: may.change,
        may_cancel: may.cancel,
        may_hold: may.hold,
    };
    shell::page_in(db, rq, at, "meetings", "pages/meetings/meeting.html", &context)
}

fn views(db: &mut Db, rq: &Rq, ctx: &Ctx, at: &InProject, meetings: &[Meeting]) -> Result<Vec<MeetingView>, Problem> {
    let (places, decided) = (Places::of(db, ctx, at, meetings)?, service::decided(db, at, meetings)?);
    meetings.iter().map(|m| view(rq, ctx, at, m, &places, &decided)).collect()
}
fn view(rq: &Rq, ctx: &Ctx, at: &InProject, m: &Meeting, places: &Places, decided: &[Decided]) -> Result<MeetingView, Problem> {
    let outcome = |word: &str| rq.lang.text(&format!("decision-outcome-{word}")).to_owned();
    let own = decided.iter().filter(|d| d.at(m)).map(|d| &d.0);
    Ok(MeetingView {
        number: m.number,
        body: at.body_name(m.body).unwrap_or_else(|| rq.lang.text(&format!("role-{}-the", m.body)).to_owned()),
        held_on: m.held_on,
        hours: m.hours.clone(),
        place: m.place.clone(),
        purpose: m.purpose.clone(),
        goal: m.goal.clone(),
        agenda: m.agenda()?.iter().map(|item| told(at, places, item)).collect(),
        state: m.state,
        unmarked: m.state == MeetingState::Planned && m.held_on < ctx.today,
        present: m.present.clone(),
        reason: m.reason.clone(),
        decisions: own.map(|d| DecisionView { number: d.number, title: d.title.clone(), outcome: outcome(&d.outcome) }).collect(),
    })
}
/// An item whose text names one thing leads there as a whole; one that names several does so by their names.
fn told(at: &InProject, places: &Places, item: &AgendaItem) -> Item {
    let found = item.named().into_iter().filter_map(|(range, thing)| Some((range, urls::in_project(at, places.find(thing)?))));
    let mut links: Vec<_> = found.collect();
    if let [(range, _)] = links.as_mut_slice() {
        *range = 0..item.text.len();
    }
    let (mut parts, mut end) = (Vec::new(), 0);
    for (range, href) in links {
        parts.push(Part { text: item.text[end..range.start].to_owned(), href: String::new() });
        parts.push(Part { text: item.text[range.clone()].to_owned(), href });
        end = range.end;
    }
    parts.push(Part { text: item.text[end..].to_owned(), href: String::new() });
    parts.retain(|part| !part.text.is_empty());
    Item { kind: item.kind, parts }
}
