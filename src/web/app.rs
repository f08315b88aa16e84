//! What every request shares.
use crate::clock::{Clock, Entropy};
use crate::config::Config;
use crate::store::Store;
use crate::web::router::Router;
use actix_web::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The running application.
pub struct App {
    pub config: Config,
    pub store: Store,
    pub clock: Clock,
    pub entropy: Entropy,
    pub limits: crate::services::accounts::SignInLimits,
    /// At most two passwords are hashed at a time: each takes 46 MiB.
    pub hashing: Arc<tokio::sync::Semaphore>,
    /// One project is exported at a time.
    pub exporting: tokio::sync::Semaphore,
    pub metrics: Metrics,
    pub kept: crate::services::kept::Kept,
    pub router: Router,
}

/// Counters for `/metrics`.
#[derive(Debug, Default)]
pub struct Metrics {
    pub requests: AtomicU64,
    pub errors: AtomicU64,
    pub microseconds: AtomicU64,
}

impl Metrics {
    /// Counts an answer that took `micros` millionths of a second.
    pub fn answered(&self, status: StatusCode, micros: u64) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(micros, Ordering::Relaxed);
        if status.is_server_error() {
            self.errors.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl App {
    /// # Errors
    /// A route table with two paths that cannot be told apart.
    pub fn new(config: Config, store: Store, clock: Clock, entropy: Entropy) -> Result<Arc<App>, matchit::InsertError> {
        Ok(Arc::new(App {
            config,
            store,
            clock,
            entropy,
            limits: crate::services::accounts::SignInLimits::default(),
            hashing: Arc::new(tokio::sync::Semaphore::new(2)),
            exporting: tokio::sync::Semaphore::new(1),
            metrics: Metrics::default(),
            kept: crate::services::kept::Kept::default(),
            router: Router::new(crate::web::routes::table())?,
        }))
    }
}
