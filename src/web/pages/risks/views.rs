//! One's own views of the register: saved under a name, renamed, removed.
use super::register::saved_query;
use crate::domain::risk_view::FILTERS;
use crate::render::i18n::Catalogue;
use crate::services::risk_views::{self as service, RenameView, SaveView};
use crate::services::version::Seen;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::risk_views::RiskView;
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    /// What the address of the view says, for the form that saves it.
    query: BTreeMap<String, String>,
    /// The same in words.
    said: Vec<Said>,
    /// Where the register shows it.
    shown: String,
    /// The saved view; none for a new one.
    id: Option<i64>,
    name: String,
}
/// A filter, or the order.
#[derive(Serialize)]
struct Said {
    term: String,
    value: String,
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let form = FormState::empty(rq);
    // A form that came back carries what is to be saved; else it is the register's address.
    let query = match &rq.problem {
        Some(_) => FILTERS.iter().filter_map(|name| Some(((*name).to_owned(), form.values.get(*name)?.clone()))).collect(),
        None => saved_query(rq),
    };
    page(db, rq, at, "pages/risks/view.html", form, &RiskView { id: 0, name: String::new(), query, version: 0 })
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let id = service::save(db, &ctx, at, &rq.read::<SaveView>()?)?;
    done(rq, at, &service::find(db, &ctx, at, id)?, "msg-view-saved")
}

pub fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let view = found(db, rq, at)?;
    let form = FormState::of(rq, &[("name", view.name.clone()), ("version", view.version.to_string())]);
    page(db, rq, at, "pages/risks/view.html", form, &view)
}
pub fn rename(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::rename(db, &rq.ctx()?, at, rq.number("id")?, &rq.read::<RenameView>()?)?;
    done(rq, at, &found(db, rq, at)?, "msg-saved")
}

pub fn removal(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let view = found(db, rq, at)?;
    let form = FormState::of(rq, &[("version", view.version.to_string())]);
    page(db, rq, at, "pages/risks/view-removal.html", form, &view)
}
/// The register goes on showing what the view showed.
pub fn remove(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let view = found(db, rq, at)?;
    service::remove(db, &rq.ctx()?, at, view.id, rq.read::<Seen>()?.version)?;
    done(rq, at, &view, "msg-view-removed")
}

fn found(db: &mut Db, rq: &Rq, at: &InProject) -> Result<RiskView, Problem> {
    service::find(db, &rq.ctx()?, at, rq.number("id")?)
}
fn done(rq: &Rq, at: &InProject, view: &RiskView, key: &str) -> Answer {
    Ok(Reply::see_other(urls::with_query(&urls::in_project(at, "risks"), &view.query)).with_notice(rq.lang.text(key)))
}

fn page(db: &mut Db, rq: &Rq, at: &InProject, template: &str, form: FormState, view: &RiskView) -> Answer {
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        said: FILTERS.iter().filter_map(|name| Some(said(rq, at, name, view.query.get(*name)?))).collect(),
        shown: urls::with_query(&urls::in_project(at, "risks"), &view.query),
        query: view.query.clone(),
        id: (view.id != 0).then_some(view.id),
        name: view.name.clone(),
    };
    shell::page_in(db, rq, at, "risks", template, &context)
}

/// A filter or the order in words; what is no word of ours as it was written.
fn said(rq: &Rq, at: &InProject, name: &str, value: &str) -> Said {
    let word = |prefix: &str| Catalogue::of(rq.lang).text(&format!("{prefix}-{value}")).unwrap_or(value).to_owned();
    let (term, value) = match name {
        "band" => ("risk-band", word("band")),
        "state" => ("risk-state", word("risk-state")),
        "held_by" => ("risk-held-by", word("role")),
        "owner" => ("risk-owner", at.member(value).map_or_else(|| value.to_owned(), |m| m.name.clone())),
        "review" => ("risk-review", word("risk-reviewed")),
        "q" => ("risk-searched", value.to_owned()),
        _ => ("risk-order", word("risk-order")),
    };
    Said { term: rq.lang.text(term).to_owned(), value }
}
