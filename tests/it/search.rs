//! One search over everything that somebody may read.
use crate::support::{Actor, World};
use serde_json::{Value, json};
use styrrum::domain::risk::RiskTexts;
use styrrum::domain::text::ShortText;
use styrrum::services::InProject;
use styrrum::services::risks::{self, LogRisk};

fn logged(by: &Actor, code: &str, consequence: &str) {
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": consequence, "likelihood": 2, "impact": 2});
    by.api("POST", &format!("/api/v1/projects/{code}/risks"), Some(&risk)).expect(201);
}
fn found(by: &Actor, query: &str) -> Value {
    by.api("GET", &format!("/api/v1/search?{query}"), None).expect(200).json()
}
/// What was found, as `H044 risk R1`.
fn names(found: &Value) -> Vec<String> {
    let of = |hit: &Value, field: &str| hit[field].as_str().unwrap_or_default().to_owned();
    found["items"].as_array().into_iter().flatten().map(|hit| format!("{} {} {}", of(hit, "project"), of(hit, "kind"), of(hit, "ref"))).collect()
}

#[test]
fn words_are_found_in_every_kind_of_thing_in_ones_own_projects_only() {
    let world = World::signed_in();
    logged(&world.leader, "H044", "Införandet av e-tjänsten stannar");
    logged(&world.outsider, "X100", "Införandet försenas");
    let change = json!({"title": "Senare införande", "proposal": "Vänta en månad", "reason": "Leverantören är sen", "if_nothing": "Inget", "submit": true});
    world.orderer.api("POST", "/api/v1/projects/H044/change-requests", Some(&change)).expect(201);
    let plan = json!({"kind": "project_plan", "title": "Plan", "text": "Införandet sker i maj."});
    world.leader.api("POST", "/api/v1/projects/H044/documents", Some(&plan)).expect(201);
    let own = names(&found(&world.leader, "q=INF%C3%96RANDE"));
    assert_eq!(own, ["H044 risk R1", "H044 change FB-1", "H044 document 1"]);
    assert!(!names(&found(&world.member, "q=inf%C3%B6rande")).contains(&"H044 document 1".to_owned()), "a draft is its writers'");
    assert_eq!(names(&found(&world.outsider, "q=inf%C3%B6rande")), ["X100 risk R1"]);
    assert_eq!(names(&found(&world.admin, "q=inf%C3%B6rande")), [""; 0], "an administrator sees no project's content");
    let page = world.leader.get("/search?q=inf%C3%B6rande").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("/projects/H044/risks/R1") && !page.contains("X100"), "{page}");
    assert!(world.leader.get("/search?q=finns-inte").expect(200).body.contains("Inget hittades för finns-inte"));
    assert!(world.leader.get("/").expect(200).body.contains("action=\"/search\""), "the top bar has it");
}

#[test]
fn a_reference_finds_the_thing_that_it_names_first() {
    let world = World::new();
    for n in 0..3 {
        logged(&world.leader, "H044", &format!("Nummer {n}"));
    }
    assert_eq!(names(&found(&world.leader, "q=r2")), ["H044 risk R2"]);
    assert_eq!(names(&found(&world.leader, "q=FB-1")), [""; 0], "there is none");
}

#[test]
fn page_after_page_has_everything_once() {
    let world = World::new();
    for n in 0..5 {
        logged(&world.leader, "H044", &format!("Ekonomin spricker {n}"));
    }
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = found(&world.leader, &format!("q=ekonomin&limit=2{cursor}"));
        all.extend(names(&page));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(all, (1..=5).map(|n| format!("H044 risk R{n}")).collect::<Vec<_>>());
}

/// SQLite's index of texts takes in a thousand risks at a time: the first is in it, the last is not.
#[test]
fn among_more_than_a_thousand_risks_those_with_a_text_are_found_also_new_ones_and_what_was_rewritten() {
    let world = World::new();
    let ctx = world.ctx(&world.leader);
    world.write(move |db| {
        let at = InProject::open(db, &ctx, "H044")?;
        for n in 1..=1_100 {
            let consequence = match n {
                7 | 1_090 => "Systemet \"Fenix\" stannar till 100 %".to_owned(),
                9 => "En över_gång".to_owned(),
                _ => format!("Vanlig störning {n}"),
            };
            let text = |t: &str| ShortText::new(t).expect("a text");
            let texts = RiskTexts { threat: text("Åska"), vulnerability: text("Få kan det"), consequence: text(&consequence) };
            risks::log(db, &ctx, &at, &LogRisk { texts, likelihood: 2, impact: 2, reason: None, owner: None })?;
        }
        Ok(())
    });
    let risks_with = |text: &str| names(&found(&world.leader, &format!("q={text}"))).iter().map(|hit| hit.replace("H044 risk ", "")).collect::<Vec<_>>();
    let listed = |query: &str| {
        let page = world.leader.api("GET", &format!("/api/v1/projects/H044/risks?{query}"), None).expect(200).json();
        page["items"].as_array().into_iter().flatten().map(|risk| risk["ref"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(risks_with("fenix"), ["R7", "R1090"]);
    assert_eq!(risks_with("%22FENIX%22%20stannar"), ["R7", "R1090"]);
    assert_eq!(risks_with("100%20%25"), ["R7", "R1090"]);
    assert_eq!(risks_with("r_g"), ["R9"], "no sign stands for another");
    assert_eq!(risks_with("fe"), ["R7", "R1090"], "two letters are in no index of three");
    assert_eq!(risks_with("fenixfenix"), [""; 0]);
    assert_eq!(listed("q=vanlig&limit=3&sort=number"), ["R1", "R2", "R3"], "a text of nearly every risk");
    assert_eq!(listed("q=fenix&sort=value"), ["R7", "R1090"]);
    assert_eq!(names(&found(&world.outsider, "q=fenix")), [""; 0]);

    for (reference, consequence) in [("R7", "Vanlig störning"), ("R8", "Fenix är borta"), ("R1091", "Fenix är tillbaka")] {
        let path = format!("/api/v1/projects/H044/risks/{reference}");
        let version = world.leader.api("GET", &path, None).expect(200).json()["version"].clone();
        world.leader.api("PATCH", &path, Some(&json!({"consequence": consequence, "version": version}))).expect(200);
    }
    assert_eq!(risks_with("fenix"), ["R8", "R1090", "R1091"]);
}

#[test]
fn what_cannot_be_searched_for_is_told_at_its_field() {
    let world = World::signed_in();
    let codes = |query: &str| world.leader.api("GET", &format!("/api/v1/search?{query}"), None).expect(422).json()["errors"][0]["code"].clone();
    assert_eq!([codes("q=a"), codes(""), codes("q=ab&cursor=nowhere")], [json!("search-too-short"), json!("search-too-short"), json!("not-a-cursor")]);
    assert!(world.leader.get("/search?q=a").expect(200).body.contains("Skriv minst två tecken."));
    world.anonymous.get("/search?q=ab").expect(303);
}

#[test]
fn what_a_registrar_finds_is_written_down_as_read() {
    let world = World::signed_in();
    logged(&world.leader, "H044", "Införandet stannar");
    world.registrar.get("/search?q=finns-inte").expect(200);
    world.registrar.get("/search?q=stannar").expect(200);
    let readings = world.leader.get("/projects/H044/readings").expect(200).body.replace("&#x2f;", "/");
    assert!(readings.contains("/search?q=stannar") && !readings.contains("finns-inte"), "{readings}");
}
