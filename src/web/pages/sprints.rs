//! Pages of the area `sprints`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
