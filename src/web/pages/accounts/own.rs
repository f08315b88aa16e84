//! One's own account: name, language, theme, password, sessions in other browsers.
use super::{checked, hashed};
use crate::services::Problem;
use crate::services::accounts::limits::Try;
use crate::services::accounts::passwords::Checked;
use crate::services::accounts::{self, ChangePassword, EditAccount};
use crate::store::accounts as rows;
use crate::store::{Db, Scope};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::{Rq, SignedIn};
use crate::web::routes::{Guard, Route, outside, post, show};
use crate::web::shell;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show("/account", Guard::SignedIn, page),
        post("/account", Guard::SignedIn, edit, page),
        outside("/account/password", Guard::SignedIn, change_password, page),
        post("/account/sessions/end", Guard::SignedIn, end_sessions, page),
    ]
}

#[derive(Serialize)]
struct AccountPage {
    form: FormState,
    password_form: FormState,
    email: String,
    language: String,
    theme: String,
    /// Browsers where the person is signed in, besides this one.
    elsewhere: i64,
    is_admin: bool,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let person = &rq.person()?.person;
    let saved = [("name", person.name.clone()), ("version", person.version.to_string())];
    // The page has two forms; what was typed in one must not show in the other.
    let of_password = rq.path.ends_with("/password");
    let fresh = || FormState { values: saved.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect(), ..FormState::default() };
    let errors = FormState { values: std::collections::BTreeMap::new(), ..FormState::empty(rq) };
    let (form, password_form) = if of_password { (fresh(), errors) } else { (FormState::of(rq, &saved), FormState::default()) };
    let context = AccountPage {
        form,
        password_form,
        email: person.email.clone(),
        language: rq.lang.code().to_owned(),
        theme: person.theme.clone().unwrap_or_else(|| "auto".to_owned()),
        elsewhere: (rows::live_sessions(db, person.id, rq.moment.real_now)? - 1).max(0),
        is_admin: person.is_admin,
    };
    shell::page(db, rq, "account", "pages/accounts/account.html", &context)
}

fn edit(db: &mut Db, rq: &Rq) -> Answer {
    let request: EditAccount = rq.read()?;
    accounts::edit_own(db, &rq.ctx()?, &request)?;
    Ok(Reply::see_other("/account").with_notice(rq.lang.text("msg-account-saved")))
}

fn change_password(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let request: ChangePassword = rq.read()?;
        let SignedIn { person, session, .. } = rq.person()?.clone();
        // Tries are counted as at sign-in, apart from those: a browser left open is no place to guess in.
        let counted = format!("own {}", person.id);
        let attempt = Try { address: &rq.address, account: &counted, known_address: true, now: rq.moment.real_now };
        rq.app.limits.begin(&attempt).map_err(|retry_after| Problem::TooMany { retry_after })?;
        let against = person.password_hash.unwrap_or_default();
        if checked(&rq, request.current, Some(against.clone())).await? == Checked::Wrong {
            return Err(accounts::wrong_password());
        }
        rq.app.limits.succeeded(&attempt);
        let hash = hashed(&rq, request.password).await?;
        let ctx = rq.ctx()?;
        let change = move |db: &mut Db| accounts::change_password(db, &ctx, person.id, &against, &hash, session.as_deref());
        rq.app.store.write(Scope::Installation, change).await?;
        Ok(Reply::see_other("/account").with_notice(rq.lang.text("msg-password-changed")))
    }
    .boxed_local()
}

fn end_sessions(db: &mut Db, rq: &Rq) -> Answer {
    let signed_in = rq.person()?;
    rows::end_sessions_of(db, signed_in.person.id, signed_in.session.as_deref())?;
    Ok(Reply::see_other("/account").with_notice(rq.lang.text("msg-sessions-ended")))
}
