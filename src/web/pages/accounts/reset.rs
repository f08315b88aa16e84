//! A forgotten password: a mailed link, valid once and for an hour. The answers do not tell who has an account.
use super::{FormPage, hashed, nobody};
use crate::input::{Fields, Input};
use crate::services::Problem;
use crate::services::accounts::limits::Try;
use crate::services::accounts::{self, ResetPassword};
use crate::store::{Db, Scope};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, outside, show};
use crate::web::shell;
use actix_web::http::StatusCode;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show("/forgot-password", Guard::Public, forgot),
        outside("/forgot-password", Guard::Public, ask, forgot),
        show("/reset-password/{token}", Guard::Public, choose),
        outside("/reset-password/{token}", Guard::Public, reset, choose),
    ]
}

#[derive(Serialize)]
struct ForgotPage {
    form: FormState,
    sent: bool,
}

fn forgot(db: &mut Db, rq: &Rq) -> Answer {
    shell::page(db, rq, "", "pages/accounts/forgot.html", &ForgotPage { form: FormState::empty(rq), sent: rq.filter("sent").is_some() })
}

struct Ask {
    email: String,
}
impl Input for Ask {
    fn parse(f: &mut Fields<'_>) -> Option<Ask> {
        Some(Ask { email: f.email("email")?.key() })
    }
}

fn ask(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let Ask { email } = rq.read()?;
        // Links are counted apart from tries to sign in: asking for one must not keep anybody out.
        let (address, account) = (format!("link {}", rq.address), format!("link {email}"));
        let attempt = Try { address: &address, account: &account, known_address: true, now: rq.moment.real_now };
        rq.app.limits.begin(&attempt).map_err(|retry_after| Problem::TooMany { retry_after })?;
        rq.app.limits.failed(&attempt);
        let ctx = nobody(&rq, "Styrrum");
        rq.app.store.write(Scope::Installation, move |db| accounts::ask_for_link(db, &ctx, &email)).await?;
        Ok(Reply::see_other("/forgot-password?sent=1"))
    }
    .boxed_local()
}

fn choose(db: &mut Db, rq: &Rq) -> Answer {
    match accounts::owner_of_link(db, rq.param("token"), rq.moment.real_now) {
        Ok(_) => shell::page(
            db,
            rq,
            "",
            "pages/accounts/reset.html",
            &FormPage { form: FormState { values: std::collections::BTreeMap::new(), ..FormState::empty(rq) } },
        ),
        Err(Problem::NotFound) => Ok(shell::page(db, rq, "", "pages/accounts/link-ended.html", &())?.with_status(StatusCode::GONE)),
        Err(problem) => Err(problem),
    }
}

fn reset(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let request: ResetPassword = rq.read()?;
        let (secret, now) = (rq.param("token").to_owned(), rq.moment.real_now);
        let asked = secret.clone();
        let owner = rq.app.store.read(move |db| accounts::owner_of_link(db, &asked, now)).await?;
        let hash = hashed(&rq, request.password).await?;
        let ctx = nobody(&rq, &owner.name);
        rq.app.store.write(Scope::Installation, move |db| accounts::reset(db, &ctx, &secret, &hash)).await?;
        Ok(Reply::see_other("/sign-in?changed=1"))
    }
    .boxed_local()
}
