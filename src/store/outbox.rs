//! The outbox: mails are rows, written in the transaction of the change that they tell of, claimed by lease.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{delivery_attempts, outbox};
use chrono::NaiveDateTime;
use diesel::prelude::*;

word_enum! {
    /// Where a mail is.
    MailState { Queued = "queued", Accepted = "accepted", Failed = "failed", Bounced = "bounced" }
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Mail {
    pub id: i64,
    pub project_id: Option<i64>,
    pub report_id: Option<i64>,
    pub recipient_id: Option<i64>,
    pub resend: i32,
    pub kind: String,
    pub to_name: String,
    pub to_email: String,
    pub reply_name: String,
    pub reply_email: String,
    pub language: String,
    /// What the mail tells, as JSON of its kind; the words are made when it is sent.
    pub data: String,
    pub attachment_sha256: Option<String>,
    pub attachment_name: Option<String>,
    pub message_id: String,
    pub state: String,
    pub tries: i32,
    pub created_at: NaiveDateTime,
    pub accepted_at: Option<NaiveDateTime>,
    asked_at: Option<NaiveDateTime>,
}
impl Mail {
    /// A moment of the machine's clock as the domain's had it: the two go equally fast from when the mail was asked for.
    pub fn in_the_domain(&self, real: NaiveDateTime) -> NaiveDateTime {
        self.asked_at.map_or(real, |asked| asked + (real - self.created_at))
    }
}

/// A mail to be queued.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
pub struct NewMail {
    pub project_id: Option<i64>,
    pub report_id: Option<i64>,
    pub recipient_id: Option<i64>,
    pub resend: i32,
    pub kind: String,
    pub to_name: String,
    pub to_email: String,
    pub reply_name: String,
    pub reply_email: String,
    pub language: String,
    /// What the mail tells, as JSON of its kind; the words are made when it is sent.
    pub data: String,
    pub attachment_sha256: Option<String>,
    pub attachment_name: Option<String>,
    pub message_id: String,
    pub state: String,
    pub tries: i32,
    pub due_at: NaiveDateTime,
    pub created_at: NaiveDateTime,
    /// By the domain's clock, as `created_at` is by the machine's.
    pub asked_at: Option<NaiveDateTime>,
}

pub fn queue(db: &mut Db, mail: &NewMail) -> StoreResult<i64> {
    Ok(diesel::insert_into(outbox::table).values(mail).returning(outbox::id).get_result(db)?)
}

/// Claims up to `limit` due mails until `until`: nobody else sends them before that.
pub fn claim(db: &mut Db, worker: &str, now: NaiveDateTime, until: NaiveDateTime, limit: i64) -> StoreResult<Vec<Mail>> {
    let free = outbox::table
        .filter(outbox::state.eq(MailState::Queued.as_str()).and(outbox::due_at.le(now)).and(outbox::leased_until.is_null().or(outbox::leased_until.lt(now))));
    let ids: Vec<i64> = free.select(outbox::id).order(outbox::due_at).limit(limit).load(db)?;
    diesel::update(outbox::table.filter(outbox::id.eq_any(&ids))).set((outbox::leased_until.eq(until), outbox::leased_by.eq(worker))).execute(db)?;
    Ok(outbox::table.filter(outbox::id.eq_any(&ids)).select(Mail::as_select()).order(outbox::id).load(db)?)
}

/// How an attempt to send ended.
pub enum Attempt<'a> {
    Accepted {
        answer: &'a str,
    },
    /// Try again at `next`; `None` gives up.
    Deferred {
        answer: &'a str,
        next: Option<NaiveDateTime>,
    },
    /// The receiving server refuses for good.
    Bounced {
        answer: &'a str,
    },
}

/// Records an attempt, if `worker` still holds the lease. `false`: somebody else took over.
pub fn record(db: &mut Db, id: i64, worker: &str, at: NaiveDateTime, attempt: &Attempt<'_>) -> StoreResult<bool> {
    let held = outbox::table.filter(outbox::id.eq(id).and(outbox::leased_by.eq(worker)).and(outbox::state.eq(MailState::Queued.as_str())));
    let freed = (outbox::leased_until.eq(None::<NaiveDateTime>), outbox::leased_by.eq(None::<String>), outbox::tries.eq(outbox::tries + 1));
    let (accepted, answer, changed) = match attempt {
        Attempt::Accepted { answer } => {
            (true, *answer, diesel::update(held).set((freed, outbox::state.eq(MailState::Accepted.as_str()), outbox::accepted_at.eq(at))).execute(db)?)
        }
        Attempt::Deferred { answer, next: Some(next) } => (false, *answer, diesel::update(held).set((freed, outbox::due_at.eq(*next))).execute(db)?),
        Attempt::Deferred { answer, next: None } => {
            (false, *answer, diesel::update(held).set((freed, outbox::state.eq(MailState::Failed.as_str()))).execute(db)?)
        }
        Attempt::Bounced { answer } => (false, *answer, diesel::update(held).set((freed, outbox::state.eq(MailState::Bounced.as_str()))).execute(db)?),
    };
    if changed == 0 {
        return Ok(false);
    }
    let values =
        (delivery_attempts::outbox_id.eq(id), delivery_attempts::at.eq(at), delivery_attempts::accepted.eq(accepted), delivery_attempts::answer.eq(answer));
    diesel::insert_into(delivery_attempts::table).values(values).execute(db)?;
    Ok(true)
}

/// One attempt at delivery, with the server's words.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = delivery_attempts)]
pub struct AttemptRow {
    pub outbox_id: i64,
    pub at: NaiveDateTime,
    pub accepted: bool,
    pub answer: String,
}

/// The mails of a report edition with their attempts, oldest first.
pub fn of_report(db: &mut Db, report: i64) -> StoreResult<Vec<(Mail, Vec<AttemptRow>)>> {
    let mails: Vec<Mail> = outbox::table.filter(outbox::report_id.eq(report)).select(Mail::as_select()).order(outbox::id).load(db)?;
    with_attempts(db, mails)
}
/// The newest mails of a kind to an address, newest first, each with its attempts.
pub fn latest(db: &mut Db, kind: &str, to: &str, limit: i64) -> StoreResult<Vec<(Mail, Vec<AttemptRow>)>> {
    let own = outbox::table.filter(outbox::kind.eq(kind).and(outbox::to_email.eq(to))).select(Mail::as_select());
    let mails = own.order(outbox::id.desc()).limit(limit).load(db)?;
    with_attempts(db, mails)
}
fn with_attempts(db: &mut Db, mails: Vec<Mail>) -> StoreResult<Vec<(Mail, Vec<AttemptRow>)>> {
    let ids: Vec<i64> = mails.iter().map(|m| m.id).collect();
    let attempts: Vec<AttemptRow> =
        delivery_attempts::table.filter(delivery_attempts::outbox_id.eq_any(&ids)).select(AttemptRow::as_select()).order(delivery_attempts::id).load(db)?;
    Ok(mails
        .into_iter()
        .map(|m| {
            let own = attempts.iter().filter(|a| a.outbox_id == m.id).cloned().collect();
            (m, own)
        })
        .collect())
}
/// How many mails wait to be sent, and how many could not be.
pub fn unsent(db: &mut Db) -> StoreResult<(i64, i64)> {
    let waiting = outbox::table.filter(outbox::state.eq(MailState::Queued.as_str())).count().get_result(db)?;
    let failed = outbox::table.filter(outbox::state.eq_any([MailState::Failed.as_str(), MailState::Bounced.as_str()])).count().get_result(db)?;
    Ok((waiting, failed))
}
/// Puts a failed mail back in the queue, with all its tries before it.
pub fn retry(db: &mut Db, report: i64, id: i64, due_at: NaiveDateTime) -> StoreResult<bool> {
    let failed = outbox::table.filter(outbox::id.eq(id).and(outbox::report_id.eq(report)).and(outbox::state.ne(MailState::Accepted.as_str())));
    Ok(diesel::update(failed).set((outbox::state.eq(MailState::Queued.as_str()), outbox::due_at.eq(due_at), outbox::tries.eq(0))).execute(db)? == 1)
}
/// The highest resend number of a recipient's mails of a report; `None` before the first.
pub fn last_resend(db: &mut Db, report: i64, recipient: i64) -> StoreResult<Option<i32>> {
    Ok(outbox::table.filter(outbox::report_id.eq(report).and(outbox::recipient_id.eq(recipient))).select(diesel::dsl::max(outbox::resend)).first(db)?)
}
/// Empties what a mail told that is not sent again: a secret, or a whole report.
pub fn forget_data(db: &mut Db, id: i64) -> StoreResult<()> {
    diesel::update(outbox::table.find(id)).set(outbox::data.eq("{}")).execute(db)?;
    Ok(())
}
