//! Pages of the area `journal`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
