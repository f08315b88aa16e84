//! The register: matrix, trend, coverage, saved views, filters, pages, and the same list as CSV.
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::domain::role::Role;
use crate::render::charts::{self, Chart, Level, Palette, RiskTrend};
use crate::render::engine::Markup;
use crate::render::format;
use crate::services::register::{self, PINS, Query, Sort};
use crate::services::{InProject, Problem};
use crate::store::risks::{RiskRow, Tallies};
use crate::store::{Db, assessments, risks as rows};
use crate::web::form::Choice;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

/// Rows on a page of the register.
const PAGE: i64 = 100;
/// Rows in an export.
const EXPORT: i64 = 10_000;
/// Risks drawn in the trend.
const DRAWN: i64 = 8;

#[derive(Serialize)]
struct Context {
    code: String,
    name: String,
    open: i64,
    matrix: Vec<MatrixRow>,
    impacts: Vec<i32>,
    mandates: Vec<MandateLine>,
    trend: Option<Drawn>,
    facts: Vec<Fact>,
    views: Vec<View>,
    filter: Filters,
    sort: SortLinks,
    risks: Vec<Line>,
    next: String,
    export: String,
    holders: Vec<Choice>,
    owners: Vec<Choice>,
    may_log: bool,
    bad_filter: bool,
}
#[derive(Serialize)]
struct MatrixRow {
    likelihood: i32,
    cells: Vec<MatrixCell>,
}
#[derive(Serialize)]
struct MatrixCell {
    value: i32,
    tone: &'static str,
    pins: Vec<Pin>,
    more: i64,
}
#[derive(Serialize)]
struct Pin {
    reference: String,
    consequence: String,
}
#[derive(Serialize)]
struct MandateLine {
    band: Band,
    range: String,
    holder: String,
}
#[derive(Serialize)]
struct Drawn {
    /// What it shows, in a sentence.
    title: String,
    svg: Markup,
    table: Table,
}
#[derive(Serialize)]
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}
#[derive(Serialize)]
struct Fact {
    term: String,
    value: String,
    bad: bool,
}
#[derive(Serialize)]
struct View {
    label: String,
    count: Option<i64>,
    href: String,
    current: bool,
}
#[derive(Serialize)]
struct Filters {
    q: String,
    held_by: String,
    owner: String,
    any: bool,
}
#[derive(Serialize)]
struct SortLinks {
    value: String,
    number: String,
    review: String,
    current: Sort,
}
#[derive(Serialize)]
struct Line {
    reference: String,
    consequence: String,
    cause: String,
    value: i32,
    band: Band,
    likelihood: i32,
    impact: i32,
    spark: Markup,
    holder: String,
    high: bool,
    note: String,
    owner: String,
    initials: String,
    review: String,
    late: bool,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    shell::kept_page_in(db, rq, at, "risks", "pages/risks/register.html", |db| context(db, rq, at))
}

fn context(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Context, Problem> {
    let ctx = rq.ctx()?;
    let tallies = rows::tallies(db, at.project.id)?;
    let query = query(rq, PAGE);
    let (page, bad_filter) = match register::page(db, &ctx, at, &query) {
        Ok(page) => (page, false),
        Err(Problem::Invalid(_)) => (register::page(db, &ctx, at, &Query { limit: PAGE, ..Query::default() })?, true),
        Err(other) => return Err(other),
    };
    let people = people(at);
    Ok(Context {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        open: tallies.open(),
        matrix: matrix(db, at, &tallies)?,
        impacts: (1..=at.policy.impact_steps()).collect(),
        mandates: mandates(rq, at),
        trend: trend(db, rq, at)?,
        facts: facts(rq, &tallies),
        views: views(rq, at, &tallies),
        filter: filters(rq),
        sort: sort_links(rq, page.sort),
        risks: page.rows.iter().map(|r| line(rq, at, r, &people)).collect::<Result<_, Problem>>()?,
        next: page.next.map_or_else(String::new, |next| with(rq, &[("cursor", &next)])),
        export: with(rq, &[]).replacen("/risks", "/risks.csv", 1),
        holders: holders(rq, at),
        owners: people.values().map(|p| Choice::new(&p.1, p.0.clone())).collect(),
        may_log: at.actor.may(crate::domain::rights::Right::WorkWithRisks, ctx.today),
        bad_filter,
    })
}

/// The filtered list as CSV for spreadsheets: semicolons, a byte-order mark, formulas made inert.
pub fn csv(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let page = register::page(db, &ctx, at, &query(rq, EXPORT))?;
    let people = people(at);
    let text = |key: &str| rq.lang.text(key).to_owned();
    let head = [
        "risk-id",
        "risk-consequence",
        "risk-threat",
        "risk-vulnerability",
        "risk-likelihood",
        "risk-impact",
        "risk-value",
        "risk-band",
        "risk-held-by",
        "risk-owner",
        "risk-review",
        "risk-state",
    ];
    let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer(vec![0xEF, 0xBB, 0xBF]);
    sheet.write_record(head.map(text)).map_err(Problem::internal)?;
    for r in &page.rows {
        let owner = r.owner_id.and_then(|id| people.get(&id)).map(|p| p.0.clone()).unwrap_or_default();
        let cells = [
            r.reference().to_string(),
            r.consequence.clone(),
            r.threat.clone(),
            r.vulnerability.clone(),
            r.likelihood.to_string(),
            r.impact.to_string(),
            r.value.to_string(),
            text(&format!("band-{}", r.band)),
            text(&format!("role-{}", held_by(at, r)?)),
            owner,
            r.review_on.to_string(),
            text(&format!("risk-state-{}", r.state)),
        ];
        sheet.write_record(cells.map(|c| inert(&c))).map_err(Problem::internal)?;
    }
    let bytes = sheet.into_inner().map_err(Problem::internal)?;
    Ok(Reply::bytes("text/csv; charset=utf-8", bytes, Some(format!("{}-{}.csv", at.project.code, rq.lang.text("risk-file")))))
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; control characters become blanks.
pub fn inert(cell: &str) -> String {
    let clean: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) { format!("'{clean}") } else { clean }
}

fn query(rq: &Rq, limit: i64) -> Query {
    let own = |name: &str| rq.filter(name).map(str::to_owned);
    Query {
        band: own("band"),
        state: own("state"),
        held_by: own("held_by"),
        owner: own("owner"),
        overdue: rq.filter("review") == Some("late"),
        text: own("q"),
        sort: own("sort"),
        cursor: own("cursor"),
        limit,
    }
}

/// This list's address with other values; changing anything but the place begins from the first page.
fn with(rq: &Rq, changes: &[(&str, &str)]) -> String {
    let mut query: BTreeMap<String, String> =
        rq.query.iter().filter(|(k, v)| k.as_str() != "cursor" && !v.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
    for (name, value) in changes {
        query.insert((*name).to_owned(), (*value).to_owned());
    }
    address(rq, &query)
}
fn address(rq: &Rq, query: &BTreeMap<String, String>) -> String {
    if query.is_empty() {
        return rq.path.clone();
    }
    format!("{}?{}", rq.path, form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish())
}

/// Names and addresses of everybody with a role, by id.
fn people(at: &InProject) -> BTreeMap<i64, (String, String)> {
    at.members.iter().map(|m| (m.assignment.person_id, (m.name.clone(), m.email.clone()))).collect()
}

fn held_by(at: &InProject, row: &RiskRow) -> Result<Role, Problem> {
    Ok(row.lifted_to()?.unwrap_or_else(|| at.charter.holder_of(row.band)))
}

fn matrix(db: &mut Db, at: &InProject, tallies: &Tallies) -> Result<Vec<MatrixRow>, Problem> {
    let mut cells = register::matrix(db, at, tallies)?;
    let mut row = |s: i32| MatrixRow {
        likelihood: s,
        cells: (1..=at.policy.impact_steps())
            .map(|k| {
                let found = cells.remove(&(s, k));
                let more = found.as_ref().map_or(0, |c| c.count - PINS).max(0);
                let pins =
                    found.map(|c| c.first).unwrap_or_default().into_iter().map(|(n, consequence)| Pin { reference: format!("R{n}"), consequence }).collect();
                MatrixCell { value: s * k, tone: at.policy.score(s, k).map_or("low", |score| tone(score.band())), pins, more }
            })
            .collect(),
    };
    Ok((1..=at.policy.likelihood_steps()).rev().map(&mut row).collect())
}

/// The style sheet's name of a band's colours.
pub fn tone(band: Band) -> &'static str {
    match band {
        Band::Low => "low",
        Band::Medium => "mid",
        Band::High => "high",
    }
}

fn mandates(rq: &Rq, at: &InProject) -> Vec<MandateLine> {
    let line = |band: &Band| {
        let rule = at.policy.rule(*band);
        MandateLine {
            band: *band,
            range: format!("{}–{}", rule.from, rule.to),
            holder: rq.lang.text(&format!("role-{}-the", at.charter.holder_of(*band))).to_owned(),
        }
    };
    Band::ALL.iter().rev().map(line).collect()
}

/// The values of the highest risks at each day of assessment, newest six days.
fn trend(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Option<Drawn>, Problem> {
    let filter = rows::Filter { open: Some(true), ..rows::Filter::default() };
    let top = rows::page(db, at.project.id, &filter, rows::Order::Value { after: None }, DRAWN)?;
    if top.is_empty() {
        return Ok(None);
    }
    let ids: Vec<i64> = top.iter().map(|r| r.id).collect();
    let values = assessments::values_of(db, &ids)?;
    let mut days: Vec<chrono::NaiveDate> = values.iter().map(|v| crate::clock::local_day(v.at)).collect();
    days.sort_unstable();
    days.dedup();
    let days = days.split_off(days.len().saturating_sub(6));
    let line = |r: &RiskRow| {
        let own: Vec<(chrono::NaiveDate, i32)> = values.iter().filter(|v| v.risk_id == r.id).map(|v| (crate::clock::local_day(v.at), v.value)).collect();
        let at_day = |day: &chrono::NaiveDate| own.iter().rfind(|(d, _)| d <= day).and_then(|(_, v)| u32::try_from(*v).ok());
        charts::RiskLine { label: r.reference().to_string(), values: days.iter().map(at_day).collect() }
    };
    let lines: Vec<charts::RiskLine> = top.iter().map(line).collect();
    let chart = RiskTrend {
        title: trend_title(rq, &lines, days.first()),
        row_word: rq.lang.text("risk-word").to_owned(),
        reviews: days.iter().map(|d| format::day_month(rq.lang, *d)).collect(),
        risks: lines,
        bands: Band::ALL
            .iter()
            .map(|b| charts::BandRange {
                level: level(*b),
                from: at.policy.rule(*b).from as u32,
                to: at.policy.rule(*b).to as u32,
                word: rq.lang.text(&format!("band-{b}")).to_owned(),
            })
            .collect(),
        max: at.policy.top() as u32,
    };
    let chart = Chart::RiskTrend(chart);
    let table = chart.table();
    Ok(Some(Drawn {
        title: chart.title().to_owned(),
        svg: Markup::new(charts::svg(&chart, Palette::Css)),
        table: Table { head: table.headers, rows: table.rows },
    }))
}
fn level(band: Band) -> Level {
    match band {
        Band::Low => Level::Low,
        Band::Medium => Level::Mid,
        Band::High => Level::High,
    }
}
/// What the chart shows, in one sentence: how many of its risks have risen, and how many have fallen, since its first day.
fn trend_title(rq: &Rq, lines: &[charts::RiskLine], since: Option<&chrono::NaiveDate>) -> String {
    let change = |line: &charts::RiskLine| {
        let drawn: Vec<u32> = line.values.iter().flatten().copied().collect();
        drawn.last().cmp(&drawn.first())
    };
    let mut args = crate::render::i18n::FluentArgs::new();
    args.set("up", lines.iter().filter(|l| change(l).is_gt()).count());
    args.set("down", lines.iter().filter(|l| change(l).is_lt()).count());
    args.set("all", lines.len());
    args.set("day", since.map(|d| format::day_month(rq.lang, *d)).unwrap_or_default());
    rq.lang.text_with("risk-trend-title", &args)
}

fn facts(rq: &Rq, tallies: &Tallies) -> Vec<Fact> {
    let open = tallies.open();
    let of = |key: &str, n: i64| {
        let mut args = crate::render::i18n::FluentArgs::new();
        args.set("n", n.to_string());
        args.set("all", open.to_string());
        Fact { term: rq.lang.text(key).to_owned(), value: rq.lang.text_with("risk-n-of-all", &args), bad: n < open }
    };
    vec![of("risk-has-measure", tallies.covered()), of("risk-has-owner", tallies.owned()), of("risk-reviewed-in-time", open - tallies.overdue(rq.moment.today))]
}

fn views(rq: &Rq, at: &InProject, tallies: &Tallies) -> Vec<View> {
    let view = |key: &str, count: Option<i64>, query: &[(&str, &str)]| {
        let wanted: BTreeMap<String, String> = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let now: BTreeMap<String, String> =
            rq.query.iter().filter(|(k, v)| !["sort", "cursor"].contains(&k.as_str()) && !v.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
        View { label: rq.lang.text(key).to_owned(), count, current: now == wanted, href: address(rq, &wanted) }
    };
    let mut views = vec![view("risk-view-open", Some(tallies.open()), &[])];
    let mine =
        Band::ALL.iter().find_map(|b| at.charter.mandate_for(&at.actor, crate::domain::matter::Matter::risk(*b), rq.moment.today).ok()).map(|m| m.role());
    if let Some(role) = mine {
        let count = at.charter.bands_of(role).iter().map(|b| tallies.band(*b)).sum();
        views.push(view("risk-view-mine", Some(count), &[("held_by", role.as_str())]));
    }
    views.push(view("risk-view-high", Some(tallies.band(Band::High)), &[("band", "high")]));
    views.push(view("risk-view-late", Some(tallies.overdue(rq.moment.today)), &[("review", "late")]));
    views.push(view("risk-view-closed", Some(tallies.state(RiskStateWord::Closed)), &[("state", "closed")]));
    views
}

fn filters(rq: &Rq) -> Filters {
    let own = |name: &str| rq.filter(name).unwrap_or_default().to_owned();
    let any = rq.query.iter().any(|(k, v)| !["sort", "cursor"].contains(&k.as_str()) && !v.is_empty());
    Filters { q: own("q"), held_by: own("held_by"), owner: own("owner"), any }
}
fn sort_links(rq: &Rq, current: Sort) -> SortLinks {
    let link = |sort: Sort| with(rq, &[("sort", sort.as_str())]);
    SortLinks { value: link(Sort::Value), number: link(Sort::Number), review: link(Sort::Review), current }
}
fn holders(rq: &Rq, at: &InProject) -> Vec<Choice> {
    let mut roles: Vec<Role> = Band::ALL.iter().map(|b| at.charter.holder_of(*b)).collect();
    roles.dedup();
    roles.into_iter().map(|r| Choice::new(r, rq.lang.text(&format!("role-{r}")).to_owned())).collect()
}

fn line(rq: &Rq, at: &InProject, row: &RiskRow, people: &BTreeMap<i64, (String, String)>) -> Result<Line, Problem> {
    let owner = row.owner_id.and_then(|id| people.get(&id)).map(|p| p.0.clone()).unwrap_or_default();
    let late = row.open && row.review_on < rq.moment.today;
    Ok(Line {
        reference: row.reference().to_string(),
        consequence: row.consequence.clone(),
        cause: format!("{} + {}", row.threat, row.vulnerability),
        value: row.value,
        band: row.band,
        likelihood: row.likelihood,
        impact: row.impact,
        spark: spark(rq, at, row),
        holder: rq.lang.text(&format!("role-{}-the", held_by(at, row)?)).to_owned(),
        high: row.escalated_at.is_some() && row.acknowledged_at.is_none(),
        note: note(rq, row),
        initials: shell::initials(&owner),
        owner,
        review: format::day_month(rq.lang, row.review_on),
        late,
    })
}
/// What stands under the holder: a waiting lowering, a state that needs saying, or when the risk rose.
fn note(rq: &Rq, row: &RiskRow) -> String {
    if row.proposal.is_some() {
        return rq.lang.text("risk-waits-for-confirmation").to_owned();
    }
    if matches!(row.state, RiskStateWord::Accepted | RiskStateWord::Occurred | RiskStateWord::Closed) {
        return rq.lang.text(&format!("risk-state-{}", row.state)).to_owned();
    }
    row.escalated_at.map_or_else(String::new, |at| {
        let mut args = crate::render::i18n::FluentArgs::new();
        args.set("day", format::day_month(rq.lang, crate::clock::local_day(at)));
        rq.lang.text_with("risk-escalated-on", &args)
    })
}
fn spark(rq: &Rq, at: &InProject, row: &RiskRow) -> Markup {
    let values: Vec<u32> = row.trail().into_iter().filter_map(|v| u32::try_from(v).ok()).collect();
    let shown = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut args = crate::render::i18n::FluentArgs::new();
    args.set("values", shown);
    let chart = Chart::Spark(charts::Spark {
        title: rq.lang.text_with("risk-spark-title", &args),
        value_word: rq.lang.text("risk-value").to_owned(),
        values,
        max: at.policy.top() as u32,
    });
    Markup::new(charts::svg(&chart, Palette::Css))
}

#[cfg(test)]
mod tests {
    use super::inert;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        #[test]
        fn no_cell_of_an_export_starts_a_formula(cell in "[=+\\-@\\t\\r\\n\\x00 ＝＋－＠'\";]{0,4}\\PC{0,20}") {
            let out = inert(&cell);
            prop_assert!(!out.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
            prop_assert!(!out.contains(char::is_control));
        }
        #[test]
        fn a_cell_stays_one_cell_of_one_line(cells in prop::array::uniform3("[;\"'\\r\\n=\\t]{0,6}.{0,10}")) {
            let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::from("\u{feff}"));
            sheet.write_record(cells.iter().map(|c| inert(c))).expect("written");
            let bytes = sheet.into_inner().expect("bytes");
            prop_assert_eq!(bytes.iter().filter(|b| **b == b'\n').count(), 1);
            let mut read = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(bytes.as_slice());
            let rows: Vec<csv::StringRecord> = read.records().collect::<Result<_, _>>().expect("read");
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].iter().map(str::to_owned).collect::<Vec<_>>(), cells.iter().map(|c| inert(c)).collect::<Vec<_>>());
        }
    }
}
