//! Pages of the area `risks`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
