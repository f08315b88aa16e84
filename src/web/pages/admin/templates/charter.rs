//! `/admin/templates/charters/{template}`: the next version of a charter that projects are opened with.
use super::PLACE;
use crate::domain::matter::Matter;
use crate::services::charter::SaveDraft;
use crate::services::projects::CharterTemplate;
use crate::services::{Problem, templates};
use crate::store::Db;
use crate::web::form::{Choice, FormState};
use crate::web::pages::charter::{roles, saved_fields};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    key: CharterTemplate,
    /// The number that this version would get.
    number: i32,
    form: FormState,
    matters: &'static [Matter],
    roles: Vec<Choice>,
}

fn template(rq: &Rq) -> Result<CharterTemplate, Problem> {
    rq.param("template").parse().map_err(|_| Problem::NotFound)
}

pub fn page(db: &mut Db, rq: &Rq) -> Answer {
    let key = template(rq)?;
    let (newest, number) = templates::newest_charter(db, key)?;
    let mut saved = saved_fields(newest.matters());
    saved.push(("version".to_owned(), number.to_string()));
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let context = Page { key, number: number + 1, form: FormState::of(rq, &borrowed), matters: Matter::ALL, roles: roles(rq) };
    shell::page(db, rq, "templates", "pages/admin/charter-template.html", &context)
}

pub fn save(db: &mut Db, rq: &Rq) -> Answer {
    let key = template(rq)?;
    templates::write_charter(db, &rq.ctx()?, key, &rq.read::<SaveDraft>()?)?;
    Ok(Reply::see_other(PLACE).with_notice(rq.lang.text("msg-template-saved")))
}
