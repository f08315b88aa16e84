//! Deciding about a waiver that is asked for: it is granted, or refused.
use super::{View, view};
use crate::domain::decision::ObjectKind;
use crate::domain::ids::RequirementRef;
use crate::domain::remark::Topic;
use crate::domain::text::LongText;
use crate::input::Fields;
use crate::services::decisions::Done;
use crate::services::requirements::{self as service, DecideWaiver, WaiverOutcome};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::requirements::RequirementRow;
use crate::web::decision_page::{Case, Chosen, Name, Stand, Step, Term};
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

impl Step for WaiverOutcome {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            WaiverOutcome::Grant => ("circle-check", "go"),
            WaiverOutcome::Refuse => ("x", "stop"),
        }
    }
}

/// A requirement that somebody wants waived.
pub struct Waived {
    reference: RequirementRef,
    row: RequirementRow,
}

#[derive(Serialize)]
pub struct Shown {
    requirement: View,
}

impl Case for Waived {
    type Step = WaiverOutcome;
    type Answers = LongText;
    type Shown = Shown;
    const MENU: &'static str = "requirements";
    const FORM: &'static str = "pages/requirements/decision.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Waived, Problem> {
        let (reference, row) = super::named(db, rq, at)?;
        Ok(Waived { reference, row })
    }
    fn version(&self) -> i64 {
        self.row.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::Requirement, self.reference.to_string())
    }
    fn topic(&self) -> Topic {
        Topic::Requirement(self.reference)
    }
    fn name(&self, _rq: &Rq) -> Name {
        Name { path: format!("requirements/{}", self.reference), short: self.reference.to_string(), full: format!("{} {}", self.reference, self.row.text) }
    }
    /// Who neither decides nor records, and whoever comes when it is decided, finds nothing to choose.
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<WaiverOutcome>, Problem> {
        let stand = Stand::before(&rq.ctx()?, at, &self.row.to_domain()?.pending()?);
        let outcomes = if stand.acts() { WaiverOutcome::ALL } else { &[] };
        Ok(stand.offering("waiver", outcomes.iter().copied()))
    }
    fn shown(&self, _db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown { requirement: view(rq, at, self.row.clone())? })
    }
    fn read(&self, f: &mut Fields<'_>, _step: Option<WaiverOutcome>, _today: NaiveDate) -> Option<LongText> {
        f.long("motivation")
    }
    fn terms(&self, _db: &mut Db, rq: &Rq, _at: &InProject, _step: WaiverOutcome, motivation: &LongText) -> Result<Vec<Term>, Problem> {
        Ok(vec![Term::new(rq, "decision-motivation", motivation.to_string())])
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Waived>) -> Result<Option<Done>, Problem> {
        let Chosen { step: outcome, answers: motivation, basis, version } = chosen;
        service::decide_waiver(db, &rq.ctx()?, at, self.reference, &DecideWaiver { outcome, motivation, basis, version }).map(Some)
    }
}
