//! The commands `backup` and `restore`, run as an administrator runs them.
use crate::commands::{styrrum, told};
use crate::support::World;
use std::path::{Path, PathBuf};
use std::process::Output;
use styrrum::services::Problem;
use styrrum::store::{Store, roles};

/// A folder with a database, and a backup of it.
fn backed_up() -> Option<(tempfile::TempDir, PathBuf, PathBuf)> {
    // PostgreSQL is copied and restored by its own programs.
    World::new().store.is_sqlite().then_some(())?;
    let place = tempfile::tempdir().expect("folder");
    let (data, copy) = (place.path().join("data"), place.path().join("copy.db"));
    assert!(styrrum(&data, &["migrate"]).status.success());
    assert!(styrrum(&data, &["backup", &copy.display().to_string()]).status.success());
    Some((place, data, copy))
}
/// Runs a command on the PostgreSQL database at an address.
fn on(database: &str, data: &Path, arguments: &[&str]) -> Output {
    styrrum(data, &[arguments, &["--database", database]].concat())
}
#[test]
fn a_backup_is_restored_into_an_empty_folder_and_each_database_it_replaces_is_kept() {
    let Some((place, data, copy)) = backed_up() else { return };
    let copy = copy.display().to_string();
    let restored = styrrum(&place.path().join("new"), &["restore", &copy]);
    assert!(restored.status.success(), "{}", told(&restored));
    assert!(told(&styrrum(&data, &["restore", &copy])).contains("--force"));
    for _ in 0..2 {
        let replaced = styrrum(&data, &["restore", "--force", &copy]);
        assert!(replaced.status.success(), "{}", told(&replaced));
    }
    assert!(["styrrum.db", "styrrum.db.before-restore", "styrrum.db.before-restore-2"].iter().all(|name| data.join(name).exists()));
}

#[test]
fn what_is_no_backup_replaces_nothing() {
    let Some((place, data, copy)) = backed_up() else { return };
    let (words, torn) = (place.path().join("words"), place.path().join("torn.db"));
    std::fs::write(&words, "hello").expect("written");
    let whole = std::fs::read(&copy).expect("read");
    std::fs::write(&torn, &whole[..whole.len() / 2]).expect("written");
    let before = std::fs::read(data.join("styrrum.db")).expect("read");
    for file in [&words, &torn] {
        for folder in [&data, &place.path().join("empty")] {
            let refused = styrrum(folder, &["restore", "--force", &file.display().to_string()]);
            assert!(!refused.status.success(), "{}", file.display());
        }
    }
    assert_eq!(std::fs::read(data.join("styrrum.db")).expect("read"), before);
    assert_eq!(std::fs::read_dir(place.path().join("empty")).expect("folder").count(), 0);
    assert!(!data.join("styrrum.db.before-restore").exists());
}

#[test]
fn a_database_that_a_server_has_open_is_not_replaced() {
    let Some((_place, data, copy)) = backed_up() else { return };
    let file = data.join("styrrum.db");
    let server = Store::open(&file.display().to_string()).expect("opened");
    let refused = styrrum(&data, &["restore", "--force", &copy.display().to_string()]);
    assert!(!refused.status.success() && told(&refused).contains("Stop it first"), "{}", told(&refused));
    assert!(!data.join("styrrum.db.before-restore").exists());
    drop(server);
    assert!(styrrum(&data, &["restore", "--force", &copy.display().to_string()]).status.success());
}

#[test]
fn a_copy_of_a_postgresql_database_is_restored_into_another_and_verified_there() {
    let (world, other) = (World::new(), World::empty());
    if world.store.is_sqlite() {
        return;
    }
    let copy = world.data.path().join("copy.dump").display().to_string();
    let copied = on(&world.database, world.data.path(), &["backup", &copy]);
    assert!(copied.status.success(), "{}", told(&copied));
    assert!(!on(&other.database, other.data.path(), &["restore", &copy]).status.success(), "a database is only replaced by force");
    let restored = on(&other.database, other.data.path(), &["restore", "--force", &copy]);
    assert!(restored.status.success(), "{}", told(&restored));
    let people = |store: &Store| store.read_now(|db| Ok::<_, Problem>(roles::members(db, world.project)?.len())).expect("read");
    assert!(people(&world.store) > 0 && people(&other.store) == people(&world.store));
}
