//! Pages of the area `statics`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
