//! What changes as long as the project runs, and must be as the journal's newest entry about it says.
use super::chain::{self, Chains};
use super::followed::{self, Assessed};
use super::{STRETCH, Verdict};
use crate::domain::decision::DecidedTerms;
use crate::domain::ids::RiskRef;
use crate::domain::policy::RiskPolicy;
use crate::domain::risk::{AssessmentKind, Risk};
use crate::services::problem::Problem;
use crate::services::risks as risk_service;
use crate::store::assessments::{self, Made};
use crate::store::columns::json as json_of;
use crate::store::risks::{self, Filter, Kept, Order, RiskRow, Tallies};
use crate::store::roles::{self, Assignment};
use crate::store::{Db, baselines, decisions, measures, plan, rules};
use serde_json::json;
use std::collections::BTreeMap;

/// Each risk is as the newest entry about it says: its words, its value and state, who answers for it, and when it is looked at again.
/// Its assessments are those that the journal tells of: when, by whom, why, and with which likelihood and impact. What is kept to find and
/// count it by follows from that.
pub(super) fn check_risks(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let policies: BTreeMap<i32, RiskPolicy> = rules::every_policy(db, project)?.into_iter().map(|policy| (policy.number(), policy)).collect();
    let (mut after, mut counted) = (None, Tallies::default());
    loop {
        let rows = risks::page(db, project, &Filter::default(), Order::Number { after }, STRETCH)?;
        let Some(last) = rows.last() else { break };
        after = Some(last.number);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let (mut made, kept) = (by_risk(assessments::made(db, &ids)?), risks::kept(db, &ids)?);
        check_measures(db, project, &rows, chains, verdict)?;
        for row in &rows {
            verdict.risks += 1;
            let (name, made) = (chain::risk(project, row.reference()), made.remove(&row.id).unwrap_or_default());
            let Ok(risk) = row.to_domain() else {
                verdict.find(name, "it can no longer be read");
                continue;
            };
            counted.count(&risk);
            check_risk(&name, &risk, &made, chains, verdict);
            if !made.iter().all(|made| follows_its_policy(made, &policies)) {
                verdict.find(name.clone(), "an assessment has not the value or band that follows from it");
            }
            // A new policy gives the same value again, which is no step of the trail.
            let values = made.iter().filter(|made| made.kind != AssessmentKind::Policy).map(|made| made.value);
            if kept.get(&row.id) != Some(&Kept::of(&risk, values)?) {
                verdict.find(name, "what it is found and counted by does not follow from the rest of it");
            }
        }
    }
    if risks::tallies(db, project)? != counted {
        verdict.find(format!("counts of risks {project}"), "they are not those of the risks");
    }
    Ok(())
}
fn check_risk(name: &str, risk: &Risk, made: &[Made], chains: &mut Chains, verdict: &mut Verdict) {
    let assessed = |made: &Made| Assessed {
        at: made.at,
        by: Some((made.person_id, made.role.clone())),
        likelihood: made.likelihood.into(),
        impact: made.impact.into(),
        reason: Some(made.reason.clone()),
    };
    chains.followed.compare_assessments(name.to_owned(), &made.iter().map(assessed).collect::<Vec<_>>(), verdict);
    chains.followed.compare_risk(name.to_owned(), &risk_service::snapshot(risk), verdict);
}
/// Assessments by their risks, oldest first.
fn by_risk(made: Vec<Made>) -> BTreeMap<i64, Vec<Made>> {
    let mut found: BTreeMap<i64, Vec<Made>> = BTreeMap::new();
    for made in made {
        found.entry(made.risk_id).or_default().push(made);
    }
    found
}
/// The value is S x K, and its band the one that the policy gave it then.
fn follows_its_policy(made: &Made, policies: &BTreeMap<i32, RiskPolicy>) -> bool {
    let score = policies.get(&made.policy).and_then(|policy| policy.score(made.likelihood, made.impact));
    score.is_some_and(|score| (score.value(), score.band().as_str()) == (made.value, made.band.as_str()))
}

/// Each measure against these risks is as the newest entry about it says.
fn check_measures(db: &mut Db, project: i64, rows: &[RiskRow], chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let references: BTreeMap<i64, RiskRef> = rows.iter().map(|row| (row.id, row.reference())).collect();
    for (risk, measure) in measures::of_risks(db, &references.keys().copied().collect::<Vec<_>>())? {
        let name = followed::measure(project, references[&risk], measure.number);
        chains.followed.compare_measure(name, &risk_service::told_of_measure(&measure.values()), verdict);
    }
    Ok(())
}

/// Each amount of budget and outcome is the one that was last set, or that the plan in force says, and none of these is gone.
pub(super) fn check_amounts(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let planned = baselines::of_project(db, project)?.last().map(|row| row.plan()).transpose()?.map_or_else(Vec::new, |plan| plan.budget);
    let place = |category: &str, year: i32| followed::cell(project, "budget", &format!("{category}:{year}"));
    let mut in_plan: BTreeMap<String, i64> = planned.iter().map(|line| (place(&line.category, line.year), line.amount.0)).collect();
    for line in plan::budget(db, project)? {
        verdict.amounts += 1;
        let name = place(&line.category, line.year);
        let planned = in_plan.remove(&name);
        chains.followed.compare_amount(name, line.amount, planned, verdict);
    }
    chains.followed.tell_missing_amounts(in_plan.into_keys(), verdict);
    for outcome in plan::outcomes_of(db, project)? {
        verdict.amounts += 1;
        let name = followed::cell(project, "outcome", &format!("{}:{}", outcome.category, outcome.month.format("%Y-%m")));
        chains.followed.compare_amount(name, outcome.amount, None, verdict);
    }
    Ok(())
}

/// Each assignment of a role is as the entries about it say: whose it is, the role, its days, and whether it is the chair's. Each body has
/// the name that the newest entry gave it.
pub(super) fn check_roles(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for member in roles::members(db, project)? {
        verdict.roles += 1;
        let Assignment { id, role, from_on, to_on, chair, .. } = &member.assignment;
        let content = json!({"email": member.email, "role": role, "from_on": from_on, "to_on": to_on, "chair": chair});
        chains.followed.compare_role(project, *id, &content, verdict);
    }
    for (role, body) in roles::bodies_of(db, project)? {
        chains.followed.compare_body(project, role, &body, verdict);
    }
    Ok(())
}

/// A risk is accepted until the day that its decision says. Decisions from before that was told say nothing of it.
pub(super) fn check_acceptances(db: &mut Db, project: i64, _: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for risk in risks::accepted(db, project)? {
        let terms = match risk.decision {
            Some(decision) => decisions::find(db, project, decision)?.and_then(|row| row.terms),
            None => None,
        };
        let Some(DecidedTerms::Acceptance { until: decided, .. }) = terms.as_deref().map(json_of).transpose()? else { continue };
        if risk.until != Some(decided) {
            verdict.find(chain::risk(project, RiskRef(risk.number)), "it is not accepted until the day that was decided");
        }
    }
    Ok(())
}
