//! Where a project is in its life: phases, the gates that end them, and the four outcomes of a gate. The phases are data.
//!
//! [`Lifecycle`] is a template in one of its versions; [`Course`] is a project on its way through one, and knows the rules;
//! [`standing`] says whether it is running at all.
mod course;
pub mod gate;
pub mod standing;
#[cfg(test)]
mod tests;
mod version;

pub use course::{Course, Ruling};
pub use gate::{Gate, GateLift, GateOutcome, GateState, Holds, ItemKind, Taken, ending_is_proposed};
pub use standing::{Standing, StandingWord, Stop};
pub use version::{LifecycleFault, MOST_ITEMS, MOST_PHASES};

use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

/// A lifecycle: its phases in their order, each with the gate that ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    pub key: String,
    /// Its version. A project keeps the one that it was opened with.
    pub number: i32,
    #[serde(rename = "phase")]
    pub phases: Vec<Phase>,
}

/// A phase with what its gate asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub key: String,
    /// Where a project that is ended early goes.
    #[serde(default)]
    pub ends: bool,
    /// It may run beside this phase and those after it, from the first approved delivery or by a gate decision.
    #[serde(default)]
    pub beside: Option<String>,
    pub artefacts: Vec<String>,
    pub criteria: Vec<String>,
}

impl Phase {
    /// What the gate asks for, criteria first. Keys are unique within a phase.
    pub fn items(&self) -> impl Iterator<Item = (ItemKind, &str)> {
        let criteria = self.criteria.iter().map(|key| (ItemKind::Criterion, key.as_str()));
        criteria.chain(self.artefacts.iter().map(|key| (ItemKind::Artefact, key.as_str())))
    }
}

#[derive(Deserialize)]
struct File {
    lifecycle: Vec<Lifecycle>,
}
/// A file of the program's own that does not fit leaves no lifecycle, which the tests would tell.
static ALL: LazyLock<Vec<Arc<Lifecycle>>> = LazyLock::new(|| {
    let file = toml::from_str::<File>(include_str!("lifecycle/templates.toml"));
    file.map(|file| file.lifecycle.into_iter().map(Arc::new).collect()).unwrap_or_default()
});

word_enum! {
    /// The lifecycles that a project can be opened with.
    Template { ProjectModel = "project_model", RegionalPipeline = "regional_pipeline" }
}

impl Template {
    /// The newest version of the program's own; administrators may have made newer ones.
    pub fn newest(self) -> Option<Arc<Lifecycle>> {
        ALL.iter().filter(|l| l.key == self.as_str()).max_by_key(|l| l.number).cloned()
    }
}

impl Lifecycle {
    /// Every version of every lifecycle of the program's own.
    pub fn all() -> &'static [Arc<Lifecycle>] {
        &ALL
    }
    /// The phase that a gate ends. Gates are numbered from 1.
    pub fn phase_of(&self, gate: i32) -> Option<&Phase> {
        self.phases.get(usize::try_from(gate).ok()?.checked_sub(1)?)
    }
    /// The gate that ends a phase.
    pub fn gate_of(&self, phase: &str) -> Option<i32> {
        let place = self.phases.iter().position(|p| p.key == phase)?;
        i32::try_from(place + 1).ok()
    }
    /// The number of its last gate: going on from there closes the project.
    pub fn last(&self) -> i32 {
        i32::try_from(self.phases.len()).unwrap_or(i32::MAX)
    }
    /// The first gate that the project's end goes through: that of the phase which closes it, or the last.
    pub fn ends_from(&self) -> i32 {
        self.closing().unwrap_or_else(|| self.last())
    }
    /// The gate of the phase that the project is carried out in: the one that another phase may run beside, or else the one before its end.
    pub fn carried_out_in(&self) -> i32 {
        self.beside().map_or((self.ends_from() - 1).max(1), |(_, from)| from)
    }
    /// The gate of the phase that a project ended early goes to.
    fn closing(&self) -> Option<i32> {
        self.phases.iter().find(|p| p.ends).and_then(|p| self.gate_of(&p.key))
    }
    /// The gate of the phase that may run beside others, with the gate that it may be opened from.
    fn beside(&self) -> Option<(i32, i32)> {
        let (phase, from) = self.phases.iter().find_map(|p| Some((p, p.beside.as_deref()?)))?;
        Some((self.gate_of(&phase.key)?, self.gate_of(from)?))
    }
}
