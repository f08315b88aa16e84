//! What every request shares.
use crate::clock::{Clock, Entropy};
use crate::config::Config;
use crate::store::Store;
use crate::web::routes::RouteTable;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// The running application.
pub struct App {
    pub config: Config,
    pub store: Store,
    pub clock: Clock,
    pub entropy: Entropy,
    pub limits: crate::services::accounts::SignInLimits,
    /// At most two passwords are hashed at a time: each takes 46 MiB.
    pub hashing: Arc<tokio::sync::Semaphore>,
    pub metrics: Metrics,
    pub routes: RouteTable,
}

/// Counters for `/metrics`.
#[derive(Debug, Default)]
pub struct Metrics {
    pub requests: AtomicU64,
    pub errors: AtomicU64,
    pub microseconds: AtomicU64,
}

impl App {
    pub fn new(config: Config, store: Store, clock: Clock, entropy: Entropy) -> Arc<App> {
        Arc::new(App {
            config,
            store,
            clock,
            entropy,
            limits: crate::services::accounts::SignInLimits::default(),
            hashing: Arc::new(tokio::sync::Semaphore::new(2)),
            metrics: Metrics::default(),
            routes: crate::web::routes::table(),
        })
    }
}
