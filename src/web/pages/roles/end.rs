//! Ending a role: first what follows from it is shown, then it is decided.
use super::{OnePage, assignment, done, holder, one, word};
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::InProject;
use crate::services::appointments::{self, Consequences, EndRole, Gap};
use crate::store::Db;
use crate::store::roles::Member;
use crate::web::basis::{self, Taking};
use crate::web::decision_page::done_in_words;
use crate::web::form::OF_THE_PAGE;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Check {
    code: String,
    name: String,
    person: String,
    id: i64,
    /// What the body decided is recorded, and its chair confirms.
    records: bool,
    answers: Vec<Term>,
    /// What follows, in sentences; empty when nothing does.
    follows: Vec<String>,
    fields: BTreeMap<String, String>,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

/// Who may not end it is told who may, before anything is typed.
pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let standing = appointments::standing_to_end(&rq.ctx()?, at, rq.number("id")?)?;
    let context = OnePage { taking: Some(Taking::of(db, rq, at, &standing)?), ..one(rq, at, &[])? };
    shell::page_in(db, rq, at, "roles", "pages/roles/end.html", &context)
}

/// First what follows is shown; sent once more from there, it is decided.
pub fn end(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, id): (_, i64) = (rq.ctx()?, rq.number("id")?);
    let request: EndRole = rq.read()?;
    let standing = appointments::standing_to_end(&ctx, at, id)?;
    basis::demand_of(&standing, request.basis.as_ref())?;
    if rq.sent.typed().contains_key("checked") {
        let decided = appointments::end(db, &ctx, at, id, &request)?;
        return done(at, done_in_words(rq, decided, "msg-role-ended"));
    }
    let consequences = appointments::consequences(db, &ctx, at, id, &request)?;
    let member = assignment(rq, at)?;
    let mut fields = rq.sent.typed();
    fields.retain(|name, _| !OF_THE_PAGE.contains(&name.as_str()));
    let context = Check {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        person: member.name.clone(),
        id,
        records: standing.records,
        answers: answers(rq, at, member, &request),
        follows: follows(rq, &consequences),
        fields,
    };
    shell::page_in(db, rq, at, "roles", "pages/roles/end-check.html", &context)
}
fn answers(rq: &Rq, at: &InProject, member: &Member, request: &EndRole) -> Vec<Term> {
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let last_day = request.last_day.map_or_else(|| rq.lang.text("role-end-at-once").to_owned(), |day| format::long_day(rq.lang, day));
    let mut answers = vec![term("role-role", holder(rq, at, member).role), term("role-last-day", last_day)];
    answers.extend(request.motivation.as_ref().map(|why| term("role-motivation", why.to_string())));
    answers.extend(request.basis.as_ref().map(|on| term("risk-basis", basis::words(rq, on))));
    answers
}
fn follows(rq: &Rq, consequences: &Consequences) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(Gap { role, lacks_chair, waiting, shown_to }) = consequences.gap {
        let mut args = FluentArgs::new();
        args.set("role", word(rq, role));
        args.set("waiting", waiting);
        args.set("above", shown_to.map(|r| rq.lang.text(&format!("role-{r}-the")).to_lowercase()).unwrap_or_default());
        said.push(rq.lang.text_with(if lacks_chair { "role-end-lacks-chair" } else { "role-end-unmanned" }, &args));
        said.push(rq.lang.text_with(if shown_to.is_some() { "role-end-moves" } else { "role-end-nobody" }, &args));
    }
    if !consequences.substitutes.is_empty() {
        let mut args = FluentArgs::new();
        args.set("names", consequences.substitutes.join(", "));
        said.push(rq.lang.text_with("role-end-substitutes", &args));
    }
    said
}
