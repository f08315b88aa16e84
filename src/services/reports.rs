//! Status reports: drafted, submitted, approved or returned, sent.
use crate::domain::decision::Basis;
use crate::domain::text::LongText;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::Done;
use crate::services::problem::Problem;
use crate::store::Db;

/// Makes the PDF of a frozen report; given by the floor above, which can draw.
pub type MakePdf<'a> = dyn Fn(&serde_json::Value) -> Result<Vec<u8>, String> + 'a;

/// The steering group's yes.
#[derive(Debug, Clone)]
pub struct Approve {
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
/// The steering group's return, with its reason.
#[derive(Debug, Clone)]
pub struct GiveBack {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
pub fn approve(_db: &mut Db, _ctx: &Ctx, _at: &InProject, _number: i32, _request: &Approve, _make_pdf: &MakePdf<'_>) -> Result<Done, Problem> {
    Err(Problem::NotFound)
}
pub fn give_back(_db: &mut Db, _ctx: &Ctx, _at: &InProject, _number: i32, _request: &GiveBack) -> Result<Done, Problem> {
    Err(Problem::NotFound)
}
