//! Pages of the area `accounts`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
