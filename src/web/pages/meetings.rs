//! Meetings held and planned, with their agendas, read only.
use crate::domain::ids::RiskRef;
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::store::columns::json;
use crate::store::decisions::{self, DecisionRow};
use crate::store::meetings::{self, Meeting};
use crate::store::{Db, StoreResult};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::{shell, urls};
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
    /// Decisions whose basis names this meeting's day.
    decisions: Vec<Decided>,
}
#[derive(Serialize)]
struct Decided {
    number: i32,
    title: String,
    outcome: String,
}
#[derive(Serialize)]
struct Item {
    kind: &'static str,
    text: String,
    /// What the item is about, where its words name it.
    href: Option<String>,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let decided = decisions::page(db, at.project.id, None, None, 200)?;
    let views = meetings::of(db, at.project.id)?.into_iter().map(|m| view(rq, at, m, &decided)).collect::<StoreResult<Vec<_>>>()?;
    let (mut coming, held): (Vec<_>, Vec<_>) = views.into_iter().partition(|m| m.held_on >= rq.moment.today);
    coming.reverse();
    shell::page_in(db, rq, at, "meetings", "pages/meetings/list.html", &ListPage { code: at.project.code.clone(), name: at.project.name.clone(), coming, held })
}
fn view(rq: &Rq, at: &InProject, m: Meeting, decided: &[DecisionRow]) -> StoreResult<MeetingView> {
    let agenda: Vec<(String, String)> = json(&m.agenda)?;
    let agenda = agenda.into_iter().map(|(letter, text)| Item { kind: kind(&letter), href: about(at, &text), text }).collect();
    let day = format!("\"{}\"", m.held_on);
    let own = decided.iter().filter(|d| d.basis.as_deref().is_some_and(|b| b.contains("\"meeting\"") && b.contains(&day)));
    let decisions = own
        .map(|d| Decided { number: d.number, title: d.title.clone(), outcome: rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned() })
        .collect();
    Ok(MeetingView { number: m.number, held_on: m.held_on, hours: m.hours, purpose: m.purpose, goal: m.goal, agenda, decisions })
}
/// A risk, or the page of the matter, that an item names.
fn about(at: &InProject, text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let risk = text.split(|c: char| !c.is_alphanumeric()).find_map(RiskRef::parse);
    let page = [
        ("risk", "risks"),
        ("rapport", "status-reports"),
        ("ekonomi", "economy"),
        ("budget", "economy"),
        ("leverans", "deliverables"),
        ("beslut", "decisions"),
    ];
    match risk {
        Some(risk) => Some(urls::in_project(at, format_args!("risks/{risk}"))),
        None => page.iter().find(|(word, _)| lower.contains(word)).map(|(_, page)| urls::in_project(at, page)),
    }
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
