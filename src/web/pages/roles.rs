//! Pages of the area `roles`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
