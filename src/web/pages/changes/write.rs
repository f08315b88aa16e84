//! Forms that write a request: its texts, and the leader's assessment with the plan's lines.
use crate::domain::change::{Assessment, ChangeState};
use crate::domain::plan::DeliverableChange;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::changes::{self, Assess, DeliverableAct, EditChange, OrderChange};
use crate::services::{InProject, Problem, baselines};
use crate::store::Db;
use crate::store::plan::milestones_of;
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Texts {
    code: String,
    project: String,
    form: FormState,
    /// Empty for a new one.
    reference: String,
    /// The roles that the person can order it in, when there are several.
    roles: Vec<Choice>,
    /// Who gets it.
    receiver: Role,
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let own = changes::ordering_roles(&rq.ctx()?, at);
    let choice = |role: &Role| Choice::new(role, rq.lang.text(&format!("role-{role}")).to_owned());
    let context = Texts {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::empty(rq),
        reference: String::new(),
        roles: if own.len() > 1 { own.iter().map(choice).collect() } else { Vec::new() },
        receiver: if own.first() == Some(&Role::ProjectOwner) { Role::ProjectOrderer } else { Role::ProjectLeader },
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/edit.html", &context)
}
pub fn order(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: OrderChange = rq.read()?;
    let reference = changes::order(db, &rq.ctx()?, at, &request)?;
    written(db, rq, at, reference, request.submit)
}
pub fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::demand_orderer(db, &rq.ctx()?, at, rq.change()?)?;
    rq.demand_running(at)?;
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    let change = row.to_domain()?;
    if rq.problem.is_none() && !row.state.is_editable() {
        return Err(crate::domain::Refused::ChangeNotEditable.into());
    }
    let saved = [
        ("title", row.title.clone()),
        ("proposal", row.proposal.clone()),
        ("reason", row.reason.clone()),
        ("if_nothing", row.if_nothing.clone()),
        ("version", row.version.to_string()),
    ];
    let context = Texts {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &saved),
        reference: row.reference().to_string(),
        roles: Vec::new(),
        receiver: change.addressee(),
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/edit.html", &context)
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::demand_orderer(db, &rq.ctx()?, at, rq.change()?)?;
    let request: EditChange = rq.read()?;
    changes::edit(db, &rq.ctx()?, at, rq.change()?, &request)?;
    written(db, rq, at, rq.change()?, request.submit)
}
fn written(db: &mut Db, rq: &Rq, at: &InProject, reference: crate::domain::ids::ChangeRef, submitted: bool) -> Answer {
    let said = rq.lang.text(if submitted { super::view::submitted(db, rq, at, reference)? } else { "msg-change-saved" });
    Ok(Reply::see_other(urls::in_project(at, format_args!("changes/{reference}"))).with_notice(said))
}

#[derive(Serialize)]
struct AssessmentPage {
    code: String,
    project: String,
    form: FormState,
    reference: String,
    title: String,
    ends_on: String,
    milestones: Vec<Choice>,
    categories: Vec<Choice>,
    deliverables: Vec<Choice>,
    acts: Vec<Choice>,
    /// The numbers of the rows that are shown.
    milestone_rows: Vec<usize>,
    budget_rows: Vec<usize>,
    deliverable_rows: Vec<usize>,
}
/// Empty rows after those that say something.
const SPARE: usize = 2;

pub fn assessment(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    if rq.problem.is_none() && !matches!(row.state, ChangeState::Received | ChangeState::Assessed) {
        return Err(crate::domain::Refused::ChangeNotReceived.into());
    }
    let mut saved = vec![("version".to_owned(), row.version.to_string())];
    if let Some(assessment) = &row.to_domain()?.assessment {
        saved.extend(typed(rq, assessment));
    }
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let form = FormState::of(rq, &borrowed);
    let plan = baselines::plan_now(db, at)?;
    let mut categories: Vec<String> = plan.budget.iter().map(|b| b.category.clone()).collect();
    categories.dedup();
    let open: Vec<i32> = milestones_of(db, at.project.id)?.into_iter().filter(|m| m.done_on.is_none()).map(|m| m.number).collect();
    let milestones = plan.milestones.iter().filter(|m| open.contains(&m.number));
    let context = AssessmentPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        reference: row.reference().to_string(),
        title: row.title.clone(),
        ends_on: plan.ends_on.map(|d| format::dated(rq.lang, d)).unwrap_or_default(),
        milestones: milestones.map(|m| Choice { title: format::dated(rq.lang, m.planned_on), ..Choice::new(m.number, m.name.clone()) }).collect(),
        categories: categories.into_iter().map(|c| Choice::new(c.clone(), c)).collect(),
        deliverables: plan.deliverables.iter().map(|d| Choice::new(d.number, format!("L{} {}", d.number, d.name))).collect(),
        acts: DeliverableAct::ALL.iter().map(|a| Choice::new(a, rq.lang.text(&format!("change-act-{a}")).to_owned())).collect(),
        milestone_rows: rows(&form, "new_milestones."),
        budget_rows: rows(&form, "budget."),
        deliverable_rows: rows(&form, "deliverables."),
        form,
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/assessment.html", &context)
}
/// The rows up to the last that says something, and some empty ones.
fn rows(form: &FormState, prefix: &str) -> Vec<usize> {
    let filled = form.values.iter().filter(|(_, v)| !v.is_empty()).filter_map(|(k, _)| k.strip_prefix(prefix)?.split('.').next()?.parse::<usize>().ok());
    (1..=filled.max().unwrap_or(0).min(100) + SPARE).collect()
}
/// An assessment as its form's fields hold it.
fn typed(rq: &Rq, a: &Assessment) -> Vec<(String, String)> {
    let yes_or_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let kronor = |ore: i64| format::decimal(rq.lang, ore as f64 / 100.0, if ore % 100 == 0 { 0 } else { 2 });
    let text = |t: &Option<crate::domain::LongText>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut fields: Vec<(String, String)> = [
        ("days", a.days.to_string()),
        ("cost", kronor(a.cost.0)),
        ("scope", text(&a.scope)),
        ("quality", text(&a.quality)),
        ("risks", text(&a.risks)),
        ("alternatives", a.alternatives.to_string()),
        ("goals", yes_or_no(a.goals)),
        ("financing", yes_or_no(a.financing)),
        // An end that follows from the days goes on following from them.
        ("ends_on", a.plan.ends_on.filter(|end| !end.follows_from(a.days)).map(|end| end.to.to_string()).unwrap_or_default()),
    ]
    .map(|(k, v)| (k.to_owned(), v))
    .into();
    fields.extend(a.plan.milestones.iter().map(|m| (format!("milestones.{}", m.number), m.to.to_string())));
    for (n, m) in (1..).zip(&a.plan.new_milestones) {
        let row = [("name", m.name.clone()), ("starts_on", m.starts_on.to_string()), ("planned_on", m.planned_on.to_string())];
        fields.extend(row.map(|(k, v)| (format!("new_milestones.{n}.{k}"), v)));
    }
    for (n, b) in (1..).zip(&a.plan.budget) {
        let row = [("category", b.category.clone()), ("year", b.year.to_string()), ("amount", kronor(b.amount.0))];
        fields.extend(row.map(|(k, v)| (format!("budget.{n}.{k}"), v)));
    }
    for (n, d) in (1..).zip(&a.plan.deliverables) {
        let (act, number, name, handed_to) = match d {
            DeliverableChange::Add { name, handed_to } => (DeliverableAct::Add, String::new(), name.clone(), handed_to.clone()),
            DeliverableChange::Change { number, name, handed_to } => (DeliverableAct::Change, number.to_string(), name.clone(), handed_to.clone()),
            DeliverableChange::Remove { number, .. } => (DeliverableAct::Remove, number.to_string(), String::new(), String::new()),
        };
        let row = [("act", act.to_string()), ("number", number), ("name", name), ("handed_to", handed_to)];
        fields.extend(row.map(|(k, v)| (format!("deliverables.{n}.{k}"), v)));
    }
    fields
}
pub fn assess(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    changes::assess(db, &rq.ctx()?, at, rq.change()?, &rq.read::<Assess>()?)?;
    let row = changes::find(db, &rq.ctx()?, at, rq.change()?)?;
    let decider = row.to_domain()?.decider(&at.charter).ok_or(Problem::NotFound)?;
    let role = rq.lang.text(&format!("role-{}-the", at.charter.held_by(decider.matter))).to_owned();
    let said = super::words(rq, "msg-change-assessed", &[("role", role)]);
    Ok(Reply::see_other(urls::in_project(at, format_args!("changes/{}", row.reference()))).with_notice(said))
}
