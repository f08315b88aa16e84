//! Sends what stands in the outbox. A mail's words are made when it is sent, in the language of the one who gets it.
use super::{LEASE, Worker};
use crate::domain::invitation::Invitation;
use crate::mail::{Attached, Handed, Letter, Post};
use crate::render::calendar::{self, Told};
use crate::render::engine;
use crate::render::i18n::Lang;
use crate::services::{Problem, mail_settings, reports};
use crate::store::outbox::{self, Attempt, Mail};
use crate::store::{Scope, files, settings};
use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Mails claimed at a time. A slow server may take minutes for each: of several, the last would outlive the lease, and another
/// instance would send them too.
const BATCH: i64 = 1;
/// Pauses in minutes before the next try; after the last the mail has failed.
const PAUSES: [i64; 6] = [1, 5, 30, 120, 360, 1440];

/// How long mails are sent before other work gets its turn: a server that does not answer takes half a minute for each.
const STRETCH: Duration = Duration::from_secs(60);

/// Sends the mails that are due, for [`STRETCH`] or until the worker is told to stop.
///
/// # Errors
/// Those of the store; mails that are claimed then come back when their lease ends.
pub async fn send_due(worker: &Worker) -> Result<(), Problem> {
    let begun = Instant::now();
    while begun.elapsed() < STRETCH && !worker.is_stopping() {
        let claimed = claim(worker).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        for mail in claimed {
            let handed = hand_in(worker, &mail).await?;
            record(worker, &mail, handed).await?;
        }
    }
    Ok(())
}

async fn claim(worker: &Worker) -> Result<Vec<Mail>, Problem> {
    let (name, now) = (worker.name.clone(), worker.clock.real_now());
    worker.store.write(Scope::Unjournaled, move |db| Ok::<_, Problem>(outbox::claim(db, &name, now, now + LEASE, BATCH)?)).await
}

async fn hand_in(worker: &Worker, mail: &Mail) -> Result<Handed, Problem> {
    let attachment = match &mail.attachment_sha256 {
        None => None,
        Some(sha256) => {
            let sha256 = sha256.clone();
            let file = worker.store.read(move |db| Ok::<_, Problem>(files::get(db, &sha256)?)).await?;
            let Some((_, bytes)) = file else { return Ok(Handed::Deferred("the attachment is not in the store".into())) };
            let name = mail.attachment_name.clone().unwrap_or_else(|| "rapport.pdf".to_owned());
            Some(Attached { name, kind: "application/pdf".to_owned(), bytes })
        }
    };
    let post = match post(worker).await? {
        Ok(post) => post,
        Err(why) => return Ok(Handed::Deferred(why)),
    };
    let (mail, now) = (mail.clone(), worker.clock.real_now());
    // A mail server may take its time: not on the thread that answers requests.
    let handed = tokio::task::spawn_blocking(move || match letter(&mail, now, attachment) {
        Ok(letter) => post.hand_in(&letter),
        Err(e) => Handed::Deferred(e),
    });
    handed.await.map_err(Problem::internal)
}

/// Where this mail is handed in: as the server was started, or as an administrator has set it since. Settings that do not fit are told
/// in words; the mail waits until they do.
async fn post(worker: &Worker) -> Result<Result<Post, String>, Problem> {
    if worker.config.mail.smtp.is_some() {
        return Ok(Ok(worker.post.clone()));
    }
    let Some(stored) = worker.store.read(|db| Ok::<_, Problem>(settings::mail(db)?)).await? else { return Ok(Ok(worker.post.clone())) };
    let config = mail_settings::in_force(&worker.config.mail, Some(&stored), &worker.config.data);
    Ok(config.and_then(|config| Post::new(&config, &worker.config.data).map_err(|e| e.to_string())))
}

/// The mail with its words.
fn letter(mail: &Mail, at: NaiveDateTime, attachment: Option<Attached>) -> Result<Letter<'_>, String> {
    let lang: Lang = mail.language.parse().unwrap_or_default();
    let data: Value = serde_json::from_str(&mail.data).map_err(|e| e.to_string())?;
    let part = |name: &str| words(&format!("mail/{}/{name}", mail.kind), lang, &data);
    let attachment = match data.get("invitation") {
        Some(invitation) => Some(calendar_file(mail, lang, &data, invitation)?),
        None => attachment,
    };
    Ok(Letter {
        message_id: &mail.message_id,
        to: (&mail.to_name, &mail.to_email),
        reply_to: (&mail.reply_name, &mail.reply_email),
        at,
        subject: part("subject.txt")?,
        text: with_single_gaps(&part("body.txt")?),
        html: part("body.html")?,
        attachment,
    })
}

fn words(template: &str, lang: Lang, data: &Value) -> Result<String, String> {
    engine::plain(template, lang, data).map_err(|e| format!("{e}: {:?}", std::error::Error::source(&e).map(ToString::to_string)))
}
/// What a template leaves out leaves its empty lines behind; a paragraph ends with one.
fn with_single_gaps(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines.join("\n")
}
/// The meeting that a mail is about, for the calendar of whoever gets it.
fn calendar_file(mail: &Mail, lang: Lang, data: &Value, invitation: &Value) -> Result<Attached, String> {
    let invitation = Invitation::deserialize(invitation).map_err(|e| e.to_string())?;
    let (summary, description) = (words("mail/meeting-calendar/summary.txt", lang, data)?, words("mail/meeting-calendar/description.txt", lang, data)?);
    let told = Told { summary: summary.trim(), description: description.trim(), to: (&mail.to_name, &mail.to_email), at: mail.created_at };
    let kind = format!("text/calendar; method={}; charset=utf-8", calendar::method(&invitation));
    Ok(Attached { name: "invite.ics".to_owned(), kind, bytes: calendar::object(&invitation, &told).into_bytes() })
}

/// Notes what became of a mail.
async fn record(worker: &Worker, mail: &Mail, handed: Handed) -> Result<(), Problem> {
    let (name, now) = (worker.name.clone(), worker.clock.real_now());
    let (id, report, tries, secret) = (mail.id, mail.report_id, mail.tries, mail.kind == "password-link");
    tracing::info!(mail = id, kind = mail.kind, outcome = ?handed, "a mail was handed in");
    let (ctx, project, to) = (worker.ctx(), mail.project_id, mail.to_name.clone());
    let scope = mail.project_id.map_or(Scope::Unjournaled, Scope::Project);
    worker
        .store
        .write(scope, move |db| {
            let attempt = attempt(&handed, tries, now);
            let held = outbox::record(db, id, &name, now, &attempt)?;
            let accepted = held && matches!(handed, Handed::Accepted(_));
            if let (true, Some(report), Some(project)) = (accepted, report, project) {
                reports::sent(db, &ctx, project, report, &to)?;
            }
            // A report that has not come through can be sent again by hand; a link is never sent twice.
            let comes_back = matches!(attempt, Attempt::Deferred { next: Some(_), .. });
            if (accepted && report.is_some()) || (held && secret && !comes_back) {
                outbox::forget_data(db, id)?;
            }
            Ok::<_, Problem>(())
        })
        .await
}

fn attempt(handed: &Handed, tries: i32, now: NaiveDateTime) -> Attempt<'_> {
    match handed {
        Handed::Accepted(answer) => Attempt::Accepted { answer },
        Handed::Bounced(answer) => Attempt::Bounced { answer },
        Handed::Deferred(answer) => Attempt::Deferred { answer, next: pause_after(tries).map(|pause| now + pause) },
    }
}

/// The pause after the try numbered `tries`, counted from 0.
fn pause_after(tries: i32) -> Option<TimeDelta> {
    let pause = usize::try_from(tries).ok().and_then(|n| PAUSES.get(n))?;
    Some(TimeDelta::minutes(*pause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_paragraphs_of_a_mail_there_is_one_empty_line() {
        assert_eq!(with_single_gaps("Hej,\n\n  \n\nText\nmer\n\nSlut\n"), "Hej,\n\nText\nmer\n\nSlut");
    }

    #[test]
    fn pauses_grow_and_end_after_a_day() {
        let pauses: Vec<_> = (0..8).map(|n| pause_after(n).map(|p| p.num_minutes())).collect();
        assert_eq!(pauses, [Some(1), Some(5), Some(30), Some(120), Some(360), Some(1440), None, None]);
    }
}
