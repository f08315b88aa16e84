//! What a sequence is mostly about, and how it begins: so that every kind of decision is reached.
use super::super::cast::{CAST, LEADER, place};
use super::super::model::{Basis, Effect, Lines, Outcome, Saw, Which};
use super::steps::{Step, Who};
use super::{Action, draw};
use proptest::prelude::*;

fn saw() -> impl Strategy<Value = Saw> {
    prop_oneof![18 => Just(Saw::Now), 1 => Just(Saw::Stale), 1 => Just(Saw::Unsaid)]
}
/// One act by anybody, possible or not: what is refused is tested too.
fn any_act(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    (0..CAST.len(), saw(), action).prop_map(|(who, saw, action)| vec![Step { who: Who::Anybody(who), saw, actions: vec![action] }]).boxed()
}
/// One act of several that is possible, if any is, by somebody who may.
fn possible(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let who = (0..250usize).prop_flat_map(|n| prop_oneof![6 => Just(Who::WhoeverMay(n)), 1 => Just(Who::Delegate(n))]);
    (who, saw(), prop::collection::vec(action, 1..=4)).prop_map(|(who, saw, actions)| vec![Step { who, saw, actions }]).boxed()
}
/// A body's decision is recorded, and then confirmed.
fn recorded(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let together = prop_oneof![Just(Basis::Meeting), Just(Basis::PerCapsulam)];
    let confirmed = prop::bool::weighted(0.9);
    (0..250usize, together, prop::collection::vec(action, 2..=6), confirmed)
        .prop_map(|(n, together, actions, confirmed)| {
            let decisions: Vec<Action> = actions.iter().cloned().filter_map(|action| action.decided_together(together)).collect();
            if decisions.is_empty() {
                return vec![Step { who: Who::WhoeverMay(n), saw: Saw::Now, actions }];
            }
            let confirm = Step { who: Who::WhoeverMay(n), saw: Saw::Now, actions: vec![Action::Confirm { recording: 0 }] };
            let record = Step { who: Who::Recorder(n), saw: Saw::Now, actions: decisions };
            [record].into_iter().chain(confirmed.then_some(confirm)).collect()
        })
        .boxed()
}
/// Somebody decides, and somebody else at once.
fn decided_twice(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let twice = |mut first: Vec<Step>, n: usize| {
        let actions = first.iter().flat_map(|step| step.actions.clone()).collect();
        first.push(Step { who: Who::AlsoDecides(n), saw: Saw::Now, actions });
        first
    };
    (possible(action), 0..250usize).prop_map(move |(first, n)| twice(first, n)).boxed()
}

fn theme(begun: Vec<Step>, main: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let anything = prop_oneof![
        draw::risk_acts(),
        draw::status_acts(),
        draw::closing_acts(),
        draw::delivery_acts(),
        draw::document_acts(),
        draw::gate_acts(),
        draw::change_acts()
    ];
    let moves = prop_oneof![
        6 => possible(main.clone()),
        5 => recorded(main.clone()),
        1 => decided_twice(main.clone()),
        2 => any_act(main),
        3 => possible(draw::rule_acts()),
        1 => any_act(draw::rule_acts()),
        1 => any_act(anything.boxed()),
    ];
    let delegated = prop::option::weighted(0.4, draw::delegate().prop_map(Step::by_whoever_may));
    let rest = prop::collection::vec(moves, 1..=6);
    (delegated, rest).prop_map(move |(delegated, rest)| begun.iter().cloned().chain(delegated).chain(rest.into_iter().flatten()).collect()).boxed()
}

fn by_leader(actions: Vec<Action>) -> Vec<Step> {
    actions.into_iter().map(|action| Step::by(LEADER, action)).collect()
}
fn gathered() -> Vec<Step> {
    by_leader(vec![Action::Gather { delivery: None, versions: [Some(1), Some(1)] }, Action::SubmitDelivery { delivery: 0 }])
}
fn written(report: Which) -> Vec<Step> {
    by_leader(vec![Action::Begin { report }, Action::Edit { report, whole: true }, Action::Submit { report }])
}
fn approved(report: Which) -> Step {
    Step::by_whoever_may(Action::Approve { report, basis: Basis::Meeting })
}
fn deliver(outcome: Outcome) -> Action {
    Action::DecideDelivery { delivery: 0, outcome, conditions: true, basis: Basis::Meeting }
}
fn at_gate(gate: usize, outcome: Outcome, beside: bool) -> Action {
    Action::DecideGate { gate, outcome, conditions: true, beside, basis: Basis::Meeting }
}
/// Two risks, the second in the highest band; with the first lowered by somebody who does not hold it.
fn risks() -> BoxedStrategy<Vec<Step>> {
    (1..=5i32, 1..=5i32, 3..=5i32, 3..=5i32, any::<bool>())
        .prop_flat_map(|(s, k, s2, k2, lowered)| {
            let mut begun = by_leader(vec![Action::Log { s, k }, Action::Log { s: s2, k: k2 }]);
            if lowered {
                begun.push(Step::by(place("group"), Action::Assess { risk: 1, s: 1, k: k2 }));
                begun.push(Step::by(place("group"), Action::Assess { risk: 0, s: 1, k: 1 }));
            }
            theme(begun, draw::risk_acts())
        })
        .boxed()
}
/// A change request at its decider.
fn raised() -> BoxedStrategy<Vec<Step>> {
    let begun = |effect: Effect| by_leader(vec![Action::AssessChange { change: 0, effect }, Action::RaiseChange { change: 0, basis: Basis::Unsaid }]);
    draw::effect().prop_flat_map(move |effect| theme(begun(effect), draw::change_acts())).boxed()
}
/// Whoever holds gates or deliveries, and may not end the project, has chosen that.
fn end_proposed() -> BoxedStrategy<Vec<Step>> {
    let proposed = Step::by(place("chair"), deliver(Outcome::Terminate));
    theme([gathered(), vec![proposed]].concat(), draw::delivery_acts())
}
/// A project that is stopped, with everything in it that a stop blocks.
fn stopped() -> BoxedStrategy<Vec<Step>> {
    let effect = Effect { days: 0, kronor: 0, goals: true, financing: false, lines: Lines::None };
    let change = by_leader(vec![Action::AssessChange { change: 0, effect }, Action::RaiseChange { change: 0, basis: Basis::Unsaid }]);
    let stop = Step::by_whoever_may(at_gate(3, Outcome::Stop, false));
    let acts = prop_oneof![
        4 => draw::resume(), 2 => draw::gate_acts(), 2 => draw::change_acts(), 1 => draw::delivery_acts(), 1 => draw::risk_acts(), 1 => draw::document_acts(), 1 => draw::status_acts()
    ];
    theme([gathered(), change, vec![stop]].concat(), acts.boxed())
}
/// A project that closes: ended, or gone through.
fn closing() -> BoxedStrategy<Vec<Step>> {
    let submit = |gate: usize| Step::by(LEADER, Action::SubmitGate { gate });
    let begun = prop_oneof![
        Just(vec![Step::by_whoever_may(at_gate(3, Outcome::Terminate, false)), submit(4)]),
        any::<bool>().prop_map(move |beside| vec![submit(3), Step::by_whoever_may(at_gate(3, Outcome::Continue, beside)), submit(4)]),
    ];
    begun.prop_flat_map(|begun| theme(begun, prop_oneof![3 => draw::gate_acts(), 1 => draw::change_acts(), 1 => draw::closing_acts()].boxed())).boxed()
}

/// The project's kind, and what happens in it.
pub fn sequence() -> impl Strategy<Value = (usize, Vec<Step>)> {
    let effect = [gathered(), vec![Step::by_whoever_may(deliver(Outcome::Continue))], written(Which::Effect)].concat();
    let themes = prop_oneof![
        8 => risks(),
        4 => theme(by_leader(vec![Action::Submit { report: Which::Status(0) }]), draw::status_acts()),
        5 => theme(gathered(), draw::delivery_acts()),
        3 => end_proposed(),
        3 => stopped(),
        3 => theme(by_leader(vec![Action::SubmitDocument { document: 0 }]), draw::document_acts()),
        3 => theme(written(Which::Final), draw::closing_acts()),
        2 => theme([written(Which::Final), vec![approved(Which::Final)]].concat(), draw::closing_acts()),
        2 => theme(effect, draw::closing_acts()),
        3 => theme(by_leader(vec![Action::SubmitGate { gate: 3 }]), draw::gate_acts()),
        2 => theme(by_leader(vec![Action::SubmitGate { gate: 2 }]), draw::gate_acts()),
        3 => closing(),
        8 => raised(),
        3 => theme(Vec::new(), draw::change_acts()),
    ];
    let project = prop_oneof![3 => Just(0usize), 2 => Just(1), 1 => Just(2), 2 => Just(3)];
    (project, themes)
}
