//! Deletes what has had its time: sessions, links, kept answers, the log of sign-ins.
use super::Worker;
use crate::services::Problem;
use crate::store::{Scope, accounts, idempotency, settings};
use chrono::TimeDelta;

/// Answers to repeated requests are kept a day.
const ANSWERS: TimeDelta = TimeDelta::hours(24);

pub(super) async fn run(worker: &Worker) -> Result<(), Problem> {
    let now = worker.clock.real_now();
    worker
        .store
        .write(Scope::Unjournaled, move |db| {
            let kept = TimeDelta::days(settings::retention(db)?.sign_in_days);
            accounts::delete_expired(db, now, now - kept)?;
            Ok(idempotency::forget_before(db, now - ANSWERS)?)
        })
        .await
}
