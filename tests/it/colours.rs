//! The colours of the bands are the risk policy's, wherever the bands are drawn.
use crate::reports;
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const POLICY: &str = "/api/v1/projects/H044/risk-policy";

/// The policy in force with the bands in these colours.
fn in_colours(world: &World, colours: [Value; 3]) -> Value {
    let mut policy = world.leader.api("GET", POLICY, None).expect(200).json();
    policy.as_object_mut().expect("a policy").remove("number");
    for (band, colour) in policy["bands"].as_array_mut().expect("bands").iter_mut().zip(colours) {
        band["colour"] = colour;
    }
    policy
}
fn adopted(world: &World, colours: [&str; 3]) -> Value {
    let policy = in_colours(world, colours.map(Value::from));
    world.orderer.api("PUT", POLICY, Some(&policy)).expect(200).json()
}
fn faults(answer: &Answer) -> Vec<Value> {
    answer.json()["errors"].as_array().expect("faults").iter().map(|e| json!([e["field"], e["code"]])).collect()
}
fn colours(policy: &Value) -> Vec<&str> {
    policy["bands"].as_array().expect("bands").iter().filter_map(|b| b["colour"].as_str()).collect()
}
fn has(actor: &Actor, path: &str, piece: &str) -> bool {
    actor.get(path).expect(200).body.contains(piece)
}

#[test]
fn a_policy_gives_the_bands_its_colours_on_every_page_that_draws_them_and_says_so() {
    let world = World::signed_in();
    let risk = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Följd", "likelihood": 5, "impact": 5});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    let before = world.leader.api("GET", POLICY, None).expect(200).json();
    assert_eq!(colours(&before), ["green", "yellow", "red"]);
    assert!(has(&world.leader, "/projects/H044/risks", "<body data-low=\"green\" data-mid=\"yellow\" data-high=\"red\">"));

    assert_eq!(colours(&adopted(&world, ["blue", "orange", "purple"])), ["blue", "orange", "purple"]);
    let new = " data-low=\"blue\" data-mid=\"orange\" data-high=\"purple\"";
    for path in ["/projects/H044", "/projects/H044/risks", "/projects/H044/risks/R1", "/projects/H044/risk-policy"] {
        assert!(has(&world.leader, path, &format!("<body{new}>")), "{path}");
    }
    assert!(has(&world.leader, "/projects", &format!("<tr{new}>")) && has(&world.orderer, "/", &format!("<article class=\"turn\"{new}")));
    assert!(has(&world.orderer, "/projects/H044/risk-policy/edit", "<option value=\"purple\" selected>Lila</option>"));
    for page in ["risk-policy", "journal"] {
        assert!(["Blå", "Orange", "Lila"].iter().all(|word| has(&world.leader, &format!("/projects/H044/{page}"), word)), "{page}");
    }
    // A body from before there were colours gives each band its own.
    let policy = in_colours(&world, [Value::Null, Value::Null, Value::Null]);
    assert_eq!(colours(&world.orderer.api("PUT", POLICY, Some(&policy)).expect(200).json()), ["green", "yellow", "red"]);
}

#[test]
fn two_bands_of_one_colour_and_a_colour_that_there_is_not_are_told_at_their_field() {
    let world = World::signed_in();
    let twice = in_colours(&world, ["blue", "red", "blue"].map(Value::from));
    assert_eq!(faults(&world.orderer.api("PUT", POLICY, Some(&twice)).expect(422)), [json!(["high.colour", "band-colour-taken"])]);
    let unknown = in_colours(&world, ["green", "#fff", "red"].map(Value::from));
    assert_eq!(faults(&world.orderer.api("PUT", POLICY, Some(&unknown)).expect(422)), [json!(["bands.medium.colour", "not-a-choice"])]);

    let edit = "/projects/H044/risk-policy/edit";
    world.orderer.get(edit).expect(200);
    let numbers = [("low", "1", "6"), ("medium", "8", "12"), ("high", "15", "25")];
    let mut form: Vec<(String, &str)> =
        vec![("version".into(), "1"), ("basis".into(), "chair"), ("likelihood".into(), "1\n2\n3\n4\n5"), ("impact".into(), "1\n2\n3\n4\n5")];
    for (band, from, to) in numbers {
        form.extend([("from", from), ("to", to), ("review_days", "30"), ("colour", "blue")].map(|(field, value)| (format!("{band}.{field}"), value)));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let again = world.orderer.post_form(edit, &form).expect(422).body;
    assert!(["medium", "high"].iter().all(|band| again.contains(&format!("id=\"f-{band}.colour-err\""))) && !again.contains("f-low.colour-err"));
    assert!(again.contains("Den här har redan en annan nivå."), "{again}");

    let own: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| {
            (
                *name,
                match *name {
                    "low.colour" => "green",
                    "high.colour" => "red",
                    _ => *value,
                },
            )
        })
        .collect();
    let shown = world.orderer.post_form(edit, &own).expect(200).body;
    assert!(shown.contains("Hög: 15–25") && shown.contains("name=\"checked\""), "the answers are shown back: {shown}");
    let back = world.orderer.post_form(edit, &[&own[..], &[("back", "yes")]].concat()).expect(200).body;
    assert!(back.contains("<option value=\"green\" selected"), "{back}");
    assert_eq!(world.orderer.api("GET", POLICY, None).expect(200).json()["version"], 1);
    world.orderer.post_form(edit, &[&own[..], &[("checked", "yes")]].concat()).expect(303);
    assert_eq!(world.orderer.api("GET", POLICY, None).expect(200).json()["version"], 2);
}

#[test]
fn a_report_keeps_the_colours_of_its_day_to_the_byte() {
    let world = reports::world();
    adopted(&world, ["blue", "orange", "purple"]);
    reports::approved(&world);
    let pdf = || world.leader.api("GET", "/api/v1/projects/H044/status-reports/1/pdf", None).expect(200).body;
    let before = pdf();
    adopted(&world, ["green", "yellow", "red"]);
    assert_eq!(pdf(), before);
    world.leader.sign_in();
    let page = world.leader.get("/projects/H044/status-reports/1").expect(200).body;
    assert!(page.contains("<body data-low=\"green\"") && page.contains("<div lang=\"sv\" data-low=\"blue\" data-mid=\"orange\" data-high=\"purple\">"));
}
