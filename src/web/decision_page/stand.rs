//! How a person stands before what is decided about, and what they can choose there.
use super::Step;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::input::Fault;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{self, Standing};
use crate::services::{Ctx, InProject, Problem, notify};
use crate::web::request::Rq;
use serde::Serialize;

/// How the person stands before the thing, and what can be chosen.
pub struct Stand<S> {
    pub standing: Standing,
    pub capacity: Capacity,
    /// The role that it waits with.
    pub holder: Role,
    /// The role that could decide instead, where everybody who holds it had a hand in it.
    pub alternate: Option<Role>,
    pub offers: Vec<Offer<S>>,
}
/// A step that can be chosen; its texts are `key` and `key-means`.
pub struct Offer<S> {
    pub step: S,
    pub key: String,
    pub manner: Manner,
    pub capacity: Capacity,
}

word_enum! {
    /// What choosing a step does: it decides, records what a body decided, proposes to the one who may, or asks the holder.
    Manner { Decide = "decide", Record = "record", Propose = "propose", Ask = "ask" }
}

impl<S: Step> Stand<S> {
    /// Before what waits; nothing is offered yet.
    pub fn before(ctx: &Ctx, at: &InProject, pending: &Pending) -> Stand<S> {
        let standing = decisions::standing(ctx, at, pending);
        let (capacity, holder) = (Capacity::of(&standing, pending.matter), standing.role);
        Stand { standing, capacity, holder, alternate: decisions::alternate(ctx, at, pending), offers: Vec::new() }
    }
    /// With steps that can be chosen in the person's own standing, whose texts begin with `prefix`.
    pub fn offering(mut self, prefix: &str, steps: impl IntoIterator<Item = S>) -> Stand<S> {
        for step in steps {
            self.offer(step, format!("{prefix}-{step}"));
        }
        self
    }
    /// As [`Self::offering`], of one whose texts are `key`.
    pub fn offer(&mut self, step: S, key: String) {
        let manner = match () {
            () if step.asks() => Manner::Ask,
            () if self.standing.records => Manner::Record,
            () => Manner::Decide,
        };
        self.offers.push(Offer { step, key, manner, capacity: self.capacity });
    }
    /// As before somebody who records nothing: on the page on which the holder is asked.
    pub fn asking(mut self) -> Stand<S> {
        self.standing = Standing { records: false, bases: Vec::new(), ..self.standing };
        self
    }
    /// The person decides about it, or records what the body that holds it decided.
    pub fn acts(&self) -> bool {
        self.standing.decides || self.standing.records
    }

    /// # Errors
    /// [`Problem::Invalid`]: it is not offered.
    pub(super) fn offered(&self, step: S) -> Result<&Offer<S>, Problem> {
        self.offers.iter().find(|o| o.step == step).ok_or_else(|| Problem::invalid("step", Fault::NotAChoice))
    }
    pub(super) fn choices(&self, rq: &Rq, at: &InProject) -> Vec<Choice<S>> {
        self.offers.iter().map(|offer| self.choice(rq, at, offer)).collect()
    }
    pub(super) fn choice(&self, rq: &Rq, at: &InProject, offer: &Offer<S>) -> Choice<S> {
        let the = |role: Role| rq.lang.text(&format!("role-{role}-the")).to_owned();
        let mut args = FluentArgs::new();
        // Whoever is asked while nobody holds the role is the nearest above.
        let asked = rq.ctx().ok().and_then(|ctx| notify::manned(&ctx, at, self.holder));
        args.set("holder", the(asked.filter(|_| offer.step.asks()).unwrap_or(self.holder)));
        args.set("whom", the(self.holder).to_lowercase());
        args.set("above", risk::above(self.holder).map(the).unwrap_or_default());
        args.set("ender", the(at.charter.held_by(Matter::Terminate)));
        let (icon, kind) = offer.step.look();
        let means = if offer.step.asks() && asked.is_none() { "step-ask-nobody".to_owned() } else { format!("{}-means", offer.key) };
        let (label, detail) = (rq.lang.text_with(&offer.key, &args), rq.lang.text_with(&means, &args));
        Choice { value: offer.step, label, detail, icon, kind }
    }
    pub(super) fn view(&self, rq: &Rq, at: &InProject, capacity: Capacity) -> View {
        let unmanned = rq.ctx().is_ok_and(|ctx| notify::is_unmanned(&ctx, at, self.holder));
        View { holder: self.holder, alternate: self.alternate, records: self.standing.records, unmanned, capacity: capacity.words(rq) }
    }
}

/// A step as a big radio.
#[derive(Serialize)]
pub(super) struct Choice<S> {
    value: S,
    pub label: String,
    pub detail: String,
    icon: &'static str,
    kind: &'static str,
}
/// [`Stand`] as the templates see it.
#[derive(Serialize)]
pub(super) struct View {
    holder: Role,
    alternate: Option<Role>,
    records: bool,
    /// Nobody can decide for the holder, so nobody can confirm what is recorded.
    unmanned: bool,
    capacity: String,
}

/// By which right somebody decides.
#[derive(Debug, Clone, Copy)]
pub struct Capacity {
    role: Role,
    delegation: Option<i32>,
    matter: Matter,
}
impl Capacity {
    pub fn of(standing: &Standing, matter: Matter) -> Capacity {
        Capacity { role: standing.role, delegation: standing.delegation, matter }
    }
    /// "Projektbeställaren beslutar om hög risk enligt projektets mandat", with the delegation that the person decides under.
    pub fn words(self, rq: &Rq) -> String {
        let mut args = FluentArgs::new();
        args.set("role", rq.lang.text(&format!("role-{}-the", self.role)).to_owned());
        args.set("delegation", self.delegation.unwrap_or_default());
        args.set("matter", rq.lang.text(&format!("matter-on-{}", self.matter)).to_owned());
        rq.lang.text_with(if self.delegation.is_some() { "risk-decides-delegated" } else { "risk-decides" }, &args)
    }
}
