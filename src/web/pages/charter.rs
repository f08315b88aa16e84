//! Pages of the area `charter`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
