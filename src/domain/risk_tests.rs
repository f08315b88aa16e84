use super::*;
use crate::domain::actor::{Actor, Holding};
use proptest::prelude::*;

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 11, n).expect("a day")
}
fn noon(n: u32) -> NaiveDateTime {
    day(n).and_hms_opt(12, 0, 0).expect("noon")
}
fn texts() -> RiskTexts {
    let text = |t| ShortText::new(t).expect("text");
    RiskTexts {
        threat: text("Köpta tjänster kostar mer än budget"),
        vulnerability: text("Beroende av biträdande projektledare"),
        consequence: text("Kvalitet och tidplan blir lidande"),
    }
}
fn acting(person: i64, roles: &[Role]) -> Actor {
    let held = |role: &Role| Holding { role: *role, in_body: false, chair: false, from: day(1), to: None };
    Actor { person: PersonId(person), holdings: roles.iter().map(held).collect(), delegations: [].into() }
}
/// One who holds every band, or none.
fn assessor(holds: bool) -> Actor {
    acting(1, if holds { &[Role::ProjectLeader, Role::SteeringGroup, Role::ProjectOrderer] } else { &[] })
}
fn because(why: &str) -> LongText {
    LongText::new(why).expect("text")
}
struct World {
    policy: RiskPolicy,
    charter: Charter,
}
impl World {
    fn plan() -> World {
        World { policy: RiskPolicy::five_steps(1), charter: Charter::of_the_plan(1) }
    }
    fn slides() -> World {
        World { charter: Charter::of_the_slides(1), ..World::plan() }
    }
    fn rules(&self) -> Rules<'_> {
        Rules { policy: &self.policy, charter: &self.charter, now: noon(27), today: day(27) }
    }
    fn risk(&self, s: i32, k: i32) -> (Risk, Outcome) {
        Risk::log(texts(), self.policy.score(s, k).expect("score"), None, &assessor(false), &self.rules())
    }
    fn assess(&self, risk: Risk, s: i32, k: i32, holds: bool) -> (Risk, Outcome) {
        self.assess_by(&assessor(holds), risk, s, k)
    }
    fn assess_by(&self, who: &Actor, risk: Risk, s: i32, k: i32) -> (Risk, Outcome) {
        risk.assess(self.policy.score(s, k).expect("score"), &because("Ny bedömning"), who, &self.rules()).expect("open")
    }
    fn mandate(&self, role: Role, matter: Matter) -> Mandate {
        self.charter.mandate_for(&acting(9, &[role]), matter, day(27)).expect("mandate")
    }
    fn mandate_lifted(&self, role: Role) -> Mandate {
        self.charter.mandate_in_role(&acting(9, &[role]), Matter::RiskMedium, role, day(27)).expect("mandate")
    }
    /// The holder of the risk, the person `who`, lifts it.
    fn lifted(&self, risk: Risk, who: i64) -> Risk {
        let holder = acting(who, &[risk.held_by(&self.charter)]);
        let mandate = self.charter.mandate_of_holder(&holder, &risk.pending(), day(27)).expect("mandate");
        risk.lift(&mandate, &because("För stort för oss"), &self.rules()).expect("lifted").0
    }
    fn may_decide(&self, who: &Actor, risk: &Risk) -> bool {
        self.charter.mandate_over(who, &risk.pending(), None, day(27)).is_ok()
    }
}

#[test]
fn the_six_risks_lie_with_the_roles_of_each_charter() {
    let register = [(5, 5), (4, 3), (5, 3), (3, 5), (2, 5), (3, 4)];
    let holders = |w: &World| register.map(|(s, k)| w.risk(s, k).0.held_by(&w.charter));
    use Role::{ProjectLeader as PL, ProjectOrderer as PO, SteeringGroup as SG};
    assert_eq!(holders(&World::plan()), [PO, SG, PO, PO, SG, SG]);
    assert_eq!(holders(&World::slides()), [SG, PL, SG, SG, PL, PL]);
}

#[test]
fn a_first_assessment_above_the_project_leader_escalates() {
    assert_eq!(World::plan().risk(2, 3).1, Outcome::Kept);
    assert_eq!(World::plan().risk(3, 4).1, Outcome::Escalated { to: Role::SteeringGroup });
    assert_eq!(World::slides().risk(3, 4).1, Outcome::Kept, "medium lies with the leader there");
}

#[test]
fn a_raise_escalates_at_once_and_cancels_a_waiting_lowering() {
    let w = World::plan();
    let (risk, _) = w.assess(w.risk(3, 4).0, 1, 2, false);
    assert!(risk.proposal.is_some());
    let (risk, outcome) = w.assess(risk, 5, 5, false);
    assert_eq!(outcome, Outcome::Escalated { to: Role::ProjectOrderer });
    assert_eq!((risk.proposal, risk.escalation), (None, Some(Escalation { at: noon(27), cause: EscalationCause::Rise, acknowledged: None })));
}

#[test]
fn a_lowering_out_of_the_band_waits_for_the_holder_and_the_value_stays() {
    let w = World::plan();
    let (risk, outcome) = w.assess(w.risk(5, 5).0, 1, 2, false);
    assert_eq!(outcome, Outcome::Proposed { with: Role::ProjectOrderer });
    assert_eq!((risk.score.value(), risk.held_by(&w.charter)), (25, Role::ProjectOrderer));
    let (risk, _) = risk.confirm_lowering(&w.mandate(Role::ProjectOrderer, Matter::RiskHigh), &w.rules()).expect("confirmed");
    assert_eq!((risk.score.value(), risk.held_by(&w.charter), risk.proposal), (2, Role::ProjectLeader, None));
}

#[test]
fn the_holder_lowers_at_once() {
    let w = World::plan();
    assert_eq!(w.assess(w.risk(5, 5).0, 1, 2, true).1, Outcome::Lowered);
}

#[test]
fn a_holders_own_raise_counts_as_acknowledged() {
    let w = World::plan();
    let (risk, _) = w.assess(w.risk(3, 4).0, 5, 5, true);
    assert_eq!(risk.escalation.and_then(|e| e.acknowledged), Some(noon(27)));
}

#[test]
fn one_who_held_the_lower_band_does_not_acknowledge_for_the_new_holder() {
    let w = World::plan();
    let (risk, outcome) = w.assess_by(&acting(1, &[Role::ProjectLeader]), w.risk(1, 2).0, 5, 5);
    assert_eq!(outcome, Outcome::Escalated { to: Role::ProjectOrderer });
    assert!(risk.waits());
}

#[test]
fn an_acceptance_needs_the_mandate_of_the_band_and_a_day_within_a_year() {
    let w = World::plan();
    let risk = w.risk(3, 4).0;
    let low = w.mandate(Role::ProjectLeader, Matter::RiskLow);
    let medium = w.mandate(Role::SteeringGroup, Matter::RiskMedium);
    assert_eq!(risk.clone().accept(&low, day(30), 1, &w.rules()), Err(Refused::BandHasMoved(Band::Medium)));
    assert_eq!(risk.clone().accept(&medium, day(27), 1, &w.rules()), Err(Refused::ExpiryOutOfReach));
    let accepted = risk.accept(&medium, day(28), 1, &w.rules()).expect("accepted");
    assert_eq!(accepted.clone().reopen_if_expired(noon(28), day(28)), accepted);
    assert_eq!(accepted.reopen_if_expired(noon(29), day(29)).state_word(), RiskStateWord::Assessed);
}

#[test]
fn a_risk_whose_acceptance_has_expired_waits_for_its_holder_also_within_the_leaders_band() {
    let w = World::plan();
    for (risk, mandate) in
        [(w.risk(1, 2).0, w.mandate(Role::ProjectLeader, Matter::RiskLow)), (w.risk(5, 5).0, w.mandate(Role::ProjectOrderer, Matter::RiskHigh))]
    {
        let accepted = risk.accept(&mandate, day(28), 1, &w.rules()).expect("accepted");
        let reopened = accepted.reopen_if_expired(noon(29), day(29));
        assert_eq!(reopened.escalation, Some(Escalation { at: noon(29), cause: EscalationCause::Expiry, acknowledged: None }));
        assert!(reopened.waits() && !reopened.acknowledge(noon(30)).expect("seen").waits());
    }
}

#[test]
fn an_accepted_risk_is_accepted_anew_until_another_day_and_by_another_decision() {
    let w = World::plan();
    let medium = w.mandate(Role::SteeringGroup, Matter::RiskMedium);
    let accepted = w.risk(3, 4).0.accept(&medium, day(30), 1, &w.rules()).expect("accepted");
    let anew = accepted.clone().accept(&medium, day(29), 2, &w.rules()).expect("accepted anew");
    assert_eq!(anew.state, RiskState::Accepted { until: day(29), decision: 2 });
    assert_eq!(accepted.acceptable(day(27), day(27)), Err(Refused::ExpiryOutOfReach));
}

#[test]
fn a_lifted_risk_waits_above_until_it_is_decided() {
    let w = World::plan();
    let risk = w.lifted(w.risk(3, 4).0, 1);
    assert_eq!(risk.held_by(&w.charter), Role::ProjectOrderer);
    let risk = risk.order(&w.mandate_lifted(Role::ProjectOrderer), noon(28)).expect("ordered");
    assert_eq!((risk.held_by(&w.charter), risk.waits()), (Role::SteeringGroup, false));
}

#[test]
fn whoever_lifted_a_risk_does_not_decide_it_in_another_role() {
    let w = World::plan();
    let risk = w.lifted(w.risk(3, 4).0, 1);
    let both = |person| acting(person, &[Role::SteeringGroup, Role::ProjectOrderer]);
    assert!(!w.may_decide(&both(1), &risk));
    assert!(w.may_decide(&both(2), &risk));
    assert!(!w.may_decide(&acting(3, &[Role::SteeringGroup]), &risk), "it was lifted away from there");
}

#[test]
fn a_request_stays_with_the_holder_until_the_holder_has_dealt_with_it() {
    let w = World::plan();
    let leader = acting(1, &[Role::ProjectLeader]);
    let asked = w.risk(1, 2).0.ask(PersonId(5), &because("Se på den här"), noon(27)).expect("asked");
    assert_eq!((asked.held_by(&w.charter), asked.waits(), w.may_decide(&leader, &asked)), (Role::ProjectLeader, true, true));
    assert!(!asked.clone().acknowledge(noon(28)).expect("seen").waits());
    let mandate = w.mandate(Role::ProjectLeader, Matter::RiskLow);
    assert_eq!(asked.accept(&mandate, day(28), 1, &w.rules()).expect("accepted").request, None);
}

#[test]
fn a_raise_takes_a_lifted_risk_to_the_new_bands_holder_unless_the_lift_is_higher_still() {
    let w = World::plan();
    let (risk, outcome) = w.assess(w.lifted(w.risk(1, 2).0, 1), 5, 5, false);
    assert_eq!((outcome, risk.held_by(&w.charter)), (Outcome::Escalated { to: Role::ProjectOrderer }, Role::ProjectOrderer));
    let thrice = w.lifted(w.lifted(w.lifted(w.risk(1, 2).0, 1), 2), 3);
    let (risk, outcome) = w.assess(thrice, 5, 5, false);
    assert_eq!((outcome, risk.held_by(&w.charter)), (Outcome::RaisedWithinHolder, Role::FinancierRepresentative));
}

#[test]
fn a_lowering_ends_the_lift() {
    let w = World::plan();
    let risk = w.lifted(w.risk(3, 4).0, 1);
    let (proposed, outcome) = w.assess_by(&acting(2, &[Role::SteeringGroup]), risk.clone(), 1, 2);
    assert_eq!(outcome, Outcome::Proposed { with: Role::ProjectOrderer }, "it is the orderer's now");
    let (lowered, _) = proposed.confirm_lowering(&w.mandate_lifted(Role::ProjectOrderer), &w.rules()).expect("confirmed");
    assert_eq!((lowered.lift, lowered.score.value()), (None, 2));
}

#[test]
fn a_lowering_waits_through_assessments_that_do_not_raise_the_value() {
    let w = World::plan();
    let (risk, _) = w.assess(w.risk(4, 5).0, 1, 2, false);
    let (risk, _) = w.assess(risk, 4, 4, false);
    assert!(risk.proposal.is_some());
    assert!(w.assess(risk, 5, 4, false).0.proposal.is_none(), "the value rose");
}

#[test]
fn an_acceptance_settles_what_waited() {
    let w = World::plan();
    let (risk, _) = w.assess(w.risk(5, 5).0, 1, 2, false);
    let accepted = risk.accept(&w.mandate(Role::ProjectOrderer, Matter::RiskHigh), day(30), 1, &w.rules()).expect("accepted");
    assert_eq!((accepted.waits(), accepted.escalation.and_then(|e| e.acknowledged)), (false, Some(noon(27))));
}

#[test]
fn what_has_occurred_is_neither_accepted_nor_occurs_again() {
    let w = World::plan();
    let issue = w.risk(3, 4).0.occur(day(20)).expect("occurred");
    let medium = w.mandate(Role::SteeringGroup, Matter::RiskMedium);
    assert_eq!(issue.clone().accept(&medium, day(28), 1, &w.rules()), Err(Refused::RiskHasOccurred));
    assert_eq!(issue.occur(day(21)), Err(Refused::RiskHasOccurred));
}

#[test]
fn no_measure_is_ordered_against_a_closed_risk() {
    let w = World::plan();
    let medium = w.mandate(Role::SteeringGroup, Matter::RiskMedium);
    let closed = w.risk(3, 4).0.close(&medium, day(27)).expect("closed");
    assert_eq!(closed.order(&medium, noon(27)), Err(Refused::RiskIsClosed));
}

proptest! {
    /// Whatever is done in whatever order: the band is the score's, a closed risk stays closed, and nobody but the
    /// holder brings a value into a lower band.
    #[test]
    fn no_sequence_of_assessments_lowers_a_band_without_its_holder(steps in prop::collection::vec((1..=5i32, 1..=5i32, any::<bool>()), 1..40)) {
        let w = World::plan();
        let mut risk = w.risk(3, 3).0;
        for (s, k, holds) in steps {
            let before = risk.score;
            let (next, outcome) = w.assess(risk, s, k, holds);
            prop_assert_eq!(next.score.value(), next.score.likelihood() * next.score.impact());
            if next.score.band() < before.band() { prop_assert!(holds && outcome == Outcome::Lowered); }
            if let Outcome::Proposed { .. } = outcome { prop_assert_eq!(next.score, before); }
            if next.score.band() > before.band() { prop_assert!(next.proposal.is_none()); }
            risk = next;
        }
    }
}
