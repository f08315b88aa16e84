//! The final report and the effect report, empty, as a project has them, and over many pages.
use super::tests::text;
use super::*;
use serde_json::json;

/// What a closing report says, as it is frozen.
fn sample(kind: ReportKind, goals: Value, record: Value) -> Value {
    let texts = |text: &str| kind.parts().iter().map(|part| (part.to_string(), json!(text))).collect::<serde_json::Map<_, _>>();
    json!({
        "kind": kind, "number": 1, "edition": 1, "language": "sv", "public_address": format!("https://styrrum.exempel.se/projects/H044/{}", kind.slug()),
        "template": template_hash(kind), "as_of": "2022-12-31", "written_by": "Sara Holm", "submitted_at": "2023-01-09T09:00:00",
        "project": {"code": "H044", "name": "Digitala <processer> & \"socialtjänst\"", "organisation": "Fyrbodal", "orderer": "E-råd", "financier": "Regionen", "register_number": "2020/17", "phase": "effect", "leaders": ["Sara Holm"]},
        "texts": texts("Arbetet börjar med dem som gör det.\nAndra stycket säger < mer."), "goals": goals, "record": record,
        "approvals": [approval(40, "steering_group"), approval(41, "financier_representative")],
        "checkpoint": {"seq": 1482, "hash": "5f2b90c17a4ed8035f2b90c17a4ed8035f2b90c17a4ed8035f2b90c17a4ed803"},
    })
}
fn approval(decision: i32, role: &str) -> Value {
    json!({"decision": decision, "role": role, "by": "Eva Ek", "on": "2023-01-20", "basis": {"kind": "meeting", "date": "2023-01-20", "item": "§ 3", "present": "Eva Ek, Bo Alm"}, "at": "2023-01-20T10:00:00"})
}
/// A goal with three indicators: one that is reached, one measured as zero, and one that was never measured.
fn goal(number: i32, kind: &str) -> Value {
    let indicator = |place: i32, name: &str, measured: Value, progress: Value, lack: Value, reached: Value| {
        json!({"number": number * 10 + place, "name": name, "unit": "%", "method": "Enkät till alla", "baseline": {"on": "2020-03-30", "value": 4000},
            "target": {"on": "2022-06-30", "value": 8000}, "measured": measured, "missed": if place == 3 { vec!["2021-Q3 Åmål"] } else { vec![] },
            "progress": progress, "lack": lack, "reached": reached})
    };
    json!({
        "number": number, "kind": kind, "name": format!("Mer tid för brukare {number}"), "portfolio": if kind == "effect" { "4A" } else { "" },
        "reached": "Sex kommuner har nått målet.", "carried_on_by": if kind == "effect" { "Socialtjänsten i varje kommun" } else { "" },
        "indicators": [
            indicator(1, "Tid hos brukare", json!([{"year": 2020, "quarter": 4, "value": 6250}, {"year": 2022, "quarter": 2, "value": 8200}]), json!(105), Value::Null, json!(true)),
            indicator(2, "Digitala ansökningar", json!([{"year": 2021, "quarter": 2, "value": 0}]), json!(-100), Value::Null, json!(false)),
            indicator(3, "Nöjda medarbetare", json!([]), Value::Null, json!("value"), Value::Null),
        ],
    })
}
/// What a project of a size has done; of size 0 nothing.
fn record(size: i32) -> Value {
    let lines = |line: &dyn Fn(i32) -> Value| (1..=size).map(line).collect::<Vec<_>>();
    let money = |category: &str, budget: i64, outcome: i64| json!({"category": category, "budget_year": 0, "outcome_year": 0, "percent_of_year": null, "left_year": 0, "budget_total": budget * 100, "outcome_total": outcome * 100, "left_total": (budget - outcome) * 100});
    json!({
        "organisation": lines(&|n| json!({"role": "steering_group", "body": "", "people": [format!("Eva Ek {n}"), "Bo Alm"]})),
        "phases": lines(&|_| json!({"phase": "execution", "state": "passed", "left_on": "2022-06-30", "decision": 31})),
        "open_conditions": lines(&|n| json!({"text": format!("Villkor {n}: avtalet är tecknat"), "owner": "Sara Holm", "due_on": "2022-09-30", "decision": 31, "gate": if n % 2 == 0 { json!(null) } else { json!(4) }, "delivery": if n % 2 == 0 { json!(2) } else { json!(null) }})),
        "milestones": lines(&|n| json!({"name": format!("M{n} Handboken är prövad"), "planned_on": "2021-03-01", "done_on": if n % 2 == 0 { json!(null) } else { json!("2021-03-15") }, "late": if n % 2 == 0 { json!(null) } else { json!(14) }})),
        "deliverables": lines(&|n| json!({"number": n, "name": "Metodhandbok", "version": "1.0", "handed_to": if n % 2 == 0 { "" } else { "Socialtjänsten i Åmål" }})),
        "handovers": lines(&|n| json!({"deliverable": n, "version": "1.0", "receiver": "Socialtjänsten i Åmål", "handed_on": "2022-06-01", "state": if n % 2 == 0 { "waits" } else { "accepted" }, "answered_on": if n % 2 == 0 { json!(null) } else { json!("2022-06-08") }})),
        "economy": {"year": 2022, "categories": lines(&|n| money(&format!("Kostnadsslag {n}"), 593_880, 645_410)), "total": money("", 593_880, 645_410)},
        "changes": lines(&|n| json!({"ref": format!("FB-{n}"), "title": "Textade filmer", "state": "communicated", "decision": 12})),
        "risks": lines(&|n| json!({"ref": format!("R{n}"), "threat": "Ändrat uppdrag", "consequence": "Projektet står utan projektledare", "value": 25, "on": "2021-02-01"})),
        "decisions": lines(&|n| json!({"number": n, "on": "2020-10-23", "title": format!("Delleverans {n}"), "outcome": "approved", "role": "steering_group", "by": "Eva Ek", "item": "§ 11"})),
    })
}
/// A report without anything in it, as a project has one, and over some sixty pages.
fn samples(kind: ReportKind) -> [(&'static str, Value); 3] {
    let (goals, full, long) = match kind {
        ReportKind::Final => (json!([goal(1, "effect"), goal(2, "project")]), record(3), record(150)),
        _ => (json!([goal(1, "effect")]), Value::Null, Value::Null),
    };
    let many = if kind == ReportKind::Final { 40 } else { 60 };
    let mut empty = sample(kind, json!([]), if kind == ReportKind::Final { record(0) } else { Value::Null });
    (empty["texts"], empty["approvals"], empty["submitted_at"]) = (json!({}), json!([]), Value::Null);
    let long = sample(kind, (1..=many).map(|n| goal(n, "effect")).collect(), long);
    [("empty", empty), ("full", sample(kind, goals, full)), ("long", long)]
}
/// The text and the charts of the report that a project has.
pub(crate) fn drawn(kind: ReportKind) -> (String, BTreeMap<String, Chart>) {
    let [_, (_, full), _] = samples(kind);
    let content = Content::read(kind, &full.to_string()).expect("a report's content");
    (text(&content, false).expect("a text"), charts(&content))
}

#[test]
fn an_empty_a_full_and_a_long_closing_report_are_drawn_and_the_same_content_gives_the_same_bytes() {
    for kind in ReportKind::CLOSING {
        for (name, content) in samples(kind) {
            let first = make_pdf(kind, &content).unwrap_or_else(|why| panic!("{kind} {name}: {why}"));
            assert!(first.starts_with(b"%PDF-"));
            assert_eq!(first, make_pdf(kind, &content).expect("a PDF"));
            // For the validator, which is not a part of the project.
            if let Some(folder) = std::env::var_os("STYRRUM_KEEP_PDF") {
                std::fs::write(std::path::Path::new(&folder).join(format!("{kind}-{name}.pdf")), &first).expect("written");
            }
        }
    }
}

#[test]
fn a_long_closing_report_fills_dozens_of_pages() {
    for kind in ReportKind::CLOSING {
        let [.., (_, long)] = samples(kind);
        let file = lopdf::Document::load_mem(&make_pdf(kind, &long).expect("a PDF")).expect("a file");
        assert!((50..=90).contains(&file.get_pages().len()), "{kind}: {}", file.get_pages().len());
    }
}

#[test]
fn zero_stands_as_zero_and_what_was_not_measured_is_said_to_be_missing() {
    let (html, charts) = drawn(ReportKind::Effect);
    assert!(html.contains("0\u{a0}%") && html.contains("Planerade mätningar som saknas: 2021 kv 3, Åmål"), "{html}");
    assert_eq!(charts.len(), 3, "an indicator with a baseline is drawn");
}

#[test]
fn a_closing_report_is_in_its_own_language_whoever_reads_it() {
    let [_, (_, mut full), _] = samples(ReportKind::Final);
    full["language"] = json!("en");
    let content = Content::read(ReportKind::Final, &full.to_string()).expect("a report's content");
    let html = text(&content, false).expect("a text");
    assert!(html.contains("Final report") && html.contains("Goals and what was reached") && !html.contains("Slutrapport"), "{html}");
}
