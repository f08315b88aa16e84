//! In the API: where mail is handed in, and a mail to try it with. The password goes in and never comes out.
use super::{does, reads};
use crate::api::openapi::Operation;
use crate::api::schema::{Named, list as list_of, moment, or_null, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{Nothing, Seen, utc, version};
use crate::domain::mail_server::MailSecurity;
use crate::services::Problem;
use crate::services::installation::{self, State};
use crate::services::mail_settings::{self as service, SetMail};
use crate::store::Db;
use crate::store::outbox::{AttemptRow, Mail, MailState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde_json::{Value, json};

const MAIL: &str = "/api/v1/admin/mail";
const TESTS: &str = "/api/v1/admin/mail/tests";

pub fn routes() -> Vec<Route> {
    vec![reads(MAIL, show), does(Method::PUT, MAIL, set), does(Method::DELETE, MAIL, forget), reads(TESTS, tests), does(Method::POST, TESTS, test)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(MAIL, "readMailSettings", "Reads where mail is handed in. The password is never told.", "MailSettings"),
    Operation::put(
        MAIL,
        "setMailSettings",
        "Sets the mail server, used from the next mail on. Without a password the saved one stays. Version 0 is before the first.",
        "MailServer",
        "MailSettings",
    ),
    Operation::delete(MAIL, "forgetMailSettings", "Forgets the mail server: mails are written to files from then on.", "Seen"),
    Operation::get(TESTS, "listTestMails", "Lists your latest test mails, the newest first, with what the server said.", "TestMails"),
    Operation::post(TESTS, "sendTestMail", "Queues a mail to your own address.", "Nothing", "TestMails").answering(&["202"]),
];

fn show(db: &mut Db, rq: &Rq) -> Answer {
    let service::State { given, stored } = service::state(db, &rq.app.config.mail)?;
    let version = stored.as_ref().map_or(0, |s| s.version);
    let server = stored.map(|s| {
        let m = s.server;
        json!({
            "host": m.host, "port": m.port, "security": m.security, "user": m.user, "from_name": m.from_name, "from_email": m.from_email,
            "has_password": s.password.is_some(), "set_by": s.by, "set_at": utc(s.at),
        })
    });
    Ok(Reply::json(json!({"given": given, "server": server, "version": version})).with_version(version))
}
fn set(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: SetMail = rq.read()?;
    request.version = version(rq, request.version)?;
    let config = &rq.app.config;
    service::set(db, &rq.ctx()?, &config.mail, &config.data, &request)?;
    show(db, rq)
}
fn forget(db: &mut Db, rq: &Rq) -> Answer {
    let seen: Seen = rq.read()?;
    service::forget(db, &rq.ctx()?, &rq.app.config.mail, version(rq, seen.version)?)?;
    Ok(Reply::no_content())
}

fn latest(db: &mut Db, rq: &Rq) -> Result<Value, Problem> {
    let State { tests, .. } = installation::state(db, &rq.ctx()?)?;
    let told = |(mail, tries): &(Mail, Vec<AttemptRow>)| {
        let last = tries.last();
        json!({"state": mail.state, "queued_at": utc(mail.created_at), "tried_at": last.map(|t| utc(t.at)), "answer": last.map(|t| &t.answer)})
    };
    Ok(json!({"items": tests.iter().map(told).collect::<Vec<_>>()}))
}
fn tests(db: &mut Db, rq: &Rq) -> Answer {
    Ok(Reply::json(latest(db, rq)?))
}
fn test(db: &mut Db, rq: &Rq) -> Answer {
    rq.read::<Nothing>()?;
    installation::try_mail(db, &rq.ctx()?)?;
    Ok(Reply::accepted(latest(db, rq)?))
}

pub fn schemas() -> Vec<Named> {
    let port = || json!({"type": "integer", "minimum": 1, "maximum": 65_535});
    let server = shown(&[
        ("host", text()),
        ("port", port()),
        ("security", words(MailSecurity::ALL)),
        ("user", or_null(text())),
        ("from_name", text()),
        ("from_email", text()),
        ("has_password", yes_or_no()),
        ("set_by", text()),
        ("set_at", moment()),
    ]);
    let written = taken(
        &[("host", text()), ("port", port()), ("security", words(MailSecurity::ALL)), ("from_name", text()), ("from_email", text())],
        &[("user", text()), ("password", text()), ("version", seen())],
    );
    let given = json!({"type": "boolean", "description": "The server was started with a mail server: that one counts, and none can be set."});
    let test = shown(&[("state", words(MailState::ALL)), ("queued_at", moment()), ("tried_at", or_null(moment())), ("answer", or_null(text()))]);
    vec![
        ("MailSettings", shown(&[("given", given), ("server", or_null(server)), ("version", whole())])),
        ("MailServer", written),
        ("TestMails", shown(&[("items", list_of(test))])),
    ]
}
