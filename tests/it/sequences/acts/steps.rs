//! Who does what: of the acts that a step names, one that is possible as things are, more often than not.
use super::super::cast::{CAST, place};
use super::super::model::{Basis, Model, RECORD, Saw, Terms, To};
use super::Action;

/// Who acts, so that sequences get far: mostly somebody whom the rules let do it now.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    Anybody(usize),
    WhoeverMay(usize),
    /// Somebody who decides it, and does not only ask who does.
    Decider(usize),
    /// Somebody who records it for the body that decides.
    Recorder(usize),
    /// Somebody who decides it delegates the matter instead.
    Delegates(usize),
    /// Somebody who decides it on delegation.
    Delegate(usize),
    /// What was decided just now is decided once more, by somebody who could have: who has not seen that it was.
    AlsoDecides(usize),
}

/// What was done last, and how things were before.
pub struct Before {
    pub model: Model,
    pub action: Action,
}

/// One of several acts, by somebody of the cast.
#[derive(Debug, Clone)]
pub struct Step {
    pub who: Who,
    pub saw: Saw,
    pub actions: Vec<Action>,
    /// What came of it is looked at at once; of how a sequence begins, with what comes after.
    pub looked_at: bool,
}
impl Step {
    pub fn of(who: Who, saw: Saw, actions: Vec<Action>) -> Step {
        Step { who, saw, actions, looked_at: true }
    }
    pub fn by(who: usize, action: Action) -> Step {
        Step::of(Who::Anybody(who), Saw::Now, vec![action])
    }
    pub fn by_whoever_may(action: Action) -> Step {
        Step::of(Who::WhoeverMay(0), Saw::Now, vec![action])
    }
    pub fn told(&self) -> String {
        let who = match self.who {
            Who::Anybody(who) => CAST[who].0.to_owned(),
            Who::WhoeverMay(n) => format!("whoever may ({n})"),
            Who::Decider(n) => format!("whoever decides ({n})"),
            Who::Recorder(n) => format!("whoever records ({n})"),
            Who::Delegates(n) => format!("whoever decides ({n}) delegates"),
            Who::Delegate(n) => format!("a delegate ({n})"),
            Who::AlsoDecides(n) => format!("whoever could have decided that too ({n}), or"),
        };
        let saw = match self.saw {
            Saw::Now => "",
            Saw::Stale => " (stale)",
            Saw::Unsaid => " (no version)",
        };
        format!("  {who}{saw} {:?}", self.actions)
    }
    /// Who does what, and what they saw, as things are: the first of the acts that somebody may do. Where nobody may do any, somebody
    /// tries the first.
    pub fn chosen(&self, model: &Model, before: Option<&Before>) -> (usize, Action, Saw) {
        let try_anyway = |n: usize| (n % CAST.len(), self.actions[0].clone(), self.saw);
        let first = |n: usize, fits: &dyn Fn(&Model, usize, &Action) -> bool| {
            let found = self.actions.iter().find_map(|action| Some((somebody(n, |who| fits(model, who, action))?, action.clone(), self.saw)));
            found.unwrap_or_else(|| try_anyway(n))
        };
        match self.who {
            Who::Anybody(n) => try_anyway(n),
            Who::WhoeverMay(n) => first(n, &|model, who, action| after(model, who, action, self.saw).is_some()),
            Who::Decider(n) => {
                let decides = |after: Model, before: &Model| after.decisions.len() > before.decisions.len();
                first(n, &|model, who, action| after(model, who, action, self.saw).is_some_and(|after| decides(after, model)))
            }
            Who::Recorder(n) => {
                let records = |after: Model, before: &Model| after.recordings.len() > before.recordings.len();
                first(n, &|model, who, action| model.has(who, &RECORD) && after(model, who, action, self.saw).is_some_and(|after| records(after, model)))
            }
            Who::Delegates(n) => self.actions.iter().find_map(|action| delegation_of(n, model, action)).unwrap_or_else(|| try_anyway(n)),
            Who::Delegate(n) => {
                let delegated = |after: Model| after.decisions.last().is_some_and(|d| d.delegation.is_some());
                let is_delegate = |model: &Model, who: usize| model.delegations.iter().any(|d| model.reached(d.terms.to).contains(&who));
                first(n, &|model, who, action| is_delegate(model, who) && after(model, who, action, self.saw).is_some_and(delegated))
            }
            Who::AlsoDecides(n) => match before.filter(|b| b.action.is_decision()) {
                Some(before) => {
                    let who = somebody(n, |who| after(&before.model, who, &before.action, Saw::Now).is_some());
                    (who.unwrap_or(n % CAST.len()), before.action.clone(), Saw::Stale)
                }
                None => first(n, &|model, who, action| after(model, who, action, self.saw).is_some()),
            },
        }
    }
}
/// Who decides it in a role of their own delegates its matter, to somebody who neither holds it nor has made anything.
fn delegation_of(n: usize, model: &Model, action: &Action) -> Option<(usize, Action, Saw)> {
    let taken = |who: usize| {
        let after = after(model, who, action, Saw::Now)?;
        after.decisions.last().filter(|taken| after.decisions.len() > model.decisions.len() && taken.delegation.is_none()).cloned()
    };
    let decider = somebody(n, |who| taken(who).is_some())?;
    let taken = taken(decider)?;
    let to = To::Person(place(["effect", "controller"][n % 2]));
    let terms = Terms { from: taken.role, to, matters: vec![taken.matter?], begins: 0, lasts: 20, limit: None };
    let delegate = Action::Delegate { terms, basis: Basis::Meeting };
    after(model, decider, &delegate, Saw::Now).is_some().then_some((decider, delegate, Saw::Now))
}
/// Somebody of the cast; another with every `n`.
fn somebody(n: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let strides = [1, 2, 3, 4, 6, 7, 8, 9, 11, 12];
    let stride = strides[n / CAST.len() % strides.len()];
    (0..CAST.len()).map(|place| (n + place * stride) % CAST.len()).find(|who| fits(*who))
}
/// How things are when the rules let them do it.
fn after(model: &Model, who: usize, action: &Action, saw: Saw) -> Option<Model> {
    let mut after = model.clone();
    after.act(who, action, saw).is_ok().then_some(after)
}
