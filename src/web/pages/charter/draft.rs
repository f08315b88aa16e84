//! `/projects/{code}/charter/draft`: the draft beside the charter in force, its adoption, or its end.
use super::limit_in_words;
use crate::domain::charter::MatterRule;
use crate::domain::decision::ObjectKind;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::render::format;
use crate::services::charter::{self, AdoptDraft, Changed, SaveDraft};
use crate::services::decisions::{self, Standing};
use crate::services::version::Seen;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::basis::{self, Taking};
use crate::web::decision_page::done_in_words;
use crate::web::form::FormState;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    number: i32,
    version: i64,
    saved_by: String,
    saved: String,
    outdated: bool,
    changes: Vec<Line>,
    may_draft: bool,
    taking: Taking,
    recorded: Vec<Recorded>,
}
/// A matter that the draft changes.
#[derive(Serialize)]
struct Line {
    key: Matter,
    before: Vec<String>,
    after: Vec<String>,
    moves: i64,
    unmanned: bool,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let draft = charter::draft(db, &ctx, at)?.ok_or(Problem::NotFound)?;
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", draft.version.to_string())]),
        number: draft.proposed.number(),
        version: draft.version,
        saved_by: draft.saved_by,
        saved: format::moment(rq.lang, format::local(draft.saved_at)),
        outdated: draft.outdated,
        changes: draft.changes.iter().map(|c| line(rq, c)).collect(),
        may_draft: charter::may_draft(&ctx, at).is_ok(),
        taking: Taking::of(db, rq, at, &standing(rq, at)?)?,
        recorded: recorded::waiting(db, rq, at, ObjectKind::Charter)?,
    };
    shell::page_in(db, rq, at, "charter", "pages/charter/draft.html", &context)
}
/// How the person stands before the adoption of a charter.
fn standing(rq: &Rq, at: &InProject) -> Result<Standing, Problem> {
    Ok(decisions::standing(&rq.ctx()?, at, &Pending::of(Matter::Charter)))
}
fn line(rq: &Rq, changed: &Changed) -> Line {
    Line {
        key: changed.before.matter,
        before: rule_in_words(rq, &changed.before),
        after: rule_in_words(rq, &changed.after),
        moves: changed.moves,
        unmanned: changed.unmanned,
    }
}
/// A line of the charter in words: its roles, its limit, and that the chair does not decide alone.
fn rule_in_words(rq: &Rq, rule: &MatterRule) -> Vec<String> {
    let mut words: Vec<String> = rule.roles.iter().map(|role| rq.lang.text(&format!("role-{role}")).to_owned()).collect();
    words.extend(rule.limit.map(|limit| limit_in_words(rq, limit)));
    words.extend((!rule.chair_alone).then(|| rq.lang.text("charter-not-alone").to_owned()));
    words
}

pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    charter::save_draft(db, &rq.ctx()?, at, &rq.read::<SaveDraft>()?)?;
    Ok(Reply::see_other(urls::in_project(at, "charter/draft")).with_notice(rq.lang.text("msg-charter-drafted")))
}
pub fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: AdoptDraft = rq.read()?;
    basis::named(!standing(rq, at)?.bases.is_empty(), request.basis.as_ref())?;
    let done = charter::adopt_draft(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "charter")).with_notice(done_in_words(rq, done, "msg-charter-adopted")))
}
pub fn discard(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    charter::discard_draft(db, &rq.ctx()?, at, rq.read::<Seen>()?.version)?;
    Ok(Reply::see_other(urls::in_project(at, "charter")).with_notice(rq.lang.text("msg-charter-draft-discarded")))
}
