//! Opinions and comments: on everything that is decided about, by everybody who takes part, and never as a decision.
use crate::everything::filled;
use crate::support::World;
use serde_json::json;

/// A page, and the same thing in the API.
const THINGS: [(&str, &str); 6] = [
    ("risks/R1", "risks/R1"),
    ("changes/FB-1", "change-requests/FB-1"),
    ("gates/1", "gates/1"),
    ("deliveries/1", "deliveries/1"),
    ("documents/1", "documents/1"),
    ("requirements/K1", "requirements/K1"),
];

/// A world with one of everything, in which nothing of what is talked about is a draft.
fn world() -> World {
    let world = World::signed_in();
    filled(&world);
    let send = |path: &str, body| world.leader.api("POST", &format!("/api/v1/projects/H044/{path}"), Some(&body));
    let version = |path: &str| world.leader.api("GET", &format!("/api/v1/projects/H044/{path}"), None).expect(200).json()["version"].clone();
    send("documents/1/submission", json!({"label": "1.0", "version": version("documents/1")})).expect(200);
    let whole = json!({"results": [{"number": 1, "text": "Provad"}], "version": version("status-reports/1")});
    world.leader.api("PATCH", "/api/v1/projects/H044/status-reports/1", Some(&whole)).expect(200);
    send("status-reports/1/submission", json!({"version": version("status-reports/1")})).expect(200);
    world
}

#[test]
fn members_give_opinions_on_whatever_is_decided_about_and_no_version_is_raised() {
    let world = world();
    let reports = [("status-reports/1", "status-reports/1")];
    for (page, thing) in THINGS.into_iter().chain(reports) {
        let (page, thing) = (format!("/projects/H044/{page}"), format!("/api/v1/projects/H044/{thing}"));
        let before = world.member.api("GET", &thing, None).expect(200).json()["version"].clone();
        let said = world.member.post_form(&format!("{page}/remarks"), &[("kind", "opinion"), ("text", "Vänta till våren")]).expect(303);
        assert_eq!(said.header("location"), format!("{page}#talk"));
        world.leader.api("POST", &format!("{thing}/comments"), Some(&json!({"text": "Leverantören är tillfrågad"}))).expect(201);
        let listed = |kind: &str| {
            let page = world.chair.api("GET", &format!("{thing}/{kind}"), None).expect(200).json();
            page["items"].as_array().expect("a list").iter().map(|r| r["text"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((listed("opinions"), listed("comments")), (vec!["Vänta till våren".to_owned()], vec!["Leverantören är tillfrågad".to_owned()]), "{thing}");
        let shown = world.chair.get(&page).expect(200).body;
        assert!(shown.contains("Vänta till våren") && shown.contains("Leverantören är tillfrågad"), "{page}");
        assert_eq!(world.member.api("GET", &thing, None).expect(200).json()["version"], before, "{thing}");
    }
}
#[test]
fn whoever_only_reads_says_nothing_and_what_is_foreign_is_missing() {
    let world = world();
    for (page, thing) in THINGS {
        let form = [("kind", "opinion"), ("text", "Nej")];
        world.registrar.post_form(&format!("/projects/H044/{page}/remarks"), &form).expect(403);
        world.outsider.post_form(&format!("/projects/H044/{page}/remarks"), &form).expect(404);
        world.registrar.api("POST", &format!("/api/v1/projects/H044/{thing}/opinions"), Some(&json!({"text": "Nej"}))).expect(403);
        assert!(!world.registrar.get(&format!("/projects/H044/{page}")).expect(200).body.contains("/remarks\""), "{page}");
    }
    for missing in ["gates/99", "deliveries/99", "documents/99", "requirements/K99", "status-reports/99", "final-report"] {
        world.member.post_form(&format!("/projects/H044/{missing}/remarks"), &[("text", "Nej")]).expect(404);
        world.member.api("POST", &format!("/api/v1/projects/H044/{missing}/comments"), Some(&json!({"text": "Nej"}))).expect(404);
    }
}
#[test]
fn an_empty_remark_is_told_at_its_field_and_one_on_an_older_version_is_refused_when_the_sender_asks_for_that() {
    let world = world();
    for (page, thing) in THINGS {
        let told = world.member.post_form(&format!("/projects/H044/{page}/remarks"), &[("kind", "opinion"), ("text", " ")]).expect(422).body;
        assert!(told.contains("f-text-err"), "{page}: {told}");
        let body = json!({"text": "Sett"});
        world.member.api_with("POST", &format!("/api/v1/projects/H044/{thing}/comments"), Some(&body), &[("if-match", "\"99\"")]).expect(412);
    }
}
#[test]
fn whoever_decides_hears_the_opinions_first_and_the_journal_names_what_they_were_about() {
    let world = world();
    world.member.post_form("/projects/H044/documents/1/remarks", &[("kind", "opinion"), ("text", "Planen saknar ett kapitel")]).expect(303);
    world.member.post_form("/projects/H044/status-reports/1/remarks", &[("kind", "opinion"), ("text", "Bra läge")]).expect(303);
    let page = world.chair.get("/projects/H044/documents/1/decision").expect(200).body;
    assert!(page.contains("En synpunkt.") && page.contains("Planen saknar ett kapitel"), "{page}");
    let journal = world.leader.get("/projects/H044/journal").expect(200).body;
    for told in ["En synpunkt lämnades på dokument 1", "En synpunkt lämnades på statusrapport 1"] {
        assert!(journal.contains(told), "{told}: {journal}");
    }
}
