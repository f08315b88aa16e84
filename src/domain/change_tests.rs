use super::*;
use crate::domain::actor::{Actor, Holding};
use crate::domain::charter::Limit;
use crate::domain::plan::{BudgetChange, DeliverableChange};
use chrono::NaiveDate;
use proptest::prelude::*;

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

fn long(t: &str) -> LongText {
    LongText::new(t).expect("text")
}
fn texts() -> ChangeTexts {
    ChangeTexts { title: ShortText::new("Enklare plattform").expect("text"), proposal: long("Börja enkelt"), reason: long("Dyrt"), if_nothing: long("Dyrare") }
}
fn assessed(days: i32, kronor: i64) -> Assessment {
    let plan = PlanChange::default();
    Assessment { days, cost: Ore::kronor(kronor), scope: None, quality: None, risks: None, alternatives: long("Vänta"), goals: false, financing: false, plan }
}
fn with_budget(lines: &[i64]) -> Assessment {
    let budget = lines.iter().map(|k| BudgetChange { category: "Resor".into(), year: 2021, amount: Ore::kronor(*k) }).collect();
    Assessment { plan: PlanChange { budget, ..PlanChange::default() }, ..assessed(0, 0) }
}
fn matter(a: &Assessment) -> Matter {
    decider(a, &Charter::of_the_plan(1)).matter
}
fn limited(matter: Matter, limit: Option<Limit>) -> Charter {
    let mut rules = Charter::of_the_plan(1).matters().to_vec();
    rules.iter_mut().filter(|r| r.matter == matter).for_each(|r| r.limit = limit);
    Charter::new(2, rules).expect("a charter")
}
fn mandate(charter: &Charter, role: Role, matter: Matter) -> Mandate {
    let held = Holding { role, in_body: false, chair: false, from: DAY, to: None };
    charter.mandate_in_role(&Actor { person: PersonId(9), holdings: vec![held], delegations: [].into() }, matter, role, DAY).expect("mandate")
}
fn raised(assessment: Assessment) -> Change {
    let submitted = Change::draft(texts(), Role::ReferenceGroup, PersonId(1)).submit(PersonId(1)).expect("submitted");
    submitted.receive().expect("received").assess(assessment, PersonId(2)).expect("assessed").raise().expect("raised")
}

#[test]
fn the_decider_follows_from_what_the_change_touches() {
    use Matter::*;
    assert_eq!([matter(&assessed(14, 20_000)), matter(&assessed(-14, -20_000))], [ChangeWithinTolerance; 2]);
    assert_eq!([matter(&assessed(15, 0)), matter(&assessed(-15, 0)), matter(&assessed(0, 20_001))], [ChangePlan; 3]);
    assert_eq!(matter(&Assessment { goals: true, ..assessed(0, 0) }), ChangePlan);
    let added = DeliverableChange::Add { name: "Filmer".into(), handed_to: String::new() };
    assert_eq!(matter(&Assessment { plan: PlanChange { deliverables: vec![added], ..PlanChange::default() }, ..assessed(0, 0) }), ChangePlan);
    assert_eq!(matter(&with_budget(&[1])), ChangeBudgetFrame, "one krona more is another frame");
    assert_eq!([matter(&with_budget(&[20_000, -20_000])), matter(&with_budget(&[20_001, -20_001]))], [ChangeWithinTolerance, ChangePlan]);
    assert_eq!(matter(&Assessment { financing: true, ..assessed(0, 0) }), ChangeFinancing);
}

#[test]
fn a_charter_without_limits_leaves_the_leader_what_moves_neither_time_nor_money() {
    let charter = limited(Matter::ChangeWithinTolerance, None);
    let held = |a: &Assessment| decider(a, &charter).matter;
    assert_eq!([held(&assessed(0, 0)), held(&assessed(1, 0)), held(&assessed(0, 1))], [Matter::ChangeWithinTolerance, Matter::ChangePlan, Matter::ChangePlan]);
}

#[test]
fn what_exceeds_the_limit_of_a_matter_goes_to_the_next_and_says_why() {
    let charter = limited(Matter::ChangePlan, Some(Limit { kronor: 100_000, days: 60 }));
    let found = decider(&assessed(61, 30_000), &charter);
    assert_eq!(found.matter, Matter::ChangeBudgetFrame);
    let days = |limit, matter| Because::Days { days: 61, limit, matter };
    let cost = Because::Cost { amount: Ore::kronor(30_000), limit: Ore::kronor(20_000), matter: Matter::ChangeWithinTolerance };
    assert_eq!(found.because, [days(14, Matter::ChangeWithinTolerance), cost, days(60, Matter::ChangePlan)]);
}

#[test]
fn neither_its_makers_nor_those_it_is_made_for_decide_it_but_the_leaders_own_is_the_leaders() {
    let charter = Charter::of_the_plan(1);
    let pending = |a| raised(a).pending(&charter, &[PersonId(5)], &[PersonId(1)]).expect("pending");
    assert_eq!(pending(assessed(30, 0)).makers, [1, 2, 5].map(PersonId));
    assert_eq!(pending(assessed(1, 0)).makers, [2, 5].map(PersonId), "only the leader decides what the leader made");
}

#[test]
fn an_owners_request_goes_by_way_of_the_project_orderer() {
    let charter = Charter::of_the_plan(1);
    let owners = Change::draft(texts(), Role::ProjectOwner, PersonId(1)).submit(PersonId(1)).expect("submitted");
    assert_eq!((owners.waits_with(&charter), owners.clone().receive()), (Some(Role::ProjectOrderer), Err(Refused::ChangeNotSubmitted)));
    let passed = owners.clone().pass_on(PersonId(2)).expect("passed on");
    assert_eq!((passed.waits_with(&charter), passed.on_behalf_of()), (Some(Role::ProjectLeader), vec![Role::ProjectOwner, Role::ProjectOrderer]));
    assert_eq!(passed.pass_on(PersonId(2)), Err(Refused::ChangeNotSubmitted));
    assert_eq!(owners.hand_back().map(|c| c.state), Ok(ChangeState::Returned));
}

#[test]
fn only_the_mandate_of_the_matter_it_falls_under_decides() {
    let charter = Charter::of_the_plan(1);
    let change = raised(assessed(30, 0));
    let leaders = mandate(&charter, Role::ProjectLeader, Matter::ChangeWithinTolerance);
    assert_eq!(change.clone().approve(&leaders, &charter), Err(Refused::ChangeDeciderHasMoved));
    let groups = mandate(&charter, Role::SteeringGroup, Matter::ChangePlan);
    let noon = DAY.and_hms_opt(12, 0, 0).expect("noon");
    let (lifted, to) = change.lift(&groups, &long("Större än gruppen"), &charter, noon).expect("lifted");
    assert_eq!((to, lifted.clone().approve(&groups, &charter)), (Role::ProjectOrderer, Err(Refused::ChangeDeciderHasMoved)));
    let orderers = mandate(&charter, Role::ProjectOrderer, Matter::ChangePlan);
    assert_eq!(lifted.clone().give_back(&orderers, &charter).map(|c| (c.state, c.lift)), Ok((ChangeState::Returned, None)));
    assert_eq!(lifted.approve(&orderers, &charter).map(|c| c.state), Ok(ChangeState::Approved));
}

#[test]
fn nothing_is_carried_out_before_it_is_approved_and_nothing_withdrawn_after() {
    let charter = Charter::of_the_plan(1);
    let change = raised(assessed(30, 0));
    let groups = mandate(&charter, Role::SteeringGroup, Matter::ChangePlan);
    assert_eq!((change.clone().begin(), change.clone().finish()), (Err(Refused::ChangeNotApproved), Err(Refused::ChangeNotApproved)));
    assert_eq!(change.clone().communicate(), Err(Refused::ChangeNotToCommunicate));
    let approved = change.clone().approve(&groups, &charter).expect("approved");
    assert_eq!((approved.clone().withdraw(), approved.clone().finish()), (Err(Refused::ChangeIsDecided), Err(Refused::ChangeNotExecuting)));
    let executed = approved.begin().and_then(Change::finish).expect("executed");
    assert_eq!(executed.communicate().map(|c| c.state), Ok(ChangeState::Communicated));
    let rejected = change.clone().reject(&groups, &charter).expect("rejected");
    assert_eq!((rejected.clone().begin(), rejected.communicate().map(|c| c.state)), (Err(Refused::ChangeNotApproved), Ok(ChangeState::Communicated)));
    assert_eq!(change.withdraw().map(|c| c.withdraw()), Ok(Err(Refused::ChangeIsWithdrawn)));
}

fn effects() -> impl Strategy<Value = Assessment> {
    let lines = prop::collection::vec(-60_000..=60_000i64, 0..3);
    (-400..=400i32, -200_000..=200_000i64, any::<bool>(), prop::bool::weighted(0.2), lines).prop_map(|(days, kronor, goals, financing, lines)| Assessment {
        goals,
        financing,
        ..Assessment { plan: with_budget(&lines).plan, ..assessed(days, kronor) }
    })
}
fn step(a: &Assessment, charter: &Charter) -> usize {
    LADDER.iter().position(|m| *m == decider(a, charter).matter).expect("a matter of a change")
}
fn charters() -> impl Strategy<Value = Charter> {
    prop::collection::vec(prop::option::of((0..=300_000i64, 0..=300i32)), 4).prop_map(|limits| {
        let mut rules = Charter::of_the_plan(1).matters().to_vec();
        for (matter, limit) in LADDER.into_iter().zip(limits) {
            rules.iter_mut().filter(|r| r.matter == matter).for_each(|r| r.limit = limit.map(|(kronor, days)| Limit { kronor, days }));
        }
        Charter::new(2, rules).expect("a charter")
    })
}

proptest! {
    /// Whatever more a change touches, it never comes to somebody further down.
    #[test]
    fn more_effect_never_lowers_the_decider(a in effects(), charter in charters(), more_days in 0..=400i32, more in 0..=100_000i64) {
        let least = step(&a, &charter);
        let away = |n: i64, more: i64| if n < 0 { n - more } else { n + more };
        let further = [
            Assessment { days: away(a.days.into(), more_days.into()) as i32, ..a.clone() },
            Assessment { cost: Ore(away(a.cost.0, more)), ..a.clone() },
            Assessment { goals: true, ..a.clone() },
            Assessment { financing: true, ..a.clone() },
        ];
        for b in further {
            prop_assert!(step(&b, &charter) >= least, "{b:?}");
        }
    }
    /// The leader alone decides only what stays inside the limits and touches nothing else; the reason is always told.
    #[test]
    fn the_leader_decides_nothing_beyond_the_limits(a in effects(), charter in charters()) {
        let Decider { matter, because } = decider(&a, &charter);
        let limit = charter.tolerance();
        let inside = a.reach_in_days() <= limit.days.into() && a.reach_in_money() <= Ore::kronor(limit.kronor);
        let alone = inside && !a.goals && !a.financing && a.plan.net() == Ore::ZERO;
        prop_assert_eq!(matter == Matter::ChangeWithinTolerance, alone);
        prop_assert!(!because.is_empty());
        prop_assert_eq!(because.iter().any(|b| matches!(b, Because::WithinTolerance { .. })), alone);
        if a.financing { prop_assert_eq!(matter, Matter::ChangeFinancing); }
    }
}
