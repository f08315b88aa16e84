//! `reports` in the API.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
