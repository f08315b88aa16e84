//! The two doors to the database: [`Store::read`] and [`Store::write`].
use crate::store::connection::{Kind, Snapshot, begin_write, kind};
use crate::store::error::{StoreError, StoreResult, TransactionError};
use crate::store::writer::{Job, Writer};
use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, PooledConnection};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use crate::store::connection::Db;

/// Threads that answer requests. Whatever takes long is handed over to others.
pub const ANSWERING_THREADS: usize = 2;

/// Whose journal a write may grow. On PostgreSQL writes of one scope wait for one another,
/// since each of them extends the same chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Accounts, tokens, settings, mail: the installation's chain, number 0.
    Installation,
    /// One project's chain.
    Project(i64),
    /// Writes that leave every journal alone: sessions, sign-ins, drafts, leases.
    Unjournaled,
}

/// The database, shared by everything that runs.
#[derive(Clone)]
pub struct Store {
    pool: Pool<ConnectionManager<Db>>,
    /// SQLite's: the connections of the threads that answer, which never wait for one.
    own: Option<Pool<ConnectionManager<Db>>>,
    writer: Option<Writer>,
}

#[derive(Debug)]
struct Pragmas {
    reader: bool,
}
impl CustomizeConnection<Db, diesel::r2d2::Error> for Pragmas {
    fn on_acquire(&self, db: &mut Db) -> Result<(), diesel::r2d2::Error> {
        // The file is read, not mapped: a fault of the disk is then an error and no signal that ends the program, and no
        // connection counts the whole file as its memory.
        // With PostgreSQL compiled out this is the only kind.
        #[cfg_attr(not(feature = "postgres"), expect(irrefutable_let_patterns, reason = "one kind without the feature"))]
        if let Kind::Sqlite(c) = kind(db) {
            c.batch_execute(
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;",
            )
            .map_err(diesel::r2d2::Error::QueryError)?;
            if self.reader {
                c.batch_execute("PRAGMA query_only=ON").map_err(diesel::r2d2::Error::QueryError)?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Opens the database at `url`: a file path, or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub fn open(url: &str) -> StoreResult<Store> {
        let sqlite = !is_postgres(url);
        let pool = |size: u32, reader: bool| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(Duration::from_secs(5))
                // A file does not hang up as a server does: asking it first would cost more than most questions.
                .test_on_check_out(!sqlite)
                .connection_customizer(Box::new(Pragmas { reader }))
                .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
                .build(ConnectionManager::<Db>::new(url))
                .map_err(|e| StoreError::Unavailable(e.to_string()))
        };
        // The writer first: it makes the file, which a reader may not.
        let writer = if sqlite { Some(Writer::start(pool(1, false)?)?) } else { None };
        let own = if sqlite { Some(pool(ANSWERING_THREADS as u32, true)?) } else { None };
        Ok(Store { pool: pool(if sqlite { 4 } else { 8 }, sqlite)?, own, writer })
    }

    /// Runs `f` on a connection that cannot write, in one snapshot.
    ///
    /// # Errors
    /// Those of `f`, and [`StoreError::Unavailable`].
    pub fn read_now<T, E: TransactionError>(&self, f: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
        snapshot(self.connection()?, f)
    }

    /// [`Self::read_now`] off the request's thread.
    pub async fn read<T: Send + 'static, E: TransactionError>(&self, f: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_now(f)).await.unwrap_or_else(|e| Err(StoreError::Unavailable(e.to_string()).into()))
    }

    /// [`Self::read`] for a few rows that are found by their keys. With SQLite it is done on the thread that asks: to hand it
    /// over, and to be woken again, costs as much as the questions themselves.
    pub async fn glance<T: Send + 'static, E: TransactionError>(&self, f: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E> {
        let Some(own) = &self.own else { return self.read(f).await };
        let db = own.get().map_err(|e| StoreError::Unavailable(e.to_string()))?;
        // Of a panic the asker learns as it would from another thread.
        catch_unwind(AssertUnwindSafe(|| snapshot(db, f))).unwrap_or_else(|_| Err(StoreError::Unavailable("the question was broken off".into()).into()))
    }

    /// Runs `f` in one transaction that is durable when this returns. `f` may run more than once, so it has no side
    /// effect: mail and jobs are rows that it writes.
    ///
    /// # Errors
    /// Those of `f` (nothing is changed then), and [`StoreError::Unavailable`].
    pub async fn write<T: Send + 'static, E: TransactionError>(
        &self, scope: Scope, mut f: impl FnMut(&mut Db) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let Some(writer) = &self.writer else {
            let store = self.clone();
            return tokio::task::spawn_blocking(move || store.serializable(scope, &mut f))
                .await
                .unwrap_or_else(|e| Err(StoreError::Unavailable(e.to_string()).into()));
        };
        let (job, slot) = with_slot(f);
        match writer.submit(job)?.await {
            Ok(committed) => outcome(committed, &slot),
            Err(_) => Err(StoreError::Unavailable("the writer has stopped".into()).into()),
        }
    }

    /// [`Self::write`] for the command line and tests, where nothing else runs on the thread.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_now<T: Send + 'static, E: TransactionError>(&self, scope: Scope, mut f: impl FnMut(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E> {
        let Some(writer) = &self.writer else { return self.serializable(scope, &mut f) };
        let (job, slot) = with_slot(f);
        match writer.submit(job)?.blocking_recv() {
            Ok(committed) => outcome(committed, &slot),
            Err(_) => Err(StoreError::Unavailable("the writer has stopped".into()).into()),
        }
    }

    /// A connection outside any transaction, for migrations and backup.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none is free in five seconds.
    pub fn connection(&self) -> StoreResult<PooledConnection<ConnectionManager<Db>>> {
        self.pool.get().map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// A connection that may change the schema.
    pub(super) fn migration_connection(&self) -> StoreResult<PooledConnection<ConnectionManager<Db>>> {
        match &self.writer {
            Some(writer) => writer.connection(),
            None => self.connection(),
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.writer.is_some()
    }

    /// PostgreSQL: SERIALIZABLE, run again on conflict, at most 20 times with a growing pause.
    fn serializable<T, E: TransactionError>(&self, scope: Scope, f: &mut impl FnMut(&mut Db) -> Result<T, E>) -> Result<T, E> {
        let mut db = self.connection()?;
        let _turn = Turn::take(&mut db, scope)?;
        for pause in 1..=20u64 {
            begin_write(&mut db).map_err(StoreError::from)?;
            let out = f(&mut db).and_then(|v| commit(&mut db).map(|()| v).map_err(|e| StoreError::from(e).into()));
            match out {
                Ok(value) => {
                    Turn::give_back(&mut db, scope);
                    return Ok(value);
                }
                Err(e) => {
                    rollback(&mut db);
                    if !e.wants_retry() {
                        Turn::give_back(&mut db, scope);
                        return Err(e);
                    }
                    std::thread::sleep(Duration::from_millis(3 * pause));
                }
            }
        }
        Turn::give_back(&mut db, scope);
        Err(StoreError::Unavailable("the same rows were changed all the time".into()).into())
    }
}

/// Runs `f` in a snapshot of its own.
fn snapshot<T, E: TransactionError>(mut db: PooledConnection<ConnectionManager<Db>>, f: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
    let mut snapshot = Snapshot::begin(&mut db).map_err(StoreError::from)?;
    f(snapshot.db())
}

/// The place in line of a scope's writes: a session lock taken before BEGIN, so that the snapshot is younger than the turn.
struct Turn;
impl Turn {
    fn take(db: &mut Db, scope: Scope) -> StoreResult<Turn> {
        lock(db, scope, "pg_advisory_lock").map(|()| Turn)
    }
    fn give_back(db: &mut Db, scope: Scope) {
        if let Err(e) = lock(db, scope, "pg_advisory_unlock") {
            tracing::warn!(error = %e, "a turn was not given back; the connection's end frees it");
        }
    }
}

fn lock(db: &mut Db, scope: Scope, function: &str) -> StoreResult<()> {
    let key = match scope {
        Scope::Unjournaled => return Ok(()),
        Scope::Installation => 0,
        Scope::Project(id) => id,
    };
    db.batch_execute(&format!("SELECT {function}({key})"))?;
    Ok(())
}

type Slot<T> = Arc<Mutex<Option<T>>>;

/// Wraps a transaction's closure for the writer: whether it wants to be committed goes one way, its answer the other.
fn with_slot<T: Send + 'static, E: TransactionError>(mut f: impl FnMut(&mut Db) -> Result<T, E> + Send + 'static) -> (Job, Slot<Result<T, E>>) {
    let slot: Slot<Result<T, E>> = Arc::new(Mutex::new(None));
    let answer = slot.clone();
    let job = Box::new(move |db: &mut Db| {
        let result = f(db);
        let keep = result.is_ok();
        if let Ok(mut place) = answer.lock() {
            *place = Some(result);
        }
        keep
    });
    (job, slot)
}

fn outcome<T, E: TransactionError>(committed: StoreResult<()>, slot: &Slot<Result<T, E>>) -> Result<T, E> {
    let answer = slot.lock().ok().and_then(|mut place| place.take());
    match (committed, answer) {
        (_, Some(Err(e))) => Err(e),
        (Ok(()), Some(Ok(value))) => Ok(value),
        (Err(e), _) => Err(e.into()),
        (Ok(()), None) => Err(StoreError::Unavailable("the change was broken off".into()).into()),
    }
}

pub(super) fn commit(db: &mut Db) -> QueryResult<()> {
    <Db as Connection>::TransactionManager::commit_transaction(db)
}
pub(super) fn rollback(db: &mut Db) {
    if let Err(e) = <Db as Connection>::TransactionManager::rollback_transaction(db) {
        tracing::warn!(error = %e, "a transaction could not be rolled back");
    }
}

/// Runs what may fail inside a larger transaction: a failed statement would otherwise end a PostgreSQL transaction.
///
/// # Errors
/// Those of `f`; its changes are undone then.
pub fn savepoint<T>(db: &mut Db, f: impl FnOnce(&mut Db) -> StoreResult<T>) -> StoreResult<T> {
    <Db as Connection>::TransactionManager::begin_transaction(db)?;
    match f(db) {
        Ok(value) => commit(db).map(|()| value).map_err(StoreError::from),
        Err(e) => {
            rollback(db);
            Err(e)
        }
    }
}

/// Whether a database address means PostgreSQL.
pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}
