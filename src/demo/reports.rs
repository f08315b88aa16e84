//! The demo's status reports: the first is approved, the second is being written.
use crate::demo::cast::Cast;
use crate::demo::file::Project;
use crate::services::Problem;
use crate::store::Db;

pub fn load(_db: &mut Db, _cast: &Cast, _project: &Project) -> Result<(), Problem> {
    Ok(())
}
