//! What stands after the `?` of an address.
use super::{RISKS, fields, logged};
use crate::support::World;
use serde_json::json;

#[test]
fn a_parameter_that_a_route_does_not_have_is_named_and_nothing_is_answered() {
    let world = World::new();
    logged(&world, 5, 5);
    for (method, address, strays) in [
        ("GET", format!("{RISKS}?bnad=high&band=high&limi=1"), vec!["bnad", "limi"]),
        ("GET", format!("{RISKS}/R1?version=1"), vec!["version"]),
        ("GET", "/api/v1/my-turn?project=H044".to_owned(), vec!["project"]),
        ("POST", format!("{RISKS}?notify=no"), vec!["notify"]),
        ("GET", "/api/openapi.json?version=2".to_owned(), vec!["version"]),
    ] {
        let refused = world.leader.api(method, &address, None).expect(422);
        assert_eq!((fields(&refused), &refused.json()["errors"][0]["code"]), (strays.into_iter().map(String::from).collect(), &json!("unknown")), "{address}");
    }
    assert_eq!(world.leader.api("GET", &format!("{RISKS}?band=high&limit=1"), None).expect(200).json()["items"][0]["ref"], "R1");
    assert_eq!(world.leader.api("GET", RISKS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(1), "nothing was logged");
    world.anonymous.api("GET", &format!("{RISKS}?bnad=high"), None).expect(401);
    world.leader.sign_in();
    world.leader.get("/projects/H044/risks?bnad=high").expect(200);
}

#[test]
fn what_waits_for_somebody_is_a_list_of_pages() {
    let world = World::new();
    (0..3).for_each(|_| drop(logged(&world, 5, 5)));
    let page = |query: &str| world.orderer.api("GET", &format!("/api/v1/my-turn?{query}"), None).expect(200).json();
    let refs = |query: &str| page(query)["items"].as_array().expect("items").iter().map(|i| i["ref"].clone()).collect::<Vec<_>>();
    let next = page("limit=2")["next"].as_str().expect("a cursor").to_owned();
    assert_eq!([refs("limit=2"), refs(&format!("cursor={next}"))].concat(), refs(""));
    assert_eq!((refs("").len(), &page("")["next"]), (3, &json!(null)));
    assert_eq!(fields(&world.orderer.api("GET", "/api/v1/my-turn?limit=abc", None).expect(422)), ["limit"]);
}
