//! The rail: a project's phases, with the gates that end them.
use crate::domain::lifecycle::GateState;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::store::gates::GateRow;
use crate::web::request::Rq;
use serde::Serialize;

/// A phase on the rail.
#[derive(Debug, Serialize)]
pub struct Step {
    pub key: String,
    /// `done`, `now`, `next`, `ended` or `skipped`.
    pub state: &'static str,
    /// When it was left and by which decision, or when its gate is planned.
    pub note: String,
    /// The gate's page.
    pub href: String,
}

/// The phases of a project, without more.
pub fn short(gates: &[GateRow]) -> Vec<Step> {
    gates.iter().map(|g| Step { key: g.phase.clone(), state: state(g.state), note: String::new(), href: String::new() }).collect()
}
/// The phases with their dates and decisions, each leading to its gate.
pub fn whole(rq: &Rq, code: &str, gates: &[GateRow]) -> Vec<Step> {
    let step = |g: &GateRow| Step { note: note(rq, g), href: format!("/projects/{code}/gates/{}", g.number), key: g.phase.clone(), state: state(g.state) };
    gates.iter().map(step).collect()
}
const fn state(gate: GateState) -> &'static str {
    match gate {
        GateState::Passed => "done",
        GateState::Open | GateState::Submitted | GateState::Returned => "now",
        GateState::Ahead => "next",
        GateState::Terminated => "ended",
        GateState::Skipped => "skipped",
    }
}
fn note(rq: &Rq, gate: &GateRow) -> String {
    let mut args = FluentArgs::new();
    args.set("decision", gate.left_decision.unwrap_or_default().to_string());
    match (gate.left_on, gate.planned_on) {
        (Some(day), _) => {
            args.set("day", format::dated(rq.lang, day));
            rq.lang.text_with("rail-left", &args)
        }
        (None, Some(day)) if !gate.state.is_left() => {
            args.set("day", format::dated(rq.lang, day));
            rq.lang.text_with("rail-planned", &args)
        }
        _ => String::new(),
    }
}
