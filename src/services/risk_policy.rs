//! The risk policy: scale, bands, review intervals, adopted by decision.
use crate::domain::colour::Colour;
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::policy::{Band, BandRule, PolicyFault, RiskPolicy, Scale};
use crate::domain::refused::Refused;
use crate::domain::risk::{AssessmentKind, Outcome};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::render::i18n::numbered;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify::{self, Moved};
use crate::services::problem::Problem;
use crate::services::risks::{self, Move};
use crate::services::version;
use crate::store::assessments::{self, NewAssessment};
use crate::store::risks::{self as risk_rows, Filter, Order, RiskRow};
use crate::store::{Db, rules};
use serde_json::json;

/// A new policy to be adopted. `version` is the number of the policy that it was drafted from.
#[derive(Debug, Clone)]
pub struct AdoptPolicy {
    pub scale: Scale,
    pub bands: Vec<BandRule>,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}

impl Input for AdoptPolicy {
    fn parse(f: &mut Fields<'_>) -> Option<AdoptPolicy> {
        let tables = if f.is_json() { of_json(f) } else { of_form(f) };
        let (motivation, basis, version) = (f.optional_long("motivation"), read_basis(f), f.version());
        let (scale, bands) = tables?;
        Some(AdoptPolicy { scale, bands, motivation, basis, version })
    }
}

fn of_json(f: &mut Fields<'_>) -> Option<(Scale, Vec<BandRule>)> {
    let mut part = |name: &str| {
        let value = f.json(name);
        if value.is_none() {
            f.fault(name, Fault::Required);
        }
        value
    };
    let (scale, bands) = (part("scale"), part("bands"));
    let scale = scale.and_then(|v| serde_json::from_value(v).map_err(|_| f.fault("scale", Fault::WrongType)).ok());
    let told = f.each("bands", "key", |band| {
        let key: Option<Band> = band.word("key");
        band_of(band, key, "")
    });
    Some((scale?, bands.map(|_| told)?))
}

/// A form has one step of a scale a line (`likelihood`, `impact`), and for each band `<band>.from`, `.to`, `.review_days`, `.colour`.
fn of_form(f: &mut Fields<'_>) -> Option<(Scale, Vec<BandRule>)> {
    let mut steps = |name: &str| f.long(name).map(|t| t.as_str().lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect::<Vec<_>>());
    let (likelihood, impact) = (steps("likelihood"), steps("impact"));
    let bands: Vec<Option<BandRule>> = Band::ALL.iter().map(|band| band_of(f, Some(*band), &format!("{band}."))).collect();
    let bands: Option<Vec<BandRule>> = bands.into_iter().collect();
    Some((Scale { likelihood: likelihood?, impact: impact? }, bands?))
}
/// What is said of a band in fields that begin with `prefix`; without a colour it keeps its own.
fn band_of(f: &mut Fields<'_>, key: Option<Band>, prefix: &str) -> Option<BandRule> {
    let from = f.whole(&format!("{prefix}from"), 1..=100);
    let to = f.whole(&format!("{prefix}to"), 1..=100);
    let review_days = f.whole(&format!("{prefix}review_days"), 1..=730);
    let colour = f.optional_word(&format!("{prefix}colour"));
    let key = key?;
    Some(BandRule { key, from: from? as i32, to: to? as i32, review_days: review_days? as i32, colour: colour.unwrap_or(Colour::of(key)) })
}

/// Adopts a new policy: every open risk gets a new assessment with the same S and K under it. Old assessments keep theirs. A body's
/// decision is recorded by leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// No mandate; a value in no band or in two, which are named; risks whose S or K the new scale does not have, which are listed.
pub fn adopt(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptPolicy) -> Result<Done, Problem> {
    let (authority, policy, open) = adoptable(db, ctx, at, request)?;
    match authority {
        Authority::Decide(mandate) => take(db, ctx, at, &mandate, policy, &open, request).map(Done::Decided),
        Authority::Record(role) => {
            let AdoptPolicy { scale, bands, motivation, basis, .. } = request.clone();
            let act = Act::AdoptPolicy { version: at.policy.number().into(), scale, bands, motivation };
            decisions::record(db, ctx, at, role, Some(Matter::RiskPolicy), &object(&policy), &act, &basis.ok_or(Refused::BasisMissing)?)
        }
    }
}
/// Whether the policy can be adopted, before the answers are shown back.
///
/// # Errors
/// As [`adopt`].
pub fn demand_adoptable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptPolicy) -> Result<(), Problem> {
    adoptable(db, ctx, at, request).map(drop)
}
/// Who may adopt it, the policy that is to be, and the open risks that it must have room for.
fn adoptable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptPolicy) -> Result<(Authority, RiskPolicy, Vec<RiskRow>), Problem> {
    let authority = decisions::authority(ctx, at, &Pending::of(Matter::RiskPolicy), request.basis.as_ref())?;
    version::expect(at.policy.number().into(), request.version)?;
    let policy = RiskPolicy::new(at.policy.number() + 1, request.scale.clone(), request.bands.clone())
        .map_err(|faults| Problem::Invalid(faults.iter().map(field_error).collect()))?;
    let open = open_risks(db, at)?;
    let outside: Vec<String> = open.iter().filter(|r| policy.score(r.likelihood, r.impact).is_none()).map(|r| r.reference().to_string()).collect();
    if !outside.is_empty() {
        return Err(Problem::invalid("scale", Fault::About("risks-outside-scale", outside.join(", "))));
    }
    Ok((authority, policy, open))
}
fn take(db: &mut Db, ctx: &Ctx, at: &InProject, mandate: &Mandate, policy: RiskPolicy, open: &[RiskRow], request: &AdoptPolicy) -> Result<i32, Problem> {
    let title = ctx.lang().text_with("policy-number", &numbered(policy.number()));
    let basis = decisions::basis_or_chair(mandate, request.basis.clone());
    let decision = Decision::take(mandate, basis, object(&policy), title, DecisionOutcome::Adopted, request.motivation.clone(), ctx.now, ctx.today)?;
    let number = decisions::store(db, ctx, at, &decision)?;
    rules::add_policy(db, at.project.id, &policy, Some(number), ctx.now)?;
    let name = format!("risk_policy:{}", policy.number());
    let role = Some(mandate.role());
    journal::record_as(db, ctx, at, role, Change { kind: "risk_policy.adopted", object: &name, before: json!(at.policy), after: json!(policy) })?;
    let under_it = at.under(policy);
    let mut moved = Moved::default();
    for row in open {
        reassess(db, ctx, &under_it, mandate.role(), row, &mut moved)?;
    }
    notify::moved(db, ctx, at, "risk_policy", &moved)?;
    Ok(number)
}
/// What is decided upon: the policy that is to be.
fn object(policy: &RiskPolicy) -> DecidedObject {
    let hash = content_hash(&json!(policy));
    DecidedObject { kind: ObjectKind::RiskPolicy, reference: policy.number().to_string(), version: policy.number().into(), hash }
}

fn open_risks(db: &mut Db, at: &InProject) -> Result<Vec<RiskRow>, Problem> {
    let filter = Filter { open: Some(true), ..Filter::default() };
    let mut all: Vec<RiskRow> = Vec::new();
    loop {
        let after = all.last().map(|r| r.number);
        let rows = risk_rows::page(db, at.project.id, &filter, Order::Number { after }, 1000)?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows);
    }
}

/// The same S and K under the policy of `at`; the band, and with it the holder, may be another. One that rises to another holder
/// escalates, and that holder is told of all of them at once.
fn reassess(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, row: &RiskRow, moved: &mut Moved) -> Result<(), Problem> {
    let Some(score) = at.policy.score(row.likelihood, row.impact) else { return Ok(()) };
    let before = row.to_domain()?;
    let (after, outcome) = before.clone().under_new_policy(score, &at.rules(ctx));
    risks::change(db, ctx, at, row, &Move { before: &before, after: &after, kind: "risk.reassessed", assessed: false, role: Some(role), reason: Some("") })?;
    let kind = AssessmentKind::Policy;
    let (policy, on_delegation) = (at.policy.number(), at.actor.is_delegate_of(role, ctx.today));
    let person = ctx.person.0;
    assessments::add(db, &NewAssessment { risk: row.id, at: ctx.now, person, role, score, reason: "", kind, policy, on_delegation, confirmed: None })?;
    if let Outcome::Escalated { to } = outcome {
        moved.risk(to, row);
    }
    Ok(())
}

fn field_error(fault: &PolicyFault) -> FieldError {
    let list = |values: &[i32]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (field, fault) = match fault {
        PolicyFault::SameColour(band) => return FieldError { field: format!("{band}.colour"), fault: Fault::Other("band-colour-taken") },
        PolicyFault::ScaleSize => ("scale", Fault::Other("scale-size")),
        PolicyFault::ScaleText => ("scale", Fault::Other("scale-text")),
        PolicyFault::Bands => ("bands", Fault::Other("bands-three")),
        PolicyFault::Order => ("bands", Fault::Other("bands-order")),
        PolicyFault::ReviewDays => ("bands", Fault::Other("review-days")),
        PolicyFault::Hole(values) => ("bands", Fault::About("bands-hole", list(values))),
        PolicyFault::Overlap(values) => ("bands", Fault::About("bands-overlap", list(values))),
    };
    FieldError { field: field.to_owned(), fault }
}
