//! The journal's hash chain: every change is an event, and each event holds the hash of the one before.
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// One change: who did what, in which role, on whose behalf, with the values before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub at: NaiveDateTime,
    pub person: Option<i64>,
    pub name: String,
    pub role: Option<String>,
    pub on_behalf_of: Option<String>,
    pub kind: String,
    pub object: String,
    pub before: Value,
    pub after: Value,
    pub from_address: Option<String>,
}

/// JSON with sorted keys and no blanks: the same content always gives the same bytes.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// The salted hash of an entry's body. Salt and body can be erased without breaking the chain.
pub fn body_hash(salt: &[u8], body: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// An entry's hash: the one before, its number in the chain, and its body's hash.
pub fn chain_hash(previous: &Hash, seq: i64, body: &Hash) -> Hash {
    Sha256::new().chain_update(previous).chain_update(seq.to_be_bytes()).chain_update(body).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn canonical_json_does_not_depend_on_the_order_of_keys() {
        assert_eq!(canonical(&json!({"b": [1, {"z": null, "a": "å\n"}], "a": true})), r#"{"a":true,"b":[1,{"a":"å\n","z":null}]}"#);
    }

    #[test]
    fn one_changed_byte_changes_every_hash_after_it() {
        let first = chain_hash(&GENESIS, 1, &body_hash(b"salt", "{}"));
        let other = chain_hash(&GENESIS, 1, &body_hash(b"salt", "{ }"));
        assert_ne!(first, other);
        assert_ne!(chain_hash(&first, 2, &[7; 32]), chain_hash(&other, 2, &[7; 32]));
    }
}
