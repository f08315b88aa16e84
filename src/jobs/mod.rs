//! What runs by itself: sending mail, reopening risks whose acceptance has expired, reminding of measurements, cleaning up. A job a file.
//!
//! Everything is claimed by lease in the database, so several instances never do one thing twice.

mod cleanup;
mod expiry;
pub mod outbox;
mod reminders;

use crate::clock::{Clock, Entropy};
use crate::config::Config;
use crate::domain::ids::PersonId;
use crate::mail::Post;
use crate::services::{Ctx, Problem};
use crate::store::{Scope, Store, jobs};
use chrono::TimeDelta;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The pause between two looks at what is due.
const PAUSE: Duration = Duration::from_secs(2);
/// How long a job is held before another instance may take it over.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// One worker; every instance of the server has one.
#[derive(Clone)]
pub struct Worker {
    pub store: Store,
    pub clock: Clock,
    pub entropy: Entropy,
    /// Mail as the server was started.
    pub post: Post,
    pub config: Arc<Config>,
    /// The name that leases carry: unique among the instances.
    pub name: Arc<str>,
    /// Whether the worker has been told to stop.
    stopping: Arc<watch::Sender<bool>>,
}

impl Worker {
    /// # Errors
    /// The operating system gives no random bytes for the worker's name.
    pub fn new(store: Store, clock: Clock, entropy: Entropy, post: Post, config: &Config) -> std::io::Result<Worker> {
        let name = entropy.hex::<8>()?.into();
        Ok(Worker { store, clock, entropy, post, config: Arc::new(config.clone()), name, stopping: Arc::new(watch::Sender::new(false)) })
    }

    /// Does what is due, again and again, until it is told to stop.
    pub async fn run(self) {
        let mut told = self.stopping.subscribe();
        while !self.is_stopping() {
            self.turn().await;
            // Woken early to stop; whether it was makes no difference here.
            let _ = tokio::time::timeout(PAUSE, told.wait_for(|stop| *stop)).await;
        }
    }

    /// Tells every clone of this worker to stop after what it has in hand: a mail that a server has taken is noted as sent.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }
    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Does what is due now. A job that fails is told in the log and comes back.
    pub async fn turn(&self) {
        let told = [
            ("expiry", self.due("expiry", TimeDelta::minutes(15), expiry::run(self)).await),
            ("reminders", self.due("reminders", TimeDelta::hours(6), reminders::run(self)).await),
            ("cleanup", self.due("cleanup", TimeDelta::hours(1), cleanup::run(self)).await),
            // Last: what the others have queued goes out at once.
            ("mail", outbox::send_due(self).await),
        ];
        for (job, result) in told {
            if let Err(problem) = result {
                tracing::warn!(job, cause = %problem, "a job did not finish");
            }
        }
    }

    /// Runs a job if it is due and nobody else has it; it is due again after `every`.
    async fn due(&self, job: &'static str, every: TimeDelta, work: impl Future<Output = Result<(), Problem>>) -> Result<(), Problem> {
        let (name, now) = (self.name.clone(), self.clock.real_now());
        if !self.store.write(Scope::Unjournaled, move |db| Ok::<_, Problem>(jobs::claim(db, job, &name, now, now + LEASE)?)).await? {
            return Ok(());
        }
        work.await?;
        let (name, next) = (self.name.clone(), self.clock.real_now() + every);
        self.store.write(Scope::Unjournaled, move |db| Ok::<_, Problem>(jobs::finish(db, job, &name, next)?)).await
    }

    /// The installation itself as the one who acts.
    fn ctx(&self) -> Ctx {
        Ctx::system(&self.clock, &self.entropy, PersonId(0), "Styrrum", &self.config.base_url)
    }
}
