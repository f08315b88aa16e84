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
    /// Who asks the holder to take a stand.
    pub request: Option<usize>,
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

/// What a leader, deputy or secretary recorded of a body's decision.
#[derive(Debug, Clone)]
pub struct Recording {
    pub action: Action,
    pub basis: Basis,
    pub by: usize,
    /// The body, whose chair confirms or declines.
    pub role: Role,
    /// `confirmed`, `declined` or `moved_on`; open without.
    pub end: Option<&'static str>,
}
impl Recording {
    /// The risk or report that it is about.
    fn about(&self) -> String {
        match self.action {
            Action::Answer { risk, .. } | Action::Accept { risk, .. } | Action::Order { risk, .. } | Action::Lift { risk, .. } => reference(risk),
            Action::Approve { report, .. } | Action::Return { report, .. } => (report + 1).to_string(),
            _ => String::new(),
        }
    }
}

/// What the sender says of the version that they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saw {
    Now,
    Stale,
    Unsaid,
}

/// The mails that go to people of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mail {
    Escalated,
    Proposed,
    Lifted,
    Asked,
    Declined,
    Moved,
    Submitted,
    Returned,
}
pub const MAILS: [&str; 8] =
    ["risk-escalated", "lowering-proposed", "risk-lifted", "risk-asked", "recording-declined", "matters-moved", "report-submitted", "report-returned"];

/// A decision as it must stand in the log.
#[derive(Debug, Clone)]
pub struct Taken {
    pub matter: Matter,
    pub object: String,
    pub outcome: &'static str,
    pub who: usize,
    /// Who recorded it before it was confirmed; otherwise `who`.
    pub recorded_by: usize,
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
    /// How many of each of [`MAILS`].
    pub mails: [usize; MAILS.len()],
    pub dispatched: usize,
    /// Who recorded what is being confirmed.
    pub confirming: Option<usize>,
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
    /// Where a role's matters show up: there, or with the role above while nobody decides in it.
    fn manned(&self, role: Role) -> Option<Role> {
        std::iter::successors(Some(role), |r| above(*r)).find(|r| self.deciders(*r).next().is_some())
    }
    /// A mail goes to each who decides for the role, but not to the one who acts.
    fn tell(&mut self, what: Mail, role: Role, but: usize) {
        let with = self.manned(role).unwrap_or(role);
        self.mails[what as usize] += self.deciders(with).filter(|who| *who != but).count();
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
    /// Who lifted it, or asks for a stand.
    fn makers(&self, risk: usize) -> Vec<usize> {
        self.risks[risk].lift.map(|(_, by)| by).into_iter().chain(self.risks[risk].request).collect()
    }
    /// The holder, unless barred as a maker of what waits.
    fn decides_now(&self, who: usize, risk: usize) -> bool {
        !self.decides_in(who, &self.roles_over(risk)).is_empty() && !self.makers(risk).contains(&who)
    }
    /// Waits for its holder: an escalation that was not acknowledged, a lowering that was not answered, a lift, or a request.
    pub fn waits(&self, risk: usize) -> bool {
        let r = &self.risks[risk];
        !matches!(r.state, State::Closed { .. })
            && (r.escalation.is_some_and(|(_, seen)| !seen) || r.proposal.is_some() || r.lift.is_some() || r.request.is_some())
    }

    /// What stands in somebody's list: what waits and is the person's to decide, but not what the person made; what nobody in the
    /// role below can decide; recordings to confirm; and reports to finish, to send or to mend.
    pub fn waiting_for(&self, who: usize) -> Vec<String> {
        let mut found = Vec::new();
        let unmanned = |role: Role| self.manned(role).is_some_and(|with| with != role && !self.decides_in(who, &[with]).is_empty());
        for (risk, r) in self.risks.iter().enumerate() {
            let own = self.makers(risk).contains(&who) || r.proposal.is_some_and(|(_, _, by)| by == who);
            let decides = !own && !self.decides_in(who, &self.roles_over(risk)).is_empty();
            if self.waits(risk) && (decides || unmanned(self.held_by(risk))) {
                found.push(reference(risk));
            }
        }
        for (number, editions) in (1..).zip(&self.reports) {
            let last_locked = editions.iter().rposition(|e| e.stage.locked());
            for (at, e) in editions.iter().enumerate() {
                let roles = self.table.roles(Matter::StatusReport);
                match e.stage {
                    Stage::Submitted if (!self.decides_in(who, roles).is_empty() && !e.makers.contains(&who)) || unmanned(roles[0]) => {
                        found.push(format!("submitted {number}"));
                    }
                    // A corrected edition takes the place of the one before it.
                    Stage::Approved if last_locked == Some(at) && self.has(who, &[Role::ProjectOrderer]) => found.push(format!("to send {number}")),
                    Stage::Returned if self.has(who, &[Role::ProjectLeader, Role::DeputyProjectLeader]) => found.push(format!("returned {number}")),
                    Stage::Draft if self.has(who, &[Role::ProjectLeader, Role::DeputyProjectLeader]) => found.push(format!("draft {number}")),
                    _ => {}
                }
            }
        }
        let mine = |r: &&Recording| r.end.is_none() && !self.decides_in(who, &[r.role]).is_empty();
        found.extend(self.recordings.iter().filter(mine).map(|r| format!("to confirm {}", r.about())));
        found
    }
    /// What was recorded about something that has changed since can no longer be confirmed.
    fn moved_on(&mut self, about: &str) {
        for r in self.recordings.iter_mut().filter(|r| r.end.is_none() && r.about() == about) {
            r.end = Some("moved_on");
        }
    }
    /// The risk has changed.
    fn touch(&mut self, risk: usize) {
        self.risks[risk].version += 1;
        self.moved_on(&reference(risk));
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
        // Whoever confirms what was recorded does not record it once more.
        if self.confirming.is_none() && self.has(who, &RECORD) && self.is_body(roles[0]) && told { Authority::Record } else { Authority::No }
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
        self.moved_on(&object);
        let recorded_by = self.confirming.unwrap_or(who);
        self.decisions.push(Taken { matter, object, outcome, who, recorded_by, roles: roles.to_vec(), charter: self.charter });
        self.decisions.len() as i32
    }

    /// The new S and K take effect. A lift falls when the value leaves its band, unless a raise leaves it above the new holder.
    fn settle(&mut self, risk: usize, s: i32, k: i32, by: usize) {
        let old = self.held_by(risk);
        let (before, after) = (Band::of(self.risks[risk].s * self.risks[risk].k), Band::of(s * k));
        let by_charter = self.table.roles(Matter::Risk(after))[0];
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
        let stays = |to: Role| after == before || (after > before && std::iter::successors(above(by_charter), |r| above(*r)).any(|r| r == to));
        r.lift = r.lift.filter(|(to, _)| stays(*to));
        // A raise cancels what was proposed, and a lowering overtakes it.
        if raised_value || after < before {
            r.proposal = None;
        }
        if after < before {
            r.escalation = None;
        }
        let new = self.held_by(risk);
        if new != old {
            self.risks[risk].request = None;
        }
        self.assessments += 1;
        if after > before && new != old {
            let seen = !self.decides_in(by, &self.roles_over(risk)).is_empty();
            self.risks[risk].escalation = Some(((self.day, self.step), seen));
            self.tell(Mail::Escalated, new, by);
        }
    }

    /// Does `action` as `who`, or says every reason why not.
    pub fn act(&mut self, who: usize, action: &Action, saw: Saw) -> Result<(), Refusal> {
        let by_itself = matches!(action, Action::MailArrives { .. } | Action::DaysPass { .. });
        if !by_itself && !self.is_here(who) {
            return one(Why::NotFound);
        }
        match *action {
            Action::Log { s, k } => self.log(who, s, k),
            Action::Assess { risk, s, k } => self.assess(who, risk, s, k, saw),
            Action::Answer { risk, confirm, basis } => self.answer(who, risk, confirm, basis, saw),
            Action::Accept { risk, days, basis } => self.accept(who, risk, self.day + days, basis, saw),
            Action::Acknowledge { risk } => self.acknowledge(who, risk),
            Action::Order { risk, named, basis } => self.order(who, risk, named, basis, saw),
            Action::Choose { risk, named } => self.choose(who, risk, named),
            Action::Lift { risk, basis } => self.lift(who, risk, basis, saw),
            Action::Occur { risk } => self.occur(who, risk, saw),
            Action::Close { risk } => self.close(who, risk, saw),
            Action::Remark { risk, .. } => self.remark(who, risk),
            Action::Start => self.start(who),
            Action::Edit { report, whole } => self.edit(who, report, whole, saw),
            Action::Submit { report } => self.submit(who, report, saw),
            Action::Approve { report, basis } => self.decide_report(who, action, report, basis, saw),
            Action::Return { report, basis } => self.decide_report(who, action, report, basis, saw),
            Action::NewEdition { report } => self.new_edition(who, report),
            Action::Dispatch { report } => self.dispatch(who, report, saw),
            Action::Adopt { table, basis } => self.adopt(who, table, basis, saw),
            Action::Confirm { recording } => self.confirm(who, recording),
            Action::Decline { recording } => self.decline(who, recording),
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
        self.risks.push(Risk { s, k, state: State::Assessed, covered: false, proposal: None, lift: None, request: None, escalation, version: 1 });
        self.assessments += 1;
        if escalation.is_some() {
            self.tell(Mail::Escalated, holder, who);
        }
        Ok(())
    }

    /// Whether the risk is there, open, and as the sender saw it. Some acts demand that the version is named.
    fn usual(&self, risk: usize, saw: Saw, demanded: bool, why: &mut Refusal) {
        match self.risks.get(risk) {
            None => drop(why.insert(Why::NotFound)),
            Some(r) => {
                if matches!(r.state, State::Closed { .. }) {
                    why.insert(Why::State);
                }
                seen(saw, demanded, why);
            }
        }
    }
    /// The holder works with a risk whatever the role.
    fn works_on(&self, who: usize, risk: usize, why: &mut Refusal) {
        let holds = risk < self.risks.len() && !self.decides_in(who, &self.roles_over(risk)).is_empty();
        if !holds && !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
    }

    fn assess(&mut self, who: usize, risk: usize, s: i32, k: i32, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
        self.works_on(who, risk, &mut why);
        if !(1..=5).contains(&s) || !(1..=5).contains(&k) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        self.touch(risk);
        let r = &self.risks[risk];
        if Band::of(s * k) < Band::of(r.s * r.k) && !self.decides_now(who, risk) {
            // One pending proposal; a new one replaces it, and the holder stays.
            self.risks[risk].proposal = Some((s, k, who));
            self.tell(Mail::Proposed, self.held_by(risk), who);
            return Ok(());
        }
        self.settle(risk, s, k, who);
        Ok(())
    }

    fn answer(&mut self, who: usize, risk: usize, confirm: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
        let Some((s, k, by)) = self.risks.get(risk).and_then(|r| r.proposal) else {
            why.insert(if risk < self.risks.len() { Why::State } else { Why::NotFound });
            why.insert(Why::NoMandate);
            return Err(why);
        };
        let (matter, roles) = (self.matter_of(risk), self.roles_over(risk));
        let makers = [self.makers(risk), vec![by]].concat();
        if !self.decision(who, &roles, matter, &makers, basis, why, Action::Answer { risk, confirm, basis })? {
            return Ok(());
        }
        self.touch(risk);
        if confirm {
            self.settle(risk, s, k, who);
        }
        self.risks[risk].proposal = None;
        self.take(matter, reference(risk), if confirm { "confirmed" } else { "refused" }, who, &roles);
        Ok(())
    }

    /// Settles who may decide, and the basis. `true`: it is decided now; `false`: it was recorded and waits for the chair.
    fn decision(
        &mut self, who: usize, roles: &[Role], matter: Matter, makers: &[usize], basis: Basis, mut why: Refusal, action: Action,
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
                self.recordings.push(Recording { action, basis, by: who, role: roles[0], end: None });
                return Ok(false);
            }
        }
        Err(why)
    }

    fn accept(&mut self, who: usize, risk: usize, until: i64, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
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
        let (matter, roles, makers) = (self.matter_of(risk), self.roles_over(risk), self.makers(risk));
        // What was recorded keeps the day it named.
        let record = Action::Accept { risk, days: until, basis };
        if !self.decision(who, &roles, matter, &makers, basis, why, record)? {
            return Ok(());
        }
        self.touch(risk);
        self.risks[risk].state = State::Accepted { until };
        // Everything that waited is settled by it.
        self.risks[risk].proposal = None;
        self.dealt_with(risk);
        self.take(matter, reference(risk), "accepted", who, &roles);
        Ok(())
    }
    /// Who has decided has seen what came up.
    fn dealt_with(&mut self, risk: usize) {
        let r = &mut self.risks[risk];
        (r.lift, r.request) = (None, None);
        r.escalation = r.escalation.map(|(at, _)| (at, true));
    }

    fn acknowledge(&mut self, who: usize, risk: usize) -> Result<(), Refusal> {
        let Some(r) = self.risks.get(risk) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if r.escalation.is_none_or(|(_, seen)| seen) && r.request.is_none() {
            why.insert(Why::State);
        }
        if !self.decides_now(who, risk) {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        // Acknowledgements do not raise the version.
        let r = &mut self.risks[risk];
        r.escalation = r.escalation.map(|(at, _)| (at, true));
        r.request = None;
        Ok(())
    }

    fn order(&mut self, who: usize, risk: usize, named: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        let (matter, roles, makers) = (self.matter_of(risk), self.roles_over(risk), self.makers(risk));
        if !self.decision(who, &roles, matter, &makers, basis, why, Action::Order { risk, named, basis })? {
            return Ok(());
        }
        self.cover(risk, named);
        self.dealt_with(risk);
        self.take(matter, reference(risk), "measure_ordered", who, &roles);
        Ok(())
    }
    /// A chosen measure; it covers the risk when it has a responsible person.
    fn cover(&mut self, risk: usize, named: bool) {
        self.measures += 1;
        self.touch(risk);
        let r = &mut self.risks[risk];
        r.covered |= named;
        if r.covered && r.state == State::Assessed {
            r.state = State::Treated;
        }
    }
    fn choose(&mut self, who: usize, risk: usize, named: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, Saw::Now, false, &mut why);
        if !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
        refuse(why)?;
        self.cover(risk, named);
        Ok(())
    }

    /// The holder, whoever lifted it there, decides to lift it further, on a basis where a body holds it. A body's lift can be
    /// recorded. Anybody else who may discuss asks the holder, with whom it stays.
    fn lift(&mut self, who: usize, risk: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        let (matter, roles) = (self.matter_of(risk), self.roles_over(risk));
        if let Authority::No = self.authority(who, &roles, &[], basis) {
            if self.only_reads(who) {
                why.insert(Why::NoRight);
            }
            refuse(why)?;
            self.risks[risk].request = Some(who);
            self.tell(Mail::Asked, roles[0], who);
            return Ok(());
        }
        let Some(to) = above(roles[0]) else {
            why.insert(Why::State);
            return Err(why);
        };
        if !self.decision(who, &roles, matter, &[], basis, why, Action::Lift { risk, basis })? {
            return Ok(());
        }
        self.touch(risk);
        let now = (self.day, self.step);
        let r = &mut self.risks[risk];
        (r.lift, r.request, r.escalation) = (Some((to, who)), None, Some((now, false)));
        self.take(matter, reference(risk), "lifted", who, &roles);
        self.tell(Mail::Lifted, to, who);
        Ok(())
    }
    /// The registrar reads and exports.
    fn only_reads(&self, who: usize) -> bool {
        self.current(who).all(|h| h.role == Role::Registrar)
    }

    fn occur(&mut self, who: usize, risk: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        self.works_on(who, risk, &mut why);
        if matches!(self.risks.get(risk), Some(Risk { state: State::Occurred { .. }, .. })) {
            why.insert(Why::State);
        }
        refuse(why)?;
        self.touch(risk);
        self.risks[risk].state = State::Occurred { on: self.day };
        self.remarks += 1;
        Ok(())
    }
    /// Open: who closes a risk. The program asks for the mandate over it, and for no basis.
    fn close(&mut self, who: usize, risk: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk < self.risks.len() && !self.decides_now(who, risk) {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        self.touch(risk);
        let r = &mut self.risks[risk];
        r.state = State::Closed { on: self.day };
        (r.proposal, r.lift, r.request, r.escalation) = (None, None, None, None);
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
    fn edit(&mut self, who: usize, report: usize, whole: bool, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, report, &mut why);
        if self.newest(report).is_some_and(|e| !e.stage.editable()) {
            why.insert(Why::State);
        }
        if self.newest(report).is_some() {
            seen(saw, true, &mut why);
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(report) {
            e.makers.insert(who);
            e.whole = whole;
            e.version += 1;
        }
        Ok(())
    }
    fn submit(&mut self, who: usize, report: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, report, &mut why);
        if let Some(e) = self.newest(report) {
            if !e.stage.editable() {
                why.insert(Why::State);
            }
            if !e.whole {
                why.insert(Why::Invalid);
            }
            seen(saw, true, &mut why);
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(report) {
            e.stage = Stage::Submitted;
            e.version += 1;
        }
        self.tell(Mail::Submitted, self.table.roles(Matter::StatusReport)[0], who);
        Ok(())
    }
    fn decide_report(&mut self, who: usize, action: &Action, report: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(e) = self.newest(report) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if e.stage != Stage::Submitted {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        let makers: Vec<usize> = e.makers.iter().copied().collect();
        let roles = self.table.roles(Matter::StatusReport);
        if !self.decision(who, roles, Matter::StatusReport, &makers, basis, why, action.clone())? {
            return Ok(());
        }
        let approved = matches!(action, Action::Approve { .. });
        let number = self.take(Matter::StatusReport, (report + 1).to_string(), if approved { "approved" } else { "returned" }, who, roles);
        if let Some(e) = self.newest_mut(report) {
            e.stage = if approved { Stage::Approved } else { Stage::Returned };
            e.decision = Some(number);
            e.version += 1;
        }
        if !approved {
            self.tell(Mail::Returned, Role::ProjectLeader, who);
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
    fn dispatch(&mut self, who: usize, report: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        if !self.has(who, &DISPATCH) {
            why.insert(Why::NoRight);
        }
        let edition = self.reports.get(report).map(|editions| editions.iter().rposition(|e| e.stage.locked()));
        match edition {
            None => drop(why.insert(Why::NotFound)),
            Some(None) => drop(why.insert(Why::State)),
            Some(Some(_)) => seen(saw, true, &mut why),
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

    fn adopt(&mut self, who: usize, table: Table, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        let roles = self.table.roles(Matter::Charter);
        if self.decides_in(who, roles).is_empty() {
            why.insert(Why::NoMandate);
        } else if !self.basis_holds(who, roles, Matter::Charter, basis) {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        refuse(why)?;
        self.take(Matter::Charter, (self.charter + 1).to_string(), "adopted", who, roles);
        let now = (self.day, self.step);
        let mut told = Vec::new();
        for risk in 0..self.risks.len() {
            let matter = self.matter_of(risk);
            let to = table.roles(matter)[0];
            let waits = self.waits(risk);
            let r = &mut self.risks[risk];
            // Acknowledgements clear when the holder changes; explicit lifts stay. Open: an escalation's time is then set anew.
            if self.table.roles(matter)[0] != to && !matches!(r.state, State::Closed { .. }) && r.lift.is_none() && (waits || r.escalation.is_some()) {
                r.escalation = r.escalation.map(|_| (now, false));
                told.push(to);
            }
        }
        let report = table.roles(Matter::StatusReport)[0];
        if self.table.roles(Matter::StatusReport)[0] != report && self.reports.iter().flatten().any(|e| e.stage == Stage::Submitted) {
            told.push(report);
        }
        (self.table, self.charter) = (table, self.charter + 1);
        // Each new holder is told once.
        told.sort_unstable();
        told.dedup();
        for role in told {
            self.tell(Mail::Moved, role, who);
        }
        // What a body recorded and may no longer decide is not its to confirm.
        for n in 0..self.recordings.len() {
            let roles = match self.recordings[n].action {
                Action::Approve { .. } | Action::Return { .. } => self.table.roles(Matter::StatusReport).to_vec(),
                Action::Answer { risk, .. } | Action::Accept { risk, .. } | Action::Order { risk, .. } | Action::Lift { risk, .. } => self.roles_over(risk),
                _ => Vec::new(),
            };
            let r = &mut self.recordings[n];
            if r.end.is_none() && !roles.contains(&r.role) {
                r.end = Some("moved_on");
            }
        }
        Ok(())
    }

    /// An open recording that is the person's to answer.
    fn to_answer(&self, who: usize, recording: usize) -> Result<Recording, Refusal> {
        let Some(found) = self.recordings.get(recording) else { return Err([Why::NotFound].into()) };
        let mut why = Refusal::new();
        if self.decides_in(who, &[found.role]).is_empty() {
            why.insert(Why::NoMandate);
        }
        if found.end.is_some() {
            why.insert(Why::State);
        }
        refuse(why).map(|()| found.clone())
    }
    /// The chair's yes to what was recorded: decided now, on the basis that was recorded.
    fn confirm(&mut self, who: usize, recording: usize) -> Result<(), Refusal> {
        let Recording { action, basis, by, .. } = self.to_answer(who, recording)?;
        self.confirming = Some(by);
        let done = match action {
            Action::Answer { risk, confirm, .. } => self.answer(who, risk, confirm, basis, Saw::Now),
            Action::Accept { risk, days: until, .. } => self.accept(who, risk, until, basis, Saw::Now),
            Action::Order { risk, named, .. } => self.order(who, risk, named, basis, Saw::Now),
            Action::Lift { risk, .. } => self.lift(who, risk, basis, Saw::Now),
            Action::Approve { report, .. } | Action::Return { report, .. } => self.decide_report(who, &action, report, basis, Saw::Now),
            _ => one(Why::State),
        };
        self.confirming = None;
        done?;
        self.recordings[recording].end = Some("confirmed");
        Ok(())
    }
    /// The chair's no: nothing was decided so, and who recorded it is told.
    fn decline(&mut self, who: usize, recording: usize) -> Result<(), Refusal> {
        self.to_answer(who, recording)?;
        self.recordings[recording].end = Some("declined");
        self.mails[Mail::Declined as usize] += 1;
        Ok(())
    }

    /// A night's work: what was accepted until a day that has passed is open again.
    pub fn days_pass(&mut self, days: i64) {
        self.day += days;
        for risk in 0..self.risks.len() {
            if matches!(self.risks[risk].state, State::Accepted { until } if until < self.day) {
                let r = &mut self.risks[risk];
                r.state = if r.covered { State::Treated } else { State::Assessed };
                self.touch(risk);
            }
        }
    }
}

fn refuse(why: Refusal) -> Result<(), Refusal> {
    if why.is_empty() { Ok(()) } else { Err(why) }
}
fn seen(saw: Saw, demanded: bool, why: &mut Refusal) {
    match saw {
        Saw::Stale => drop(why.insert(Why::Stale)),
        Saw::Unsaid if demanded => drop(why.insert(Why::Invalid)),
        _ => {}
    }
}
fn reference(risk: usize) -> String {
    format!("R{}", risk + 1)
}
