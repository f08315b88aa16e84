//! Pages of the area `health`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
