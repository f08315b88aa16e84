//! Pages of the area `deliverables`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
