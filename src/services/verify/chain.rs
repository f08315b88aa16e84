//! The chains of the journal, link by link.
use super::Verdict;
use crate::domain::decision::{content_hash, hex};
use crate::domain::journal::{GENESIS, Hash, body_hash, chain_hash};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One entry, as the database and an export give it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    pub chain: i64,
    pub seq: i64,
    pub kind: String,
    pub object: String,
    pub body_hash: String,
    pub previous: String,
    pub hash: String,
    /// Empty, with the body, after an erasure: the chain holds without them.
    pub salt: String,
    pub body: String,
}

/// Chains while they are being read, oldest link first.
#[derive(Debug, Default)]
pub struct Chains {
    heads: BTreeMap<i64, (i64, String)>,
    /// The hash that the journal fixed for each decision, by project and number.
    decisions: BTreeMap<(i64, i32), String>,
}

impl Chains {
    /// Checks the next link of its chain.
    pub fn check(&mut self, link: &Link, verdict: &mut Verdict) {
        let (seq, previous) = self.heads.get(&link.chain).cloned().unwrap_or_else(|| (0, hex(&GENESIS)));
        if let Some(why) = fault(link, seq, &previous) {
            verdict.find(format!("journal {}/{}", link.chain, link.seq), why);
        }
        // What comes after is compared with what this link says of itself: one broken link is told once.
        self.heads.insert(link.chain, (link.seq, link.hash.clone()));
        self.note_decision(link);
    }
    /// The last link of each chain.
    pub fn heads(&self) -> Vec<(i64, i64, String)> {
        self.heads.iter().map(|(chain, (seq, hash))| (*chain, *seq, hash.clone())).collect()
    }
    /// The hash of a decision as the journal fixed it.
    pub fn fixed_decision(&self, project: i64, number: i32) -> Option<&str> {
        self.decisions.get(&(project, number)).map(String::as_str)
    }
    /// Decisions that the journal tells of and that are not among `found`.
    pub fn decisions_missing_from(&self, found: &BTreeMap<i64, Vec<i32>>) -> Vec<(i64, i32)> {
        self.decisions.keys().filter(|(project, number)| !found.get(project).is_some_and(|n| n.contains(number))).copied().collect()
    }

    fn note_decision(&mut self, link: &Link) {
        let number = link.object.strip_prefix("decision:").and_then(|n| n.parse().ok());
        let event: Option<Value> = serde_json::from_str(&link.body).ok();
        if let ("decision.taken", Some(number), Some(event)) = (link.kind.as_str(), number, event) {
            self.decisions.insert((link.chain, number), content_hash(&event["after"]));
        }
    }
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
        Some("its kind or object was changed")
    } else {
        None
    }
}

/// Kind and object stand both in the body, which the hash covers, and in columns, which searching uses.
fn tells_the_same(link: &Link) -> bool {
    let event: Value = serde_json::from_str(&link.body).unwrap_or_default();
    event["kind"] == link.kind.as_str() && event["object"] == link.object.as_str()
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
