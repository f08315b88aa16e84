//! Pages of the area `projects`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
