//! Pages of the area `preferences`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
