//! The phases of the form as they are typed, and what the rows' buttons do with them.
use crate::domain::lifecycle::MOST_PHASES;
use std::collections::{BTreeMap, BTreeSet};

/// A phase as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phase {
    pub name: String,
    /// A criterion a line.
    pub criteria: String,
    /// An artefact a line.
    pub artefacts: String,
    pub ends: bool,
    /// The place of the phase that it may run beside, counted from 1.
    pub beside: Option<usize>,
}

/// All of them, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub phases: Vec<Phase>,
}

/// What a button asks for; phases are told by their place, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Add,
    Remove(usize),
    Up(usize),
    Down(usize),
}
impl Step {
    /// `add`, or `remove.2`, `up.2`, `down.2` of the second phase.
    pub fn parse(word: &str) -> Option<Step> {
        if word == "add" {
            return Some(Step::Add);
        }
        let (step, number) = word.split_once('.')?;
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        match step {
            "remove" => Some(Step::Remove(place)),
            "up" => Some(Step::Up(place)),
            "down" => Some(Step::Down(place)),
            _ => None,
        }
    }
}

impl Written {
    /// The phases of a form, `phases.<number>.<part>`, in the order of their numbers.
    pub fn of(fields: &BTreeMap<String, String>) -> Written {
        let numbers: BTreeSet<usize> = fields.keys().filter_map(|name| name.strip_prefix("phases.")?.split('.').next()?.parse().ok()).collect();
        let phase = |number: usize| {
            let part = |part: &str| fields.get(&format!("phases.{number}.{part}")).cloned().unwrap_or_default();
            let beside = part("beside").parse().ok();
            Phase { name: part("name"), criteria: part("criteria"), artefacts: part("artefacts"), ends: !part("ends").is_empty(), beside }
        };
        Written { phases: numbers.into_iter().take(2 * MOST_PHASES).map(phase).collect() }
    }
    /// The form's fields, with the version that was seen.
    pub fn fields(&self, version: i64) -> Vec<(String, String)> {
        let mut fields = vec![("version".to_owned(), version.to_string())];
        for (number, phase) in (1..).zip(&self.phases) {
            let parts = [
                ("name", phase.name.clone()),
                ("criteria", phase.criteria.clone()),
                ("artefacts", phase.artefacts.clone()),
                ("ends", if phase.ends { "yes".to_owned() } else { String::new() }),
                ("beside", phase.beside.map(|b| b.to_string()).unwrap_or_default()),
            ];
            fields.extend(parts.into_iter().map(|(part, value)| (format!("phases.{number}.{part}"), value)));
        }
        fields
    }
    /// The phases after a step; one that cannot be taken changes nothing. Whoever runs beside a phase follows it.
    pub fn after(self, step: Step) -> Written {
        let count = self.phases.len();
        let mut order: Vec<usize> = (0..count).collect();
        match step {
            Step::Remove(place) if place < count => drop(order.remove(place)),
            Step::Up(place) if (1..count).contains(&place) => order.swap(place - 1, place),
            Step::Down(place) if place + 1 < count => order.swap(place, place + 1),
            _ => {}
        }
        let moved = |beside: usize| order.iter().position(|old| old + 1 == beside).map(|place| place + 1);
        let phase = |old: &usize| Phase { beside: self.phases[*old].beside.and_then(moved), ..self.phases[*old].clone() };
        let mut phases: Vec<Phase> = order.iter().map(phase).collect();
        if step == Step::Add && count < MOST_PHASES {
            phases.push(Phase::default());
        }
        Written { phases }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Written {
        let named = |name: &str, beside: Option<usize>| Phase { name: name.to_owned(), beside, ..Phase::default() };
        Written { phases: vec![named("a", None), named("b", None), named("c", Some(2))] }
    }
    fn after(step: &str) -> Vec<(String, Option<usize>)> {
        let written = three().after(Step::parse(step).expect("a step"));
        written.phases.into_iter().map(|p| (p.name, p.beside)).collect()
    }
    fn told(all: &[(&str, Option<usize>)]) -> Vec<(String, Option<usize>)> {
        all.iter().map(|(name, beside)| ((*name).to_owned(), *beside)).collect()
    }

    #[test]
    fn whoever_runs_beside_a_phase_follows_it_and_is_alone_when_it_goes() {
        assert_eq!(after("up.2"), told(&[("b", None), ("a", None), ("c", Some(1))]));
        assert_eq!(after("remove.2"), told(&[("a", None), ("c", None)]));
        assert_eq!(after("down.3"), told(&[("a", None), ("b", None), ("c", Some(2))]));
        assert_eq!(after("add").len(), 4);
    }

    #[test]
    fn what_is_no_step_is_none_and_a_form_keeps_what_it_says() {
        assert_eq!([Step::parse("up"), Step::parse("up.0"), Step::parse("fly.1")], [None, None, None]);
        let fields: BTreeMap<String, String> = three().fields(1).into_iter().collect();
        assert_eq!(Written::of(&fields), three());
    }
}
