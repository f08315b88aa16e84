//! A new version of a lifecycle: what it must be for a project to walk through it.
use super::{ItemKind, Lifecycle, Phase};

/// A lifecycle is something to look over.
pub const MOST_PHASES: usize = 12;
/// What a gate may ask for, of criteria and of artefacts each.
pub const MOST_ITEMS: usize = 20;

/// Why phases are no lifecycle. A phase is told by its place, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LifecycleFault {
    #[error("no phases")]
    NoPhases,
    #[error("more than {MOST_PHASES} phases")]
    TooManyPhases,
    #[error("phase {0} is there already")]
    PhaseTwice(usize),
    #[error("the gate of phase {0} has no criteria")]
    NoCriteria(usize),
    #[error("phase {0} asks for more than {MOST_ITEMS}")]
    TooManyItems(usize, ItemKind),
    #[error("phase {0} asks for {2} twice")]
    ItemTwice(usize, ItemKind, String),
    #[error("no phase closes the project")]
    NoEnding,
    #[error("phase {0} closes the project too")]
    EndsTwice(usize),
    #[error("phase {0} closes the project, and nothing runs beside others then")]
    EndsBeside(usize),
    #[error("phase {0} cannot run beside that phase")]
    BesideNoEarlier(usize),
    #[error("phase {0} runs beside others too")]
    BesideTwice(usize),
}

impl Lifecycle {
    /// # Errors
    /// No phases or too many; a phase or an item that stands twice; a gate without criteria or with too much; not exactly one phase that
    /// closes the project; more than one phase that runs beside others, or one that runs beside itself or a later one. Every fault is listed.
    pub fn new(key: &str, number: i32, phases: Vec<Phase>) -> Result<Lifecycle, Vec<LifecycleFault>> {
        let mut faults = Vec::new();
        match phases.len() {
            0 => faults.push(LifecycleFault::NoPhases),
            n if n > MOST_PHASES => faults.push(LifecycleFault::TooManyPhases),
            _ => {}
        }
        for (place, phase) in phases.iter().enumerate() {
            if phases[..place].iter().any(|p| p.key == phase.key) {
                faults.push(LifecycleFault::PhaseTwice(place));
            }
            if phase.criteria.is_empty() {
                faults.push(LifecycleFault::NoCriteria(place));
            }
            faults.extend(faults_of_items(place, phase));
        }
        faults.extend(faults_of_ending(&phases));
        faults.extend(faults_of_beside(&phases));
        if faults.is_empty() { Ok(Lifecycle { key: key.to_owned(), number, phases }) } else { Err(faults) }
    }
}

/// Keys are unique within a phase, whatever they are keys of.
fn faults_of_items(place: usize, phase: &Phase) -> Vec<LifecycleFault> {
    let items: Vec<(ItemKind, &str)> = phase.items().collect();
    let twice = items.iter().enumerate().filter(|(nth, (_, key))| items[..*nth].iter().any(|(_, before)| before == key));
    let twice = twice.map(|(_, (kind, key))| LifecycleFault::ItemTwice(place, *kind, (*key).to_owned()));
    let many = [(ItemKind::Criterion, phase.criteria.len()), (ItemKind::Artefact, phase.artefacts.len())];
    let many = many.into_iter().filter(|(_, count)| *count > MOST_ITEMS).map(|(kind, _)| LifecycleFault::TooManyItems(place, kind));
    twice.chain(many).collect()
}
fn faults_of_ending(phases: &[Phase]) -> Vec<LifecycleFault> {
    let ends: Vec<usize> = phases.iter().enumerate().filter(|(_, p)| p.ends).map(|(place, _)| place).collect();
    let beside = ends.iter().filter(|place| phases[**place].beside.is_some()).map(|place| LifecycleFault::EndsBeside(*place));
    let more = ends.iter().skip(1).map(|place| LifecycleFault::EndsTwice(*place));
    let none = (ends.is_empty() && !phases.is_empty()).then_some(LifecycleFault::NoEnding);
    none.into_iter().chain(more).chain(beside).collect()
}
fn faults_of_beside(phases: &[Phase]) -> Vec<LifecycleFault> {
    let beside: Vec<(usize, &str)> = phases.iter().enumerate().filter_map(|(place, p)| Some((place, p.beside.as_deref()?))).collect();
    let unknown = beside.iter().filter(|(place, from)| phases[..*place].iter().all(|p| p.key != *from));
    let unknown = unknown.map(|(place, _)| LifecycleFault::BesideNoEarlier(*place));
    unknown.chain(beside.iter().skip(1).map(|(place, _)| LifecycleFault::BesideTwice(*place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phases() -> Vec<Phase> {
        Lifecycle::all()[0].phases.clone()
    }
    fn faults(change: impl FnOnce(&mut Vec<Phase>)) -> Vec<LifecycleFault> {
        let mut phases = phases();
        change(&mut phases);
        Lifecycle::new("project_model", 2, phases).err().unwrap_or_default()
    }

    #[test]
    fn every_lifecycle_of_the_program_could_be_a_version() {
        for lifecycle in Lifecycle::all() {
            assert_eq!(Lifecycle::new(&lifecycle.key, lifecycle.number, lifecycle.phases.clone()).as_ref(), Ok(&**lifecycle));
        }
    }

    #[test]
    fn no_phases_too_many_and_one_twice_are_refused() {
        assert_eq!(faults(Vec::clear), [LifecycleFault::NoPhases]);
        let many = |phases: &mut Vec<Phase>| {
            let first = Phase { ends: false, beside: None, ..phases[0].clone() };
            phases.extend((0..7).map(|n| Phase { key: format!("~{n}"), ..first.clone() }));
        };
        assert_eq!(faults(many), [LifecycleFault::TooManyPhases]);
        assert_eq!(faults(|p| p[1].key = p[0].key.clone()), [LifecycleFault::PhaseTwice(1)]);
    }

    #[test]
    fn a_gate_asks_for_something_and_for_nothing_twice() {
        assert_eq!(faults(|p| p[2].criteria.clear()), [LifecycleFault::NoCriteria(2)]);
        let twice = faults(|p| p[0].artefacts.push("need_described".to_owned()));
        assert_eq!(twice, [LifecycleFault::ItemTwice(0, ItemKind::Artefact, "need_described".to_owned())]);
        assert_eq!(faults(|p| p[0].criteria = (0..=MOST_ITEMS).map(|n| n.to_string()).collect()), [LifecycleFault::TooManyItems(0, ItemKind::Criterion)]);
    }

    #[test]
    fn exactly_one_phase_closes_the_project_and_at_most_one_runs_beside_an_earlier_one() {
        assert_eq!(faults(|p| p[4].ends = false), [LifecycleFault::NoEnding]);
        assert_eq!(faults(|p| p[1].ends = true), [LifecycleFault::EndsTwice(4)]);
        assert_eq!(faults(|p| p[4].beside = Some("execution".to_owned())), [LifecycleFault::EndsBeside(4), LifecycleFault::BesideTwice(5)]);
        for other in ["effect", "pilot"] {
            assert_eq!(faults(|p| p[5].beside = Some(other.to_owned())), [LifecycleFault::BesideNoEarlier(5)]);
        }
    }
}
