//! What waits for the token's person, in all projects.
use crate::api::decisions::{Around, DecisionView};
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, list, moment, of, or_null, role, shown, text, whole, words, yes_or_no};
use crate::api::view::{Items, paged, read, utc};
use crate::domain::matter::Matter;
use crate::services::Problem;
use crate::services::my_turn::{self as service, Item, Kind, Why};
use crate::store::Db;
use crate::store::decisions::DecisionRow;
use crate::store::projects::Project;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const MY_TURN: &str = "/api/v1/my-turn";

pub fn routes() -> Vec<Route> {
    vec![show(MY_TURN, Guard::SignedIn, gather)]
}
pub const OPERATIONS: &[Operation] =
    &[Operation::get(MY_TURN, "readMyTurn", "Reads what waits for you and why, what waits for others, and what was decided last.", "MyTurnPage")];

#[derive(Serialize)]
struct TurnView<'a> {
    #[serde(flatten)]
    page: Items<ItemView<'a>>,
    waits_for_others: Vec<ItemView<'a>>,
    decided: Vec<DecidedView<'a>>,
}
/// One thing that waits.
#[derive(Serialize)]
struct ItemView<'a> {
    project: &'a str,
    project_name: &'a str,
    kind: Kind,
    matter: Option<Matter>,
    #[serde(rename = "ref")]
    reference: &'a str,
    title: &'a str,
    text: &'a str,
    asked_by: Option<&'a str>,
    reason: Option<&'a str>,
    why: &'a Why,
    since: Option<DateTime<Utc>>,
    due: Option<NaiveDate>,
    value: Option<i32>,
    band: Option<&'a str>,
    url: &'a str,
}
impl<'a> ItemView<'a> {
    fn of(i: &'a Item) -> ItemView<'a> {
        ItemView {
            project: &i.project,
            project_name: &i.project_name,
            kind: i.kind,
            matter: i.matter,
            reference: &i.reference,
            title: &i.title,
            text: &i.text,
            asked_by: i.asked_by.as_deref(),
            reason: i.reason.as_deref(),
            why: &i.why,
            since: i.since.map(utc),
            due: i.due,
            value: i.value,
            band: i.band.as_deref(),
            url: &i.url,
        }
    }
}
/// A decision, and the project that it was taken in.
#[derive(Serialize)]
struct DecidedView<'a> {
    project: &'a str,
    #[serde(flatten)]
    decision: DecisionView<'a>,
}
impl<'a> DecidedView<'a> {
    fn of(db: &mut Db, (project, row): &'a (Project, DecisionRow)) -> Result<DecidedView<'a>, Problem> {
        let around = Around::of(db, project.id, &[row])?;
        Ok(DecidedView { project: &project.code, decision: DecisionView::of(row, &around)? })
    }
}

fn gather(db: &mut Db, rq: &Rq) -> Answer {
    let turn = service::gather(db, &rq.ctx()?)?;
    let decided = turn.decided.iter().map(|d| DecidedView::of(db, d)).collect::<Result<_, _>>()?;
    read(&TurnView {
        page: paged(rq, turn.items.iter().map(ItemView::of).collect())?,
        waits_for_others: turn.waits_for_others.iter().map(ItemView::of).collect(),
        decided,
    })
}

pub fn schemas() -> Vec<Named> {
    let why = shown(&[("role", role()), ("delegation", or_null(whole())), ("unmanned", yes_or_no())]);
    let item = shown(&[
        ("project", text()),
        ("project_name", text()),
        ("kind", text()),
        ("matter", or_null(words(Matter::ALL))),
        ("ref", text()),
        ("title", text()),
        ("text", text()),
        ("asked_by", or_null(text())),
        ("reason", or_null(text())),
        ("why", why),
        ("since", or_null(moment())),
        ("due", or_null(day())),
        ("value", or_null(whole())),
        ("band", or_null(text())),
        ("url", text()),
    ]);
    // A decision has its project beside its own fields.
    let decided = serde_json::json!({"allOf": [of("Decision"), shown(&[("project", text())])]});
    vec![
        ("MyTurnItem", item),
        (
            "MyTurnPage",
            shown(&[("items", list(of("MyTurnItem"))), ("next", or_null(text())), ("waits_for_others", list(of("MyTurnItem"))), ("decided", list(decided))]),
        ),
    ]
}
