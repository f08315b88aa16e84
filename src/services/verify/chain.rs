//! The chains of the journal, link by link.
use super::Verdict;
use crate::domain::decision::{content_hash, hex};
use crate::domain::journal::{GENESIS, Hash, body_hash, chain_hash};
use crate::domain::risk::RiskStateWord;
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
    /// Empty, with the body, after an erasure: the chain holds without them.
    pub salt: String,
    pub body: String,
}

/// Chains while they are being read, oldest link first, and what they fixed of things that are kept elsewhere: decisions,
/// approved reports and part deliveries, adopted documents, charters and risk policies, delegations, conditions, decided change
/// requests, plans. A thing is fixed
/// once: what the journal says of it later does not count.
#[derive(Debug, Default)]
pub struct Chains {
    heads: BTreeMap<i64, (i64, String)>,
    /// Content hash by the thing's name.
    fixed: BTreeMap<String, String>,
    compared: BTreeSet<String>,
    /// What the newest entry about each risk says of it, as a hash; none when that is broken or erased.
    risks: BTreeMap<String, Option<String>>,
    /// What the entries about each risk say of its assessments, oldest first; none where that is broken or erased.
    assessed: BTreeMap<String, Vec<Option<Assessed>>>,
}

/// An assessment, as an entry and as its row tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    pub at: NaiveDateTime,
    /// `None` where whoever confirmed it acted, and somebody else had proposed it.
    pub by: Option<i64>,
    pub likelihood: i64,
    pub impact: i64,
}
impl Assessed {
    fn told_by(event: &Value) -> Option<Assessed> {
        let (after, whole) = (&event["after"], |value: &Value| value.as_i64());
        let by = if event["kind"] == CONFIRMS { None } else { whole(&event["person"]) };
        Some(Assessed { at: event["at"].as_str()?.parse().ok()?, by, likelihood: whole(&after["likelihood"])?, impact: whole(&after["impact"])? })
    }
    /// A database keeps a moment less exactly than an entry's text.
    fn is(&self, found: &Assessed) -> bool {
        (self.at - found.at).abs() < TimeDelta::seconds(1)
            && (self.by.is_none() || self.by == found.by)
            && (self.likelihood, self.impact) == (found.likelihood, found.impact)
    }
}
/// The entries that tell of an assessment; the last is a lowering that the holder confirmed.
const ASSESSES: [&str; 3] = ["risk.logged", "risk.assessed", CONFIRMS];
const CONFIRMS: &str = "risk.lowered";

impl Chains {
    /// Checks the next link of its chain.
    pub fn check(&mut self, link: &Link, verdict: &mut Verdict) {
        let (seq, previous) = self.heads.get(&link.chain).cloned().unwrap_or_else(|| (0, hex(&GENESIS)));
        let fault = fault(link, seq, &previous);
        if let Some(why) = fault {
            verdict.find(format!("journal {}/{}", link.chain, link.seq), why);
        }
        // What comes after is compared with what this link says of itself: one broken link is told once.
        self.heads.insert(link.chain, (link.seq, link.hash.clone()));
        if let Some((name, hash)) = fixes(link) {
            self.fixed.entry(name).or_insert(hash);
        }
        self.follow_risk(link, fault.is_none());
    }
    /// A risk changes until it is closed, and each entry about it says what it became.
    /// A broken or an erased entry says nothing that can be relied on.
    fn follow_risk(&mut self, link: &Link, is_whole: bool) {
        // `risk:R4:measure:1` is about a measure.
        let Some(number) = link.object.strip_prefix("risk:").filter(|number| !number.contains(':')) else { return };
        let event: Option<Value> = serde_json::from_str(&link.body).ok().filter(|_| is_whole);
        if ASSESSES.contains(&link.kind.as_str()) {
            self.assessed.entry(risk(link.chain, number)).or_default().push(event.as_ref().and_then(Assessed::told_by));
        }
        let said = match event {
            None => None,
            Some(event) => match risk_hash(&event["after"]) {
                // Comments and measures say nothing of the risk itself.
                None => return,
                Some(hash) => Some(hash),
            },
        };
        self.risks.insert(risk(link.chain, number), said);
    }
    /// Compares a risk with what the newest entry says of it.
    pub fn compare_risk(&mut self, name: String, content: &Value, verdict: &mut Verdict) {
        match self.risks.remove(&name) {
            None => verdict.find(name, "the journal has no word of it"),
            Some(Some(said)) if risk_hash(content).as_ref() != Some(&said) => verdict.find(name, "it is not as the journal's newest entry about it says"),
            Some(_) => {}
        }
    }
    /// Compares a risk's assessments, oldest first, with those that the journal tells of.
    pub fn compare_assessments(&mut self, name: String, found: &[Assessed], verdict: &mut Verdict) {
        let told = self.assessed.remove(&name).unwrap_or_default();
        let same = |(told, found): (&Option<Assessed>, &Assessed)| told.as_ref().is_none_or(|told| told.is(found));
        if told.len() != found.len() || !told.iter().zip(found).all(same) {
            verdict.find(name, "its assessments are not those that the journal tells of");
        }
    }
    /// Names the risks that the journal tells of and that were not found.
    pub fn tell_missing_risks(&self, verdict: &mut Verdict) {
        for name in self.risks.keys() {
            verdict.find(name.clone(), "the journal tells of it, but it is gone");
        }
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

/// What every entry about a risk itself says of it.
const OF_A_RISK: [&str; 10] = ["threat", "vulnerability", "consequence", "likelihood", "impact", "value", "band", "state", "owner", "review_on"];
/// The hash of a risk as an entry tells of it; none of what tells of something else.
fn risk_hash(content: &Value) -> Option<String> {
    let said = |field: &&str| match (*field, content.get(*field)?) {
        // A risk is treated from its first measure on, of which the measure's own entry tells.
        ("state", state) if *state == json!(RiskStateWord::Treated) => Some(json!(RiskStateWord::Assessed)),
        (_, said) => Some(said.clone()),
    };
    let said: Option<Vec<Value>> = OF_A_RISK.iter().map(said).collect();
    said.map(|said| content_hash(&json!(said)))
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
    let (Some(previous), Some(body)) = (bytes(&link.previous), bytes(&link.body_hash)) else { return Some("a hash is not in hexadecimal") };
    let erased = link.salt.is_empty() && link.body.is_empty();
    if link.seq != seq_before + 1 {
        Some("an entry before it is gone")
    } else if link.previous != hash_before {
        Some("it does not follow the entry before it")
    } else if hex(&chain_hash(&previous, link.seq, &body)) != link.hash {
        Some("its parts do not give its hash")
    } else if !erased && body_hash(link.salt.as_bytes(), &link.body) != body {
        Some("its body was changed")
    } else if !erased && !tells_the_same(link) {
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

fn bytes(hexadecimal: &str) -> Option<Hash> {
    let mut out = GENESIS;
    if hexadecimal.len() != 2 * out.len() || !hexadecimal.is_ascii() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(hexadecimal.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
