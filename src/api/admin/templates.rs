//! In the API: the lifecycles and charters that projects are opened with, and their next versions.
use super::{does, reads};
use crate::api::charter::matter_shown;
use crate::api::openapi::Operation;
use crate::api::schema::{Named, list as list_of, of, or_null, page, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{listed, version};
use crate::domain::charter::Charter;
use crate::domain::lifecycle::{Lifecycle, Phase, Template};
use crate::services::Problem;
use crate::services::charter::SaveDraft;
use crate::services::projects::CharterTemplate;
use crate::services::templates::{self as service, WriteLifecycle};
use crate::store::{Db, projects};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde_json::{Value, json};
use std::str::FromStr;

const LIFECYCLES: &str = "/api/v1/admin/templates/lifecycles";
const LIFECYCLE: &str = "/api/v1/admin/templates/lifecycles/{template}";
const CHARTERS: &str = "/api/v1/admin/templates/charters";
const CHARTER: &str = "/api/v1/admin/templates/charters/{template}";

pub fn routes() -> Vec<Route> {
    vec![
        reads(LIFECYCLES, lifecycles),
        reads(LIFECYCLE, show_lifecycle),
        does(Method::PUT, LIFECYCLE, write_lifecycle),
        reads(CHARTERS, charters),
        reads(CHARTER, show_charter),
        does(Method::PUT, CHARTER, write_charter),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(LIFECYCLES, "listLifecycles", "Lists every version of the lifecycles, each with how many projects follow it.", "LifecyclePage"),
    Operation::get(LIFECYCLE, "readLifecycle", "Reads the version that a new project follows.", "Lifecycle"),
    Operation::put(
        LIFECYCLE,
        "writeLifecycle",
        "Makes the next version, for new projects. The version is the number of the one that it was written from.",
        "LifecycleText",
        "Lifecycle",
    ),
    Operation::get(CHARTERS, "listCharterTemplates", "Lists the charters that a new project can begin with.", "CharterTemplatePage"),
    Operation::get(CHARTER, "readCharterTemplate", "Reads the charter that a new project begins with.", "CharterTemplate"),
    Operation::put(
        CHARTER,
        "writeCharterTemplate",
        "Makes the next version, for new projects. The version is the number of the one that it was written from.",
        "CharterTable",
        "CharterTemplate",
    ),
];

/// The template in the path.
fn template<T: FromStr>(rq: &Rq) -> Result<T, Problem> {
    rq.param("template").parse().map_err(|_| Problem::NotFound)
}

/// A lifecycle in words, so that what is read can be sent back with something changed.
fn lifecycle_view(rq: &Rq, lifecycle: &Lifecycle, followed: &[(String, i32, i64)]) -> Value {
    let all = |prefix: &str, keys: &[String]| keys.iter().map(|key| rq.lang.name(&format!("{prefix}-{key}"))).collect::<Vec<_>>();
    let place = |key: &String| lifecycle.phases.iter().position(|p| p.key == *key).map(|place| place + 1);
    let phase = |p: &Phase| {
        json!({
            "name": rq.lang.name(&format!("phase-{}", p.key)), "criteria": all("criterion", &p.criteria), "artefacts": all("artefact", &p.artefacts),
            "ends": p.ends, "beside": p.beside.as_ref().and_then(place),
        })
    };
    let projects = followed.iter().find(|(key, number, _)| *key == lifecycle.key && *number == lifecycle.number).map_or(0, |(.., count)| *count);
    let phases: Vec<Value> = lifecycle.phases.iter().map(phase).collect();
    json!({"template": lifecycle.key, "number": lifecycle.number, "projects": projects, "phases": phases, "version": lifecycle.number})
}
fn lifecycles(db: &mut Db, rq: &Rq) -> Answer {
    let followed = projects::by_lifecycle(db)?;
    listed(rq, service::lifecycles(db)?.iter().map(|l| lifecycle_view(rq, l, &followed)).collect())
}
fn show_lifecycle(db: &mut Db, rq: &Rq) -> Answer {
    let newest = service::newest_lifecycle(db, template(rq)?)?;
    let followed = projects::by_lifecycle(db)?;
    Ok(Reply::json(lifecycle_view(rq, &newest, &followed)).with_version(newest.number.into()))
}
fn write_lifecycle(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: WriteLifecycle = rq.read()?;
    request.version = version(rq, request.version)?;
    service::write_lifecycle(db, &rq.ctx()?, template(rq)?, &request)?;
    show_lifecycle(db, rq)
}

fn charter_view(template: CharterTemplate, (charter, number): &(Charter, i32)) -> Value {
    json!({"template": template, "number": number, "matters": charter.matters(), "version": number})
}
fn charters(db: &mut Db, rq: &Rq) -> Answer {
    let newest = |t: &CharterTemplate| Ok(charter_view(*t, &service::newest_charter(db, *t)?));
    listed(rq, CharterTemplate::ALL.iter().map(newest).collect::<Result<Vec<_>, Problem>>()?)
}
fn show_charter(db: &mut Db, rq: &Rq) -> Answer {
    let template = template(rq)?;
    let newest = service::newest_charter(db, template)?;
    Ok(Reply::json(charter_view(template, &newest)).with_version(newest.1.into()))
}
fn write_charter(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: SaveDraft = rq.read()?;
    request.version = version(rq, request.version)?;
    service::write_charter(db, &rq.ctx()?, template(rq)?, &request)?;
    show_charter(db, rq)
}

pub fn schemas() -> Vec<Named> {
    let lines = || list_of(text());
    let place = || json!({"type": "integer", "minimum": 1, "description": "The place of the phase that it may run beside, counted from 1."});
    let phase = shown(&[("name", text()), ("criteria", lines()), ("artefacts", lines()), ("ends", yes_or_no()), ("beside", or_null(place()))]);
    let written = taken(&[("name", text()), ("criteria", lines())], &[("artefacts", lines()), ("ends", yes_or_no()), ("beside", place())]);
    let head = |template: Value| vec![("template", template), ("number", whole()), ("version", whole())];
    let mut lifecycle = head(words(Template::ALL));
    lifecycle.extend([("projects", whole()), ("phases", list_of(phase))]);
    let mut charter = head(words(CharterTemplate::ALL));
    charter.push(("matters", list_of(matter_shown())));
    vec![
        ("Lifecycle", shown(&lifecycle)),
        ("LifecyclePage", page(of("Lifecycle"))),
        ("LifecycleText", taken(&[("phases", list_of(written))], &[("version", seen())])),
        ("CharterTemplate", shown(&charter)),
        ("CharterTemplatePage", page(of("CharterTemplate"))),
    ]
}
