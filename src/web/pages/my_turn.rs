//! Pages of the area `my_turn`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
