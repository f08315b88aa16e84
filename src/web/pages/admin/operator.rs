//! `/admin/installation/operator`: who runs the installation, for its statement of accessibility.
use crate::services::operator as service;
use crate::store::{Db, settings};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    vec![show("/admin/installation/operator", admin, page), post("/admin/installation/operator", admin, set, page)]
}

#[derive(Serialize)]
struct Page {
    form: FormState,
}
fn page(db: &mut Db, rq: &Rq) -> Answer {
    let stored = settings::operator(db)?;
    let mut saved = vec![("version", stored.as_ref().map_or(0, |s| s.version).to_string())];
    if let Some(operator) = stored.map(|s| s.operator) {
        saved.extend([("name", operator.name), ("email", operator.email), ("reviewed_on", operator.reviewed_on.to_string())]);
    }
    shell::page(db, rq, "installation", "pages/admin/operator.html", &Page { form: FormState::of(rq, &saved) })
}
fn set(db: &mut Db, rq: &Rq) -> Answer {
    service::set(db, &rq.ctx()?, &rq.read()?)?;
    Ok(Reply::see_other("/admin/installation").with_notice(rq.lang.text("msg-saved")))
}
