//! One's own views of the risk register, in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, of, or_null, page, role, seen, shown, taken, text, whole, words};
use crate::api::view::{Seen, does_in, listed, value, version};
use crate::domain::policy::Band;
use crate::domain::rights::Right;
use crate::domain::risk::RiskStateWord;
use crate::services::InProject;
use crate::services::register::Sort;
use crate::services::risk_views::{self as service, RenameView, Review};
use crate::store::Db;
use crate::store::risk_views::RiskView;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::urls;
use actix_web::http::Method;
use serde::Serialize;

const VIEWS: &str = "/api/v1/projects/{code}/risks/views";
const VIEW: &str = "/api/v1/projects/{code}/risks/views/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(VIEWS, Right::Read, list),
        does_in(Method::POST, VIEWS, Right::Read, save),
        show_in(VIEW, Right::Read, show),
        does_in(Method::PUT, VIEW, Right::Read, rename),
        does_in(Method::DELETE, VIEW, Right::Read, remove),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(VIEWS, "listRiskViews", "Lists your own saved views of the risk register. Nobody else sees them.", "RiskViewPage"),
    Operation::post(VIEWS, "saveRiskView", "Saves filters and order of the risk register under a name.", "NewRiskView", "RiskView").created(),
    Operation::get(VIEW, "readRiskView", "Reads one of your saved views.", "RiskView"),
    Operation::put(VIEW, "renameRiskView", "Gives a saved view another name.", "RiskViewName", "RiskView"),
    Operation::delete(VIEW, "removeRiskView", "Removes a saved view. Its address goes on working.", "Seen"),
];

#[derive(Serialize)]
struct View<'a> {
    number: i64,
    name: &'a str,
    band: Option<&'a String>,
    state: Option<&'a String>,
    held_by: Option<&'a String>,
    owner: Option<&'a String>,
    review: Option<&'a String>,
    q: Option<&'a String>,
    sort: Option<&'a String>,
    /// Where the register shows it.
    url: String,
    version: i64,
}
impl<'a> View<'a> {
    fn of(at: &InProject, view: &'a RiskView) -> View<'a> {
        let said = |name: &str| view.query.get(name);
        View {
            number: view.id,
            name: &view.name,
            band: said("band"),
            state: said("state"),
            held_by: said("held_by"),
            owner: said("owner"),
            review: said("review"),
            q: said("q"),
            sort: said("sort"),
            url: urls::with_query(&urls::in_project(at, "risks"), &view.query),
            version: view.version,
        }
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let views = service::list(db, &rq.ctx()?, at)?;
    listed(rq, views.iter().map(|view| View::of(at, view)).collect())
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let view = service::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    Ok(Reply::json(value(&View::of(at, &view))?).with_version(view.version))
}

fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let id = service::save(db, &ctx, at, &rq.read()?)?;
    let view = service::find(db, &ctx, at, id)?;
    let location = format!("/api/v1/projects/{}/risks/views/{id}", at.project.code);
    Ok(Reply::created(value(&View::of(at, &view))?, location).with_version(view.version))
}

fn rename(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: RenameView = rq.read()?;
    request.version = version(rq, request.version)?;
    service::rename(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}

fn remove(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    service::remove(db, &rq.ctx()?, at, rq.number("number")?, version(rq, seen.version)?)?;
    Ok(Reply::no_content())
}

pub fn schemas() -> Vec<Named> {
    let filters = [
        ("band", words(Band::ALL)),
        ("state", words(RiskStateWord::ALL)),
        ("held_by", role()),
        ("owner", text()),
        ("review", words(Review::ALL)),
        ("q", text()),
        ("sort", words(Sort::ALL)),
    ];
    let said = filters.clone().map(|(name, schema)| (name, or_null(schema)));
    let view = [&[("number", whole()), ("name", text())], &said[..], &[("url", text()), ("version", whole())]].concat();
    vec![
        ("RiskView", shown(&view)),
        ("RiskViewPage", page(of("RiskView"))),
        ("NewRiskView", taken(&[("name", text())], &filters)),
        ("RiskViewName", taken(&[("name", text())], &[("version", seen())])),
    ]
}
