//! The requests on their way, in four columns, and the same list as CSV.
use super::words;
use crate::clock::local_day;
use crate::domain::change::ChangeState;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::changes::{self, Query};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::changes::ChangeRow;
use crate::web::form::Choice;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::sheet::Sheet;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

/// Requests on a page of the board.
const PAGE: i64 = 100;
/// Rows of an export that are read at a time.
const STRETCH: i64 = 1000;
/// Days in one place before a request counts as old.
const OLD: i64 = 30;

word_enum! {
    /// Where a request lies.
    Column { Ordered = "ordered", Leader = "leader", Decider = "decider", Done = "done" }
}
impl Column {
    const fn of(state: ChangeState) -> Column {
        match state {
            ChangeState::Draft | ChangeState::Submitted | ChangeState::Returned => Column::Ordered,
            ChangeState::Received | ChangeState::Assessed => Column::Leader,
            ChangeState::Raised => Column::Decider,
            ChangeState::Approved
            | ChangeState::Rejected
            | ChangeState::Executing
            | ChangeState::Executed
            | ChangeState::Communicated
            | ChangeState::Withdrawn => Column::Done,
        }
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    name: String,
    columns: Vec<Stack>,
    any: bool,
    q: String,
    state: String,
    states: Vec<Choice>,
    filtered: bool,
    bad_filter: bool,
    next: String,
    export: String,
    may_order: bool,
}
#[derive(Serialize)]
struct Stack {
    key: Column,
    items: Vec<Line>,
}
#[derive(Serialize)]
struct Line {
    reference: String,
    title: String,
    /// The state in words.
    standing: String,
    tone: &'static str,
    /// Whose turn it is, and since how many days.
    waits: String,
    old: bool,
    ordered_by: Role,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let (page, bad_filter) = match changes::page(db, &ctx, at, &query(rq, PAGE)) {
        Ok(page) => (page, false),
        Err(Problem::Invalid(_)) => (changes::page(db, &ctx, at, &Query { limit: PAGE, ..Query::default() })?, true),
        Err(other) => return Err(other),
    };
    let mut columns: Vec<Stack> = Column::ALL.iter().map(|key| Stack { key: *key, items: Vec::new() }).collect();
    for row in &page.rows {
        columns[Column::of(row.state) as usize].items.push(line(rq, at, row)?);
    }
    let own = |name: &str| rq.filter(name).unwrap_or_default().to_owned();
    let context = Context {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        any: !page.rows.is_empty(),
        columns,
        q: own("q"),
        state: own("state"),
        states: ChangeState::ALL.iter().map(|s| Choice::new(s, rq.lang.text(&format!("change-state-{s}")).to_owned())).collect(),
        filtered: rq.filter("q").is_some() || rq.filter("state").is_some(),
        bad_filter,
        next: page.next.map_or_else(String::new, |next| address(rq, at, "changes", Some(&next))),
        export: address(rq, at, "changes.csv", None),
        may_order: at.actor.may(Right::RequestChange, ctx.today) && at.demand_running().is_ok(),
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/board.html", &context)
}

/// The filtered list as CSV for spreadsheets, as the risks'.
pub fn csv(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let text = |key: &str| rq.lang.text(key).to_owned();
    let head = ["change-id", "change-title", "change-ordered-by", "change-state", "change-since", "change-waits-with", "change-days", "change-cost"];
    let mut sheet = Sheet::with_head(head.map(text))?;
    let mut wanted = query(rq, STRETCH);
    loop {
        let page = changes::page(db, &ctx, at, &wanted)?;
        for row in &page.rows {
            let change = row.to_domain()?;
            let effect = change.assessment.as_ref();
            let texts = [
                row.reference().to_string(),
                row.title.clone(),
                text(&format!("role-{}", row.ordered_by)),
                standing(rq, row),
                local_day(row.since).to_string(),
                change.waits_with(&at.charter).map(|role| text(&format!("role-{role}"))).unwrap_or_default(),
            ];
            let numbers = [effect.map(|a| a.days.to_string()), effect.map(|a| format::typed_kr(a.cost.0))].map(Option::unwrap_or_default);
            sheet.row(texts, numbers)?;
        }
        if page.next.is_none() {
            break;
        }
        wanted.cursor = page.next;
    }
    sheet.download(format!("{}-{}.csv", at.project.code, rq.lang.text("change-file")))
}

fn query(rq: &Rq, limit: i64) -> Query {
    let own = |name: &str| rq.filter(name).map(str::to_owned);
    Query { state: own("state"), text: own("q"), cursor: own("cursor"), limit }
}
/// The list's address with its filter, from a place on.
fn address(rq: &Rq, at: &InProject, page: &str, cursor: Option<&str>) -> String {
    let mut query: BTreeMap<&str, &str> = ["q", "state"].into_iter().filter_map(|name| Some((name, rq.filter(name)?))).collect();
    query.extend(cursor.map(|c| ("cursor", c)));
    let path = urls::in_project(at, page);
    if query.is_empty() { path } else { format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()) }
}

fn line(rq: &Rq, at: &InProject, row: &ChangeRow) -> Result<Line, Problem> {
    let waits_with = row.to_domain()?.waits_with(&at.charter);
    let days = days_there(rq, row);
    let waits = waits_with.map(|role| {
        let role = rq.lang.text(&format!("role-{role}-the")).to_owned();
        words(rq, "change-waits", &[("role", role), ("since", age(rq, days))])
    });
    Ok(Line {
        reference: row.reference().to_string(),
        title: row.title.clone(),
        standing: standing(rq, row),
        tone: tone(row),
        waits: waits.unwrap_or_default(),
        old: waits_with.is_some() && days > OLD,
        ordered_by: row.ordered_by,
    })
}
/// For how many days a request has lain where it is.
pub fn days_there(rq: &Rq, row: &ChangeRow) -> i64 {
    (rq.moment.today - local_day(row.since)).num_days().max(0)
}
/// "sedan i dag", "i 5 dagar".
pub fn age(rq: &Rq, days: i64) -> String {
    let mut args = crate::render::i18n::FluentArgs::new();
    args.set("days", days);
    rq.lang.text_with("change-age", &args)
}
/// The state of a request in words. Of one that was rejected this is told for good, also when those who asked have been told.
pub fn standing(rq: &Rq, row: &ChangeRow) -> String {
    let told = row.is_rejected() && row.state == ChangeState::Communicated;
    rq.lang.text(&if told { "change-told-rejected".to_owned() } else { format!("change-state-{}", row.state) }).to_owned()
}
/// The style sheet's name of its colours.
pub fn tone(row: &ChangeRow) -> &'static str {
    if row.is_rejected() {
        return "high";
    }
    match row.state {
        ChangeState::Approved | ChangeState::Executing | ChangeState::Executed => "low",
        ChangeState::Rejected => "high",
        ChangeState::Returned => "mid",
        ChangeState::Raised => "brand",
        ChangeState::Draft | ChangeState::Submitted | ChangeState::Received | ChangeState::Assessed | ChangeState::Communicated | ChangeState::Withdrawn => {
            "none"
        }
    }
}
