//! From a matched route to an answer: body, session, right, forged forms, transaction.
use crate::services::{InProject, Problem};
use crate::store::{Db, Scope};
use crate::web::app::App;
use crate::web::error;
use crate::web::reply::{Answer, Body, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, Show, ShowIn};
use crate::web::session::{self, IDLE_MINUTES};
use crate::{api, store};
use actix_web::http::Method;
use chrono::TimeDelta;
use std::sync::Arc;

/// Answers a request on its route.
pub async fn serve(app: Arc<App>, route: &Route, rq: Rq, browser: Browser) -> Reply {
    let rq = match recognise(&app, rq, &browser).await {
        Ok(rq) => rq,
        Err((rq, problem)) => return error::answer(&rq, &problem),
    };
    let mut rq = rq;
    let planted = plant_form_token(&app, route, &mut rq);
    let answered = match admit(route, &rq, &browser) {
        Ok(()) => act(&app, route, &mut rq).await,
        Err(problem) => Err(problem),
    };
    let mut reply = answered.unwrap_or_else(|problem| error::answer(&rq, &problem));
    if planted && matches!(reply.body, Body::Html(_)) {
        reply = reply.with_cookie(session::cookie(&app, session::form_name(&app), rq.csrf.clone()));
    }
    after(&app, &rq, reply).await
}

/// Gives a browser that is not signed in the token that its forms must carry; the cookie carries it too, and the two are compared.
fn plant_form_token(app: &App, route: &Route, rq: &mut Rq) -> bool {
    let wanted = route.method == Method::GET && !rq.is_api() && rq.signed_in.is_none() && rq.csrf.is_empty();
    if wanted {
        rq.csrf = app.entropy.hex::<32>().unwrap_or_default();
    }
    wanted && !rq.csrf.is_empty()
}

/// What the browser or program says of itself.
#[derive(Debug, Default)]
pub struct Browser {
    pub session: Option<String>,
    pub form_token: Option<String>,
    pub bearer: Option<String>,
    pub fetch_site: Option<String>,
    pub origin: Option<String>,
    pub host: Option<String>,
}

/// Finds out who asks, and in which language they read.
async fn recognise(app: &Arc<App>, mut rq: Rq, browser: &Browser) -> Result<Rq, (Box<Rq>, Problem)> {
    let found = if rq.is_api() { api::token::recognise(app, &rq, browser).await } else { from_session(app, &mut rq, browser).await };
    match found {
        Ok(signed_in) => {
            if !rq.is_api()
                && let Some(lang) = signed_in.as_ref().and_then(|s| s.person.language.as_deref()).and_then(|l| l.parse().ok())
            {
                rq.lang = lang;
            }
            rq.signed_in = signed_in;
            Ok(rq)
        }
        Err(problem) => Err((Box::new(rq), problem)),
    }
}

async fn from_session(app: &Arc<App>, rq: &mut Rq, browser: &Browser) -> Result<Option<crate::web::request::SignedIn>, Problem> {
    let Some(hash) = browser.session.clone() else { return Ok(None) };
    let found = app.store.read(move |db| Ok::<_, Problem>(store::accounts::session(db, &hash)?)).await?;
    let now = rq.moment.real_now;
    let Some((session, person)) = found.filter(|(s, _)| s.expires_at > now && s.seen_at + TimeDelta::minutes(IDLE_MINUTES) > now) else { return Ok(None) };
    rq.csrf = session.csrf;
    rq.notice = session.notice;
    Ok(Some(crate::web::request::SignedIn { person, session: Some(session.hash), seen_at: session.seen_at, may_write: true }))
}

/// Whether the request may go on to its route at all.
fn admit(route: &Route, rq: &Rq, browser: &Browser) -> Result<(), Problem> {
    match route.guard {
        Guard::Public => {}
        Guard::SignedIn | Guard::Project(_) => drop(rq.person()?),
        Guard::Administrator if rq.person()?.person.is_admin => {}
        // The administration's pages do not exist for others.
        Guard::Administrator => return Err(Problem::NotFound),
    }
    if route.method == Method::GET || route.method == Method::HEAD {
        return Ok(());
    }
    if rq.is_api() {
        return if rq.signed_in.as_ref().is_none_or(|s| s.may_write) { Ok(()) } else { Err(Problem::ReadOnlyToken) };
    }
    if is_forged(rq, browser) { Err(Problem::Forged) } else { Ok(()) }
}

/// A form must come from a page of ours: by what the browser says of its origin, and by the token in the form.
fn is_forged(rq: &Rq, browser: &Browser) -> bool {
    let foreign_site = browser.fetch_site.as_deref().is_some_and(|s| s != "same-origin" && s != "none");
    let foreign_origin = browser.origin.as_deref().is_some_and(|origin| {
        let own = browser.host.as_deref().unwrap_or_default();
        origin.split_once("://").map(|(_, host)| host) != Some(own) && origin != &*rq.app.config.base_url
    });
    let sent = rq.sent.typed().get("csrf").cloned().unwrap_or_default();
    let own_token = !rq.csrf.is_empty() && subtle::ConstantTimeEq::ct_eq(sent.as_bytes(), rq.csrf.as_bytes()).into();
    foreign_site || foreign_origin || !own_token
}

async fn act(app: &Arc<App>, route: &Route, rq: &mut Rq) -> Answer {
    match route.act {
        Act::Show(show) => reading(app, rq, show).await,
        Act::ShowIn(show) => reading(app, rq, InGuard(route.guard, show)).await,
        Act::Do(act, again) => {
            let done = writing(app, rq, Scope::Installation, act).await;
            shown_again(app, rq, done, again).await
        }
        Act::DoIn(act, again) => {
            let guard = route.guard;
            let done = match project_id(app, rq).await {
                Ok(id) => writing(app, rq, Scope::Project(id), InGuard(guard, act)).await,
                Err(problem) => Err(problem),
            };
            shown_again(app, rq, done, again.map(|a| InGuard(guard, a))).await
        }
        Act::Outside(act, again) => {
            let kept = std::mem::take(&mut rq.sent);
            let copy = rq.copy_with(kept.clone());
            rq.sent = kept;
            let done = act(copy).await;
            shown_again(app, rq, done, again).await
        }
    }
}

/// A function that answers, on a connection; under an `Idempotency-Key` it does its work once.
trait Function: Send + Sync + Copy + 'static {
    fn call(self, db: &mut Db, rq: &Rq) -> Answer;
}
impl Function for Show {
    fn call(self, db: &mut Db, rq: &Rq) -> Answer {
        api::idempotency::once(db, rq, |db| self(db, rq))
    }
}
/// A project's function behind its guard.
#[derive(Clone, Copy)]
struct InGuard(Guard, ShowIn);
impl Function for InGuard {
    fn call(self, db: &mut Db, rq: &Rq) -> Answer {
        let ctx = rq.ctx()?;
        let at = InProject::open(db, &ctx, rq.param("code"))?;
        if let Guard::Project(right) = self.0 {
            at.demand(right, ctx.today)?;
        }
        api::idempotency::once(db, rq, |db| (self.1)(db, rq, &at))
    }
}

async fn reading(app: &Arc<App>, rq: &mut Rq, function: impl Function) -> Answer {
    let own = rq.lend();
    let store = app.store.clone();
    let (answer, own) = store
        .read(move |db| {
            let answer = function.call(db, &own);
            Ok::<_, Problem>((answer, own))
        })
        .await?;
    *rq = own;
    answer
}

/// The request travels into the transaction and is taken back after it: it may run more than once.
async fn writing(app: &Arc<App>, rq: &mut Rq, scope: Scope, function: impl Function) -> Answer {
    let shared = Arc::new(rq.lend());
    let inner = shared.clone();
    let answer = app.store.write(scope, move |db| function.call(db, &inner)).await;
    match Arc::try_unwrap(shared) {
        Ok(own) => *rq = own,
        // The writer still holds its copy for a moment after it has answered.
        Err(shared) => *rq = shared.copy_with(shared.sent.clone()),
    }
    answer
}

async fn project_id(app: &Arc<App>, rq: &Rq) -> Result<i64, Problem> {
    let code = rq.param("code").to_owned();
    let found = app.store.read(move |db| Ok::<_, Problem>(store::projects::by_code(db, &code)?)).await?;
    found.map(|p| p.id).ok_or(Problem::NotFound)
}

/// A form that could not be taken is shown again with what was typed; other problems have their own page.
async fn shown_again(app: &Arc<App>, rq: &mut Rq, done: Answer, again: Option<impl Function>) -> Answer {
    let (problem, again) = match (done, again) {
        (Err(problem @ (Problem::Invalid(_) | Problem::Stale | Problem::Refused(_) | Problem::NoMandate(_) | Problem::TooMany { .. })), Some(again))
            if !rq.is_api() =>
        {
            (problem, again)
        }
        (done, _) => return done,
    };
    rq.problem = Some(problem);
    let shown = reading(app, rq, again).await;
    match (shown, rq.problem.take()) {
        // The page itself is out of reach: the first problem says more.
        (Err(_), Some(problem)) => Err(problem),
        (shown, _) => shown,
    }
}

/// What is noted when the answer is ready: words for the next page, and that the session lives.
async fn after(app: &Arc<App>, rq: &Rq, mut reply: Reply) -> Reply {
    let Some(session) = rq.signed_in.as_ref().and_then(|s| s.session.clone()) else { return reply };
    let now = rq.moment.real_now;
    let notice = reply.notice.take();
    let shown = rq.notice.is_some() && reply.status.is_success() && notice.is_none();
    let touch = rq.signed_in.as_ref().is_some_and(|s| s.seen_at + TimeDelta::minutes(1) < now);
    if notice.is_none() && !shown && !touch {
        return reply;
    }
    let noted = app
        .store
        .write(Scope::Unjournaled, move |db| {
            if notice.is_some() || shown {
                store::accounts::set_notice(db, &session, notice.as_deref())?;
            }
            store::accounts::touch_session(db, &session, now)?;
            Ok::<_, Problem>(())
        })
        .await;
    if let Err(problem) = noted {
        tracing::warn!(cause = %problem, "the session could not be noted");
    }
    reply
}
