//! From a matched route to an answer: body, session, right, forged forms, transaction.
use crate::input::{Fault, FieldError};
use crate::services::{InProject, Problem};
use crate::store::{Db, Scope};
use crate::web::app::App;
use crate::web::carried;
use crate::web::error;
use crate::web::reply::{Answer, Body, Notice, Reply};
use crate::web::request::{Rq, SignedIn};
use crate::web::routes::{Act, Guard, Route, Show, ShowIn};
use crate::web::session;
use crate::{api, store};
use actix_web::http::{Method, StatusCode};
use chrono::TimeDelta;
use std::sync::Arc;

/// Answers a request on its route.
pub async fn serve(app: Arc<App>, route: &Route, mut rq: Rq, browser: Browser) -> Reply {
    let is_foreign = is_foreign(&rq, &browser);
    let answered = match arrive(&app, route, &mut rq, browser).await {
        Ok(Arrived::Answered(reply)) => Ok(reply),
        Ok(Arrived::Admitted(project)) => act(&app, route, project, &mut rq).await,
        Err(problem @ (Problem::SignedOut | Problem::Forged)) if !is_foreign => carried::rescue(route, &mut rq, problem).await,
        Err(problem) => Err(problem),
    };
    let mut reply = answered.unwrap_or_else(|problem| error::answer(&rq, &problem));
    if rq.form_token_is_new && matches!(reply.body, Body::Html(_)) {
        reply = reply.with_cookie(session::cookie(&app, session::form_name(&app), rq.csrf.clone()));
    }
    after(&app, &rq, reply).await
}

/// Whether the one who asks has an account: asked before a file is read, since nobody unknown sends one.
pub async fn is_known(app: &Arc<App>, rq: &mut Rq, browser: &Browser) -> bool {
    let own = browser.clone();
    !browser.is_nobody() && glancing(app, rq, move |db, rq| recognise(db, rq, &own)).await.is_ok() && rq.signed_in.is_some()
}

/// How far a request has come when it is known who asks.
enum Arrived {
    /// What only reads is answered at once.
    Answered(Reply),
    /// It may go on, in the project with this id where there is one.
    Admitted(Option<i64>),
}

/// Who asks, whether they may, and for what only reads the answer too: one trip to the database's threads, one snapshot.
async fn arrive(app: &Arc<App>, route: &Route, rq: &mut Rq, browser: Browser) -> Result<Arrived, Problem> {
    if browser.is_nobody() && matches!(route.act, Act::Outside(..)) {
        greet(route, rq);
        return admit(route, rq, &browser).map(|()| Arrived::Admitted(None));
    }
    let own = route.clone();
    let enter = move |db: &mut Db, rq: &mut Rq| {
        recognise(db, rq, &browser)?;
        greet(&own, rq);
        admit(&own, rq, &browser)?;
        match own.act {
            Act::Show(show) => show.call(db, rq).map(Arrived::Answered),
            Act::ShowIn(show) | Act::GlanceIn(show) => shown_in(db, rq, InGuard(own.guard, show)).map(Arrived::Answered),
            Act::Do(..) | Act::Outside(..) => Ok(Arrived::Admitted(None)),
            Act::DoIn(..) => {
                let project = store::projects::by_code(db, rq.param("code"))?.ok_or(Problem::NotFound)?;
                Ok(Arrived::Admitted(Some(project.id)))
            }
        }
    };
    match route.act {
        Act::Show(_) | Act::ShowIn(_) => in_reading(app, rq, enter).await,
        Act::GlanceIn(_) | Act::Do(..) | Act::DoIn(..) | Act::Outside(..) => glancing(app, rq, enter).await,
    }
}

/// What a page or query of a project shows.
fn shown_in(db: &mut Db, rq: &mut Rq, guarded: InGuard) -> Answer {
    let at = guarded.enter(db, rq)?;
    rq.read_for_the_record = at.actor.only_registers(rq.moment.today).then_some(at.project.id);
    match guarded.demand(rq, &at).and_then(|()| guarded.answer(db, rq, &at)) {
        // Inside the own project the menu stays.
        Err(problem) if problem.status() == StatusCode::FORBIDDEN && !rq.is_api() => error::page_in(db, rq, &at, &problem),
        shown => shown,
    }
}

/// A page for a browser that is not signed in has forms too.
fn greet(route: &Route, rq: &mut Rq) {
    if route.method == Method::GET && !rq.is_api() && rq.signed_in.is_none() {
        plant_form_token(rq);
    }
}

/// Gives a browser that is not signed in the token that its forms must carry; the cookie carries it too, and the two are compared.
pub fn plant_form_token(rq: &mut Rq) {
    if rq.csrf.is_empty() {
        rq.csrf = rq.app.entropy.hex::<32>().unwrap_or_default();
        rq.form_token_is_new = !rq.csrf.is_empty();
    }
}

/// What the browser or program says of itself.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub session: Option<String>,
    pub form_token: Option<String>,
    pub bearer: Option<String>,
    pub fetch_site: Option<String>,
    pub origin: Option<String>,
    pub host: Option<String>,
}
impl Browser {
    fn is_nobody(&self) -> bool {
        self.session.is_none() && self.bearer.is_none()
    }
}

/// Finds out who asks, and in which language they read.
fn recognise(db: &mut Db, rq: &mut Rq, browser: &Browser) -> Result<(), Problem> {
    if rq.is_api() {
        rq.signed_in = api::token::recognise(db, rq, browser)?;
        return Ok(());
    }
    rq.signed_in = from_session(db, rq, browser)?;
    if let Some(lang) = rq.signed_in.as_ref().and_then(|s| s.person.language.as_deref()).and_then(|l| l.parse().ok()) {
        rq.lang = lang;
    }
    Ok(())
}

fn from_session(db: &mut Db, rq: &mut Rq, browser: &Browser) -> Result<Option<SignedIn>, Problem> {
    let Some(hash) = &browser.session else { return Ok(None) };
    let now = rq.moment.real_now;
    let Some((session, person)) = store::accounts::session(db, hash, now)? else { return Ok(None) };
    rq.csrf = session.csrf;
    rq.notice = session.notice.map(|words| Notice { words, decision: session.notice_decision });
    Ok(Some(SignedIn { person, session: Some(session.hash), seen_at: session.seen_at, may_write: true }))
}

/// Finds out who asks, and whether the route is for them.
///
/// # Errors
/// [`Problem::SignedOut`]; [`Problem::NotFound`] for what is an administrator's.
pub async fn enter(route: &Route, rq: &mut Rq, browser: Browser) -> Result<(), Problem> {
    let (app, guard) = (rq.app.clone(), route.guard);
    in_reading(&app, rq, move |db, rq| {
        recognise(db, rq, &browser)?;
        let_in(guard, rq)
    })
    .await
}
fn let_in(guard: Guard, rq: &Rq) -> Result<(), Problem> {
    match guard {
        Guard::Public => Ok(()),
        Guard::SignedIn | Guard::Project(_) => rq.person().map(drop),
        Guard::Administrator if rq.person()?.person.is_admin => Ok(()),
        // The administration's pages do not exist for others.
        Guard::Administrator => Err(Problem::NotFound),
    }
}

/// Whether the request may go on to its route at all.
fn admit(route: &Route, rq: &Rq, browser: &Browser) -> Result<(), Problem> {
    let_in(route.guard, rq)?;
    refuse_unknown_parameters(route, rq)?;
    if route.method == Method::GET || route.method == Method::HEAD {
        return Ok(());
    }
    if rq.is_api() {
        return if rq.signed_in.as_ref().is_none_or(|s| s.may_write) { Ok(()) } else { Err(Problem::ReadOnlyToken) };
    }
    if is_forged(rq, browser) { Err(Problem::Forged) } else { Ok(()) }
}

/// A program that asks for what there is not, a misspelt filter say, is told so: it would take everything for an answer.
fn refuse_unknown_parameters(route: &Route, rq: &Rq) -> Result<(), Problem> {
    if !rq.is_api() || rq.query.is_empty() {
        return Ok(());
    }
    let known = api::openapi::query_of(route.method.as_str(), route.path);
    let strays = rq.query.keys().filter(|name| known.iter().all(|k| k.name != *name));
    // As much of the name as one can read.
    let faults: Vec<FieldError> = strays.map(|name| FieldError { field: name.chars().take(60).collect(), fault: Fault::Unknown }).collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::Invalid(faults)) }
}

/// A form must come from a page of ours: by what the browser says of its origin, and by the token in the form.
fn is_forged(rq: &Rq, browser: &Browser) -> bool {
    let sent = rq.sent.typed().get("csrf").cloned().unwrap_or_default();
    let own_token = !rq.csrf.is_empty() && subtle::ConstantTimeEq::ct_eq(sent.as_bytes(), rq.csrf.as_bytes()).into();
    is_foreign(rq, browser) || !own_token
}
/// Whether the browser says that the request comes from another site.
fn is_foreign(rq: &Rq, browser: &Browser) -> bool {
    let foreign_site = browser.fetch_site.as_deref().is_some_and(|s| s != "same-origin" && s != "none");
    let foreign_origin = browser.origin.as_deref().is_some_and(|origin| {
        let own = browser.host.as_deref().unwrap_or_default();
        origin.split_once("://").map(|(_, host)| host) != Some(own) && origin != &*rq.app.config.base_url
    });
    foreign_site || foreign_origin
}

/// What changes something, and what needs no transaction.
async fn act(app: &Arc<App>, route: &Route, project: Option<i64>, rq: &mut Rq) -> Answer {
    let guard = route.guard;
    match route.act {
        // What only reads was answered on arrival.
        Act::Show(_) | Act::ShowIn(_) | Act::GlanceIn(_) => Err(Problem::Method),
        Act::Do(act, again) => {
            let done = writing(app, rq, Scope::Installation, OfInstallation(guard, act)).await;
            shown_again(app, rq, done, again).await
        }
        Act::DoIn(act, again) => {
            let scope = project.map_or(Scope::Installation, Scope::Project);
            let done = writing(app, rq, scope, InGuard(guard, act)).await;
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
/// A function of the installation behind its guard: whoever has ceased to be an administrator meanwhile does nothing any more.
#[derive(Clone, Copy)]
struct OfInstallation(Guard, Show);
impl Function for OfInstallation {
    fn call(self, db: &mut Db, rq: &Rq) -> Answer {
        if matches!(self.0, Guard::Administrator) {
            let person = store::accounts::find(db, rq.person()?.person.id)?;
            person.filter(|p| p.is_admin && p.disabled_at.is_none()).ok_or(Problem::NotFound)?;
        }
        self.1.call(db, rq)
    }
}
/// A project's function behind its guard.
#[derive(Clone, Copy)]
struct InGuard(Guard, ShowIn);
impl InGuard {
    fn enter(self, db: &mut Db, rq: &Rq) -> Result<InProject, Problem> {
        InProject::open(db, &rq.ctx()?, rq.param("code"))
    }
    fn demand(self, rq: &Rq, at: &InProject) -> Result<(), Problem> {
        if let Guard::Project(right) = self.0 { at.demand(right, rq.moment.today) } else { Ok(()) }
    }
    fn answer(self, db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
        api::idempotency::once(db, rq, |db| (self.1)(db, rq, at))
    }
}
impl Function for InGuard {
    fn call(self, db: &mut Db, rq: &Rq) -> Answer {
        let at = self.enter(db, rq)?;
        self.demand(rq, &at)?;
        self.answer(db, rq, &at)
    }
}

async fn reading(app: &Arc<App>, rq: &mut Rq, function: impl Function) -> Answer {
    in_reading(app, rq, move |db, rq| function.call(db, rq)).await
}

/// Runs `f` with the request in one snapshot, on a thread that may wait for the database; the request comes back.
async fn in_reading<T: Send + 'static>(
    app: &Arc<App>, rq: &mut Rq, f: impl FnOnce(&mut Db, &mut Rq) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (result, own) = app.store.read(with_request(rq, f)).await?;
    *rq = own;
    result
}

/// As [`in_reading`] for a few rows that are found by their keys.
async fn glancing<T: Send + 'static>(
    app: &Arc<App>, rq: &mut Rq, f: impl FnOnce(&mut Db, &mut Rq) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (result, own) = app.store.glance(with_request(rq, f)).await?;
    *rq = own;
    result
}
/// The request travels with what is asked of the database, and comes back with what was found.
fn with_request<T, F: FnOnce(&mut Db, &mut Rq) -> Result<T, Problem>>(
    rq: &mut Rq, f: F,
) -> impl FnOnce(&mut Db) -> Result<(Result<T, Problem>, Rq), Problem> + use<T, F> {
    let mut own = rq.lend();
    move |db| {
        let result = f(db, &mut own);
        Ok((result, own))
    }
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

/// A form that could not be taken is shown again with what was typed; other problems have their own page.
async fn shown_again(app: &Arc<App>, rq: &mut Rq, done: Answer, again: Option<impl Function>) -> Answer {
    let (problem, again) = match (done, again) {
        (
            Err(
                problem @ (Problem::Invalid(_)
                | Problem::Stale
                | Problem::Taken
                | Problem::Refused(_)
                | Problem::NoMandate(_)
                | Problem::AnothersStep(_)
                | Problem::OutOfTurn(_)
                | Problem::SignedInAgain
                | Problem::RecordedAlready(_)
                | Problem::TooMany { .. }),
            ),
            Some(again),
        ) if !rq.is_api() => (problem, again),
        (done, _) => return done,
    };
    let wait = if let Problem::TooMany { retry_after } = problem { Some(retry_after) } else { None };
    rq.problem = Some(problem);
    let shown = reading(app, rq, again).await.map(|reply| match wait {
        Some(seconds) => reply.with_header("retry-after", seconds.to_string()),
        None => reply,
    });
    match (shown, rq.problem.take()) {
        // The page itself is out of reach: the first problem says more.
        (Err(_), Some(problem)) => Err(problem),
        (shown, _) => shown,
    }
}

/// Shows the form of a route as it was typed to whoever has signed in again since.
///
/// # Errors
/// Those of the form's page.
pub async fn form_again(route: &Route, rq: &mut Rq) -> Answer {
    let (app, again) = (rq.app.clone(), Err(Problem::SignedInAgain));
    rq.notice = Some(Problem::SignedInAgain.words(rq.lang).into());
    match route.act {
        Act::Do(_, show) | Act::Outside(_, show) => shown_again(&app, rq, again, show).await,
        Act::DoIn(_, show) => shown_again(&app, rq, again, show.map(|show| InGuard(route.guard, show))).await,
        Act::Show(_) | Act::ShowIn(_) | Act::GlanceIn(_) => Err(Problem::Method),
    }
}

/// Whoever reads a project only to keep its records: each reading is kept.
async fn note_reading(app: &Arc<App>, rq: &Rq, reply: &Reply) -> Result<(), Problem> {
    let projects: Vec<i64> = rq.read_for_the_record.iter().chain(&reply.for_the_record).copied().collect();
    let Some(reader) = rq.signed_in.as_ref().filter(|_| !projects.is_empty()) else { return Ok(()) };
    let (person, at, path) = (reader.person.id, rq.moment.now, rq.path_and_query());
    let note = move |db: &mut Db| projects.iter().try_for_each(|project| Ok(store::readings::add(db, *project, person, at, &path)?));
    app.store.write(Scope::Unjournaled, note).await
}

/// What is noted when the answer is ready: what a registrar has read, words for the next page, and that the session lives.
async fn after(app: &Arc<App>, rq: &Rq, mut reply: Reply) -> Reply {
    if reply.status.is_success()
        && let Err(problem) = note_reading(app, rq, &reply).await
    {
        // What cannot be written down is not shown.
        return error::answer(rq, &problem);
    }
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
                let (words, decision) = (notice.as_ref().map(|n| n.words.as_str()), notice.as_ref().and_then(|n| n.decision));
                store::accounts::set_notice(db, &session, words, decision)?;
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
