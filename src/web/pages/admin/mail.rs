//! `/admin/installation/mail`: where mail is handed in.
use crate::domain::mail_server::MailSecurity;
use crate::render::format;
use crate::services::mail_settings::{self as service, SetMail, State};
use crate::services::version::Seen;
use crate::store::Db;
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;

const PLACE: &str = "/admin/installation";

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    vec![
        show("/admin/installation/mail", admin, page),
        post("/admin/installation/mail", admin, set, page),
        post("/admin/installation/mail/removal", admin, forget, page),
    ]
}

#[derive(Serialize)]
struct Page {
    form: FormState,
    /// The server was started with a mail server, which counts.
    given: bool,
    /// The version that is saved; 0 before anything is.
    version: i64,
    has_password: bool,
    /// Who set it, and when.
    set: String,
    securities: Vec<Choice>,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let State { given, stored } = service::state(db, &rq.app.config.mail)?;
    let version = stored.as_ref().map_or(0, |s| s.version);
    let mut saved = vec![("version", version.to_string()), ("port", "587".to_owned())];
    if let Some(stored) = &stored {
        let server = &stored.server;
        saved = vec![
            ("version", version.to_string()),
            ("host", server.host.clone()),
            ("port", server.port.to_string()),
            ("security", server.security.to_string()),
            ("user", server.user.clone().unwrap_or_default()),
            ("from_name", server.from_name.clone()),
            ("from_email", server.from_email.clone()),
        ];
    }
    let mut form = FormState::of(rq, &saved);
    // What was typed there is not sent back.
    form.values.remove("password");
    let security = |s: &MailSecurity| Choice::new(s, rq.lang.text(&format!("mail-security-{s}")));
    let page = Page {
        form,
        given,
        version,
        has_password: stored.as_ref().is_some_and(|s| s.password.is_some()),
        set: stored.map(|s| format!("{}, {}", s.by, format::moment(rq.lang, format::local(s.at)))).unwrap_or_default(),
        securities: MailSecurity::ALL.iter().map(security).collect(),
    };
    shell::page(db, rq, "installation", "pages/admin/mail.html", &page)
}

fn set(db: &mut Db, rq: &Rq) -> Answer {
    let config = &rq.app.config;
    service::set(db, &rq.ctx()?, &config.mail, &config.data, &rq.read::<SetMail>()?)?;
    Ok(Reply::see_other(PLACE).with_notice(rq.lang.text("msg-mail-set")))
}
fn forget(db: &mut Db, rq: &Rq) -> Answer {
    service::forget(db, &rq.ctx()?, &rq.app.config.mail, rq.read::<Seen>()?.version)?;
    Ok(Reply::see_other(PLACE).with_notice(rq.lang.text("msg-mail-forgotten")))
}
