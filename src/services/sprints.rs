//! Sprints and their statuses.
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::version;
use crate::store::Db;
use crate::store::plan::{self as rows, Sprint};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A sprint to be planned.
#[derive(Debug, Clone)]
pub struct AddSprint {
    pub number: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}
impl Input for AddSprint {
    fn parse(f: &mut Fields<'_>) -> Option<AddSprint> {
        let (number, starts_on, ends_on) = (f.whole("number", 1..=999), f.date("starts_on"), f.date("ends_on"));
        if let (Some(starts), Some(ends)) = (starts_on, ends_on)
            && ends < starts
        {
            f.fault("ends_on", Fault::Other("ends-before-it-begins"));
        }
        Some(AddSprint { number: i32::try_from(number?).ok()?, starts_on: starts_on?, ends_on: ends_on? })
    }
}

/// A sprint's status: kept, or published to the project's organisation.
#[derive(Debug, Clone)]
pub struct WriteSprintStatus {
    pub status: LongText,
    pub upcoming: Option<LongText>,
    pub publish: bool,
    pub version: Option<i64>,
}
impl Input for WriteSprintStatus {
    fn parse(f: &mut Fields<'_>) -> Option<WriteSprintStatus> {
        let (status, upcoming, publish, version) = (f.long("status"), f.optional_long("upcoming"), f.tick("publish"), f.version());
        Some(WriteSprintStatus { status: status?, upcoming, publish, version })
    }
}

/// A change of a sprint's status: what is not named stays, and `null` takes what comes next away.
#[derive(Debug, Clone)]
pub struct EditSprintStatus {
    status: Option<LongText>,
    upcoming: Option<Option<LongText>>,
    publish: bool,
    version: Option<i64>,
}
impl Input for EditSprintStatus {
    fn parse(f: &mut Fields<'_>) -> Option<EditSprintStatus> {
        let away = f.is_null("upcoming");
        let (status, upcoming, publish, version) = (f.optional_long("status"), f.optional_long("upcoming"), f.tick("publish"), f.version());
        Some(EditSprintStatus { status, upcoming: upcoming.map(Some).or(away.then_some(None)), publish, version })
    }
}
impl EditSprintStatus {
    /// The whole status as it would be, sent by somebody who saw `version`.
    ///
    /// # Errors
    /// No status is written yet, and none was sent.
    pub fn whole(self, before: &Sprint, version: Option<i64>) -> Result<WriteSprintStatus, Problem> {
        let kept = |text: &str| LongText::new(text).ok();
        let status = self.status.or_else(|| kept(&before.status)).ok_or_else(|| Problem::invalid("status", Fault::Required))?;
        let upcoming = self.upcoming.unwrap_or_else(|| kept(&before.upcoming));
        Ok(WriteSprintStatus { status, upcoming, publish: self.publish, version: version.or(self.version) })
    }
    /// The version that the sender saw.
    pub fn version(&self) -> Option<i64> {
        self.version
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn sprint(db: &mut Db, at: &InProject, number: i32) -> Result<Sprint, Problem> {
    rows::sprint(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// # Errors
/// No right to lead, the number or the very days are another sprint's, no room for more, or the project is not running.
pub fn add_sprint(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AddSprint) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    if rows::sprint(db, at.project.id, request.number)?.is_some() {
        return Err(Problem::invalid("number", Fault::Taken));
    }
    let same = |s: &&Sprint| (s.starts_on, s.ends_on) == (request.starts_on, request.ends_on);
    if let Some(twin) = rows::sprints_of(db, at.project.id)?.iter().find(same) {
        return Err(Problem::invalid("starts_on", Fault::About("days-of-another-sprint", twin.number.to_string())));
    }
    room_for("number", i32::try_from(rows::sprint_count(db, at.project.id)?).unwrap_or(i32::MAX).saturating_add(1))?;
    rows::add_sprint(db, at.project.id, request.number, request.starts_on, request.ends_on)?;
    let after = json!({"starts_on": request.starts_on, "ends_on": request.ends_on});
    journal::record(db, ctx, at, Change { kind: "sprint.added", object: &format!("sprint:{}", request.number), before: Value::Null, after })
}
/// Writes a sprint's status. It is the leader's own and needs no approval; what is published stays as it is.
///
/// # Errors
/// No right to write reports, published already, stale.
pub fn write_sprint_status(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteSprintStatus) -> Result<(), Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let before = sprint(db, at, number)?;
    if before.published_at.is_some() {
        return Err(Refused::AlreadyPublished.into());
    }
    version::expect(before.version, request.version)?;
    let upcoming = request.upcoming.as_ref().map_or("", LongText::as_str);
    let published = request.publish.then_some((ctx.now, ctx.person.0));
    rows::write_sprint_status(db, at.project.id, number, before.version, request.status.as_str(), upcoming, published)?;
    let kind = if request.publish { "sprint.status_published" } else { "sprint.status_written" };
    let was = json!({"status": before.status, "upcoming": before.upcoming});
    journal::record(
        db,
        ctx,
        at,
        Change { kind, object: &format!("sprint:{number}"), before: was, after: json!({"status": request.status, "upcoming": upcoming}) },
    )
}
