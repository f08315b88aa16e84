//! The databases of the worlds: copies of one that is made and migrated once, for making each takes longer than most tests.
use std::path::Path;
use std::sync::LazyLock;
use styrrum::store::{Store, migrate};

static MIGRATED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("folder");
    let [made, copy] = ["made.db", "copy.db"].map(|name| folder.path().join(name));
    let store = Store::open(&made.display().to_string()).expect("database");
    migrate::migrate(&store).expect("migrated");
    store.copy_to(&copy).expect("copied");
    std::fs::read(copy).expect("read")
});

/// A file in `folder`; or a new database on the PostgreSQL server of `STYRRUM_TEST_POSTGRES`.
pub fn new(folder: &Path) -> String {
    #[cfg(feature = "postgres")]
    if let Ok(server) = std::env::var("STYRRUM_TEST_POSTGRES") {
        return postgres::new(&server);
    }
    let file = folder.join("styrrum.db");
    std::fs::write(&file, &*MIGRATED).expect("written");
    file.display().to_string()
}

#[cfg(feature = "postgres")]
mod postgres {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    use std::sync::OnceLock;
    use styrrum::clock::Entropy;
    use styrrum::store::{Store, migrate};

    static MIGRATED: OnceLock<String> = OnceLock::new();

    pub fn new(server: &str) -> String {
        let migrated = MIGRATED.get_or_init(|| {
            let made = create(server, "template1");
            migrate::migrate(&Store::open(&address(server, &made)).expect("database")).expect("migrated");
            // What anybody is connected to is not copied.
            run(server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{made}'"));
            made
        });
        address(server, &create(server, migrated))
    }
    fn create(server: &str, template: &str) -> String {
        let name = format!("styrrum_test_{}", Entropy::System.hex::<8>().expect("random"));
        run(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        name
    }
    fn run(server: &str, statement: &str) {
        diesel::PgConnection::establish(server).expect("PostgreSQL").batch_execute(statement).expect("done");
    }
    fn address(server: &str, name: &str) -> String {
        let (before, _) = server.rsplit_once('/').expect("a database in the address");
        format!("{before}/{name}")
    }
}
