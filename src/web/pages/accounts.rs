//! Signing in and out, the first administrator, forgotten passwords, one's own account.

mod own;
mod reset;

use crate::demo::{self, Trial};
use crate::domain::ids::PersonId;
use crate::services::accounts::limits::Try;
use crate::services::accounts::passwords::{self, Checked, Cost};
use crate::services::accounts::{self, FirstAdministrator, Proven, SignIn};
use crate::services::{Ctx, Problem};
use crate::store::accounts::{self as rows, Person};
use crate::store::{Db, Scope};
use crate::web::carried::{self, Along};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, outside, show};
use crate::web::{session, shell, urls};
use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

/// An address counts as known for ninety days, or for as long as the log of sign-ins is kept, if that is shorter.
const KNOWN_DAYS: i64 = 90;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        show("/first-start", Guard::Public, first_start),
        outside("/first-start", Guard::Public, add_first, first_start),
        show("/sign-in", Guard::Public, sign_in_page),
        outside("/sign-in", Guard::Public, sign_in, sign_in_page),
        Route { method: Method::POST, path: "/sign-out", guard: Guard::SignedIn, act: Act::Do(sign_out, None) },
    ];
    routes.extend(reset::routes());
    routes.extend(own::routes());
    routes
}

#[derive(Serialize)]
struct SignInPage {
    form: FormState,
    next: String,
    /// The form that is carried through signing in.
    carried: Along,
    /// A password was just chosen through a link.
    changed: bool,
    /// The demo's accounts, where the demo runs.
    trials: &'static [Trial],
}

/// The sign-in page, or what comes before or instead of it.
///
/// # Errors
/// Those of the store.
pub fn sign_in_page(db: &mut Db, rq: &Rq) -> Answer {
    if !rows::any(db)? {
        return Ok(Reply::see_other("/first-start"));
    }
    let typed = rq.sent.typed();
    let next = urls::own_path(typed.get("next").map(String::as_str).or(rq.filter("next")));
    if rq.signed_in.is_some() && rq.problem.is_none() {
        return Ok(Reply::see_other(next));
    }
    let mut form = FormState::empty(rq);
    form.values.remove("password");
    shell::page(
        db,
        rq,
        "",
        "pages/accounts/sign-in.html",
        &SignInPage {
            form,
            next,
            carried: Along::of(rq),
            changed: rq.filter("changed").is_some(),
            trials: if rq.app.config.trial { demo::trials() } else { &[] },
        },
    )
}

fn sign_in(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let request: SignIn = rq.read()?;
        let (person, known_address) = look_up(&rq, &request.email).await?;
        let attempt = Try { address: &rq.address, account: &request.email, known_address, now: rq.moment.real_now };
        rq.app.limits.begin(&attempt).map_err(|retry_after| Problem::TooMany { retry_after })?;
        let stored = person.as_ref().and_then(|p| p.password_hash.clone());
        match (checked(&rq, request.password.clone(), stored).await?, person) {
            (Checked::Wrong, _) | (_, None) => {
                rq.app.limits.failed(&attempt);
                refuse(&rq, request.email).await
            }
            (checked, Some(person)) => {
                rq.app.limits.succeeded(&attempt);
                let rehashed = if checked == Checked::RightButWeak { Some(hashed(&rq, request.password).await?) } else { None };
                let next = urls::own_path(rq.sent.typed().get("next").map(String::as_str));
                let secret = open(&rq, &person, rehashed, None).await?;
                let reply = entered(&rq, &person, secret.clone(), next);
                carried::resume(rq, person.id, &secret, reply).await
            }
        }
    }
    .boxed_local()
}

/// The person who may sign in with the address, and whether they have done so from here before.
async fn look_up(rq: &Rq, email_key: &str) -> Result<(Option<Person>, bool), Problem> {
    let (key, address, since) = (email_key.to_owned(), rq.address.clone(), rq.moment.real_now - TimeDelta::days(KNOWN_DAYS));
    let find = move |db: &mut Db| {
        let person = rows::by_email(db, &key)?.filter(|p| p.disabled_at.is_none());
        Ok::<_, Problem>((person, rows::has_signed_in_from(db, &key, &address, since)?))
    };
    rq.app.store.read(find).await
}

/// The same answer whether the address, the password or the account is at fault.
async fn refuse(rq: &Rq, email_key: String) -> Answer {
    let (address, now) = (rq.address.clone(), rq.moment.real_now);
    rq.app.store.write(Scope::Unjournaled, move |db| Ok::<_, Problem>(rows::log_sign_in(db, now, &email_key, &address, "refused")?)).await?;
    Err(accounts::wrong_sign_in())
}

/// Opens a session for a person who has proved to be who they are; the answer is its secret.
async fn open(rq: &Rq, person: &Person, rehashed: Option<String>, notice: Option<String>) -> Result<String, Problem> {
    let before = rq.signed_in.as_ref().and_then(|s| s.session.clone());
    let proven = Proven {
        person: person.id,
        against: person.password_hash.clone(),
        email_key: person.email.to_ascii_lowercase(),
        address: rq.address.clone(),
        now: rq.moment.real_now,
        before,
        rehashed,
        notice,
    };
    let entropy = rq.app.entropy.clone();
    rq.app.store.write(Scope::Unjournaled, move |db| accounts::open_session(db, &entropy, &proven)).await
}
/// Leads whoever has a new session on, with its cookie.
fn entered(rq: &Rq, person: &Person, secret: String, next: String) -> Reply {
    let reply = Reply::see_other(next)
        .with_cookie(session::cookie(&rq.app, session::session_name(&rq.app), secret))
        .with_cookie(session::ended(&rq.app, session::form_name(&rq.app)));
    super::preferences::with_cookies(rq, reply, person.language.as_deref(), person.theme.as_deref())
}

fn sign_out(db: &mut Db, rq: &Rq) -> Answer {
    if let Some(session) = &rq.person()?.session {
        rows::end_session(db, session)?;
    }
    Ok(Reply::see_other("/sign-in").with_cookie(session::ended(&rq.app, session::session_name(&rq.app))))
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
}

fn first_start(db: &mut Db, rq: &Rq) -> Answer {
    if rows::any(db)? {
        return Err(Problem::NotFound);
    }
    let mut form = FormState::empty(rq);
    form.values.remove("password");
    shell::page(db, rq, "", "pages/accounts/first-start.html", &FormPage { form })
}

fn add_first(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        // Before the costly hash: afterwards this address is closed.
        if rq.app.store.read(|db| Ok::<_, Problem>(rows::any(db)?)).await? {
            return Err(Problem::NotFound);
        }
        let request: FirstAdministrator = rq.read()?;
        let hash = hashed(&rq, request.password.clone()).await?;
        let ctx = nobody(&rq, request.name.as_str());
        let added = move |db: &mut Db| {
            let id = accounts::add_first(db, &ctx, &request, &hash)?;
            rows::find(db, id)?.ok_or(Problem::NotFound)
        };
        let person = rq.app.store.write(Scope::Installation, added).await?;
        let secret = open(&rq, &person, None, Some(rq.lang.text("msg-first-administrator").to_owned())).await?;
        Ok(entered(&rq, &person, secret, "/".to_owned()))
    }
    .boxed_local()
}

/// Somebody who is not signed in acts on their own account; the journal names them.
fn nobody(rq: &Rq, name: &str) -> Ctx {
    Ctx {
        address: Some(rq.address.clone()),
        language: rq.lang.code(),
        ..Ctx::system(&rq.app.clock, &rq.app.entropy, PersonId(0), name, &rq.app.config.base_url)
    }
}

/// Compares a password with the stored hash, at most two at a time.
async fn checked(rq: &Rq, password: String, stored: Option<String>) -> Result<Checked, Problem> {
    let permit = rq.app.hashing.clone().acquire_owned().await.map_err(Problem::internal)?;
    let compared = tokio::task::spawn_blocking(move || {
        let checked = passwords::check(&password, stored.as_deref());
        drop(permit);
        checked
    });
    compared.await.map_err(Problem::internal)
}

/// Hashes a password, at most two at a time.
async fn hashed(rq: &Rq, password: String) -> Result<String, Problem> {
    let permit = rq.app.hashing.clone().acquire_owned().await.map_err(Problem::internal)?;
    let entropy = rq.app.entropy.clone();
    let hashed = tokio::task::spawn_blocking(move || {
        let hash = passwords::hash(&password, Cost::DEFAULT, &entropy);
        drop(permit);
        hash
    });
    hashed.await.map_err(Problem::internal)?
}
