//! One search over everything that somebody may read: risks, decisions, change requests and documents of all their projects.
//!
//! It goes through the projects by code and in each through the kinds in [`Step`]'s order, so that a page ends anywhere and the next one
//! begins where it ended, however much there is.
use crate::domain::document::VersionState;
use crate::domain::ids::{ChangeRef, RiskRef};
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{changes, documents};
use crate::store::changes::ChangeRow;
use crate::store::decisions::DecisionRow;
use crate::store::projects::Project;
use crate::store::risks::{Filter, Order, RiskRow};
use crate::store::{Db, decisions, projects, risks};
use chrono::NaiveDateTime;
use std::ops::RangeInclusive;

/// How long a text can be that is searched for, in characters: by a single one nearly everything would be found.
pub const LENGTH: RangeInclusive<usize> = 2..=100;

word_enum! {
    /// What is looked through, in this order: first what the text itself names, such as R4 or FB-7.
    Step { Named = "named", Risk = "risk", Decision = "decision", Change = "change", Document = "document" }
}

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Query {
    pub text: String,
    /// Where the page before ended.
    pub cursor: Option<String>,
    pub limit: i64,
}

/// What was found, with the project that it is in.
#[derive(Debug)]
pub struct Hit {
    pub code: String,
    pub project: String,
    pub found: Found,
    /// What led to it, and its number there.
    place: (Step, i32),
}
#[derive(Debug)]
pub enum Found {
    Risk(Box<RiskRow>),
    Decision(Box<DecisionRow>),
    Change(Box<ChangeRow>),
    /// With the state of the newest version that the person may read, and when that was written.
    Document {
        number: i32,
        title: String,
        state: VersionState,
        on: NaiveDateTime,
    },
}

impl Found {
    /// `risk`, `decision`, `change` or `document`, and its page below its project's address.
    pub fn address(&self) -> (&'static str, String) {
        match self {
            Found::Risk(r) => ("risk", format!("risks/{}", r.reference())),
            Found::Decision(d) => ("decision", format!("decisions/{}", d.number)),
            Found::Change(c) => ("change", format!("changes/{}", c.reference())),
            Found::Document { number, .. } => ("document", format!("documents/{number}")),
        }
    }
}

/// One page of what was found, and the place where the next begins.
#[derive(Debug)]
pub struct Page {
    pub hits: Vec<Hit>,
    pub next: Option<String>,
    /// The projects on the page that the person reads only as their registrar: each such reading is kept.
    pub for_the_record: Vec<i64>,
}

/// Finds `text` in what the person of `ctx` may read.
///
/// # Errors
/// A text that is too short or too long, or a cursor that is not one of ours.
pub fn find(db: &mut Db, ctx: &Ctx, query: &Query) -> Result<Page, Problem> {
    let length = query.text.trim().chars().count();
    if length < *LENGTH.start() {
        return Err(Problem::invalid("q", Fault::Other("search-too-short")));
    }
    if length > *LENGTH.end() {
        return Err(Problem::invalid("q", Fault::TooLong { max: *LENGTH.end(), length }));
    }
    let begin = query.cursor.as_deref().map(Place::read).transpose()?.unwrap_or_default();
    let (mut hits, mut registered): (Vec<Hit>, Vec<Project>) = (Vec::new(), Vec::new());
    for project in projects::all_of_person(db, ctx.person.0, ctx.today)?.into_iter().filter(|p| p.code >= begin.code) {
        let room = usize::try_from(query.limit + 1).unwrap_or(0).saturating_sub(hits.len());
        if room == 0 {
            break;
        }
        let from = if project.code == begin.code { (begin.step, begin.after) } else { (Step::Named, None) };
        let looking = Looking { at: InProject::open(db, ctx, &project.code)?, text: query.text.trim(), room };
        hits.extend(looking.gather(db, ctx, from)?);
        if looking.at.actor.only_registers(ctx.today) {
            registered.push(project);
        }
    }
    let more = hits.len() as i64 > query.limit;
    hits.truncate(usize::try_from(query.limit).unwrap_or(0));
    let next = hits.last().filter(|_| more).map(|hit| format!("{}.{}.{}", hit.code, hit.place.0, hit.place.1));
    let for_the_record = registered.iter().filter(|p| hits.iter().any(|hit| hit.code == p.code)).map(|p| p.id).collect();
    Ok(Page { hits, next, for_the_record })
}

/// Where a page ended: the last number of a kind in a project.
struct Place {
    code: String,
    step: Step,
    after: Option<i32>,
}
impl Default for Place {
    fn default() -> Place {
        Place { code: String::new(), step: Step::Named, after: None }
    }
}
impl Place {
    fn read(cursor: &str) -> Result<Place, Problem> {
        let parts: Vec<&str> = cursor.split('.').collect();
        let place = match parts.as_slice() {
            [code, step, number] => {
                step.parse().ok().zip(number.parse().ok()).map(|(step, after)| Place { code: (*code).to_owned(), step, after: Some(after) })
            }
            _ => None,
        };
        place.ok_or_else(|| Problem::no_choice("cursor"))
    }
}

/// A project that is looked through, for so many hits.
struct Looking<'a> {
    at: InProject,
    text: &'a str,
    room: usize,
}
impl Looking<'_> {
    fn gather(&self, db: &mut Db, ctx: &Ctx, (first, after): (Step, Option<i32>)) -> Result<Vec<Hit>, Problem> {
        let mut hits: Vec<Hit> = Vec::new();
        for step in Step::ALL.iter().copied().skip_while(|step| *step != first) {
            let limit = (self.room - hits.len()) as i64;
            if limit == 0 {
                break;
            }
            let found = self.step(db, ctx, step, after.filter(|_| step == first), limit)?;
            hits.extend(found.into_iter().map(|(number, found)| Hit {
                code: self.at.project.code.clone(),
                project: self.at.project.name.clone(),
                found,
                place: (step, number),
            }));
        }
        Ok(hits)
    }
    /// What the step finds after the number `after`, in the order in which each kind is listed.
    fn step(&self, db: &mut Db, ctx: &Ctx, step: Step, after: Option<i32>, limit: i64) -> Result<Vec<(i32, Found)>, Problem> {
        let (project, text, cursor) = (self.at.project.id, Some(self.text.to_owned()), after.map(|n| n.to_string()));
        Ok(match step {
            Step::Named if after.is_some() => Vec::new(),
            Step::Named => self.named(db, ctx)?.into_iter().map(|found| (0, found)).collect(),
            Step::Risk => {
                let found = risks::page(db, project, &Filter { text, ..Filter::default() }, Order::Number { after }, limit)?;
                found.into_iter().map(|row| (row.number, Found::Risk(Box::new(row)))).collect()
            }
            Step::Decision => {
                let found = decisions::page(db, project, &decisions::Filter { text, ..decisions::Filter::default() }, after, limit)?;
                found.into_iter().map(|row| (row.number, Found::Decision(Box::new(row)))).collect()
            }
            Step::Change => {
                let found = changes::page(db, ctx, &self.at, &changes::Query { text, cursor, limit, ..changes::Query::default() })?;
                found.rows.into_iter().map(|row| (row.number, Found::Change(Box::new(row)))).collect()
            }
            Step::Document => {
                let found = documents::page(db, ctx, &self.at, &documents::Query { text, cursor, limit, ..documents::Query::default() })?;
                let mut listed = Vec::with_capacity(found.documents.len());
                for document in found.documents {
                    let (number, newest) = (document.row.number, document.newest()?);
                    let (state, on) = (newest.state, newest.written_at);
                    listed.push((number, Found::Document { number, title: document.row.title, state, on }));
                }
                listed
            }
        })
    }
    /// The risk or change request that the text names.
    fn named(&self, db: &mut Db, ctx: &Ctx) -> Result<Option<Found>, Problem> {
        if let Some(reference) = RiskRef::parse(self.text) {
            return Ok(risks::find(db, self.at.project.id, reference)?.map(|row| Found::Risk(Box::new(row))));
        }
        let Some(reference) = ChangeRef::parse(self.text) else { return Ok(None) };
        match changes::find(db, ctx, &self.at, reference) {
            Ok(row) => Ok(Some(Found::Change(Box::new(row)))),
            Err(Problem::NotFound) => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}
