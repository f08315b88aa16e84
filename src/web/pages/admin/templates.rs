//! `/admin/templates`: the lifecycles and charters that a project can be opened with, in their versions; below it their editors.
use crate::domain::charter::{Charter, MatterRule};
use crate::domain::lifecycle::{Lifecycle, Phase, Template};
use crate::domain::matter::Matter;
use crate::render::format;
use crate::services::projects::CharterTemplate;
use crate::services::{Problem, templates};
use crate::store::Db;
use crate::store::projects as rows;
use crate::store::templates::{Made, TemplateKind};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

mod charter;
mod lifecycle;
mod phases;

const PLACE: &str = "/admin/templates";

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    vec![
        show("/admin/templates", admin, page),
        show("/admin/templates/lifecycles/{template}", admin, lifecycle::page),
        post("/admin/templates/lifecycles/{template}", admin, lifecycle::save, lifecycle::page),
        show("/admin/templates/charters/{template}", admin, charter::page),
        post("/admin/templates/charters/{template}", admin, charter::save, charter::page),
    ]
}

#[derive(Serialize)]
struct Page {
    lifecycles: Vec<LifecycleView>,
    charters: Vec<CharterView>,
    /// The newest charters' matters, each with its roles by charter.
    matters: Vec<MatterView>,
}
#[derive(Serialize)]
struct LifecycleView {
    key: Template,
    newest: VersionView,
    /// Those before, the newest first.
    before: Vec<VersionView>,
}
#[derive(Serialize)]
struct VersionView {
    number: i32,
    /// Projects that follow it.
    projects: i64,
    /// Who made it, and when; empty for the program's own.
    made: String,
    phases: Vec<PhaseView>,
}
#[derive(Serialize)]
struct PhaseView {
    name: String,
    ends: bool,
    /// The phase that it may run beside.
    beside: String,
    criteria: Vec<String>,
    artefacts: Vec<String>,
}
#[derive(Serialize)]
struct CharterView {
    key: CharterTemplate,
    number: i32,
    made: String,
}
#[derive(Serialize)]
struct MatterView {
    name: String,
    roles: Vec<String>,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let newest = CharterTemplate::ALL.iter().map(|t| Ok((*t, templates::newest_charter(db, *t)?))).collect::<Result<Vec<_>, Problem>>()?;
    let made = templates::history(db, TemplateKind::Charter)?;
    let charters: Vec<&Charter> = newest.iter().map(|(_, (charter, _))| charter).collect();
    let context = Page {
        lifecycles: lifecycles(db, rq)?,
        matters: Matter::ALL.iter().map(|matter| matter_view(rq, &charters, *matter)).collect(),
        charters: newest.iter().map(|(key, (_, number))| CharterView { key: *key, number: *number, made: by(rq, &made, key.as_str(), *number) }).collect(),
    };
    shell::page(db, rq, "templates", "pages/admin/templates.html", &context)
}
fn lifecycles(db: &mut Db, rq: &Rq) -> Result<Vec<LifecycleView>, Problem> {
    let (all, followed, made) = (templates::lifecycles(db)?, rows::by_lifecycle(db)?, templates::history(db, TemplateKind::Lifecycle)?);
    let version = |l: &Arc<Lifecycle>| VersionView {
        number: l.number,
        projects: followed.iter().find(|(key, number, _)| *key == l.key && *number == l.number).map_or(0, |(.., count)| *count),
        made: by(rq, &made, &l.key, l.number),
        phases: l.phases.iter().map(|p| phase(rq, p)).collect(),
    };
    let view = |key: &Template| {
        let mut versions: Vec<VersionView> = all.iter().filter(|l| l.key == key.as_str()).map(version).collect();
        versions.sort_by_key(|v| -v.number);
        let mut versions = versions.into_iter();
        Some(LifecycleView { key: *key, newest: versions.next()?, before: versions.collect() })
    };
    Ok(Template::ALL.iter().filter_map(view).collect())
}
fn by(rq: &Rq, made: &[Made<Value>], key: &str, number: i32) -> String {
    let found = made.iter().find(|m| m.key == key && m.number == number);
    found.map(|m| format!("{}, {}", m.by, format::moment(rq.lang, format::local(m.at)))).unwrap_or_default()
}
fn phase(rq: &Rq, p: &Phase) -> PhaseView {
    let words = |prefix: &str, keys: &[String]| keys.iter().map(|key| rq.lang.name(&format!("{prefix}-{key}"))).collect();
    PhaseView {
        name: rq.lang.name(&format!("phase-{}", p.key)),
        ends: p.ends,
        beside: p.beside.as_ref().map(|key| rq.lang.name(&format!("phase-{key}"))).unwrap_or_default(),
        criteria: words("criterion", &p.criteria),
        artefacts: words("artefact", &p.artefacts),
    }
}
fn matter_view(rq: &Rq, charters: &[&Charter], matter: Matter) -> MatterView {
    let names = |charter: &&Charter| in_words(rq, charter.rule(matter));
    MatterView { name: rq.lang.text(&format!("matter-{matter}")).to_owned(), roles: charters.iter().map(names).collect() }
}
fn in_words(rq: &Rq, rule: &MatterRule) -> String {
    rule.roles.iter().map(|role| rq.lang.text(&format!("role-{role}")).to_owned()).collect::<Vec<_>>().join(", ")
}
