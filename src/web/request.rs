//! A request as the pages and the API see it.
use crate::domain::ids::{ChangeRef, PersonId, RiskRef};
use crate::input::{Input, Sent};
use crate::render::engine::Theme;
use crate::render::i18n::Lang;
use crate::services::{Ctx, InProject, Problem, baselines};
use crate::store::Db;
use crate::web::app::App;
use crate::web::reply::Notice;
use actix_web::http::Method;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that was asked, with who asked.
pub struct Rq {
    pub app: Arc<App>,
    pub method: Method,
    pub path: String,
    /// The path as it stands in the table, `/projects/{code}/risks`; empty where none fits. It is the one to be told in the log.
    pub pattern: &'static str,
    pub params: BTreeMap<&'static str, String>,
    pub query: BTreeMap<String, String>,
    pub sent: Sent,
    pub raw_body: Vec<u8>,
    pub address: String,
    pub request_id: String,
    pub lang: Lang,
    pub theme: Option<Theme>,
    pub signed_in: Option<SignedIn>,
    /// The token that a form of this browser must carry.
    pub csrf: String,
    /// The token was made for this request: the browser gets it as a cookie.
    pub form_token_is_new: bool,
    pub if_match: Option<String>,
    pub idempotency_key: Option<String>,
    /// Set when a page is shown again because its form could not be taken.
    pub problem: Option<Problem>,
    /// Words to show once.
    pub notice: Option<Notice>,
    pub moment: Moment,
    /// The project that the person reads only as its registrar.
    pub read_for_the_record: Option<i64>,
}

/// The moment of the request, on both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: chrono::NaiveDateTime,
    pub today: chrono::NaiveDate,
    pub real_now: chrono::NaiveDateTime,
}

/// Who is signed in, by a browser's session or a token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub person: crate::store::accounts::Person,
    /// The session's hash; `None` with a token.
    pub session: Option<String>,
    pub seen_at: chrono::NaiveDateTime,
    pub may_write: bool,
}

impl Rq {
    /// # Errors
    /// [`Problem::SignedOut`].
    pub fn person(&self) -> Result<&SignedIn, Problem> {
        self.signed_in.as_ref().ok_or(Problem::SignedOut)
    }
    /// The person and moment for the services.
    ///
    /// # Errors
    /// [`Problem::SignedOut`].
    pub fn ctx(&self) -> Result<Ctx, Problem> {
        let person = &self.person()?.person;
        Ok(Ctx {
            person: PersonId(person.id),
            name: person.name.clone(),
            email: person.email.clone(),
            is_admin: person.is_admin,
            now: self.moment.now,
            today: self.moment.today,
            real_now: self.moment.real_now,
            address: Some(self.address.clone()),
            language: self.lang.code(),
            base_url: self.app.config.base_url.clone(),
            entropy: self.app.entropy.clone(),
            kept: self.app.kept.clone(),
            limits: self.app.config.files,
            invitations_a_day: self.app.config.invitations_a_day,
            recorder: None,
        })
    }
    /// What was sent, as a typed request.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every fault.
    pub fn read<T: Input>(&self) -> Result<T, Problem> {
        Ok(self.sent.read()?)
    }
    /// A part of the path, such as `code`.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }
    /// A number in the path; one that is none is not found.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.param(name).parse().map_err(|_| Problem::NotFound)
    }
    /// The risk in the path.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn risk(&self) -> Result<RiskRef, Problem> {
        RiskRef::parse(self.param("ref")).ok_or(Problem::NotFound)
    }
    /// The change request in the path.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn change(&self) -> Result<ChangeRef, Problem> {
        ChangeRef::parse(self.param("ref")).ok_or(Problem::NotFound)
    }
    /// A filter in the address, when it says something.
    pub fn filter(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(|v| v.trim()).filter(|v| !v.is_empty() && !v.contains('\0'))
    }
    /// A filter that is one of an enum's words; other words are ignored.
    pub fn filter_word<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.filter(name)?.parse().ok()
    }
    /// This request, leaving an empty one in its place: it travels to the thread that answers and comes back.
    pub fn lend(&mut self) -> Rq {
        let empty = self.copy_with(Sent::Nothing);
        std::mem::replace(self, empty)
    }
    /// A copy with another body; the problem stays behind.
    pub fn copy_with(&self, sent: Sent) -> Rq {
        Rq {
            app: self.app.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            pattern: self.pattern,
            params: self.params.clone(),
            query: self.query.clone(),
            sent,
            raw_body: Vec::new(),
            address: self.address.clone(),
            request_id: self.request_id.clone(),
            lang: self.lang,
            theme: self.theme,
            signed_in: self.signed_in.clone(),
            csrf: self.csrf.clone(),
            form_token_is_new: self.form_token_is_new,
            if_match: self.if_match.clone(),
            idempotency_key: self.idempotency_key.clone(),
            problem: None,
            notice: self.notice.clone(),
            moment: self.moment,
            read_for_the_record: self.read_for_the_record,
        }
    }
    /// What a stop closes is told before anything is typed; a form that is shown again tells it beside what was typed.
    ///
    /// # Errors
    /// Those of [`InProject::demand_running`].
    pub fn demand_running(&self, at: &InProject) -> Result<(), Problem> {
        if self.problem.is_none() { at.demand_running() } else { Ok(()) }
    }
    /// As [`Rq::demand_running`]: what the plan in force fixes is told before anything is typed.
    ///
    /// # Errors
    /// Those of [`InProject::demand_running`] and [`baselines::demand_drawn_up`].
    pub fn demand_drawn_up(&self, db: &mut Db, at: &InProject) -> Result<(), Problem> {
        self.demand_running(at)?;
        if self.problem.is_none() { baselines::demand_drawn_up(db, at) } else { Ok(()) }
    }
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
    /// The own path with its query.
    pub fn path_and_query(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{}?{query}", self.path)
    }
}
