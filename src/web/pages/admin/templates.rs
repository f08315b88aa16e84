//! `/admin/templates`: the lifecycles and charters that a project can be opened with, in their versions.
use crate::domain::charter::Charter;
use crate::domain::lifecycle::{Lifecycle, Phase};
use crate::domain::matter::Matter;
use crate::services::projects::CharterTemplate;
use crate::store::Db;
use crate::store::projects as rows;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use crate::web::shell;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![show("/admin/templates", Guard::Administrator, page)]
}

#[derive(Serialize)]
struct Page {
    lifecycles: Vec<LifecycleView>,
    charters: Vec<&'static str>,
    /// The charters' matters, each with its roles by charter.
    matters: Vec<MatterView>,
}
#[derive(Serialize)]
struct LifecycleView {
    name: String,
    number: i32,
    /// Projects that follow it.
    projects: i64,
    phases: Vec<PhaseView>,
}
#[derive(Serialize)]
struct PhaseView {
    name: String,
    criteria: Vec<String>,
    artefacts: Vec<String>,
}
#[derive(Serialize)]
struct MatterView {
    name: String,
    roles: Vec<String>,
}

fn page(db: &mut Db, rq: &Rq) -> Answer {
    let followed = rows::by_lifecycle(db)?;
    let lifecycle = |l: &Lifecycle| LifecycleView {
        name: rq.lang.text(&format!("lifecycle-{}", l.key)).to_owned(),
        number: l.number,
        projects: followed.iter().find(|(key, number, _)| *key == l.key && *number == l.number).map_or(0, |(.., count)| *count),
        phases: l.phases.iter().map(|p| phase(rq, p)).collect(),
    };
    let charters: Vec<Charter> = CharterTemplate::ALL.iter().map(|t| t.first_charter()).collect();
    let context = Page {
        lifecycles: Lifecycle::all().iter().map(lifecycle).collect(),
        charters: CharterTemplate::ALL.iter().map(|t| t.as_str()).collect(),
        matters: Matter::ALL.iter().map(|matter| matter_view(rq, &charters, *matter)).collect(),
    };
    shell::page(db, rq, "templates", "pages/admin/templates.html", &context)
}
fn phase(rq: &Rq, p: &Phase) -> PhaseView {
    let words = |prefix: &str, keys: &[String]| keys.iter().map(|key| rq.lang.text(&format!("{prefix}-{key}")).to_owned()).collect();
    PhaseView {
        name: rq.lang.text(&format!("phase-{}", p.key)).to_owned(),
        criteria: words("criterion", &p.criteria),
        artefacts: words("artefact", &p.artefacts),
    }
}
fn matter_view(rq: &Rq, charters: &[Charter], matter: Matter) -> MatterView {
    let names = |charter: &Charter| {
        let names = charter.rule(matter).roles.iter().map(|role| rq.lang.text(&format!("role-{role}")).to_owned());
        names.collect::<Vec<_>>().join(", ")
    };
    MatterView { name: rq.lang.text(&format!("matter-{matter}")).to_owned(), roles: charters.iter().map(names).collect() }
}
