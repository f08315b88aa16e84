//! `/admin/installation`: how it is doing, a mail to try, the newest backup, and how long things are kept.
use crate::domain::operator::Operator;
use crate::domain::retention::Retention;
use crate::render::format;
use crate::services::installation::{self as service, SetRetention, State};
use crate::services::{Problem, mail_settings};
use crate::store::Db;
use crate::store::outbox::{AttemptRow, Mail};
use crate::store::settings::{self, LastBackup};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;

const PLACE: &str = "/admin/installation";

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    vec![
        show("/admin/installation", admin, page),
        post("/admin/installation/mail-test", admin, try_mail, page),
        show("/admin/installation/retention", admin, retention_page),
        post("/admin/installation/retention", admin, set_retention, retention_page),
    ]
}

#[derive(Serialize)]
struct Page {
    version: &'static str,
    database: &'static str,
    people: i64,
    projects: i64,
    /// The mail server, or empty when mails are written to files.
    server: String,
    from: String,
    /// They were given when the server was started, and cannot be changed here.
    mail_given: bool,
    waiting: i64,
    failed: i64,
    tests: Vec<Test>,
    backup: Option<Backup>,
    retention: Retention,
    operator: Option<Operator>,
}
/// A test mail: `queued`, `accepted`, `failed` or `bounced`, and what the server said last.
#[derive(Serialize)]
struct Test {
    state: String,
    when: String,
    answer: String,
}
#[derive(Serialize)]
struct Backup {
    when: String,
    megabytes: String,
    old: bool,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let state = service::state(db, &rq.ctx()?)?;
    let config = &rq.app.config;
    let mail = mail_settings::state(db, &config.mail)?;
    let State { people, projects, mails_waiting, mails_failed, tests, backup, retention } = state;
    let context = Page {
        version: env!("CARGO_PKG_VERSION"),
        database: if rq.app.store.is_sqlite() { "SQLite" } else { "PostgreSQL" },
        people,
        projects,
        server: mail.stored.as_ref().filter(|_| !mail.given).map(|s| s.server.url()).or_else(|| config.mail.smtp.clone()).unwrap_or_default(),
        from: mail.stored.as_ref().filter(|_| !mail.given).map_or_else(|| config.mail.from.clone(), |s| s.server.from()),
        mail_given: mail.given,
        waiting: mails_waiting,
        failed: mails_failed,
        tests: tests.iter().map(|(mail, tries)| test(rq, mail, tries)).collect(),
        backup: backup.map(|b| copied(rq, &b)),
        retention,
        operator: settings::operator(db)?.map(|s| s.operator),
    };
    shell::page(db, rq, "installation", "pages/admin/installation.html", &context)
}
fn test(rq: &Rq, mail: &Mail, tries: &[AttemptRow]) -> Test {
    let last = tries.last();
    let at = last.map_or(mail.created_at, |t| t.at);
    Test { state: mail.state.clone(), when: format::moment(rq.lang, format::local(at)), answer: last.map(|t| t.answer.clone()).unwrap_or_default() }
}
fn copied(rq: &Rq, backup: &LastBackup) -> Backup {
    Backup {
        when: format::moment(rq.lang, format::local(backup.at)),
        megabytes: format::decimal(rq.lang, backup.size as f64 / 1e6, 1),
        old: service::is_old(backup, rq.moment.real_now),
    }
}
fn try_mail(db: &mut Db, rq: &Rq) -> Answer {
    service::try_mail(db, &rq.ctx()?)?;
    Ok(Reply::see_other(PLACE.to_owned()).with_notice(rq.lang.text("msg-mail-test")))
}

#[derive(Serialize)]
struct RetentionPage {
    form: FormState,
}
fn retention_page(db: &mut Db, rq: &Rq) -> Answer {
    let now = settings::retention(db)?;
    let saved = [
        ("idle_minutes", now.idle_minutes.to_string()),
        ("session_hours", now.session_hours.to_string()),
        ("token_days", now.token_days.to_string()),
        ("sign_in_days", now.sign_in_days.to_string()),
        ("seen", serde_json::to_string(&now).map_err(Problem::internal)?),
    ];
    shell::page(db, rq, "installation", "pages/admin/retention.html", &RetentionPage { form: FormState::of(rq, &saved) })
}
fn set_retention(db: &mut Db, rq: &Rq) -> Answer {
    service::set_retention(db, &rq.ctx()?, &rq.read::<SetRetention>()?)?;
    Ok(Reply::see_other(PLACE.to_owned()).with_notice(rq.lang.text("msg-retention-set")))
}
