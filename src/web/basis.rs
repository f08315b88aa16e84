//! The basis of a body's decision: what a form offers for it, and how it reads in words.
use crate::domain::decision::Basis;
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::input::{Fault, Fields};
use crate::render::basis::in_words;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{BasisKind, Standing, read_basis};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::meetings::{self, Filter};
use crate::web::form::Choice;
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

/// So many of the newest meetings that have been held are offered; another can be typed.
const MEETINGS: i64 = 3;

/// What can be chosen: the kinds of basis, items of the meetings that have been held, and the body's members. Other meetings and
/// people can be typed, and nothing is chosen beforehand.
#[derive(Serialize)]
pub struct Offered {
    kinds: Vec<BasisKind>,
    /// Day and item, as `decisions::read_basis` reads them.
    meetings: Vec<Choice>,
    members: Vec<Member>,
}
/// A member to tick: the field's number, so that the order holds, and the name.
#[derive(Serialize)]
pub struct Member {
    key: String,
    name: String,
}

impl Offered {
    /// For a decision of `role`.
    ///
    /// # Errors
    /// Those of the store.
    pub fn by(db: &mut Db, rq: &Rq, at: &InProject, role: Role, kinds: Vec<BasisKind>) -> Result<Offered, Problem> {
        Ok(Offered { kinds, meetings: held(db, rq, at, Some(role))?, members: members(at, role, rq.moment.today) })
    }
    /// For a person who stands so before something that waits; `None` where no basis is named.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(db: &mut Db, rq: &Rq, at: &InProject, standing: &Standing) -> Result<Option<Offered>, Problem> {
        if standing.bases.is_empty() { Ok(None) } else { Offered::by(db, rq, at, standing.role, standing.bases.clone()).map(Some) }
    }
    /// For a decision of the matter's holder; `None` where that is no body.
    ///
    /// # Errors
    /// Those of the store.
    pub fn in_matter(db: &mut Db, rq: &Rq, at: &InProject, matter: Matter) -> Result<Option<Offered>, Problem> {
        let holder = at.charter.held_by(matter);
        if !at.is_body(holder) {
            return Ok(None);
        }
        let mut kinds = vec![BasisKind::Meeting, BasisKind::PerCapsulam];
        kinds.extend(at.charter.rule(matter).chair_alone.then_some(BasisKind::Chair));
        Offered::by(db, rq, at, holder, kinds).map(Some)
    }
    /// For an earlier decision, of a role that the form asks for as well: nobody's members are offered.
    ///
    /// # Errors
    /// Those of the store.
    pub fn earlier(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Offered, Problem> {
        Ok(Offered { kinds: BasisKind::ALL.to_vec(), meetings: held(db, rq, at, None)?, members: Vec::new() })
    }
}

/// How a person stands before a decision, for the form of it: whether they take it or record what a body took, and on what basis.
#[derive(Serialize)]
pub struct Taking {
    /// The role that takes it; `None` where the form asks which.
    holder: Option<Role>,
    decides: bool,
    records: bool,
    /// What can be named as its basis; `None` where nothing is.
    basis: Option<Offered>,
    /// Whichever is chosen, a basis must be named.
    needs_basis: bool,
}
impl Taking {
    /// # Errors
    /// Those of the store.
    pub fn of(db: &mut Db, rq: &Rq, at: &InProject, standing: &Standing) -> Result<Taking, Problem> {
        let basis = Offered::of(db, rq, at, standing)?;
        let needs_basis = basis.is_some();
        Ok(Taking { holder: Some(standing.role), decides: standing.decides, records: standing.records, basis, needs_basis })
    }
    /// Where the form asks whose decision it is, and the person stands so before each of those that can be chosen. Of several bodies'
    /// decisions nobody's members are offered.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of_any(db: &mut Db, rq: &Rq, at: &InProject, standings: &[Standing]) -> Result<Taking, Problem> {
        let on_basis: Vec<&Standing> = standings.iter().filter(|s| !s.bases.is_empty()).collect();
        let own = on_basis.iter().find(|s| s.decides).or(on_basis.first().filter(|_| on_basis.len() == 1));
        let basis = match own {
            Some(standing) => Offered::of(db, rq, at, standing)?,
            None if on_basis.is_empty() => None,
            None => Some(Offered { kinds: BasisKind::TOGETHER.to_vec(), meetings: held(db, rq, at, None)?, members: Vec::new() }),
        };
        let (decides, records) = (standings.iter().any(|s| s.decides), standings.iter().any(|s| s.records));
        Ok(Taking { holder: None, decides, records, basis, needs_basis: on_basis.len() == standings.len() })
    }
}

/// Those who hold a role on `day`, each once, to be ticked.
pub fn members(at: &InProject, role: Role, day: NaiveDate) -> Vec<Member> {
    let mut names: Vec<&str> = at.members_today(day).filter(|m| m.role() == role).map(|m| m.name.as_str()).collect();
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(*name));
    let member = |(nth, name): (usize, &str)| Member { key: format!("{nth:03}"), name: name.to_owned() };
    names.into_iter().enumerate().map(member).collect()
}

/// The items of the newest meetings that have been held, of one role's body or of all, in the order of their agendas.
fn held(db: &mut Db, rq: &Rq, at: &InProject, role: Option<Role>) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    let filter = Filter { carrying_on: Some(rq.moment.today), body: role, ..Filter::default() };
    for meeting in meetings::page(db, at.project.id, filter, None, MEETINGS)? {
        let day = format::dated(rq.lang, meeting.held_on);
        choices.extend(meeting.agenda()?.iter().enumerate().map(|(nth, item)| {
            let mut args = FluentArgs::new();
            args.set("day", day.clone());
            args.set("item", format!("{} {}", nth + 1, item.text));
            Choice::new(format!("{} {} {}", meeting.held_on, nth + 1, item.text), rq.lang.text_with("basis-held-meeting", &args))
        }));
    }
    Ok(choices)
}

/// Reads the basis from a form. A meeting has been held.
pub fn read(f: &mut Fields<'_>, today: NaiveDate) -> Option<Basis> {
    let kind: Option<BasisKind> = f.optional_word("basis");
    // What is chosen among the meetings that have been held needs no day.
    let typed = kind == Some(BasisKind::Meeting) && f.optional_dated("meeting").is_none();
    if typed && f.optional_date("meeting_date").is_some_and(|day| day > today) {
        f.fault("meeting_date", Fault::Other("in-the-future"));
    }
    read_basis(f)
}

/// A page demands the basis of a body's decision to be named: nothing is chosen beforehand, and silence is no choice. Who has no
/// mandate is told so first.
///
/// # Errors
/// No mandate, or [`Problem::Invalid`] at `basis`.
pub fn demand(rq: &Rq, at: &InProject, matter: Matter, basis: Option<&Basis>) -> Result<(), Problem> {
    named(at.mandate_for(matter, rq.moment.today)?.is_for_body(), basis)
}
/// As [`demand`], by how the person stands before it.
///
/// # Errors
/// [`Problem::Invalid`] at `basis`.
pub fn demand_of(standing: &Standing, basis: Option<&Basis>) -> Result<(), Problem> {
    named(!standing.bases.is_empty(), basis)
}
/// As [`demand`], where it is known whether one is asked for.
///
/// # Errors
/// [`Problem::Invalid`] at `basis`.
pub fn named(asked: bool, basis: Option<&Basis>) -> Result<(), Problem> {
    if asked && basis.is_none() { Err(Problem::invalid("basis", Fault::Required)) } else { Ok(()) }
}

/// A basis in words, in the reader's language.
pub fn words(rq: &Rq, basis: &Basis) -> String {
    in_words(rq.lang, basis)
}
