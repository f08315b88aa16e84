//! How acts are drawn: those on one kind of thing together.
use super::super::cast::{CAST, place};
use super::super::model::{Band, Basis, Effect, Lines, Matter, ORDER, Outcome, Says, Table, Terms, To, Verdict, Which};
use super::Action;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use styrrum::domain::role::Role;

pub fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![3 => Just(Basis::Unsaid), 3 => Just(Basis::Chair), 3 => Just(Basis::Meeting), 1 => Just(Basis::Tomorrow), 2 => Just(Basis::PerCapsulam)]
}
fn number() -> impl Strategy<Value = i32> {
    prop_oneof![30 => 1..=5i32, 1 => Just(0), 1 => Just(6)]
}

pub fn risk_acts() -> BoxedStrategy<Action> {
    let risk = 0..3usize;
    prop_oneof![
        4 => (number(), number()).prop_map(|(s, k)| Action::Log { s, k }),
        9 => (risk.clone(), number(), number()).prop_map(|(risk, s, k)| Action::Assess { risk, s, k }),
        6 => (risk.clone(), any::<bool>(), basis()).prop_map(|(risk, confirm, basis)| Action::Answer { risk, confirm, basis }),
        5 => (risk.clone(), prop_oneof![8 => 1..=366i64, 1 => Just(0), 1 => Just(367)], basis()).prop_map(|(risk, days, basis)| Action::Accept { risk, days, basis }),
        4 => risk.clone().prop_map(|risk| Action::Acknowledge { risk }),
        3 => (risk.clone(), any::<bool>(), basis()).prop_map(|(risk, named, basis)| Action::Order { risk, named, basis }),
        2 => (risk.clone(), any::<bool>()).prop_map(|(risk, named)| Action::Choose { risk, named }),
        5 => (risk.clone(), basis()).prop_map(|(risk, basis)| Action::Lift { risk, basis }),
        1 => risk.clone().prop_map(|risk| Action::Occur { risk }),
        2 => risk.clone().prop_map(|risk| Action::Close { risk }),
        2 => (risk, any::<bool>()).prop_map(|(risk, opinion)| Action::Remark { risk, opinion }),
    ]
    .boxed()
}
/// Acts on reports, drawn from `which`.
fn report_acts(which: BoxedStrategy<Which>) -> BoxedStrategy<Action> {
    prop_oneof![
        4 => (which.clone(), prop::bool::weighted(0.9)).prop_map(|(report, whole)| Action::Edit { report, whole }),
        5 => which.clone().prop_map(|report| Action::Submit { report }),
        8 => (which.clone(), basis()).prop_map(|(report, basis)| Action::Approve { report, basis }),
        3 => (which.clone(), basis()).prop_map(|(report, basis)| Action::Return { report, basis }),
        2 => which.clone().prop_map(|report| Action::NewEdition { report }),
        3 => which.clone().prop_map(|report| Action::Dispatch { report }),
        2 => which.prop_map(|report| Action::MailArrives { report }),
    ]
    .boxed()
}
pub fn status_acts() -> BoxedStrategy<Action> {
    prop_oneof![1 => Just(Action::Start), 9 => report_acts((0..2usize).prop_map(Which::Status).boxed())].boxed()
}
pub fn closing_acts() -> BoxedStrategy<Action> {
    let which = || prop_oneof![3 => Just(Which::Final), 2 => Just(Which::Effect)].boxed();
    prop_oneof![1 => which().prop_map(|report| Action::Begin { report }), 9 => report_acts(which())].boxed()
}
pub fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::Continue), Just(Outcome::Back), Just(Outcome::Stop), Just(Outcome::Terminate)]
}
pub fn resume() -> BoxedStrategy<Action> {
    basis().prop_map(|basis| Action::Resume { basis }).boxed()
}
pub fn delivery_acts() -> BoxedStrategy<Action> {
    let (deliverable, delivery) = (0..2usize, 0..2usize);
    let version = || prop_oneof![6 => (1..=2i32).prop_map(Some), 1 => Just(Some(3)), 2 => Just(None)];
    prop_oneof![
        2 => deliverable.clone().prop_map(|deliverable| Action::AddVersion { deliverable }),
        2 => (deliverable.clone(), 1..=3i32).prop_map(|(deliverable, number)| Action::RemoveVersion { deliverable, number }),
        2 => (deliverable, any::<bool>()).prop_map(|(deliverable, met)| Action::Judge { deliverable, met }),
        3 => (prop::option::weighted(0.6, delivery.clone()), version(), version()).prop_map(|(delivery, a, b)| Action::Gather { delivery, versions: [a, b] }),
        4 => delivery.clone().prop_map(|delivery| Action::SubmitDelivery { delivery }),
        10 => (delivery.clone(), outcome(), prop::bool::weighted(0.8), basis())
            .prop_map(|(delivery, outcome, conditions, basis)| Action::DecideDelivery { delivery, outcome, conditions, basis }),
        3 => (delivery, basis()).prop_map(|(delivery, basis)| Action::LiftDelivery { delivery, basis }),
        3 => resume(),
    ]
    .boxed()
}
pub fn gate_acts() -> BoxedStrategy<Action> {
    let gate = || prop_oneof![1 => Just(2usize), 4 => Just(3), 4 => Just(4), 3 => Just(5), 1 => Just(6)];
    let says = prop_oneof![6 => Just(Says::Met), 1 => Just(Says::Bare), 1 => Just(Says::No)];
    prop_oneof![
        2 => (gate(), 0..=60i64).prop_map(|(gate, days)| Action::PlanGate { gate, days }),
        5 => (gate(), 0..8usize, says).prop_map(|(gate, item, says)| Action::Tick { gate, item, says }),
        6 => gate().prop_map(|gate| Action::SubmitGate { gate }),
        14 => (gate(), outcome(), prop::bool::weighted(0.9), any::<bool>(), basis())
            .prop_map(|(gate, outcome, conditions, beside, basis)| Action::DecideGate { gate, outcome, conditions, beside, basis }),
        4 => (gate(), basis()).prop_map(|(gate, basis)| Action::LiftGate { gate, basis }),
        3 => resume(),
    ]
    .boxed()
}
/// Days and kronor within the leader's limits.
fn small() -> impl Strategy<Value = (i64, i64)> {
    (-14..=14i64, -20_000..=20_000i64)
}
fn within() -> impl Strategy<Value = ((i64, i64), Lines)> {
    let lines = prop_oneof![3 => Just(Lines::None), 1 => (1..=14i64).prop_map(Lines::End), 1 => (-5_000..=5_000i64).prop_map(Lines::Shift)];
    (small(), lines)
}
/// Effects that touch the plan, the budget's frame, and the financing.
pub fn effects_beyond_the_leader() -> [BoxedStrategy<Effect>; 3] {
    let of = |((days, kronor), lines): ((i64, i64), Lines), goals: bool, financing: bool| Effect { days, kronor, goals, financing, lines };
    let large = prop_oneof![(-90..=90i64, Just(0i64)), (Just(0i64), -200_000..=200_000i64)];
    let lines = prop_oneof![Just(Lines::Deliverable), (15..=60i64).prop_map(Lines::End), (-35_000..=35_000i64).prop_map(Lines::Shift)];
    let plan = (prop_oneof![small(), large], lines, any::<bool>()).prop_map(move |(reach, lines, goals)| of((reach, lines), goals, false));
    // Now and then more is taken than there is.
    let kronor = prop_oneof![9 => 1..=60_000i64, 1 => -32_000..=-1i64];
    let frame = (small(), kronor).prop_map(move |(reach, kronor)| of((reach, Lines::Frame(kronor)), false, false));
    let financing = within().prop_map(move |effect| of(effect, false, true));
    [plan.boxed(), frame.boxed(), financing.boxed()]
}
/// An effect, with as many for each of those who may decide a change.
pub fn effect() -> impl Strategy<Value = Effect> {
    let [plan, frame, financing] = effects_beyond_the_leader();
    let within = within().prop_map(|((days, kronor), lines)| Effect { days, kronor, goals: false, financing: false, lines });
    prop_oneof![within, plan, frame, financing]
}
pub fn change_acts() -> BoxedStrategy<Action> {
    let change = || prop_oneof![3 => Just(0usize), 3 => Just(1), 2 => Just(2)];
    let verdict = prop_oneof![Just(Verdict::Approve), Just(Verdict::Reject), Just(Verdict::Return)];
    prop_oneof![
        3 => (select(ORDER.to_vec()), any::<bool>()).prop_map(|(role, submit)| Action::OrderChange { role, submit }),
        2 => change().prop_map(|change| Action::EditChange { change }),
        4 => change().prop_map(|change| Action::SubmitChange { change }),
        4 => change().prop_map(|change| Action::ReceiveChange { change }),
        5 => (change(), effect()).prop_map(|(change, effect)| Action::AssessChange { change, effect }),
        6 => (change(), basis()).prop_map(|(change, basis)| Action::RaiseChange { change, basis }),
        14 => (change(), verdict, basis()).prop_map(|(change, verdict, basis)| Action::DecideChange { change, verdict, basis }),
        1 => change().prop_map(|change| Action::WithdrawChange { change }),
        4 => (change(), any::<bool>()).prop_map(|(change, finish)| Action::ExecuteChange { change, finish }),
        3 => change().prop_map(|change| Action::CommunicateChange { change }),
    ]
    .boxed()
}
pub fn decided_document() -> BoxedStrategy<Action> {
    let document = prop_oneof![4 => Just(0usize), 1 => Just(1usize)];
    (document, any::<bool>(), basis()).prop_map(|(document, adopt, basis)| Action::DecideDocument { document, adopt, basis }).boxed()
}
pub fn document_acts() -> BoxedStrategy<Action> {
    let document = prop_oneof![4 => Just(0usize), 1 => Just(1usize)];
    prop_oneof![
        1 => Just(Action::StartDocument),
        4 => document.clone().prop_map(|document| Action::WriteOn { document }),
        3 => (document.clone(), -1..=10i64).prop_map(|(document, days)| Action::AskForComments { document, days }),
        3 => document.clone().prop_map(|document| Action::Comment { document }),
        3 => document.clone().prop_map(|document| Action::CloseComments { document }),
        5 => document.clone().prop_map(|document| Action::SubmitDocument { document }),
        9 => decided_document(),
    ]
    .boxed()
}
/// A role, and matters of which it holds some under every charter.
fn matters_of(role: Role) -> Vec<Matter> {
    match role {
        Role::SteeringGroup => {
            vec![
                Matter::Risk(Band::Medium),
                Matter::ChangePlan,
                Matter::Gate,
                Matter::Deliverable,
                Matter::Resume,
                Matter::StatusReport,
                Matter::FinalReport,
                Matter::PlanDocument,
            ]
        }
        Role::ProjectLeader => vec![Matter::Risk(Band::Low), Matter::ChangeWithinTolerance],
        Role::FinancierRepresentative => vec![Matter::FinalReportFinancier, Matter::ChangeFinancing],
        Role::ProjectOwner => vec![Matter::Risk(Band::High)],
        _ => vec![Matter::Risk(Band::High), Matter::Gate, Matter::ChangeBudgetFrame, Matter::Terminate, Matter::Resume, Matter::EffectReport, Matter::Charter],
    }
}
fn limit() -> impl Strategy<Value = Option<(i64, i64)>> {
    prop_oneof![2 => Just(None), 1 => (0..=60_000i64, 0..=60i64).prop_map(Some)]
}
fn terms() -> impl Strategy<Value = Terms> {
    let from = select(vec![
        Role::ProjectOrderer,
        Role::SteeringGroup,
        Role::ProjectOrderer,
        Role::SteeringGroup,
        Role::ProjectLeader,
        Role::FinancierRepresentative,
        Role::ProjectOwner,
    ]);
    let person = prop_oneof![6 => select(["deputy", "effect", "member"].map(place).to_vec()), 2 => 0..CAST.len()].prop_map(To::Person);
    let role = select(vec![Role::DeputyProjectLeader, Role::ProjectLeader, Role::SteeringGroup, Role::EffectOwner, Role::Registrar, Role::ProjectOrderer])
        .prop_map(To::Role);
    let matters = |from: Role| {
        let held = matters_of(from);
        let most = held.len();
        prop_oneof![12 => subsequence(held, 1..=most), 1 => Just(Vec::new()), 1 => Just(vec![Matter::Risk(Band::Low), Matter::Charter])]
    };
    let days = (prop_oneof![8 => Just(0i64), 1 => Just(-1), 2 => 1..=3i64], prop_oneof![8 => 0..=20i64, 1 => Just(-1), 1 => Just(400)]);
    (from, prop_oneof![3 => person, 2 => role], days).prop_flat_map(move |(from, to, (begins, lasts))| {
        (matters(from), limit()).prop_map(move |(matters, limit)| Terms { from, to, matters, begins, lasts, limit })
    })
}
pub fn delegate() -> impl Strategy<Value = Action> {
    (terms(), basis()).prop_map(|(terms, basis)| Action::Delegate { terms, basis })
}
/// What moves who decides, and what anybody meets in any sequence.
pub fn rule_acts() -> BoxedStrategy<Action> {
    let table = prop_oneof![Just(Table::Plan), Just(Table::Slides), Just(Table::Meetings), Just(Table::TwoRoles)];
    prop_oneof![
        2 => (table, basis()).prop_map(|(table, basis)| Action::Adopt { table, basis }),
        2 => delegate(),
        3 => (0..2usize, basis()).prop_map(|(delegation, basis)| Action::Revoke { delegation, basis }),
        6 => (0..3usize).prop_map(|recording| Action::Confirm { recording }),
        1 => (0..2usize).prop_map(|recording| Action::Decline { recording }),
        2 => prop_oneof![4 => 1..=30i64, 1 => 300..=400i64].prop_map(|days| Action::DaysPass { days }),
    ]
    .boxed()
}
