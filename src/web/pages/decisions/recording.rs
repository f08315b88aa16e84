//! `/projects/{code}/recordings/{id}`: what was recorded waits for the one who holds it: one click confirms, a reason declines.
use super::{Term, object_href, object_words};
use crate::domain::decision::Basis;
use crate::domain::role::Role;
use crate::input::{Fields, Input};
use crate::render::{format, report};
use crate::services::decisions::{self, Act, Decline, Done};
use crate::services::{InProject, Problem};
use crate::store::columns::{json, word};
use crate::store::{Db, recordings};
use crate::web::basis;
use crate::web::decision_page::done_in_words;
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

mod told;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    terms: Vec<Term>,
    object_href: String,
    role: Role,
    /// The person can confirm or decline it.
    may: bool,
    /// The person recorded it, and can take it back.
    own: bool,
    /// What became of it; empty while it waits.
    outcome: String,
    reason: String,
    decision: Option<i32>,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (row, by) = recordings::find(db, at.project.id, rq.number("id")?)?.ok_or(Problem::NotFound)?;
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let act: Act = json(&row.act)?;
    let mut terms = vec![term("decision-object", object_words(rq, &row.object_kind, &row.object_ref))];
    if told::has_a_title(&act) {
        terms.extend(decisions::title(db, &rq.ctx()?, at, &row)?.map(|title| term("decision-what", title)));
    }
    let role = word(&row.role)?;
    let entry = if let Act::ConfirmEntry { number } = act { Some(decisions::find(db, at, number)?) } else { None };
    let outcome = match &entry {
        Some(entry) => entry.outcome.clone(),
        None => act.outcome_of(role, &at.charter).map(|o| o.to_string()).unwrap_or_default(),
    };
    terms.extend(entry.as_ref().map(|e| term("decision-day", format::long_day(rq.lang, e.decided_on))));
    terms.push(term("decision-outcome", rq.lang.text(&format!("decision-outcome-{outcome}")).to_owned()));
    terms.extend(told::terms(db, rq, at, &act)?);
    if let Some(entry) = entry {
        terms.extend(Some(entry.motivation).filter(|why| !why.is_empty()).map(|why| term("decision-motivation", why)));
        terms.extend(entry.supersedes.map(|number| term("decision-supersedes", number.to_string())));
    }
    if let Some(reason) = act.reason() {
        terms.push(term("risk-reason", reason.to_string()));
    }
    terms.extend(act.supersedes().map(|number| term("decision-supersedes", number.to_string())));
    if let Some(basis) = &row.basis {
        terms.push(term("decision-basis", basis::words(rq, &json::<Basis>(basis)?)));
    }
    terms.push(term("decision-recorded", format!("{by}, {}", format::stamp(rq.lang, format::local(row.recorded_at)))));
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::empty(rq),
        terms,
        object_href: match act {
            // What is to be adopted is read beside the charter in force.
            Act::AdoptCharter { .. } if row.outcome.is_none() => urls::in_project(at, "charter/draft"),
            _ => object_href(at, &row.object_kind, &row.object_ref),
        },
        role,
        may: decisions::may_confirm(&rq.ctx()?, at, &row)?,
        own: decisions::may_withdraw(&rq.ctx()?, &row)?,
        outcome: row.outcome.unwrap_or_default(),
        reason: row.reason.unwrap_or_default(),
        decision: row.decision,
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/recording.html", &context)
}
/// The chair's answer, where a no needs its reason; or the recorder's own, who takes it back.
enum Reaction {
    Confirm,
    Decline(Decline),
    Withdraw,
}
impl Input for Reaction {
    fn parse(f: &mut Fields<'_>) -> Option<Reaction> {
        match (f.tick("withdraw"), f.tick("decline")) {
            (true, _) => Some(Reaction::Withdraw),
            (_, true) => Decline::parse(f).map(Reaction::Decline),
            _ => Some(Reaction::Confirm),
        }
    }
}

/// One click confirms: what was recorded is decided. Declined, it is not, and who recorded it is told why.
pub fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, id): (_, i64) = (rq.ctx()?, rq.number("id")?);
    let (to, said) = match rq.read::<Reaction>()? {
        Reaction::Decline(request) => {
            decisions::decline(db, &ctx, at, id, &request)?;
            (format!("recordings/{id}"), rq.lang.text("msg-declined").into())
        }
        Reaction::Withdraw => {
            decisions::withdraw(db, &ctx, at, id)?;
            (format!("recordings/{id}"), rq.lang.text("msg-withdrawn").into())
        }
        Reaction::Confirm => {
            let done = decisions::confirm(db, &ctx, at, id, &report::make_pdf)?;
            let to = match done {
                Done::Decided(number) => format!("decisions/{number}"),
                Done::WaitsForChair(other) => format!("recordings/{other}"),
            };
            (to, done_in_words(rq, done, "msg-decided"))
        }
    };
    Ok(Reply::see_other(urls::in_project(at, to)).with_notice(said))
}
