//! Pages of the area `recipients`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
