//! A whole report, through the template and to a PDF.
use super::*;
use serde_json::json;

/// The text by the template that is built in.
pub(crate) fn text(content: &Content, web: bool) -> Result<String, String> {
    super::text(built_in(content.kind()).0, content, web)
}
#[test]
fn what_templates_are_tried_on_fits_those_that_are_built_in() {
    for kind in ReportKind::ALL {
        assert_eq!(try_template(*kind, built_in(*kind).0), Ok(()), "{kind}");
    }
}
fn sample() -> Value {
    let line = |category: &str, budget: i64, outcome: i64, total: i64| json!({"category": category, "budget_year": budget * 100, "outcome_year": outcome * 100, "percent_of_year": outcome * 100 / budget, "left_year": (budget - outcome) * 100, "budget_total": total * 100, "outcome_total": outcome * 100, "left_total": (total - outcome) * 100});
    let cell = |s: i32, k: i32| json!({"impact": k, "value": s * k, "band": if s * k >= 15 { "high" } else if s * k >= 8 { "medium" } else { "low" }, "risks": if s * k == 25 { vec!["R1"] } else { vec![] }, "more": 0});
    json!({
        "number": 2, "edition": 1, "language": "sv", "public_address": "https://styrrum.exempel.se/projects/H044/status-reports/2", "template": template_hash(ReportKind::Status),
        "project": {"code": "H044", "name": "Digitala <processer> & \"socialtjänst\"", "organisation": "Fyrbodal", "orderer": "E-råd", "financier": "Regionen", "register_number": "2020/17", "phase": "execution", "leaders": ["Sara Holm"]},
        "period": {"from": "2020-08-24", "to": "2020-11-20", "sprints": [5, 6]}, "as_of": "2020-11-27", "written_by": "Sara Holm", "submitted_at": "2020-11-27T09:00:00",
        "summary": "Planen följs.\nKöpta tjänster kostar mer än <planerat>.",
        "lights": [
            {"area": "budget", "proposed": "minor", "findings": [{"kind": "category_over_year", "category": "Externa (köpta) tjänster", "outcome": 21_820_000, "budget": 12_876_000, "percent": 169}], "chosen": "on_plan", "reason": "Betalas nästa år", "deviation": "Betalas nästa år", "measure": "Budgeten balanseras om", "done": false},
            {"area": "time", "proposed": "on_plan", "findings": [], "chosen": "on_plan", "reason": null, "deviation": "", "measure": "", "done": false},
            {"area": "staff", "proposed": "major", "findings": [{"kind": "role_unfilled", "role": "project_leader", "days": 31}], "chosen": "major", "reason": null, "deviation": "", "measure": "", "done": false},
        ],
        "results": [{"number": 1, "name": "Metodhandbok", "version": "0.3", "text": "Sex av fjorton kommuner har prövat den."}],
        "upcoming": "Val av process två\nTester i Åmål", "complications": "",
        "economy": {"year": 2020, "categories": [line("Egen personal", 593_880, 445_410, 1_484_700), line("Externa (köpta) tjänster", 128_760, 218_200, 321_900)], "total": line("", 722_640, 663_610, 1_806_600)},
        "risks": {
            "policy": 1, "open": 1, "covered": 1,
            "bands": [{"band": "high", "from": 15, "to": 25, "holder": "project_orderer"}, {"band": "medium", "from": 8, "to": 12, "holder": "steering_group"}, {"band": "low", "from": 1, "to": 6, "holder": "project_leader"}],
            "matrix": (1..=5).rev().map(|s| json!({"likelihood": s, "cells": (1..=5).map(|k| cell(s, k)).collect::<Vec<_>>()})).collect::<Vec<_>>(),
            "trend": {"days": ["2020-08-28", "2020-11-20"], "top": 25, "lines": [{"risk": "R1", "values": [10, 25]}]},
            "list": [{"ref": "R1", "threat": "Ändrat uppdrag", "vulnerability": "Beroende av finansieringen", "consequence": "Projektet står utan projektledare", "likelihood": 5, "impact": 5, "value": 25, "band": "high", "holder": "project_orderer", "measures": [{"text": "En kommun tillsätter projektledare", "responsible": "Sara Holm", "due": null}], "proposed": null}],
        },
        "decisions": [{"number": 7, "on": "2020-10-23", "title": "Delleverans 1", "outcome": "approved", "role": "steering_group", "by": "Eva Ek", "item": "§ 11"}],
        "next_meeting": {"on": "2020-12-04", "hours": "10–12", "purpose": "Beslut om delleverans 2"}, "approval": null, "checkpoint": null,
    })
}
fn approved() -> Value {
    let mut content = sample();
    content["approval"] = json!({"decision": 8, "role": "steering_group", "by": "Eva Ek", "on": "2020-12-04", "basis": {"kind": "meeting", "date": "2020-12-04", "item": "§ 3", "present": "Eva Ek, Bo Alm"}, "at": "2020-12-04T10:00:00"});
    content["checkpoint"] = json!({"seq": 1482, "hash": "5f2b90c17a4ed8035f2b90c17a4ed8035f2b90c17a4ed8035f2b90c17a4ed803"});
    content
}
/// The text and the charts of an approved report.
pub(crate) fn drawn() -> (String, BTreeMap<String, Chart>) {
    let content = content(approved());
    (text(&content, false).expect("a text"), charts(&content))
}
fn content(value: Value) -> Content {
    Content::read(ReportKind::Status, &value.to_string()).expect("a report's content")
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let first = make_pdf(ReportKind::Status, &approved()).expect("a PDF");
    assert!(first.starts_with(b"%PDF-"));
    assert_eq!(first, make_pdf(ReportKind::Status, &approved()).expect("a PDF"));
    // For the validator, which is not a part of the project.
    if let Some(folder) = std::env::var_os("STYRRUM_KEEP_PDF") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("approved.pdf"), &first).expect("written");
        std::fs::write(folder.join("submitted.pdf"), make_pdf(ReportKind::Status, &sample()).expect("a PDF")).expect("written");
    }
}

#[test]
fn a_report_is_drawn_in_the_colours_of_its_day_and_one_from_before_there_were_any_as_it_was() {
    let coloured = |colours: [&str; 3]| {
        let mut sample = sample();
        for (band, colour) in sample["risks"]["bands"].as_array_mut().expect("bands").iter_mut().zip(colours) {
            band["colour"] = json!(colour);
        }
        content(sample)
    };
    let (old, own, blue) = (content(sample()), coloured(["red", "yellow", "green"]), coloured(["purple", "orange", "blue"]));
    assert_eq!((text(&old, false), charts(&old)), (text(&own, false), charts(&own)));
    let text = text(&blue, false).expect("a text");
    assert!(["band--high in-purple", "<td class=\"mid in-orange\">", "<td class=\"low in-blue\">"].iter().all(|piece| text.contains(piece)), "{text}");
    assert_ne!(charts(&blue), charts(&own));
    assert!(preview(&blue).expect("a page").as_str().contains(" data-low=\"blue\" data-mid=\"orange\" data-high=\"purple\">"));
}

#[test]
fn a_report_that_is_not_approved_carries_a_water_mark() {
    let mark = |value: Value| meta(&content(value.clone()), &value).watermark;
    assert_eq!(mark(approved()), None);
    assert_eq!(mark(sample()).as_deref(), Some("EJ GODKÄND"));
    let mut draft = sample();
    draft["submitted_at"] = Value::Null;
    assert_eq!(mark(draft).as_deref(), Some("UTKAST"));
}

#[test]
fn the_report_prints_why_a_light_differs_from_its_figures() {
    let text = text(&content(sample()), false).expect("a text");
    assert!(text.contains("Skäl: Betalas nästa år"), "{text}");
    assert!(text.contains("169 %"), "{text}");
}

#[test]
fn the_preview_is_escaped_and_leaves_the_first_heading_to_the_page() {
    let html = serde_json::to_string(&preview(&content(sample())).expect("a preview")).expect("text");
    assert!(html.contains("&lt;processer&gt;") && html.contains("<svg"), "{html}");
    assert!(!html.contains("<h1"), "{html}");
}

#[test]
fn a_report_without_any_data_can_be_drawn_in_english() {
    let mut empty = sample();
    empty["language"] = json!("en");
    for list in ["results", "decisions"] {
        empty[list] = json!([]);
    }
    empty["economy"]["categories"] = json!([]);
    empty["risks"]["list"] = json!([]);
    empty["risks"]["trend"] = json!({"days": [], "top": 25, "lines": []});
    empty["next_meeting"] = Value::Null;
    make_pdf(ReportKind::Status, &empty).expect("a PDF");
}

#[test]
fn a_risk_s_move_counts_from_the_report_before() {
    let told = |since: Value, first: [i32; 3]| {
        let mut report = sample();
        report["risks"]["trend"] = json!({"days": ["2020-05-04", "2020-08-28", "2020-11-20"], "since": since, "top": 25, "lines": [
            {"risk": "R1", "values": first}, {"risk": "R2", "values": [20, 8, 8]}, {"risk": "R3", "values": [null, null, 25]}]});
        text(&content(report), false).expect("a text")
    };
    assert!(told(json!("2020-09-01"), [10, 15, 20]).contains("R1 har ökat från 15 till 20."));
    // A rise goes before a greater fall.
    assert!(told(Value::Null, [10, 15, 20]).contains("R1 har ökat från 10 till 20."));
    assert!(told(Value::Null, [15, 15, 10]).contains("R2 har minskat från 20 till 8."));
}
