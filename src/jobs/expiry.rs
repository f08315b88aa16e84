//! Reopens risks whose acceptance has expired, a project a transaction.
use super::Worker;
use crate::services::{InProject, Problem, risks};
use crate::store::{Scope, projects};

pub(super) async fn run(worker: &Worker) -> Result<(), Problem> {
    let all = worker.store.read(|db| Ok::<_, Problem>(projects::all(db)?)).await?;
    for (id, code) in all {
        let ctx = worker.ctx();
        let reopened = worker
            .store
            .write(Scope::Project(id), move |db| InProject::open_for_system(db, &ctx, id).and_then(|at| risks::reopen_expired(db, &ctx, &at)))
            .await;
        match reopened {
            Ok(0) => {}
            Ok(reopened) => tracing::info!(project = code, reopened, "acceptances have expired"),
            // The other projects do not wait for this one.
            Err(problem) => tracing::warn!(project = code, cause = %problem, "expired acceptances could not be reopened"),
        }
    }
    Ok(())
}
