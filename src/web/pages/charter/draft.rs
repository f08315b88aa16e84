//! `/projects/{code}/charter/draft`: the draft beside the charter in force, its adoption, or its end.
use super::limit_in_words;
use crate::domain::charter::MatterRule;
use crate::domain::decision::ObjectKind;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::render::format;
use crate::render::i18n::{FluentArgs, numbered};
use crate::services::charter::{self, AdoptDraft, Changed, Draft, SaveDraft};
use crate::services::decisions::{self, Standing};
use crate::services::version::Seen;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::basis::{self, Taking};
use crate::web::decision_page::{Capacity, Name, ShownBack, Term, done_in_words};
use crate::web::form::{self, FormState};
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
/// First the answers are shown back; sent once more from there, they are final.
pub fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return show(db, rq, at);
    }
    let request: AdoptDraft = rq.read()?;
    let standing = standing(rq, at)?;
    basis::demand_of(&standing, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        let (draft, _) = charter::adoptable(db, &rq.ctx()?, at, &request)?;
        return shown_back(rq, &request, &draft, &standing).page(db, rq, at);
    }
    let done = charter::adopt_draft(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "charter")).with_notice(done_in_words(rq, done, "msg-charter-adopted")))
}
fn shown_back(rq: &Rq, request: &AdoptDraft, draft: &Draft, standing: &Standing) -> ShownBack {
    let changed = |c: &Changed| {
        let (before, after) = (rule_in_words(rq, &c.before).join(", "), rule_in_words(rq, &c.after).join(", "));
        let mut args = FluentArgs::new();
        args.set("count", c.moves);
        let follows = if c.moves > 0 { rq.lang.text_with("charter-moves", &args) } else { rq.lang.text("charter-moves-nothing").to_owned() };
        Term::new(rq, &format!("matter-{}", c.before.matter), format!("{before} → {after}\n{follows}"))
    };
    let mut answers: Vec<Term> = draft.changes.iter().map(changed).collect();
    answers.push(Term::new(rq, "decision-motivation", request.motivation.to_string()));
    answers.extend(request.basis.as_ref().map(|on| Term::new(rq, "risk-basis", basis::words(rq, on))));
    let full = rq.lang.text_with("charter-draft-title", &numbered(draft.proposed.number()));
    let name = Name { path: "charter/draft".to_owned(), short: rq.lang.text("charter-draft").to_owned(), full };
    let capacity = Capacity::of(standing, Matter::Charter).words(rq);
    ShownBack { menu: "charter", name, records: standing.records, answers, means: "charter-adopt-note", capacity }
}
pub fn discard(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    charter::discard_draft(db, &rq.ctx()?, at, rq.read::<Seen>()?.version)?;
    Ok(Reply::see_other(urls::in_project(at, "charter")).with_notice(rq.lang.text("msg-charter-draft-discarded")))
}
