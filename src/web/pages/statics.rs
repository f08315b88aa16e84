//! Style sheet, script, icons and font; and the statement of accessibility.
use crate::domain::operator::Operator;
use crate::render::assets;
use crate::services::Problem;
use crate::store::{Db, settings};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, show};
use crate::web::shell;
use actix_web::http::Method;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        // Outside any transaction: a style sheet needs no database.
        Route { method: Method::GET, path: "/assets/{name}", guard: Guard::Public, act: Act::Outside(asset, None) },
        show("/tillganglighet", Guard::Public, accessibility),
        show("/hjalp", Guard::Public, words),
    ]
}

/// A file under an address with its version never changes, so browsers may keep it.
fn asset(rq: Rq) -> LocalBoxFuture<'static, Answer> {
    async move {
        let file = assets::find(rq.param("name")).ok_or(Problem::NotFound)?;
        let versioned = rq.filter("v") == Some(assets::version());
        let kept = if versioned { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        Ok(Reply::bytes(file.content_type, file.bytes.into_owned(), None).with_header("cache-control", kept.to_owned()))
    }
    .boxed_local()
}

#[derive(Serialize)]
struct Accessibility {
    /// Who runs the installation, once an administrator has said it.
    operator: Option<Operator>,
}

fn accessibility(db: &mut Db, rq: &Rq) -> Answer {
    let operator = settings::operator(db)?.map(|s| s.operator);
    shell::page(db, rq, "accessibility", "pages/statics/accessibility.html", &Accessibility { operator })
}

/// The words that the project model uses and people ask about, in the order of the page: their keys in the catalogue.
const WORDS: &[&str] = &[
    "mandat",
    "vidaredelegering",
    "lyfta",
    "kvittera",
    "per-capsulam",
    "grind",
    "beslutspunkt",
    "delleverans",
    "villkor",
    "gallande-plan",
    "forandringsbegaran",
    "riskvarde",
    "riskpolicy",
    "acceptera",
    "avvikelse",
    "statusrapport",
    "utgava",
    "effekt",
    "indikator",
    "baslinje",
    "faststalld",
    "remiss",
    "journal",
    "huki",
];

#[derive(Serialize)]
struct Words {
    words: &'static [&'static str],
}
fn words(db: &mut Db, rq: &Rq) -> Answer {
    shell::page(db, rq, "words", "pages/statics/words.html", &Words { words: WORDS })
}

#[cfg(test)]
mod tests {
    use super::WORDS;
    use crate::render::i18n::{Catalogue, Lang};

    #[test]
    fn every_word_is_explained_in_both_languages() {
        for lang in Lang::ALL {
            let missing: Vec<&&str> =
                WORDS.iter().filter(|word| ["word", "means"].iter().any(|part| !Catalogue::of(lang).has(&format!("{part}-{word}")))).collect();
            assert!(missing.is_empty(), "{lang}: {missing:?}");
        }
    }
}
