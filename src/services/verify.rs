//! Proving that nothing was changed afterwards: in the database, and in an export without the server.

pub mod chain;
pub mod export;
mod fixed;
mod followed;
mod noted;
mod running;
mod witness;

use crate::domain::decision::hex;
use crate::services::problem::Problem;
use crate::store::journal::{self, Body, Entry};
use crate::store::{Db, files, projects, structure};
use chain::{Chains, Link};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
pub use witness::Witness;

/// Rows read at a time.
const STRETCH: i64 = 1000;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The row: `journal 3/17`, `decision 3/4`, `status report 3/2.1`, `final report 3/1.1`, `change 3/FB-1`, `plan 3/2`, `gate 3/4`,
    /// `goal 3/1`, `measurement 3/2/4`, `meeting 3/1`, `remarks 3/risk:R4`, `condition 3/1`, `risk 3/R1`, `measure 3/R1/2`, `role 3/17`,
    /// `budget 3/Resor:2020`, `outcome 3/Resor:2020-10`, `part delivery 3/1`, `document 3/2.1`, `requirement 3/K2`,
    /// `charter 3/2`, `risk policy 3/1`, `delegation 3/1`, `file <hash>`, `trigger journal_is_not_changed`, `database file`. Of a row that
    /// cannot be read any more, where it stands: `risks 3`.
    pub row: String,
    pub why: Cow<'static, str>,
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
    /// Goals, indicators, measurements, sprints, milestones, meetings, deviations, recipients and remarks.
    pub noted: u64,
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
    /// Entries whose body was emptied, with what they were about: `journal 3/17 (risk:R1)`. The chain holds; rows that they alone proved are
    /// broken.
    pub erased: Vec<String>,
    pub broken: Vec<Broken>,
}

impl Verdict {
    /// Compares a checkpoint that somebody noted: no chain has its entry when entries from it on were cut off or made anew.
    pub fn compare_checkpoint(&mut self, noted: &Witness) {
        if !self.links.contains(noted) {
            self.find(format!("checkpoint {}", noted.seq), "no chain has that entry: it was cut off, or made anew");
        }
    }
    fn find(&mut self, row: String, why: impl Into<Cow<'static, str>>) {
        self.broken.push(Broken { row, why: why.into() });
    }
}

/// Checks how the database is built, every chain, every stored file, and each row that the journal proves: what was decided or adopted
/// against what the journal fixed of it then, and risks, roles, measures and amounts of budget and outcome against the newest entry about
/// them. What was changed, is gone, was never told of, or cannot be read any more is broken.
///
/// # Errors
/// Those of the store. What is broken is no error: it stands in the verdict.
pub fn database(db: &mut Db) -> Result<Verdict, Problem> {
    let (mut verdict, mut chains) = (Verdict::default(), Chains::default());
    for fault in structure::faults(db)? {
        verdict.find(fault.what, fault.why);
    }
    let mut all_read = true;
    for number in journal::chains(db)? {
        let checked = check_chain(db, number, &mut chains, &mut verdict);
        all_read &= could_read(checked, "journal", Some(number), &mut verdict)?;
    }
    let all = projects::all(db)?;
    for (rows, check) in IN_PROJECT {
        for (project, _) in &all {
            let checked = check(db, *project, &mut chains, &mut verdict);
            all_read &= could_read(checked, rows, Some(*project), &mut verdict)?;
        }
    }
    for (rows, check) in OVER_ALL {
        let checked = check(db, &mut chains, &mut verdict);
        all_read &= could_read(checked, rows, None, &mut verdict)?;
    }
    // Where rows could not be read, nothing is known of those that seem to be missing.
    if all_read {
        chains.followed.tell_missing(&mut verdict);
        chains.tell_missing(&mut verdict);
    }
    chains.end(&mut verdict);
    Ok(verdict)
}
type InProject = fn(&mut Db, i64, &mut Chains, &mut Verdict) -> Result<(), Problem>;
/// What is checked project by project: the rows, and how.
const IN_PROJECT: [(&str, InProject); 10] = [
    ("charters, risk policies and delegations", fixed::check_rules),
    ("risks", running::check_risks),
    ("budget and outcome", running::check_amounts),
    ("roles", running::check_roles),
    ("accepted risks", running::check_acceptances),
    ("plans", fixed::check_plans),
    ("gates", fixed::check_gates),
    ("part deliveries", fixed::check_deliveries),
    ("requirements", fixed::check_waivers),
    ("goals, meetings and what else is written down", noted::check),
];
type OverAll = fn(&mut Db, &mut Chains, &mut Verdict) -> Result<(), Problem>;
/// What is checked over all projects.
const OVER_ALL: [(&str, OverAll); 5] = [
    ("decisions", fixed::check_decisions),
    ("reports", fixed::check_reports),
    ("change requests", fixed::check_changes),
    ("documents", fixed::check_documents),
    ("files", check_files),
];

/// Whether a check could read every row. One that could not, because a row holds what the rules do not know, is broken.
fn could_read(checked: Result<(), Problem>, rows: &str, project: Option<i64>, verdict: &mut Verdict) -> Result<bool, Problem> {
    let Err(Problem::Internal(why)) = checked else { return checked.map(|()| true) };
    let place = project.map(|project| format!(" {project}")).unwrap_or_default();
    verdict.find(format!("{rows}{place}"), format!("a row can no longer be read: {why}"));
    Ok(false)
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

fn check_files(db: &mut Db, _: &mut Chains, verdict: &mut Verdict) -> Result<(), Problem> {
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
