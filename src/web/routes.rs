//! Every route there is, in one table: method, path, the right that it needs, and the function that answers.
//!
//! The rights test walks this table, the OpenAPI document is made from its `/api/` part, and nothing is reachable that
//! does not stand in it. Groups are in the order of the menu.
use crate::domain::file::FileLimits;
use crate::domain::minutes::MAX_MINUTES;
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::store::Db;
use crate::web::multipart::Limits;
use crate::web::pages;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use actix_web::http::Method;
use futures_util::future::LocalBoxFuture;

/// Who may come in. What may be decided inside is the mandate's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    Public,
    SignedIn,
    Administrator,
    /// A role in the project of `{code}` that carries the right.
    Project(Right),
}

/// A page or query of the installation.
pub type Show = fn(&mut Db, &Rq) -> Answer;
/// A page or query of a project.
pub type ShowIn = fn(&mut Db, &Rq, &InProject) -> Answer;
/// What needs no transaction around it: hashing passwords takes longer than a transaction should.
pub type Outside = fn(Rq) -> LocalBoxFuture<'static, Answer>;

/// How a route is answered.
#[derive(Clone, Copy)]
pub enum Act {
    /// Reads in one snapshot.
    Show(Show),
    ShowIn(ShowIn),
    /// Reads a few rows that are found by their keys.
    GlanceIn(ShowIn),
    /// Writes in one transaction. A page that could not be taken is shown again by the second function.
    Do(Show, Option<Show>),
    DoIn(ShowIn, Option<ShowIn>),
    Outside(Outside, Option<Show>),
}

/// One route.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub guard: Guard,
    pub act: Act,
}

/// Where files are sent: minutes of an earlier decision, versions of documents and of deliverables.
const UPLOADS: [&str; 8] = [
    "/projects/{code}/decisions/new",
    "/projects/{code}/documents/new",
    "/projects/{code}/documents/{number}/versions/new",
    "/api/v1/projects/{code}/decisions",
    "/api/v1/projects/{code}/documents",
    "/api/v1/projects/{code}/documents/{number}/versions",
    "/projects/{code}/deliverables/{ref}/versions/new",
    "/api/v1/projects/{code}/deliverables/{ref}/versions",
];
const MIB: u64 = 1024 * 1024;

impl Route {
    pub fn takes_files(&self) -> bool {
        self.method == Method::POST && UPLOADS.contains(&self.path)
    }
    /// Whether a form that could not be taken is shown again.
    pub fn shows_again(&self) -> bool {
        matches!(self.act, Act::Do(_, Some(_)) | Act::DoIn(_, Some(_)) | Act::Outside(_, Some(_)))
    }
    /// The most bytes of a body that is read as a whole. A file in JSON is base64, a third larger than its bytes; nobody unknown sends one.
    pub fn max_body(&self, known: bool) -> usize {
        (if self.takes_files() && known { MAX_MINUTES / 3 * 4 + MIB } else { 2 * MIB }) as usize
    }
    /// How much of a form with files is read. Of a file beyond the limit so much is read that its sender can be told.
    pub fn form_limits(&self, known: bool, files: FileLimits) -> Limits {
        let values = (2 * MIB) as usize;
        match self.takes_files() && known {
            true => Limits { file: files.file, whole: 4 * files.file + 2 * MIB, values },
            false => Limits { file: 2 * MIB, whole: 2 * MIB, values },
        }
    }
}

/// All routes.
pub type RouteTable = Vec<Route>;

pub(crate) fn show(path: &'static str, guard: Guard, act: Show) -> Route {
    Route { method: Method::GET, path, guard, act: Act::Show(act) }
}
pub(crate) fn show_in(path: &'static str, right: Right, act: ShowIn) -> Route {
    Route { method: Method::GET, path, guard: Guard::Project(right), act: Act::ShowIn(act) }
}
/// As [`show_in`], for what is answered from a few rows that are found by their keys.
pub(crate) fn glance_in(path: &'static str, right: Right, act: ShowIn) -> Route {
    Route { method: Method::GET, path, guard: Guard::Project(right), act: Act::GlanceIn(act) }
}
pub(crate) fn post(path: &'static str, guard: Guard, act: Show, again: Show) -> Route {
    Route { method: Method::POST, path, guard, act: Act::Do(act, Some(again)) }
}
pub(crate) fn post_in(path: &'static str, right: Right, act: ShowIn, again: ShowIn) -> Route {
    Route { method: Method::POST, path, guard: Guard::Project(right), act: Act::DoIn(act, Some(again)) }
}
pub(crate) fn outside(path: &'static str, guard: Guard, act: Outside, again: Show) -> Route {
    Route { method: Method::POST, path, guard, act: Act::Outside(act, Some(again)) }
}

/// The table.
pub fn table() -> RouteTable {
    let mut routes = Vec::new();
    routes.extend(pages::routes());
    routes.extend(crate::api::routes());
    routes
}
