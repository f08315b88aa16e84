//! What there is much of: all of it is found, counted and listed, and what there is no room for is refused at its field.
use crate::support::{Actor, World};
use serde_json::{Value, json};

const H044: &str = "(SELECT id FROM projects WHERE code = 'H044')";

/// Rows number 1 to `last` of a table of the project, with the other columns as `values` gives them for each number.
fn fill(world: &World, table: &str, last: u32, columns: &str, values: impl Fn(u32) -> String) {
    let rows: Vec<String> = (1..=last).map(|number| format!("({H044}, {number}, {})", values(number))).collect();
    world.arrange(&format!("INSERT INTO {table} (project_id, number, {columns}) VALUES {};", rows.join(",")));
}
fn fault(actor: &Actor, path: &str, body: &Value) -> (Value, Value) {
    let told = actor.api("POST", &format!("/api/v1/projects/H044/{path}"), Some(body)).expect(422).json();
    (told["errors"][0]["field"].clone(), told["errors"][0]["code"].clone())
}

#[test]
fn there_is_room_for_five_hundred_deliverables_and_every_one_is_found() {
    let world = World::new();
    let columns = "name, description, version_label, handed_to, version";
    fill(&world, "deliverables", 499, columns, |_| "'Rapport', '', '', '', 1".into());
    let new = json!({"name": "Metodhandbok"});
    assert_eq!(world.leader.api("POST", "/api/v1/projects/H044/deliverables", Some(&new)).expect(201).json()["ref"], "L500");
    assert_eq!(fault(&world.leader, "deliverables", &new), (json!("name"), json!("no-room")));
    // More than there is room for, from before there was a limit.
    world.arrange(&format!("INSERT INTO deliverables (project_id, number, {columns}) VALUES ({H044}, 501, 'Sista', '', '', '', 1);"));
    assert_eq!(world.member.api("GET", "/api/v1/projects/H044/deliverables/L501", None).expect(200).json()["name"], "Sista");
    assert!(world.member.api("GET", "/api/v1/projects/H044/deliverables", None).expect(200).body.contains("\"L501\""));
}

#[test]
fn the_next_milestone_follows_the_highest_number_whatever_its_day() {
    let world = World::new();
    let planned = |number: u32| if number == 499 { "2030-01-01" } else { "2021-01-01" };
    fill(&world, "milestones", 499, "name, starts_on, planned_on, version", |number| format!("'Steg', '2020-01-01', '{}', 1", planned(number)));
    let milestone = json!({"name": "Klart", "starts_on": "2020-01-01", "planned_on": "2020-12-01"});
    assert_eq!(world.leader.api("POST", "/api/v1/projects/H044/milestones", Some(&milestone)).expect(201).json()["number"], 500);
    assert_eq!(fault(&world.leader, "milestones", &milestone), (json!("name"), json!("no-room")));
    assert_eq!(world.member.api("GET", "/api/v1/projects/H044/milestones", None).expect(200).json()["items"].as_array().map(Vec::len), Some(500));
}

#[test]
fn a_form_for_one_too_many_says_so_at_its_field_with_what_was_typed() {
    let world = World::signed_in();
    let columns = "kind, text, requested_by, priority, note, state, version";
    fill(&world, "requirements", 500, columns, |_| "'product', 'Krav', 'steering_group', 'must', '', 'open', 1".into());
    let typed = [("kind", "product"), ("text", "Ett krav till"), ("requested_by", "steering_group"), ("priority", "must")];
    let page = world.leader.post_form("/projects/H044/requirements/new", &typed).expect(422).body;
    assert!(page.contains("Det ryms högst 500 här.") && page.contains("Ett krav till"), "{page}");
}

#[test]
fn every_months_outcome_is_counted_however_many_there_are() {
    let world = World::signed_in();
    world.arrange("UPDATE projects SET started_on = '1990-01-01'");
    world.leader.post_form("/projects/H044/economy/budget", &[("category", "Resor"), ("year", "2020"), ("amount", "1000"), ("version", "0")]).expect(303);
    let months = (1990..2020).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-01")));
    let old: Vec<String> = months.flat_map(|day| (1..=14).map(move |n| format!("({H044}, 'Post {n}', '{day}', 0, 1)"))).collect();
    assert!(old.len() > 5000);
    world.arrange(&format!("INSERT INTO outcomes (project_id, category, month, amount, version) VALUES {};", old.join(",")));
    world.leader.post_form("/projects/H044/economy/outcome", &[("category", "Resor"), ("month", "2020-10"), ("amount", "250"), ("version", "0")]).expect(303);
    world.leader.post_form("/projects/H044/economy/outcome", &[("category", "Resor"), ("month", "2019-10"), ("amount", "250"), ("version", "0")]).expect(303);
    let page = |span: &str| world.member.get(&format!("/projects/H044/economy?year={span}")).expect(200).body;
    assert!(page("all").contains("50 procent av hela budgeten är använd"));
    assert!(page("2020").contains("25 procent"), "{}", page("2020"));
}

#[test]
fn earlier_meetings_are_on_further_pages_and_what_is_to_come_on_the_first() {
    let world = World::signed_in();
    let columns = "body, held_on, hours, place, purpose, goal, agenda, state, present, reason, version";
    fill(&world, "meetings", 21, columns, |day| format!("'steering_group', '2020-11-{day:02}', '', '', '', '', '[]', 'planned', '', '', 1"));
    let coming = json!({"body": "steering_group", "held_on": "2020-12-04", "agenda": []});
    world.leader.api("POST", "/api/v1/projects/H044/meetings", Some(&coming)).expect(201);
    let page = |query: &str| world.member.get(&format!("/projects/H044/meetings{query}")).expect(200).body.replace("&#x2f;", "/");
    let (first, second) = (page(""), page("?before=2"));
    let shows = |page: &str, number: u32| page.contains(&format!("id=\"meeting-{number}\""));
    assert!(shows(&first, 22) && shows(&first, 21) && shows(&first, 2) && !shows(&first, 1) && first.contains("meetings?before=2\""));
    assert!(shows(&second, 1) && !shows(&second, 2) && !shows(&second, 22) && !second.contains("rel=\"next\""));
    let listed = |query: &str| world.member.api("GET", &format!("/api/v1/projects/H044/meetings?limit=20{query}"), None).expect(200).json();
    let (newest, rest) = (listed(""), listed("&cursor=3"));
    assert_eq!((newest["items"][0]["number"].clone(), newest["next"].clone()), (json!(22), json!("3")));
    assert_eq!((rest["items"].as_array().map(Vec::len), rest["next"].clone()), (Some(2), Value::Null));
}
