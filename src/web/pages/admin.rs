//! Pages of the area `admin`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
