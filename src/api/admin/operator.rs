//! In the API: who runs the installation, for its statement of accessibility.
use super::{does, reads};
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, or_null, seen, shown, taken, text, whole};
use crate::api::view::version;
use crate::services::operator::{self as service, SetOperator};
use crate::store::{Db, settings};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde_json::json;

const OPERATOR: &str = "/api/v1/admin/operator";

pub fn routes() -> Vec<Route> {
    vec![reads(OPERATOR, show), does(Method::PUT, OPERATOR, set)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(OPERATOR, "readOperator", "Reads who runs the installation and answers about its accessibility.", "Operator"),
    Operation::put(OPERATOR, "setOperator", "Says who runs the installation. Version 0 is before the first.", "OperatorText", "Operator"),
];

fn show(db: &mut Db, _: &Rq) -> Answer {
    let stored = settings::operator(db)?;
    let version = stored.as_ref().map_or(0, |s| s.version);
    let operator = stored.map(|s| s.operator);
    let (name, email) = (operator.as_ref().map(|o| &o.name), operator.as_ref().map(|o| &o.email));
    let reviewed_on = operator.as_ref().map(|o| o.reviewed_on);
    Ok(Reply::json(json!({"name": name, "email": email, "reviewed_on": reviewed_on, "version": version})).with_version(version))
}
fn set(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: SetOperator = rq.read()?;
    request.version = version(rq, request.version)?;
    service::set(db, &rq.ctx()?, &request)?;
    show(db, rq)
}

pub fn schemas() -> Vec<Named> {
    let operator = shown(&[("name", or_null(text())), ("email", or_null(text())), ("reviewed_on", or_null(day())), ("version", whole())]);
    vec![("Operator", operator), ("OperatorText", taken(&[("name", text()), ("email", text()), ("reviewed_on", day())], &[("version", seen())]))]
}
