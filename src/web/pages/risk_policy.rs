//! `/projects/{code}/risk-policy`: scale, bands, review intervals, and their change by decision.
use crate::domain::colour::Colour;
use crate::domain::decision::ObjectKind;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::policy::{Band, BandRule, Scale};
use crate::domain::rights::Right;
use crate::render::i18n::FluentArgs;
use crate::render::{format, scale};
use crate::services::decisions::{self, Standing};
use crate::services::risk_policy::{self, AdoptPolicy};
use crate::services::{InProject, Problem};
use crate::store::{Db, rules};
use crate::web::basis::{self, Taking};
use crate::web::decision_page::{Capacity, Name, ShownBack, Term, done_in_words};
use crate::web::form::{self, Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/risk-policy", Right::Read, show),
        show_in("/projects/{code}/risk-policy/edit", Right::Decide, edit),
        post_in("/projects/{code}/risk-policy/edit", Right::Decide, adopt, edit),
    ]
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    number: i32,
    likelihood: Vec<String>,
    impact: Vec<String>,
    bands: Vec<BandLine>,
    colours: Vec<Choice>,
    history: Vec<Adopted>,
    taking: Taking,
    recorded: Vec<Recorded>,
}
#[derive(Serialize)]
struct BandLine {
    key: Band,
    from: i32,
    to: i32,
    review_days: i32,
    colour: Colour,
    holder: String,
}
#[derive(Serialize)]
struct Adopted {
    number: i32,
    decision: Option<i32>,
    day: String,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = context(db, rq, at, FormState::empty(rq))?;
    shell::page_in(db, rq, at, "risk-policy", "pages/charter/policy.html", &context)
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    // Who neither adopts it nor records that it was adopted is told who may, before anything is typed.
    if rq.problem.is_none() && !standing(rq, at)?.records {
        at.mandate_for(Matter::RiskPolicy, rq.moment.today)?;
    }
    let mut saved: Vec<(String, String)> = vec![
        ("version".to_owned(), at.policy.number().to_string()),
        ("likelihood".to_owned(), at.policy.scale().likelihood.join("\n")),
        ("impact".to_owned(), at.policy.scale().impact.join("\n")),
    ];
    for rule in at.policy.bands() {
        saved.push((format!("{}.from", rule.key), rule.from.to_string()));
        saved.push((format!("{}.to", rule.key), rule.to.to_string()));
        saved.push((format!("{}.review_days", rule.key), rule.review_days.to_string()));
        saved.push((format!("{}.colour", rule.key), rule.colour.to_string()));
    }
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let context = context(db, rq, at, FormState::of(rq, &borrowed))?;
    shell::page_in(db, rq, at, "risk-policy", "pages/charter/policy_edit.html", &context)
}

/// First the answers are shown back; sent once more from there, they are final.
fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return edit(db, rq, at);
    }
    let request: AdoptPolicy = rq.read()?;
    basis::demand_of(&standing(rq, at)?, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        risk_policy::demand_adoptable(db, &rq.ctx()?, at, &request)?;
        return shown_back(rq, at, &request)?.page(db, rq, at);
    }
    let done = risk_policy::adopt(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "risk-policy")).with_notice(done_in_words(rq, done, "msg-policy-adopted")))
}
fn shown_back(rq: &Rq, at: &InProject, request: &AdoptPolicy) -> Result<ShownBack, Problem> {
    let standing = standing(rq, at)?;
    let mut answers: Vec<Term> = in_words(rq, &request.scale, &request.bands).into_iter().map(|(key, value)| Term::new(rq, key, value)).collect();
    answers.extend(request.motivation.as_ref().map(|why| Term::new(rq, "decision-motivation", why.to_string())));
    answers.extend(request.basis.as_ref().map(|on| Term::new(rq, "risk-basis", basis::words(rq, on))));
    let name = Name { path: "risk-policy".to_owned(), short: rq.lang.text("nav-risk-policy").to_owned(), full: rq.lang.text("policy-adopt").to_owned() };
    let capacity = Capacity::of(&standing, Matter::RiskPolicy).words(rq);
    Ok(ShownBack { menu: "risk-policy", name, records: standing.records, answers, means: "policy-adopt-note", capacity })
}
/// A policy in words, each part with the key of its name: whoever adopts or confirms it reads it before it takes effect.
pub fn in_words(rq: &Rq, scale: &Scale, bands: &[BandRule]) -> Vec<(&'static str, String)> {
    let steps = |steps: &[String]| (1..).zip(steps).map(|(n, step)| format!("{n}. {step}")).collect::<Vec<_>>().join("\n");
    let band = |b: &BandRule| {
        let mut args = FluentArgs::new();
        args.set("days", b.review_days);
        let colour = rq.lang.text(&format!("colour-{}", b.colour)).to_lowercase();
        format!("{}: {}–{}, {}, {colour}", rq.lang.text(&format!("band-{}", b.key)), b.from, b.to, rq.lang.text_with("policy-every", &args))
    };
    vec![
        ("policy-bands", bands.iter().map(band).collect::<Vec<_>>().join("\n")),
        ("risk-likelihood", steps(&scale.likelihood)),
        ("risk-impact", steps(&scale.impact)),
    ]
}
/// How the person stands before the adoption of a policy.
fn standing(rq: &Rq, at: &InProject) -> Result<Standing, Problem> {
    Ok(decisions::standing(&rq.ctx()?, at, &Pending::of(Matter::RiskPolicy)))
}

fn context(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Result<Context, Problem> {
    let bands = at
        .policy
        .bands()
        .iter()
        .map(|b| BandLine {
            key: b.key,
            from: b.from,
            to: b.to,
            review_days: b.review_days,
            colour: b.colour,
            holder: rq.lang.text(&format!("role-{}", at.charter.holder_of(b.key))).to_owned(),
        })
        .collect();
    let history = rules::policy_history(db, at.project.id)?
        .into_iter()
        .map(|(number, decision, at)| Adopted { number, decision, day: format::date(crate::clock::local_day(at)) })
        .collect();
    let told = |steps: &[String]| steps.iter().map(|written| scale::step(rq.lang, written)).collect();
    Ok(Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        number: at.policy.number(),
        likelihood: told(&at.policy.scale().likelihood),
        impact: told(&at.policy.scale().impact),
        bands,
        colours: Colour::ALL.iter().map(|c| Choice::new(c, rq.lang.text(&format!("colour-{c}")))).collect(),
        history,
        taking: Taking::of(db, rq, at, &standing(rq, at)?)?,
        recorded: recorded::waiting(db, rq, at, ObjectKind::RiskPolicy)?,
    })
}
