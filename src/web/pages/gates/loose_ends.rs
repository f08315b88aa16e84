//! What is not settled when the project ends, as a gate's page and the form of its decision tell it.
use crate::render::i18n::numbered;
use crate::services::gates::{LooseEnds, Walk, loose_ends};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::request::Rq;
use crate::web::urls;
use serde::Serialize;

/// A thing that is not settled, and where it is seen.
#[derive(Serialize)]
pub struct LooseEnd {
    text: String,
    state: String,
    href: String,
}

/// # Errors
/// Those of the store.
pub fn shown(db: &mut Db, rq: &Rq, at: &InProject, walk: &Walk, number: i32) -> Result<Vec<LooseEnd>, Problem> {
    let LooseEnds { changes, deliveries, handovers, conditions } = loose_ends(db, at, walk, number)?;
    let of_changes = changes.iter().map(|c| LooseEnd {
        text: format!("{} {}", c.reference(), c.title),
        state: rq.lang.text(&format!("change-state-{}", c.state)).to_owned(),
        href: urls::in_project(at, format_args!("changes/{}", c.reference())),
    });
    let of_deliveries = deliveries.iter().map(|d| LooseEnd {
        text: d.name.clone(),
        state: rq.lang.text(&format!("part-state-{}", d.state)).to_owned(),
        href: urls::in_project(at, format_args!("deliveries/{}", d.number)),
    });
    let of_handovers = handovers.iter().map(|h| LooseEnd {
        text: rq.lang.text_with("handover-title", &numbered(h.number)),
        state: rq.lang.text(&format!("handover-state-{}", h.state)).to_owned(),
        href: urls::in_project(at, format_args!("handovers/{}", h.number)),
    });
    let of_conditions = conditions.iter().map(|c| LooseEnd {
        text: c.text.clone(),
        state: rq.lang.text("condition-waits").to_owned(),
        href: urls::in_project(at, format_args!("conditions/{}", c.number)),
    });
    Ok(of_changes.chain(of_deliveries).chain(of_handovers).chain(of_conditions).collect())
}
