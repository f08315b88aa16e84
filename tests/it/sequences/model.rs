//! The rules once more, small, without a database and on their own: written from the description of the domain (its parts on
//! people and mandate, risk, reports, and the settled rules), not from the program. Where the two differ one of them is wrong.
//! What the description leaves open is taken as the program has it, and marked so.
use super::Action;
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    Low,
    Medium,
    High,
}
impl Band {
    /// Low 1–6, medium 8–12, high 15–25.
    pub fn of(value: i32) -> Band {
        match value {
            ..=6 => Band::Low,
            7..=12 => Band::Medium,
            _ => Band::High,
        }
    }
    pub fn word(self) -> &'static str {
        match self {
            Band::Low => "low",
            Band::Medium => "medium",
            Band::High => "high",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Risk(Band),
    StatusReport,
    Charter,
}
impl Matter {
    pub fn word(self) -> &'static str {
        match self {
            Matter::Risk(Band::Low) => "risk_low",
            Matter::Risk(Band::Medium) => "risk_medium",
            Matter::Risk(Band::High) => "risk_high",
            Matter::StatusReport => "status_report",
            Matter::Charter => "charter",
        }
    }
}

/// The charters that a project goes between: both templates, the plan's where no chair decides alone, and one with two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Plan,
    Slides,
    Meetings,
    TwoRoles,
}
impl Table {
    /// Any of them may decide; the matter waits with the first.
    pub fn roles(self, matter: Matter) -> &'static [Role] {
        use Role::*;
        match (matter, self) {
            (Matter::Risk(Band::Low), _) => &[ProjectLeader],
            (Matter::Risk(Band::Medium), Table::Slides) => &[ProjectLeader],
            (Matter::Risk(Band::Medium), _) => &[SteeringGroup],
            (Matter::Risk(Band::High), Table::Slides) => &[SteeringGroup],
            (Matter::Risk(Band::High), Table::TwoRoles) => &[ProjectOwner, ProjectOrderer],
            (Matter::Risk(Band::High), _) => &[ProjectOrderer],
            (Matter::StatusReport, Table::TwoRoles) => &[ProjectOrderer, SteeringGroup],
            (Matter::StatusReport, _) => &[SteeringGroup],
            (Matter::Charter, _) => &[ProjectOrderer],
        }
    }
    pub fn chair_alone(self, matter: Matter) -> bool {
        self != Table::Meetings || matter == Matter::Charter
    }
}

/// One role of a person, chair of its body or not, between two days (both included).
#[derive(Debug, Clone, Copy)]
pub struct Holds {
    pub role: Role,
    pub chair: bool,
    pub from: i64,
    pub to: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Unsaid,
    Chair,
    Meeting,
    /// A meeting that has not been held.
    Tomorrow,
    PerCapsulam,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Assessed,
    Treated,
    Accepted { until: i64 },
    Occurred { on: i64 },
    Closed { on: i64 },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    pub s: i32,
    pub k: i32,
    pub state: State,
    pub covered: bool,
    pub proposal: Option<(i32, i32, usize)>,
    pub lift: Option<(Role, usize)>,
    /// The day and step it escalated at, and whether that has been acknowledged.
    pub escalation: Option<((i64, usize), bool)>,
    pub version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Draft,
    Submitted,
    Approved,
    Returned,
    Sent,
}
impl Stage {
    fn editable(self) -> bool {
        matches!(self, Stage::Draft | Stage::Returned)
    }
    fn locked(self) -> bool {
        matches!(self, Stage::Approved | Stage::Sent)
    }
}

#[derive(Debug, Clone)]
pub struct Edition {
    pub stage: Stage,
    pub makers: BTreeSet<usize>,
    /// Says what comes next; without that it is not submitted.
    pub whole: bool,
    pub decision: Option<i32>,
    pub mailed: bool,
    pub version: i64,
}

/// What a leader or secretary recorded of a body's decision.
#[derive(Debug, Clone)]
pub struct Recording {
    pub action: Action,
    pub basis: Basis,
    /// The version of what it is about.
    pub version: i64,
    pub open: bool,
}

/// A decision as it must stand in the log.
#[derive(Debug, Clone)]
pub struct Taken {
    pub matter: Matter,
    pub object: String,
    pub outcome: &'static str,
    pub who: usize,
    pub roles: Vec<Role>,
    pub charter: i32,
}

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// For one without a role the project does not exist.
    NotFound,
    NoRight,
    NoMandate,
    State,
    Stale,
    Invalid,
}
pub type Refusal = BTreeSet<Why>;

#[derive(Debug, Clone)]
pub struct Model {
    pub bodies: Vec<Role>,
    pub people: Vec<Vec<Holds>>,
    pub day: i64,
    pub step: usize,
    pub table: Table,
    pub charter: i32,
    pub risks: Vec<Risk>,
    pub reports: Vec<Vec<Edition>>,
    pub recordings: Vec<Recording>,
    pub decisions: Vec<Taken>,
    pub assessments: usize,
    pub measures: usize,
    pub remarks: usize,
    /// Mails to holders: of an escalation, and of a proposed lowering.
    pub mails: [usize; 2],
    pub dispatched: usize,
}

/// What somebody's standing allows.
enum Authority {
    Decide,
    Record,
    No,
}

/// Open: the description names the orderer above the steering group; the rest of the ladder is the program's.
fn above(role: Role) -> Option<Role> {
    match role {
        Role::SteeringGroup => Some(Role::ProjectOrderer),
        Role::ProjectOrderer => Some(Role::FinancierRepresentative),
        Role::FinancierRepresentative => Some(Role::Financier),
        Role::Financier => None,
        _ => Some(Role::SteeringGroup),
    }
}
/// Open: who works with risks. The description says only who decides.
const WORK_WITH_RISKS: [Role; 5] = [Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectGroup];
/// Those who read drafts write them.
const WRITE_REPORTS: [Role; 3] = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary];
const DISPATCH: [Role; 2] = [Role::ProjectLeader, Role::ProjectOrderer];
/// Open: the description names leader and secretary; the program counts the deputy as a leader.
const RECORD: [Role; 3] = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary];

fn one(why: Why) -> Result<(), Refusal> {
    Err(BTreeSet::from([why]))
}

impl Model {
    fn current(&self, who: usize) -> impl Iterator<Item = &Holds> {
        self.people[who].iter().filter(|h| h.from <= self.day && self.day <= h.to)
    }
    fn has(&self, who: usize, roles: &[Role]) -> bool {
        self.current(who).any(|h| roles.contains(&h.role))
    }
    pub fn is_here(&self, who: usize) -> bool {
        self.current(who).next().is_some()
    }
    fn is_body(&self, role: Role) -> bool {
        self.bodies.contains(&role)
    }
    /// The roles of `roles` that the person decides in today: a person's role, or a body's as its chair.
    fn decides_in(&self, who: usize, roles: &[Role]) -> Vec<Role> {
        let mut found: Vec<Role> = self.current(who).filter(|h| roles.contains(&h.role) && (h.chair || !self.is_body(h.role))).map(|h| h.role).collect();
        found.sort_by_key(|role| roles.iter().position(|r| r == role));
        found
    }
    fn deciders(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        (0..self.people.len()).filter(move |who| !self.decides_in(*who, &[role]).is_empty())
    }
    /// A mail goes to each who decides for the role, but not to the one who acts.
    fn tell(&mut self, what: usize, role: Role, but: usize) {
        self.mails[what] += self.deciders(role).filter(|who| *who != but).count();
    }

    fn matter_of(&self, risk: usize) -> Matter {
        Matter::Risk(Band::of(self.risks[risk].s * self.risks[risk].k))
    }
    /// Who decides about the risk: the role it was lifted to, or those of its band.
    fn roles_over(&self, risk: usize) -> Vec<Role> {
        match self.risks[risk].lift {
            Some((to, _)) => vec![to],
            None => self.table.roles(self.matter_of(risk)).to_vec(),
        }
    }
    pub fn held_by(&self, risk: usize) -> Role {
        self.roles_over(risk)[0]
    }
    fn holds(&self, who: usize, band: Band) -> bool {
        !self.decides_in(who, self.table.roles(Matter::Risk(band))).is_empty()
    }
    fn lifter(&self, risk: usize) -> Vec<usize> {
        self.risks[risk].lift.map(|(_, by)| by).into_iter().collect()
    }
    /// Waits for its holder: an escalation that was not acknowledged, a lowering that was not answered, or a lift.
    pub fn waits(&self, risk: usize) -> bool {
        let r = &self.risks[risk];
        !matches!(r.state, State::Closed { .. }) && (r.escalation.is_some_and(|(_, seen)| !seen) || r.proposal.is_some() || r.lift.is_some())
    }

    /// What stands in somebody's list: what waits and is the person's to decide, but not what the person made; and reports to
    /// send or to mend.
    pub fn waiting_for(&self, who: usize) -> Vec<String> {
        let mut found = Vec::new();
        for (risk, r) in self.risks.iter().enumerate() {
            let seen = r.escalation.is_none_or(|(_, seen)| seen);
            let own = seen && r.proposal.is_none_or(|(_, _, by)| by == who) && r.lift.is_none_or(|(_, by)| by == who);
            if self.waits(risk) && !own && !self.decides_in(who, &self.roles_over(risk)).is_empty() {
                found.push(reference(risk));
            }
        }
        for (number, editions) in (1..).zip(&self.reports) {
            let last_locked = editions.iter().rposition(|e| e.stage.locked());
            for (at, e) in editions.iter().enumerate() {
                match e.stage {
                    Stage::Submitted if !self.decides_in(who, self.table.roles(Matter::StatusReport)).is_empty() && !e.makers.contains(&who) => {
                        found.push(format!("submitted {number}"));
                    }
                    Stage::Approved if last_locked == Some(at) && self.has(who, &[Role::ProjectOrderer]) => found.push(format!("to send {number}")),
                    Stage::Returned if self.has(who, &[Role::ProjectLeader, Role::DeputyProjectLeader]) => found.push(format!("returned {number}")),
                    _ => {}
                }
            }
        }
        for recording in self.recordings.iter().filter(|r| r.open) {
            let (roles, about, now) = match recording.action {
                Action::Answer { risk, .. } | Action::Accept { risk, .. } => (self.roles_over(risk), reference(risk), risk_version(&self.risks, risk)),
                Action::Approve { report, .. } | Action::Return { report, .. } => {
                    (self.table.roles(Matter::StatusReport).to_vec(), (report + 1).to_string(), self.newest(report).map_or(0, |e| e.version))
                }
                _ => continue,
            };
            // What has changed since it was recorded is not confirmed any more.
            if now == recording.version && !self.decides_in(who, &roles).is_empty() {
                found.push(format!("to confirm {about}"));
            }
        }
        found
    }

    /// Who created or edited the pending thing does not decide it, unless a body decides at a recorded meeting. What a body has
    /// decided at a meeting or per capsulam may be recorded for its chair.
    fn authority(&self, who: usize, roles: &[Role], makers: &[usize], basis: Basis) -> Authority {
        let decides = self.decides_in(who, roles);
        let own = makers.contains(&who);
        let at_meeting = matches!(basis, Basis::Meeting | Basis::Tomorrow);
        if decides.iter().any(|role| !own || (at_meeting && self.is_body(*role))) {
            return Authority::Decide;
        }
        let told = at_meeting || basis == Basis::PerCapsulam;
        if self.has(who, &RECORD) && self.is_body(roles[0]) && told { Authority::Record } else { Authority::No }
    }
    /// A body's decision says on what basis; a meeting has been held; the chair alone only where the charter allows it.
    fn basis_holds(&self, who: usize, roles: &[Role], matter: Matter, basis: Basis) -> bool {
        let for_body = self.decides_in(who, roles).first().is_some_and(|role| self.is_body(*role));
        !for_body
            || match basis {
                Basis::Unsaid | Basis::Chair => self.table.chair_alone(matter),
                Basis::Meeting | Basis::PerCapsulam => true,
                Basis::Tomorrow => false,
            }
    }

    fn take(&mut self, matter: Matter, object: String, outcome: &'static str, who: usize, roles: &[Role]) -> i32 {
        self.decisions.push(Taken { matter, object, outcome, who, roles: roles.to_vec(), charter: self.charter });
        self.decisions.len() as i32
    }

    /// The new S and K take effect.
    fn settle(&mut self, risk: usize, s: i32, k: i32, by: usize) {
        let (before, after) = (Band::of(self.risks[risk].s * self.risks[risk].k), Band::of(s * k));
        let holder = |band| self.table.roles(Matter::Risk(band))[0];
        let (old, new) = (holder(before), holder(after));
        let seen = self.holds(by, after);
        let now = (self.day, self.step);
        let r = &mut self.risks[risk];
        let raised_value = s * k > r.s * r.k;
        (r.s, r.k) = (s, k);
        if after > before {
            // Open: what was accepted or treated was that of another band.
            r.state = match r.state {
                occurred @ State::Occurred { .. } => occurred,
                _ if r.covered => State::Treated,
                _ => State::Assessed,
            };
        }
        if after > before && new != old {
            r.escalation = Some((now, seen));
        }
        if after < before {
            r.escalation = None;
        }
        // A raise cancels what was proposed, and a lowering overtakes it.
        if raised_value || after < before {
            r.proposal = None;
        }
        self.assessments += 1;
        if after > before && new != old {
            self.tell(0, new, by);
        }
    }

    /// Does `action` as `who`, or says every reason why not.
    pub fn act(&mut self, who: usize, action: &Action, stale: bool) -> Result<(), Refusal> {
        let by_itself = matches!(action, Action::MailArrives { .. } | Action::DaysPass { .. });
        if !by_itself && !self.is_here(who) {
            return one(Why::NotFound);
        }
        match *action {
            Action::Log { s, k } => self.log(who, s, k),
            Action::Assess { risk, s, k } => self.assess(who, risk, s, k, stale),
            Action::Answer { risk, confirm, basis } => self.answer(who, risk, confirm, basis, stale),
            Action::Accept { risk, days, basis } => self.accept(who, risk, days, basis, stale),
            Action::Acknowledge { risk } => self.acknowledge(who, risk),
            Action::Order { risk, named } => self.order(who, risk, named, stale),
            Action::Choose { risk, named } => self.choose(who, risk, named),
            Action::Lift { risk } => self.lift(who, risk, stale),
            Action::Occur { risk } => self.end(who, risk, false, stale),
            Action::Close { risk } => self.end(who, risk, true, stale),
            Action::Remark { risk, .. } => self.remark(who, risk),
            Action::Start => self.start(who),
            Action::Edit { report, whole } => self.edit(who, report, whole, stale),
            Action::Submit { report } => self.submit(who, report, stale),
            Action::Approve { report, basis } => self.decide_report(who, action, report, basis, stale),
            Action::Return { report, basis } => self.decide_report(who, action, report, basis, stale),
            Action::NewEdition { report } => self.new_edition(who, report),
            Action::Dispatch { report } => self.dispatch(who, report),
            Action::Adopt { table, basis } => self.adopt(who, table, basis, stale),
            Action::Confirm { recording } => self.confirm(who, recording),
            Action::MailArrives { .. } | Action::DaysPass { .. } => Ok(()),
        }
    }

    fn log(&mut self, who: usize, s: i32, k: i32) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        if !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
        if !(1..=5).contains(&s) || !(1..=5).contains(&k) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        let band = Band::of(s * k);
        let holder = self.table.roles(Matter::Risk(band))[0];
        // The first assessment is compared with the project leader.
        let escalation = (holder != Role::ProjectLeader).then(|| ((self.day, self.step), self.holds(who, band)));
        self.risks.push(Risk { s, k, state: State::Assessed, covered: false, proposal: None, lift: None, escalation, version: 1 });
        self.assessments += 1;
        if escalation.is_some() {
            self.tell(0, holder, who);
        }
        Ok(())
    }

    /// Whether the risk is there, open, and as the sender saw it.
    fn usual(&self, risk: usize, stale: bool, why: &mut Refusal) {
        match self.risks.get(risk) {
            None => drop(why.insert(Why::NotFound)),
            Some(r) => {
                if matches!(r.state, State::Closed { .. }) {
                    why.insert(Why::State);
                }
                if stale {
                    why.insert(Why::Stale);
                }
            }
        }
    }

    fn assess(&mut self, who: usize, risk: usize, s: i32, k: i32, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        let holder = self.risks.get(risk).is_some_and(|r| self.holds(who, Band::of(r.s * r.k)));
        if !self.has(who, &WORK_WITH_RISKS) && !holder {
            why.insert(Why::NoRight);
        }
        if !(1..=5).contains(&s) || !(1..=5).contains(&k) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        let r = &mut self.risks[risk];
        r.version += 1;
        if Band::of(s * k) < Band::of(r.s * r.k) && !holder {
            // One pending proposal; a new one replaces it, and the holder stays.
            r.proposal = Some((s, k, who));
            let with = self.held_by(risk);
            self.tell(1, with, who);
            return Ok(());
        }
        self.settle(risk, s, k, who);
        Ok(())
    }

    fn answer(&mut self, who: usize, risk: usize, confirm: bool, basis: Basis, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        let Some((s, k, by)) = self.risks.get(risk).and_then(|r| r.proposal) else {
            why.insert(if risk < self.risks.len() { Why::State } else { Why::NotFound });
            why.insert(Why::NoMandate);
            return Err(why);
        };
        let (matter, roles) = (self.matter_of(risk), self.roles_over(risk));
        let makers = [self.lifter(risk), vec![by]].concat();
        let record = Action::Answer { risk, confirm, basis };
        if !self.decision(who, &roles, matter, &makers, basis, why, record, risk_version(&self.risks, risk))? {
            return Ok(());
        }
        self.risks[risk].version += 1;
        if confirm {
            self.settle(risk, s, k, who);
        }
        self.risks[risk].proposal = None;
        self.take(matter, reference(risk), if confirm { "confirmed" } else { "refused" }, who, &roles);
        Ok(())
    }

    /// Settles who may decide, and the basis. `true`: it is decided now; `false`: it was recorded and waits for the chair.
    #[expect(clippy::too_many_arguments, reason = "everything that a decision hangs on")]
    fn decision(
        &mut self, who: usize, roles: &[Role], matter: Matter, makers: &[usize], basis: Basis, mut why: Refusal, action: Action, version: i64,
    ) -> Result<bool, Refusal> {
        match self.authority(who, roles, makers, basis) {
            Authority::No => drop(why.insert(Why::NoMandate)),
            Authority::Decide if !self.basis_holds(who, roles, matter, basis) => drop(why.insert(Why::State)),
            Authority::Record if basis == Basis::Tomorrow => drop(why.insert(Why::State)),
            Authority::Decide => {
                refuse(why)?;
                return Ok(true);
            }
            Authority::Record => {
                refuse(why)?;
                self.recordings.push(Recording { action, basis, version, open: true });
                return Ok(false);
            }
        }
        Err(why)
    }

    fn accept(&mut self, who: usize, risk: usize, days: i64, basis: Basis, stale: bool) -> Result<(), Refusal> {
        let until = self.day + days;
        self.accept_until(who, risk, until, basis, stale, Action::Accept { risk, days, basis })
    }
    fn accept_until(&mut self, who: usize, risk: usize, until: i64, basis: Basis, stale: bool, action: Action) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        if matches!(self.risks[risk].state, State::Accepted { .. } | State::Occurred { .. }) {
            why.insert(Why::State);
        }
        // An expiry, within a year.
        if until <= self.day || until > self.day + 366 {
            why.insert(Why::Invalid);
        }
        let (matter, roles, makers) = (self.matter_of(risk), self.roles_over(risk), self.lifter(risk));
        let version = risk_version(&self.risks, risk);
        // What was recorded keeps the day it named.
        let action = if let Action::Accept { .. } = action { Action::Accept { risk, days: until, basis } } else { action };
        if !self.decision(who, &roles, matter, &makers, basis, why, action, version)? {
            return Ok(());
        }
        let r = &mut self.risks[risk];
        r.version += 1;
        r.state = State::Accepted { until };
        // Everything that waited is settled by it: who has decided has seen it.
        (r.lift, r.proposal) = (None, None);
        r.escalation = r.escalation.map(|(at, _)| (at, true));
        self.take(matter, reference(risk), "accepted", who, &roles);
        Ok(())
    }

    fn acknowledge(&mut self, who: usize, risk: usize) -> Result<(), Refusal> {
        let Some(r) = self.risks.get(risk) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if r.escalation.is_none_or(|(_, seen)| seen) {
            why.insert(Why::State);
        }
        if self.decides_in(who, &self.roles_over(risk)).is_empty() {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        // Acknowledgements do not raise the version.
        let r = &mut self.risks[risk];
        r.escalation = r.escalation.map(|(at, _)| (at, true));
        Ok(())
    }

    fn order(&mut self, who: usize, risk: usize, named: bool, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        let (matter, roles, makers) = (self.matter_of(risk), self.roles_over(risk), self.lifter(risk));
        let version = risk_version(&self.risks, risk);
        self.decision(who, &roles, matter, &makers, Basis::Unsaid, why, Action::Order { risk, named }, version)?;
        self.cover(risk, named);
        let r = &mut self.risks[risk];
        r.lift = None;
        r.escalation = r.escalation.map(|(at, _)| (at, true));
        self.take(matter, reference(risk), "measure_ordered", who, &roles);
        Ok(())
    }
    /// A chosen measure; it covers the risk when it has a responsible person.
    fn cover(&mut self, risk: usize, named: bool) {
        self.measures += 1;
        let r = &mut self.risks[risk];
        r.version += 1;
        r.covered |= named;
        if r.covered && r.state == State::Assessed {
            r.state = State::Treated;
        }
    }
    fn choose(&mut self, who: usize, risk: usize, named: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, false, &mut why);
        if !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
        refuse(why)?;
        self.cover(risk, named);
        Ok(())
    }

    fn lift(&mut self, who: usize, risk: usize, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        if self.only_reads(who) {
            why.insert(Why::NoRight);
        }
        let to = (risk < self.risks.len()).then(|| above(self.held_by(risk))).flatten();
        if risk < self.risks.len() && to.is_none() {
            why.insert(Why::State);
        }
        refuse(why)?;
        let (now, to) = ((self.day, self.step), to.unwrap_or(Role::Financier));
        let r = &mut self.risks[risk];
        r.lift = Some((to, who));
        r.escalation = Some((now, false));
        r.version += 1;
        self.tell(0, to, who);
        Ok(())
    }
    /// The registrar reads and exports.
    fn only_reads(&self, who: usize) -> bool {
        self.current(who).all(|h| h.role == Role::Registrar)
    }

    /// Open: who closes a risk. The program asks for the mandate of its band and the right to work with risks.
    fn end(&mut self, who: usize, risk: usize, close: bool, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, stale, &mut why);
        if !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
        if !close && matches!(self.risks.get(risk), Some(Risk { state: State::Occurred { .. }, .. })) {
            why.insert(Why::State);
        }
        if close && risk < self.risks.len() && self.decides_in(who, self.table.roles(self.matter_of(risk))).is_empty() {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        let on = self.day;
        let r = &mut self.risks[risk];
        r.version += 1;
        r.state = if close { State::Closed { on } } else { State::Occurred { on } };
        if close {
            (r.proposal, r.lift, r.escalation) = (None, None, None);
        }
        self.remarks += 1;
        Ok(())
    }
    /// An opinion is not a decision, and does not raise the version.
    fn remark(&mut self, who: usize, risk: usize) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        if risk >= self.risks.len() {
            why.insert(Why::NotFound);
        }
        if self.only_reads(who) {
            why.insert(Why::NoRight);
        }
        refuse(why)?;
        self.remarks += 1;
        Ok(())
    }

    fn start(&mut self, who: usize) -> Result<(), Refusal> {
        if !self.has(who, &WRITE_REPORTS) {
            return one(Why::NoRight);
        }
        let whole = self.reports.last().and_then(|editions| editions.last()).is_some_and(|e| e.whole);
        self.reports.push(vec![Edition { stage: Stage::Draft, makers: [who].into(), whole, decision: None, mailed: false, version: 1 }]);
        Ok(())
    }
    fn newest(&self, report: usize) -> Option<&Edition> {
        self.reports.get(report).and_then(|editions| editions.last())
    }
    fn newest_mut(&mut self, report: usize) -> Option<&mut Edition> {
        self.reports.get_mut(report).and_then(|editions| editions.last_mut())
    }
    /// Writing a report: the right, and that the report is there.
    fn writes(&self, who: usize, report: usize, why: &mut Refusal) {
        if !self.has(who, &WRITE_REPORTS) {
            why.insert(Why::NoRight);
        }
        if self.newest(report).is_none() {
            why.insert(Why::NotFound);
        }
    }
    fn edit(&mut self, who: usize, report: usize, whole: bool, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, report, &mut why);
        if self.newest(report).is_some_and(|e| !e.stage.editable()) {
            why.insert(Why::State);
        }
        if stale && self.newest(report).is_some() {
            why.insert(Why::Stale);
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(report) {
            e.makers.insert(who);
            e.whole = whole;
            e.version += 1;
        }
        Ok(())
    }
    fn submit(&mut self, who: usize, report: usize, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, report, &mut why);
        if let Some(e) = self.newest(report) {
            if !e.stage.editable() {
                why.insert(Why::State);
            }
            if !e.whole {
                why.insert(Why::Invalid);
            }
            if stale {
                why.insert(Why::Stale);
            }
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(report) {
            e.stage = Stage::Submitted;
            e.version += 1;
        }
        Ok(())
    }
    fn decide_report(&mut self, who: usize, action: &Action, report: usize, basis: Basis, stale: bool) -> Result<(), Refusal> {
        let Some(e) = self.newest(report) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if e.stage != Stage::Submitted {
            why.insert(Why::State);
        }
        if stale {
            why.insert(Why::Stale);
        }
        let (makers, version): (Vec<usize>, i64) = (e.makers.iter().copied().collect(), e.version);
        let roles = self.table.roles(Matter::StatusReport);
        if !self.decision(who, roles, Matter::StatusReport, &makers, basis, why, action.clone(), version)? {
            return Ok(());
        }
        let approved = matches!(action, Action::Approve { .. });
        let number = self.take(Matter::StatusReport, (report + 1).to_string(), if approved { "approved" } else { "returned" }, who, roles);
        if let Some(e) = self.newest_mut(report) {
            e.stage = if approved { Stage::Approved } else { Stage::Returned };
            e.decision = Some(number);
            e.version += 1;
        }
        Ok(())
    }
    fn new_edition(&mut self, who: usize, report: usize) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, report, &mut why);
        if self.newest(report).is_some_and(|e| !e.stage.locked()) {
            why.insert(Why::State);
        }
        refuse(why)?;
        let whole = self.newest(report).is_some_and(|e| e.whole);
        self.reports[report].push(Edition { stage: Stage::Draft, makers: [who].into(), whole, decision: None, mailed: false, version: 1 });
        Ok(())
    }
    fn dispatch(&mut self, who: usize, report: usize) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        if !self.has(who, &DISPATCH) {
            why.insert(Why::NoRight);
        }
        let edition = self.reports.get(report).map(|editions| editions.iter().rposition(|e| e.stage.locked()));
        match edition {
            None => drop(why.insert(Why::NotFound)),
            Some(None) => drop(why.insert(Why::State)),
            Some(Some(_)) => {}
        }
        refuse(why)?;
        if let Some(Some(at)) = edition {
            let e = &mut self.reports[report][at];
            self.dispatched += usize::from(!e.mailed);
            e.mailed = true;
        }
        Ok(())
    }
    /// The first accepted recipient makes an approved edition a sent one. Answers whether there was such a mail.
    pub fn mail_arrives(&mut self, report: usize) -> bool {
        let waiting = self.reports.get_mut(report).and_then(|editions| editions.iter_mut().find(|e| e.mailed && e.stage == Stage::Approved));
        if let Some(e) = waiting {
            e.stage = Stage::Sent;
            e.version += 1;
            return true;
        }
        false
    }

    fn adopt(&mut self, who: usize, table: Table, basis: Basis, stale: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        let roles = self.table.roles(Matter::Charter);
        if self.decides_in(who, roles).is_empty() {
            why.insert(Why::NoMandate);
        } else if !self.basis_holds(who, roles, Matter::Charter, basis) {
            why.insert(Why::State);
        }
        if stale {
            why.insert(Why::Stale);
        }
        refuse(why)?;
        self.take(Matter::Charter, (self.charter + 1).to_string(), "adopted", who, roles);
        for risk in 0..self.risks.len() {
            let matter = self.matter_of(risk);
            // Acknowledgements clear when the holder changes; explicit lifts stay.
            let moved = self.table.roles(matter)[0] != table.roles(matter)[0];
            let now = (self.day, self.step);
            let r = &mut self.risks[risk];
            if moved && !matches!(r.state, State::Closed { .. }) && r.lift.is_none() && r.escalation.is_some_and(|(_, seen)| seen) {
                r.escalation = Some((now, false));
            }
        }
        (self.table, self.charter) = (table, self.charter + 1);
        Ok(())
    }

    /// The chair's yes to what was recorded: decided now, on the basis that was recorded.
    fn confirm(&mut self, who: usize, recording: usize) -> Result<(), Refusal> {
        let Some(Recording { action, basis, version, .. }) = self.recordings.get(recording).filter(|r| r.open).cloned() else { return one(Why::NotFound) };
        let (roles, now) = match action {
            Action::Answer { risk, .. } | Action::Accept { risk, .. } => (self.roles_over(risk), risk_version(&self.risks, risk)),
            Action::Approve { report, .. } | Action::Return { report, .. } => {
                (self.table.roles(Matter::StatusReport).to_vec(), self.newest(report).map_or(0, |e| e.version))
            }
            _ => return one(Why::State),
        };
        let stale = now != version;
        if self.decides_in(who, &roles).is_empty() {
            let mut why = Refusal::from([Why::NoMandate]);
            if stale {
                why.extend([Why::Stale, Why::State]);
            }
            return Err(why);
        }
        let known = self.recordings.len();
        let done = match action {
            Action::Answer { risk, confirm, .. } => self.answer(who, risk, confirm, basis, stale),
            Action::Accept { risk, days: until, .. } => self.accept_until(who, risk, until, basis, stale, action.clone()),
            Action::Approve { report, .. } | Action::Return { report, .. } => self.decide_report(who, &action, report, basis, stale),
            _ => one(Why::State),
        };
        // One who may not decide it does not record it once more.
        if self.recordings.len() > known {
            self.recordings.truncate(known);
            return one(Why::NoMandate);
        }
        done?;
        self.recordings[recording].open = false;
        Ok(())
    }

    /// A night's work: what was accepted until a day that has passed is open again.
    pub fn days_pass(&mut self, days: i64) {
        self.day += days;
        for r in &mut self.risks {
            if matches!(r.state, State::Accepted { until } if until < self.day) {
                r.state = if r.covered { State::Treated } else { State::Assessed };
                r.version += 1;
            }
        }
    }
}

fn refuse(why: Refusal) -> Result<(), Refusal> {
    if why.is_empty() { Ok(()) } else { Err(why) }
}
fn reference(risk: usize) -> String {
    format!("R{}", risk + 1)
}
fn risk_version(risks: &[Risk], risk: usize) -> i64 {
    risks.get(risk).map_or(0, |r| r.version)
}
