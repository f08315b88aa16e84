//! What people ask for on a change request's way, as it is read from a form or a JSON object.
use crate::domain::change::ChangeTexts;
use crate::domain::decision::{Basis, DecisionOutcome};
use crate::domain::money::Ore;
use crate::domain::plan::{BudgetChange, DeliverableChange, NewMilestone};
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::read_basis;
use crate::services::milestones::demand_in_order;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The furthest that an effect is stated, in days: ten years.
const DAYS: std::ops::RangeInclusive<i64> = -3650..=3650;
/// The years that a budget can have.
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2200;
/// The most lines of one kind.
const LINES: usize = 100;

/// A new request, kept as a draft or submitted at once.
#[derive(Debug, Clone)]
pub struct OrderChange {
    pub texts: ChangeTexts,
    /// The role on whose behalf it is made; the first of the person's own that order changes when none is named.
    pub role: Option<Role>,
    pub submit: bool,
}
impl Input for OrderChange {
    fn parse(f: &mut Fields<'_>) -> Option<OrderChange> {
        let texts = read_texts(f);
        let (role, submit) = (f.optional_word("ordered_by"), f.tick("submit"));
        Some(OrderChange { texts: texts?, role, submit })
    }
}
fn read_texts(f: &mut Fields<'_>) -> Option<ChangeTexts> {
    let (title, proposal, reason, if_nothing) = (f.short("title"), f.long("proposal"), f.long("reason"), f.long("if_nothing"));
    Some(ChangeTexts { title: title?, proposal: proposal?, reason: reason?, if_nothing: if_nothing? })
}

/// New words; from the page's form they are submitted by the same press.
#[derive(Debug, Clone)]
pub struct EditChange {
    pub texts: ChangeTexts,
    pub submit: bool,
    pub version: Option<i64>,
}
impl Input for EditChange {
    fn parse(f: &mut Fields<'_>) -> Option<EditChange> {
        let (texts, submit, version) = (read_texts(f), !f.is_json() && f.tick("submit"), f.version());
        Some(EditChange { texts: texts?, submit, version })
    }
}

/// The effects that the leader states, with the lines by which the plan would change.
#[derive(Debug, Clone)]
pub struct Assess {
    pub days: i32,
    pub cost: Ore,
    pub scope: Option<LongText>,
    pub quality: Option<LongText>,
    pub risks: Option<LongText>,
    pub alternatives: LongText,
    pub goals: bool,
    pub financing: bool,
    pub lines: Lines,
    pub version: Option<i64>,
}
impl Input for Assess {
    fn parse(f: &mut Fields<'_>) -> Option<Assess> {
        let (days, cost) = (f.whole("days", DAYS), f.kronor("cost"));
        let (scope, quality, risks) = (f.optional_long("scope"), f.optional_long("quality"), f.optional_long("risks"));
        let alternatives = f.long("alternatives");
        let (goals, financing) = (answer(f, "goals"), answer(f, "financing"));
        let (lines, version) = (Lines::read(f), f.version());
        Some(Assess {
            days: i32::try_from(days?).ok()?,
            cost: cost?,
            scope,
            quality,
            risks,
            alternatives: alternatives?,
            goals: goals?,
            financing: financing?,
            lines,
            version,
        })
    }
}
/// A yes or a no that must be given.
fn answer(f: &mut Fields<'_>, name: &str) -> Option<bool> {
    let given = f.json(name).is_some_and(|v| v != "");
    if !given {
        f.fault(name, Fault::Required);
        return None;
    }
    f.optional_tick(name)
}

/// The plan's lines as they are wished for: new days, and so much more or less.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub ends_on: Option<NaiveDate>,
    /// A milestone's number and its new day.
    pub milestones: Vec<(i32, NaiveDate)>,
    pub new_milestones: Vec<NewMilestone>,
    pub budget: Vec<BudgetChange>,
    pub deliverables: Vec<DeliverableChange>,
}
impl Lines {
    /// In JSON lists of objects; in a form `milestones.<number>`, and rows `new_milestones.<row>.…`, `budget.<row>.…` and
    /// `deliverables.<row>.…`, where a row with nothing in it says nothing.
    fn read(f: &mut Fields<'_>) -> Lines {
        let ends_on = f.optional_date("ends_on");
        let lines = if f.is_json() {
            Lines {
                ends_on,
                milestones: f.each("milestones", "number", |f| {
                    let (number, day) = (f.whole("number", 1..=i64::from(i32::MAX)), f.date("planned_on"));
                    Some((number? as i32, day?))
                }),
                new_milestones: f.each("new_milestones", "name", |f| new_milestone(f, "").flatten()),
                budget: f.each("budget", "category", |f| budget_change(f, "").flatten()),
                deliverables: f.each("deliverables", "number", |f| deliverable_change(f, "").flatten()),
            }
        } else {
            let number = |name: &String| name.strip_prefix("milestones.")?.parse().ok();
            let days: Vec<(i32, String)> = f.names("milestones.").into_iter().filter_map(|name| Some((number(&name)?, name))).collect();
            let milestones = days.into_iter().filter_map(|(number, name)| Some((number, f.optional_date(&name)?))).collect();
            let new_milestones = rows(f, "new_milestones").iter().filter_map(|row| new_milestone(f, row).flatten()).collect();
            let budget = rows(f, "budget").iter().filter_map(|row| budget_change(f, row).flatten()).collect();
            let deliverables = rows(f, "deliverables").iter().filter_map(|row| deliverable_change(f, row).flatten()).collect();
            Lines { ends_on, milestones, new_milestones, budget, deliverables }
        };
        let counts = [
            ("milestones", lines.milestones.len()),
            ("new_milestones", lines.new_milestones.len()),
            ("budget", lines.budget.len()),
            ("deliverables", lines.deliverables.len()),
        ];
        for (name, count) in counts {
            if count > LINES {
                f.fault(name, Fault::Other("too-many-lines"));
            }
        }
        lines
    }
}
/// The prefixes of a form's rows, such as `budget.1.`.
fn rows(f: &Fields<'_>, name: &str) -> BTreeSet<String> {
    let prefix = format!("{name}.");
    let row = |field: &String| field.strip_prefix(&prefix)?.split_once('.').map(|(row, _)| format!("{prefix}{row}."));
    f.names(&prefix).iter().filter_map(row).collect()
}
/// A row of a milestone that is new; the inner `None` is an empty one.
fn new_milestone(f: &mut Fields<'_>, row: &str) -> Option<Option<NewMilestone>> {
    if is_empty_row(f, row, &["name", "starts_on", "planned_on"]) {
        return Some(None);
    }
    let named = |field: &str| format!("{row}{field}");
    let (name, starts_on, planned_on) = (f.short(&named("name")), f.date(&named("starts_on")), f.date(&named("planned_on")));
    demand_in_order(f, &named("planned_on"), starts_on, planned_on);
    Some(Some(NewMilestone { name: name?.into_string(), starts_on: starts_on?, planned_on: planned_on? }))
}
/// A row of the budget; the inner `None` is an empty one.
fn budget_change(f: &mut Fields<'_>, row: &str) -> Option<Option<BudgetChange>> {
    if is_empty_row(f, row, &["category", "year", "amount"]) {
        return Some(None);
    }
    let named = |field: &str| format!("{row}{field}");
    let (category, year, amount) = (f.short(&named("category")), f.whole(&named("year"), YEARS), f.kronor(&named("amount")));
    if amount == Some(Ore::ZERO) {
        f.fault(&named("amount"), Fault::NotAnAmount);
    }
    Some(Some(BudgetChange { category: category?.into_string(), year: year? as i32, amount: amount? }))
}
word_enum! {
    /// What a line does with a deliverable.
    DeliverableAct { Add = "add", Change = "change", Remove = "remove" }
}
/// A row of the deliverables; the inner `None` is an empty one.
fn deliverable_change(f: &mut Fields<'_>, row: &str) -> Option<Option<DeliverableChange>> {
    if is_empty_row(f, row, &["act", "number", "name", "handed_to"]) {
        return Some(None);
    }
    let named = |field: &str| format!("{row}{field}");
    let act = f.word(&named("act"));
    // What an act does not need says nothing in a form, and is a fault in JSON only when it is no field at all.
    let (number, name) = (f.optional_whole(&named("number"), 1..=i64::from(i32::MAX)).map(|n| n as i32), f.optional_short(&named("name")));
    let handed_to = f.optional_short(&named("handed_to")).map(ShortText::into_string).unwrap_or_default();
    let act = act?;
    if act != DeliverableAct::Add && number.is_none() {
        f.fault(&named("number"), Fault::Required);
    }
    if act != DeliverableAct::Remove && name.is_none() {
        f.fault(&named("name"), Fault::Required);
    }
    Some(Some(match act {
        DeliverableAct::Add => DeliverableChange::Add { name: name?.into_string(), handed_to },
        DeliverableAct::Change => DeliverableChange::Change { number: number?, name: name?.into_string(), handed_to },
        DeliverableAct::Remove => DeliverableChange::Remove { number: number?, name: String::new() },
    }))
}
/// A form's row with nothing in it; what stands in JSON is never that.
fn is_empty_row(f: &mut Fields<'_>, row: &str, fields: &[&str]) -> bool {
    !row.is_empty() && fields.iter().all(|field| is_blank(f, &format!("{row}{field}")))
}
fn is_blank(f: &mut Fields<'_>, name: &str) -> bool {
    f.json(name).is_none_or(|v| v.as_str().is_some_and(|t| t.trim().is_empty()))
}

/// The leader raises it to its decider; its holder, with a reason, lifts it to the role above.
#[derive(Debug, Clone, Default)]
pub struct Raise {
    pub reason: Option<LongText>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for Raise {
    fn parse(f: &mut Fields<'_>) -> Option<Raise> {
        Some(Raise { reason: f.optional_long("reason"), basis: read_basis(f), version: f.version() })
    }
}

word_enum! {
    /// What the decider says of a request.
    Verdict { Approve = "approve", Reject = "reject", Return = "return", Lift = "lift" }
}
impl Verdict {
    /// What it is called once it is decided.
    pub const fn outcome(self) -> DecisionOutcome {
        match self {
            Verdict::Approve => DecisionOutcome::Approved,
            Verdict::Reject => DecisionOutcome::Rejected,
            Verdict::Return => DecisionOutcome::Returned,
            Verdict::Lift => DecisionOutcome::Lifted,
        }
    }
}
/// The decider's verdict, with its reason: an approval alone may do without.
#[derive(Debug, Clone)]
pub struct Decide {
    pub verdict: Verdict,
    pub reason: Option<LongText>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for Decide {
    fn parse(f: &mut Fields<'_>) -> Option<Decide> {
        let verdict: Option<Verdict> = f.word("outcome");
        let verdict = verdict.filter(|v| matches!(v, Verdict::Approve | Verdict::Reject)).or_else(|| {
            if verdict.is_some() {
                f.fault("outcome", Fault::NotAChoice);
            }
            None
        });
        let reason = if verdict == Some(Verdict::Reject) { f.long("reason") } else { f.optional_long("reason") };
        let (basis, version) = (read_basis(f), f.version());
        Some(Decide { verdict: verdict?, reason, basis, version })
    }
}
/// The decider's return, with what must be completed.
#[derive(Debug, Clone)]
pub struct GiveBack {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for GiveBack {
    fn parse(f: &mut Fields<'_>) -> Option<GiveBack> {
        let (reason, basis, version) = (f.long("reason"), read_basis(f), f.version());
        Some(GiveBack { reason: reason?, basis, version })
    }
}

/// Why those who ordered it take it back.
#[derive(Debug, Clone)]
pub struct Withdraw {
    pub reason: LongText,
    pub version: Option<i64>,
}
impl Input for Withdraw {
    fn parse(f: &mut Fields<'_>) -> Option<Withdraw> {
        let (reason, version) = (f.long("reason"), f.version());
        Some(Withdraw { reason: reason?, version })
    }
}

word_enum! {
    /// The two steps of carrying a change out.
    Execution { Begin = "begin", Finish = "finish" }
}
/// Begun; or finished, with what was done.
#[derive(Debug, Clone)]
pub struct Execute {
    pub outcome: Execution,
    pub result: Option<LongText>,
    pub version: Option<i64>,
}
impl Input for Execute {
    fn parse(f: &mut Fields<'_>) -> Option<Execute> {
        let outcome = f.word("outcome");
        let result = if outcome == Some(Execution::Finish) { f.long("result") } else { f.optional_long("result") };
        let version = f.version();
        Some(Execute { outcome: outcome?, result, version })
    }
}

/// To whom, and how, it was told.
#[derive(Debug, Clone)]
pub struct Communicate {
    pub message: LongText,
    pub version: Option<i64>,
}
impl Input for Communicate {
    fn parse(f: &mut Fields<'_>) -> Option<Communicate> {
        let (message, version) = (f.long("message"), f.version());
        Some(Communicate { message: message?, version })
    }
}
