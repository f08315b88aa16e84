//! What people say about a thing, on its page: their opinions and comments, and the form for one more. Whoever decides about it hears the
//! last opinion first.
use crate::domain::remark::{RemarkKind, Topic};
use crate::domain::rights::Right;
use crate::input::Sent;
use crate::render::format;
use crate::services::remarks::{self, Say};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::remarks as rows;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use serde::Serialize;

/// So many of the newest remarks are shown.
const SHOWN: i64 = 100;

/// What is said about a thing, as `m.talk` shows it.
#[derive(Serialize)]
pub struct Talk {
    said: Vec<Said>,
    /// The person may say something too.
    may: bool,
}
#[derive(Serialize)]
struct Said {
    when: String,
    by: String,
    opinion: bool,
    text: String,
}
impl Talk {
    /// Oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn about(db: &mut Db, rq: &Rq, at: &InProject, topic: Topic) -> Result<Talk, Problem> {
        let said = |(r, by): (rows::Remark, String)| Said {
            when: format::stamp(rq.lang, format::local(r.at)),
            by: format::with_role(&by, rq.lang.text(&format!("role-{}", r.role))),
            opinion: is_opinion(&r),
            text: r.text,
        };
        let found = rows::on(db, at.project.id, &topic.to_string(), SHOWN)?;
        Ok(Talk { said: found.into_iter().map(said).collect(), may: at.actor.may(Right::Discuss, rq.moment.today) })
    }
    /// As it is, with nothing more to be said now.
    pub fn closed(mut self, closed: bool) -> Talk {
        self.may &= !closed;
        self
    }
}
fn is_opinion(remark: &rows::Remark) -> bool {
    remark.kind == RemarkKind::Opinion.as_str()
}

/// How many opinions whoever decides has to weigh, and the last of them.
#[derive(Serialize)]
pub struct Heard {
    opinions: usize,
    by: String,
    text: String,
}
/// The opinions about a thing; none when nobody has given one.
///
/// # Errors
/// Those of the store.
pub fn heard(db: &mut Db, at: &InProject, topic: Topic) -> Result<Option<Heard>, Problem> {
    let mut opinions = rows::on(db, at.project.id, &topic.to_string(), SHOWN)?;
    opinions.retain(|(r, _)| is_opinion(r));
    let count = opinions.len();
    Ok(opinions.pop().map(|(last, by)| Heard { opinions: count, by, text: last.text }))
}

/// Keeps what was said in the form of a thing's page, whose address ends in `/remarks`, and leads back there.
///
/// # Errors
/// Those of [`remarks::say`].
pub fn say(db: &mut Db, rq: &Rq, at: &InProject, topic: Topic) -> Answer {
    let opinion = rq.sent.typed().get("kind").is_some_and(|k| k == RemarkKind::Opinion.as_str());
    let said: Say = Sent::Form(rq.sent.typed()).read()?;
    remarks::say(db, &rq.ctx()?, at, topic, if opinion { RemarkKind::Opinion } else { RemarkKind::Comment }, &said.text)?;
    let page = rq.path.trim_end_matches("/remarks");
    Ok(Reply::see_other(format!("{page}#talk")).with_notice(rq.lang.text("msg-remark-saved")))
}
