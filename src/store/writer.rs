//! SQLite's one writer: what has queued up while the last commit was on its way to the disk becomes the next commit.
use crate::store::connection::{begin_write, in_savepoint};
use crate::store::db::{Db, commit, rollback};
use crate::store::error::{StoreError, StoreResult};
use diesel::r2d2::{ConnectionManager, Pool, PooledConnection};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use tokio::sync::oneshot;

/// Commands in one commit at most.
const BATCH: usize = 128;
/// Commands that may wait; more are turned away.
const QUEUE: usize = 2048;

/// A transaction's work; `true` asks for it to be kept.
pub(super) type Job = Box<dyn FnMut(&mut Db) -> bool + Send>;

struct Command {
    job: Job,
    done: oneshot::Sender<StoreResult<()>>,
}

/// The way to the writer's thread.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::SyncSender<Command>,
    pool: Pool<ConnectionManager<Db>>,
}

impl Writer {
    pub(super) fn start(pool: Pool<ConnectionManager<Db>>) -> StoreResult<Writer> {
        let (queue, commands) = mpsc::sync_channel(QUEUE);
        let own = pool.clone();
        std::thread::Builder::new().name("writer".into()).spawn(move || run(&own, &commands)).map_err(|e| StoreError::Unavailable(e.to_string()))?;
        Ok(Writer { queue, pool })
    }

    /// The writing connection itself, for migrations before anything else runs.
    pub(super) fn connection(&self) -> StoreResult<PooledConnection<ConnectionManager<Db>>> {
        self.pool.get().map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// Puts a transaction in the queue. The receiver answers when it is on the disk, or was given up.
    pub(super) fn submit(&self, job: Job) -> StoreResult<oneshot::Receiver<StoreResult<()>>> {
        let (done, answer) = oneshot::channel();
        self.queue.try_send(Command { job, done }).map_err(|_| StoreError::Unavailable("too many changes wait to be saved".into()))?;
        Ok(answer)
    }
}

fn run(pool: &Pool<ConnectionManager<Db>>, commands: &mpsc::Receiver<Command>) {
    while let Ok(first) = commands.recv() {
        match pool.get() {
            Ok(mut db) => commit_batch(&mut db, first, commands),
            Err(e) => drop(first.done.send(Err(StoreError::Unavailable(e.to_string())))),
        }
    }
}

/// One BEGIN IMMEDIATE, a savepoint for each command, one COMMIT; then everyone is answered.
fn commit_batch(db: &mut Db, first: Command, commands: &mpsc::Receiver<Command>) {
    let mut answers = Vec::new();
    let mut next = Some(first);
    let begun = begin_write(db);
    while let Some(Command { mut job, done }) = next.take() {
        let result = if begun.is_ok() { one(db, &mut job) } else { Ok(()) };
        answers.push((done, result));
        if answers.len() < BATCH {
            next = commands.try_recv().ok();
        }
    }
    let committed = begun.and_then(|()| commit(db));
    if committed.is_err() {
        rollback(db);
    }
    let failure = committed.err().map(|e| e.to_string());
    for (done, result) in answers {
        let answer = match &failure {
            None => result,
            Some(why) => Err(StoreError::Unavailable(why.clone())),
        };
        // The asker may have gone away; the change stands all the same.
        drop(done.send(answer));
    }
}

/// A panic in one command must end neither the thread nor the others' work. It is caught inside the savepoint: outside it, the
/// acknowledged commands of the batch would be lost with it.
fn one(db: &mut Db, job: &mut Job) -> StoreResult<()> {
    let mut broken = false;
    in_savepoint(db, |db| {
        catch_unwind(AssertUnwindSafe(|| job(db))).unwrap_or_else(|_| {
            broken = true;
            false
        })
    })?;
    if broken { Err(StoreError::Unavailable("the change was broken off".into())) } else { Ok(()) }
}
