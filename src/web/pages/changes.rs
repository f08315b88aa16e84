//! `/projects/{code}/changes`: the requests on their way, one of them, what is done with it, and the plans that came of them.

mod board;
mod decision;
mod plan;
mod view;
mod write;

pub use view::card;

use crate::domain::rights::Right;
use crate::render::i18n::FluentArgs;
use crate::web::decision_page;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/changes", Right::Read, board::show),
        show_in("/projects/{code}/changes.csv", Right::Read, board::csv),
        show_in("/projects/{code}/changes/new", Right::RequestChange, write::new),
        post_in("/projects/{code}/changes/new", Right::RequestChange, write::order, write::new),
        show_in("/projects/{code}/changes/{ref}", Right::Read, view::show),
        show_in("/projects/{code}/changes/{ref}/edit", Right::RequestChange, write::edit),
        post_in("/projects/{code}/changes/{ref}/edit", Right::RequestChange, write::save, write::edit),
        post_in("/projects/{code}/changes/{ref}/submission", Right::RequestChange, view::submit, view::show),
        post_in("/projects/{code}/changes/{ref}/withdrawal", Right::RequestChange, view::withdraw, view::show),
        post_in("/projects/{code}/changes/{ref}/receipt", Right::HandleChange, view::receive, view::show),
        show_in("/projects/{code}/changes/{ref}/assessment", Right::HandleChange, write::assessment),
        post_in("/projects/{code}/changes/{ref}/assessment", Right::HandleChange, write::assess, write::assessment),
        post_in("/projects/{code}/changes/{ref}/raising", Right::HandleChange, view::raise, view::show),
        post_in("/projects/{code}/changes/{ref}/return", Right::RequestChange, view::hand_back, view::show),
        show_in("/projects/{code}/changes/{ref}/decision", Right::Decide, decision_page::show::<decision::Raised>),
        post_in("/projects/{code}/changes/{ref}/decision", Right::Decide, decision_page::decide::<decision::Raised>, decision_page::show::<decision::Raised>),
        post_in("/projects/{code}/changes/{ref}/execution", Right::HandleChange, view::execute, view::show),
        post_in("/projects/{code}/changes/{ref}/communication", Right::HandleChange, view::communicate, view::show),
        post_in("/projects/{code}/changes/{ref}/remarks", Right::Discuss, view::remark, view::show),
        show_in("/projects/{code}/plan", Right::Read, plan::current),
        show_in("/projects/{code}/plan/{number}", Right::Read, plan::one),
    ]
}

/// A text of the catalogue with what is said in it.
fn words(rq: &Rq, key: &str, said: &[(&'static str, String)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in said {
        args.set(*name, value.clone());
    }
    rq.lang.text_with(key, &args)
}
