//! Pages of the area `economy`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
