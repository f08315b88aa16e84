//! The decisions about a thing, as its page tells of them: in a short list (`m.decided`) or along a line of time (`m.timeline`).
use crate::domain::decision::ObjectKind;
use crate::render::format;
use crate::render::i18n::numbered;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::decisions::{self, DecisionRow};
use crate::web::request::Rq;
use crate::web::urls;
use serde::Serialize;

/// A decision about the thing.
#[derive(Serialize)]
pub struct Decided {
    pub number: i32,
    /// Its outcome.
    title: String,
    when: String,
    /// In which capacity.
    pub by: String,
    text: String,
    icon: &'static str,
    href: String,
}

/// The decisions about a thing, newest first.
///
/// # Errors
/// Those of the store.
pub fn about(db: &mut Db, rq: &Rq, at: &InProject, kind: ObjectKind, reference: &str) -> Result<Vec<Decided>, Problem> {
    Ok(decisions::about(db, at.project.id, kind, reference)?.iter().rev().map(|d| decided(rq, at, d)).collect())
}
fn decided(rq: &Rq, at: &InProject, d: &DecisionRow) -> Decided {
    Decided {
        number: d.number,
        title: rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned(),
        when: format::dated(rq.lang, d.decided_on),
        by: capacity(rq, &d.role, d.delegation),
        text: d.motivation.clone(),
        icon: "gavel",
        href: urls::in_project(at, format_args!("decisions/{}", d.number)),
    }
}

/// The role that somebody decided in, and the delegation that they decided under.
pub fn capacity(rq: &Rq, role: &str, delegation: Option<i32>) -> String {
    let role = rq.lang.text(&format!("role-{role}")).to_owned();
    let Some(number) = delegation else { return role };
    let mut args = numbered(number);
    args.set("role", role);
    rq.lang.text_with("decided-on-delegation", &args)
}
