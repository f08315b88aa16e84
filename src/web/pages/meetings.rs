//! Pages of the area `meetings`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
