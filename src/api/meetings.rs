//! Meetings in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{CURSOR, LIMIT, Named, day, list as list_of, of, page, role, seen, shown, taken, text, whole, words};
use crate::api::view::{Items, cut, does_in, limit, number_cursor, read, version};
use crate::domain::meeting::{AgendaItem, Hours, ItemKind, MeetingState};
use crate::domain::rights::Right;
use crate::services::meetings::{self as service, CancelMeeting, HoldMeeting, Places, PlanMeeting};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::meetings::{self as rows, Filter, Meeting};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::urls;
use actix_web::http::Method;
use serde_json::{Value, json};

const MEETINGS: &str = "/api/v1/projects/{code}/meetings";
const MEETING: &str = "/api/v1/projects/{code}/meetings/{number}";
const ATTENDANCE: &str = "/api/v1/projects/{code}/meetings/{number}/attendance";
const CANCELLATION: &str = "/api/v1/projects/{code}/meetings/{number}/cancellation";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(MEETINGS, Right::Read, list),
        does_in(Method::POST, MEETINGS, Right::Record, plan),
        show_in(MEETING, Right::Read, show),
        does_in(Method::PUT, MEETING, Right::Record, change),
        does_in(Method::POST, ATTENDANCE, Right::Record, hold),
        does_in(Method::POST, CANCELLATION, Right::Record, cancel),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(MEETINGS, "listMeetings", "Lists the meetings of the project's bodies, the newest first.", "MeetingPage").with_query(&[LIMIT, CURSOR]),
    Operation::post(MEETINGS, "planMeeting", "Plans a meeting of a body, or enters one that has been.", "MeetingText", "Meeting").created(),
    Operation::get(MEETING, "readMeeting", "Reads a meeting.", "Meeting"),
    Operation::put(MEETING, "changeMeeting", "Plans a meeting anew while it is neither held nor cancelled.", "MeetingText", "Meeting"),
    Operation::post(ATTENDANCE, "holdMeeting", "Says that a meeting was held and who was there; again, to put it right.", "MeetingAttendance", "Meeting"),
    Operation::post(CANCELLATION, "cancelMeeting", "Cancels a meeting that no decision rests on.", "MeetingCancellation", "Meeting"),
];

/// `about` is where the things that the item names are found.
fn view(at: &InProject, places: &Places, m: &Meeting) -> Result<Value, Problem> {
    let about = |item: &AgendaItem| item.named().into_iter().filter_map(|(_, thing)| Some(urls::in_project(at, places.find(thing)?))).collect::<Vec<_>>();
    let agenda: Vec<Value> = m.agenda()?.iter().map(|item| json!({"kind": item.kind, "text": item.text, "about": about(item)})).collect();
    let hours = Hours::parse(&m.hours);
    let time = |time: Option<chrono::NaiveTime>| time.map(|t| t.format("%H:%M").to_string()).unwrap_or_default();
    Ok(json!({
        "number": m.number, "body": m.body, "held_on": m.held_on, "starts_at": time(hours.map(|h| h.from)), "ends_at": time(hours.and_then(|h| h.to)),
        "place": m.place, "purpose": m.purpose, "goal": m.goal, "agenda": agenda, "state": m.state, "present": m.present, "reason": m.reason,
        "version": m.version,
    }))
}
fn one(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let row = service::find(db, at, number)?;
    let places = Places::of(db, &rq.ctx()?, at, std::slice::from_ref(&row))?;
    Ok((view(at, &places, &row)?, row.version))
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let limit = limit(rq)?;
    let (found, next) = cut(rows::page(db, at.project.id, Filter::default(), number_cursor(rq)?, limit + 1)?, limit, |m| m.number.to_string());
    let places = Places::of(db, &rq.ctx()?, at, &found)?;
    let items = found.iter().map(|m| view(at, &places, m)).collect::<Result<Vec<_>, _>>()?;
    read(&Items { items, next })
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, version) = one(db, rq, at, rq.number("number")?)?;
    Ok(Reply::json(found).with_version(version))
}
fn plan(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::plan(db, &rq.ctx()?, at, &rq.read()?)?;
    let (made, version) = one(db, rq, at, number)?;
    Ok(Reply::created(made, format!("/api/v1/projects/{}/meetings/{number}", at.project.code)).with_version(version))
}
fn change(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: PlanMeeting = rq.read()?;
    request.version = version(rq, request.version)?;
    service::change(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn hold(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: HoldMeeting = rq.read()?;
    request.version = version(rq, request.version)?;
    service::hold(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn cancel(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: CancelMeeting = rq.read()?;
    request.version = version(rq, request.version)?;
    service::cancel(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let told = || json!({"type": "boolean", "description": "The body's members get a mail with a calendar file, unless the day has passed."});
    let kind = || words(ItemKind::ALL);
    let item = shown(&[("kind", kind()), ("text", text()), ("about", list_of(text()))]);
    let line = taken(&[("kind", kind()), ("text", text())], &[]);
    vec![
        (
            "Meeting",
            shown(&[
                ("number", whole()),
                ("body", role()),
                ("held_on", day()),
                ("starts_at", text()),
                ("ends_at", text()),
                ("place", text()),
                ("purpose", text()),
                ("goal", text()),
                ("agenda", list_of(item)),
                ("state", words(MeetingState::ALL)),
                ("present", text()),
                ("reason", text()),
                ("version", whole()),
            ]),
        ),
        ("MeetingPage", page(of("Meeting"))),
        (
            "MeetingText",
            taken(
                &[("body", role()), ("held_on", day())],
                &[
                    ("starts_at", text()),
                    ("ends_at", text()),
                    ("place", text()),
                    ("purpose", text()),
                    ("goal", text()),
                    ("agenda", list_of(line)),
                    ("tell", told()),
                    ("version", seen()),
                ],
            ),
        ),
        ("MeetingAttendance", taken(&[("present", text())], &[("version", seen())])),
        ("MeetingCancellation", taken(&[("reason", text())], &[("tell", told()), ("version", seen())])),
    ]
}
