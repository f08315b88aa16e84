//! Change requests as they are listed and shown.
use super::{CHANGES, FB, act, change, effects, plan_of, raised, turn};
use crate::support::{Actor, World};
use serde_json::{Value, json};

#[test]
fn what_a_paused_or_closed_project_has_closed_is_neither_listed_nor_offered() {
    let world = World::signed_in();
    raised(&world, &world.orderer, &effects(20, 0));
    world.arrange(
        "UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_on = '2020-11-27', stopped_decision = 1 WHERE code = 'H044';",
    );
    assert!(!turn(&world.chair).contains(&"change_to_decide FB-1".to_owned()));
    let page = world.chair.get("/projects/H044/changes/FB-1").expect(200).body;
    assert!(page.contains("Projektet är pausat") && !page.contains("/decision\""), "{page}");
    world.chair.get("/projects/H044/changes/FB-1/decision").expect(409);
    assert_eq!(act(&world, &world.leader, "withdrawal", json!({"reason": "Nej"})).expect(403).json()["held_by"], json!(["project_orderer"]));

    world.arrange("UPDATE projects SET standing = 'closed', stopped_by = NULL, stopped_on = NULL, stopped_decision = NULL WHERE code = 'H044';");
    assert!(world.leader.get("/projects/H044/changes/FB-1").expect(200).body.contains("/withdrawal\""));
    assert_eq!(act(&world, &world.member, "withdrawal", json!({"reason": "Nej"})).status, 403);
    let withdrawn = act(&world, &world.leader, "withdrawal", json!({"reason": "Projektet är avslutat"})).expect(200).json();
    assert_eq!(withdrawn["state"], "withdrawn");
}

#[test]
fn a_draft_is_there_for_those_who_order_it_and_those_who_read_drafts() {
    let world = World::signed_in();
    let texts = json!({"title": "Utkast", "proposal": "P", "reason": "R", "if_nothing": "I"});
    world.member.api("POST", CHANGES, Some(&texts)).expect(201);
    for (who, status, rows) in [(&world.chair, 200, 1), (&world.deputy, 200, 1), (&world.orderer, 404, 0), (&world.registrar, 404, 0)] {
        assert_eq!(who.api("GET", FB, None).status, status, "{}", who.name);
        assert_eq!(who.get("/projects/H044/changes/FB-1").status, status, "{}", who.name);
        assert_eq!(who.api("GET", CHANGES, None).expect(200).json()["items"].as_array().map(Vec::len), Some(rows), "{}", who.name);
    }
    assert_eq!(turn(&world.leader), Vec::<String>::new());
}

#[test]
fn the_list_is_filtered_searched_paged_and_exported() {
    let world = World::signed_in();
    for title in ["Enklare plattform", "Textning av film", "Fler processer"] {
        let texts = json!({"title": title, "proposal": "=1+1", "reason": "R", "if_nothing": "I", "submit": title != "Fler processer"});
        world.orderer.api("POST", CHANGES, Some(&texts)).expect(201);
    }
    let refs = |query: &str| {
        let list = world.orderer.api("GET", &format!("{CHANGES}{query}"), None).expect(200).json();
        (list["items"].as_array().expect("items").iter().map(|i| i["ref"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>(), list["next"].clone())
    };
    assert_eq!(refs("?limit=2"), (vec!["FB-3".to_owned(), "FB-2".to_owned()], json!("2")));
    assert_eq!(refs("?limit=2&cursor=2"), (vec!["FB-1".to_owned()], Value::Null));
    assert_eq!(refs("?state=submitted&q=TEXTNING").0, ["FB-2"]);
    for bad in ["?state=lost", "?cursor=x", "?limit=0"] {
        world.orderer.api("GET", &format!("{CHANGES}{bad}"), None).expect(422);
    }
    let sheet = world.orderer.get("/projects/H044/changes.csv?q=film").expect(200).body;
    assert!(sheet.contains("FB-2;Textning av film;Projektbeställare;Inskickad;2020-11-27;Projektledare;;") && !sheet.contains("FB-1"), "{sheet}");
    let board = world.orderer.get("/projects/H044/changes?state=draft").expect(200).body;
    assert!(board.contains("Fler processer") && !board.contains("Textning"));
    assert!(world.orderer.get("/projects/H044/changes?state=lost").expect(200).body.contains("Filtret gick inte att läsa"));
}

#[test]
fn a_spreadsheet_gets_numbers_below_zero_as_numbers() {
    let world = World::signed_in();
    let cheaper = json!({"days": -3, "cost": -5.5, "alternatives": "Vänta ett år", "goals": false, "financing": false});
    raised(&world, &world.orderer, &cheaper);
    let sheet = world.orderer.get("/projects/H044/changes.csv").expect(200).body;
    assert!(sheet.trim_end().ends_with(";-3;-5,50"), "{sheet}");
}

#[test]
fn a_request_goes_its_whole_way_on_the_pages() {
    let world = World::signed_in();
    plan_of(&world);
    let page = "/projects/H044/changes/FB-1";
    let version = || change(&world)["version"].to_string();
    let step = |who: &Actor, what: &str, fields: &[(&str, &str)], status: u16| {
        let version = version();
        who.get(page).expect(200);
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        who.post_form(&format!("{page}/{what}"), &all).expect(status)
    };
    world.member.get("/projects/H044/changes/new").expect(200);
    let empty = world.member.post_form("/projects/H044/changes/new", &[("title", "Textade filmer"), ("submit", "yes")]).expect(422);
    assert!(empty.body.contains("Skriv vad som ska ändras") && empty.body.contains("Textade filmer"), "nothing typed is lost");
    let texts = [("title", "Textade filmer"), ("proposal", "Filmerna textas"), ("reason", "Lagen"), ("if_nothing", "Vite")];
    assert_eq!(world.member.post_form("/projects/H044/changes/new", &texts).expect(303).header("location"), page);
    step(&world.member, "edit", &[texts[0], texts[1], texts[2], ("if_nothing", "Vite för tillgänglighet"), ("submit", "yes")], 303);
    step(&world.leader, "receipt", &[], 303);
    let assessment = [
        ("days", "0"),
        ("cost", "0"),
        ("goals", "no"),
        ("financing", "no"),
        ("alternatives", "Undantag"),
        ("budget.1.category", "Resor"),
        ("budget.1.year", "2021"),
        ("budget.1.amount", "-1 000"),
        ("budget.2.category", "Externa tjänster"),
        ("budget.2.year", "2021"),
        ("budget.2.amount", "1 000"),
        ("budget.3.category", ""),
        ("milestones.1", ""),
        ("deliverables.1.act", "add"),
        ("deliverables.1.name", "Textade filmer"),
    ];
    let wrong: Vec<(&str, &str)> = assessment.iter().map(|(k, v)| if *k == "budget.1.amount" { (*k, "-9 000") } else { (*k, *v) }).collect();
    let refused = step(&world.leader, "assessment", &wrong, 422).body;
    assert!(refused.contains("Budgeten skulle bli mindre än noll") && refused.contains("-9 000") && refused.contains("Undantag"));
    step(&world.leader, "assessment", &assessment, 303);
    assert!(
        world.leader.get(&format!("{page}/assessment")).expect(200).body.contains("-1\u{a0}000")
            || world.leader.get(&format!("{page}/assessment")).expect(200).body.contains("−1")
    );
    step(&world.leader, "raising", &[], 303);
    step(&world.controller, "remarks", &[("text", "Bra förslag"), ("kind", "opinion")], 303);
    assert!(world.chair.get("/").expect(200).body.contains("Textade filmer"));
    let choice = [("step", "approve"), ("reason", "Lagen kräver det"), ("needs_basis", "yes"), ("basis", "meeting")];
    let basis = [("meeting_date", "2020-11-27"), ("meeting_item", "§ 4"), ("present", "Alla")];
    let lacking = step(&world.chair, "decision", &choice, 422).body;
    assert!(lacking.contains("Lagen kräver det"), "nothing typed is lost");
    let whole: Vec<(&str, &str)> = choice.into_iter().chain(basis).collect();
    world.meeting_of("steering_group", "2020-11-27");
    let check = step(&world.chair, "decision", &whole, 200).body;
    assert!(check.contains("name=\"checked\"") && check.contains("Lagen kräver det") && change(&world)["state"] == "raised");
    let sure: Vec<(&str, &str)> = whole.into_iter().chain([("checked", "yes")]).collect();
    step(&world.chair, "decision", &sure, 303);
    step(&world.leader, "execution", &[("outcome", "begin")], 303);
    step(&world.leader, "execution", &[("outcome", "finish"), ("result", "Filmerna är textade")], 303);
    let lacking = step(&world.leader, "communication", &[("message", " ")], 422).body;
    assert!(lacking.contains("Skriv vem som har fått veta"));
    step(&world.leader, "communication", &[("message", "Alla kommuner, via mejl")], 303);
    let done = world.registrar.get(page).expect(200).body;
    for told in ["Bra förslag", "Filmerna är textade", "Alla kommuner, via mejl", "Gällande plan 2", "Projektets leveranser ändras"] {
        assert!(done.contains(told), "{told}");
    }
    let journal = world.leader.get("/projects/H044/journal").expect(200).body;
    assert!(journal.contains("Förändringsbegäran FB-1 godkändes") && journal.contains("Gällande plan 2 fastställdes"));
}
