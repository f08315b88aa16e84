//! `/projects/{code}/risks`: the register, a risk, and what is done with it.

mod brief;
mod decision;
mod register;
mod view;
mod views;
mod write;

pub(crate) use write::people;

use crate::domain::rights::Right;
use crate::web::decision_page;
use crate::web::routes::{Route, post_in, show_in};

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/risks", Right::Read, register::show),
        show_in("/projects/{code}/risks.csv", Right::Read, register::csv),
        show_in("/projects/{code}/risks/new", Right::WorkWithRisks, write::new),
        post_in("/projects/{code}/risks/new", Right::WorkWithRisks, write::log, write::new),
        show_in("/projects/{code}/risks/views/new", Right::Read, views::new),
        post_in("/projects/{code}/risks/views/new", Right::Read, views::save, views::new),
        show_in("/projects/{code}/risks/views/{id}", Right::Read, views::one),
        post_in("/projects/{code}/risks/views/{id}", Right::Read, views::rename, views::one),
        show_in("/projects/{code}/risks/views/{id}/removal", Right::Read, views::removal),
        post_in("/projects/{code}/risks/views/{id}/removal", Right::Read, views::remove, views::removal),
        show_in("/projects/{code}/risks/{ref}", Right::Read, view::show),
        show_in("/projects/{code}/risks/{ref}/edit", Right::WorkWithRisks, write::edit),
        post_in("/projects/{code}/risks/{ref}/edit", Right::WorkWithRisks, write::save, write::edit),
        show_in("/projects/{code}/risks/{ref}/assessment", Right::Decide, write::assessment),
        post_in("/projects/{code}/risks/{ref}/assessment", Right::Decide, write::assess, write::assessment),
        show_in("/projects/{code}/risks/{ref}/measures/new", Right::WorkWithRisks, write::new_measure),
        post_in("/projects/{code}/risks/{ref}/measures/new", Right::WorkWithRisks, write::add_measure, write::new_measure),
        show_in("/projects/{code}/risks/{ref}/measures/{number}", Right::WorkWithRisks, write::measure),
        post_in("/projects/{code}/risks/{ref}/measures/{number}", Right::WorkWithRisks, write::save_measure, write::measure),
        show_in("/projects/{code}/risks/{ref}/closure", Right::Decide, write::closure),
        post_in("/projects/{code}/risks/{ref}/closure", Right::Decide, write::close, write::closure),
        show_in("/projects/{code}/risks/{ref}/decision", Right::Decide, decision_page::show::<decision::Open>),
        post_in("/projects/{code}/risks/{ref}/decision", Right::Decide, decision_page::decide::<decision::Open>, decision_page::show::<decision::Open>),
        post_in("/projects/{code}/risks/{ref}/acknowledgement", Right::Decide, decision::acknowledge, view::show),
        post_in("/projects/{code}/risks/{ref}/remarks", Right::Discuss, view::remark, view::show),
    ]
}
