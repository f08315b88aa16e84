//! Meetings: whoever records for a body plans, changes or cancels one, and says who was there.
use crate::domain::meeting::{AgendaItem, Hours, ItemKind, Meeting as Rules, time};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{LongText, Names, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::decisions::{self, MadeAt};
use crate::store::meetings::{self as rows, Meeting, Plan};
use crate::store::{Db, StoreResult};
use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

mod places;
pub use places::Places;

/// The most items that an agenda has.
const ITEMS: usize = 50;

/// A meeting to be planned, or planned anew.
#[derive(Debug, Clone)]
pub struct PlanMeeting {
    pub body: Role,
    pub held_on: NaiveDate,
    pub hours: Option<Hours>,
    pub place: Option<ShortText>,
    pub purpose: Option<ShortText>,
    pub goal: Option<ShortText>,
    pub agenda: Vec<AgendaItem>,
    /// The body's members are told by mail.
    pub tell: bool,
    pub version: Option<i64>,
}
impl Input for PlanMeeting {
    fn parse(f: &mut Fields<'_>) -> Option<PlanMeeting> {
        let (body, held_on, hours) = (f.word("body"), f.date("held_on"), hours(f));
        let (place, purpose, goal) = (f.optional_short("place"), f.optional_short("purpose"), f.optional_short("goal"));
        let agenda = if f.is_json() { f.each("agenda", "text", item) } else { lines(f) };
        if agenda.len() > ITEMS {
            f.fault("agenda", Fault::Other("too-long-agenda"));
        }
        let (tell, version) = (f.tick("tell"), f.version());
        Some(PlanMeeting { body: body?, held_on: held_on?, hours: hours?, place, purpose, goal, agenda, tell, version })
    }
}
/// From and to, `None` within when nobody has said from when.
fn hours(f: &mut Fields<'_>) -> Option<Option<Hours>> {
    let (from, to) = (clock(f, "starts_at"), clock(f, "ends_at"));
    match (from?, to?) {
        (Some(from), to) => {
            let hours = Hours::new(from, to);
            if hours.is_none() {
                f.fault("ends_at", Fault::Other("ends-before-it-starts"));
            }
            hours.map(Some)
        }
        (None, Some(_)) => {
            f.fault("starts_at", Fault::Required);
            None
        }
        (None, None) => Some(None),
    }
}
fn clock(f: &mut Fields<'_>, name: &str) -> Option<Option<NaiveTime>> {
    let Some(typed) = f.optional_short(name) else { return Some(None) };
    let read = time(typed.as_str());
    if read.is_none() {
        f.fault(name, Fault::Other("not-a-time"));
    }
    read.map(Some)
}
fn item(f: &mut Fields<'_>) -> Option<AgendaItem> {
    let (kind, text) = (f.word::<ItemKind>("kind"), f.short("text"));
    Some(AgendaItem { kind: kind?, text: text?.into_string() })
}
/// One item a line, as [`AgendaItem::of_line`] reads it.
fn lines(f: &mut Fields<'_>) -> Vec<AgendaItem> {
    let typed = f.optional_long("agenda").map(|text| text.as_str().to_owned()).unwrap_or_default();
    let items: Vec<AgendaItem> = typed.lines().filter(|line| !line.trim().is_empty()).map(AgendaItem::of_line).collect();
    if let Some(fault) = items.iter().find_map(|item| ShortText::new(&item.text).err()) {
        f.fault("agenda", fault);
    }
    items
}

/// Those who were at a meeting.
#[derive(Debug, Clone)]
pub struct HoldMeeting {
    pub present: Names,
    pub version: Option<i64>,
}
impl Input for HoldMeeting {
    fn parse(f: &mut Fields<'_>) -> Option<HoldMeeting> {
        let (present, version) = (f.people("present"), f.version());
        Some(HoldMeeting { present: present?, version })
    }
}
/// Why a meeting is cancelled.
#[derive(Debug, Clone)]
pub struct CancelMeeting {
    pub reason: LongText,
    /// The body's members are told by mail.
    pub tell: bool,
    pub version: Option<i64>,
}
impl Input for CancelMeeting {
    fn parse(f: &mut Fields<'_>) -> Option<CancelMeeting> {
        let (reason, tell, version) = (f.long("reason"), f.tick("tell"), f.version());
        Some(CancelMeeting { reason: reason?, tell, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<Meeting, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// The roles that a body holds: theirs are the meetings.
pub fn bodies(at: &InProject) -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| at.is_body(*role))
}

/// Plans a meeting of a body under the next number. One that has been can be entered afterwards; nobody is told of it then.
///
/// # Errors
/// No right to record, or a role that no body holds.
pub fn plan(db: &mut Db, ctx: &Ctx, at: &InProject, request: &PlanMeeting) -> Result<i32, Problem> {
    at.demand(Right::Record, ctx.today)?;
    demand_body(at, request)?;
    let number = rows::next_number(db, at.project.id)?;
    stored(request, |plan| rows::add(db, at.project.id, number, plan))?;
    let planned = find(db, at, number)?;
    journal::record(db, ctx, at, Change { kind: "meeting.planned", object: &object(number), before: Value::Null, after: told(&planned)? })?;
    if request.tell && planned.to_domain().is_to_come(ctx.today) {
        notify::meeting_planned(db, ctx, at, &planned)?;
    }
    Ok(number)
}
/// Plans it anew, while it is neither held nor cancelled.
///
/// # Errors
/// As [`plan()`], held, cancelled, or stale.
pub fn change(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &PlanMeeting) -> Result<(), Problem> {
    at.demand(Right::Record, ctx.today)?;
    let before = find(db, at, number)?;
    before.to_domain().change()?;
    version::expect(before.version, request.version)?;
    demand_body(at, request)?;
    stored(request, |plan| rows::change(db, at.project.id, &before, plan))?;
    let after = find(db, at, number)?;
    let change = Change { kind: "meeting.changed", object: &object(number), before: told(&before)?, after: told(&after)? };
    journal::record(db, ctx, at, change)?;
    if request.tell && (before.to_domain().is_to_come(ctx.today) || after.to_domain().is_to_come(ctx.today)) {
        notify::meeting_changed(db, ctx, at, &before, &after)?;
    }
    Ok(())
}
/// Says that it was held and who was there; said again, it puts right who was there.
///
/// # Errors
/// No right to record, its day has not come, cancelled, or stale.
pub fn hold(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &HoldMeeting) -> Result<(), Problem> {
    at.demand(Right::Record, ctx.today)?;
    let before = find(db, at, number)?;
    let after = before.to_domain().hold(ctx.today)?;
    version::expect(before.version, request.version)?;
    rows::settle(db, at.project.id, &before, after.state, request.present.as_str(), "")?;
    let was = if before.present.is_empty() { Value::Null } else { json!({"present": before.present}) };
    journal::record(db, ctx, at, Change { kind: "meeting.held", object: &object(number), before: was, after: json!({"present": request.present}) })
}
/// Cancels it, with a reason.
///
/// # Errors
/// No right to record, held, cancelled already, decisions rest on it, or stale.
pub fn cancel(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &CancelMeeting) -> Result<(), Problem> {
    at.demand(Right::Record, ctx.today)?;
    let before = find(db, at, number)?;
    let decided = decided(db, at, std::slice::from_ref(&before))?.iter().any(|d| d.at(&before));
    let after = before.to_domain().cancel(decided)?;
    version::expect(before.version, request.version)?;
    rows::settle(db, at.project.id, &before, after.state, "", request.reason.as_str())?;
    let told = json!({"reason": request.reason});
    journal::record(db, ctx, at, Change { kind: "meeting.cancelled", object: &object(number), before: Value::Null, after: told })?;
    if request.tell && before.to_domain().is_to_come(ctx.today) {
        let cancelled = find(db, at, number)?;
        notify::meeting_cancelled(db, ctx, at, &cancelled)?;
    }
    Ok(())
}

/// What the person may do with a meeting now.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub change: bool,
    pub cancel: bool,
    /// Say that it was held, or put right who was there.
    pub hold: bool,
}
/// `decided`: decisions rest on it.
pub fn may(ctx: &Ctx, at: &InProject, meeting: Rules, decided: bool) -> May {
    let records = at.actor.may(Right::Record, ctx.today);
    May { change: records && meeting.change().is_ok(), cancel: records && meeting.cancel(decided).is_ok(), hold: records && meeting.hold(ctx.today).is_ok() }
}

/// A decision that a body made at a meeting.
#[derive(Debug, Clone)]
pub struct Decided(pub MadeAt);
impl Decided {
    /// Whether it was made at this meeting: by its body, on its day.
    pub fn at(&self, meeting: &Meeting) -> bool {
        self.0.day.as_deref() == Some(meeting.held_on.to_string().as_str()) && self.0.role == meeting.body.as_str()
    }
}
/// The decisions that were made on the days of these meetings, the newest first.
///
/// # Errors
/// Those of the store.
pub fn decided(db: &mut Db, at: &InProject, meetings: &[Meeting]) -> Result<Vec<Decided>, Problem> {
    let days: Vec<NaiveDate> = meetings.iter().map(|m| m.held_on).collect();
    Ok(decisions::made_on(db, at.project.id, &days)?.into_iter().map(Decided).collect())
}

fn demand_body(at: &InProject, request: &PlanMeeting) -> Result<(), Problem> {
    if at.is_body(request.body) { Ok(()) } else { Err(Problem::invalid("body", Fault::NotAChoice)) }
}
fn stored(request: &PlanMeeting, store: impl FnOnce(&Plan<'_>) -> StoreResult<()>) -> Result<(), Problem> {
    let hours = request.hours.map(|h| h.to_string()).unwrap_or_default();
    let text = |text: &Option<ShortText>| text.as_ref().map(ShortText::to_string).unwrap_or_default();
    let (place, purpose, goal) = (text(&request.place), text(&request.purpose), text(&request.goal));
    let plan = Plan { body: request.body, held_on: request.held_on, hours: &hours, place: &place, purpose: &purpose, goal: &goal, agenda: &request.agenda };
    Ok(store(&plan)?)
}
pub(super) fn told(m: &Meeting) -> Result<Value, Problem> {
    let agenda: Vec<String> = m.agenda()?.into_iter().map(|item| item.text).collect();
    Ok(
        json!({"role": m.body, "held_on": m.held_on, "hours": m.hours, "place": m.place, "purpose": m.purpose, "goals_of_meeting": m.goal, "agenda": agenda.join("\n")}),
    )
}
fn object(number: i32) -> String {
    format!("meeting:{number}")
}
