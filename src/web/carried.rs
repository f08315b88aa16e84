//! Nothing that was typed is lost when a session ends while a form is open: the sign-in page carries the form along, and whoever signs in
//! again as the person whose form it was sees it once more. Anybody else sees nothing of it.
//!
//! Whose form it was is told by its token, which only that person's pages had (`form_tokens`). Passwords and files are not carried.
use crate::input::Sent;
use crate::services::Problem;
use crate::store::accounts;
use crate::web::form::OF_THE_PAGE;
use crate::web::pages::accounts::sign_in_page;
use crate::web::pipeline::{self, Browser};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::router::Found;
use crate::web::routes::{Guard, Route};
use actix_web::http::{Method, StatusCode};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most bytes that are carried, as they go over the wire: half of what a form may be, since whoever asks is not signed in.
const MOST: usize = 1024 * 1024;
/// Fields of ours in which passwords are typed.
const SECRETS: [&str; 2] = ["password", "current"];
/// What the fields of a carried form begin with in the sign-in form, so that they are not mixed up with its own.
const FIELD: &str = "carried.field.";
const PATH: &str = "carried.path";
const TOKEN: &str = "carried.token";

/// A form on its way through the sign-in page.
#[derive(Debug)]
struct Carried {
    /// Where it was sent.
    path: String,
    /// The token that it carried.
    token: String,
    typed: BTreeMap<String, String>,
}

impl Carried {
    /// The form that a request brings; `None` for one in which nothing was typed, or too much.
    fn brought(rq: &Rq) -> Option<Carried> {
        let mut typed = rq.sent.typed();
        let token = typed.remove("csrf")?;
        typed.retain(|name, _| !OF_THE_PAGE.contains(&name.as_str()) && !SECRETS.contains(&name.as_str()));
        let carried = Carried { path: rq.path.clone(), token, typed };
        let bytes = form_urlencoded::Serializer::new(String::new()).extend_pairs(carried.hidden()).finish().len();
        (!carried.typed.is_empty() && bytes <= MOST).then_some(carried)
    }
    /// The form that a sign-in carries.
    fn along(rq: &Rq) -> Option<Carried> {
        let mut sent = rq.sent.typed();
        let (path, token) = (sent.remove(PATH)?, sent.remove(TOKEN)?);
        let typed = sent.into_iter().filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?.to_owned(), value))).collect();
        Some(Carried { path, token, typed })
    }
    fn hidden(&self) -> BTreeMap<String, String> {
        let typed = self.typed.iter().map(|(name, value)| (format!("{FIELD}{name}"), value.clone()));
        typed.chain([(PATH.to_owned(), self.path.clone()), (TOKEN.to_owned(), self.token.clone())]).collect()
    }
    async fn maker(&self, rq: &Rq) -> Result<Option<i64>, Problem> {
        let token = self.token.clone();
        rq.app.store.read(move |db| Ok::<_, Problem>(accounts::maker_of_form(db, &token)?)).await
    }
}

/// The hidden fields by which the sign-in page carries a form along, also when the password was wrong.
#[derive(Debug, Default, Serialize)]
pub struct Along(BTreeMap<String, String>);
impl Along {
    pub fn of(rq: &Rq) -> Along {
        Along(Carried::along(rq).map(|carried| carried.hidden()).unwrap_or_default())
    }
}

/// Answers a form of ours whose session or token is no longer the browser's: to whoever has signed in again meanwhile the form is shown
/// with what was typed; whoever is signed out signs in first. `problem` is what everybody else is told.
///
/// # Errors
/// `problem`; those of the store.
pub async fn rescue(route: &Route, rq: &mut Rq, problem: Problem) -> Answer {
    let Some(carried) = Carried::brought(rq).filter(|_| is_shown_again(route)) else { return Err(problem) };
    let Some(maker) = carried.maker(rq).await? else { return Err(problem) };
    match &rq.signed_in {
        Some(signed_in) if signed_in.person.id == maker => pipeline::form_again(route, rq).await,
        Some(_) => Err(problem),
        None => ask_to_sign_in(rq, &carried).await,
    }
}

/// What everybody may send needs no signing in, and what is not shown again has nothing to be typed in.
fn is_shown_again(route: &Route) -> bool {
    route.guard != Guard::Public && route.shows_again()
}

async fn ask_to_sign_in(rq: &mut Rq, carried: &Carried) -> Answer {
    pipeline::plant_form_token(rq);
    let mut fields = carried.hidden();
    fields.insert("next".to_owned(), page_of(rq));
    let asked = rq.copy_with(Sent::Form(fields));
    let page = rq.app.store.read(move |db| sign_in_page(db, &asked)).await?;
    Ok(page.with_status(StatusCode::UNAUTHORIZED))
}
/// The page of a form's address; a form that has none of its own leads to the page above.
pub fn page_of(rq: &Rq) -> String {
    match rq.app.router.find(&Method::GET, &rq.path) {
        Found::Route(..) => rq.path_and_query(),
        Found::OtherMethods(_) | Found::Nothing => rq.app.router.page_above(&rq.path).to_owned(),
    }
}

/// What whoever has just signed in sees: the form that the sign-in carried, if it was theirs and is still to be had, or else what
/// `entered` leads to. The secret is the new session's.
///
/// # Errors
/// Those of the store.
pub async fn resume(mut rq: Rq, person: i64, secret: &str, entered: Reply) -> Answer {
    let Some(carried) = Carried::along(&rq) else { return Ok(entered) };
    if carried.maker(&rq).await? != Some(person) {
        return Ok(entered);
    }
    let app = rq.app.clone();
    let (route, params) = match app.router.find(&Method::POST, &carried.path) {
        Found::Route(route, params) if is_shown_again(route) => (route, params),
        _ => return Ok(entered),
    };
    (rq.params, rq.pattern, rq.path, rq.sent) = (params, route.path, carried.path, Sent::Form(carried.typed));
    let browser = Browser { session: Some(crate::services::accounts::stored_form(secret)), ..Browser::default() };
    let shown = match pipeline::enter(route, &mut rq, browser).await {
        Ok(()) => pipeline::form_again(route, &mut rq).await,
        refused => refused.map(|()| Reply::see_other("/")),
    };
    match shown {
        Ok(shown) => Ok(Reply { cookies: entered.cookies, status: StatusCode::OK, ..shown }),
        // The form's page is no longer theirs, or has gone.
        Err(_) => Ok(entered),
    }
}
