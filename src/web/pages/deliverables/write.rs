//! What the leader writes of deliverables: what they are, what they must fulfil, and their versions.
use super::named;
use crate::domain::file::FileLimits;
use crate::domain::ids::DeliverableRef;
use crate::services::version::Seen;
use crate::services::{InProject, Problem, baselines, deliverables as service};
use crate::store::Db;
use crate::store::plan::Deliverable;
use crate::web::form::{Choice, FormState, with_answering};
use crate::web::pages::risks_people as people;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Form {
    code: String,
    project: String,
    form: FormState,
    /// The deliverable that it is about; none for a new one.
    #[serde(rename = "ref")]
    reference: Option<DeliverableRef>,
    name: String,
    people: Vec<Choice>,
    /// A criterion that is there already.
    edits: bool,
    /// Its words are approved with the newest version: only how it stands can be said.
    fixed: bool,
    /// The name, and whom it goes to, are the plan's.
    planned: bool,
    megabytes: u64,
}
fn page(db: &mut Db, rq: &Rq, at: &InProject, template: &str, about: Option<(DeliverableRef, String)>, saved: &[(&str, String)], edits: bool) -> Answer {
    let fixed = about.as_ref().map(|(reference, _)| service::has_approved_newest(db, at, *reference)).transpose()?.unwrap_or(false);
    let (reference, name) = about.unzip();
    let form = FormState::of(rq, saved);
    let context = Form {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        people: with_answering(people(db, rq, at)?, at, &form, "responsible"),
        form,
        reference,
        name: name.unwrap_or_default(),
        edits,
        fixed,
        planned: baselines::is_in_force(db, at)?,
        megabytes: rq.app.config.files.file / FileLimits::MIB,
    };
    shell::page_in(db, rq, at, "deliverables", template, &context)
}
/// The deliverable in the path, where it can be worked on: what stands in the way is told before anything is typed.
fn to_be_written(db: &mut Db, rq: &Rq, at: &InProject) -> Result<(DeliverableRef, Deliverable), Problem> {
    let (reference, found) = named(db, rq, at)?;
    if rq.problem.is_none() {
        service::workable(db, at, reference)?;
    }
    Ok((reference, found))
}
fn back_to(rq: &Rq, at: &InProject, reference: DeliverableRef) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("deliverables/{reference}"))).with_notice(rq.lang.text("msg-saved")))
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_drawn_up(db, at)?;
    page(db, rq, at, "pages/deliverables/form.html", None, &[], false)
}
pub fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    back_to(rq, at, reference)
}
pub fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = to_be_written(db, rq, at)?;
    let responsible = at.email_of(d.responsible_id).unwrap_or_default().to_owned();
    let saved = [
        ("name", d.name.clone()),
        ("description", d.description),
        ("handed_to", d.handed_to),
        ("responsible", responsible),
        ("version", d.version.to_string()),
    ];
    page(db, rq, at, "pages/deliverables/form.html", Some((reference, d.name)), &saved, true)
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::edit(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference)
}

pub fn new_criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = to_be_written(db, rq, at)?;
    page(db, rq, at, "pages/deliverables/criterion.html", Some((reference, d.name)), &[], false)
}
pub fn add_criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::add_criterion(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference)
}
pub fn criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = to_be_written(db, rq, at)?;
    let c = service::criterion(db, at, reference, rq.number("number")?)?;
    let saved = [("text", c.text), ("met", if c.met { "yes" } else { "" }.to_owned()), ("note", c.note), ("version", c.version.to_string())];
    page(db, rq, at, "pages/deliverables/criterion.html", Some((reference, d.name)), &saved, true)
}
pub fn save_criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::edit_criterion(db, &rq.ctx()?, at, reference, rq.number("number")?, &rq.read()?)?;
    back_to(rq, at, reference)
}

pub fn new_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = to_be_written(db, rq, at)?;
    page(db, rq, at, "pages/deliverables/new_version.html", Some((reference, d.name)), &[], false)
}
pub fn add_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::add_version(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference)
}
pub fn remove_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::remove_version(db, &rq.ctx()?, at, reference, rq.param("label"), rq.read::<Seen>()?.version)?;
    back_to(rq, at, reference)
}
