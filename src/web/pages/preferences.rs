//! Language and theme: kept in cookies, and on the person who is signed in.
use crate::input::{Fields, Input};
use crate::render::i18n::Lang;
use crate::store::{Db, accounts};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route};
use crate::web::{session, urls};
use actix_web::http::Method;

pub fn routes() -> Vec<Route> {
    vec![Route { method: Method::POST, path: "/preferences", guard: Guard::Public, act: Act::Do(choose, None) }]
}

/// The colours that can be chosen; `auto` follows the system.
const THEMES: [&str; 3] = ["light", "dark", "auto"];

/// What is chosen, and where to go back to.
struct Choice {
    language: Option<Lang>,
    theme: Option<&'static str>,
    next: Option<String>,
}
impl Input for Choice {
    fn parse(f: &mut Fields<'_>) -> Option<Choice> {
        let language = f.optional_word("lang");
        let theme = f.optional_short("theme").and_then(|typed| THEMES.into_iter().find(|t| *t == typed.as_str()));
        Some(Choice { language, theme, next: f.verbatim("next", 1000) })
    }
}

fn choose(db: &mut Db, rq: &Rq) -> Answer {
    let choice: Choice = rq.read()?;
    let (language, theme) = (choice.language.map(Lang::code), choice.theme);
    if let Some(signed_in) = &rq.signed_in {
        accounts::set_preferences(db, signed_in.person.id, language, theme)?;
    }
    // Back to any own page, the sign-in page too.
    let next = choice.next.as_deref();
    let back = if next.is_some_and(|n| n.split('?').next() == Some("/sign-in")) { "/sign-in".to_owned() } else { urls::own_path(next) };
    Ok(with_cookies(rq, Reply::see_other(back), language, theme))
}

/// Puts the choices in cookies, where pages find them before anybody is signed in.
pub(super) fn with_cookies(rq: &Rq, reply: Reply, language: Option<&str>, theme: Option<&str>) -> Reply {
    let reply = match language {
        Some(language) => reply.with_cookie(session::preference(&rq.app, "lang", language.to_owned())),
        None => reply,
    };
    match theme {
        Some(theme) => reply.with_cookie(session::preference(&rq.app, "tema", theme.to_owned())),
        None => reply,
    }
}
