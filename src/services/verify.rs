//! Proving that nothing was changed afterwards: in the database, and in an export without the server.

pub mod chain;
pub mod export;
mod followed;
mod witness;

use crate::domain::decision::{DecidedTerms, ObjectKind, content_hash, hex};
use crate::domain::ids::{RequirementRef, RiskRef};
use crate::domain::lifecycle::GateState;
use crate::services::changes as change_service;
use crate::services::decisions::{note_delegation, note_terms};
use crate::services::deliverables as deliverable_service;
use crate::services::documents::decided_hash;
use crate::services::gates::{self, Walk};
use crate::services::problem::Problem;
use crate::services::requirements as requirement_service;
use crate::services::risks as risk_service;
use crate::store::columns::{json as json_of, raw_json};
use crate::store::conditions;
use crate::store::decisions::{self, DecisionRow};
use crate::store::deliveries::{self, DeliveryRow, Gathered};
use crate::store::documents::{self, VersionRow};
use crate::store::journal::{self, Body, Entry};
use crate::store::reports::{self, ReportRow};
use crate::store::requirements::{self, RequirementRow};
use crate::store::risks::{Filter, Order, RiskRow};
use crate::store::roles::Assignment;
use crate::store::{Db, assessments, baselines, changes, delegations, deliverables, files, measures, plan, projects, risks, roles, rules};
use chain::{Chains, Link};
use followed::Assessed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
pub use witness::Witness;

/// Rows read at a time.
const STRETCH: i64 = 1000;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The row: `journal 3/17`, `decision 3/4`, `status report 3/2.1`, `final report 3/1.1`, `change 3/FB-1`, `plan 3/2`, `gate 3/4`,
    /// `condition 3/1`, `risk 3/R1`, `measure 3/R1/2`, `role 3/17`, `budget 3/Resor:2020`, `outcome 3/Resor:2020-10`, `part delivery 3/1`, `document 3/2.1`, `requirement 3/K2`,
    /// `charter 3/2`, `risk policy 3/1`, `delegation 3/1`, `file <hash>`.
    pub row: String,
    pub why: &'static str,
}

/// What was checked, and what was found broken.
#[derive(Debug, Default)]
pub struct Verdict {
    pub entries: u64,
    pub decisions: u64,
    pub risks: u64,
    /// People's roles in projects.
    pub roles: u64,
    /// Amounts of budget and outcome.
    pub amounts: u64,
    pub reports: u64,
    /// Change requests that are approved or rejected.
    pub changes: u64,
    /// Plans that are or have been in force.
    pub plans: u64,
    /// Versions of documents that are adopted.
    pub documents: u64,
    /// Gates that were left, and the conditions on which they were.
    pub gates: u64,
    /// Part deliveries that were approved, and requirements that were waived.
    pub deliveries: u64,
    /// Charters, risk policies and delegations.
    pub rules: u64,
    pub files: u64,
    /// The last entry of each chain, as reports print it.
    pub heads: Vec<(i64, i64, String)>,
    links: BTreeSet<Witness>,
    pub broken: Vec<Broken>,
}

impl Verdict {
    /// Compares a checkpoint that somebody noted: no chain has its entry when entries from it on were cut off or made anew.
    pub fn compare_checkpoint(&mut self, noted: &Witness) {
        if !self.links.contains(noted) {
            self.find(format!("checkpoint {}", noted.seq), "no chain has that entry: it was cut off, or made anew");
        }
    }
    fn find(&mut self, row: String, why: &'static str) {
        self.broken.push(Broken { row, why });
    }
}

/// Checks every chain and stored file of the database, and every decision, approved report, gate, condition, approved part delivery, adopted document,
/// decided change request,
/// plan, charter, risk policy and delegation against
/// what the journal fixed of it, and every risk, role, measure and amount of
/// budget and outcome against the newest entry about it: what was changed, is gone, or was never told of is broken.
///
/// # Errors
/// Those of the store. What is broken is no error: it stands in the verdict.
pub fn database(db: &mut Db) -> Result<Verdict, Problem> {
    let mut verdict = Verdict::default();
    let mut chains = Chains::default();
    for number in journal::chains(db)? {
        check_chain(db, number, &mut chains, &mut verdict)?;
    }
    check_rules(db, &mut chains, &mut verdict)?;
    check_decisions(db, &mut chains, &mut verdict)?;
    check_risks(db, &mut chains, &mut verdict)?;
    check_amounts(db, &mut chains, &mut verdict)?;
    check_roles(db, &mut chains, &mut verdict)?;
    chains.followed.tell_missing(&mut verdict);
    check_acceptances(db, &mut verdict)?;
    check_reports(db, &mut chains, &mut verdict)?;
    check_changes(db, &mut chains, &mut verdict)?;
    check_plans(db, &mut chains, &mut verdict)?;
    check_gates(db, &mut chains, &mut verdict)?;
    check_deliveries(db, &mut chains, &mut verdict)?;
    check_documents(db, &mut chains, &mut verdict)?;
    check_waivers(db, &mut chains, &mut verdict)?;
    chains.tell_missing(&mut verdict);
    check_files(db, &mut verdict)?;
    chains.end(&mut verdict);
    Ok(verdict)
}

fn check_chain(db: &mut Db, number: i64, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = 0;
    loop {
        let stretch = journal::stretch(db, number, after, STRETCH)?;
        let Some((last, _)) = stretch.last() else { return Ok(()) };
        after = last.seq;
        for (entry, body) in &stretch {
            verdict.entries += 1;
            chains.check(&link(entry, body), verdict);
        }
    }
}

/// A stored entry as a link of its chain.
pub(crate) fn link(entry: &Entry, body: &Body) -> Link {
    Link {
        chain: entry.chain,
        seq: entry.seq,
        at: Some(entry.at),
        kind: entry.kind.clone(),
        object: entry.object.clone(),
        body_hash: entry.body_hash.clone(),
        previous: entry.previous.clone(),
        hash: entry.hash.clone(),
        salt: body.salt.clone(),
        body: body.body.clone(),
    }
}

fn check_rules(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
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
    }
    Ok(())
}

fn check_decisions(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
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
            chains.compare(name, &hash, verdict);
        }
    }
}

/// Each risk is as the newest entry about it says: its words, its value and state, who answers for it, and when it is looked at again.
/// Its assessments are those that the journal tells of: when, by whom, why, and with which likelihood and impact.
fn check_risks(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
        let mut after = None;
        loop {
            let rows = risks::page(db, project, &Filter::default(), Order::Number { after }, STRETCH)?;
            let Some(last) = rows.last() else { break };
            after = Some(last.number);
            let mut assessed = assessed(db, &rows)?;
            check_measures(db, project, &rows, chains, verdict)?;
            for row in &rows {
                verdict.risks += 1;
                let name = chain::risk(project, row.reference());
                chains.followed.compare_assessments(name.clone(), &assessed.remove(&row.id).unwrap_or_default(), verdict);
                match row.to_domain() {
                    Ok(risk) => chains.followed.compare_risk(name, &risk_service::snapshot(&risk), verdict),
                    Err(_) => verdict.find(name, "it can no longer be read"),
                }
            }
        }
    }
    Ok(())
}

/// The assessments of these risks, oldest first.
fn assessed(db: &mut Db, rows: &[RiskRow]) -> Result<BTreeMap<i64, Vec<Assessed>>, Problem> {
    let risks: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut found: BTreeMap<i64, Vec<Assessed>> = BTreeMap::new();
    for made in assessments::made(db, &risks)? {
        let (likelihood, impact) = (made.likelihood.into(), made.impact.into());
        found.entry(made.risk_id).or_default().push(Assessed { at: made.at, by: Some(made.person_id), likelihood, impact, reason: Some(made.reason) });
    }
    Ok(found)
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

/// Each amount of budget and outcome is the one that was last set, or that the plan in force says.
fn check_amounts(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
        let planned = baselines::of_project(db, project)?.last().map(|row| row.plan()).transpose()?.map_or_else(Vec::new, |plan| plan.budget);
        for line in plan::budget(db, project)? {
            verdict.amounts += 1;
            let name = followed::cell(project, "budget", &format!("{}:{}", line.category, line.year));
            let in_plan = planned.iter().find(|p| (&p.category, p.year) == (&line.category, line.year)).map(|p| p.amount.0);
            chains.followed.compare_amount(name, line.amount, in_plan, verdict);
        }
        for outcome in plan::outcomes_of(db, project)? {
            verdict.amounts += 1;
            let name = followed::cell(project, "outcome", &format!("{}:{}", outcome.category, outcome.month.format("%Y-%m")));
            chains.followed.compare_amount(name, outcome.amount, None, verdict);
        }
    }
    Ok(())
}

/// Each assignment of a role is as the entries about it say: the role, its days, and whether it is the chair's.
fn check_roles(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
        for member in roles::members(db, project)? {
            verdict.roles += 1;
            let Assignment { id, role, from_on, to_on, chair, .. } = &member.assignment;
            chains.followed.compare_role(project, *id, &json!({"role": role, "from_on": from_on, "to_on": to_on, "chair": chair}), verdict);
        }
    }
    Ok(())
}

/// A risk is accepted until the day that its decision says. Decisions from before that was told say nothing of it.
fn check_acceptances(db: &mut Db, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
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
    }
    Ok(())
}

/// A gate is what its decision fixed when the phase was left, and its conditions are those that were set.
fn check_gates(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
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
fn check_deliveries(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
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
fn check_waivers(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
        for (reference, content, same) in waived(db, project)? {
            verdict.deliveries += 1;
            let name = chain::requirement(project, reference);
            if !same {
                verdict.find(name.clone(), "it is not the requirement that was waived");
            }
            chains.compare(name, &content_hash(&content), verdict);
        }
    }
    Ok(())
}
/// The content that a decision's hash covers: the same as `services::decisions` writes to the journal.
fn decision_content(row: &DecisionRow) -> Value {
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
fn check_reports(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
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

fn check_changes(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
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

fn check_plans(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
    for (project, _) in projects::all(db)? {
        for row in baselines::of_project(db, project)? {
            verdict.plans += 1;
            chains.compare(chain::baseline(project, row.number), &content_hash(&row.content()), verdict);
        }
    }
    Ok(())
}

fn check_documents(db: &mut Db, chains: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
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

fn check_files(db: &mut Db, verdict: &mut Verdict) -> Result<(), Problem> {
    let mut after = String::new();
    loop {
        let hashes = files::hashes(db, &after, STRETCH)?;
        let Some(last) = hashes.last() else { return Ok(()) };
        after.clone_from(last);
        for sha256 in &hashes {
            verdict.files += 1;
            let mut digest = Sha256::new();
            files::each_piece(db, sha256, |piece| {
                digest.update(piece);
                Ok::<_, Problem>(())
            })?;
            if hex(&digest.finalize()) != *sha256 {
                verdict.find(format!("file {sha256}"), "its bytes do not give its hash");
            }
        }
    }
}
