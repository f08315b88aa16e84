//! The page on which somebody decides about a thing: one screen where nothing is chosen beforehand, then the answers shown back, then
//! the decision. What is a kind's own stands in its [`Case`] and in the blocks of its templates; the round is the same for all.
use crate::domain::decision::{Basis, ObjectKind};
use crate::domain::remark::Topic;
use crate::input::Fields;
use crate::render::i18n::numbered;
use crate::services::decisions::Done;
use crate::services::{InProject, Problem, version};
use crate::store::Db;
use crate::web::basis::{self, Offered};
use crate::web::form::{self, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Notice, Reply};
use crate::web::request::Rq;
use crate::web::talk::{self, Heard};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

pub mod outcomes;
mod stand;
use stand::Choice;
pub use stand::{Capacity, Manner, Stand};

/// What can be chosen about a kind of thing, in the words of its form.
pub trait Step: Copy + PartialEq + FromStr + Display + Serialize {
    /// Its icon, and its tone: `go`, `back`, `stop` or `end`.
    fn look(self) -> (&'static str, &'static str);
    /// Nothing is decided: whoever holds the matter is asked to.
    fn asks(self) -> bool {
        false
    }
}

/// A thing that is decided about on such a page.
pub trait Case: Sized {
    type Step: Step;
    /// What its form asks for besides the step and the basis.
    type Answers;
    /// What its templates show.
    type Shown: Serialize;
    /// Its place in the menu.
    const MENU: &'static str;
    /// The form, which extends `components/decision.html`.
    const FORM: &'static str;
    /// The answers shown back; a page of its own extends the common one.
    const CHECK: &'static str = "components/decision-check.html";

    /// The thing in the path.
    ///
    /// # Errors
    /// None that the person may see.
    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Self, Problem>;
    fn version(&self) -> i64;
    /// What its decisions are about.
    fn object(&self) -> (ObjectKind, String);
    /// What people talk about.
    fn topic(&self) -> Topic;
    fn name(&self, rq: &Rq) -> Name;
    /// How the person stands before it, and what can be chosen.
    ///
    /// # Errors
    /// Nothing can be decided about it now; or no mandate, where a person without one can do nothing here.
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Self::Step>, Problem>;
    /// # Errors
    /// Those of the store.
    fn shown(&self, db: &mut Db, rq: &Rq, at: &InProject) -> Result<Self::Shown, Problem>;
    /// Reads what the chosen step asks for, and faults what the rules refuse `today`; what another step asks for is not read.
    fn read(&self, f: &mut Fields<'_>, step: Option<Self::Step>, today: NaiveDate) -> Option<Self::Answers>;
    /// The answers in words.
    ///
    /// # Errors
    /// What cannot be decided is told before it is shown back.
    fn terms(&self, db: &mut Db, rq: &Rq, at: &InProject, step: Self::Step, answers: &Self::Answers) -> Result<Vec<Term>, Problem>;
    /// What comes of the answers, where more is known than what the choice says to everybody.
    fn comes_of(&self, _rq: &Rq, _step: Self::Step, _answers: &Self::Answers) -> Option<String> {
        None
    }
    /// Decides; `None`: whoever holds the matter was asked to.
    ///
    /// # Errors
    /// Those of the service.
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Self>) -> Result<Option<Done>, Problem>;
    /// The text that tells that it is decided.
    ///
    /// # Errors
    /// [`Problem::SignedOut`].
    fn told(&self, _rq: &Rq, _at: &InProject, _step: Self::Step) -> Result<&'static str, Problem> {
        Ok("msg-decided-numbered")
    }
}

/// What was chosen.
pub struct Chosen<C: Case> {
    pub step: C::Step,
    pub answers: C::Answers,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl<C: Case> Chosen<C> {
    fn read(case: &C, f: &mut Fields<'_>, today: NaiveDate) -> Option<Chosen<C>> {
        let step: Option<C::Step> = f.word("step");
        let answers = case.read(f, step, today);
        // Asking is no decision, so it rests on no basis.
        let basis = if step.is_some_and(Step::asks) { None } else { basis::read(f, today) };
        let version = f.version();
        Some(Chosen { step: step?, answers: answers?, basis, version })
    }
}

/// What the pages call the thing.
#[derive(Serialize)]
pub struct Name {
    /// Its place in the project, as `risks/R1`.
    pub path: String,
    /// Its name among the crumbs.
    pub short: String,
    pub full: String,
}

/// An answer in words.
#[derive(Serialize)]
pub struct Term {
    term: String,
    value: String,
}
impl Term {
    pub fn new(rq: &Rq, key: &str, value: impl Into<String>) -> Term {
        Term { term: rq.lang.text(key).to_owned(), value: value.into() }
    }
}

/// What both pages say.
#[derive(Serialize)]
struct Page<'a, C: Case, P: Serialize> {
    code: &'a str,
    project: &'a str,
    name: Name,
    stand: stand::View,
    #[serde(flatten)]
    page: P,
    #[serde(flatten)]
    shown: C::Shown,
}
#[derive(Serialize)]
struct Form<S: Step> {
    form: FormState,
    steps: Vec<Choice<S>>,
    /// What somebody has recorded about it already, and waits to be confirmed.
    recorded: Vec<Recorded>,
    /// What others think; none when nobody has said.
    heard: Option<Heard>,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
}
#[derive(Serialize)]
struct Check {
    answers: Vec<Term>,
    /// What comes of it.
    means: String,
    manner: Manner,
    /// What was typed, to be sent once more.
    fields: BTreeMap<String, String>,
}

/// The form.
///
/// # Errors
/// Those of [`Case::find`] and [`Case::stand`].
pub fn show<C: Case>(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let case = C::find(db, rq, at)?;
    ask(db, rq, at, &case)
}

/// First the answers are shown back; sent once more from there, they are final.
///
/// # Errors
/// Every fault at once; those of [`Case`].
pub fn decide<C: Case>(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let case = C::find(db, rq, at)?;
    if form::goes_back(rq) {
        return ask(db, rq, at, &case);
    }
    let chosen = rq.sent.read_by(|f| Chosen::read(&case, f, rq.moment.today))?;
    if !form::is_checked(rq) {
        return check(db, rq, at, &case, &chosen);
    }
    let decided = case.told(rq, at, chosen.step)?;
    let told = match case.take(db, rq, at, chosen)? {
        Some(done) => done_in_words(rq, done, decided),
        None => rq.lang.text("msg-asked").into(),
    };
    Ok(Reply::see_other(urls::in_project(at, case.name(rq).path)).with_notice(told))
}

/// The answers of a decision with a form of its own, to be shown back before they are final.
pub struct ShownBack {
    /// Its place in the menu.
    pub menu: &'static str,
    pub name: Name,
    /// What the body decided is recorded, and its chair confirms.
    pub records: bool,
    pub answers: Vec<Term>,
    /// The text that says what comes of it.
    pub means: &'static str,
    /// By which right it is decided.
    pub capacity: String,
}
impl ShownBack {
    /// # Errors
    /// Those of the store.
    pub fn page(self, db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
        #[derive(Serialize)]
        struct By {
            capacity: String,
        }
        #[derive(Serialize)]
        struct Page<'a> {
            code: &'a str,
            project: &'a str,
            name: Name,
            stand: By,
            #[serde(flatten)]
            check: Check,
        }
        let manner = if self.records { Manner::Record } else { Manner::Decide };
        let check = Check { answers: self.answers, means: rq.lang.text(self.means).to_owned(), manner, fields: form::typed(rq) };
        let (code, project) = (at.project.code.as_str(), at.project.name.as_str());
        let page = Page { code, project, name: self.name, stand: By { capacity: self.capacity }, check };
        shell::page_in(db, rq, at, self.menu, "components/decision-check.html", &page)
    }
}

/// What is told when it is decided, in the words of `decided`, which may name the decision's number; or recorded.
pub fn done_in_words(rq: &Rq, done: Done, decided: &str) -> Notice {
    match done {
        Done::Decided(number) => Notice { words: rq.lang.text_with(decided, &numbered(number)), decision: Some(number) },
        Done::WaitsForChair(_) => rq.lang.text("msg-waits-for-chair").into(),
    }
}

fn ask<C: Case>(db: &mut Db, rq: &Rq, at: &InProject, case: &C) -> Answer {
    let form = FormState::of(rq, &[("version", case.version().to_string())]);
    let stand = case.stand(rq, at)?;
    let basis = Offered::of(db, rq, at, &stand.standing)?;
    let (kind, reference) = case.object();
    let recorded = recorded::waiting_about(db, rq, at, kind, &reference)?;
    let heard = talk::heard(db, at, case.topic())?;
    let page = Form { form, steps: stand.choices(rq, at), recorded, heard, basis };
    let capacity = stand.capacity;
    render(db, rq, at, case, C::FORM, stand.view(rq, at, capacity), page)
}

fn check<C: Case>(db: &mut Db, rq: &Rq, at: &InProject, case: &C, chosen: &Chosen<C>) -> Answer {
    version::fits(case.version(), chosen.version)?;
    let stand = case.stand(rq, at)?;
    let offer = stand.offered(chosen.step)?;
    let choice = stand.choice(rq, at, offer);
    let mut answers = vec![Term::new(rq, "risk-decision", choice.label)];
    answers.extend(case.terms(db, rq, at, chosen.step, &chosen.answers)?);
    answers.extend(chosen.basis.as_ref().map(|basis| Term::new(rq, "risk-basis", basis::words(rq, basis))));
    let means = case.comes_of(rq, chosen.step, &chosen.answers).unwrap_or(choice.detail);
    let page = Check { answers, means, manner: offer.manner, fields: form::typed(rq) };
    render(db, rq, at, case, C::CHECK, stand.view(rq, at, offer.capacity), page)
}

fn render<C: Case>(db: &mut Db, rq: &Rq, at: &InProject, case: &C, template: &str, stand: stand::View, page: impl Serialize) -> Answer {
    let (code, project) = (at.project.code.as_str(), at.project.name.as_str());
    let page: Page<'_, C, _> = Page { code, project, name: case.name(rq), stand, page, shown: case.shown(db, rq, at)? };
    shell::page_in(db, rq, at, C::MENU, template, &page)
}
