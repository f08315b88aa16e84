//! Administration in the API: what the pages under `/admin` show and do, for administrators. For others it does not exist.
pub mod installation;
pub mod mail;
pub mod operator;
pub mod organisations;
pub mod people;
pub mod templates;

use crate::api::schema::Named;
use crate::web::routes::{Act, Guard, Route, Show, show};
use actix_web::http::Method;

pub fn routes() -> Vec<Route> {
    [people::routes(), organisations::routes(), templates::routes(), installation::routes(), mail::routes(), operator::routes()].concat()
}
pub fn schemas() -> Vec<Named> {
    [people::schemas(), organisations::schemas(), templates::schemas(), installation::schemas(), mail::schemas(), operator::schemas()].concat()
}

fn reads(path: &'static str, act: Show) -> Route {
    show(path, Guard::Administrator, act)
}
fn does(method: Method, path: &'static str, act: Show) -> Route {
    Route { method, path, guard: Guard::Administrator, act: Act::Do(act, None) }
}
