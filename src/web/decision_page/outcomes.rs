//! The four outcomes of a gate or a part delivery: going on, on conditions perhaps, back, stopping or ending the project.
use super::{Capacity, Manner, Stand, Term};
use crate::domain::lifecycle::GateOutcome;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::text::LongText;
use crate::input::Fields;
use crate::render::format;
use crate::services::gates::way::Place;
use crate::services::gates::{ConditionGiven, read_conditions};
use crate::services::{Ctx, InProject, decisions};
use crate::web::form::Choice;
use crate::web::request::Rq;

word_enum! {
    /// What can be done about it: the four outcomes and lifting it; whoever does not hold it asks its holder.
    Step { Continue = "continue", Back = "back", Stop = "stop", Terminate = "terminate", Lift = "lift", Ask = "ask" }
}
impl Step {
    /// `None` of what is not an outcome.
    pub const fn outcome(self) -> Option<GateOutcome> {
        match self {
            Step::Continue => Some(GateOutcome::Continue),
            Step::Back => Some(GateOutcome::Back),
            Step::Stop => Some(GateOutcome::Stop),
            Step::Terminate => Some(GateOutcome::Terminate),
            Step::Lift | Step::Ask => None,
        }
    }
    const fn of(outcome: GateOutcome) -> Step {
        match outcome {
            GateOutcome::Continue => Step::Continue,
            GateOutcome::Back => Step::Back,
            GateOutcome::Stop => Step::Stop,
            GateOutcome::Terminate => Step::Terminate,
        }
    }
}
impl super::Step for Step {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Step::Continue => ("circle-check", "go"),
            Step::Back => ("undo-2", "back"),
            Step::Stop => ("pause", "stop"),
            Step::Terminate => ("octagon-x", "end"),
            Step::Lift => ("arrow-up", "end"),
            Step::Ask => ("message-square", "back"),
        }
    }
    fn asks(self) -> bool {
        self == Step::Ask
    }
}

/// What waits for one of the outcomes.
pub struct Waiting {
    pub pending: Pending,
    /// As `pending`, of the outcomes that do not end the project.
    pub others: Pending,
    /// As `pending`, of ending the project.
    pub ending: Pending,
    /// Those that can be chosen now.
    pub outcomes: Vec<GateOutcome>,
    pub liftable: bool,
    /// Its holder can be asked.
    pub askable: bool,
    /// Going on from here closes the project.
    pub closes: bool,
    /// The texts of going on and of asking begin so.
    pub own_words: &'static str,
}
impl Waiting {
    /// Choosing to end the project is a proposal to those who may.
    pub fn end_is_proposed(&self, ctx: &Ctx, at: &InProject) -> bool {
        Place::of(ctx, at, &self.pending, &self.ending).proposes
    }
    /// Whoever may end the project is offered that, and the other outcomes where the matter is theirs as well.
    pub fn stand(self, ctx: &Ctx, at: &InProject) -> Stand<Step> {
        let place = Place::of(ctx, at, &self.pending, &self.ending);
        let mut stand = Stand::before(ctx, at, &self.pending);
        let ender = place.ending.decides.then(|| Capacity::of(&place.ending, Matter::Terminate));
        let others = decisions::standing(ctx, at, &self.others);
        let mine = |o: &GateOutcome| if *o == GateOutcome::Terminate { place.acts() || ender.is_some() } else { others.decides || others.records };
        for step in self.outcomes.iter().filter(|o| mine(o)).map(|o| Step::of(*o)) {
            stand.offer(step, self.key(step, place.proposes));
        }
        for offer in stand.offers.iter_mut().filter(|o| o.step != Step::Terminate) {
            offer.capacity = Capacity::of(&others, self.others.matter);
            offer.manner = if others.records { Manner::Record } else { Manner::Decide };
        }
        if (place.acts() || place.here.own) && self.liftable {
            stand.offer(Step::Lift, self.key(Step::Lift, false));
        }
        if self.askable && !place.here.decides && !place.here.own {
            stand.offer(Step::Ask, self.key(Step::Ask, false));
        }
        if let Some(end) = stand.offers.iter_mut().find(|o| o.step == Step::Terminate) {
            end.capacity = ender.unwrap_or(end.capacity);
            end.manner = if place.proposes && end.manner == Manner::Decide { Manner::Propose } else { end.manner };
        }
        match ender {
            Some(capacity) if !place.acts() => Stand { standing: place.ending, capacity, ..stand },
            _ => stand,
        }
    }
    fn key(&self, step: Step, proposes: bool) -> String {
        match step {
            Step::Continue if self.closes => "gate-step-close".to_owned(),
            Step::Continue | Step::Ask => format!("{}-step-{step}", self.own_words),
            Step::Terminate if proposes => "gate-step-terminate-proposed".to_owned(),
            step => format!("gate-step-{step}"),
        }
    }
}

/// Why, and on what conditions.
pub struct Given {
    pub motivation: LongText,
    pub conditions: Vec<ConditionGiven>,
}
impl Given {
    pub fn read(f: &mut Fields<'_>, step: Option<Step>) -> Option<Given> {
        let motivation = f.long("motivation");
        let conditions = read_conditions(f, step.and_then(Step::outcome));
        Some(Given { motivation: motivation?, conditions })
    }
    /// In words, with the names of those among `people` who own a condition.
    pub fn terms(&self, rq: &Rq, step: Step, people: &[Choice]) -> Vec<Term> {
        let why = if step == Step::Back { "gate-to-complete" } else { "decision-motivation" };
        let condition = |c: &ConditionGiven| {
            let owner = people.iter().find(|p| p.value == c.owner).map_or(&c.owner, |p| &p.label);
            Term::new(rq, "gate-condition", condition_in_words(rq, c, owner))
        };
        [Term::new(rq, why, self.motivation.to_string())].into_iter().chain(self.conditions.iter().map(condition)).collect()
    }
}

/// A condition: what is missing, where it stands in the place of something, what is to be done, by whom and when.
pub fn condition_in_words(rq: &Rq, given: &ConditionGiven, owner: &str) -> String {
    let missing = given.item.as_deref().and_then(|item| rq.lang.item(item)).map(|item| format!("{item}:\n")).unwrap_or_default();
    format!("{missing}{}\n{owner}, {}", given.text, format::dated(rq.lang, given.due_on))
}
