//! `/projects/{code}/documents`: the list with its search, what is adopted, a document with its versions, and what is done with it.

mod comments;
mod decision;
mod list;
mod view;
mod write;

use crate::domain::document::VersionState;
use crate::domain::rights::Right;
use crate::render::i18n::FluentArgs;
use crate::services::documents::Document;
use crate::web::decision_page;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/documents", Right::Read, list::show),
        show_in("/projects/{code}/documents/adopted", Right::Read, list::adopted),
        show_in("/projects/{code}/documents/new", Right::WriteDocuments, write::new),
        post_in("/projects/{code}/documents/new", Right::WriteDocuments, write::start, write::new),
        show_in("/projects/{code}/documents/{number}", Right::Read, view::show),
        post_in("/projects/{code}/documents/{number}/remarks", Right::Discuss, view::remark, view::show),
        show_in("/projects/{code}/documents/{number}/edit", Right::WriteDocuments, write::edit),
        post_in("/projects/{code}/documents/{number}/edit", Right::WriteDocuments, write::save, write::edit),
        show_in("/projects/{code}/documents/{number}/versions/new", Right::WriteDocuments, write::version),
        post_in("/projects/{code}/documents/{number}/versions/new", Right::WriteDocuments, write::add_version, write::version),
        show_in("/projects/{code}/documents/{number}/versions/{version}/file", Right::Read, view::file),
        show_in("/projects/{code}/documents/{number}/consultation", Right::WriteDocuments, comments::form),
        post_in("/projects/{code}/documents/{number}/consultation", Right::WriteDocuments, comments::send, comments::form),
        post_in("/projects/{code}/documents/{number}/consultation/answer", Right::Discuss, comments::answer, view::show),
        post_in("/projects/{code}/documents/{number}/consultation/closing", Right::WriteDocuments, comments::close, view::show),
        post_in("/projects/{code}/documents/{number}/submission", Right::WriteDocuments, view::submit, view::show),
        show_in("/projects/{code}/documents/{number}/decision", Right::Decide, decision_page::show::<Document>),
        post_in("/projects/{code}/documents/{number}/decision", Right::Decide, decision_page::decide::<Document>, decision_page::show::<Document>),
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
/// The style sheet's name of a state's colours.
const fn tone(state: VersionState) -> &'static str {
    match state {
        VersionState::Draft => "none",
        VersionState::OutForComments | VersionState::Submitted => "brand",
        VersionState::Returned => "mid",
        VersionState::Adopted => "low",
    }
}
