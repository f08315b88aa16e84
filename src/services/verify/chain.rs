//! The chains of the journal, link by link.
use super::Verdict;
use super::followed::Followed;
use super::witness::{Witness, hash_of};
use crate::domain::decision::{content_hash, hex};
use crate::domain::journal::{GENESIS, body_hash, chain_hash};
use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// One entry, as the database and an export give it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub chain: i64,
    pub seq: i64,
    /// Exports from before it was told lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveDateTime>,
    pub kind: String,
    pub object: String,
    pub body_hash: String,
    pub previous: String,
    pub hash: String,
    pub salt: String,
    pub body: String,
}

impl Link {
    /// Salt and body were emptied: the chain holds without them, but what the entry told proves nothing any more.
    pub fn is_erased(&self) -> bool {
        self.salt.is_empty() && self.body.is_empty()
    }
}

/// Chains while they are being read, oldest link first, and what they fixed of things that are kept elsewhere: decisions,
/// approved reports and part deliveries, adopted documents, charters and risk policies, delegations, conditions, decided change
/// requests, plans. A thing is fixed
/// once: what the journal says of it later does not count.
#[derive(Debug, Default)]
pub struct Chains {
    heads: BTreeMap<i64, (i64, String)>,
    /// Every entry, as somebody may have noted it.
    links: BTreeSet<Witness>,
    /// Content hash by the thing's name.
    fixed: BTreeMap<String, String>,
    compared: BTreeSet<String>,
    /// What changes as long as the project runs.
    pub(super) followed: Followed,
}

impl Chains {
    /// Checks the next link of its chain.
    pub fn check(&mut self, link: &Link, verdict: &mut Verdict) {
        let (seq, previous) = self.heads.get(&link.chain).cloned().unwrap_or_else(|| (0, hex(&GENESIS)));
        let fault = fault(link, seq, &previous);
        if let Some(why) = fault {
            verdict.find(format!("journal {}/{}", link.chain, link.seq), why);
        }
        self.links.extend(Witness::new(link.seq, &link.hash));
        if fault.is_none() && link.is_erased() {
            verdict.erased.push(format!("journal {}/{} ({})", link.chain, link.seq, link.object));
        }
        // What comes after is compared with what this link says of itself: one broken link is told once.
        self.heads.insert(link.chain, (link.seq, link.hash.clone()));
        if let Some((name, hash)) = fixes(link) {
            self.fixed.entry(name).or_insert(hash);
        }
        self.followed.follow(link, fault.is_none());
    }
    /// Compares the checkpoint that a report was printed with: the entry is there still. Reports from before they had one have none.
    pub fn compare_checkpoint(&self, name: String, content: &Value, verdict: &mut Verdict) {
        let printed = &content["checkpoint"];
        let noted = printed["seq"].as_i64().zip(printed["hash"].as_str());
        if noted.is_some_and(|(seq, hash)| Witness::new(seq, hash).is_none_or(|witness| !self.links.contains(&witness))) {
            verdict.find(name, "the journal's entry that it was printed with is gone");
        }
    }
    /// Hands over what was found of the chains themselves.
    pub fn end(self, verdict: &mut Verdict) {
        verdict.heads = self.heads();
        verdict.links = self.links;
    }
    /// The last link of each chain.
    pub fn heads(&self) -> Vec<(i64, i64, String)> {
        self.heads.iter().map(|(chain, (seq, hash))| (*chain, *seq, hash.clone())).collect()
    }
    /// Compares a thing that was found with what the journal fixed of it. One that the journal has no word of was smuggled in,
    /// or its entry was erased: nothing proves it.
    pub fn compare(&mut self, name: String, hash: &str, verdict: &mut Verdict) {
        match self.fixed.get(&name) {
            None => verdict.find(name, "the journal has no word of it"),
            Some(fixed) => {
                if fixed != hash {
                    verdict.find(name.clone(), "it is not what the journal fixed");
                }
                self.compared.insert(name);
            }
        }
    }
    /// Names the things that the journal fixed and that were not found.
    pub fn tell_missing(&self, verdict: &mut Verdict) {
        for name in self.fixed.keys().filter(|name| !self.compared.contains(*name)) {
            verdict.find(name.clone(), "the journal tells of it, but it is gone");
        }
    }
}

/// The name and content hash of the thing that a link fixes; none when it fixes nothing, or was erased.
fn fixes(link: &Link) -> Option<(String, String)> {
    let event: Value = serde_json::from_str(&link.body).ok()?;
    let after = &event["after"];
    let (what, number) = link.object.split_once(':')?;
    match (link.kind.as_str(), what) {
        ("decision.taken", "decision") => Some((decision(link.chain, number), content_hash(after))),
        ("charter.adopted", "charter") => Some((charter(link.chain, number), content_hash(after))),
        ("risk_policy.adopted", "risk_policy") => Some((risk_policy(link.chain, number), content_hash(after))),
        ("delegation.granted", "delegation") => Some((delegation(link.chain, number), content_hash(after))),
        ("delegation.revoked", "delegation") => Some((revocation(link.chain, number), content_hash(after))),
        ("condition.set", "condition") => Some((condition(link.chain, number), content_hash(after))),
        ("part_delivery.approved", "part_delivery") => Some((delivery(link.chain, number), after["hash"].as_str().unwrap_or_default().to_owned())),
        ("report.approved", _) => {
            let kind = what.strip_suffix("_report")?;
            Some((report(link.chain, kind, number, &after["edition"]), report_hash(&after["hash"], &after["pdf_sha256"])))
        }
        ("requirement.waived", "requirement") => Some((requirement(link.chain, number), after["hash"].as_str().unwrap_or_default().to_owned())),
        ("change.approved" | "change.rejected", "change") => Some((change(link.chain, number), after["hash"].as_str().unwrap_or_default().to_owned())),
        ("document.adopted", "document") => {
            Some((document(link.chain, number, &after["version_number"]), after["hash"].as_str().unwrap_or_default().to_owned()))
        }
        ("plan.baselined", "plan") => Some((baseline(link.chain, number), after["hash"].as_str().unwrap_or_default().to_owned())),
        _ => None,
    }
}

/// A risk, by its reference.
pub(super) fn risk(project: i64, reference: impl Display) -> String {
    format!("risk {project}/{reference}")
}
/// A decided change request, by its reference.
pub(super) fn change(project: i64, reference: impl Display) -> String {
    format!("change {project}/{reference}")
}
/// An adopted version, by the document's number and its own.
pub(super) fn document(project: i64, number: impl Display, version: impl Display) -> String {
    format!("document {project}/{number}.{version}")
}
pub(super) fn baseline(project: i64, number: impl Display) -> String {
    format!("plan {project}/{number}")
}
pub(super) fn decision(project: i64, number: impl Display) -> String {
    format!("decision {project}/{number}")
}
pub(super) fn charter(project: i64, number: impl Display) -> String {
    format!("charter {project}/{number}")
}
pub(super) fn risk_policy(project: i64, number: impl Display) -> String {
    format!("risk policy {project}/{number}")
}
pub(super) fn delegation(project: i64, number: impl Display) -> String {
    format!("delegation {project}/{number}")
}
pub(super) fn revocation(project: i64, number: impl Display) -> String {
    format!("revocation of delegation {project}/{number}")
}
pub(super) fn condition(project: i64, number: impl Display) -> String {
    format!("condition {project}/{number}")
}
pub(super) fn gate(project: i64, number: impl Display) -> String {
    format!("gate {project}/{number}")
}
pub(super) fn delivery(project: i64, number: impl Display) -> String {
    format!("part delivery {project}/{number}")
}
/// A waived requirement, by its reference.
pub(super) fn requirement(project: i64, reference: impl Display) -> String {
    format!("requirement {project}/{reference}")
}
pub(super) fn report(project: i64, kind: &str, number: impl Display, edition: impl Display) -> String {
    format!("{kind} report {project}/{number}.{edition}")
}
/// Of an approved report the journal fixes the hash of its content and that of its PDF.
pub(super) fn report_hash(hash: &Value, pdf_sha256: &Value) -> String {
    content_hash(&json!([hash, pdf_sha256]))
}

fn fault(link: &Link, seq_before: i64, hash_before: &str) -> Option<&'static str> {
    let (Some(previous), Some(body)) = (hash_of(&link.previous), hash_of(&link.body_hash)) else { return Some("a hash is not in hexadecimal") };
    if link.seq != seq_before + 1 {
        Some("an entry before it is gone")
    } else if link.previous != hash_before {
        Some("it does not follow the entry before it")
    } else if hex(&chain_hash(&previous, link.seq, &body)) != link.hash {
        Some("its parts do not give its hash")
    } else if link.is_erased() {
        None
    } else if body_hash(link.salt.as_bytes(), &link.body) != body {
        Some("its body was changed")
    } else if !tells_the_same(link) {
        Some("its time, kind or object was changed")
    } else {
        None
    }
}

/// Time, kind and object stand both in the body, which the hash covers, and in columns, which searching uses. A database may
/// keep a little less of a second than the body.
fn tells_the_same(link: &Link) -> bool {
    let event: Value = serde_json::from_str(&link.body).unwrap_or_default();
    let same_moment = |at: NaiveDateTime| NaiveDateTime::deserialize(&event["at"]).is_ok_and(|told| (told - at).abs() < TimeDelta::milliseconds(1));
    event["kind"] == link.kind.as_str() && event["object"] == link.object.as_str() && link.at.is_none_or(same_moment)
}
