//! Pages of the area `risk_policy`.
use crate::web::routes::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
