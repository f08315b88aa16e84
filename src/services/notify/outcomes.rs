//! Mails about what one of the four outcomes is chosen of: a gate, or a part delivery.
use super::{about, tell_deciders, tell_holders};
use crate::domain::lifecycle::GateOutcome;
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::{Db, deliveries, gates};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A gate or a part delivery, as a mail names it.
#[derive(Debug, Clone, Copy)]
pub enum Thing<'a> {
    Gate { number: i32, phase: &'a str },
    Delivery { number: i32, name: &'a str },
}
impl Thing<'_> {
    /// The word that its mails begin with, its page, and what they say of it.
    fn told(self) -> (&'static str, String, Value) {
        match self {
            Thing::Gate { number, phase } => ("gate", format!("gates/{number}"), json!({"number": number, "phase": phase})),
            Thing::Delivery { number, name } => ("delivery", format!("deliveries/{number}"), json!({"number": number, "name": name})),
        }
    }
    /// The day on which it is planned to be decided.
    fn due_on(self, db: &mut Db, at: &InProject) -> Result<Option<NaiveDate>, Problem> {
        Ok(match self {
            Thing::Gate { number, .. } => gates::of(db, at.project.id)?.iter().find(|g| g.number == number).and_then(|g| g.planned_on),
            Thing::Delivery { number, .. } => deliveries::find(db, at.project.id, number)?.and_then(|d| d.planned_on),
        })
    }
}

word_enum! {
    /// What has happened to it.
    Event { Submitted = "submitted", Lifted = "lifted", Asked = "asked", Decided = "decided" }
}

/// What a mail about it tells.
pub struct OutcomeMail<'a> {
    pub thing: Thing<'a>,
    /// The matter that it is decided under, and who decides, or has decided.
    pub matter: Matter,
    pub role: Role,
    pub reason: &'a str,
    /// What is recommended, proposed or decided.
    pub outcome: Option<GateOutcome>,
}

/// Tells the leader what was decided, and of all else those who decide: it waits for them.
///
/// # Errors
/// Those of the store.
pub fn outcome(db: &mut Db, ctx: &Ctx, at: &InProject, event: Event, mail: &OutcomeMail<'_>) -> Result<(), Problem> {
    let OutcomeMail { thing, matter, role, reason, outcome } = *mail;
    let (word, page, named) = thing.told();
    let told = json!({word: named, "role": role, "reason": reason, "outcome": outcome, "due_on": thing.due_on(db, at)?.filter(|day| *day >= ctx.today)});
    let (kind, data) = (format!("{word}-{event}"), about(ctx, at, page, told));
    if event == Event::Decided {
        return tell_holders(db, ctx, at, Role::ProjectLeader, &kind, &data);
    }
    tell_deciders(db, ctx, at, matter, role, &kind, &data)
}
