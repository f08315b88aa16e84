//! `/admin/templates/lifecycles/{template}`: the next version of a lifecycle, phase by phase.
use super::PLACE;
use super::phases::{self, Step, Written};
use crate::domain::lifecycle::{Lifecycle, MOST_ITEMS, MOST_PHASES, Phase, Template};
use crate::services::Problem;
use crate::services::templates::{self, WriteLifecycle};
use crate::store::Db;
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    key: Template,
    /// The number that this version would get.
    number: i32,
    form: FormState,
    phases: Vec<Row>,
    /// There is room for one more phase.
    more: bool,
    /// Lines of criteria, and of artefacts.
    most: usize,
}
#[derive(Serialize)]
struct Row {
    number: usize,
    last: bool,
    /// The phases before it, beside which it may run.
    earlier: Vec<Choice>,
}

fn template(rq: &Rq) -> Result<Template, Problem> {
    rq.param("template").parse().map_err(|_| Problem::NotFound)
}

pub fn page(db: &mut Db, rq: &Rq) -> Answer {
    let key = template(rq)?;
    let newest = templates::newest_lifecycle(db, key)?;
    let form = FormState::of(rq, &saved(rq, &newest).fields(newest.number.into()).iter().map(|(k, v)| (k.as_str(), v.clone())).collect::<Vec<_>>());
    shown(db, rq, key, newest.number + 1, form)
}

/// Saves the version; or, sent with one of the rows' buttons, shows the form again with that row added, moved or taken away.
pub fn save(db: &mut Db, rq: &Rq) -> Answer {
    let (key, typed) = (template(rq)?, rq.sent.typed());
    let Some(step) = typed.get("rows") else {
        templates::write_lifecycle(db, &rq.ctx()?, key, &rq.read::<WriteLifecycle>()?)?;
        return Ok(Reply::see_other(PLACE).with_notice(rq.lang.text("msg-template-saved")));
    };
    let newest = templates::newest_lifecycle(db, key)?;
    let seen = typed.get("version").and_then(|v| v.parse().ok()).unwrap_or_else(|| newest.number.into());
    let mut written = Written::of(&typed);
    if let Some(step) = Step::parse(step) {
        written = written.after(step);
    }
    let form = FormState { values: written.fields(seen).into_iter().collect(), ..FormState::default() };
    shown(db, rq, key, newest.number + 1, form)
}

fn shown(db: &mut Db, rq: &Rq, key: Template, number: i32, form: FormState) -> Answer {
    let written = Written::of(&form.values);
    let named = |(place, name): (usize, &str)| Choice::new(place + 1, if name.is_empty() { (place + 1).to_string() } else { name.to_owned() });
    let count = written.phases.len();
    let row = |place: usize| Row {
        number: place + 1,
        last: place + 1 == count,
        earlier: written.phases[..place].iter().map(|p| p.name.as_str()).enumerate().map(named).collect(),
    };
    let page = Page { key, number, phases: (0..count).map(row).collect(), more: count < MOST_PHASES, most: MOST_ITEMS, form };
    shell::page(db, rq, "templates", "pages/admin/lifecycle.html", &page)
}

/// A stored version as the form holds it.
fn saved(rq: &Rq, lifecycle: &Lifecycle) -> Written {
    let lines = |prefix: &str, keys: &[String]| keys.iter().map(|key| rq.lang.name(&format!("{prefix}-{key}"))).collect::<Vec<_>>().join("\n");
    let place = |key: &String| lifecycle.phases.iter().position(|p| p.key == *key).map(|place| place + 1);
    let phase = |p: &Phase| phases::Phase {
        name: rq.lang.name(&format!("phase-{}", p.key)),
        criteria: lines("criterion", &p.criteria),
        artefacts: lines("artefact", &p.artefacts),
        ends: p.ends,
        beside: p.beside.as_ref().and_then(place),
    };
    Written { phases: lifecycle.phases.iter().map(phase).collect() }
}
