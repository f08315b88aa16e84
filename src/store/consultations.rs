//! Versions sent for comments (remiss): who was asked, until when, and what they answered.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{consultation_answers, consultations, documents, people};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A version that was sent for comments.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = consultations)]
pub struct Consultation {
    pub id: i64,
    pub document_id: i64,
    pub version_number: i32,
    pub last_day: NaiveDate,
    pub message: String,
    pub opened_at: NaiveDateTime,
    pub closed_at: Option<NaiveDateTime>,
}
/// One who was asked, and the answer; without a time there is none yet.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = consultation_answers)]
pub struct Answer {
    pub person_id: i64,
    pub answer: String,
    pub answered_at: Option<NaiveDateTime>,
}

/// What is needed to send a version for comments.
#[derive(Insertable)]
#[diesel(table_name = consultations)]
pub struct NewConsultation<'a> {
    pub document_id: i64,
    pub version_number: i32,
    pub last_day: NaiveDate,
    pub message: &'a str,
    pub opened_by: i64,
    pub opened_at: NaiveDateTime,
}

pub fn open(db: &mut Db, new: &NewConsultation<'_>, people: &[i64]) -> StoreResult<()> {
    let id: i64 = diesel::insert_into(consultations::table).values(new).returning(consultations::id).get_result(db)?;
    for person in people {
        let values = (consultation_answers::consultation_id.eq(id), consultation_answers::person_id.eq(person), consultation_answers::answer.eq(""));
        diesel::insert_into(consultation_answers::table).values(values).execute(db)?;
    }
    Ok(())
}
/// The consultations about a document, newest first.
pub fn of_document(db: &mut Db, document: i64) -> StoreResult<Vec<Consultation>> {
    let rows = consultations::table.filter(consultations::document_id.eq(document));
    Ok(rows.select(Consultation::as_select()).order(consultations::id.desc()).load(db)?)
}
/// Those who were asked, with their names, in the order of the names.
pub fn answers(db: &mut Db, consultation: i64) -> StoreResult<Vec<(Answer, String)>> {
    let rows = consultation_answers::table.inner_join(people::table).filter(consultation_answers::consultation_id.eq(consultation));
    Ok(rows.select((Answer::as_select(), people::name)).order(people::name).load(db)?)
}
/// Keeps somebody's answer, in place of an earlier one.
pub fn answer(db: &mut Db, consultation: i64, person: i64, text: &str, at: NaiveDateTime) -> StoreResult<()> {
    let row = consultation_answers::table.find((consultation, person));
    expect_one(diesel::update(row).set((consultation_answers::answer.eq(text), consultation_answers::answered_at.eq(at))).execute(db)?)
}
pub fn close(db: &mut Db, consultation: i64, at: NaiveDateTime) -> StoreResult<()> {
    let row = consultations::table.filter(consultations::id.eq(consultation).and(consultations::closed_at.is_null()));
    expect_one(diesel::update(row).set(consultations::closed_at.eq(at)).execute(db)?)
}
/// The consultations of a project that are open: number and title of the document with each.
pub fn open_in(db: &mut Db, project: i64) -> StoreResult<Vec<(Consultation, i32, String)>> {
    let rows = consultations::table.inner_join(documents::table);
    let open = rows.filter(documents::project_id.eq(project).and(consultations::closed_at.is_null()));
    Ok(open.select((Consultation::as_select(), documents::number, documents::title)).order(consultations::id).load(db)?)
}
/// The numbers of a document's versions that somebody was asked about.
pub fn versions_asked(db: &mut Db, document: i64, person: i64) -> StoreResult<Vec<i32>> {
    Ok(asked_about(db, &[document], person)?.into_iter().map(|(_, number)| number).collect())
}
/// Of several documents, the versions that somebody was asked about: the document's id and the version's number.
pub fn asked_about(db: &mut Db, documents: &[i64], person: i64) -> StoreResult<Vec<(i64, i32)>> {
    let rows = consultation_answers::table.inner_join(consultations::table);
    let own = rows.filter(consultation_answers::person_id.eq(person).and(consultations::document_id.eq_any(documents)));
    Ok(own.select((consultations::document_id, consultations::version_number)).load(db)?)
}
