//! A project on its way through its lifecycle: the gates, each the end of a phase, and what the four outcomes lead to.
use super::words::{Matter, Refusal, Thing, Why};
use super::{Model, Pending};
use std::collections::BTreeMap;
use styrrum::domain::role::Role;

/// The phases: initiate, feasibility, planning, execution, closure, effect. Gates are counted from 0.
pub const PHASES: usize = 6;
pub const PLANNING: usize = 2;
pub const EXECUTION: usize = 3;
pub const CLOSURE: usize = 4;
pub const EFFECT: usize = 5;

/// What a gate asks for: its criteria, and then its artefacts.
pub fn asks(gate: usize) -> &'static [&'static str] {
    match gate {
        PLANNING => &["budget_adopted", "organisation_staffed", "risks_handled", "goals_measurable", PROJECT_PLAN, "benefit_realisation_plan", "change_plan"],
        EXECUTION => &["deliverables_approved", "results_handed_over", "maintenance_arranged", "risks_handled", "status_report"],
        CLOSURE => &["economy_settled", "lessons_shared", "effect_owner_ready", FINAL_REPORT],
        EFFECT => &["effects_measured", "benefits_compared", "line_takes_over", EFFECT_REPORT],
        _ => &[],
    }
}
pub fn is_artefact(item: &str) -> bool {
    [PROJECT_PLAN, "benefit_realisation_plan", "change_plan", "status_report", FINAL_REPORT, EFFECT_REPORT].contains(&item)
}
pub const PROJECT_PLAN: &str = "project_plan";
pub const FINAL_REPORT: &str = "final_report";
pub const EFFECT_REPORT: &str = "effect_report";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Continue,
    Back,
    Stop,
    Terminate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateStage {
    Ahead,
    Open,
    Submitted,
    Returned,
    Passed,
    Terminated,
    Skipped,
}
impl GateStage {
    /// The phase goes on.
    pub fn active(self) -> bool {
        matches!(self, GateStage::Open | GateStage::Submitted | GateStage::Returned)
    }
    pub fn left(self) -> bool {
        matches!(self, GateStage::Passed | GateStage::Terminated | GateStage::Skipped)
    }
}

/// To which role, by whom, and whether it is a proposal to end the project.
pub type Lifted = (Role, usize, bool);

#[derive(Debug, Clone)]
pub struct Gate {
    pub stage: GateStage,
    /// The decisions that opened and left its phase.
    pub opened: Option<i32>,
    pub left: Option<i32>,
    /// Who submitted it.
    pub by: Option<usize>,
    pub to_complete: bool,
    pub lift: Option<Lifted>,
    /// Who without the mandate asks the holder to take a stand.
    pub request: Option<usize>,
    pub planned: Option<i64>,
    /// Whether each item that somebody has said something of is met, and the item's version.
    pub items: BTreeMap<&'static str, (bool, i64)>,
    /// The document that it has for its project plan.
    pub plan_named: Option<usize>,
    pub version: i64,
}
impl Gate {
    fn new(stage: GateStage) -> Gate {
        Gate {
            stage,
            opened: None,
            left: None,
            by: None,
            to_complete: false,
            lift: None,
            request: None,
            planned: None,
            items: BTreeMap::new(),
            plan_named: None,
            version: 1,
        }
    }
    /// As the gates are of a project that came into its `phase` before it came here.
    pub fn course(phase: usize) -> Vec<Gate> {
        let stage = |gate: usize| match gate.cmp(&phase) {
            std::cmp::Ordering::Less => GateStage::Passed,
            std::cmp::Ordering::Equal => GateStage::Open,
            std::cmp::Ordering::Greater => GateStage::Ahead,
        };
        (0..PHASES).map(|gate| Gate::new(stage(gate))).collect()
    }
    /// It waits for a decision: submitted, or lifted by one who chose to end the project.
    pub fn waits(&self) -> bool {
        self.stage == GateStage::Submitted || (self.stage.active() && self.lift.is_some())
    }
    /// What waited is settled; the version moves when anything does.
    pub fn settle(&mut self, stage: GateStage) {
        let waits = self.stage != stage || self.to_complete || self.lift.is_some() || self.by.or(self.request).is_some();
        (self.stage, self.by, self.to_complete, self.lift, self.request) = (stage, None, false, None, None);
        self.version += i64::from(waits);
    }
}

impl Model {
    /// The gate that comes next: the first that is not left. None of a closed project.
    pub fn next_gate(&self) -> Option<usize> {
        self.gates.iter().position(|g| !g.stage.left())
    }
    pub fn is_closed(&self) -> bool {
        self.next_gate().is_none()
    }
    /// Stopp blocks gates, deliveries and changes of the plan; so does the end.
    pub fn runs(&self) -> bool {
        self.stopped.is_none() && !self.is_closed()
    }
    pub fn running(&self, why: &mut Refusal) {
        if !self.runs() {
            why.insert(Why::State);
        }
    }
    /// Whether a project can be ended early: not once it is closing.
    pub fn may_end(&self) -> bool {
        self.next_gate().is_some_and(|next| next < CLOSURE)
    }
    /// The phase has begun, and was not left out.
    pub fn has_begun(&self, phase: usize) -> bool {
        !matches!(self.gates[phase].stage, GateStage::Ahead | GateStage::Skipped)
    }
    /// Of what is decided with the four outcomes: a proposal to end the project lies with those who may.
    pub fn pending_outcome(&self, matter: Matter, lift: Option<Lifted>, mut makers: Vec<usize>, request: Option<usize>) -> Pending {
        makers.extend(lift.map(|(_, by, _)| by).into_iter().chain(request));
        let (matter, roles) = match lift {
            Some((_, _, true)) => (Matter::Terminate, self.table.roles(Matter::Terminate).to_vec()),
            Some((to, _, false)) => (matter, vec![to]),
            None => (matter, self.table.roles(matter).to_vec()),
        };
        Pending { matter, roles, makers }
    }
    /// With another outcome than the end of the project, a proposal to end it is decided by the role that it was lifted to.
    pub fn pending_but_ending(matter: Matter, lift: Option<Lifted>, pending: Pending) -> Pending {
        match lift {
            Some((to, _, true)) => Pending { matter, roles: vec![to], ..pending },
            _ => pending,
        }
    }
    /// As it is to end the project, whatever `pending` is: that is always for those who may.
    pub fn pending_end(&self, pending: &Pending) -> Pending {
        Pending { matter: Matter::Terminate, roles: self.table.roles(Matter::Terminate).to_vec(), makers: pending.makers.clone() }
    }

    /// The project moves on its course by `step`. Its own version moves when its standing, its end or its phase does.
    fn move_on_course(&mut self, step: impl FnOnce(&mut Model)) {
        let place = |m: &Model| (m.stopped, m.ended, m.next_gate());
        let before = place(self);
        step(self);
        self.version += i64::from(place(self) != before);
    }
    /// Fortsätt: the next phase opens; `beside`: so does the effect phase, beside the one that goes on.
    pub fn goes_on(&mut self, gate: usize, decision: i32, beside: bool) {
        let opens_effect = beside && (EXECUTION - 1..EFFECT - 1).contains(&gate);
        // Ended before anything was delivered there is no effect to follow up.
        let without_effect = self.ended.is_some() && gate == CLOSURE;
        self.move_on_course(|m| {
            m.gates[gate].settle(GateStage::Passed);
            m.gates[gate].left = Some(decision);
            for later in (gate + 1)..PHASES {
                let g = &mut m.gates[later];
                if g.stage != GateStage::Ahead {
                } else if without_effect {
                    g.settle(GateStage::Skipped);
                    g.left = Some(decision);
                } else if later == gate + 1 || (later == EFFECT && opens_effect) {
                    g.settle(GateStage::Open);
                    g.opened = Some(decision);
                }
            }
        });
    }
    /// Stopp: paused until a new decision of the role that stopped it.
    pub fn stops(&mut self, by: Role, decision: i32) {
        self.move_on_course(|m| m.stopped = Some((by, decision)));
    }
    pub fn resumes(&mut self) {
        self.move_on_course(|m| m.stopped = None);
    }
    /// Avsluta: to Avslut, past the phases between.
    pub fn ends(&mut self, gate: usize, decision: i32) {
        self.move_on_course(|m| {
            m.gates[gate].settle(GateStage::Terminated);
            m.gates[gate].left = Some(decision);
            for later in (gate + 1)..CLOSURE {
                m.gates[later].settle(GateStage::Skipped);
                m.gates[later].left = Some(decision);
            }
            m.gates[CLOSURE].settle(GateStage::Open);
            m.gates[CLOSURE].opened = Some(decision);
            m.ended = Some(decision);
        });
        self.moved_on(Thing::Gate(gate));
    }
    /// Effekt may begin with the first delivery, while Genomförande goes on.
    pub fn first_delivery(&mut self, decision: i32) {
        if self.next_gate().is_some_and(|next| next >= EXECUTION) && self.gates[EFFECT].stage == GateStage::Ahead {
            self.gates[EFFECT].settle(GateStage::Open);
            self.gates[EFFECT].opened = Some(decision);
        }
    }
}
