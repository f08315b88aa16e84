//! What was typed in a form whose session ended before it was sent.
use crate::support::actor::PASSWORD;
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use std::path::Path;

const NEW: &str = "/projects/H044/risks/new";
/// Text with everything that a page must escape, and lines.
const THREAT: &str = "Sjukdom <script>alert(\"1\")</script> & brist";
const FORM: [(&str, &str); 3] = [("threat", THREAT), ("vulnerability", "Få kan systemet"), ("consequence", "Rad ett\nRad två")];

fn risks(world: &World) -> usize {
    world.leader.api("GET", "/api/v1/projects/H044/risks", None).json()["items"].as_array().map_or(0, Vec::len)
}
/// The hidden fields that a page of signing in carries, as a browser reads them.
fn carried(page: &str) -> Vec<(String, String)> {
    let form = page.split_once("action=\"/sign-in\"").expect("a form").1.split_once("</form>").expect("its end").0;
    let field = |tag: &str| {
        let of = |name: &str| tag.split_once(&format!("{name}=\"")).map(|(_, rest)| read(rest.split('"').next().unwrap_or_default()));
        Some((of("name")?, of("value")?))
    };
    form.split("<input type=\"hidden\"").skip(1).filter_map(|tag| field(tag.split('>').next()?)).filter(|(name, _)| name != "csrf").collect()
}
fn read(html: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    pairs.iter().fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}
fn signed_in_with(browser: &Actor, email: &str, along: &[(String, String)]) -> Answer {
    let mut fields: Vec<(&str, &str)> = along.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("email", email), ("password", PASSWORD)]);
    browser.get("/sign-in");
    browser.post_form("/sign-in", &fields)
}
/// The leader has the form open, is away for too long, and sends it.
fn sent_too_late(world: &World) -> Answer {
    world.leader.sign_in();
    world.leader.get(NEW).expect(200);
    world.clock.advance(TimeDelta::minutes(61));
    world.leader.post_form(NEW, &FORM)
}

#[test]
fn what_was_typed_when_the_session_ended_is_shown_again_to_whoever_typed_it() {
    let world = World::new();
    let asked = sent_too_late(&world).expect(401);
    assert!(asked.body.contains("Det som du skrev finns kvar") && !asked.body.contains("<script>alert"), "{}", asked.body);
    let along = carried(&asked.body);
    let wrong: Vec<(&str, &str)> =
        along.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([("email", "leader@exempel.se"), ("password", "fel lösenord 1")]).collect();
    world.leader.get("/sign-in");
    let along = carried(&world.leader.post_form("/sign-in", &wrong).expect(422).body);
    let shown = signed_in_with(&world.leader, "leader@exempel.se", &along).expect(200);
    for part in ["Du har loggat in igen. Kontrollera och skicka.", "Sjukdom &lt;script&gt;", "Rad ett\nRad två", &format!("action=\"{NEW}\"")] {
        assert!(shown.body.replace("\r\n", "\n").replace("&#x2f;", "/").contains(part), "{part}: {}", shown.body);
    }
    assert_eq!(risks(&world), 0, "nothing is done until it is sent");
    world.leader.get("/account").expect(200);
    // What is wrong with what was typed is told as ever when it is sent.
    world.leader.post_form(NEW, &FORM).expect(422);
    let scored = [("threat", THREAT), ("vulnerability", "Få kan systemet"), ("consequence", "Rad ett"), ("likelihood", "2"), ("impact", "2")];
    world.leader.post_form(NEW, &scored).expect(303);
    assert_eq!(risks(&world), 1);
}

#[test]
fn another_person_sees_nothing_of_what_was_typed() {
    let world = World::new();
    let along = carried(&sent_too_late(&world).expect(401).body);
    let entered = signed_in_with(&world.leader, "deputy@exempel.se", &along).expect(303);
    assert_eq!((entered.header("location"), entered.body.as_str()), (NEW, ""));
    assert!(!world.leader.get(NEW).body.contains("Sjukdom"));
}

#[test]
fn a_form_of_the_session_before_is_shown_again_to_the_same_person_only() {
    let world = World::new();
    world.leader.sign_in();
    world.leader.get(NEW);
    let (old, session) = (world.leader.form_token(), world.leader.cookie("__Host-styrrum").expect("session"));
    world.leader.post_form("/sign-out", &[]).expect(303);
    world.leader.sign_in();
    assert_ne!(world.leader.cookie("__Host-styrrum").expect("session"), session);
    let late: Vec<(&str, &str)> = FORM.into_iter().chain([("csrf", old.as_str())]).collect();
    let shown = world.leader.send_bare_form(NEW, &late, &[]).expect(409);
    assert!(shown.body.contains("Kontrollera och skicka") && shown.body.contains("Få kan systemet"), "{}", shown.body);
    world.deputy.sign_in();
    let refused = world.deputy.send_bare_form(NEW, &late, &[]).expect(403);
    assert!(!refused.body.contains("Få kan systemet"));
    assert_eq!(risks(&world), 0);
}

#[test]
fn what_another_site_sends_is_neither_taken_nor_carried() {
    let world = World::new();
    world.leader.sign_in();
    world.leader.get(NEW);
    world.clock.advance(TimeDelta::minutes(61));
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://annan.example")] {
        let answer = world.leader.send_form(NEW, &FORM, &[header]).expect(303);
        assert!(answer.header("location").starts_with("/sign-in?next="));
    }
    // A token that was in nobody's form tells of nobody.
    let unknown: Vec<(&str, &str)> = FORM.into_iter().chain([("csrf", "0000")]).collect();
    world.leader.send_bare_form(NEW, &unknown, &[]).expect(303);
}

#[test]
fn a_carried_form_leads_to_no_address_but_its_own() {
    let world = World::new();
    let along = carried(&sent_too_late(&world).expect(401).body);
    for path in ["https://annan.example/", "//annan.example", "/sign-out", "/sign-in", "/projects/H044", "/projects/FINNS-INTE/risks/new", "/api/v1/tokens"] {
        let mut elsewhere = along.clone();
        elsewhere.iter_mut().filter(|(name, _)| name == "carried.path" || name == "next").for_each(|(_, value)| path.clone_into(value));
        let entered = signed_in_with(&world.leader, "leader@exempel.se", &elsewhere).expect(303);
        assert!(entered.header("location").starts_with('/') && !entered.header("location").starts_with("//"), "{}", entered.header("location"));
        world.leader.get("/account").expect(200);
        world.leader.post_form("/sign-out", &[]).expect(303);
    }
}

#[test]
fn neither_passwords_nor_what_is_too_large_is_carried() {
    let world = World::new();
    world.leader.sign_in();
    world.leader.get("/account");
    world.clock.advance(TimeDelta::minutes(61));
    let change = [("current", PASSWORD), ("password", "ett helt nytt lösenord")];
    let answer = world.leader.post_form("/account/password", &change).expect(303);
    assert_eq!(answer.header("location"), "/sign-in?next=%2Faccount", "an address without a page leads to the one above");
    let long = "å".repeat(200_000);
    assert!(world.leader.post_form(NEW, &[("threat", &long)]).expect(303).header("location").starts_with("/sign-in"));
}

/// Every template below a folder, by its path.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).expect("templates").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| if path.is_dir() { pages(&path) } else { vec![(path.display().to_string(), std::fs::read_to_string(&path).expect("text"))] })
        .collect()
}

#[test]
fn every_password_is_typed_in_a_field_that_is_not_carried() {
    let pages = pages(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")));
    let names: Vec<&str> =
        pages.iter().flat_map(|(_, page)| page.lines()).filter(|l| l.contains("type=\"password\"")).filter_map(|l| l.split('"').nth(1)).collect();
    assert!(names.len() >= 5 && names.iter().all(|name| ["password", "current"].contains(name)), "{names:?}");
    for (name, page) in pages {
        for form in page.split("<form").skip(1).map(|f| f.split('>').next().unwrap_or_default()).filter(|f| f.contains("method=\"post\"")) {
            assert!(form.contains("action="), "{name}: a form that is shown again after signing in says where it goes: {form}");
        }
    }
}
