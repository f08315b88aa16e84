use super::*;
use crate::domain::actor::{Actor, Holding};
use crate::domain::charter::Charter;
use crate::domain::decision::content_hash;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use chrono::NaiveDate;

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");
const TAKEN: Taken = Taken { on: DAY, decision: 7 };
const LEADER: PersonId = PersonId(2);

fn mandate(role: Role, matter: Matter) -> Mandate {
    let actor = Actor { person: PersonId(1), holdings: vec![Holding { role, in_body: false, chair: false, from: DAY, to: None }], delegations: [].into() };
    Charter::of_the_plan(1).mandate_for(&actor, matter, DAY).expect("mandate")
}
fn model(phase: &str) -> Course {
    Course::begin(Template::ProjectModel.newest().expect("lifecycle"), phase).expect("a phase")
}
fn decided(course: Course, number: i32, outcome: GateOutcome) -> Result<Course, Refused> {
    let matter = if outcome == GateOutcome::Terminate { Matter::Terminate } else { Matter::Gate };
    let why = LongText::new("Så är det").expect("text");
    let ruling = Ruling { outcome, motivation: &why, holds: &[], conditions: &[], opens_beside: false, taken: TAKEN };
    course.decide(number, &mandate(Role::ProjectOrderer, matter), &ruling)
}
fn states(course: &Course) -> Vec<GateState> {
    course.gates.iter().map(|g| g.state).collect()
}
use GateState::{Ahead, Open, Passed, Returned, Skipped, Submitted, Terminated};

#[test]
fn every_lifecycle_can_be_walked_from_its_first_phase_to_its_last() {
    for lifecycle in Lifecycle::all() {
        let mut course = Course::begin(lifecycle.clone(), &lifecycle.phases[0].key).expect("begun");
        for number in 1..=lifecycle.last() {
            assert_eq!(course.phase().key, lifecycle.phases[number as usize - 1].key);
            course = decided(course.submit(number, LEADER).expect("submitted"), number, GateOutcome::Continue).expect("passed");
        }
        assert_eq!((course.standing, course.next()), (Standing::Closed, None));
    }
}

/// A project keeps the version it started with: what has been published is never edited, only followed by the next number.
#[test]
fn a_version_of_a_lifecycle_is_never_changed() {
    let hash = |l: &std::sync::Arc<Lifecycle>| (l.key.clone(), l.number, content_hash(&serde_json::to_value(&**l).expect("JSON"))[..16].to_owned());
    insta::assert_debug_snapshot!(Lifecycle::all().iter().map(hash).collect::<Vec<_>>());
}

#[test]
fn what_a_gate_asks_for_has_a_name_of_its_own() {
    for phase in Lifecycle::all().iter().flat_map(|l| &l.phases) {
        let keys: Vec<&str> = phase.items().map(|(_, key)| key).collect();
        assert!(!phase.criteria.is_empty() && keys.iter().all(|key| keys.iter().filter(|k| *k == key).count() == 1), "{}", phase.key);
    }
}

#[test]
fn only_the_gate_that_comes_next_is_submitted_and_only_once() {
    let course = model("planning");
    assert_eq!(course.clone().submit(2, LEADER), Err(Refused::GateIsLeft));
    assert_eq!(course.clone().submit(4, LEADER), Err(Refused::GateNotYet));
    let submitted = course.submit(3, LEADER).expect("submitted");
    assert_eq!(submitted.clone().submit(3, LEADER), Err(Refused::GateIsSubmitted));
    assert_eq!(submitted.gate(3).map(|g| g.pending().makers), Some(vec![LEADER]));
}

#[test]
fn what_is_missing_is_passed_only_with_a_condition_for_it() {
    let course = model("planning").submit(3, LEADER).expect("submitted");
    let holds = ["budget_adopted", "project_plan"].map(|item| Holds { item: item.to_owned(), met: item == "project_plan" });
    assert_eq!(course.possible(3, GateOutcome::Continue, &holds, &[]), Err(Refused::ConditionMissing));
    assert_eq!(course.possible(3, GateOutcome::Continue, &holds, &["project_plan"]), Err(Refused::ConditionMissing));
    assert_eq!(course.possible(3, GateOutcome::Continue, &holds, &["budget_adopted"]), Ok(()));
    assert_eq!(course.possible(3, GateOutcome::Back, &holds, &[]), Ok(()));
}

#[test]
fn a_gate_goes_on_or_back_only_when_it_was_submitted_but_is_stopped_or_ended_at_any_time() {
    let course = model("execution");
    for outcome in [GateOutcome::Continue, GateOutcome::Back] {
        assert_eq!(course.possible(4, outcome, &[], &[]), Err(Refused::GateNotSubmitted));
    }
    let stopped = decided(course.clone(), 4, GateOutcome::Stop).expect("stopped");
    assert_eq!(stopped.standing, Standing::Paused(Stop { by: Role::ProjectOrderer, on: DAY, decision: 7 }));
    let ended = decided(course, 4, GateOutcome::Terminate).expect("ended");
    assert_eq!(states(&ended), [Passed, Passed, Passed, Terminated, Open, Ahead]);
}

#[test]
fn back_comes_up_again_with_what_must_be_completed() {
    let back = decided(model("planning").submit(3, LEADER).expect("submitted"), 3, GateOutcome::Back).expect("back");
    assert_eq!(back.gate(3).map(|g| (g.state, g.to_complete.clone())), Some((Returned, Some("Så är det".to_owned()))));
    assert_eq!(back.submit(3, LEADER).map(|c| c.gates[2].state), Ok(Submitted));
}

#[test]
fn a_paused_project_is_resumed_by_the_role_that_stopped_it_and_by_no_other() {
    let paused = decided(model("execution").submit(4, LEADER).expect("submitted"), 4, GateOutcome::Stop).expect("stopped");
    assert_eq!(paused.clone().submit(4, LEADER), Err(Refused::ProjectPaused));
    assert_eq!(paused.clone().delivered(TAKEN), Err(Refused::ProjectPaused));
    assert_eq!(paused.clone().resume(&mandate(Role::Financier, Matter::Resume)), Err(Refused::NotTheirs));
    let resumed = paused.resume(&mandate(Role::ProjectOrderer, Matter::Resume)).expect("resumed");
    assert_eq!((resumed.standing, states(&resumed)[3]), (Standing::Running, Open));
    assert_eq!(resumed.resume(&mandate(Role::ProjectOrderer, Matter::Resume)), Err(Refused::NotPaused));
}

#[test]
fn a_project_that_is_ended_goes_to_its_closure_and_has_no_effect_without_a_delivery() {
    let ended = decided(model("feasibility"), 2, GateOutcome::Terminate).expect("ended");
    assert_eq!(states(&ended), [Passed, Terminated, Skipped, Skipped, Open, Ahead]);
    assert_eq!(ended.possible(5, GateOutcome::Terminate, &[], &[]), Err(Refused::AlreadyClosing));
    let closed = decided(ended.submit(5, LEADER).expect("submitted"), 5, GateOutcome::Continue).expect("closed");
    assert_eq!((states(&closed)[5], closed.standing), (Skipped, Standing::Closed));

    let delivered = model("execution").delivered(TAKEN).expect("delivered");
    let ended = decided(delivered, 4, GateOutcome::Terminate).expect("ended");
    let after = decided(ended.submit(5, LEADER).expect("submitted"), 5, GateOutcome::Continue).expect("closure left");
    assert_eq!((states(&after)[5], after.standing, after.phase().key.as_str()), (Open, Standing::Running, "effect"));
}

#[test]
fn the_effect_runs_beside_the_execution_from_the_first_delivery() {
    assert_eq!(model("planning").delivered(TAKEN).map(|c| states(&c)[5]), Ok(Ahead), "nothing is delivered before the execution");
    let course = model("execution").delivered(TAKEN).expect("delivered");
    assert_eq!((states(&course)[5], course.phase().key.as_str()), (Open, "execution"));
    assert_eq!(course.clone().submit(6, LEADER), Err(Refused::GateNotYet), "its gate waits for those before it");
    assert_eq!(course.clone().delivered(Taken { decision: 8, ..TAKEN }), Ok(course));
}

#[test]
fn a_gate_decision_may_open_the_effect_beside_the_execution() {
    let course = model("planning");
    assert!(course.may_open_beside(3) && course.may_open_beside(4) && !course.may_open_beside(2) && !course.may_open_beside(5));
    let why = LongText::new("Första leveransen är nära").expect("text");
    let ruling = Ruling { outcome: GateOutcome::Continue, motivation: &why, holds: &[], conditions: &[], opens_beside: true, taken: TAKEN };
    let course = course.submit(3, LEADER).and_then(|c| c.decide(3, &mandate(Role::ProjectOrderer, Matter::Gate), &ruling)).expect("passed");
    assert_eq!(states(&course), [Passed, Passed, Passed, Open, Ahead, Open]);
    assert_eq!(course.gate(6).and_then(|g| g.opened), Some(TAKEN));
}

#[test]
fn a_proposal_to_end_the_project_waits_with_those_who_may_end_it() {
    let charter = Charter::of_the_slides(1);
    let chair = Actor {
        person: PersonId(4),
        holdings: vec![Holding { role: Role::SteeringGroup, in_body: true, chair: true, from: DAY, to: None }],
        delegations: [].into(),
    };
    let held = charter.mandate_for(&chair, Matter::Gate, DAY).expect("gates are the group's");
    let now = DAY.and_hms_opt(9, 0, 0).expect("nine");
    let why = LongText::new("Nyttan uteblir").expect("text");
    let (course, to) = model("execution").propose_end(4, &held, &why, &charter, now).expect("proposed");
    let pending = course.gate(4).expect("gate").pending();
    assert_eq!((to, pending.matter, pending.lifted_to, pending.makers), (Role::ProjectOrderer, Matter::Terminate, None, vec![PersonId(4)]));
    let ruling = Ruling { outcome: GateOutcome::Back, motivation: &why, holds: &[], conditions: &[], opens_beside: false, taken: TAKEN };
    assert_eq!(course.clone().decide(4, &held, &ruling), Err(Refused::NotTheirs), "it is no longer the group's");
    let back = course.decide(4, &mandate(Role::ProjectOrderer, Matter::Gate), &ruling).expect("returned");
    assert_eq!((back.gates[3].state, back.gates[3].lift.clone()), (Returned, None));
}
