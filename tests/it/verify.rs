//! The journal proves itself: in the database, in an export, and in a backup.
use crate::support::World;
use crate::support::actor::Actor;
use crate::{decisions, reports};
use diesel::connection::{Connection, SimpleConnection};
use serde_json::json;
use std::collections::BTreeSet;
use styrrum::domain::decision::content_hash;
use styrrum::input::Sent;
use styrrum::services::risks::{self, LogRisk};
use styrrum::services::verify::{self, Verdict, Witness, export};
use styrrum::services::{InProject, Problem};
use styrrum::store::{Db, Store, StoreError};

pub fn log_risks(world: &World, by: &Actor, count: usize) {
    let ctx = world.ctx(by);
    world.write(move |db| {
        let at = InProject::open(db, &ctx, "H044")?;
        for n in 1..=count {
            let typed = [
                ("threat", format!("Hot {n}")),
                ("vulnerability", "Få som kan".into()),
                ("consequence", "Försening".into()),
                ("likelihood", "2".into()),
                ("impact", "2".into()),
            ];
            let form = Sent::Form(typed.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
            risks::log(db, &ctx, &at, &form.read_by(|f| LogRisk::read(f, &at.policy))?)?;
        }
        Ok(())
    });
}
fn checked(store: &Store) -> Verdict {
    store.read_now(verify::database).expect("read")
}
fn exported(world: &World) -> Vec<u8> {
    let mut out = Vec::new();
    world.store.read_now(|db| Ok::<_, Problem>(export::write(db, "H044", &mut out))).expect("read").expect("exported");
    out
}
/// An edit past the triggers, as somebody with the file could make.
fn tamper(world: &World, statements: &str) {
    world.arrange(statements);
}

/// What somebody with the keys to the database would run first.
fn without_triggers(world: &World, table: &str, trigger: &str) -> String {
    if world.database.starts_with("postgres") { format!("ALTER TABLE {table} DISABLE TRIGGER {trigger};") } else { format!("DROP TRIGGER {trigger};") }
}

#[test]
fn an_untouched_database_is_as_it_was_written() {
    let world = World::new();
    log_risks(&world, &world.leader, 5);
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler"});
    world.leader.api("POST", "/api/v1/projects/H044/risks/R1/measures", Some(&measure)).expect(201);
    let verdict = checked(&world.store);
    assert!(verdict.entries >= 5 && verdict.broken.is_empty(), "{:?}", verdict.broken);
}

#[test]
fn a_risk_that_is_not_as_its_newest_entry_says_is_named_and_one_whose_assessments_were_rewritten() {
    let world = World::new();
    log_risks(&world, &world.leader, 4);
    let gone = "(SELECT id FROM risks WHERE number = 4)";
    tamper(
        &world,
        &format!(
            "UPDATE assessments SET impact = 5 - impact WHERE risk_id IN (SELECT id FROM risks WHERE number = 1);
             UPDATE risks SET threat = 'Annat hot' WHERE number = 2; UPDATE risks SET review_on = '2031-01-01' WHERE number = 3;
             DELETE FROM assessments WHERE risk_id = {gone}; DELETE FROM risks WHERE id = {gone};"
        ),
    );
    let mut broken: BTreeSet<String> = checked(&world.store).broken.into_iter().map(|b| b.row).collect();
    assert!(broken.remove(&format!("counts of risks {}", world.project)));
    assert_eq!(broken, [1, 2, 3, 4].map(|number| format!("risk {}/R{number}", world.project)).into());
}

#[test]
fn a_measure_or_an_amount_that_is_not_as_its_newest_entry_says_is_named_and_a_rewritten_reason_or_escalation() {
    let world = World::new();
    log_risks(&world, &world.leader, 2);
    let send = |path: &str, body: serde_json::Value| drop(world.leader.api("POST", &format!("/api/v1/projects/H044{path}"), Some(&body)).expect(201));
    send("/risks", json!({"threat": "Avhopp", "vulnerability": "Få som kan", "consequence": "Försening", "likelihood": 5, "impact": 5}));
    for text in ["Utbilda fler", "Anställ fler", "Hyr in"] {
        send("/risks/R1/measures", json!({"strategy": "reduce", "text": text, "due_on": "2021-02-01", "cost": 5000}));
    }
    for category in ["Resor", "Löner"] {
        world.budget(category, 2020, 1000);
        world.outcome(category, (2020, 10), 100);
    }
    world.outcome("Resor", (2020, 9), 100);
    assert!(checked(&world.store).broken.is_empty());
    tamper(
        &world,
        "UPDATE measures SET due_on = '2021-09-01' WHERE number = 1; DELETE FROM measures WHERE number = 2;
         UPDATE outcomes SET amount = 1 WHERE month = '2020-09-01'; DELETE FROM outcomes WHERE category = 'Löner';
         UPDATE budget_lines SET amount = 1 WHERE category = 'Resor';
         UPDATE assessments SET reason = 'Annat skäl' WHERE risk_id = (SELECT id FROM risks WHERE number = 2);
         UPDATE risks SET escalated_at = '2020-11-01 09:00:00' WHERE number = 3;",
    );
    let found: BTreeSet<String> = checked(&world.store).broken.into_iter().map(|b| b.row).collect();
    let p = world.project;
    let named = ["measure /R1/1", "measure /R1/2", "outcome /Resor:2020-09", "outcome /Löner:2020-10", "budget /Resor:2020", "risk /R2", "risk /R3"];
    assert_eq!(found, named.map(|row| row.replace(" /", &format!(" {p}/"))).into());
}

#[test]
fn a_role_that_is_not_as_the_journal_tells_is_named() {
    let world = World::new();
    let opened = json!({"code": "H100", "name": "Nytt", "organisation": "Kommunen", "started_on": "2020-11-27", "own_role": "project_leader",
        "phase": "execution", "charter": "plan"});
    world.leader.api("POST", "/api/v1/projects", Some(&opened)).expect(201);
    assert!(checked(&world.store).broken.is_empty());
    let mine = "project_id = (SELECT id FROM projects WHERE code = 'H100')";
    let rows = |verdict: Verdict| verdict.broken.into_iter().map(|b| b.row.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    for edit in [format!("UPDATE role_assignments SET from_on = '2019-01-01' WHERE {mine}"), format!("DELETE FROM role_assignments WHERE {mine}")] {
        tamper(&world, &edit);
        assert_eq!(rows(checked(&world.store)), ["role"], "{edit}");
    }
}

#[test]
fn a_risk_that_a_new_policy_reassessed_is_as_the_journal_tells() {
    let world = World::new();
    log_risks(&world, &world.leader, 2);
    let path = "/api/v1/projects/H044/risk-policy";
    let mut policy = world.orderer.api("GET", path, None).expect(200).json();
    policy.as_object_mut().expect("a policy").remove("number");
    policy["bands"][2]["review_days"] = json!(21);
    assert_eq!(world.orderer.api("PUT", path, Some(&policy)).expect(200).json()["number"], 2);
    let verdict = checked(&world.store);
    assert!(verdict.risks == 2 && verdict.broken.is_empty(), "{:?}", verdict.broken);
}

#[test]
fn the_journal_refuses_every_change_and_an_edit_past_the_triggers_is_named() {
    let world = World::new();
    log_risks(&world, &world.leader, 3);
    let mut db = Db::establish(&world.database).expect("database");
    for refused in [
        "UPDATE journal SET kind = 'x'",
        "DELETE FROM journal",
        "DELETE FROM journal_bodies",
        "UPDATE journal_bodies SET body = '{}'",
        "REPLACE INTO journal SELECT * FROM journal",
        "INSERT OR REPLACE INTO journal SELECT chain, seq, at, 'x', object, body_hash, previous, hash FROM journal WHERE seq = 1",
        "INSERT INTO journal SELECT chain, seq + 100, at, kind, object, body_hash, previous, hash FROM journal WHERE seq = 1",
        "TRUNCATE journal",
    ] {
        assert!(db.batch_execute(refused).is_err(), "{refused}");
    }
    let project = world.project;
    let seq = world.store.read_now(|db| Ok::<_, Problem>(styrrum::store::journal::head(db, project)?)).expect("head").seq - 1;
    tamper(
        &world,
        &format!(
            "{} UPDATE journal_bodies SET body = replace(body, 'Hot 2', 'Hot 9') WHERE chain = {project} AND seq = {seq}",
            without_triggers(&world, "journal_bodies", "journal_bodies_are_only_emptied")
        ),
    );
    assert_eq!(broken(&world), [0, 1].map(|_| vec![format!("journal {project}/{seq}")]));
}

#[test]
fn a_changed_time_of_an_entry_is_named() {
    let world = World::new();
    log_risks(&world, &world.leader, 3);
    let past = without_triggers(&world, "journal", "journal_is_not_changed");
    tamper(&world, &format!("{past} UPDATE journal SET at = '2019-01-01 00:00:00' WHERE chain = {} AND seq = 4", world.project));
    assert_eq!(broken(&world), [0, 1].map(|_| vec![format!("journal {}/4", world.project)]));
}

#[test]
fn an_acceptance_that_was_prolonged_unseen_is_named() {
    let world = World::new();
    log_risks(&world, &world.leader, 1);
    let version = world.leader.api("GET", "/api/v1/projects/H044/risks/R1", None).expect(200).json()["version"].clone();
    let body = serde_json::json!({"reason": "Vi lever med den", "expires_on": "2021-03-01", "version": version});
    let taken = [&world.leader, &world.orderer].map(|actor| actor.api("POST", "/api/v1/projects/H044/risks/R1/acceptance", Some(&body)).status);
    assert!(taken.contains(&200), "{taken:?}");
    assert!(checked(&world.store).broken.is_empty());
    tamper(&world, "UPDATE risks SET state_on = '2031-01-01'");
    let rows: Vec<String> = checked(&world.store).broken.into_iter().map(|b| b.row).collect();
    assert_eq!(rows, [format!("risk {}/R1", world.project)]);
}

/// The rows that are broken, in the database and in an export of it. That a guard was taken away first is told for itself.
fn broken(world: &World) -> [Vec<String>; 2] {
    let rows = |verdict: Verdict| verdict.broken.into_iter().map(|b| b.row).filter(|row| !row.starts_with("trigger ")).collect();
    [rows(checked(&world.store)), rows(export::verify(exported(world).as_slice()).expect("read"))]
}

#[test]
fn a_decision_that_the_journal_has_no_word_of_is_named() {
    let world = reports::world();
    reports::approved(&world);
    assert_eq!(broken(&world), [0, 1].map(|_| Vec::<String>::new()));
    let columns = "project_id, matter, object_kind, object_ref, object_version, object_hash, title, outcome, motivation, conditions, person_id, person_name, role, \
                   charter, basis, decided_on, recorded_at, recorded_by, recorded_name, search, hash";
    tamper(&world, &format!("INSERT INTO decisions (id, number, {columns}) SELECT id + 100, 99, {columns} FROM decisions WHERE number = 1"));
    let name = format!("decision {}/99", world.project);
    assert!(broken(&world).iter().all(|rows| rows.contains(&name)));
}

#[test]
fn a_charter_or_risk_policy_that_was_rewritten_is_named() {
    let world = World::new();
    let project = world.project;
    tamper(&world, &format!("UPDATE charters SET matters = replace(matters, 'project_orderer', 'project_leader') WHERE project_id = {project}"));
    assert_eq!(broken(&world), [0, 1].map(|_| vec![format!("charter {project}/1")]));
    tamper(&world, &format!("DELETE FROM risk_policies WHERE project_id = {project}"));
    let name = format!("risk policy {project}/1");
    assert!(checked(&world.store).broken.iter().any(|b| b.row == name && b.why.contains("gone")));
}

#[test]
fn an_approved_report_that_was_rewritten_with_its_hash_is_named() {
    let world = reports::world();
    reports::approved(&world);
    let frozen = world.write(|db| Ok(styrrum::store::reports::locked_after(db, None, 0, 1)?.remove(0).1.frozen.expect("frozen")));
    let rewritten = frozen.replace("Testerna pågår.", "Allt är klart.");
    let hash = content_hash(&serde_json::from_str(&rewritten).expect("content"));
    let past = without_triggers(&world, "reports", "approved_reports_are_locked");
    tamper(&world, &format!("{past} UPDATE reports SET frozen = replace(frozen, 'Testerna pågår.', 'Allt är klart.'), hash = '{hash}'"));
    assert_eq!(broken(&world), [0, 1].map(|_| vec![format!("status report {}/1.1", world.project)]));
}

#[test]
fn minutes_that_are_gone_are_missed_in_the_database_and_in_an_export() {
    let world = World::new();
    decisions::entered(&world.deputy, "project_orderer").expect(201);
    decisions::entered(&world.deputy, "project_orderer").expect(201);
    assert_eq!(broken(&world), [0, 1].map(|_| Vec::<String>::new()));
    tamper(&world, "DELETE FROM file_pieces; DELETE FROM files;");
    assert_eq!(broken(&world).map(|mut rows| (rows.sort(), rows).1), [0, 1].map(|_| [1, 2].map(|n| format!("decision {}/{n}", world.project)).to_vec()));
}

#[test]
fn an_erased_body_leaves_the_chain_whole_is_told_of_and_proves_nothing() {
    let world = World::new();
    log_risks(&world, &world.leader, 3);
    world.leader.api("POST", "/api/v1/projects/H044/risks/R1/comments", Some(&json!({"text": "Vi väntar på leverantören"}))).expect(201);
    let p = world.project;
    let newest = format!("chain = {p} AND seq = (SELECT max(seq) FROM journal WHERE chain = {p} AND");
    // A comment proves nothing of the risk: the chain holds, and nothing but the comment is the less proved.
    tamper(&world, &format!("UPDATE journal_bodies SET body = '', salt = '' WHERE {newest} object = 'risk:R1')"));
    let verdict = checked(&world.store);
    assert_eq!(verdict.broken.iter().map(|b| b.row.clone()).collect::<Vec<_>>(), [format!("remarks {p}/risk:R1")]);
    assert!(verdict.erased.len() == 1 && verdict.erased[0].ends_with("(risk:R1)"), "{:?}", verdict.erased);
    // What alone proved a risk hides no edit of it.
    tamper(&world, &format!("UPDATE journal_bodies SET body = '', salt = '' WHERE {newest} object = 'risk:R3')"));
    let verdict = checked(&world.store);
    assert!(verdict.broken.iter().any(|b| b.row == format!("risk {p}/R3") && b.why.contains("erased")), "{:?}", verdict.broken);
    assert_eq!(export::verify(exported(&world).as_slice()).expect("read").erased.len(), 2);
}

#[test]
fn what_a_risk_is_found_and_counted_by_and_what_its_assessments_come_to_is_checked() {
    for (edit, row) in [
        ("UPDATE risks SET open = FALSE WHERE number = 1", "risk /R1"),
        ("UPDATE risks SET waiting = NOT waiting WHERE number = 1", "risk /R1"),
        ("UPDATE risks SET lifted_to = 'project_orderer' WHERE number = 1", "risk /R1"),
        ("UPDATE risks SET search = 'annat' WHERE number = 1", "risk /R1"),
        ("UPDATE risks SET trail = '4,5' WHERE number = 1", "risk /R1"),
        ("UPDATE assessments SET value = 3", "risk /R1"),
        ("UPDATE assessments SET band = 'high'", "risk /R1"),
        ("UPDATE assessments SET role = 'project_orderer'", "risk /R1"),
        ("UPDATE risk_tallies SET n = n + 1 WHERE key = 'covered' OR key = 'open'", "counts of risks "),
        ("UPDATE risks SET state = 'treoted' WHERE number = 1", "risks "),
    ] {
        let world = World::new();
        log_risks(&world, &world.leader, 1);
        tamper(&world, edit);
        let named = if row.contains('/') { row.replace(" /", &format!(" {}/", world.project)) } else { format!("{row}{}", world.project) };
        assert_eq!(checked(&world.store).broken.first().map(|b| b.row.clone()), Some(named), "{edit}");
    }
}

#[test]
fn what_is_written_down_and_is_not_as_the_journal_tells_is_named() {
    for (edit, row) in [
        ("UPDATE goals SET name = 'Mindre tid'", "goal /1"),
        ("UPDATE indicators SET name = 'Annat'", "indicator /1"),
        ("UPDATE measurements SET value = value + 1", "measurement /1/1"),
        ("DELETE FROM measurements", "measurement /1/1"),
        ("UPDATE sprints SET ends_on = '2021-01-31'", "sprint /1"),
        ("UPDATE milestones SET name = 'Annat'", "milestone /1"),
        ("UPDATE milestones SET done_on = '2020-11-01'", "milestone /1"),
        ("UPDATE meetings SET held_on = '2020-01-01' WHERE number = 1", "meeting /1"),
        ("UPDATE deviations SET text = 'Inget'", "deviation /1"),
        ("UPDATE remarks SET text = 'Vi godkänner'", "remarks /risk:R1"),
        ("DELETE FROM remarks", "remarks /risk:R1"),
        ("UPDATE recipients SET email = 'annan@exempel.se'", "recipient /1"),
    ] {
        let world = World::signed_in();
        crate::everything::filled(&world);
        world.member.api("POST", "/api/v1/projects/H044/risks/R1/opinions", Some(&json!({"text": "Vänta"}))).expect(201);
        assert_eq!(checked(&world.store).broken, []);
        tamper(&world, edit);
        let named = row.replace(" /", &format!(" {}/", world.project));
        assert_eq!(checked(&world.store).broken.iter().map(|b| b.row.clone()).collect::<Vec<_>>(), [named], "{edit}");
    }
}

#[test]
fn a_measure_a_role_or_a_body_that_the_journal_has_no_word_of_is_named() {
    let world = World::new();
    log_risks(&world, &world.leader, 1);
    let (p, outsider, orderer) = (world.project, world.outsider.id, world.orderer.id);
    tamper(
        &world,
        &format!(
            "INSERT INTO measures (risk_id, number, strategy, text, state, version) SELECT id, 77, 'reduce', 'Falskt', 'done', 1 FROM risks;
             INSERT INTO role_assignments (project_id, person_id, role, organisation, chair, from_on, version)
             VALUES ({p}, {outsider}, 'project_orderer', '', TRUE, '2020-01-01', 1);
             UPDATE role_assignments SET person_id = {outsider} WHERE person_id = {orderer} AND project_id = {p}"
        ),
    );
    let found: BTreeSet<String> = checked(&world.store).broken.into_iter().map(|b| b.row.split('/').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(found, ["measure", "role"].map(|row| format!("{row} {p}")).into());
    let roles = checked(&world.store).broken.iter().filter(|b| b.row.starts_with("role ")).count();
    assert_eq!(roles, 2);
}

#[test]
fn a_guard_that_is_gone_is_named() {
    let world = World::new();
    assert!(checked(&world.store).broken.is_empty());
    tamper(&world, &without_triggers(&world, "journal", "journal_is_not_changed"));
    let rows: Vec<String> = checked(&world.store).broken.into_iter().map(|b| b.row).collect();
    assert_eq!(rows, ["trigger journal_is_not_changed"]);
}

#[test]
fn any_changed_letter_of_an_exported_entry_is_found() {
    let world = World::new();
    log_risks(&world, &world.leader, 4);
    let whole = exported(&world);
    assert!(export::verify(whole.as_slice()).expect("read").broken.is_empty());
    let text = String::from_utf8(whole).expect("text");
    let entries = text.match_indices("\"entry\":").map(|(at, _)| at);
    for start in entries {
        let end = text[start..].find('\n').map_or(text.len(), |n| start + n) - 2;
        for at in (start + 9..end).filter(|at| text.as_bytes()[*at].is_ascii_alphanumeric()) {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let found = export::verify(changed.as_slice()).map(|v| !v.broken.is_empty()).unwrap_or(true);
            assert!(found, "byte {at}: {}", &text[at.saturating_sub(30)..at + 10]);
        }
    }
}

#[test]
fn a_name_or_a_link_in_an_export_that_no_entry_covers_is_covered_by_its_end() {
    let world = reports::world();
    reports::approved(&world);
    let whole = String::from_utf8(exported(&world)).expect("text");
    for (written, changed) in [(r#""code":"H044""#, r#""code":"H045""#), (r#""media_type":"application/pdf""#, r#""media_type":"application/xml""#)] {
        let broken = export::verify(whole.replacen(written, changed, 1).as_bytes()).expect("read").broken;
        assert_eq!(broken.iter().map(|b| b.row.as_str()).collect::<Vec<_>>(), ["export"], "{written}");
    }
}

#[test]
fn a_byte_of_an_export_that_is_no_letter_is_found_in_its_line() {
    let world = World::new();
    log_risks(&world, &world.leader, 1);
    let mut changed = exported(&world);
    let second = changed.iter().position(|byte| *byte == b'\n').expect("lines") + 10;
    changed[second] = 0xff;
    let broken: Vec<_> = export::verify(changed.as_slice()).expect("read").broken.into_iter().map(|b| b.row).collect();
    assert!(broken.contains(&"line 2".to_owned()), "{broken:?}");
}

#[test]
fn entries_that_are_gone_from_the_end_are_missed_by_a_checkpoint_that_somebody_wrote_down() {
    let world = World::new();
    log_risks(&world, &world.leader, 3);
    let head = world.store.read_now(|db| Ok::<_, Problem>(styrrum::store::journal::head(db, world.project)?)).expect("head");
    let witness: Witness = format!("{} {}", head.seq, head.hash).parse().expect("a checkpoint");
    let known = |mut verdict: Verdict| {
        verdict.compare_checkpoint(&witness);
        verdict.broken.into_iter().map(|b| b.row).collect::<Vec<_>>()
    };
    let export = || export::verify(exported(&world).as_slice()).expect("read");
    log_risks(&world, &world.leader, 1);
    assert_eq!([known(checked(&world.store)), known(export())], [vec![], vec![]] as [Vec<String>; 2]);
    let (p, seq) = (world.project, head.seq);
    let guard = if world.store.is_sqlite() { "journal_is_not_deleted" } else { "journal_is_not_changed" };
    let past =
        [("journal_bodies", "journal_bodies_are_not_deleted"), ("journal", guard)].map(|(table, guard)| without_triggers(&world, table, guard)).join(" ");
    tamper(&world, &format!("{past} DELETE FROM journal_bodies WHERE chain = {p} AND seq >= {seq}; DELETE FROM journal WHERE chain = {p} AND seq >= {seq}"));
    let missed = format!("checkpoint {seq}");
    assert!(known(checked(&world.store)).contains(&missed) && known(export()).contains(&missed));
}

#[test]
fn a_cut_export_is_found() {
    let world = World::new();
    log_risks(&world, &world.leader, 4);
    let text = String::from_utf8(exported(&world)).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    for left_out in 0..lines.len() {
        let cut: String = lines.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, l)| format!("{l}\n")).collect();
        assert!(!export::verify(cut.as_bytes()).expect("read").broken.is_empty(), "line {left_out}");
    }
}

#[test]
fn a_backup_made_while_people_write_is_whole() {
    let world = World::new();
    if !world.store.is_sqlite() {
        // PostgreSQL is copied by its own pg_dump; docs/operations.md tells how.
        return;
    }
    log_risks(&world, &world.leader, 3);
    let copy = world.data.path().join("copy.db");
    std::thread::scope(|s| {
        s.spawn(|| log_risks(&world, &world.leader, 20));
        world.store.copy_to(&copy).expect("copied");
    });
    let restored = Store::open(&copy.display().to_string()).expect("opened");
    let verdict = checked(&restored);
    assert!(verdict.entries >= 3 && verdict.broken.is_empty(), "{:?}", verdict.broken);
    assert!(matches!(world.store.copy_to(&copy), Err(StoreError::Unavailable(_))), "a backup is never overwritten");
}
