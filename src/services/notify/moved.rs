//! One mail to each new holder of all that a charter or a risk policy has moved there.
use super::{about, tell_holders};
use crate::domain::ids::RequirementRef;
use crate::domain::report::ReportKey;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::changes::ChangeRow;
use crate::store::documents::DocumentRow;
use crate::store::risks::RiskRow;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What has come to wait with new holders since a charter or a risk policy was adopted.
#[derive(Debug, Default)]
pub struct Moved(BTreeMap<Role, Vec<Value>>);

impl Moved {
    fn add(&mut self, to: Role, item: Value) {
        self.0.entry(to).or_default().push(item);
    }
    /// A risk waits with `to` now; the others likewise.
    pub fn risk(&mut self, to: Role, row: &RiskRow) {
        self.add(to, json!({"risk": row.reference(), "title": row.consequence, "value": row.value}));
    }
    pub fn change(&mut self, to: Role, row: &ChangeRow) {
        self.add(to, json!({"change": row.reference(), "title": row.title}));
    }
    pub fn gate(&mut self, to: Role, number: i32, phase: &str) {
        self.add(to, json!({"gate": number, "phase": phase}));
    }
    pub fn delivery(&mut self, to: Role, number: i32, name: &str) {
        self.add(to, json!({"delivery": number, "title": name}));
    }
    pub fn document(&mut self, to: Role, row: &DocumentRow, label: &str) {
        self.add(to, json!({"document": format!("{} {label}", row.title)}));
    }
    pub fn waiver(&mut self, to: Role, reference: RequirementRef, text: &str) {
        self.add(to, json!({"requirement": reference, "title": text}));
    }
    pub fn report(&mut self, to: Role, report: ReportKey) {
        self.add(to, json!({"report": report.number, "kind": report.kind}));
    }
}
/// A mail names so many things; it counts the others.
const NAMED: usize = 20;

/// Tells each new holder once of all that has moved there. `adopted` is what was adopted: `charter` or `risk_policy`.
///
/// # Errors
/// Those of the store.
pub fn moved(db: &mut Db, ctx: &Ctx, at: &InProject, adopted: &str, moved: &Moved) -> Result<(), Problem> {
    for (role, items) in &moved.0 {
        let own = json!({
            "adopted": adopted, "role": role, "count": items.len(), "items": items.iter().take(NAMED).collect::<Vec<_>>(), "url": format!("{}/", ctx.base_url),
        });
        tell_holders(db, ctx, at, *role, "matters-moved", &about(ctx, at, "", own))?;
    }
    Ok(())
}
