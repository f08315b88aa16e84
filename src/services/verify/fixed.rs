//! What was decided or adopted once, and must be as the journal fixed it then.
use super::chain::{self, Chains};
use super::{STRETCH, Verdict};
use crate::domain::decision::{ObjectKind, content_hash};
use crate::domain::ids::RequirementRef;
use crate::domain::lifecycle::GateState;
use crate::services::changes as change_service;
use crate::services::decisions::{note_delegation, note_terms};
use crate::services::deliverables as deliverable_service;
use crate::services::documents::decided_hash;
use crate::services::gates::{self, Walk};
use crate::services::problem::Problem;
use crate::services::requirements as requirement_service;
use crate::store::columns::raw_json;
use crate::store::decisions::{self, DecisionRow};
use crate::store::deliveries::{self, DeliveryRow, Gathered};
use crate::store::documents::{self, VersionRow};
use crate::store::reports::{self, ReportRow};
use crate::store::requirements::{self, RequirementRow};
use crate::store::{Db, baselines, changes, conditions, delegations, deliverables, files, projects, rules};
use serde_json::{Value, json};

/// Charters and risk policies are those that were adopted, and delegations, with what took them back, those that were granted.
pub(super) fn check_rules(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (number, content) in rules::charters_of(db, project)? {
        verdict.rules += 1;
        chains.compare(chain::charter(project, number), &content_hash(&content), verdict);
    }
    for (number, content) in rules::policies_of(db, project)? {
        verdict.rules += 1;
        chains.compare(chain::risk_policy(project, number), &content_hash(&content), verdict);
    }
    for row in delegations::of_project(db, project)? {
        verdict.rules += 1;
        chains.compare(chain::delegation(project, row.number), &content_hash(&row.content()), verdict);
        if let Some(content) = row.revocation_content() {
            chains.compare(chain::revocation(project, row.number), &content_hash(&content), verdict);
        }
    }
    Ok(())
}

/// A decision gives its hash, is what the journal fixed, and has the minutes that it names.
pub(super) fn check_decisions(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let rows = decisions::all_after(db, after, STRETCH)?;
        let Some((_, last)) = rows.last() else { return Ok(()) };
        after = last.id;
        for (project, row) in &rows {
            verdict.decisions += 1;
            let (name, hash) = (chain::decision(*project, row.number), content_hash(&decision_content(row)));
            if hash != row.hash {
                verdict.find(name.clone(), "its content does not give its hash");
            }
            if let Some(sha256) = &row.minutes_sha256
                && !files::has(db, sha256)?
            {
                verdict.find(name.clone(), "its minutes are not in the store");
            }
            chains.followed.compare_recorder(&name, row.recorded_by, &row.recorded_name, verdict);
            chains.compare(name, &hash, verdict);
        }
    }
}

/// A gate is what its decision fixed when the phase was left, and its conditions are those that were set.
pub(super) fn check_gates(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (number, content) in conditions_of(db, project)? {
        verdict.gates += 1;
        chains.compare(chain::condition(project, number), &content_hash(&content), verdict);
    }
    for (number, decision, content) in gates_left(db, project)? {
        verdict.gates += 1;
        let fixed = decisions::find(db, project, decision)?.map(|d| d.object_hash);
        if fixed.as_deref() != Some(content_hash(&content).as_str()) {
            verdict.find(chain::gate(project, number), "it is not what was decided upon");
        }
    }
    Ok(())
}
/// The conditions of a project by number, as the journal fixed them.
pub(super) fn conditions_of(db: &mut Db, project: i64) -> Result<Vec<(i32, Value)>, Problem> {
    Ok(conditions::of(db, project)?.iter().map(|(c, _)| (c.number, gates::condition_content(c))).collect())
}
/// The gates of a project that were left by a decision about them: number, decision, content.
pub(super) fn gates_left(db: &mut Db, project: i64) -> Result<Vec<(i32, i32, Value)>, Problem> {
    let project = projects::find(db, project)?.ok_or(Problem::NotFound)?;
    let walk = Walk::of_project(db, &project)?;
    // A project that a part delivery's decision ended left its gate by that.
    let approvals: Vec<i32> = decided_deliveries(db, project.id)?;
    let decided = walk.rows.iter().filter(|g| g.state != GateState::Skipped).filter_map(|g| Some((g, g.left_decision?)));
    let at_gate = decided.filter(|(g, decision)| g.state != GateState::Terminated || !approvals.contains(decision));
    Ok(at_gate.map(|(g, decision)| (g.number, decision, walk.content(g))).collect())
}

/// The numbers of the decisions about part deliveries.
fn decided_deliveries(db: &mut Db, project: i64) -> Result<Vec<i32>, Problem> {
    let mut numbers = Vec::new();
    for row in deliveries::of(db, project)? {
        numbers.extend(decisions::about(db, project, ObjectKind::PartDelivery, &row.number.to_string())?.iter().map(|d| d.number));
    }
    Ok(numbers)
}

/// An approved part delivery as it stands: what its decision fixed, and its versions as they are now.
pub(super) struct Approved {
    pub number: i32,
    pub decision: Option<i32>,
    pub content: Value,
    pub versions: Vec<Value>,
}
/// The approved part deliveries of a project.
pub(super) fn approved_deliveries(db: &mut Db, project: i64) -> Result<Vec<Approved>, Problem> {
    let (gathered, all) = (deliveries::gathered(db, project)?, deliverables::versions_of(db, project)?);
    let approved = |row: DeliveryRow| {
        let (content, decision) = (raw_json(row.content.as_deref()?), row.decision);
        let mine = gathered.iter().filter(|g| g.delivery == row.number);
        let version = |g: &Gathered| all.iter().map(|(v, _)| v).find(|v| (v.deliverable, v.number) == (g.deliverable, g.number));
        let versions = mine.map(|g| version(g).map_or(Value::Null, deliverable_service::version_content)).collect();
        Some(Approved { number: row.number, decision, content, versions })
    };
    Ok(deliveries::of(db, project)?.into_iter().filter_map(approved).collect())
}
/// Whether the versions of an approved part delivery are those that were approved.
pub(super) fn has_its_versions(content: &Value, versions: &[Value]) -> bool {
    content["parts"].as_array().into_iter().flatten().map(|part| &part["version"]).eq(versions)
}
pub(super) const OTHER_VERSIONS: &str = "its versions are not those that were approved";
/// The files of approved versions.
pub(super) fn files_in(content: &Value) -> impl Iterator<Item = &str> {
    content["parts"].as_array().into_iter().flatten().filter_map(|part| part["version"]["sha256"].as_str())
}
/// An approved part delivery is what its decision fixed, and its versions and their files are there unchanged.
pub(super) fn check_deliveries(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for approved in approved_deliveries(db, project)? {
        verdict.deliveries += 1;
        let name = chain::delivery(project, approved.number);
        if !has_its_versions(&approved.content, &approved.versions) {
            verdict.find(name.clone(), OTHER_VERSIONS);
        }
        for sha256 in files_in(&approved.content) {
            if !files::has(db, sha256)? {
                verdict.find(name.clone(), "a file of its versions is not in the store");
            }
        }
        chains.compare(name, &content_hash(&approved.content), verdict);
    }
    Ok(())
}

/// The requirements of a project that were waived: what was waived, and whether they still say so.
pub(super) fn waived(db: &mut Db, project: i64) -> Result<Vec<(RequirementRef, Value, bool)>, Problem> {
    let waived = |row: RequirementRow| {
        let content = raw_json(row.content.as_deref()?);
        let same = requirement_service::still_says(&row, &content);
        Some((RequirementRef(row.number), content, same))
    };
    Ok(requirements::of(db, project)?.into_iter().filter_map(waived).collect())
}
/// A waived requirement is what its decision fixed, and says so still.
pub(super) fn check_waivers(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (reference, content, same) in waived(db, project)? {
        verdict.deliveries += 1;
        let name = chain::requirement(project, reference);
        if !same {
            verdict.find(name.clone(), "it is not the requirement that was waived");
        }
        chains.compare(name, &content_hash(&content), verdict);
    }
    Ok(())
}

/// The content that a decision's hash covers: the same as `services::decisions` writes to the journal.
pub(super) fn decision_content(row: &DecisionRow) -> Value {
    let mut content = json!({
        "number": row.number, "matter": row.matter,
        "object": {"kind": row.object_kind, "ref": row.object_ref, "version": row.object_version, "hash": row.object_hash},
        "title": row.title, "outcome": row.outcome, "motivation": row.motivation, "conditions": row.conditions,
        "decided_by": row.person_id, "name": row.person_name, "role": row.role, "charter": row.charter,
        "basis": row.basis.as_deref().map(raw_json),
        "decided_on": row.decided_on, "recorded_at": row.recorded_at,
        "recorded_by": row.recorded_by, "minutes": row.minutes_sha256, "supersedes": row.supersedes,
    });
    note_delegation(&mut content, row.delegation);
    if note_terms(&mut content, row.terms.as_deref()).is_err() {
        // Not to be read any more: whatever it says, it is not what the journal fixed.
        content["terms"] = json!(row.terms);
    }
    content
}

/// An approved edition is what was frozen, and its PDF and the journal's entry that it was printed with are there.
pub(super) fn check_reports(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let rows = reports::locked_after(db, None, after, 50)?;
        let Some((_, last)) = rows.last() else { return Ok(()) };
        after = last.id;
        for (project, row) in &rows {
            verdict.reports += 1;
            let name = chain::report(*project, row.kind.as_str(), row.number, row.edition);
            chains.compare_checkpoint(name.clone(), &row.frozen.as_deref().map(raw_json).unwrap_or_default(), verdict);
            if let Some(why) = report_fault(db, row)? {
                verdict.find(name.clone(), why);
            }
            chains.compare(name, &chain::report_hash(&json!(row.hash), &json!(row.pdf_sha256)), verdict);
        }
    }
}

fn report_fault(db: &mut Db, row: &ReportRow) -> Result<Option<&'static str>, Problem> {
    let hash = row.frozen.as_deref().map(|frozen| content_hash(&raw_json(frozen)));
    if hash != row.hash {
        return Ok(Some("its frozen content does not give its hash"));
    }
    let stored = match &row.pdf_sha256 {
        Some(sha256) => files::has(db, sha256)?,
        None => false,
    };
    Ok(if stored { None } else { Some("its PDF is not in the store") })
}

/// An approved or rejected change request is what was decided upon.
pub(super) fn check_changes(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let rows = changes::decided_after(db, None, after, STRETCH)?;
        let Some((_, last)) = rows.last() else { return Ok(()) };
        after = last.id;
        for (project, row) in &rows {
            verdict.changes += 1;
            chains.compare(chain::change(*project, row.reference()), &change_service::hash(row), verdict);
        }
    }
}

/// A plan that is or has been in force is what was baselined.
pub(super) fn check_plans(db: &mut Db, project: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for row in baselines::of_project(db, project)? {
        verdict.plans += 1;
        chains.compare(chain::baseline(project, row.number), &content_hash(&row.content()), verdict);
    }
    Ok(())
}

/// An adopted version is what the journal fixed.
pub(super) fn check_documents(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let rows = documents::adopted_after(db, None, after, 50)?;
        let Some((.., last)) = rows.last() else { return Ok(()) };
        after = last.id;
        for (project, number, version) in &rows {
            verdict.documents += 1;
            let name = chain::document(*project, number, version.number);
            if let Some(why) = document_fault(db, *project, version)? {
                verdict.find(name.clone(), why);
            }
            chains.compare(name, version.hash.as_deref().unwrap_or_default(), verdict);
        }
    }
}
/// An adopted version is what was frozen, what its decision was about, and its file is there.
fn document_fault(db: &mut Db, project: i64, version: &VersionRow) -> Result<Option<&'static str>, Problem> {
    let frozen = version.frozen.as_deref().map(raw_json).unwrap_or_default();
    if version.hash.as_deref() != Some(content_hash(&frozen).as_str()) {
        return Ok(Some("its frozen content does not give its hash"));
    }
    if frozen["text"] != version.text.as_str() || frozen["label"] != version.label.as_str() || frozen["file"]["sha256"] != json!(version.file_sha256) {
        return Ok(Some("its text, label or file is not what was frozen"));
    }
    let decided = decisions::find(db, project, version.decision.unwrap_or_default())?.map(|d| d.object_hash);
    if decided.as_deref() != Some(decided_hash(&frozen).as_str()) {
        return Ok(Some("it is not what was decided upon"));
    }
    let stored = match &version.file_sha256 {
        Some(sha256) => files::has(db, sha256)?,
        None => true,
    };
    Ok(if stored { None } else { Some("its file is not in the store") })
}
