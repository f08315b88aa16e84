//! Reminds those responsible of planned measurements, a project a transaction: also after the project has closed.
use super::Worker;
use crate::services::{InProject, Problem, indicators};
use crate::store::{Scope, projects};

pub(super) async fn run(worker: &Worker) -> Result<(), Problem> {
    let all = worker.store.read(|db| Ok::<_, Problem>(projects::all(db)?)).await?;
    for (id, code) in all {
        let ctx = worker.ctx();
        // Mails and notes of them are no part of the journal.
        let remind = move |db: &mut _| InProject::open_for_system(db, &ctx, id).and_then(|at| indicators::remind(db, &ctx, &at));
        match worker.store.write(Scope::Unjournaled, remind).await {
            Ok(0) => {}
            Ok(reminded) => tracing::info!(project = code, reminded, "planned measurements were reminded of"),
            // The other projects do not wait for this one.
            Err(problem) => tracing::warn!(project = code, cause = %problem, "nobody could be reminded of measurements"),
        }
    }
    Ok(())
}
