//! Views of the risk register that people save for themselves.
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const REGISTER: &str = "/projects/H044/risks";
const VIEWS: &str = "/api/v1/projects/H044/risks/views";

fn saved(actor: &Actor, name: &str) -> Answer {
    actor.api("POST", VIEWS, Some(&json!({"name": name, "band": "high", "sort": "review"})))
}
fn names(actor: &Actor) -> Vec<Value> {
    let listed = actor.api("GET", VIEWS, None).expect(200).json();
    listed["items"].as_array().expect("views").iter().map(|v| v["name"].clone()).collect()
}
/// A page as people see its addresses.
fn page(actor: &Actor, address: &str) -> String {
    actor.get(address).expect(200).body.replace("&#x2f;", "/")
}
fn fault(answer: &Answer) -> Value {
    let error = &answer.json()["errors"][0];
    json!([error["field"], error["code"]])
}

#[test]
fn what_is_looked_at_becomes_a_tab_of_ones_own_that_can_be_renamed_and_removed() {
    let world = World::signed_in();
    let (leader, chair) = (&world.leader, &world.chair);
    assert!(!page(leader, REGISTER).contains("/risks/views/new"));
    let looked_at = "band=high&amp;sort=review";
    let shown = page(leader, &format!("{REGISTER}?sort=review&band=high&cursor="));
    assert!(shown.contains(&format!("href=\"{REGISTER}/views/new?{looked_at}\"")), "{shown}");
    let form = page(leader, &format!("{REGISTER}/views/new?band=high&sort=review"));
    assert!(form.contains("Tidigast riskgenomgång först") && form.contains("name=\"band\" value=\"high\""));

    let fields = [("name", "Höga <tidigt>"), ("band", "high"), ("sort", "review")];
    let done = leader.post_form(&format!("{REGISTER}/views/new"), &fields).expect(303);
    assert_eq!(done.header("location"), "/projects/H044/risks?band=high&sort=review");
    let tab = format!("href=\"{REGISTER}?{looked_at}\" aria-current=\"true\">Höga &lt;tidigt&gt;");
    let address = format!("{REGISTER}?band=high&sort=review");
    leader.get(&address).expect(200);
    let shown = page(leader, &address);
    assert!(shown.contains(&tab) && shown.matches("aria-current=\"true\">").count() == 1, "{shown}");
    // The address shows anybody the same; the tab is the leader's.
    assert!(!page(chair, &address).contains("tidigt"));

    let number = leader.api("GET", VIEWS, None).expect(200).json()["items"][0]["number"].clone();
    let one = format!("{REGISTER}/views/{number}");
    assert!(shown.contains(&format!("href=\"{one}\"")));
    for path in [one.clone(), format!("{one}/removal")] {
        leader.get(&path).expect(200);
        chair.get(&path).expect(404);
        chair.post_form(&path, &[("name", "Min"), ("version", "1")]).expect(404);
    }
    leader.post_form(&one, &[("name", "Snart"), ("version", "1")]).expect(303);
    // The first says that it is saved; the next is the register as it is kept, and yet has the new name.
    page(leader, &address);
    assert!(page(leader, &address).contains(">Snart</a>"));
    leader.post_form(&one, &[("name", "Sent"), ("version", "1")]).expect(409);
    leader.post_form(&format!("{one}/removal"), &[("version", "1")]).expect(409);
    leader.post_form(&format!("{one}/removal"), &[("version", "2")]).expect(303);
    leader.get(&one).expect(404);
    page(leader, &address);
    assert!(!page(leader, &address).contains("Snart"));
}

#[test]
fn a_view_that_cannot_be_saved_says_why_and_keeps_what_was_typed() {
    let world = World::signed_in();
    let leader = &world.leader;
    saved(leader, "Höga").expect(201);
    let form = format!("{REGISTER}/views/new");
    leader.get(&form).expect(200);
    let again = leader.post_form(&form, &[("name", "HÖGA"), ("q", "lagen")]).expect(422).body;
    assert!(again.contains("id=\"f-name-err\"") && again.contains("value=\"HÖGA\"") && again.contains("name=\"q\" value=\"lagen\""), "{again}");
    let refused = |body: Value| fault(&leader.api("POST", VIEWS, Some(&body)).expect(422));
    assert_eq!(refused(json!({"name": "höga", "band": "low"})), json!(["name", "taken"]));
    assert_eq!(refused(json!({"name": "Allt"})), json!(["name", "view-of-nothing"]));
    assert_eq!(refused(json!({"name": "x".repeat(61), "band": "low"})), json!(["name", "too-long"]));
    assert_eq!(refused(json!({"name": " ", "band": "low"})), json!(["name", "required"]));
    assert_eq!(refused(json!({"name": "Fel", "band": "enorm"})), json!(["band", "not-a-choice"]));
    assert_eq!(refused(json!({"name": "Fel", "review": "soon"})), json!(["review", "not-a-choice"]));
    assert_eq!(refused(json!({"name": "Fel", "q": "x".repeat(101)})), json!(["q", "too-long"]));
    // The name is taken for the leader alone; a view renamed to itself keeps its name.
    saved(&world.chair, "Höga").expect(201);
    let number = leader.api("GET", VIEWS, None).expect(200).json()["items"][0]["number"].clone();
    let renamed = leader.api("PUT", &format!("{VIEWS}/{number}"), Some(&json!({"name": "HÖGA", "version": 1}))).expect(200).json();
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("HÖGA"), &json!(2)));
    for n in 2..=20 {
        saved(leader, &format!("Vy {n}")).expect(201);
    }
    assert_eq!(fault(&saved(leader, "Vy 21").expect(422)), json!(["name", "views-full"]));
    assert_eq!((names(leader).len(), names(&world.chair)), (20, vec![json!("Höga")]));
}

#[test]
fn programs_read_save_rename_and_remove_their_persons_views() {
    let world = World::new();
    let made = saved(&world.leader, "Höga").expect(201);
    let view = made.json();
    assert_eq!((&view["url"], &view["band"], &view["owner"]), (&json!("/projects/H044/risks?band=high&sort=review"), &json!("high"), &Value::Null));
    let one = made.header("location").to_owned();
    assert_eq!(world.leader.api("GET", &one, None).expect(200).header("etag"), "\"1\"");
    for (method, body) in [("GET", None), ("PUT", Some(json!({"name": "Min", "version": 1}))), ("DELETE", Some(json!({"version": 1})))] {
        world.chair.api(method, &one, body.as_ref()).expect(404);
    }
    world.leader.api("PUT", &one, Some(&json!({"name": "Min"}))).expect(422);
    world.leader.api("DELETE", &one, Some(&json!({"version": 2}))).expect(409);
    world.leader.api("DELETE", &one, Some(&json!({"version": 1}))).expect(204);
    // A number is not given twice: what was said of the first is not said of the second.
    let second = saved(&world.leader, "Höga").expect(201);
    assert_ne!(second.header("location"), one);
    assert_eq!(names(&world.leader), [json!("Höga")]);
}
