//! The administrator's pages: organisations, projects, templates, how long things are kept, mail and backup.
use crate::support::smtp::MailServer;
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use std::collections::BTreeMap;
use styrrum::config::MailConfig;
use styrrum::input::Sent;
use styrrum::services::Problem;
use styrrum::services::mail_settings::{self, SetMail};
use styrrum::store::{Scope, settings};

const RETENTION: &str = "/admin/installation/retention";

/// The times that the form was shown with.
const SEEN: &str = r#"{"idle_minutes":60,"session_hours":12,"token_days":3650,"sign_in_days":90}"#;

/// The times of the form, with one of them another.
fn times<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let saved = [("idle_minutes", "60"), ("session_hours", "12"), ("token_days", "3650"), ("sign_in_days", "90"), ("seen", SEEN)];
    saved.into_iter().map(|(f, v)| (f, if f == field { value } else { v })).collect()
}

#[test]
fn the_administrators_pages_do_not_exist_for_others() {
    let world = World::signed_in();
    for path in ["/admin/installation", RETENTION, "/admin/organisations", "/admin/projects", "/admin/templates"] {
        world.admin.get(path).expect(200);
        assert_eq!(world.leader.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_shorter_session_holds_at_once_for_those_who_are_signed_in() {
    let world = World::signed_in();
    world.clock.advance(TimeDelta::minutes(20));
    world.leader.get("/").expect(200);
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("idle_minutes", "10")).expect(303);
    world.clock.advance(TimeDelta::minutes(11));
    assert_eq!(world.leader.get("/").status, 303);
}

#[test]
fn times_outside_their_limits_are_said_at_the_field_and_nothing_is_set() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    let page = world.admin.post_form(RETENTION, &times("session_hours", "13")).expect(422).body;
    assert!(page.contains("f-session_hours-err") && page.contains("value=\"13\""), "{page}");
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("12 timmar"));
}

#[test]
fn times_that_somebody_else_has_changed_meanwhile_are_not_overwritten() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("sign_in_days", "60")).expect(303);
    world.admin.post_form(RETENTION, &times("sign_in_days", "45")).expect(409);
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("60 dagar"));
}

#[test]
fn an_organisation_is_offered_until_it_is_retired_and_its_name_is_taken_once() {
    let world = World::signed_in();
    let new = [("name", "Åmål"), ("kind", "municipality")];
    world.admin.get("/admin/organisations/new").expect(200);
    world.admin.post_form("/admin/organisations/new", &new).expect(303);
    for same in ["Åmål", "ÅMÅL"] {
        let again = [("name", same), ("kind", "municipality")];
        assert!(world.admin.post_form("/admin/organisations/new", &again).expect(422).body.contains("f-name-err"), "{same}");
    }
    let offered = |world: &World| world.leader.get("/projects/new").expect(200).body.contains("<option value=\"Åmål\">");
    assert!(offered(&world));
    world.admin.get("/admin/organisations/1").expect(200);
    let retired = [("name", "Åmål"), ("kind", "municipality"), ("retired", "yes"), ("version", "1")];
    world.admin.post_form("/admin/organisations/1", &retired).expect(303);
    assert!(!offered(&world));
    world.admin.post_form("/admin/organisations/1", &retired).expect(409);
    assert_eq!(world.admin.get("/admin/organisations/99").status, 404);
}

#[test]
fn the_administrator_sees_which_projects_there_are_and_nothing_in_them() {
    let world = World::signed_in();
    let page = world.admin.get("/admin/projects").expect(200).body;
    assert!(page.contains("H044") && page.contains("X100"), "{page}");
    assert_eq!(world.admin.get("/projects/H044").status, 404);
}

#[test]
fn a_test_mail_goes_to_the_administrators_own_address_and_its_fate_is_shown() {
    let world = World::signed_in();
    world.admin.get("/admin/installation").expect(200);
    world.admin.post_form("/admin/installation/mail-test", &[]).expect(303);
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("Testmejlet väntar"));
    let worker = world.worker(None);
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    let page = world.admin.get("/admin/installation").expect(200).body;
    assert!(page.contains("Testmejlet är lämnat") && page.contains("Alla mejl är skickade"), "{page}");
}

#[test]
fn a_token_lives_no_longer_than_the_installation_allows() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("token_days", "30")).expect(303);
    let made = |days: i64| {
        let ctx = world.ctx(&world.leader);
        let person = world.leader.id;
        world
            .store
            .write_now(styrrum::store::Scope::Installation, move |db| styrrum::services::accounts::people::add_token(db, &ctx, person, "read", days))
            .is_ok()
    };
    assert!(made(30) && !made(31) && !made(0));
}

const LIFECYCLE: &str = "/admin/templates/lifecycles/project_model";
const CHARTER: &str = "/admin/templates/charters/plan";

/// The values of a page's fields, as a browser would send them back.
fn held(page: &str) -> BTreeMap<String, String> {
    let unescaped = |text: &str| text.replace("&amp;", "&").replace("&lt;", "<").replace("&#x27;", "'").replace("&quot;", "\"");
    let mut fields = BTreeMap::new();
    let main = page.split("<main").nth(1).unwrap_or_default();
    for tag in main.split('<').filter(|tag| tag.contains("name=\"")) {
        let value_of = |name: &str| Some(tag.split_once(&format!("{name}=\""))?.1.split('"').next()?.to_owned());
        let Some(name) = value_of("name").filter(|n| !["rows", "csrf", "once"].contains(&n.as_str())) else { continue };
        let value = match () {
            () if tag.starts_with("textarea") => tag.split_once('>').map(|(_, text)| unescaped(text)),
            () if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => None,
            () if tag.starts_with("select") => {
                let options = main.split(&format!("name=\"{name}\"")).nth(1).and_then(|rest| rest.split("</select>").next()).unwrap_or_default();
                let chosen = options.split("<option").find(|o| o.contains(" selected"));
                chosen.and_then(|o| Some(o.split_once("value=\"")?.1.split('"').next()?.to_owned()))
            }
            () => value_of("value").map(|v| unescaped(&v)),
        };
        fields.extend(value.map(|value| (name, value)));
    }
    fields
}
fn send(actor: &Actor, path: &str, fields: &BTreeMap<String, String>, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).chain(more.iter().copied()).collect();
    actor.post_form(path, &fields)
}
fn set(fields: &mut BTreeMap<String, String>, field: &str, value: &str) {
    fields.insert(field.to_owned(), value.to_owned());
}
fn opened(world: &World, code: &str) -> serde_json::Value {
    let new = serde_json::json!({"code": code, "name": "Nytt", "organisation": "Kommunen", "own_role": "project_leader", "charter": "plan", "started_on": "2020-11-27"});
    world.leader.api("POST", "/api/v1/projects", Some(&new)).expect(201);
    world.leader.api("GET", &format!("/api/v1/projects/{code}/gates/1"), None).expect(200).json()
}

#[test]
fn a_new_version_of_a_lifecycle_is_for_new_projects_and_keeps_what_the_catalogue_says() {
    let world = World::signed_in();
    let before = opened(&world, "A1");
    let mut form = held(&world.admin.get(LIFECYCLE).expect(200).body);
    assert_eq!((form["version"].as_str(), form["phases.1.name"].as_str(), form["phases.6.beside"].as_str()), ("1", "Initiera", "4"));
    assert!(form["phases.1.criteria"].contains("Behovet är beskrivet") && form["phases.5.ends"] == "yes", "{form:?}");
    set(&mut form, "phases.1.criteria", "Behovet är beskrivet\r\nNämnden har sagt ja (§ 14, 2020).\r\n");
    set(&mut form, "phases.2.name", "Pilot: första kommunen");
    send(&world.admin, LIFECYCLE, &form, &[]).expect(303);
    let after = opened(&world, "A2");
    let labels =
        |gate: &serde_json::Value| gate["items"].as_array().into_iter().flatten().filter_map(|i| i["item"].as_str().map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(labels(&before).len(), 5);
    let own = labels(&after)[1].clone();
    assert_eq!((labels(&after)[0].as_str(), own.starts_with("~N~c3~a4mnden_har")), ("need_described", true), "{after}");
    let page = world.leader.get("/projects/A2/gates/1").expect(200).body;
    assert!(page.contains("Nämnden har sagt ja (§ 14, 2020)."), "{page}");
    assert!(!world.leader.get("/projects/A1/gates/1").expect(200).body.contains("Nämnden"));
    let place = format!("/projects/A2/gates/1/items/{own}");
    world.leader.get(&place).expect(200);
    world.leader.post_form(&place, &[("met", "yes"), ("note", "Ja"), ("version", "0")]).expect(303);
    assert!(world.leader.get("/projects/A2").expect(200).body.contains("Pilot: första kommunen"));
    assert!(world.leader.get("/projects/A2/journal").expect(200).body.contains("Nämnden har sagt ja"));
    let listed = world.admin.get("/admin/templates").expect(200).body;
    assert!(listed.contains("Projektmodellen, version 2") && listed.contains("Pilot: första kommunen"), "{listed}");
    send(&world.admin, LIFECYCLE, &form, &[]).expect(409);
}

#[test]
fn the_rows_of_a_lifecycle_are_added_moved_and_taken_away_without_saving_anything() {
    let world = World::signed_in();
    let form = held(&world.admin.get(LIFECYCLE).expect(200).body);
    let names = |form: &BTreeMap<String, String>| (1..=7).filter_map(|n| form.get(&format!("phases.{n}.name")).cloned()).collect::<Vec<_>>();
    let step = |form: &BTreeMap<String, String>, step: &str| held(&send(&world.admin, LIFECYCLE, form, &[("rows", step)]).expect(200).body);
    let moved = step(&form, "up.4");
    assert_eq!(names(&moved), ["Initiera", "Förstudie", "Genomförande", "Planering", "Avslut", "Effekt"]);
    assert_eq!(moved["phases.6.beside"], "3", "the effects still run beside the execution");
    let fewer = step(&moved, "remove.4");
    assert_eq!((names(&fewer).len(), fewer["phases.5.beside"].as_str()), (5, "3"));
    let more = step(&fewer, "add");
    assert_eq!((names(&more).len(), more["phases.6.name"].as_str(), more["version"].as_str()), (6, "", "1"));
    assert!(!world.admin.get("/admin/templates").expect(200).body.contains("version 2"));
    send(&world.admin, LIFECYCLE, &fewer, &[]).expect(303);
    let gates = |code: &str| {
        opened(&world, code);
        world.leader.api("GET", &format!("/api/v1/projects/{code}/gates"), None).expect(200).json()["items"].as_array().map(Vec::len)
    };
    assert_eq!(gates("A3"), Some(5));
}

#[test]
fn a_lifecycle_that_no_project_could_walk_through_is_refused_at_its_fields() {
    let world = World::signed_in();
    let form = held(&world.admin.get(LIFECYCLE).expect(200).body);
    let refused = |change: &dyn Fn(&mut BTreeMap<String, String>)| {
        let mut form = form.clone();
        change(&mut form);
        send(&world.admin, LIFECYCLE, &form, &[]).expect(422).body
    };
    let says = |page: String, told: &str| assert!(page.contains(told), "{told}: {page}");
    says(refused(&|_| ()), "Det här är samma som den senaste versionen");
    says(refused(&|f| f.retain(|name, _| !name.starts_with("phases."))), "Lägg till minst en fas");
    says(refused(&|f| set(f, "phases.2.name", "Initiera")), "f-phases.2.name-err");
    says(refused(&|f| set(f, "phases.2.name", " ")), "Skriv namnet på fas 2");
    says(refused(&|f| set(f, "phases.3.criteria", "")), "f-phases.3.criteria-err");
    says(refused(&|f| set(f, "phases.3.criteria", &"Ett krav till\n".repeat(2))), "f-phases.3.criteria-err");
    says(refused(&|f| set(f, "phases.3.criteria", &"x".repeat(101))), "f-phases.3.criteria-err");
    says(refused(&|f| set(f, "phases.3.artefacts", &(0..21).map(|n| format!("Dokument {n}\n")).collect::<String>())), "Fas 3 har för många rader");
    says(refused(&|f| drop(f.remove("phases.5.ends"))), "Välj vilken fas som avslutar projektet");
    says(refused(&|f| set(f, "phases.2.ends", "yes")), "f-phases.5.ends-err");
    says(refused(&|f| set(f, "phases.6.beside", "6")), "f-phases.6.beside-err");
    says(refused(&|f| (7..14).for_each(|n| set(f, &format!("phases.{n}.name"), &format!("Fas {n}")))), "Ha högst 12 faser");
    world.admin.get("/admin/templates/lifecycles/nothing").expect(404);
}

#[test]
fn a_new_version_of_the_mandates_is_for_new_projects_and_leaves_no_matter_without_a_role() {
    let world = World::signed_in();
    let mut form = held(&world.admin.get(CHARTER).expect(200).body);
    assert_eq!((form["matters.gate.first"].as_str(), form["matters.change_within_tolerance.kronor"].as_str()), ("project_orderer", "20000"));
    send(&world.admin, CHARTER, &form, &[]).expect(422);
    set(&mut form, "matters.gate.first", "");
    let refused = send(&world.admin, CHARTER, &form, &[]).expect(422).body;
    assert!(refused.contains("f-matters.gate.first-err"), "{refused}");
    set(&mut form, "matters.gate.first", "steering_group");
    send(&world.admin, CHARTER, &form, &[]).expect(303);
    opened(&world, "A4");
    let gate = |code: &str, who: &Actor| {
        let charter = who.api("GET", &format!("/api/v1/projects/{code}/charter"), None).expect(200).json();
        charter["matters"].as_array().and_then(|all| all.iter().find(|m| m["matter"] == "gate")).map(|m| m["roles"].clone())
    };
    assert_eq!(gate("A4", &world.leader), Some(serde_json::json!(["steering_group"])));
    assert_eq!(gate("H044", &world.leader), Some(serde_json::json!(["project_orderer"])));
    send(&world.admin, CHARTER, &form, &[]).expect(409);
    assert!(world.admin.get("/admin/templates").expect(200).body.contains("Enligt planen, version 2"));
    world.admin.get("/admin/templates/charters/nothing").expect(404);
    let verdict = world.store.read_now(styrrum::services::verify::database).expect("read");
    assert!(verdict.broken.is_empty(), "{:?}", verdict.broken);
}

const MAIL: &str = "/admin/installation/mail";
const SECRET: &str = "hemligt lösenord 17";

fn server_at<'a>(host: &'a str, port: &'a str, version: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("host", host),
        ("port", port),
        ("security", "starttls"),
        ("user", "styrrum"),
        ("from_name", "Styrrum, kommunen"),
        ("from_email", "styrrum@exempel.se"),
        ("version", version),
    ]
}
/// Sends what waits with a worker that was started without a mail server, and answers what became of the newest test mail.
fn test_mail(world: &World) -> String {
    world.admin.post_form("/admin/installation/mail-test", &[]).expect(303);
    let worker = world.worker(None);
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    world.admin.get("/admin/installation").expect(200).body
}

#[test]
fn the_mail_server_is_set_in_the_browser_and_the_next_mail_goes_there() {
    let (world, server) = (World::signed_in(), MailServer::start(&[]));
    let port = server.url.rsplit(':').next().expect("a port").to_owned();
    assert!(test_mail(&world).contains("Mejlen skrivs till filer"));
    world.admin.get(MAIL).expect(200);
    let fields = server_at("127.0.0.1", &port, "0");
    assert!(world.admin.post_form(MAIL, &fields).expect(422).body.contains("f-password-err"), "a user signs in with a password");
    let nobody: Vec<(&str, &str)> = fields.iter().filter(|(name, _)| *name != "user").copied().collect();
    world.admin.post_form(MAIL, &nobody).expect(303);
    let page = test_mail(&world);
    assert!(page.contains("127.0.0.1:") && page.contains("Testmejlet är lämnat"), "{page}");
    let mails = server.received();
    assert!(mails.len() == 1 && mails[0].contains("<styrrum@exempel.se>"), "{mails:?}");
    world.admin.post_form(&format!("{MAIL}/removal"), &[("version", "0")]).expect(409);
    world.admin.post_form(&format!("{MAIL}/removal"), &[("version", "1")]).expect(303);
    assert!(test_mail(&world).contains("Mejlen skrivs till filer"));
    assert_eq!(server.received().len(), 1);
}

#[test]
fn the_mail_servers_password_is_sealed_and_never_told_again() {
    let world = World::signed_in();
    world.admin.get(MAIL).expect(200);
    let fields = |host: &'static str, version: &'static str, password: &'static str| {
        let mut fields = server_at(host, "587", version);
        fields.push(("password", password));
        fields
    };
    let refused = world.admin.post_form(MAIL, &[fields("smtp://mail.exempel.se", "0", SECRET)].concat()).expect(422).body;
    assert!(refused.contains("f-host-err") && !refused.contains(SECRET), "{refused}");
    world.admin.post_form(MAIL, &fields("mail.exempel.se", "0", SECRET)).expect(303);
    for path in [MAIL, "/admin/installation"] {
        assert!(!world.admin.get(path).expect(200).body.contains(SECRET));
    }
    let everything = format!("{:?}", crate::support::dump::dump(&world));
    assert!(everything.contains("mail.exempel.se") && !everything.contains(SECRET), "nothing in the database tells it");
    let in_force = |data: &std::path::Path| {
        let stored = world.store.read_now(|db| Ok::<_, Problem>(settings::mail(db)?)).expect("read");
        mail_settings::in_force(&world.app.config.mail, stored.as_ref(), data).map(|config| config.password)
    };
    assert_eq!(in_force(world.data.path()), Ok(Some(SECRET.to_owned())));
    let elsewhere = tempfile::tempdir().expect("folder");
    assert!(in_force(elsewhere.path()).is_err_and(|why| why.contains("type it again")));
    world.admin.post_form(MAIL, &fields("mail.exempel.se", "1", "")).expect(303);
    assert_eq!(in_force(world.data.path()), Ok(Some(SECRET.to_owned())), "it is kept for the same server and user");
    let other = world.admin.post_form(MAIL, &fields("mail.annan.se", "2", "")).expect(422).body;
    assert!(other.contains("f-password-err"), "and goes to no other: {other}");
    world.admin.post_form(MAIL, &fields("mail.exempel.se", "1", "")).expect(409);
}

#[test]
fn what_the_server_was_started_with_goes_before_what_is_set_in_the_browser() {
    let (world, server) = (World::signed_in(), MailServer::start(&[]));
    world.admin.get(MAIL).expect(200);
    let nobody: Vec<(&str, &str)> = server_at("mail.exempel.se", "587", "0").into_iter().filter(|(name, _)| *name != "user").collect();
    world.admin.post_form(MAIL, &nobody).expect(303);
    world.admin.post_form("/admin/installation/mail-test", &[]).expect(303);
    let worker = world.worker(Some(&server.url));
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    assert_eq!(server.received().len(), 1);
    let ctx = world.ctx(&world.admin);
    let given = MailConfig { smtp: Some(server.url.clone()), ..world.app.config.mail.clone() };
    let data = world.data.path().to_owned();
    let sent = Sent::Form(nobody.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
    let refused = world.store.write_now(Scope::Installation, move |db| mail_settings::set(db, &ctx, &given, &data, &sent.read::<SetMail>()?));
    assert!(matches!(refused, Err(Problem::Invalid(faults)) if faults[0].field == "host"));
}

#[test]
fn the_statement_of_accessibility_names_who_is_responsible_once_that_is_said() {
    const OPERATOR: &str = "/admin/installation/operator";
    let world = World::signed_in();
    let statement = || world.anonymous.get("/tillganglighet").expect(200).body;
    assert!(statement().contains("Säg till din projektledare") && !statement().contains("mailto:"));
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("saknar ansvarig och adress"));
    world.admin.get(OPERATOR).expect(200);
    let said = |day: &'static str, version: &'static str| [("name", "Kommunen"), ("email", "lika@exempel.se"), ("reviewed_on", day), ("version", version)];
    assert!(world.admin.post_form(OPERATOR, &said("2020-11-28", "0")).expect(422).body.contains("f-reviewed_on-err"), "a day to come");
    world.admin.post_form(OPERATOR, &said("2020-11-20", "0")).expect(303);
    world.admin.post_form(OPERATOR, &said("2020-11-21", "0")).expect(409);
    for told in ["Kommunen ansvarar", "mailto:lika@exempel.se", "20 nov 2020"] {
        assert!(statement().replace('\u{a0}', " ").contains(told), "{told}: {}", statement());
    }
    assert!(!world.admin.get("/admin/installation").expect(200).body.contains("saknar ansvarig och adress"));
    let path = "/api/v1/admin/operator";
    let seen = world.admin.api("GET", path, None).expect(200).json();
    assert_eq!((&seen["email"], &seen["version"]), (&serde_json::json!("lika@exempel.se"), &serde_json::json!(1)));
    world.leader.api("GET", path, None).expect(404);
    let next = serde_json::json!({"name": "Kommunen", "email": "lika@exempel.se", "reviewed_on": "2020-11-25", "version": 1});
    assert_eq!(world.admin.api("PUT", path, Some(&next)).expect(200).json()["version"], 2);
    world.admin.api("PUT", path, Some(&next)).expect(409);
}
