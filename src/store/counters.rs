//! Numbers that are taken and counts that are kept. Diesel has an `UPDATE` prepared anew each time, since the columns it sets
//! may differ from one time to the next; these are the same each time, so they are written here and prepared once.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::projects;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Integer, Text};
use std::marker::PhantomData;

/// Takes the next number from one of a project's counters, as `projects::next_risk`.
pub fn next_number<C>(db: &mut Db, _counter: C, project: i64) -> StoreResult<i32>
where
    C: Column<Table = projects::table, SqlType = Integer> + QueryId,
{
    let next: i32 = TakeNumber { project, counter: PhantomData::<C> }.get_result(db)?;
    Ok(next - 1)
}

/// Adds `by` to those of a project's counts that have been begun, and answers how many they are.
pub fn bump(db: &mut Db, project: i64, keys: &[String], by: i64) -> StoreResult<usize> {
    Ok(Bump { project, keys, by }.execute(db)?)
}

struct TakeNumber<C> {
    project: i64,
    counter: PhantomData<C>,
}
impl<C: QueryId> QueryId for TakeNumber<C> {
    type QueryId = TakeNumber<C::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}
impl<C> Query for TakeNumber<C> {
    type SqlType = Integer;
}
impl<C> RunQueryDsl<Db> for TakeNumber<C> {}
impl<C: Column, DB: Backend + HasSqlType<BigInt>> QueryFragment<DB> for TakeNumber<C>
where
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE projects SET ");
        out.push_identifier(C::NAME)?;
        out.push_sql(" = ");
        out.push_identifier(C::NAME)?;
        out.push_sql(" + 1 WHERE id = ");
        out.push_bind_param::<BigInt, _>(&self.project)?;
        out.push_sql(" RETURNING ");
        out.push_identifier(C::NAME)
    }
}

struct Bump<'a> {
    project: i64,
    keys: &'a [String],
    by: i64,
}
/// Prepared once for each number of keys: found again by its text.
impl QueryId for Bump<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<Db> for Bump<'_> {}
impl<DB: Backend + HasSqlType<BigInt> + HasSqlType<Text>> QueryFragment<DB> for Bump<'_>
where
    i64: ToSql<BigInt, DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE risk_tallies SET n = n + ");
        out.push_bind_param::<BigInt, _>(&self.by)?;
        out.push_sql(" WHERE project_id = ");
        out.push_bind_param::<BigInt, _>(&self.project)?;
        out.push_sql(" AND key IN (");
        for (index, key) in self.keys.iter().enumerate() {
            if index > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<Text, _>(key)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
