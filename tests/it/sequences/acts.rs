//! What somebody can do, and sequences of it.
use super::cast::{CAST, CODES, LEADER, place};
use super::model::{Band, Basis, Matter, Model, Outcome, Saw, Table, Terms, To, Which};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use styrrum::domain::role::Role;

/// What somebody can do. Things are counted from 0, versions of a deliverable by their numbers.
#[derive(Debug, Clone)]
pub enum Action {
    Log {
        s: i32,
        k: i32,
    },
    Assess {
        risk: usize,
        s: i32,
        k: i32,
    },
    Answer {
        risk: usize,
        confirm: bool,
        basis: Basis,
    },
    Accept {
        risk: usize,
        days: i64,
        basis: Basis,
    },
    Acknowledge {
        risk: usize,
    },
    Order {
        risk: usize,
        named: bool,
        basis: Basis,
    },
    Choose {
        risk: usize,
        named: bool,
    },
    Lift {
        risk: usize,
        basis: Basis,
    },
    Occur {
        risk: usize,
    },
    Close {
        risk: usize,
    },
    Remark {
        risk: usize,
        opinion: bool,
    },
    Start,
    /// The final or the effect report.
    Begin {
        report: Which,
    },
    Edit {
        report: Which,
        whole: bool,
    },
    Submit {
        report: Which,
    },
    Approve {
        report: Which,
        basis: Basis,
    },
    Return {
        report: Which,
        basis: Basis,
    },
    NewEdition {
        report: Which,
    },
    Dispatch {
        report: Which,
    },
    AddVersion {
        deliverable: usize,
    },
    RemoveVersion {
        deliverable: usize,
        number: i32,
    },
    /// Whether the deliverable's criterion is met.
    Judge {
        deliverable: usize,
        met: bool,
    },
    /// Draws a part delivery up, or writes one anew, with these versions of the deliverables.
    Gather {
        delivery: Option<usize>,
        versions: [Option<i32>; 2],
    },
    SubmitDelivery {
        delivery: usize,
    },
    /// `conditions`: one for each criterion that is not met.
    DecideDelivery {
        delivery: usize,
        outcome: Outcome,
        conditions: bool,
        basis: Basis,
    },
    LiftDelivery {
        delivery: usize,
        basis: Basis,
    },
    Resume {
        basis: Basis,
    },
    StartDocument,
    WriteOn {
        document: usize,
    },
    AskForComments {
        document: usize,
        days: i64,
    },
    Comment {
        document: usize,
    },
    CloseComments {
        document: usize,
    },
    SubmitDocument {
        document: usize,
    },
    DecideDocument {
        document: usize,
        adopt: bool,
        basis: Basis,
    },
    Delegate {
        terms: Terms,
        basis: Basis,
    },
    Revoke {
        delegation: usize,
        basis: Basis,
    },
    Adopt {
        table: Table,
        basis: Basis,
    },
    Confirm {
        recording: usize,
    },
    Decline {
        recording: usize,
    },
    MailArrives {
        report: Which,
    },
    DaysPass {
        days: i64,
    },
}
impl Action {
    /// The worker's doing, in nobody's role.
    pub fn happens_by_itself(&self) -> bool {
        matches!(self, Action::MailArrives { .. } | Action::DaysPass { .. })
    }
}

/// Who acts: a certain one of the cast, or one of those whom the rules let do it now, so that sequences get far.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    Anybody(usize),
    WhoeverMay(usize),
}

/// An act by somebody of the cast.
#[derive(Debug, Clone)]
pub struct Step {
    who: Who,
    pub saw: Saw,
    pub action: Action,
}
impl Step {
    pub fn told(&self) -> String {
        let who = match self.who {
            Who::Anybody(who) => CAST[who].0.to_owned(),
            Who::WhoeverMay(n) => format!("whoever may ({n})"),
        };
        let saw = match self.saw {
            Saw::Now => "",
            Saw::Stale => " (stale)",
            Saw::Unsaid => " (no version)",
        };
        format!("  {who}{saw} {:?}", self.action)
    }
    /// Who it is, as things are. Where nobody may, somebody tries.
    pub fn who(&self, model: &Model) -> usize {
        match self.who {
            Who::Anybody(who) => who,
            Who::WhoeverMay(n) => {
                let able: Vec<usize> = (0..CAST.len()).filter(|who| model.clone().act(*who, &self.action, self.saw).is_ok()).collect();
                if able.is_empty() { n % CAST.len() } else { able[n % able.len()] }
            }
        }
    }
    fn first(action: Action) -> Step {
        let who = if matches!(action, Action::Delegate { .. } | Action::DecideDelivery { .. }) { Who::WhoeverMay(0) } else { Who::Anybody(LEADER) };
        Step { who, saw: Saw::Now, action }
    }
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![3 => Just(Basis::Unsaid), 3 => Just(Basis::Chair), 3 => Just(Basis::Meeting), 1 => Just(Basis::Tomorrow), 2 => Just(Basis::PerCapsulam)]
}
fn number() -> impl Strategy<Value = i32> {
    prop_oneof![30 => 1..=5i32, 1 => Just(0), 1 => Just(6)]
}

fn risk_acts() -> BoxedStrategy<Action> {
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
fn status_acts() -> BoxedStrategy<Action> {
    prop_oneof![1 => Just(Action::Start), 9 => report_acts((0..2usize).prop_map(Which::Status).boxed())].boxed()
}
fn closing_acts() -> BoxedStrategy<Action> {
    let which = || prop_oneof![3 => Just(Which::Final), 2 => Just(Which::Effect)].boxed();
    prop_oneof![1 => which().prop_map(|report| Action::Begin { report }), 9 => report_acts(which())].boxed()
}
fn delivery_acts() -> BoxedStrategy<Action> {
    let (deliverable, delivery) = (0..2usize, 0..2usize);
    let version = || prop_oneof![6 => (1..=2i32).prop_map(Some), 1 => Just(Some(3)), 2 => Just(None)];
    let outcome = prop_oneof![5 => Just(Outcome::Continue), 2 => Just(Outcome::Back), 2 => Just(Outcome::Stop), 2 => Just(Outcome::Terminate)];
    prop_oneof![
        2 => deliverable.clone().prop_map(|deliverable| Action::AddVersion { deliverable }),
        2 => (deliverable.clone(), 1..=3i32).prop_map(|(deliverable, number)| Action::RemoveVersion { deliverable, number }),
        2 => (deliverable, any::<bool>()).prop_map(|(deliverable, met)| Action::Judge { deliverable, met }),
        3 => (prop::option::weighted(0.6, delivery.clone()), version(), version()).prop_map(|(delivery, a, b)| Action::Gather { delivery, versions: [a, b] }),
        4 => delivery.clone().prop_map(|delivery| Action::SubmitDelivery { delivery }),
        10 => (delivery.clone(), outcome, prop::bool::weighted(0.8), basis())
            .prop_map(|(delivery, outcome, conditions, basis)| Action::DecideDelivery { delivery, outcome, conditions, basis }),
        3 => (delivery, basis()).prop_map(|(delivery, basis)| Action::LiftDelivery { delivery, basis }),
        3 => basis().prop_map(|basis| Action::Resume { basis }),
    ]
    .boxed()
}
fn document_acts() -> BoxedStrategy<Action> {
    let document = prop_oneof![4 => Just(0usize), 1 => Just(1usize)];
    prop_oneof![
        1 => Just(Action::StartDocument),
        4 => document.clone().prop_map(|document| Action::WriteOn { document }),
        3 => (document.clone(), -1..=10i64).prop_map(|(document, days)| Action::AskForComments { document, days }),
        3 => document.clone().prop_map(|document| Action::Comment { document }),
        3 => document.clone().prop_map(|document| Action::CloseComments { document }),
        5 => document.clone().prop_map(|document| Action::SubmitDocument { document }),
        9 => (document, prop::bool::weighted(0.7), basis()).prop_map(|(document, adopt, basis)| Action::DecideDocument { document, adopt, basis }),
    ]
    .boxed()
}
/// A role, and matters of which it holds some under every charter.
fn matters_of(role: Role) -> Vec<Matter> {
    match role {
        Role::SteeringGroup => {
            vec![Matter::Risk(Band::Medium), Matter::Deliverable, Matter::Resume, Matter::StatusReport, Matter::FinalReport, Matter::PlanDocument]
        }
        Role::ProjectLeader => vec![Matter::Risk(Band::Low), Matter::Risk(Band::Medium)],
        Role::FinancierRepresentative => vec![Matter::FinalReportFinancier, Matter::Deliverable],
        Role::ProjectOwner => vec![Matter::Risk(Band::High)],
        _ => vec![Matter::Risk(Band::High), Matter::Deliverable, Matter::Terminate, Matter::Resume, Matter::EffectReport, Matter::Charter],
    }
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
        let most = held.len().min(3);
        prop_oneof![12 => subsequence(held, 1..=most), 1 => Just(Vec::new()), 1 => Just(vec![Matter::Risk(Band::Low), Matter::Charter])]
    };
    let days = (prop_oneof![8 => Just(0i64), 1 => Just(-1), 2 => 1..=3i64], prop_oneof![8 => 0..=20i64, 1 => Just(-1), 1 => Just(400)]);
    (from, prop_oneof![3 => person, 2 => role], days)
        .prop_flat_map(move |(from, to, (begins, lasts))| matters(from).prop_map(move |matters| Terms { from, to, matters, begins, lasts }))
}
fn delegate() -> impl Strategy<Value = Action> {
    (terms(), basis()).prop_map(|(terms, basis)| Action::Delegate { terms, basis })
}
/// What moves who decides, and what anybody meets in any sequence.
fn rule_acts() -> BoxedStrategy<Action> {
    let table = prop_oneof![Just(Table::Plan), Just(Table::Slides), Just(Table::Meetings), Just(Table::TwoRoles)];
    prop_oneof![
        3 => (table, basis()).prop_map(|(table, basis)| Action::Adopt { table, basis }),
        3 => delegate(),
        2 => (0..2usize, basis()).prop_map(|(delegation, basis)| Action::Revoke { delegation, basis }),
        6 => (0..3usize).prop_map(|recording| Action::Confirm { recording }),
        1 => (0..2usize).prop_map(|recording| Action::Decline { recording }),
        2 => prop_oneof![4 => 1..=30i64, 1 => 300..=400i64].prop_map(|days| Action::DaysPass { days }),
    ]
    .boxed()
}
/// Everybody now and then; those who may more often.
fn step(action: BoxedStrategy<Action>) -> impl Strategy<Value = Step> {
    let saw = prop_oneof![18 => Just(Saw::Now), 1 => Just(Saw::Stale), 1 => Just(Saw::Unsaid)];
    let who = prop_oneof![1 => (0..CAST.len()).prop_map(Who::Anybody), 2 => (0..100usize).prop_map(Who::WhoeverMay)];
    (who, saw, action).prop_map(|(who, saw, action)| Step { who, saw, action })
}

/// What a sequence is mostly about, and how it begins: so that it gets far.
fn theme(begun: Vec<Action>, main: BoxedStrategy<Action>) -> BoxedStrategy<Vec<Step>> {
    let anything = prop_oneof![risk_acts(), status_acts(), closing_acts(), delivery_acts(), document_acts()];
    let acts = prop_oneof![12 => main, 5 => rule_acts(), 2 => anything].boxed();
    let delegated = prop::option::weighted(0.5, delegate().prop_map(Step::first));
    let rest = prop::collection::vec(step(acts), 1..=9);
    (delegated, rest).prop_map(move |(delegated, rest)| begun.iter().cloned().map(Step::first).chain(delegated).chain(rest).collect()).boxed()
}
/// The project's kind, and what happens in it.
pub fn sequence() -> impl Strategy<Value = (usize, Vec<Step>)> {
    let gathered = || vec![Action::Gather { delivery: None, versions: [Some(1), Some(1)] }, Action::SubmitDelivery { delivery: 0 }];
    let written = |report: Which| vec![Action::Begin { report }, Action::Edit { report, whole: true }, Action::Submit { report }];
    let approved = Action::DecideDelivery { delivery: 0, outcome: Outcome::Continue, conditions: true, basis: Basis::Meeting };
    let effect = [gathered(), vec![approved], written(Which::Effect)].concat();
    let risks = (1..=5i32, 1..=5i32, 3..=5i32, 3..=5i32).prop_flat_map(|(s, k, s2, k2)| {
        theme(vec![Action::Log { s, k }, Action::Log { s: s2, k: k2 }], prop_oneof![3 => risk_acts(), 2 => status_acts()].boxed())
    });
    let themes = prop_oneof![
        4 => risks,
        3 => theme(gathered(), delivery_acts()),
        2 => theme(vec![Action::SubmitDocument { document: 0 }], document_acts()),
        2 => theme(written(Which::Final), closing_acts()),
        1 => theme(effect, closing_acts()),
    ];
    (0..CODES.len(), themes)
}
