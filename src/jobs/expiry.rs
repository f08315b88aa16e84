//! Reopens risks whose acceptance has expired, a project a transaction.
use super::Worker;
use crate::domain::actor::Actor;
use crate::services::{Ctx, InProject, Problem, risks};
use crate::store::{Db, Scope, projects, roles, rules};

pub(super) async fn run(worker: &Worker) -> Result<(), Problem> {
    let all = worker.store.read(|db| Ok::<_, Problem>(projects::all(db)?)).await?;
    for (id, code) in all {
        let ctx = worker.ctx();
        let reopened = worker.store.write(Scope::Project(id), move |db| open(db, &ctx, id).and_then(|at| risks::reopen_expired(db, &ctx, &at))).await?;
        if reopened > 0 {
            tracing::info!(project = code, reopened, "acceptances have expired");
        }
    }
    Ok(())
}

/// The project as the installation itself opens it: with no role in it.
fn open(db: &mut Db, ctx: &Ctx, id: i64) -> Result<InProject, Problem> {
    let project = projects::find(db, id)?.ok_or(Problem::NotFound)?;
    let actor = Actor { person: ctx.person, holdings: Vec::new() };
    Ok(InProject { actor, charter: rules::charter(db, id)?, policy: rules::policy(db, id)?, bodies: roles::bodies_of(db, id)?, project })
}
