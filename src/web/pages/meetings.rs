//! Meetings held and planned, with their agendas, read only.
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::store::columns::json;
use crate::store::meetings::{self, Meeting};
use crate::store::{Db, StoreResult};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::shell;
use chrono::NaiveDate;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![show_in("/projects/{code}/meetings", Right::Read, list)]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    coming: Vec<MeetingView>,
    held: Vec<MeetingView>,
}
#[derive(Serialize)]
struct MeetingView {
    number: i32,
    held_on: NaiveDate,
    hours: String,
    purpose: String,
    goal: String,
    agenda: Vec<Item>,
}
#[derive(Serialize)]
struct Item {
    kind: &'static str,
    text: String,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let views = meetings::of(db, at.project.id)?.into_iter().map(view).collect::<StoreResult<Vec<_>>>()?;
    let (mut coming, held): (Vec<_>, Vec<_>) = views.into_iter().partition(|m| m.held_on >= rq.moment.today);
    coming.reverse();
    shell::page_in(db, rq, at, "meetings", "pages/meetings/list.html", &ListPage { code: at.project.code.clone(), name: at.project.name.clone(), coming, held })
}
fn view(m: Meeting) -> StoreResult<MeetingView> {
    let agenda: Vec<(String, String)> = json(&m.agenda)?;
    let agenda = agenda.into_iter().map(|(letter, text)| Item { kind: kind(&letter), text }).collect();
    Ok(MeetingView { number: m.number, held_on: m.held_on, hours: m.hours, purpose: m.purpose, goal: m.goal, agenda })
}
/// What the letter of an agenda item stands for.
fn kind(letter: &str) -> &'static str {
    match letter {
        "B" => "decision",
        "D" => "discussion",
        "A" => "work",
        _ => "information",
    }
}
