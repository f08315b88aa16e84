//! The installation in the API: how it is doing, its newest backup, and how long things are kept.
use super::{does, reads};
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, moment, of, or_null, shown, taken, text, whole, yes_or_no};
use crate::api::view::{utc, value};
use crate::domain::retention::Retention;
use crate::services::installation::{self as service, SetRetention};
use crate::store::{Db, settings};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

const INSTALLATION: &str = "/api/v1/admin/installation";
const RETENTION: &str = "/api/v1/admin/retention";

pub fn routes() -> Vec<Route> {
    vec![reads(INSTALLATION, show), reads(RETENTION, retention), does(Method::PUT, RETENTION, set_retention)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(INSTALLATION, "readInstallation", "Reads how the installation is doing, with its mail queue and its newest backup.", "Installation"),
    Operation::get(RETENTION, "readRetention", "Reads how long sessions, tokens and the log of sign-ins are kept.", "Retention"),
    Operation::put(RETENTION, "setRetention", "Sets those times. `seen` are the ones that you read before.", "RetentionTimes", "Retention"),
];

fn show(db: &mut Db, rq: &Rq) -> Answer {
    let state = service::state(db, &rq.ctx()?)?;
    let backup = state.backup.map(|b| json!({"at": utc(b.at), "size": b.size, "old": service::is_old(&b, rq.moment.real_now)}));
    Ok(Reply::json(json!({
        "version": env!("CARGO_PKG_VERSION"), "database": if rq.app.store.is_sqlite() { "sqlite" } else { "postgresql" },
        "people": state.people, "projects": state.projects, "mails_waiting": state.mails_waiting, "mails_failed": state.mails_failed,
        "backup": backup, "retention": state.retention,
    })))
}
fn retention(db: &mut Db, _: &Rq) -> Answer {
    Ok(Reply::json(value(&settings::retention(db)?)?))
}
fn set_retention(db: &mut Db, rq: &Rq) -> Answer {
    service::set_retention(db, &rq.ctx()?, &rq.read::<SetRetention>()?)?;
    retention(db, rq)
}

pub fn schemas() -> Vec<Named> {
    let within = |range: RangeInclusive<i64>| json!({"type": "integer", "minimum": range.start(), "maximum": range.end()});
    let times: [Named; 4] = [
        ("idle_minutes", within(Retention::IDLE_MINUTES)),
        ("session_hours", within(Retention::SESSION_HOURS)),
        ("token_days", within(Retention::TOKEN_DAYS)),
        ("sign_in_days", within(Retention::SIGN_IN_DAYS)),
    ];
    let mut sent = times.to_vec();
    sent.push(("seen", of("Retention")));
    let database: Value = json!({"type": "string", "enum": ["sqlite", "postgresql"]});
    let backup = shown(&[("at", moment()), ("size", count("bytes")), ("old", yes_or_no())]);
    let installation = shown(&[
        ("version", text()),
        ("database", database),
        ("people", whole()),
        ("projects", whole()),
        ("mails_waiting", whole()),
        ("mails_failed", whole()),
        ("backup", or_null(backup)),
        ("retention", of("Retention")),
    ]);
    vec![("Installation", installation), ("Retention", shown(&times)), ("RetentionTimes", taken(&sent, &[]))]
}
