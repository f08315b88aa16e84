//! Commands as an administrator runs them: what is wrong is told in a sentence that says what to do.
use crate::support::World;
use std::path::Path;
use std::process::{Command, Output};

/// Runs a command with its data in a folder.
pub fn styrrum(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_styrrum"));
    command.args(arguments).arg("--data").arg(data).env_remove("STYRRUM_DATABASE").output().expect("ran")
}
/// What it said on standard error.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn only_those_commands_make_a_database_that_are_to_make_one() {
    let place = tempfile::tempdir().expect("folder");
    let (mistyped, copy) = (place.path().join("mistyped"), place.path().join("copy.db").display().to_string());
    for command in [&["verify"][..], &["backup", &copy], &["user", "disable", "--email", "eva@example.se"], &["export", "--project", "H044", "--out", &copy]] {
        let refused = styrrum(&mistyped, command);
        assert!(!refused.status.success() && told(&refused).contains("There is no database"), "{command:?}: {}", told(&refused));
    }
    assert!(styrrum(&mistyped, &["doctor", "--listen", "127.0.0.1:0"]).status.success());
    assert!(!mistyped.join("styrrum.db").exists() && !Path::new(&copy).exists());
    assert!(styrrum(&mistyped, &["migrate"]).status.success() && styrrum(&mistyped, &["verify"]).status.success());
}

#[test]
fn a_file_that_is_no_database_or_no_export_is_called_so_at_once() {
    let place = tempfile::tempdir().expect("folder");
    let file = place.path().join("styrrum.db");
    std::fs::write(&file, "hello").expect("written");
    let refused = styrrum(place.path(), &["verify"]);
    assert!(refused.status.code() == Some(1) && told(&refused).contains("is no database"), "{}", told(&refused));
    let refused = styrrum(place.path(), &["verify", &file.display().to_string()]);
    assert!(refused.status.code() == Some(1) && told(&refused).contains("is no export"), "{}", told(&refused));
}

#[test]
fn an_export_is_never_written_over_another_file() {
    let world = World::new();
    let out = world.data.path().join("h044.jsonl").display().to_string();
    let database: &[&str] = if world.store.is_sqlite() { &[] } else { &["--database", &world.database] };
    let export = || styrrum(world.data.path(), &[&["export", "--project", "H044", "--out", &out], database].concat());
    let first = export();
    assert!(first.status.success(), "{}", told(&first));
    assert!(told(&export()).contains("exists already"));
}

#[test]
fn the_only_administrator_is_not_shut_out_and_a_copy_that_cannot_be_written_leaves_nothing() {
    let world = World::new();
    let database: &[&str] = if world.store.is_sqlite() { &[] } else { &["--database", &world.database] };
    let refused = styrrum(world.data.path(), &[&["user", "disable", "--email", "admin@exempel.se"], database].concat());
    assert!(!refused.status.success() && told(&refused).contains("the only administrator"), "{}", told(&refused));
    let copy = world.data.path().join("nowhere/copy.db");
    let refused = styrrum(world.data.path(), &[&["backup", &copy.display().to_string()], database].concat());
    assert!(!refused.status.success() && !copy.exists(), "{}", told(&refused));
    let mine = world.data.path().join("mine");
    std::fs::write(&mine, "kept").expect("written");
    assert!(world.store.copy_to(&mine).is_err() && std::fs::read(&mine).is_ok_and(|kept| kept == b"kept"));
}

#[test]
fn a_template_that_is_broken_is_named_with_its_fault_before_anything_is_made() {
    let place = tempfile::tempdir().expect("folder");
    let (data, own) = (place.path().join("data"), place.path().join("templates"));
    std::fs::create_dir(&own).expect("folder");
    let folder = own.display().to_string();
    let built_in = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/status.html")).expect("a template");
    let run = |command: &str| styrrum(&data, &[command, "--templates", &folder, "--listen", "127.0.0.1:0"]);
    let doctors_word = || {
        let said = String::from_utf8_lossy(&run("doctor").stdout).into_owned();
        said.lines().find(|line| line.contains("templates: ")).expect("a line about templates").to_owned()
    };
    std::fs::write(own.join("status.html"), built_in.replace("<h1>", "<h1>Vår egen: ")).expect("written");
    let fits = doctors_word();
    assert!(fits.starts_with("ok") && fits.contains("status of "), "{fits}");
    std::fs::remove_file(own.join("status.html")).expect("removed");
    for (name, text, fault) in [
        ("status.html", "<article>\n<h1>{{ c.r.project.name }</h1></article>", "status.html:2"),
        ("status.html", "<article><h1>{{ c.r.no_such_thing }}</h1></article>", "undefined"),
        ("final.html", "<article><h1>Rubrik</h1><script>x()</script></article>", "script"),
        ("effect.html", "<article><h1>{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}</h1></article>", "fuel"),
        ("monthly.html", &built_in, "status.html, final.html or effect.html"),
    ] {
        std::fs::write(own.join(name), text).expect("written");
        let server = run("serve");
        for said in [doctors_word(), told(&server)] {
            assert!(said.contains(name) && said.contains(fault), "{said}");
        }
        assert!(server.status.code() == Some(1) && !data.exists(), "nothing is made");
        std::fs::remove_file(own.join(name)).expect("removed");
    }
}

#[test]
fn an_address_without_a_port_is_wrong_usage() {
    let place = tempfile::tempdir().expect("folder");
    let refused = styrrum(place.path(), &["serve", "--listen", "abc"]);
    assert!(refused.status.code() == Some(2) && told(&refused).contains("127.0.0.1:8080"), "{}", told(&refused));
}
