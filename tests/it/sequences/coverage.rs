//! What the sequences have got to, and what they must get to: a rule that no sequence reaches is not tested.
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How often something was reached.
static REACHED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());
pub fn reached(what: &str) {
    *REACHED.lock().expect("lock").entry(what.to_owned()).or_default() += 1;
}

/// In what ways something is decided: by whoever holds it, on delegation, and by a body that has it recorded.
const BY_DECISION: &[&str] = &[""];
const OR_DELEGATE: &[&str] = &["", " on delegation"];
const OR_RECORDED: &[&str] = &["", " on delegation", ", recorded"];
/// Matters, what is decided in them, and in what ways.
type Kinds = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);
const KINDS: [Kinds; 17] = [
    (&["risk_low"], &["accepted", "lifted", "measure_ordered"], OR_DELEGATE),
    (&["risk_medium", "risk_high"], &["accepted", "confirmed", "refused", "lifted", "measure_ordered"], OR_RECORDED),
    (&["change_within_tolerance"], &["approved", "rejected", "returned", "lifted"], OR_DELEGATE),
    (&["change_plan", "change_budget_frame", "change_financing"], &["approved", "rejected", "returned", "lifted"], OR_RECORDED),
    (&["gate"], &["continue", "back", "stop", "lifted"], OR_RECORDED),
    (&["deliverable"], &["approved", "back", "stop", "lifted"], OR_RECORDED),
    (&["terminate"], &["terminate"], OR_RECORDED),
    (&["terminate proposed to end:"], &["terminate"], BY_DECISION),
    (&["gate proposed to end:"], &["continue", "back", "stop"], BY_DECISION),
    (&["deliverable proposed to end:"], &["approved", "back", "stop"], BY_DECISION),
    (&["resume"], &["resumed"], OR_RECORDED),
    (&["status_report", "final_report", "final_report_financier", "effect_report"], &["approved", "returned"], OR_RECORDED),
    (&["plan_document"], &["adopted", "returned"], OR_RECORDED),
    (&["charter"], &["adopted"], BY_DECISION),
    (&["delegation"], &["delegated", "revoked"], BY_DECISION),
    (&["refused to a delegate,"], &["not begun", "over", "revoked"], BY_DECISION),
    (&["refused"], &["beyond the delegation", "for what was decided already"], BY_DECISION),
];
/// So many sequences must reach each kind once. The rarest they reach some ten times, most some thirty: no seed fails by chance. Fewer
/// sequences, as on one's own machine, are asked for nothing.
const ONCE_IN: u64 = 4_000;

fn demanded() -> impl Iterator<Item = String> {
    KINDS.iter().flat_map(|(matters, outcomes, ways)| {
        let kinds = matters.iter().flat_map(move |matter| outcomes.iter().map(move |outcome| format!("{matter} {outcome}")));
        kinds.flat_map(move |kind| ways.iter().map(move |way| format!("{kind}{way}")))
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
