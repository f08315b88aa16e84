//! What a sequence is mostly about, and how it begins: so that every kind of decision is reached.
use super::super::cast::{CAST, LEADER, place};
use super::super::model::{Basis, Effect, Lines, Matter, Outcome, Saw, Table, Terms, To, Verdict, Which};
use super::steps::{Step, Who};
use super::{Action, draw};
use proptest::prelude::*;
use styrrum::domain::role::Role;

fn saw() -> impl Strategy<Value = Saw> {
    prop_oneof![18 => Just(Saw::Now), 1 => Just(Saw::Stale), 1 => Just(Saw::Unsaid)]
}
/// One act by anybody, possible or not: what is refused is tested too.
fn any_act(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    (0..CAST.len(), saw(), action).prop_map(|(who, saw, action)| vec![Step::of(Who::Anybody(who), saw, vec![action])]).boxed()
}
/// One act of several that is possible, if any is, by somebody who may.
fn possible(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let who = (0..250usize).prop_flat_map(|n| prop_oneof![6 => Just(Who::WhoeverMay(n)), 1 => Just(Who::Delegate(n))]);
    (who, saw(), prop::collection::vec(action, 2..=5)).prop_map(|(who, saw, actions)| vec![Step::of(who, saw, actions)]).boxed()
}
/// A body's decision is recorded, and then confirmed.
fn recorded(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let together = prop_oneof![Just(Basis::Meeting), Just(Basis::PerCapsulam)];
    let confirmed = prop::bool::weighted(0.9);
    (0..250usize, together, prop::collection::vec(action, 2..=6), confirmed)
        .prop_map(|(n, together, actions, confirmed)| {
            let decisions: Vec<Action> = actions.iter().cloned().filter_map(|action| action.decided_together(together)).collect();
            if decisions.is_empty() {
                return vec![Step::of(Who::WhoeverMay(n), Saw::Now, actions)];
            }
            let confirm = Step::of(Who::WhoeverMay(n), Saw::Now, vec![Action::Confirm { recording: 0 }]);
            let record = Step::of(Who::Recorder(n), Saw::Now, decisions);
            [record].into_iter().chain(confirmed.then_some(confirm)).collect()
        })
        .boxed()
}
/// Somebody decides, and somebody else at once.
fn decided_twice(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let twice = |mut first: Vec<Step>, n: usize| {
        let actions = first.iter().flat_map(|step| step.actions.clone()).collect();
        first.push(Step::of(Who::AlsoDecides(n), Saw::Now, actions));
        first
    };
    (possible(action), 0..250usize).prop_map(move |(first, n)| twice(first, n)).boxed()
}

/// Decided at once, by one who holds it.
fn decided(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    (0..250usize, prop::collection::vec(action, 3..=8)).prop_map(|(n, actions)| vec![Step::of(Who::Decider(n), Saw::Now, actions)]).boxed()
}
/// Delegated by one who holds it, and decided by the delegate.
fn decided_on_delegation(action: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    (0..250usize, prop::collection::vec(action, 3..=8))
        .prop_map(|(n, actions)| [Who::Delegates(n), Who::Delegate(n)].map(|who| Step::of(who, Saw::Now, actions.clone())).to_vec())
        .boxed()
}

/// Begun so that `decisions` can be taken, two are, and then whatever comes of `acts` and of everything else.
fn theme(mut begun: Vec<Step>, decisions: BoxedStrategy<Action>, acts: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let last = begun.len().saturating_sub(1);
    begun[..last].iter_mut().for_each(|step| step.looked_at = false);
    let anything = prop_oneof![
        draw::risk_acts(),
        draw::status_acts(),
        draw::closing_acts(),
        draw::delivery_acts(),
        draw::document_acts(),
        draw::gate_acts(),
        draw::change_acts()
    ];
    let taken = prop_oneof![
        5 => decided(decisions.clone()),
        6 => recorded(decisions.clone()),
        4 => decided_on_delegation(decisions.clone()),
        1 => decided_twice(decisions)
    ];
    let moves = prop_oneof![
        6 => possible(acts.clone()),
        4 => recorded(acts.clone()),
        2 => any_act(acts),
        3 => possible(draw::rule_acts()),
        1 => any_act(draw::rule_acts()),
        1 => any_act(anything.boxed()),
    ];
    let delegated = prop::option::weighted(0.1, draw::delegate().prop_map(Step::by_whoever_may));
    let (taken, rest) = (prop::collection::vec(taken, 2), prop::collection::vec(moves, 0..=4));
    (delegated, taken, rest)
        .prop_map(move |(delegated, taken, rest)| begun.iter().cloned().chain(delegated).chain(taken.into_iter().chain(rest).flatten()).collect())
        .boxed()
}

fn by_leader(actions: Vec<Action>) -> Vec<Step> {
    actions.into_iter().map(|action| Step::by(LEADER, action)).collect()
}
fn at_meeting(action: Action) -> Vec<Step> {
    vec![Step::by_whoever_may(action)]
}
fn gathered() -> Vec<Step> {
    by_leader(vec![Action::Gather { delivery: None, versions: [Some(1), Some(1)] }, Action::SubmitDelivery { delivery: 0 }])
}
fn written(report: Which) -> Vec<Step> {
    by_leader(vec![Action::Begin { report }, Action::Edit { report, whole: true }, Action::Submit { report }])
}
fn submitted(gate: usize) -> Vec<Step> {
    by_leader(vec![Action::SubmitGate { gate }])
}
fn deliver(outcome: Outcome) -> Action {
    Action::DecideDelivery { delivery: 0, outcome, conditions: true, basis: Basis::Meeting }
}
fn at_gate(gate: usize, outcome: Outcome, beside: bool) -> Action {
    Action::DecideGate { gate, outcome, conditions: true, beside, basis: Basis::Meeting }
}
fn decided_report(report: Which) -> BoxedStrategy<Action> {
    let decision = move |(approve, basis): (bool, Basis)| if approve { Action::Approve { report, basis } } else { Action::Return { report, basis } };
    (any::<bool>(), draw::basis()).prop_map(decision).boxed()
}
fn decided_gate(gate: usize) -> BoxedStrategy<Action> {
    let decision = (draw::outcome(), any::<bool>(), draw::basis()).prop_map(move |(outcome, beside, basis)| Action::DecideGate {
        gate,
        outcome,
        conditions: true,
        beside,
        basis,
    });
    prop_oneof![4 => decision, 1 => draw::basis().prop_map(move |basis| Action::LiftGate { gate, basis })].boxed()
}
fn decided_delivery() -> BoxedStrategy<Action> {
    let decision = (draw::outcome(), draw::basis()).prop_map(|(outcome, basis)| Action::DecideDelivery { delivery: 0, outcome, conditions: true, basis });
    prop_oneof![4 => decision, 1 => draw::basis().prop_map(|basis| Action::LiftDelivery { delivery: 0, basis })].boxed()
}
fn decided_change() -> BoxedStrategy<Action> {
    let verdict = prop_oneof![3 => Just(Verdict::Approve), 2 => Just(Verdict::Reject), 2 => Just(Verdict::Return), 2 => Just(Verdict::Lift)];
    (0..2usize, verdict, draw::basis()).prop_map(|(change, verdict, basis)| Action::DecideChange { change, verdict, basis }).boxed()
}
fn decided_risk() -> BoxedStrategy<Action> {
    let risk = || 0..2usize;
    prop_oneof![
        3 => (risk(), any::<bool>(), draw::basis()).prop_map(|(risk, confirm, basis)| Action::Answer { risk, confirm, basis }),
        1 => (risk(), 1..=366i64, draw::basis()).prop_map(|(risk, days, basis)| Action::Accept { risk, days, basis }),
        1 => (risk(), any::<bool>(), draw::basis()).prop_map(|(risk, named, basis)| Action::Order { risk, named, basis }),
        2 => (risk(), draw::basis()).prop_map(|(risk, basis)| Action::Lift { risk, basis }),
    ]
    .boxed()
}

/// Two risks in any band, mostly lowered by somebody who does not hold them.
fn risks() -> BoxedStrategy<Vec<Step>> {
    let value = || prop_oneof![2 => (1..=2i32, 1..=3i32), 3 => (2..=3i32, 4..=4i32), 3 => (4..=5i32, 4..=5i32)];
    (value(), value(), prop::bool::weighted(0.7))
        .prop_flat_map(|((s, k), (s2, k2), lowered)| {
            let mut begun = by_leader(vec![Action::Log { s, k }, Action::Log { s: s2, k: k2 }]);
            let lower = |risk: usize| Step::by(place("group"), Action::Assess { risk, s: 1, k: 1 });
            begun.extend([0, 1].map(lower).into_iter().filter(|_| lowered));
            theme(begun, decided_risk(), draw::risk_acts())
        })
        .boxed()
}
/// Two change requests at their deciders.
fn raised() -> BoxedStrategy<Vec<Step>> {
    let raise =
        |(change, effect): (usize, Effect)| by_leader(vec![Action::AssessChange { change, effect }, Action::RaiseChange { change, basis: Basis::Unsaid }]);
    let both = (draw::effect(), draw::effect());
    both.prop_flat_map(move |(a, b)| theme([raise((0, a)), raise((1, b))].concat(), decided_change(), draw::change_acts())).boxed()
}
/// A change request whose decider has delegated it, within a limit or not: in force, not begun, over, or revoked when the delegate decides.
fn delegated() -> BoxedStrategy<Vec<Step>> {
    let [plan, frame, financing] = draw::effects_beyond_the_leader();
    let of = |from: Role, matter: Matter, effect: BoxedStrategy<Effect>| (Just(from), Just(matter), effect);
    let raised = prop_oneof![
        of(Role::SteeringGroup, Matter::ChangePlan, plan),
        of(Role::ProjectOrderer, Matter::ChangeBudgetFrame, frame),
        of(Role::FinancierRepresentative, Matter::ChangeFinancing, financing),
    ];
    let fate = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Action::DaysPass { days: 11 })),
        1 => Just(Some(Action::Revoke { delegation: 0, basis: Basis::Meeting }))
    ];
    let limit = prop_oneof![1 => Just(None), 2 => (0..=15_000i64, 0..=10i64).prop_map(Some)];
    let begins = prop_oneof![5 => Just(0i64), 1 => Just(2)];
    (raised, fate, limit, begins)
        .prop_flat_map(|((from, matter, effect), fate, limit, begins)| {
            let delegate = place("effect");
            let terms = Terms { from, to: To::Person(delegate), matters: vec![matter], begins, lasts: 10, limit };
            let mut begun = by_leader(vec![Action::AssessChange { change: 0, effect }, Action::RaiseChange { change: 0, basis: Basis::Unsaid }]);
            begun.extend([Some(Action::Delegate { terms, basis: Basis::Meeting }), fate].into_iter().flatten().map(Step::by_whoever_may));
            let by_delegate = decided_change().prop_map(move |action| Step::by(delegate, action));
            by_delegate.prop_flat_map(move |step| theme([begun.clone(), vec![step]].concat(), decided_change(), draw::change_acts()))
        })
        .boxed()
}
/// Whoever holds part deliveries, and may not end the project, has chosen that.
fn end_proposed_of_delivery() -> BoxedStrategy<Vec<Step>> {
    let proposed = Step::by(place("chair"), deliver(Outcome::Terminate));
    theme([gathered(), vec![proposed]].concat(), decided_delivery(), draw::delivery_acts())
}
/// As [`end_proposed_of_delivery`], at a gate that the steering group holds.
fn end_proposed_at_gate() -> BoxedStrategy<Vec<Step>> {
    let slides = at_meeting(Action::Adopt { table: Table::Slides, basis: Basis::Meeting });
    let proposed = Step::by(place("chair"), at_gate(3, Outcome::Terminate, false));
    theme([slides, submitted(3), vec![proposed]].concat(), decided_gate(3), draw::gate_acts())
}
/// A project that is stopped, with everything in it that a stop blocks.
fn stopped() -> BoxedStrategy<Vec<Step>> {
    let effect = Effect { days: 0, kronor: 0, goals: true, financing: false, lines: Lines::None };
    let change = by_leader(vec![Action::AssessChange { change: 0, effect }, Action::RaiseChange { change: 0, basis: Basis::Unsaid }]);
    let acts = prop_oneof![
        2 => draw::gate_acts(),
        2 => draw::change_acts(),
        1 => draw::delivery_acts(),
        1 => draw::risk_acts(),
        1 => draw::document_acts(),
        1 => draw::status_acts()
    ];
    let decisions = prop_oneof![4 => draw::resume(), 1 => decided_change(), 1 => decided_delivery()];
    theme([gathered(), change, at_meeting(at_gate(3, Outcome::Stop, false))].concat(), decisions.boxed(), acts.boxed())
}
/// A project that closes: ended, or gone through.
fn closing() -> BoxedStrategy<Vec<Step>> {
    let ended = Just([at_meeting(at_gate(3, Outcome::Terminate, false)), submitted(4)].concat());
    let through = any::<bool>().prop_map(|beside| [submitted(3), at_meeting(at_gate(3, Outcome::Continue, beside)), submitted(4)].concat());
    let acts = || prop_oneof![3 => draw::gate_acts(), 1 => draw::change_acts(), 1 => draw::closing_acts()].boxed();
    prop_oneof![ended, through].prop_flat_map(move |begun| theme(begun, decided_gate(4), acts())).boxed()
}

/// The project's kind, and what happens in it.
pub fn sequence() -> impl Strategy<Value = (usize, Vec<Step>)> {
    let any_project = || prop_oneof![5 => Just(0usize), 2 => Just(1), 1 => Just(2), 1 => Just(3)];
    let carried_out = || prop_oneof![5 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    let report = |begun: Vec<Step>, which: Which| theme([begun, written(which)].concat(), decided_report(which), draw::closing_acts());
    let final_approved = at_meeting(Action::Approve { report: Which::Final, basis: Basis::Meeting });
    let to_financier = theme([written(Which::Final), final_approved].concat(), decided_report(Which::Final), draw::closing_acts());
    let first_delivery = [gathered(), at_meeting(deliver(Outcome::Continue))].concat();
    let status = theme(by_leader(vec![Action::Submit { report: Which::Status(0) }]), decided_report(Which::Status(0)), draw::status_acts());
    let documents = theme(by_leader(vec![Action::SubmitDocument { document: 0 }]), draw::decided_document(), draw::document_acts());
    prop_oneof![
        14 => (any_project(), risks()),
        20 => (any_project(), raised()),
        7 => (carried_out(), delegated()),
        2 => (any_project(), theme(Vec::new(), draw::change_acts(), draw::change_acts())),
        6 => (any_project(), theme(gathered(), decided_delivery(), draw::delivery_acts())),
        6 => (carried_out(), end_proposed_of_delivery()),
        8 => (carried_out(), end_proposed_at_gate()),
        6 => (carried_out(), theme(submitted(3), decided_gate(3), draw::gate_acts())),
        2 => (Just(3), theme(submitted(2), decided_gate(2), draw::gate_acts())),
        4 => (carried_out(), closing()),
        3 => (carried_out(), stopped()),
        5 => (any_project(), status),
        5 => (any_project(), documents),
        3 => (carried_out(), report(Vec::new(), Which::Final)),
        4 => (carried_out(), to_financier),
        4 => (carried_out(), report(first_delivery, Which::Effect)),
    ]
}
