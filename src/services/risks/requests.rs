//! What people ask for when they work with risks, as it is read from a form or a JSON object.
use crate::domain::decision::Basis;
use crate::domain::money::Ore;
use crate::domain::policy::RiskPolicy;
use crate::domain::risk::{MeasureState, Risk, RiskTexts, Strategy};
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::read_basis;
use chrono::NaiveDate;

/// A new risk with its first assessment, on the scale of the project's policy.
#[derive(Debug, Clone)]
pub struct LogRisk {
    pub texts: RiskTexts,
    pub likelihood: i64,
    pub impact: i64,
    pub reason: Option<LongText>,
    /// E-mail of the person responsible.
    pub owner: Option<String>,
}
impl LogRisk {
    /// As it is sent in a project with this policy.
    pub fn read(f: &mut Fields<'_>, policy: &RiskPolicy) -> Option<LogRisk> {
        let texts = read_texts(f);
        let (likelihood, impact) = read_score(f, policy);
        let (reason, owner) = (f.optional_long("reason"), f.optional_short("owner"));
        Some(LogRisk { texts: texts?, likelihood: likelihood?, impact: impact?, reason, owner: owner.map(ShortText::into_string) })
    }
}
/// S and K on the policy's scale.
fn read_score(f: &mut Fields<'_>, policy: &RiskPolicy) -> (Option<i64>, Option<i64>) {
    (f.whole("likelihood", 1..=policy.likelihood_steps().into()), f.whole("impact", 1..=policy.impact_steps().into()))
}
fn read_texts(f: &mut Fields<'_>) -> Option<RiskTexts> {
    let (threat, vulnerability, consequence) = (f.short("threat"), f.short("vulnerability"), f.short("consequence"));
    Some(RiskTexts { threat: threat?, vulnerability: vulnerability?, consequence: consequence? })
}

/// A risk's words and responsible person, as they are to be.
#[derive(Debug, Clone)]
pub struct EditRisk {
    pub texts: RiskTexts,
    /// E-mail; none takes the responsible person away.
    pub owner: Option<String>,
    pub version: Option<i64>,
}
impl Input for EditRisk {
    fn parse(f: &mut Fields<'_>) -> Option<EditRisk> {
        let texts = read_texts(f);
        let (owner, version) = (f.optional_short("owner").map(ShortText::into_string), f.version());
        Some(EditRisk { texts: texts?, owner, version })
    }
}

/// A new assessment, on the scale of the project's policy.
#[derive(Debug, Clone)]
pub struct Assess {
    pub likelihood: i64,
    pub impact: i64,
    pub reason: LongText,
    pub residual: bool,
    pub version: Option<i64>,
}
impl Assess {
    /// As it is sent in a project with this policy.
    pub fn read(f: &mut Fields<'_>, policy: &RiskPolicy) -> Option<Assess> {
        let ((likelihood, impact), reason) = (read_score(f, policy), f.long("reason"));
        let (residual, version) = (f.tick("residual"), f.version());
        Some(Assess { likelihood: likelihood?, impact: impact?, reason: reason?, residual, version })
    }
}

word_enum! {
    /// The holder's answer to a lowering.
    Answer { Confirm = "confirm", Refuse = "refuse" }
}

/// The holder's answer to a proposed lowering; a no needs its reason.
#[derive(Debug, Clone)]
pub struct AnswerLowering {
    pub outcome: Answer,
    pub reason: Option<LongText>,
    pub basis: Option<Basis>,
    pub supersedes: Option<i32>,
    pub version: Option<i64>,
}
impl Input for AnswerLowering {
    fn parse(f: &mut Fields<'_>) -> Option<AnswerLowering> {
        let outcome: Option<Answer> = f.word("outcome");
        let reason = if outcome == Some(Answer::Refuse) { f.long("reason") } else { f.optional_long("reason") };
        let (basis, supersedes, version) = (read_basis(f), supersedes(f), f.version());
        if outcome == Some(Answer::Refuse) {
            reason.as_ref()?;
        }
        Some(AnswerLowering { outcome: outcome?, reason, basis, supersedes, version })
    }
}

/// An acceptance of a risk until a day.
#[derive(Debug, Clone)]
pub struct Accept {
    pub reason: LongText,
    pub expires_on: NaiveDate,
    pub basis: Option<Basis>,
    pub supersedes: Option<i32>,
    pub version: Option<i64>,
}
impl Accept {
    /// As it is sent on `today`.
    pub fn read(f: &mut Fields<'_>, today: NaiveDate) -> Option<Accept> {
        let (reason, expires_on) = (f.long("reason"), read_expiry(f, today));
        let (basis, supersedes, version) = (read_basis(f), supersedes(f), f.version());
        Some(Accept { reason: reason?, expires_on: expires_on?, basis, supersedes, version })
    }
}

/// The last day of an acceptance that is decided on `today`.
pub fn read_expiry(f: &mut Fields<'_>, today: NaiveDate) -> Option<NaiveDate> {
    f.date_within("expires_on", &Risk::acceptance_days(today), Fault::Other("expiry-out-of-reach"))
}

/// The number of the decision that a new one corrects.
fn supersedes(f: &mut Fields<'_>) -> Option<i32> {
    f.optional_whole("supersedes", 1..=i64::from(i32::MAX)).map(|n| n as i32)
}

/// A lift: the holder's decision, or what somebody asks the holder for.
#[derive(Debug, Clone)]
pub struct LiftRisk {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for LiftRisk {
    fn parse(f: &mut Fields<'_>) -> Option<LiftRisk> {
        let (reason, basis, version) = (f.long("reason"), read_basis(f), f.version());
        Some(LiftRisk { reason: reason?, basis, version })
    }
}

/// A text with nothing else: a closure, an occurrence.
#[derive(Debug, Clone)]
pub struct WithReason {
    pub reason: LongText,
    pub version: Option<i64>,
}
impl Input for WithReason {
    fn parse(f: &mut Fields<'_>) -> Option<WithReason> {
        let (reason, version) = (f.long("reason"), f.version());
        Some(WithReason { reason: reason?, version })
    }
}

/// A measure.
#[derive(Debug, Clone)]
pub struct WriteMeasure {
    pub strategy: Strategy,
    pub text: LongText,
    pub responsible: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub cost: Option<Ore>,
    pub state: MeasureState,
    pub version: Option<i64>,
}
impl Input for WriteMeasure {
    fn parse(f: &mut Fields<'_>) -> Option<WriteMeasure> {
        let (strategy, text) = (f.word("strategy"), f.long("text"));
        let (responsible, due_on, cost) = (f.optional_short("responsible"), f.optional_date("due_on"), f.optional_kronor("cost"));
        let (state, version) = (f.optional_word("state"), f.version());
        if cost.is_some_and(|c| c < Ore::ZERO) {
            f.fault("cost", Fault::NotAnAmount);
        }
        Some(WriteMeasure {
            strategy: strategy?,
            text: text?,
            responsible: responsible.map(ShortText::into_string),
            due_on,
            cost,
            state: state.unwrap_or(MeasureState::Proposed),
            version,
        })
    }
}

/// A measure that the holder orders, on what basis.
#[derive(Debug, Clone)]
pub struct OrderMeasure {
    pub measure: WriteMeasure,
    pub basis: Option<Basis>,
    pub supersedes: Option<i32>,
}
impl Input for OrderMeasure {
    fn parse(f: &mut Fields<'_>) -> Option<OrderMeasure> {
        let measure = WriteMeasure::parse(f);
        let (basis, supersedes) = (read_basis(f), supersedes(f));
        Some(OrderMeasure { measure: measure?, basis, supersedes })
    }
}
