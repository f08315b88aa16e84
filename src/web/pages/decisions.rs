//! `/projects/{code}/decisions`: the log, a decision, earlier decisions entered afterwards; and what waits for a chair.
use crate::domain::decision::{Basis, DecisionOutcome};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::render::report;
use crate::services::decisions::{self, Act, Done, LateEntry};
use crate::services::{InProject, Problem};
use crate::store::columns::{json, word};
use crate::store::decisions::DecisionRow;
use crate::store::{Db, recordings};
use crate::web::form::{Choice, FormState};
use crate::web::pages::risks_decision_basis as basis_in_words;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/decisions", Right::Read, log),
        show_in("/projects/{code}/decisions/new", Right::Lead, new),
        post_in("/projects/{code}/decisions/new", Right::Lead, enter, new),
        show_in("/projects/{code}/decisions/{number}", Right::Read, decision),
        show_in("/projects/{code}/recordings/{id}", Right::Decide, recording),
        post_in("/projects/{code}/recordings/{id}", Right::Decide, confirm, recording),
    ]
}

#[derive(Serialize)]
struct Log {
    code: String,
    project: String,
    q: String,
    decisions: Vec<Line>,
    next: String,
    may_enter: bool,
}
#[derive(Serialize)]
struct Line {
    number: i32,
    day: String,
    title: String,
    outcome: String,
    role: String,
    late: bool,
}

fn log(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let text = rq.filter("q").map(|q| q.chars().take(100).collect::<String>());
    let before = rq.filter("before").and_then(|b| b.parse().ok());
    let (rows, next) = decisions::log(db, at, before, text.as_deref(), decisions::PAGE)?;
    let next = next.map_or_else(String::new, |n| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(q) = &text {
            query.append_pair("q", q);
        }
        format!("{}?{}", rq.path, query.append_pair("before", &n.to_string()).finish())
    });
    let context = Log {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        q: text.unwrap_or_default(),
        decisions: rows.iter().map(|d| line(rq, d)).collect(),
        next,
        may_enter: at.actor.may(Right::Lead, rq.moment.today),
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/log.html", &context)
}
fn line(rq: &Rq, d: &DecisionRow) -> Line {
    Line {
        number: d.number,
        day: format::date(d.decided_on),
        title: d.title.clone(),
        outcome: rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned(),
        role: rq.lang.text(&format!("role-{}-the", d.role)).to_owned(),
        late: is_late(d),
    }
}
/// Entered afterwards: decided on an earlier day than it was recorded, and under no charter.
fn is_late(d: &DecisionRow) -> bool {
    d.charter.is_none()
}

#[derive(Serialize)]
struct One {
    code: String,
    project: String,
    title: String,
    number: i32,
    terms: Vec<Term>,
    motivation: String,
    late: bool,
    hash: String,
    object_href: String,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

fn decision(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let d = decisions::find(db, at, rq.number("number")?)?;
    let late = is_late(&d);
    let context = One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        title: d.title.clone(),
        number: d.number,
        terms: terms(rq, &d)?,
        motivation: d.motivation.clone(),
        late,
        object_href: object_href(at, &d),
        hash: d.hash,
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/decision.html", &context)
}
fn terms(rq: &Rq, d: &DecisionRow) -> Result<Vec<Term>, Problem> {
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let role = rq.lang.text(&format!("role-{}", d.role)).to_owned();
    let mut terms = vec![term("decision-outcome", rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned())];
    if let Some(matter) = &d.matter {
        terms.push(term("decision-matter", rq.lang.text(&format!("matter-{matter}")).to_owned()));
    }
    terms.push(term("decision-by", if d.person_id.is_some() { format!("{}, {role}", d.person_name) } else { role }));
    if let Some(basis) = &d.basis {
        terms.push(term("decision-basis", basis_in_words(rq, &json::<Basis>(basis)?)));
    }
    terms.push(term("decision-day", format::long_day(rq.lang, d.decided_on)));
    terms.push(term("decision-recorded", format!("{}, {}", d.recorded_name, format::moment(rq.lang, format::local(d.recorded_at)))));
    if let Some(charter) = d.charter {
        terms.push(term("decision-charter", charter.to_string()));
    }
    terms.push(term(
        "decision-object",
        format!("{} {} ({} {})", rq.lang.text(&format!("decision-object-{}", d.object_kind)), d.object_ref, rq.lang.text("decision-version"), d.object_version),
    ));
    Ok(terms)
}
fn object_href(at: &InProject, d: &DecisionRow) -> String {
    match d.object_kind.as_str() {
        "risk" => urls::in_project(at, format_args!("risks/{}", d.object_ref)),
        "status_report" => urls::in_project(at, format_args!("status-reports/{}", d.object_ref)),
        "charter" => urls::in_project(at, "charter"),
        "risk_policy" => urls::in_project(at, "risk-policy"),
        "role" => urls::in_project(at, "roles"),
        _ => String::new(),
    }
}

#[derive(Serialize)]
struct New {
    code: String,
    project: String,
    form: FormState,
    roles: Vec<Choice>,
    outcomes: Vec<Choice>,
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let roles = Role::ALL.iter().filter(|r| r.may_hold_mandates()).map(|r| Choice::new(r, rq.lang.text(&format!("role-{r}")).to_owned())).collect();
    let outcomes = [DecisionOutcome::Approved, DecisionOutcome::Adopted, DecisionOutcome::Elected, DecisionOutcome::Appointed, DecisionOutcome::Returned];
    let outcomes = outcomes.iter().map(|o| Choice::new(o, rq.lang.text(&format!("decision-outcome-{o}")).to_owned())).collect();
    let context = New { code: at.project.code.clone(), project: at.project.name.clone(), form: FormState::empty(rq), roles, outcomes };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/new.html", &context)
}
fn enter(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = decisions::enter_late(db, &rq.ctx()?, at, &rq.read::<LateEntry>()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("decisions/{number}"))).with_notice(rq.lang.text("msg-decision-entered")))
}

#[derive(Serialize)]
struct Waiting {
    code: String,
    project: String,
    form: FormState,
    id: i64,
    terms: Vec<Term>,
    object_href: String,
    role: Role,
}

fn recording(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let id = rq.number("id")?;
    let (row, by) = recordings::find(db, at.project.id, id)?.ok_or(Problem::NotFound)?;
    let term = |key: &str, value: String| Term { term: rq.lang.text(key).to_owned(), value };
    let act: Act = json(&row.act)?;
    let mut terms = vec![
        term("decision-object", format!("{} {}", rq.lang.text(&format!("decision-object-{}", row.object_kind)), row.object_ref)),
        term("decision-outcome", act_words(rq, &act)),
    ];
    if let Some(reason) = act_reason(&act) {
        terms.push(term("risk-reason", reason));
    }
    terms.push(term("decision-basis", basis_in_words(rq, &json::<Basis>(&row.basis)?)));
    terms.push(term("decision-recorded", format!("{by}, {}", format::moment(rq.lang, format::local(row.recorded_at)))));
    let object_href = match row.object_kind.as_str() {
        "status_report" => urls::in_project(at, format_args!("status-reports/{}", row.object_ref)),
        _ => urls::in_project(at, format_args!("risks/{}", row.object_ref)),
    };
    let context =
        Waiting { code: at.project.code.clone(), project: at.project.name.clone(), form: FormState::empty(rq), id, terms, object_href, role: word(&row.role)? };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/recording.html", &context)
}
fn act_words(rq: &Rq, act: &Act) -> String {
    let key = match act {
        Act::AcceptRisk { .. } => "decision-outcome-accepted",
        Act::AnswerLowering { confirm: true, .. } => "decision-outcome-confirmed",
        Act::AnswerLowering { confirm: false, .. } => "decision-outcome-refused",
        Act::ApproveReport { .. } => "decision-outcome-approved",
        Act::ReturnReport { .. } => "decision-outcome-returned",
    };
    rq.lang.text(key).to_owned()
}
fn act_reason(act: &Act) -> Option<String> {
    match act {
        Act::AcceptRisk { reason, .. } | Act::AnswerLowering { reason, .. } | Act::ReturnReport { reason, .. } => Some(reason.clone()),
        Act::ApproveReport { .. } => None,
    }
}

/// One click by the chair: what was recorded is decided.
fn confirm(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let done = decisions::confirm(db, &rq.ctx()?, at, rq.number("id")?, &report::make_pdf)?;
    let to = match done {
        Done::Decided(number) => urls::in_project(at, format_args!("decisions/{number}")),
        Done::WaitsForChair(_) => urls::in_project(at, "decisions"),
    };
    Ok(Reply::see_other(to).with_notice(rq.lang.text("msg-decided")))
}
