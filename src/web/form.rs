//! A form as its template sees it: what was typed, what is wrong with it, and what somebody else has saved meanwhile.
use crate::services::{InProject, Problem};
use crate::web::error::message;
use crate::web::request::Rq;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a form carries of its page: no field that anybody typed in.
pub const OF_THE_PAGE: [&str; 2] = ["csrf", "once"];

/// The `form` of a page's context.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormState {
    pub values: BTreeMap<String, String>,
    pub errors: Vec<FormError>,
    /// What is saved now, when it has changed since the form was opened.
    pub current: Option<BTreeMap<String, String>>,
}

/// An alternative of a select or a row of radios.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What a step of a scale means; empty elsewhere.
    pub title: String,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Choice {
        Choice { value: value.to_string(), label: label.into(), title: String::new() }
    }
}

/// `people`, and whoever stands at `field` already: who answers for a thing may go on doing so without a role, and a list that lacked
/// them would take them away unseen.
pub fn with_answering(mut people: Vec<Choice>, at: &InProject, form: &FormState, field: &str) -> Vec<Choice> {
    let lacking = form.values.get(field).filter(|email| people.iter().all(|p| p.value != **email));
    people.extend(lacking.and_then(|email| at.member(email)).map(|m| Choice::new(&m.email, m.name.clone())));
    people
}

/// A message, at its field when it has one.
#[derive(Debug, Clone, Serialize)]
pub struct FormError {
    pub field: String,
    pub message: String,
}

/// Whether the form was sent from the check of its answers, to change them.
pub fn goes_back(rq: &Rq) -> bool {
    rq.sent.typed().contains_key("back")
}
/// Whether the form was sent from the check of its answers, which are right.
pub fn is_checked(rq: &Rq) -> bool {
    rq.sent.typed().contains_key("checked")
}
/// What was typed, without what belongs to the page and to the round by way of the check.
pub fn typed(rq: &Rq) -> BTreeMap<String, String> {
    let mut values = rq.sent.typed();
    values.retain(|name, _| !OF_THE_PAGE.contains(&name.as_str()) && !["checked", "back"].contains(&name.as_str()));
    values
}

impl FormState {
    /// The form with the saved values; as it was typed when somebody comes back to it from the check, and, with what is wrong, when it
    /// could not be taken.
    pub fn of(rq: &Rq, saved: &[(&str, String)]) -> FormState {
        let saved: BTreeMap<String, String> = saved.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        let Some(problem) = &rq.problem else {
            return FormState { values: if goes_back(rq) { typed(rq) } else { saved }, ..FormState::default() };
        };
        let mut values = typed(rq);
        let stale = matches!(problem, Problem::Stale);
        if let (true, Some(version)) = (stale, saved.get("version")) {
            // Sending the same form once more overwrites knowingly.
            values.insert("version".to_owned(), version.clone());
        }
        FormState { values, errors: errors(rq, problem), current: stale.then_some(saved) }
    }
    /// A form that starts empty.
    pub fn empty(rq: &Rq) -> FormState {
        FormState::of(rq, &[])
    }
}

fn errors(rq: &Rq, problem: &Problem) -> Vec<FormError> {
    match problem {
        Problem::Invalid(faults) => faults.iter().map(|e| FormError { field: e.field.clone(), message: message(e, rq.lang) }).collect(),
        // Told in the page's own way.
        Problem::Stale | Problem::SignedInAgain => Vec::new(),
        other => vec![FormError { field: String::new(), message: other.words(rq.lang) }],
    }
}
