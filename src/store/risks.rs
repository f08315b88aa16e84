//! Risks, and the counts that are kept of them.
use crate::domain::ids::{PersonId, RiskRef};
use crate::domain::policy::{Band, Score};
use crate::domain::risk::{Escalation, EscalationCause, Risk, RiskState, RiskStateWord, RiskTexts};
use crate::domain::role::Role;
use crate::domain::text::{ShortText, folded};
use crate::store::columns::{Stored, containing, json, to_json, word};
use crate::store::counters;
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult, expect_one};
use crate::store::risk_search;
use crate::store::schema::{risk_tallies, risks};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A stored risk.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = risks)]
pub struct RiskRow {
    pub id: i64,
    pub number: i32,
    pub threat: String,
    pub vulnerability: String,
    pub consequence: String,
    pub likelihood: i32,
    pub impact: i32,
    pub value: i32,
    #[diesel(deserialize_as = Stored<Band>)]
    pub band: Band,
    pub open: bool,
    #[diesel(deserialize_as = Stored<RiskStateWord>)]
    pub state: RiskStateWord,
    pub state_on: Option<NaiveDate>,
    pub state_decision: Option<i32>,
    pub owner_id: Option<i64>,
    pub review_on: NaiveDate,
    pub escalated_at: Option<NaiveDateTime>,
    pub escalated_for: Option<String>,
    pub acknowledged_at: Option<NaiveDateTime>,
    pub proposal: Option<String>,
    pub lifted_to: Option<String>,
    pub lift: Option<String>,
    pub lift_request: Option<String>,
    pub covered: bool,
    /// The values of the assessments so far, oldest first, as in `10,15,25`.
    pub trail: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

impl RiskRow {
    pub fn reference(&self) -> RiskRef {
        RiskRef(self.number)
    }
    pub fn trail(&self) -> Vec<i32> {
        self.trail.split(',').filter_map(|v| v.parse().ok()).collect()
    }
    /// The row as the rules see it.
    pub fn to_domain(&self) -> StoreResult<Risk> {
        let text = |t: &str| ShortText::new(t).map_err(|e| StoreError::Corrupt(e.to_string()));
        Ok(Risk {
            texts: RiskTexts { threat: text(&self.threat)?, vulnerability: text(&self.vulnerability)?, consequence: text(&self.consequence)? },
            score: Score::stored(self.likelihood, self.impact, self.band),
            state: self.domain_state()?,
            owner: self.owner_id.map(PersonId),
            review_on: self.review_on,
            escalation: self.escalation()?,
            proposal: self.proposal.as_deref().map(json).transpose()?,
            lift: self.lift.as_deref().map(json).transpose()?,
            request: self.lift_request.as_deref().map(json).transpose()?,
            covered: self.covered,
        })
    }
    fn domain_state(&self) -> StoreResult<RiskState> {
        let on = || self.state_on.ok_or_else(|| StoreError::Corrupt("a state without its day".into()));
        Ok(match self.state {
            RiskStateWord::Assessed => RiskState::Assessed,
            RiskStateWord::Treated => RiskState::Treated,
            RiskStateWord::Accepted => RiskState::Accepted { until: on()?, decision: self.state_decision.unwrap_or_default() },
            RiskStateWord::Occurred => RiskState::Occurred { on: on()? },
            RiskStateWord::Closed => RiskState::Closed { on: on()? },
        })
    }
    /// Whether it stands with its holder because its acceptance has expired.
    pub fn has_expired(&self) -> bool {
        self.escalated_for.as_deref() == Some(EscalationCause::Expiry.as_str())
    }
    fn escalation(&self) -> StoreResult<Option<Escalation>> {
        let Some((at, cause)) = self.escalated_at.zip(self.escalated_for.as_deref()) else { return Ok(None) };
        Ok(Some(Escalation { at, cause: word(cause)?, acknowledged: self.acknowledged_at }))
    }
    /// The role that a risk was lifted to.
    pub fn lifted_to(&self) -> StoreResult<Option<Role>> {
        self.lifted_to.as_deref().map(word).transpose()
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = risks, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Values {
    threat: String,
    vulnerability: String,
    consequence: String,
    likelihood: i32,
    impact: i32,
    value: i32,
    #[diesel(serialize_as = Stored<Band>)]
    band: Band,
    open: bool,
    #[diesel(serialize_as = Stored<RiskStateWord>)]
    state: RiskStateWord,
    state_on: Option<NaiveDate>,
    state_decision: Option<i32>,
    owner_id: Option<i64>,
    review_on: NaiveDate,
    escalated_at: Option<NaiveDateTime>,
    escalated_for: Option<String>,
    acknowledged_at: Option<NaiveDateTime>,
    proposal: Option<String>,
    lifted_to: Option<String>,
    lift: Option<String>,
    lift_request: Option<String>,
    waiting: bool,
    covered: bool,
    trail: String,
    search: String,
    updated_at: NaiveDateTime,
}

impl Values {
    fn of(risk: &Risk, trail: String, at: NaiveDateTime) -> StoreResult<Values> {
        let (state_on, state_decision) = match risk.state {
            RiskState::Accepted { until, decision } => (Some(until), Some(decision)),
            RiskState::Occurred { on } | RiskState::Closed { on } => (Some(on), None),
            RiskState::Assessed | RiskState::Treated => (None, None),
        };
        let t = &risk.texts;
        Ok(Values {
            search: folded(&format!("{} {} {}", t.consequence, t.threat, t.vulnerability)),
            threat: t.threat.to_string(),
            vulnerability: t.vulnerability.to_string(),
            consequence: t.consequence.to_string(),
            likelihood: risk.score.likelihood(),
            impact: risk.score.impact(),
            value: risk.score.value(),
            band: risk.score.band(),
            open: risk.is_open(),
            state: risk.state_word(),
            state_on,
            state_decision,
            owner_id: risk.owner.map(|p| p.0),
            review_on: risk.review_on,
            escalated_at: risk.escalation.map(|e| e.at),
            escalated_for: risk.escalation.map(|e| e.cause.to_string()),
            acknowledged_at: risk.escalation.and_then(|e| e.acknowledged),
            proposal: risk.proposal.as_ref().map(to_json).transpose()?,
            lifted_to: risk.lift.as_ref().map(|l| l.to.to_string()),
            lift: risk.lift.as_ref().map(to_json).transpose()?,
            lift_request: risk.request.as_ref().map(to_json).transpose()?,
            waiting: risk.waits(),
            covered: risk.covered,
            trail,
            updated_at: at,
        })
    }
}

/// What is kept of a risk only to find, order and show it by: all of it follows from the risk and the values of its assessments.
#[derive(Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = risks)]
pub struct Kept {
    value: i32,
    open: bool,
    lifted_to: Option<String>,
    waiting: bool,
    trail: String,
    search: String,
}
impl Kept {
    /// What is to be kept of the risk that was assessed at these values, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], as [`to_json`].
    pub fn of(risk: &Risk, values: impl Iterator<Item = i32>) -> StoreResult<Kept> {
        let trail = values.fold(String::new(), |trail, value| extended(&trail, value));
        let Values { value, open, lifted_to, waiting, trail, search, .. } = Values::of(risk, trail, NaiveDateTime::default())?;
        Ok(Kept { value, open, lifted_to, waiting, trail, search })
    }
}
/// What is kept of some risks, by their ids.
pub fn kept(db: &mut Db, risks: &[i64]) -> StoreResult<BTreeMap<i64, Kept>> {
    let rows: Vec<(i64, Kept)> = risks::table.filter(risks::id.eq_any(risks.to_vec())).select((risks::id, Kept::as_select())).load(db)?;
    Ok(rows.into_iter().collect())
}

/// Adds a risk under `number` and counts it.
pub fn add(db: &mut Db, project: i64, number: i32, risk: &Risk, at: NaiveDateTime) -> StoreResult<i64> {
    let values = Values::of(risk, risk.score.value().to_string(), at)?;
    let id = diesel::insert_into(risks::table)
        .values((risks::project_id.eq(project), risks::number.eq(number), values, risks::created_at.eq(at), risks::version.eq(1)))
        .returning(risks::id)
        .get_result(db)?;
    shift(db, project, &[], &marks(risk))?;
    Ok(id)
}

/// Stores a risk as it now is, if its version still is the one that `before` was read with. `assessed` adds to the trail.
pub fn update(db: &mut Db, project: i64, before: &RiskRow, after: &Risk, assessed: bool, at: NaiveDateTime) -> StoreResult<()> {
    let trail = if assessed { extended(&before.trail, after.score.value()) } else { before.trail.clone() };
    put(db, project, before, after, trail, before.version + 1, at)
}
/// As [`update`] for what does not raise the version: an acknowledgement, somebody's request to the holder.
pub fn note(db: &mut Db, project: i64, before: &RiskRow, after: &Risk, at: NaiveDateTime) -> StoreResult<()> {
    put(db, project, before, after, before.trail.clone(), before.version, at)
}
fn put(db: &mut Db, project: i64, before: &RiskRow, after: &Risk, trail: String, version: i64, at: NaiveDateTime) -> StoreResult<()> {
    let row = risks::table.filter(risks::id.eq(before.id).and(risks::version.eq(before.version)));
    expect_one(diesel::update(row).set((Values::of(after, trail, at)?, risks::version.eq(version))).execute(db)?)?;
    shift(db, project, &marks(&before.to_domain()?), &marks(after))
}

/// The newest twelve values are enough for a sparkline.
fn extended(trail: &str, value: i32) -> String {
    let mut values: Vec<String> = trail.split(',').filter(|v| !v.is_empty()).map(String::from).collect();
    values.push(value.to_string());
    let from = values.len().saturating_sub(12);
    values[from..].join(",")
}

/// Those of the numbers that the project has.
pub fn known(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(risks, project, numbers).load(db)?)
}
pub fn find(db: &mut Db, project: i64, reference: RiskRef) -> StoreResult<Option<RiskRow>> {
    Ok(risks::table.filter(risks::project_id.eq(project).and(risks::number.eq(reference.0))).select(RiskRow::as_select()).first(db).optional()?)
}

/// Which risks a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub open: Option<bool>,
    pub bands: Option<Vec<Band>>,
    pub state: Option<RiskStateWord>,
    /// Risks that wait with a role: the bands it holds by charter, and those lifted to it.
    pub held_by: Option<(Role, Vec<Band>)>,
    pub owner: Option<i64>,
    /// Review day before this.
    pub review_before: Option<NaiveDate>,
    /// Waits for its holder; see [`Risk::waits`].
    pub waiting: bool,
    /// Text to be found, folded.
    pub text: Option<String>,
    /// The risk of this number, and none other.
    pub only: Option<i32>,
    /// Every risk but the one of this number.
    pub but: Option<i32>,
}

/// The order of a list, with the place after which the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Highest value first, then by number.
    Value {
        after: Option<(i32, i32)>,
    },
    Number {
        after: Option<i32>,
    },
    /// Soonest review first, then by number.
    Review {
        after: Option<(NaiveDate, i32)>,
    },
}

pub fn page(db: &mut Db, project: i64, filter: &Filter, order: Order, limit: i64) -> StoreResult<Vec<RiskRow>> {
    let few = filter.text.as_deref().map(|text| risk_search::candidates(db, text)).transpose()?.flatten();
    let mut q = risks::table.select(RiskRow::as_select()).into_boxed();
    q = match few {
        // The sum hides the column: by its index SQLite would read the whole project for the few.
        Some(few) => q.filter(risks::id.eq_any(few)).filter((risks::project_id + 0).eq(project)),
        None => q.filter(risks::project_id.eq(project)),
    };
    if let Some(open) = filter.open {
        q = q.filter(risks::open.eq(open));
    }
    if let Some(bands) = &filter.bands {
        q = q.filter(risks::band.eq_any(words(bands)));
    }
    if let Some(state) = filter.state {
        q = q.filter(risks::state.eq(state.as_str()));
    }
    if let Some((role, bands)) = &filter.held_by {
        let by_charter = risks::lifted_to.is_null().and(risks::band.eq_any(words(bands)));
        q = q.filter(by_charter.or(risks::lifted_to.is_not_null().and(risks::lifted_to.eq(role.as_str()))));
    }
    if let Some(owner) = filter.owner {
        q = q.filter(risks::owner_id.eq(owner));
    }
    if let Some(day) = filter.review_before {
        q = q.filter(risks::review_on.lt(day));
    }
    if filter.waiting {
        q = q.filter(risks::waiting.eq(true));
    }
    if let Some(text) = &filter.text {
        q = q.filter(risks::search.like(containing(text)).escape('\\'));
    }
    if let Some(number) = filter.only {
        q = q.filter(risks::number.eq(number));
    }
    if let Some(number) = filter.but {
        q = q.filter(risks::number.ne(number));
    }
    q = match order {
        Order::Value { after } => {
            if let Some((value, number)) = after {
                q = q.filter(risks::value.le(value).and(risks::value.lt(value).or(risks::number.gt(number))));
            }
            q.order((risks::value.desc(), risks::number.asc()))
        }
        Order::Number { after } => {
            if let Some(number) = after {
                q = q.filter(risks::number.gt(number));
            }
            q.order(risks::number.asc())
        }
        Order::Review { after } => {
            if let Some((day, number)) = after {
                q = q.filter(risks::review_on.ge(day).and(risks::review_on.gt(day).or(risks::number.gt(number))));
            }
            q.order((risks::review_on.asc(), risks::number.asc()))
        }
    };
    Ok(q.limit(limit).load(db)?)
}

fn words(bands: &[Band]) -> Vec<&'static str> {
    bands.iter().map(|b| b.as_str()).collect()
}

/// Up to `limit` open risks of one cell of the matrix, by number.
pub fn in_cell(db: &mut Db, project: i64, likelihood: i32, impact: i32, limit: i64) -> StoreResult<Vec<(i32, String)>> {
    let cell = risks::table.filter(risks::project_id.eq(project).and(risks::open.eq(true)).and(risks::likelihood.eq(likelihood)).and(risks::impact.eq(impact)));
    Ok(cell.select((risks::number, risks::consequence)).order(risks::number).limit(limit).load(db)?)
}

/// An accepted risk: until when, and by which decision.
#[derive(Debug, Clone, Queryable)]
pub struct Accepted {
    pub number: i32,
    pub until: Option<NaiveDate>,
    pub decision: Option<i32>,
}
/// Every accepted risk of a project.
pub fn accepted(db: &mut Db, project: i64) -> StoreResult<Vec<Accepted>> {
    let accepted = risks::table.filter(risks::project_id.eq(project).and(risks::state.eq(RiskStateWord::Accepted.as_str())));
    Ok(accepted.select((risks::number, risks::state_on, risks::state_decision)).order(risks::number).load(db)?)
}
/// Accepted risks whose acceptance ended before `today`.
pub fn expired(db: &mut Db, project: i64, today: NaiveDate, limit: i64) -> StoreResult<Vec<RiskRow>> {
    let accepted = risks::table
        .filter(risks::project_id.eq(project).and(risks::open.eq(true)).and(risks::state.eq(RiskStateWord::Accepted.as_str())).and(risks::state_on.lt(today)));
    Ok(accepted.select(RiskRow::as_select()).order(risks::number).limit(limit).load(db)?)
}

/// The kept counts of a project's risks. Keys: `open`, `covered`, `owned`, `band:high`, `state:closed`, `cell:5:3`, `review:2020-12-04`,
/// `waits:high:`, `waits:low:steering_group`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies(BTreeMap<String, i64>);

impl Tallies {
    /// Counts a risk.
    pub fn count(&mut self, risk: &Risk) {
        for mark in marks(risk) {
            *self.0.entry(mark).or_default() += 1;
        }
    }
    fn get(&self, key: &str) -> i64 {
        self.0.get(key).copied().unwrap_or(0)
    }
    pub fn open(&self) -> i64 {
        self.get("open")
    }
    /// Open risks with a chosen measure that has a responsible person.
    pub fn covered(&self) -> i64 {
        self.get("covered")
    }
    /// Open risks with an owner.
    pub fn owned(&self) -> i64 {
        self.get("owned")
    }
    pub fn band(&self, band: Band) -> i64 {
        self.get(&format!("band:{band}"))
    }
    pub fn state(&self, state: RiskStateWord) -> i64 {
        self.get(&format!("state:{state}"))
    }
    pub fn cell(&self, likelihood: i32, impact: i32) -> i64 {
        self.get(&format!("cell:{likelihood}:{impact}"))
    }
    /// Open risks whose review day has passed.
    pub fn overdue(&self, today: NaiveDate) -> i64 {
        let until = format!("review:{today}");
        self.0.range("review:".to_owned()..until).map(|(_, n)| n).sum()
    }
}

/// How many risks wait for their holder, by band and by the role that they were lifted to.
pub fn waiting_counts(db: &mut Db, project: i64) -> StoreResult<Vec<(Band, Option<Role>, i64)>> {
    let kept = risk_tallies::table.filter(risk_tallies::project_id.eq(project).and(risk_tallies::n.ne(0)).and(risk_tallies::key.like("waits:%")));
    let rows: Vec<(String, i64)> = kept.select((risk_tallies::key, risk_tallies::n)).order(risk_tallies::key).load(db)?;
    let read = |(key, n): (String, i64)| {
        let (band, to) = key.trim_start_matches("waits:").split_once(':').ok_or_else(|| StoreError::Corrupt(key.clone()))?;
        Ok((word(band)?, Some(to).filter(|to| !to.is_empty()).map(word).transpose()?, n))
    };
    rows.into_iter().map(read).collect()
}
pub fn tallies(db: &mut Db, project: i64) -> StoreResult<Tallies> {
    let rows: Vec<(String, i64)> =
        risk_tallies::table.filter(risk_tallies::project_id.eq(project).and(risk_tallies::n.ne(0))).select((risk_tallies::key, risk_tallies::n)).load(db)?;
    Ok(Tallies(rows.into_iter().collect()))
}

/// How many risks are open.
pub fn open(db: &mut Db, project: i64) -> StoreResult<i64> {
    Ok(risk_tallies::table.find((project, "open")).select(risk_tallies::n).first(db).optional()?.unwrap_or(0))
}

/// The counts that a risk stands in.
fn marks(risk: &Risk) -> Vec<String> {
    let mut marks = vec![format!("state:{}", risk.state_word())];
    if risk.is_open() {
        marks.push("open".to_owned());
        marks.push(format!("band:{}", risk.score.band()));
        marks.push(format!("cell:{}:{}", risk.score.likelihood(), risk.score.impact()));
        marks.push(format!("review:{}", risk.review_on));
        if risk.covered {
            marks.push("covered".to_owned());
        }
        if risk.owner.is_some() {
            marks.push("owned".to_owned());
        }
    }
    if risk.waits() {
        let lifted_to = risk.lift.as_ref().map(|l| l.to.as_str()).unwrap_or_default();
        marks.push(format!("waits:{}:{lifted_to}", risk.score.band()));
    }
    marks
}

/// Takes a risk out of the counts it stood in and into those it stands in now.
fn shift(db: &mut Db, project: i64, before: &[String], after: &[String]) -> StoreResult<()> {
    let only_in = |own: &[String], other: &[String]| own.iter().filter(|k| !other.contains(k)).cloned().collect::<Vec<_>>();
    bump(db, project, &only_in(before, after), -1)?;
    bump(db, project, &only_in(after, before), 1)
}
/// One statement for all counts; those that do not exist yet are begun.
fn bump(db: &mut Db, project: i64, keys: &[String], by: i64) -> StoreResult<()> {
    if keys.is_empty() || counters::bump(db, project, keys, by)? == keys.len() {
        return Ok(());
    }
    let begun = risk_tallies::table.filter(risk_tallies::project_id.eq(project).and(risk_tallies::key.eq_any(keys)));
    let known: Vec<String> = begun.select(risk_tallies::key).load(db)?;
    for key in keys.iter().filter(|k| !known.contains(k)) {
        diesel::insert_into(risk_tallies::table)
            .values((risk_tallies::project_id.eq(project), risk_tallies::key.eq(key), risk_tallies::n.eq(by)))
            .execute(db)?;
    }
    Ok(())
}
