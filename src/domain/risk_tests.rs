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
/// One who holds every band, or none.
fn assessor(holds: bool) -> Assessor {
    Assessor { person: PersonId(1), holds: if holds { Band::ALL.to_vec() } else { vec![] } }
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
        let reason = LongText::new("Ny bedömning").expect("text");
        risk.assess(self.policy.score(s, k).expect("score"), &reason, &assessor(holds), &self.rules()).expect("open")
    }
    fn mandate(&self, role: Role, matter: Matter) -> Mandate {
        let who = Actor { person: PersonId(9), holdings: vec![Holding { role, in_body: false, chair: false, from: day(1), to: None }] };
        self.charter.mandate_for(&who, matter, day(27)).expect("mandate")
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
    assert_eq!((risk.proposal, risk.escalation), (None, Some(Escalation { at: noon(27), acknowledged: None })));
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
    let leader = Assessor { person: PersonId(1), holds: vec![Band::Low] };
    let reason = LongText::new("Ny bedömning").expect("text");
    let (risk, outcome) = w.risk(1, 2).0.assess(w.policy.score(5, 5).expect("score"), &reason, &leader, &w.rules()).expect("open");
    assert_eq!(outcome, Outcome::Escalated { to: Role::ProjectOrderer });
    assert!(risk.waits());
}

#[test]
fn an_acceptance_needs_the_mandate_of_the_band_and_a_day_within_a_year() {
    let w = World::plan();
    let risk = w.risk(3, 4).0;
    let low = w.mandate(Role::ProjectLeader, Matter::RiskLow);
    let medium = w.mandate(Role::SteeringGroup, Matter::RiskMedium);
    assert_eq!(risk.clone().accept(&low, day(30), 1, day(27)), Err(Refused::BandHasMoved(Band::Medium)));
    assert_eq!(risk.clone().accept(&medium, day(27), 1, day(27)), Err(Refused::ExpiryOutOfReach));
    let accepted = risk.accept(&medium, day(28), 1, day(27)).expect("accepted");
    assert_eq!(accepted.clone().reopen_if_expired(day(28)).state_word(), RiskStateWord::Accepted);
    assert_eq!(accepted.reopen_if_expired(day(29)).state_word(), RiskStateWord::Assessed);
}

#[test]
fn a_lifted_risk_waits_above_until_it_is_decided() {
    let w = World::plan();
    let (risk, to) = w.risk(3, 4).0.lift(PersonId(1), &LongText::new("För stort för oss").expect("text"), &w.rules()).expect("lifted");
    assert_eq!((to, risk.held_by(&w.charter)), (Role::ProjectOrderer, Role::ProjectOrderer));
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
