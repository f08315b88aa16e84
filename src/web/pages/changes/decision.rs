//! Deciding about a request: it is approved, rejected, returned or lifted.
use super::view::{Card, card};
use crate::domain::change::Change;
use crate::domain::decision::ObjectKind;
use crate::domain::refused::Refused;
use crate::domain::remark::Topic;
use crate::domain::risk;
use crate::domain::text::LongText;
use crate::input::Fields;
use crate::services::changes::{self, Decide, Verdict};
use crate::services::decisions::Done;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::changes::ChangeRow;
use crate::web::decision_page::{Case, Chosen, Name, Stand, Step, Term};
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

/// A request that was raised.
pub struct Raised {
    row: ChangeRow,
    change: Change,
    /// Another approval has changed the plan: it can be approved no more.
    plan_has_moved: bool,
}

impl Step for Verdict {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Verdict::Approve => ("circle-check", "go"),
            Verdict::Reject => ("x", "stop"),
            Verdict::Return => ("undo-2", "back"),
            Verdict::Lift => ("arrow-up", "end"),
        }
    }
}

#[derive(Serialize)]
pub struct Shown {
    change: Card,
    plan_has_moved: bool,
}

impl Case for Raised {
    type Step = Verdict;
    type Answers = LongText;
    type Shown = Shown;
    const MENU: &'static str = "changes";
    const FORM: &'static str = "pages/changes/decision.html";
    const CHECK: &'static str = "pages/changes/check.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Raised, Problem> {
        let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
        let change = row.to_domain()?;
        Ok(Raised { plan_has_moved: changes::plan_has_moved(db, at, &change)?, change, row })
    }
    fn version(&self) -> i64 {
        self.row.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::ChangeRequest, self.row.reference().to_string())
    }
    fn topic(&self) -> Topic {
        Topic::Change(self.row.reference())
    }
    fn name(&self, _rq: &Rq) -> Name {
        let reference = self.row.reference();
        Name { path: format!("changes/{reference}"), short: reference.to_string(), full: format!("{reference} {}", self.row.title) }
    }
    /// Who neither decides, lifts nor records is told who decides.
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Verdict>, Problem> {
        if let Some(number) = self.row.decision {
            return Err(Problem::AlreadyDecided(number));
        }
        self.change.demand_raised()?;
        at.demand_running()?;
        let ctx = rq.ctx()?;
        let pending = changes::pending(&ctx, at, &self.change).ok_or(Refused::ChangeNotRaised)?;
        let stand = Stand::before(&ctx, at, &pending);
        if !stand.acts() && !stand.standing.own {
            at.charter.mandate_over(&at.actor, &pending, None, ctx.today)?;
        }
        let decided: &[Verdict] = if stand.acts() { &[Verdict::Approve, Verdict::Reject, Verdict::Return] } else { &[] };
        let decided = decided.iter().copied().filter(|verdict| *verdict != Verdict::Approve || !self.plan_has_moved);
        let lifted = risk::above(stand.holder).map(|_| Verdict::Lift);
        Ok(stand.offering("change-step", decided.chain(lifted)))
    }
    fn shown(&self, _db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown { change: card(rq, at, &self.row, &self.change), plan_has_moved: self.plan_has_moved })
    }
    fn read(&self, f: &mut Fields<'_>, _step: Option<Verdict>, _today: NaiveDate) -> Option<LongText> {
        f.long("reason")
    }
    fn terms(&self, _db: &mut Db, rq: &Rq, _at: &InProject, _step: Verdict, reason: &LongText) -> Result<Vec<Term>, Problem> {
        Ok(vec![Term::new(rq, "risk-reason", reason.to_string())])
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Raised>) -> Result<Option<Done>, Problem> {
        let Chosen { step: verdict, answers: reason, basis, version } = chosen;
        let request = Decide { verdict, reason: Some(reason), basis, version };
        changes::decide(db, &rq.ctx()?, at, self.row.reference(), &request).map(Some)
    }
    fn told(&self, _rq: &Rq, _at: &InProject, _step: Verdict) -> Result<&'static str, Problem> {
        Ok("msg-change-decided")
    }
}
