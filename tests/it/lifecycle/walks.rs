//! Random acts by everybody, through the API, against a small model of the rules: after each act every gate and the project's
//! standing must be the model's, and what the model refuses must be refused and change nothing.
use super::{GATES, gate, resume, slides, standing, states};
use crate::support::{Actor, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::json;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Leader,
    Deputy,
    Chair,
    Member,
    Orderer,
    Representative,
    Financier,
    Controller,
    Registrar,
}
use Who::*;
const EVERYBODY: [Who; 9] = [Leader, Deputy, Chair, Member, Orderer, Representative, Financier, Controller, Registrar];

#[derive(Debug, Clone, Copy)]
enum Act {
    Submit,
    Meet,
    Decide { outcome: &'static str, conditions: bool, beside: bool },
    Lift,
    Resume,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lifted {
    /// A proposal to end the project.
    End,
    To(Who),
}

/// The rules once more, as a table of who may and what follows.
struct Model {
    /// Who holds gates by charter.
    holder: Who,
    states: [&'static str; 6],
    met: [bool; 6],
    /// Who stopped it.
    paused: Option<Who>,
    ended: bool,
    submitted_by: Option<Who>,
    asked_by: Option<Who>,
    lifted_by: Option<Who>,
    lifted: Option<Lifted>,
}
const CLOSURE: usize = 4;
const EFFECT: usize = 5;

impl Model {
    fn new(slides: bool) -> Model {
        let states = ["passed", "passed", "passed", "open", "ahead", "ahead"];
        let holder = if slides { Chair } else { Orderer };
        let (submitted_by, asked_by, lifted_by, lifted) = (None, None, None, None);
        Model { holder, states, met: [false; 6], paused: None, ended: false, submitted_by, asked_by, lifted_by, lifted }
    }
    fn next(&self) -> Option<usize> {
        self.states.iter().position(|s| ["open", "submitted", "returned"].contains(s))
    }
    fn standing(&self) -> &'static str {
        match (self.paused, self.next()) {
            (Some(_), _) => "paused",
            (None, None) => "closed",
            _ => "running",
        }
    }
    fn waits(&self, gate: usize) -> bool {
        self.states[gate] == "submitted" || self.lifted.is_some()
    }
    fn holds(&self, who: Who) -> bool {
        match self.lifted {
            Some(Lifted::End) => [Orderer, Financier].contains(&who),
            Some(Lifted::To(role)) => role == who,
            None => self.holder == who,
        }
    }
    fn settle(&mut self) {
        (self.submitted_by, self.asked_by, self.lifted_by, self.lifted) = (None, None, None, None);
    }
    fn lift(&mut self, by: Who, to: Lifted) {
        (self.asked_by, self.lifted_by, self.lifted) = (None, Some(by), Some(to));
    }

    /// Takes the act, or says that it is refused.
    fn take(&mut self, who: Who, act: Act) -> bool {
        if let Act::Resume = act {
            let may = self.paused == Some(who);
            self.paused = self.paused.filter(|_| !may);
            return may;
        }
        let (None, Some(gate)) = (self.paused, self.next()) else { return false };
        let leads = [Leader, Deputy, Orderer].contains(&who);
        match act {
            // Whoever decides at a gate that waits leaves what it is judged by to others.
            Act::Meet if leads && !(self.states[gate] == "submitted" && self.holds(who)) => self.met[gate] = true,
            Act::Submit if leads && self.states[gate] != "submitted" => {
                self.states[gate] = "submitted";
                self.submitted_by = Some(who);
            }
            Act::Decide { outcome, conditions, beside } => return self.decide(who, gate, outcome, conditions, beside),
            Act::Lift if self.waits(gate) && self.holds(who) && self.lifted != Some(Lifted::End) => {
                let to = match who {
                    Chair => Orderer,
                    Orderer => Representative,
                    Representative => Financier,
                    _ => return false,
                };
                self.lift(who, Lifted::To(to));
            }
            Act::Lift if self.waits(gate) && !self.holds(who) && who != Registrar => self.asked_by = Some(who),
            _ => return false,
        }
        true
    }
    fn decide(&mut self, who: Who, gate: usize, outcome: &str, conditions: bool, beside: bool) -> bool {
        let barred = [self.submitted_by, self.asked_by, self.lifted_by].contains(&Some(who));
        let ends = outcome == "terminate" && [Orderer, Financier].contains(&who);
        // A proposal to end the project lies with all who may end it, and with any other outcome with the first of them.
        let holds = if self.lifted == Some(Lifted::End) && outcome != "terminate" { who == Orderer } else { self.holds(who) };
        if barred || !(ends || holds) {
            return false;
        }
        match outcome {
            "continue" if self.states[gate] == "submitted" && (self.met[gate] || conditions) => self.go_on(gate, beside),
            "back" if self.waits(gate) => self.states[gate] = "returned",
            "stop" => {
                self.states[gate] = "open";
                self.paused = Some(who);
            }
            "terminate" if gate < CLOSURE && ends => {
                self.states[gate] = "terminated";
                self.states[CLOSURE] = "open";
                self.ended = true;
            }
            "terminate" if gate < CLOSURE => {
                self.lift(who, Lifted::End);
                return true;
            }
            _ => return false,
        }
        self.settle();
        true
    }
    fn go_on(&mut self, gate: usize, beside: bool) {
        self.states[gate] = "passed";
        if self.ended && gate == CLOSURE && self.states[EFFECT] == "ahead" {
            self.states[EFFECT] = "skipped";
        } else if gate + 1 < 6 && self.states[gate + 1] == "ahead" {
            self.states[gate + 1] = "open";
        }
        if beside && gate < CLOSURE && self.states[EFFECT] == "ahead" {
            self.states[EFFECT] = "open";
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    let outcome = prop_oneof![5 => Just("continue"), 2 => Just("back"), 2 => Just("stop"), 2 => Just("terminate")];
    let decide = (outcome, prop::bool::weighted(0.7), any::<bool>()).prop_map(|(outcome, conditions, beside)| Act::Decide { outcome, conditions, beside });
    prop_oneof![4 => Just(Act::Submit), 2 => Just(Act::Meet), 6 => decide, 2 => Just(Act::Lift), 2 => Just(Act::Resume)]
}
fn who() -> impl Strategy<Value = Who> {
    prop_oneof![1 => prop::sample::select(EVERYBODY.to_vec()), 3 => prop::sample::select(vec![Leader, Chair, Orderer, Representative, Financier])]
}

/// Does the act through the API; whether it was taken.
fn done(world: &World, actor: &Actor, act: Act, number: i32) -> bool {
    let path = format!("{GATES}/{number}");
    let seen = gate(world, number);
    let version = &seen["version"];
    let lacking = || seen["items"].as_array().into_iter().flatten().filter(|i| i["met"] == false);
    let answer = match act {
        Act::Submit => actor.api("POST", &format!("{path}/submission"), Some(&json!({"proposed": "continue", "recommendation": "Klart", "version": version}))),
        Act::Meet => {
            let said = |i: &serde_json::Value| {
                let body = json!({"met": true, "note": "Klart", "version_label": "1.0", "reference": "Dnr", "version": i["version"]});
                actor.api("PUT", &format!("{path}/items/{}", i["item"].as_str().unwrap_or_default()), Some(&body))
            };
            let answers: Vec<_> = seen["items"].as_array().into_iter().flatten().map(said).collect();
            return answers.iter().all(|a| a.status == 200);
        }
        Act::Decide { outcome, conditions, beside } => {
            let mut body = json!({"outcome": outcome, "motivation": "Så beslutades", "version": version});
            if outcome == "continue" {
                body["opens_beside"] = json!(beside);
                if conditions {
                    let given = lacking().map(|i| json!({"item": i["item"], "text": "Kompletteras", "owner": "leader@exempel.se", "due_on": "2021-02-01"}));
                    body["conditions"] = given.collect();
                }
            }
            actor.api("POST", &format!("{path}/decision"), Some(&body))
        }
        Act::Lift => actor.api("POST", &format!("{path}/lift"), Some(&json!({"reason": "Större än vi", "version": version}))),
        Act::Resume => resume(world, actor),
    };
    assert!([200, 403, 409, 422].contains(&answer.status), "{act:?}: {} {}", answer.status, answer.body);
    answer.status == 200
}

fn walk(with_slides: bool, steps: &[(Who, Act)]) -> Result<(), TestCaseError> {
    let world = World::new();
    let financier = world.newcomer("money", Role::Financier, false);
    if with_slides {
        slides(&world);
    }
    let actor = |who: Who| match who {
        Leader => &world.leader,
        Deputy => &world.deputy,
        Chair => &world.chair,
        Member => &world.member,
        Orderer => &world.orderer,
        Representative => &world.financier,
        Financier => &financier,
        Controller => &world.controller,
        Registrar => &world.registrar,
    };
    let mut model = Model::new(with_slides);
    for (nth, (who, act)) in steps.iter().enumerate() {
        let number = i32::try_from(model.next().unwrap_or(EFFECT) + 1).unwrap_or_default();
        let taken = done(&world, actor(*who), *act, number);
        let told = format!("step {nth}: {who:?} {act:?} at gate {number}");
        prop_assert_eq!(taken, model.take(*who, *act), "{}", &told);
        prop_assert_eq!(states(&world), model.states.map(str::to_owned).to_vec(), "{}", &told);
        prop_assert_eq!(standing(&world), json!(model.standing()), "{}", &told);
    }
    Ok(())
}

#[test]
fn random_acts_by_everybody_lead_where_the_rules_say() {
    let cases = if std::env::var_os("STYRRUM_SEQUENCES").is_some() { 40 } else { 12 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let walks = (any::<bool>(), prop::collection::vec((who(), act()), 12..=30));
    runner.run(&walks, |(with_slides, steps)| walk(with_slides, &steps)).unwrap_or_else(|e| panic!("{e}"));
}
