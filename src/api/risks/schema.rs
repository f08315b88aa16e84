//! What the document says of risks.
use crate::api::openapi::Parameter;
use crate::api::schema::{CURSOR, LIMIT, Named, day, kronor, list, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::domain::policy::Band;
use crate::domain::risk::{AssessmentKind, EscalationCause, MeasureState, RiskStateWord, Strategy};
use crate::services::register::Sort;
use crate::services::risks::Answer;
use serde_json::{Value, json};

/// What a list of risks can be asked for.
pub const FILTERS: &[Parameter] = &[
    Parameter { name: "band", says: "Risks of one band.", schema: band },
    Parameter { name: "state", says: "Risks in one state.", schema: state },
    Parameter { name: "held_by", says: "Risks that a role holds: by its bands, or lifted to it.", schema: role },
    Parameter { name: "owner", says: "Risks of one responsible person, by e-mail address.", schema: text },
    Parameter { name: "overdue", says: "`true`: risks whose review day has passed.", schema: yes_or_no },
    Parameter { name: "q", says: "Words to be found in the risk's texts.", schema: search },
    Parameter { name: "sort", says: "The order.", schema: sort },
    LIMIT,
    CURSOR,
];
fn band() -> Value {
    words(Band::ALL)
}
fn state() -> Value {
    words(RiskStateWord::ALL)
}
fn sort() -> Value {
    words(Sort::ALL)
}
fn search() -> Value {
    json!({"type": "string", "maxLength": 100})
}
/// S or K; how far the scale goes is the project's policy.
fn step() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": 10, "description": "A step of the project's scale: from 1 to as many as its risk policy has."})
}

/// The schemas of risks.
pub fn schemas() -> Vec<Named> {
    vec![
        ("RiskLine", shown(&risk())),
        ("RiskPage", page(of("RiskLine"))),
        ("Risk", whole_risk()),
        (
            "Assessment",
            shown(&[
                ("at", moment()),
                ("by", text()),
                ("role", role()),
                ("on_behalf_of", or_null(role())),
                ("likelihood", whole()),
                ("impact", whole()),
                ("value", whole()),
                ("band", band()),
                ("reason", text()),
                ("kind", words(AssessmentKind::ALL)),
                ("policy", whole()),
                ("confirmed", or_null(shown(&[("by", text()), ("role", role()), ("decision", whole())]))),
            ]),
        ),
        ("Measure", measure()),
        (
            "NewRisk",
            taken(
                &[("threat", text()), ("vulnerability", text()), ("consequence", text()), ("likelihood", step()), ("impact", step())],
                &[("reason", text()), ("owner", text())],
            ),
        ),
        ("RiskEdit", taken(&[], &[("threat", text()), ("vulnerability", text()), ("consequence", text()), ("owner", text()), ("version", seen())])),
        ("NewAssessment", taken(&[("likelihood", step()), ("impact", step()), ("reason", text())], &[("residual", yes_or_no()), ("version", seen())])),
        (
            "LoweringAnswer",
            taken(&[("outcome", words(Answer::ALL))], &[("reason", text()), ("basis", of("Basis")), ("supersedes", whole()), ("version", seen())]),
        ),
        ("Acceptance", taken(&[("reason", text()), ("expires_on", day())], &[("basis", of("Basis")), ("supersedes", whole()), ("version", seen())])),
        ("Lift", taken(&[("reason", text())], &[("basis", of("Basis")), ("version", seen())])),
        ("MeasureText", measure_text(&[])),
        ("MeasureOrder", measure_text(&[("basis", of("Basis")), ("supersedes", whole())])),
    ]
}

/// A measure as it is written; an order says more.
fn measure_text(more: &[Named]) -> Value {
    let mut optional = vec![("responsible", text()), ("due_on", day()), ("cost", kronor()), ("state", words(MeasureState::ALL)), ("version", seen())];
    optional.extend_from_slice(more);
    taken(&[("strategy", words(Strategy::ALL)), ("text", text())], &optional)
}

fn risk() -> Vec<Named> {
    let asked = shown(&[("by", text()), ("reason", text()), ("at", moment())]);
    let proposed = shown(&[
        ("likelihood", whole()),
        ("impact", whole()),
        ("value", whole()),
        ("band", or_null(band())),
        ("by", text()),
        ("reason", text()),
        ("at", moment()),
    ]);
    vec![
        ("ref", text()),
        ("threat", text()),
        ("vulnerability", text()),
        ("consequence", text()),
        ("likelihood", whole()),
        ("impact", whole()),
        ("value", whole()),
        ("band", band()),
        ("held_by", role()),
        ("state", state()),
        ("owner", or_null(text())),
        ("covered", yes_or_no()),
        ("escalated_at", or_null(moment())),
        ("escalated_for", or_null(words(EscalationCause::ALL))),
        ("acknowledged_at", or_null(moment())),
        ("proposed", or_null(proposed)),
        ("review_on", day()),
        ("accepted_until", or_null(day())),
        ("lifted_to", or_null(role())),
        ("lift_request", or_null(asked)),
        ("version", seen()),
    ]
}
/// A single risk; after a decision also its number, or that of the recording that waits for the chair.
fn whole_risk() -> Value {
    let mut fields = risk();
    fields.extend([("assessments", list(of("Assessment"))), ("measures", list(of("Measure")))]);
    let mut schema = shown(&fields);
    schema["properties"]["decision"] = whole();
    schema["properties"]["recording"] = whole();
    schema
}
fn measure() -> Value {
    shown(&[
        ("number", whole()),
        ("strategy", words(Strategy::ALL)),
        ("text", text()),
        ("responsible", or_null(text())),
        ("due_on", or_null(day())),
        ("cost", or_null(kronor())),
        ("state", words(MeasureState::ALL)),
        ("version", seen()),
    ])
}
