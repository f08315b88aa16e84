//! Views of the risk register, saved by each for themselves. Nobody else sees them; what they show has an address that anybody in the
//! project can be sent. They are no part of the project's history, so the journal has no word of them.
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::domain::risk_view::{self, MOST};
use crate::domain::role::Role;
use crate::domain::text::ViewName;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::lists::MAX_SEARCH;
use crate::services::problem::Problem;
use crate::services::register::Sort;
use crate::services::version;
use crate::store::Db;
use crate::store::risk_views::{self as rows, RiskView};
use std::collections::BTreeMap;

word_enum! {
    /// Which reviews are looked at.
    Review { Late = "late" }
}

/// The register's filters and order, to be saved under a name.
#[derive(Debug, Clone)]
pub struct SaveView {
    pub name: ViewName,
    pub query: BTreeMap<String, String>,
}
impl Input for SaveView {
    fn parse(f: &mut Fields<'_>) -> Option<SaveView> {
        let name = f.view_name("name");
        let (band, state, held_by) = (f.optional_word::<Band>("band"), f.optional_word::<RiskStateWord>("state"), f.optional_word::<Role>("held_by"));
        let (owner, review) = (f.optional_email("owner"), f.optional_word::<Review>("review"));
        let (q, sort) = (f.optional_short("q"), f.optional_word::<Sort>("sort"));
        let length = q.as_ref().map_or(0, |text| text.as_str().chars().count());
        if length > MAX_SEARCH {
            f.fault("q", Fault::TooLong { max: MAX_SEARCH, length });
        }
        let said = [
            ("band", band.map(|b| b.to_string())),
            ("state", state.map(|s| s.to_string())),
            ("held_by", held_by.map(|r| r.to_string())),
            ("owner", owner.map(|e| e.to_string())),
            ("review", review.map(|r| r.to_string())),
            ("q", q.map(|t| t.to_string())),
            ("sort", sort.map(|s| s.to_string())),
        ];
        let query = said.into_iter().filter_map(|(name, word)| Some((name.to_owned(), word?))).collect();
        Some(SaveView { name: name?, query })
    }
}

/// Another name for a view.
#[derive(Debug, Clone)]
pub struct RenameView {
    pub name: ViewName,
    pub version: Option<i64>,
}
impl Input for RenameView {
    fn parse(f: &mut Fields<'_>) -> Option<RenameView> {
        let (name, version) = (f.view_name("name"), f.version());
        Some(RenameView { name: name?, version })
    }
}

/// The person's own views of this project's register.
///
/// # Errors
/// Those of the store.
pub fn list(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<RiskView>, Problem> {
    Ok(rows::of(db, at.project.id, ctx.person.0)?)
}

/// # Errors
/// [`Problem::NotFound`] for one that does not exist, or that somebody else has saved.
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64) -> Result<RiskView, Problem> {
    list(db, ctx, at)?.into_iter().find(|view| view.id == id).ok_or(Problem::NotFound)
}

/// Saves a view and answers its number.
///
/// # Errors
/// The name is taken, there are as many as there is room for, or nothing is filtered or ordered.
pub fn save(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SaveView) -> Result<i64, Problem> {
    let saved = list(db, ctx, at)?;
    if request.query.is_empty() {
        return Err(Problem::invalid("name", Fault::Other("view-of-nothing")));
    }
    if saved.len() >= MOST {
        return Err(Problem::invalid("name", Fault::About("views-full", MOST.to_string())));
    }
    refuse_taken(&saved, request.name.as_str(), None)?;
    Ok(rows::add(db, at.project.id, ctx.person.0, request.name.as_str(), &request.query)?)
}

/// # Errors
/// Not one's own, stale, or the name is taken.
pub fn rename(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &RenameView) -> Result<(), Problem> {
    let view = find(db, ctx, at, id)?;
    version::expect(view.version, request.version)?;
    refuse_taken(&list(db, ctx, at)?, request.name.as_str(), Some(id))?;
    Ok(rows::rename(db, id, view.version, request.name.as_str())?)
}

/// # Errors
/// Not one's own, or stale.
pub fn remove(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, seen: Option<i64>) -> Result<(), Problem> {
    let view = find(db, ctx, at, id)?;
    version::expect(view.version, seen)?;
    Ok(rows::delete(db, id, view.version)?)
}

fn refuse_taken(saved: &[RiskView], name: &str, own: Option<i64>) -> Result<(), Problem> {
    let others = saved.iter().filter(|view| Some(view.id) != own).map(|view| view.name.as_str());
    if risk_view::is_new(name, others) { Ok(()) } else { Err(Problem::invalid("name", Fault::Taken)) }
}
