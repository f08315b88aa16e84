//! What a recorded decision says, in words: whoever confirms it reads it before it takes effect.
use super::super::{Term, in_words};
use crate::domain::decision::DecidedTerms;
use crate::domain::delegation::Terms;
use crate::domain::ids::{ChangeRef, RiskRef};
use crate::render::format;
use crate::services::decisions::Act;
use crate::services::delegations as service;
use crate::services::gates::ConditionGiven;
use crate::services::{InProject, Problem, changes, risks};
use crate::store::Db;
use crate::web::decision_page::outcomes::condition_in_words;
use crate::web::pages::{self, delegations, risk_policy};
use crate::web::request::Rq;
use chrono::NaiveDate;

/// What an act says besides its object, outcome and reason.
///
/// # Errors
/// [`Problem::SignedOut`].
pub(super) fn terms(db: &mut Db, rq: &Rq, at: &InProject, act: &Act) -> Result<Vec<Term>, Problem> {
    let day = |key: &str, day: NaiveDate| term(rq, key, format::long_day(rq.lang, day));
    Ok(match act {
        Act::AdoptPolicy { scale, bands, .. } => risk_policy::in_words(rq, scale, bands).into_iter().map(|(key, value)| term(rq, key, value)).collect(),
        Act::Appoint { email, person, organisation, from_on, to_on, .. } => {
            let mut terms = vec![term(rq, "role-person", format!("{person}, {email}")), day("role-from", *from_on)];
            terms.extend(organisation.as_ref().map(|name| term(rq, "role-organisation", name.to_string())));
            terms.extend(to_on.map(|last| day("role-to", last)));
            terms
        }
        Act::EndRole { assignment, last_day, .. } => {
            let last = last_day.map_or_else(|| rq.lang.text("role-end-at-once").to_owned(), |last| format::long_day(rq.lang, last));
            vec![person(rq, at, *assignment), term(rq, "role-last-day", last)]
        }
        Act::ElectChair { assignment, .. } => vec![person(rq, at, *assignment)],
        Act::AdoptBudget { total, .. } => total.map(|total| in_words(rq, &DecidedTerms::Budget { total })).unwrap_or_default(),
        Act::NameBody { name, .. } => vec![term(rq, "role-body-name", name.to_string())],
        Act::Delegate { terms, .. } => delegated(rq, at, terms)?,
        Act::AcceptRisk { risk, .. } | Act::AnswerLowering { risk, .. } | Act::OrderMeasure { risk, .. } | Act::LiftRisk { risk, .. } => {
            about_risk(db, rq, at, RiskRef(*risk), act)?
        }
        Act::DecideGate { conditions, .. } | Act::DecideDelivery { conditions, .. } => conditions.iter().map(|c| condition(rq, at, c)).collect(),
        Act::DecideChange { change, .. } => about_change(db, rq, at, ChangeRef(*change))?,
        // The outcome and the reason are the whole of it.
        Act::ApproveReport { .. }
        | Act::ReturnReport { .. }
        | Act::DecideDocument { .. }
        | Act::LiftGate { .. }
        | Act::LiftDelivery { .. }
        | Act::DecideWaiver { .. }
        | Act::ResumeProject { .. }
        | Act::AdoptCharter { .. }
        | Act::RevokeDelegation { .. }
        | Act::ConfirmEntry { .. } => Vec::new(),
    })
}
/// Whether its title tells something that [`terms`] do not.
pub(super) const fn has_a_title(act: &Act) -> bool {
    matches!(
        act,
        Act::DecideChange { .. }
            | Act::DecideDocument { .. }
            | Act::DecideDelivery { .. }
            | Act::LiftDelivery { .. }
            | Act::DecideWaiver { .. }
            | Act::ConfirmEntry { .. }
    )
}
fn person(rq: &Rq, at: &InProject, assignment: i64) -> Term {
    let member = at.members.iter().find(|m| m.assignment.id == assignment);
    term(rq, "role-person", member.map(|m| m.name.clone()).unwrap_or_default())
}
/// The risk in its words, and what is decided about it beyond the outcome.
fn about_risk(db: &mut Db, rq: &Rq, at: &InProject, reference: RiskRef, act: &Act) -> Result<Vec<Term>, Problem> {
    let risk = risks::find(db, at, reference, None)?;
    let value = format!("{} ({} × {})", risk.value, risk.likelihood, risk.impact);
    let mut told = vec![term(rq, "decision-what", risk.consequence)];
    // What is decided about its value says it itself.
    if let Act::OrderMeasure { .. } | Act::LiftRisk { .. } = act {
        told.push(term(rq, "decision-terms-value", value));
    }
    if let Some(decided) = risks::recorded_terms(db, at, act)? {
        told.extend(in_words(rq, &decided));
    }
    Ok(told)
}
/// What the request proposes, what it costs in days and kronor, and what of the plan it changes.
fn about_change(db: &mut Db, rq: &Rq, at: &InProject, reference: ChangeRef) -> Result<Vec<Term>, Problem> {
    let row = changes::find(db, &rq.ctx()?, at, reference)?;
    let card = pages::changes::card(rq, at, &row, &row.to_domain()?);
    let mut told = vec![term(rq, "change-proposal", card.proposal)];
    if let Some(effect) = card.effect {
        told.extend([term(rq, "change-effect-days", effect.days), term(rq, "change-effect-cost", effect.cost)]);
        let lines: Vec<String> = effect.lines.into_iter().chain(effect.outside).collect();
        told.extend((!lines.is_empty()).then(|| term(rq, "change-lines", lines.join("\n"))));
    }
    Ok(told)
}
fn condition(rq: &Rq, at: &InProject, given: &ConditionGiven) -> Term {
    let owner = at.member(&given.owner).map_or(given.owner.as_str(), |m| m.name.as_str());
    term(rq, "gate-condition", condition_in_words(rq, given, owner))
}
fn delegated(rq: &Rq, at: &InProject, terms: &Terms) -> Result<Vec<Term>, Problem> {
    let matters = terms.matters.iter().map(|m| rq.lang.text(&format!("matter-{m}")).to_owned()).collect::<Vec<_>>().join(", ");
    let limit = delegations::limit(rq, terms.limit);
    Ok(vec![
        term(rq, "delegation-from-role", rq.lang.text(&format!("role-{}", terms.from_role)).to_owned()),
        term(rq, "delegation-to", service::name_of(&rq.ctx()?, at, terms.to)),
        term(rq, "delegation-matters", matters),
        term(rq, "delegation-period", delegations::period(terms)),
        term(rq, "delegation-limit", if limit.is_empty() { rq.lang.text("delegation-no-limit").to_owned() } else { limit }),
    ])
}
fn term(rq: &Rq, key: &str, value: String) -> Term {
    Term { term: rq.lang.text(key).to_owned(), value }
}
