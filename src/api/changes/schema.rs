//! What the document says of change requests and plans.
use crate::api::openapi::Parameter;
use crate::api::schema::{CURSOR, LIMIT, Named, count, day, kronor, list, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::domain::change::ChangeState;
use crate::domain::matter::Matter;
use crate::services::changes::{DeliverableAct, Execution};
use serde_json::{Value, json};

/// The filters of the list.
pub const FILTERS: &[Parameter] = &[
    Parameter { name: "state", says: "Only requests in this state.", schema: state },
    Parameter { name: "q", says: "Only requests with this text.", schema: search },
    LIMIT,
    CURSOR,
];
fn state() -> Value {
    words(ChangeState::ALL)
}
fn search() -> Value {
    json!({"type": "string", "maxLength": 100})
}

/// The schemas of change requests and plans.
pub fn schemas() -> Vec<Named> {
    let answer = words(&["approve", "reject"]);
    vec![
        ("ChangeLine", shown(&change())),
        ("ChangePage", page(of("ChangeLine"))),
        ("Change", whole_change()),
        (
            "NewChange",
            taken(&[("title", text()), ("proposal", text()), ("reason", text()), ("if_nothing", text())], &[("ordered_by", role()), ("submit", yes_or_no())]),
        ),
        ("ChangeEdit", taken(&[], &[("title", text()), ("proposal", text()), ("reason", text()), ("if_nothing", text()), ("version", seen())])),
        ("ChangeAssessment", assessment()),
        ("Raising", taken(&[], &[("reason", text()), ("basis", of("Basis")), ("version", seen())])),
        ("ChangeDecision", taken(&[("outcome", answer)], &[("reason", text()), ("basis", of("Basis")), ("version", seen())])),
        ("ChangeReturn", taken(&[("reason", text())], &[("basis", of("Basis")), ("version", seen())])),
        ("ChangeExecution", taken(&[("outcome", words(Execution::ALL))], &[("result", text()), ("version", seen())])),
        ("ChangeCommunication", taken(&[("message", text())], &[("version", seen())])),
        ("Plan", plan()),
        ("PlanBaselineLine", shown(&baseline())),
        ("PlanBaselinePage", page(of("PlanBaselineLine"))),
        ("PlanBaseline", {
            let mut fields = baseline();
            fields.push(("plan", of("Plan")));
            shown(&fields)
        }),
    ]
}

/// What the leader states, with the plan's lines: `amount` of the budget is so much more, or less.
fn assessment() -> Value {
    let milestone = taken(&[("number", whole()), ("planned_on", day())], &[]);
    let new_milestone = taken(&[("name", text()), ("starts_on", day()), ("planned_on", day())], &[]);
    let budget = taken(&[("category", text()), ("year", whole()), ("amount", kronor())], &[]);
    let deliverable = taken(&[("act", words(DeliverableAct::ALL))], &[("number", whole()), ("name", text()), ("handed_to", text())]);
    taken(
        &[("days", count("days")), ("cost", kronor()), ("alternatives", text()), ("goals", yes_or_no()), ("financing", yes_or_no())],
        &[
            ("scope", text()),
            ("quality", text()),
            ("risks", text()),
            ("ends_on", day()),
            ("milestones", list(milestone)),
            ("new_milestones", list(new_milestone)),
            ("budget", list(budget)),
            ("deliverables", list(deliverable)),
            ("version", seen()),
        ],
    )
}

fn change() -> Vec<Named> {
    vec![
        ("ref", text()),
        ("title", text()),
        ("state", state()),
        ("since", moment()),
        ("ordered_by", role()),
        ("waits_with", or_null(role())),
        ("matter", or_null(words(Matter::ALL))),
        ("lifted_to", or_null(role())),
        ("decision", or_null(whole())),
        ("baseline", or_null(whole())),
        ("version", seen()),
    ]
}
/// A single request; after a recording also its number, which waits for the chair.
fn whole_change() -> Value {
    let budget = shown(&[("category", text()), ("year", whole()), ("amount", kronor())]);
    let milestone = shown(&[("number", whole()), ("name", text()), ("from", day()), ("planned_on", day())]);
    let new_milestone = shown(&[("name", text()), ("starts_on", day()), ("planned_on", day())]);
    let deliverable = shown(&[("act", words(DeliverableAct::ALL)), ("number", or_null(whole())), ("name", text()), ("handed_to", text())]);
    let assessment = shown(&[
        ("days", count("days")),
        ("cost", kronor()),
        ("scope", or_null(text())),
        ("quality", or_null(text())),
        ("risks", or_null(text())),
        ("alternatives", text()),
        ("goals", yes_or_no()),
        ("financing", yes_or_no()),
        ("ends_on", or_null(day())),
        ("milestones", list(milestone)),
        ("new_milestones", list(new_milestone)),
        ("budget", list(budget)),
        ("deliverables", list(deliverable)),
    ]);
    let step = shown(&[("step", text()), ("at", moment()), ("by", text()), ("role", role()), ("text", text()), ("decision", or_null(whole()))]);
    let mut fields = change();
    fields.extend([
        ("proposal", text()),
        ("reason", text()),
        ("if_nothing", text()),
        ("assessment", or_null(assessment)),
        ("because", list(because())),
        ("steps", list(step)),
    ]);
    let mut schema = shown(&fields);
    schema["properties"]["recording"] = whole();
    schema
}

fn plan() -> Value {
    shown(&[
        ("starts_on", day()),
        ("ends_on", or_null(day())),
        ("milestones", list(shown(&[("number", whole()), ("name", text()), ("starts_on", day()), ("planned_on", day())]))),
        ("budget", list(shown(&[("category", text()), ("year", whole()), ("amount", kronor())]))),
        ("frame", kronor()),
        ("deliverables", list(shown(&[("number", whole()), ("name", text()), ("handed_to", text())]))),
    ])
}
fn baseline() -> Vec<Named> {
    vec![("number", whole()), ("hash", text()), ("change", or_null(text())), ("decision", or_null(whole())), ("adopted_at", moment())]
}
/// What brings a request to its decider.
fn because() -> Value {
    let because = |kind: &str, fields: &[Named]| shown(&[&[("kind", json!({"const": kind}))], fields].concat());
    let limit = shown(&[("days", count("days")), ("kronor", kronor())]);
    let matter = || ("matter", words(Matter::ALL));
    json!({"description": "What brings it to its decider.", "oneOf": [
        because("within_tolerance", &[("limit", limit)]),
        because("goals", &[]),
        because("deliverables", &[]),
        because("days", &[("days", count("days")), ("limit", count("days")), matter()]),
        because("cost", &[("amount", kronor()), ("limit", kronor()), matter()]),
        because("budget_frame", &[("amount", kronor())]),
        because("financing", &[]),
    ]})
}
