//! The intervention and effect theory in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, list, seen, shown, taken, text, whole};
use crate::api::view::{does_in, version};
use crate::domain::rights::Right;
use crate::domain::theory::{TheoryStep, items};
use crate::services::InProject;
use crate::services::theory::{self as service, WriteTheory};
use crate::store::Db;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde_json::{Map, Value, json};

const THEORY: &str = "/api/v1/projects/{code}/theory";

pub fn routes() -> Vec<Route> {
    vec![show_in(THEORY, Right::Read, show), does_in(Method::PUT, THEORY, Right::WriteGoals, write)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(THEORY, "readTheory", "Reads the intervention and effect theory: what stands in each step.", "Theory"),
    Operation::put(
        THEORY,
        "writeTheory",
        "Writes the theory anew, each step a text with an item on each line. Version 0 is before the first.",
        "TheoryText",
        "Theory",
    ),
];

fn show(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    let row = service::find(db, at)?;
    let mut view: Map<String, Value> = TheoryStep::ALL.iter().map(|s| (s.to_string(), json!(items(row.step(*s)).collect::<Vec<_>>()))).collect();
    view.insert("version".to_owned(), json!(row.version));
    Ok(Reply::json(Value::Object(view)).with_version(row.version))
}
fn write(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: WriteTheory = rq.read()?;
    request.version = version(rq, request.version)?;
    service::write(db, &rq.ctx()?, at, &request)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let steps = |schema: fn() -> Value| TheoryStep::ALL.iter().map(move |s| (s.as_str(), schema())).collect::<Vec<_>>();
    let mut read = steps(|| list(text()));
    read.push(("version", whole()));
    let mut written = steps(text);
    written.push(("version", seen()));
    vec![("Theory", shown(&read)), ("TheoryText", taken(&[], &written))]
}
