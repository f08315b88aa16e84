//! Pages of the area `decisions`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
