//! Pages of the area `reports`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
