//! What the sequences have got to, and what they must get to: a rule that no sequence reaches is not tested.
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How often something was reached.
static REACHED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());
pub fn reached(what: &str) {
    *REACHED.lock().expect("lock").entry(what.to_owned()).or_default() += 1;
}

/// A matter, what is decided in it, and whether a body that holds it has that recorded.
type Kinds = (&'static [&'static str], &'static [&'static str], bool);
const KINDS: [Kinds; 14] = [
    (&["risk_low"], &["accepted", "lifted", "measure_ordered"], false),
    (&["risk_medium", "risk_high"], &["accepted", "confirmed", "refused", "lifted", "measure_ordered"], true),
    (&["change_within_tolerance"], &["approved", "rejected", "returned", "lifted"], false),
    (&["change_plan", "change_budget_frame", "change_financing"], &["approved", "rejected", "returned", "lifted"], true),
    (&["gate"], &["continue", "back", "stop", "lifted"], true),
    (&["deliverable"], &["approved", "back", "stop", "lifted"], true),
    (&["terminate"], &["terminate", "approved", "back", "stop", "continue"], true),
    (&["resume"], &["resumed"], true),
    (&["status_report", "final_report", "final_report_financier", "effect_report"], &["approved", "returned"], true),
    (&["plan_document"], &["adopted", "returned"], true),
    (&["charter"], &["adopted"], false),
    (&["delegation"], &["delegated", "revoked"], false),
    (&["refused to a delegate,"], &["not begun", "over", "revoked"], false),
    (&["refused"], &["beyond the delegation", "for what was decided already"], false),
];
/// So many sequences must reach each kind once. The rarest they reach some ten times, most some thirty: no seed fails by chance.
const ONCE_IN: u64 = 2_000;

fn demanded() -> impl Iterator<Item = String> {
    KINDS.iter().flat_map(|(matters, outcomes, recorded)| {
        let kinds = matters.iter().flat_map(move |matter| outcomes.iter().map(move |outcome| format!("{matter} {outcome}")));
        kinds.flat_map(move |kind| [Some(kind.clone()), recorded.then(|| format!("{kind}, recorded"))]).flatten()
    })
}
/// Prints what was reached.
///
/// # Panics
/// Something was not reached often enough by `sequences`.
pub fn hold(sequences: u64) {
    let reached = REACHED.lock().expect("lock");
    reached.iter().for_each(|(what, times)| println!("{times:>7} {what}"));
    let times = |kind: &String| reached.get(kind).copied().unwrap_or(0);
    let rare: Vec<String> = demanded().filter(|kind| times(kind) < sequences / ONCE_IN).map(|kind| format!("{} {kind}", times(&kind))).collect();
    assert!(rare.is_empty(), "too seldom reached by {sequences} sequences: {}", rare.join("; "));
}
