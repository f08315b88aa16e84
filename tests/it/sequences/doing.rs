//! The acts themselves, as a page or the API would call them.
mod changes;
mod course;

pub use changes::order as change_order;

use super::acts::Action;
use super::cast::{CAST, CONDITION_DAYS, NAMED};
use super::model::{Band, Basis, Matter, Model, Outcome, Saw, Table, Terms, To, Which};
use super::seen;
use chrono::TimeDelta;
use serde_json::{Value, json};
use styrrum::domain::charter::{Charter, Limit};
use styrrum::domain::decision::Basis as Said;
use styrrum::domain::deliverable::VersionLabel;
use styrrum::domain::document::DocumentKind;
use styrrum::domain::ids::{DeliverableRef, PersonId, RiskRef};
use styrrum::domain::lifecycle::GateOutcome;
use styrrum::domain::lights::LightArea;
use styrrum::domain::matter::Matter as Theirs;
use styrrum::domain::remark::{RemarkKind, Topic};
use styrrum::domain::report::{ReportKey, ReportKind};
use styrrum::domain::risk::{MeasureState, RiskTexts, Strategy as MeasureStrategy};
use styrrum::domain::role::Role;
use styrrum::domain::text::{DocumentText, Email, Names};
use styrrum::domain::{LongText, ShortText};
use styrrum::services;
use styrrum::services::charter::AdoptCharter;
use styrrum::services::decisions::Decline;
use styrrum::services::delegations::{Grant, Revoke, Whom};
use styrrum::services::deliverables::{AddVersion, WriteCriterion};
use styrrum::services::deliveries::{DecideDelivery, LiftDelivery, SubmitDelivery, Whole, WriteDelivery};
use styrrum::services::documents::{self as docs, AnswerComments, Content, NewDocument, SendForComments, Texts, Verdict};
use styrrum::services::gates::ConditionGiven;
use styrrum::services::journal::{self, Change};
use styrrum::services::reports::{Approve, BeginReport, Dispatch, GiveBack, LightEdit, SaveClosing, SaveReport, StartReport, Submit};
use styrrum::services::risks::{Accept, Answer, AnswerLowering, Assess, LiftRisk, LogRisk, OrderMeasure, WithReason, WriteMeasure};
use styrrum::services::{Ctx, InProject, Problem, charter, decisions, delegations, deliverables, deliveries, remarks, reports, risks};
use styrrum::store::meetings as meeting_rows;
use styrrum::store::outbox::{self, Attempt};
use styrrum::store::{Db, projects, reports as report_rows};

pub fn text(t: &str) -> LongText {
    LongText::new(t).expect("text")
}
pub fn short(t: &str) -> ShortText {
    ShortText::new(t).expect("text")
}
fn said(basis: Basis, ctx: &Ctx) -> Option<Said> {
    let all = Names::new("Alla").expect("names");
    let meeting = |date| Said::Meeting { date, item: short("§ 3"), present: all.clone() };
    match basis {
        Basis::Unsaid => None,
        Basis::Chair => Some(Said::Chair),
        Basis::Meeting => Some(meeting(ctx.today)),
        Basis::Tomorrow => Some(meeting(ctx.today.succ_opt().expect("tomorrow"))),
        Basis::PerCapsulam => Some(Said::PerCapsulam { agreed: all }),
    }
}
/// The matters that some of the charters limit.
const LIMITED: [Matter; 3] = [Matter::ChangeWithinTolerance, Matter::ChangePlan, Matter::ChangeBudgetFrame];
fn limit(kronor: i64, days: i64) -> Limit {
    Limit { kronor, days: days.try_into().expect("days") }
}
fn charter_of(table: Table) -> Charter {
    let of = |number| if table == Table::Slides { Charter::of_the_slides(number) } else { Charter::of_the_plan(number) };
    let mut rules = of(1).matters().to_vec();
    for rule in &mut rules {
        match (table, rule.matter) {
            (Table::Meetings, theirs) => rule.chair_alone = theirs == Theirs::Charter,
            (Table::TwoRoles, Theirs::ChangePlan | Theirs::Gate) => rule.roles = vec![Role::SteeringGroup, Role::ProjectOrderer],
            (Table::TwoRoles, Theirs::RiskHigh) => rule.roles = vec![Role::ProjectOwner, Role::ProjectOrderer],
            (Table::TwoRoles, Theirs::StatusReport | Theirs::Deliverable | Theirs::FinalReport | Theirs::PlanDocument) => {
                rule.roles = vec![Role::ProjectOrderer, Role::SteeringGroup];
            }
            _ => {}
        }
        if let Some(of) = LIMITED.into_iter().find(|of| matter(*of) == rule.matter) {
            rule.limit = table.limit(of).map(|(kronor, days)| limit(kronor, days));
        }
    }
    Charter::new(1, rules).expect("a charter")
}
fn matter(matter: Matter) -> Theirs {
    match matter {
        Matter::Risk(Band::Low) => Theirs::RiskLow,
        Matter::Risk(Band::Medium) => Theirs::RiskMedium,
        Matter::Risk(Band::High) => Theirs::RiskHigh,
        Matter::Gate => Theirs::Gate,
        Matter::ChangeWithinTolerance => Theirs::ChangeWithinTolerance,
        Matter::ChangePlan => Theirs::ChangePlan,
        Matter::ChangeBudgetFrame => Theirs::ChangeBudgetFrame,
        Matter::ChangeFinancing => Theirs::ChangeFinancing,
        Matter::Deliverable => Theirs::Deliverable,
        Matter::Terminate => Theirs::Terminate,
        Matter::Resume => Theirs::Resume,
        Matter::StatusReport => Theirs::StatusReport,
        Matter::FinalReport => Theirs::FinalReport,
        Matter::FinalReportFinancier => Theirs::FinalReportFinancier,
        Matter::EffectReport => Theirs::EffectReport,
        Matter::PlanDocument => Theirs::PlanDocument,
        Matter::Charter => Theirs::Charter,
    }
}
fn outcome(outcome: Outcome) -> GateOutcome {
    match outcome {
        Outcome::Continue => GateOutcome::Continue,
        Outcome::Back => GateOutcome::Back,
        Outcome::Stop => GateOutcome::Stop,
        Outcome::Terminate => GateOutcome::Terminate,
    }
}
pub fn key(which: Which) -> ReportKey {
    match which {
        Which::Status(n) => ReportKey::status(n as i32 + 1),
        Which::Final => ReportKey::the(ReportKind::Final),
        Which::Effect => ReportKey::the(ReportKind::Effect),
    }
}
fn measure(named: bool) -> WriteMeasure {
    WriteMeasure {
        strategy: MeasureStrategy::Reduce,
        text: text("Utbilda fler"),
        responsible: named.then(|| NAMED.to_owned()),
        due_on: None,
        cost: None,
        state: MeasureState::Chosen,
        version: None,
    }
}
fn grant(terms: &Terms, basis: Option<Said>, ctx: &Ctx) -> Grant {
    let address = |who: usize| Email::new(&format!("{}@exempel.se", CAST[who].0)).expect("address");
    let from_on = ctx.today + TimeDelta::days(terms.begins);
    Grant {
        from_role: terms.from,
        to: match terms.to {
            To::Person(who) => Whom::Person(address(who)),
            To::Role(role) => Whom::Role(role),
        },
        matters: terms.matters.iter().map(|m| matter(*m)).collect(),
        from_on,
        to_on: from_on + TimeDelta::days(terms.lasts),
        limit: terms.limit.map(|(kronor, days)| limit(kronor, days)),
        reason: text("Semester"),
        basis,
    }
}
/// One for each criterion that the part delivery does not meet.
fn conditions(db: &mut Db, ctx: &Ctx, at: &InProject, delivery: i32) -> Result<Vec<ConditionGiven>, Problem> {
    Ok(Whole::find(db, at, delivery)?.unmet().into_iter().map(|(item, _)| condition(ctx, item)).collect())
}
fn condition(ctx: &Ctx, item: String) -> ConditionGiven {
    ConditionGiven { item: Some(item), text: short("Görs klart"), owner: NAMED.to_owned(), due_on: ctx.today + TimeDelta::days(CONDITION_DAYS) }
}
/// What a closing report says: all that it must, or nothing of what it recommends.
fn closing(kind: ReportKind, whole: bool, version: Option<i64>) -> SaveClosing {
    let written = |part: &styrrum::domain::report::closing::Part| (*part, if whole { "Så gick det".to_owned() } else { String::new() });
    SaveClosing { texts: kind.parts().iter().map(written).collect(), version, ..SaveClosing::default() }
}
/// What a status report says, with its sprint: `upcoming` is what it cannot be submitted without.
pub fn status(upcoming: &str, version: Option<i64>) -> SaveReport {
    SaveReport {
        upcoming: Some(upcoming.to_owned()),
        results: vec![(1, "Utkast klart".to_owned()), (2, "Prövat".to_owned())],
        sprints: Some(vec![1]),
        lights: LightArea::ALL.iter().map(|area| told(*area)).collect(),
        version,
        ..SaveReport::default()
    }
}
/// A light that tells what deviates, whatever it is.
fn told(area: LightArea) -> LightEdit {
    LightEdit { area, chosen: None, deviation: Some("Vi söker folk".to_owned()), measure: None, done: None }
}
pub fn first_text() -> NewDocument {
    let texts =
        Texts { kind: DocumentKind::ProjectPlan, title: short("Projektplan"), description: None, responsible: None, register_number: None, secrecy: None };
    NewDocument { texts, label: None, reason: None, content: content() }
}
fn content() -> Content {
    Content::Text(DocumentText::new("Vi gör så här").expect("text"))
}

/// Every body meets today, and somebody has recorded it.
fn recorded_meetings(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<(), Problem> {
    let (project, held_on) = (at.project.id, ctx.today);
    for body in services::meetings::bodies(at) {
        if !meeting_rows::of_day(db, project, body, held_on)?.is_empty() {
            continue;
        }
        let number = meeting_rows::next_number(db, project)?;
        let plan = meeting_rows::Plan { body, held_on, hours: "", place: "", purpose: "", goal: "", agenda: &[] };
        meeting_rows::add(db, project, number, &plan)?;
        let planned = Change { kind: "meeting.planned", object: &format!("meeting:{number}"), before: Value::Null, after: json!({"held_on": held_on}) };
        journal::record(db, ctx, at, planned)?;
    }
    Ok(())
}

/// The act itself. The sender saw what the model has, or said otherwise.
pub fn act(db: &mut Db, ctx: &Ctx, code: &str, action: &Action, saw: Saw, model: &Model) -> Result<(), Problem> {
    let at = &InProject::open(db, ctx, code)?;
    if action.is_at_meeting() {
        recorded_meetings(db, ctx, at)?;
    }
    let version = (saw != Saw::Unsaid).then(|| model.version_of(action) - i64::from(saw == Saw::Stale));
    let risk_ref = |risk: usize| RiskRef(risk as i32 + 1);
    let number = |place: usize| place as i32 + 1;
    let deliverable_ref = |n: usize| DeliverableRef(n as i32 + 1);
    let why = || WithReason { reason: text("Läget har ändrats"), version };
    let pdf = &|_: ReportKind, _: &serde_json::Value| Ok::<_, String>(b"%PDF".to_vec());
    match action.clone() {
        Action::Log { s, k } => {
            let texts = RiskTexts { threat: short("Sjukdom"), vulnerability: short("Få kan systemet"), consequence: short("Införandet stannar") };
            let request = LogRisk { texts, likelihood: s.into(), impact: k.into(), reason: None, owner: None };
            risks::log(db, ctx, at, &request).map(drop)
        }
        Action::Assess { risk, s, k } => {
            let request = Assess { likelihood: s.into(), impact: k.into(), reason: text("Ny bedömning"), residual: false, version };
            risks::assess(db, ctx, at, risk_ref(risk), &request).map(drop)
        }
        Action::Answer { risk, confirm, basis } => {
            let outcome = if confirm { Answer::Confirm } else { Answer::Refuse };
            let request = AnswerLowering { outcome, reason: Some(text("Ja och nej")), basis: said(basis, ctx), supersedes: None, version };
            risks::answer_lowering(db, ctx, at, risk_ref(risk), &request).map(drop)
        }
        Action::Accept { risk, days, basis } => {
            let expires_on = ctx.today + TimeDelta::days(days);
            let request = Accept { reason: text("Vi lever med den"), expires_on, basis: said(basis, ctx), supersedes: None, version };
            risks::accept(db, ctx, at, risk_ref(risk), &request).map(drop)
        }
        Action::Acknowledge { risk } => risks::acknowledge(db, ctx, at, risk_ref(risk)),
        Action::Order { risk, named, basis } => {
            let request = OrderMeasure { measure: WriteMeasure { version, ..measure(named) }, basis: said(basis, ctx), supersedes: None };
            risks::order_measure(db, ctx, at, risk_ref(risk), &request).map(drop)
        }
        Action::Choose { risk, named } => risks::add_measure(db, ctx, at, risk_ref(risk), &measure(named)).map(drop),
        Action::Lift { risk, basis } => {
            let request = LiftRisk { reason: text("Vi rår inte på den"), basis: said(basis, ctx), version };
            risks::lift(db, ctx, at, risk_ref(risk), &request).map(drop)
        }
        Action::Occur { risk } => risks::occur(db, ctx, at, risk_ref(risk), &why()),
        Action::Close { risk } => risks::close(db, ctx, at, risk_ref(risk), &why()),
        Action::Remark { risk, opinion } => {
            let kind = if opinion { RemarkKind::Opinion } else { RemarkKind::Comment };
            remarks::say(db, ctx, at, Topic::Risk(risk_ref(risk)), kind, &text("Se upp"))
        }
        Action::Start => reports::start(db, ctx, at, &StartReport::default()).map(drop),
        Action::Begin { report } => reports::begin(db, ctx, at, key(report).kind, &BeginReport::default()).map(drop),
        Action::Edit { report: Which::Status(n), whole } => {
            reports::save(db, ctx, at, number(n), &status(if whole { "Val av process två" } else { "" }, version)).map(drop)
        }
        Action::Edit { report, whole } => {
            let kind = key(report).kind;
            reports::save_closing(db, ctx, at, kind, &closing(kind, whole, version)).map(drop)
        }
        Action::Submit { report } => reports::submit(db, ctx, at, key(report), &Submit { version }, "template"),
        Action::Approve { report, basis } => reports::approve(db, ctx, at, key(report), &Approve { basis: said(basis, ctx), version }, pdf).map(drop),
        Action::Return { report, basis } => {
            reports::give_back(db, ctx, at, key(report), &GiveBack { reason: text("Skriv mer"), basis: said(basis, ctx), version }).map(drop)
        }
        Action::NewEdition { report } => reports::new_edition(db, ctx, at, key(report)).map(drop),
        Action::Dispatch { report } => reports::dispatch(db, ctx, at, key(report), &Dispatch { version, ..Dispatch::default() }).map(drop),
        Action::AddVersion { deliverable } => {
            let label = VersionLabel::new(&format!("0.{}", model.next_version(deliverable))).expect("label");
            let request = AddVersion { label, link: Some(short("https://plattform.exempel.se/L")), file: None, note: None };
            deliverables::add_version(db, ctx, at, deliverable_ref(deliverable), &request).map(drop)
        }
        Action::RemoveVersion { deliverable, number } => {
            deliverables::remove_version(db, ctx, at, deliverable_ref(deliverable), &format!("0.{number}"), version)
        }
        Action::Judge { deliverable, met } => {
            let request = WriteCriterion { text: short("Är prövad"), met, note: None, version };
            deliverables::edit_criterion(db, ctx, at, deliverable_ref(deliverable), 1, &request)
        }
        Action::Gather { delivery, versions } => {
            let named = (0..).zip(versions).filter_map(|(n, number)| Some((deliverable_ref(n), format!("0.{}", number?)))).collect();
            let request = WriteDelivery { name: short("Delleverans"), planned_on: None, point: None, versions: named, recommendation: None, version };
            match delivery {
                Some(n) => deliveries::edit(db, ctx, at, number(n), &request),
                None => deliveries::draw_up(db, ctx, at, &request).map(drop),
            }
        }
        Action::SubmitDelivery { delivery } => {
            let request = SubmitDelivery { proposed: GateOutcome::Continue, recommendation: text("Godkänn"), version };
            deliveries::submit(db, ctx, at, number(delivery), &request)
        }
        Action::DecideDelivery { delivery, outcome: chosen, conditions: given, basis } => {
            let set = given && chosen == Outcome::Continue;
            let conditions = if set { conditions(db, ctx, at, number(delivery))? } else { Vec::new() };
            let request = DecideDelivery { outcome: outcome(chosen), motivation: text("Så blir det"), conditions, basis: said(basis, ctx), version };
            deliveries::decide(db, ctx, at, number(delivery), &request).map(drop)
        }
        Action::LiftDelivery { delivery, basis } => {
            let request = LiftDelivery { reason: text("Större än vi"), basis: said(basis, ctx), version };
            deliveries::lift(db, ctx, at, number(delivery), &request).map(drop)
        }
        Action::PlanGate { .. }
        | Action::Tick { .. }
        | Action::SubmitGate { .. }
        | Action::DecideGate { .. }
        | Action::LiftGate { .. }
        | Action::Resume { .. } => course::act(db, ctx, at, action, version, model),
        Action::OrderChange { .. }
        | Action::EditChange { .. }
        | Action::SubmitChange { .. }
        | Action::ReceiveChange { .. }
        | Action::AssessChange { .. }
        | Action::RaiseChange { .. }
        | Action::DecideChange { .. }
        | Action::WithdrawChange { .. }
        | Action::ExecuteChange { .. }
        | Action::CommunicateChange { .. } => changes::act(db, ctx, at, action, version, model),
        Action::StartDocument => docs::start(db, ctx, at, &first_text()).map(drop),
        Action::WriteOn { document } => {
            let request = docs::AddVersion { label: None, reason: text("Omarbetad"), content: content(), version };
            docs::add_version(db, ctx, at, number(document), &request).map(drop)
        }
        Action::AskForComments { document, days } => {
            let last_day = ctx.today + TimeDelta::days(days);
            let request = SendForComments { people: Vec::new(), roles: vec![Role::ReferenceGroup], last_day, message: None, version };
            docs::send_for_comments(db, ctx, at, number(document), &request)
        }
        Action::Comment { document } => docs::answer(db, ctx, at, number(document), &AnswerComments { text: text("Bra") }),
        Action::CloseComments { document } => docs::close(db, ctx, at, number(document), version),
        Action::SubmitDocument { document } => docs::submit(db, ctx, at, number(document), docs::Submit { label: None, version }),
        Action::DecideDocument { document, adopt, basis } => {
            let verdict = if adopt { Verdict::Adopt } else { Verdict::Return };
            let request = docs::Decide { verdict, reason: Some(text("Vi har läst")), basis: said(basis, ctx), version };
            docs::decide(db, ctx, at, number(document), &request).map(drop)
        }
        Action::Delegate { terms, basis } => delegations::grant(db, ctx, at, &grant(&terms, said(basis, ctx), ctx)).map(drop),
        Action::Revoke { delegation, basis } => {
            delegations::revoke(db, ctx, at, number(delegation), &Revoke { reason: text("Åter"), basis: said(basis, ctx), version }).map(drop)
        }
        Action::Adopt { table, basis } => {
            let matters = charter_of(table).matters().to_vec();
            charter::adopt(db, ctx, at, &AdoptCharter { matters, motivation: text("Ny ordning"), basis: said(basis, ctx), version }).map(drop)
        }
        Action::Confirm { recording } => {
            let id = seen::recording_id(db, at.project.id, model.recorded(recording)).ok_or(Problem::NotFound)?;
            decisions::confirm(db, ctx, at, id, pdf).map(drop)
        }
        Action::Decline { recording } => {
            let id = seen::recording_id(db, at.project.id, model.recorded(recording)).ok_or(Problem::NotFound)?;
            decisions::decline(db, ctx, at, id, &Decline { reason: text("Så beslutade vi inte") })
        }
        Action::MailArrives { .. } | Action::DaysPass { .. } => Ok(()),
    }
}

/// What happens by itself: the worker's doings, with nobody's role.
pub fn by_itself(db: &mut Db, ctx: &Ctx, code: &str, action: &Action) -> Result<(), Problem> {
    let project = projects::by_code(db, code)?.ok_or(Problem::NotFound)?;
    let id = project.id;
    match action {
        Action::DaysPass { .. } => {
            let ctx = Ctx { person: PersonId(0), ..ctx.clone() };
            let at = InProject::open_for_system(db, &ctx, id)?;
            risks::reopen_expired(db, &ctx, &at).map(drop)
        }
        Action::MailArrives { report } => {
            for row in report_rows::editions(db, id, key(*report))? {
                let mails = outbox::of_report(db, row.id)?;
                if let (Some((mail, _)), "approved") = (mails.first(), row.state.as_str()) {
                    outbox::claim(db, "test", ctx.real_now, ctx.real_now + TimeDelta::minutes(5), 1000)?;
                    outbox::record(db, mail.id, "test", ctx.real_now, &Attempt::Accepted { answer: "250" })?;
                    report_rows::mark_sent(db, row.id)?;
                    return Ok(());
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
