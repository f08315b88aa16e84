//! Random sequences of acts by everybody, through the services on a real database, against a small model of the rules.
//!
//! After each act the whole observable state must be the model's: what is where, who holds it, every decision with its mandate,
//! nothing lost, nothing twice; and what the model refuses must be refused for one of its reasons and change nothing.
//! `STYRRUM_SEQUENCES=n` runs n of them (CI: 10,000), `STYRRUM_SEED=n` those of a seed that a failure has named.
mod cast;
mod model;
mod seen;

use cast::{CAST, CODES, LEADER, NAMED, Template};
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use model::{Basis, Refusal, Saw, Table, Why};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use seen::Seen;
use std::sync::atomic::{AtomicU64, Ordering};
use styrrum::domain::charter::Charter;
use styrrum::domain::decision::Basis as Said;
use styrrum::domain::ids::RiskRef;
use styrrum::domain::matter::Matter;
use styrrum::domain::report::ReportKey;
use styrrum::domain::risk::{MeasureState, RiskTexts, Strategy as MeasureStrategy};
use styrrum::domain::role::Role;
use styrrum::domain::text::Names;
use styrrum::domain::{LongText, ShortText};
use styrrum::services::charter::AdoptCharter;
use styrrum::services::decisions::Decline;
use styrrum::services::reports::{Approve, Dispatch, GiveBack, SaveReport, StartReport, Submit};
use styrrum::services::risks::{Accept, Answer, AnswerLowering, Assess, LiftRisk, LogRisk, OrderMeasure, Remark, WithReason, WriteMeasure};
use styrrum::services::{Ctx, InProject, Problem, charter, decisions, reports, risks};
use styrrum::store::outbox::{self, Attempt};
use styrrum::store::{Db, projects, reports as report_rows};

/// What somebody can do. Risks and reports are counted from the first of the project.
#[derive(Debug, Clone)]
pub enum Action {
    Log { s: i32, k: i32 },
    Assess { risk: usize, s: i32, k: i32 },
    Answer { risk: usize, confirm: bool, basis: Basis },
    Accept { risk: usize, days: i64, basis: Basis },
    Acknowledge { risk: usize },
    Order { risk: usize, named: bool, basis: Basis },
    Choose { risk: usize, named: bool },
    Lift { risk: usize, basis: Basis },
    Occur { risk: usize },
    Close { risk: usize },
    Remark { risk: usize, opinion: bool },
    Start,
    Edit { report: usize, whole: bool },
    Submit { report: usize },
    Approve { report: usize, basis: Basis },
    Return { report: usize, basis: Basis },
    NewEdition { report: usize },
    Dispatch { report: usize },
    Adopt { table: Table, basis: Basis },
    Confirm { recording: usize },
    Decline { recording: usize },
    MailArrives { report: usize },
    DaysPass { days: i64 },
}

/// An act by somebody of the cast.
#[derive(Debug, Clone)]
struct Step {
    who: usize,
    saw: Saw,
    action: Action,
}

impl Step {
    fn told(&self) -> String {
        let saw = match self.saw {
            Saw::Now => "",
            Saw::Stale => " (stale)",
            Saw::Unsaid => " (no version)",
        };
        format!("  {}{saw} {:?}", CAST[self.who].0, self.action)
    }
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![3 => Just(Basis::Unsaid), 3 => Just(Basis::Chair), 3 => Just(Basis::Meeting), 1 => Just(Basis::Tomorrow), 2 => Just(Basis::PerCapsulam)]
}
fn table() -> impl Strategy<Value = Table> {
    prop_oneof![Just(Table::Plan), Just(Table::Slides), Just(Table::Meetings), Just(Table::TwoRoles)]
}
fn number() -> impl Strategy<Value = i32> {
    prop_oneof![30 => 1..=5i32, 1 => Just(0), 1 => Just(6)]
}
fn action() -> impl Strategy<Value = Action> {
    let (risk, report) = (0..3usize, 0..2usize);
    prop_oneof![
        4 => (number(), number()).prop_map(|(s, k)| Action::Log { s, k }),
        9 => (risk.clone(), number(), number()).prop_map(|(risk, s, k)| Action::Assess { risk, s, k }),
        6 => (risk.clone(), any::<bool>(), basis()).prop_map(|(risk, confirm, basis)| Action::Answer { risk, confirm, basis }),
        5 => (risk.clone(), prop_oneof![8 => 1..=366i64, 1 => Just(0), 1 => Just(367)], basis()).prop_map(|(risk, days, basis)| Action::Accept { risk, days, basis }),
        4 => risk.clone().prop_map(|risk| Action::Acknowledge { risk }),
        3 => (risk.clone(), any::<bool>(), basis()).prop_map(|(risk, named, basis)| Action::Order { risk, named, basis }),
        2 => (risk.clone(), any::<bool>()).prop_map(|(risk, named)| Action::Choose { risk, named }),
        5 => (risk.clone(), basis()).prop_map(|(risk, basis)| Action::Lift { risk, basis }),
        1 => risk.clone().prop_map(|risk| Action::Occur { risk }),
        2 => risk.clone().prop_map(|risk| Action::Close { risk }),
        2 => (risk, any::<bool>()).prop_map(|(risk, opinion)| Action::Remark { risk, opinion }),
        2 => Just(Action::Start),
        4 => (report.clone(), prop::bool::weighted(0.9)).prop_map(|(report, whole)| Action::Edit { report, whole }),
        5 => report.clone().prop_map(|report| Action::Submit { report }),
        5 => (report.clone(), basis()).prop_map(|(report, basis)| Action::Approve { report, basis }),
        3 => (report.clone(), basis()).prop_map(|(report, basis)| Action::Return { report, basis }),
        2 => report.clone().prop_map(|report| Action::NewEdition { report }),
        3 => report.clone().prop_map(|report| Action::Dispatch { report }),
        4 => (table(), basis()).prop_map(|(table, basis)| Action::Adopt { table, basis }),
        5 => (0..3usize).prop_map(|recording| Action::Confirm { recording }),
        1 => (0..2usize).prop_map(|recording| Action::Decline { recording }),
        2 => report.prop_map(|report| Action::MailArrives { report }),
        1 => prop_oneof![1..=30i64, 300..=400i64].prop_map(|days| Action::DaysPass { days }),
    ]
}
/// Everybody now and then; those who get furthest more often.
fn who() -> impl Strategy<Value = usize> {
    let place = |name: &str| CAST.iter().position(|(n, _)| *n == name).unwrap_or_default();
    let often = ["leader", "chair", "orderer", "substitute", "chair-and-secretary", "orderer-and-deputy", "secretary", "representative"].map(place);
    prop_oneof![1 => 0..CAST.len(), 3 => prop::sample::select(often.to_vec())]
}
fn step() -> impl Strategy<Value = Step> {
    let saw = prop_oneof![18 => Just(Saw::Now), 1 => Just(Saw::Stale), 1 => Just(Saw::Unsaid)];
    (who(), saw, action()).prop_map(|(who, saw, action)| Step { who, saw, action })
}
/// The project's kind, and what happens in it. Every sequence begins with two risks; a report is ready to be submitted.
fn sequence() -> impl Strategy<Value = (usize, Vec<Step>)> {
    let begin = |action| Step { who: LEADER, saw: Saw::Now, action };
    let first = (1..=5i32, 1..=5i32, 3..=5i32, 3..=5i32);
    (0..CODES.len(), first, prop::collection::vec(step(), 1..=10)).prop_map(move |(project, (s, k, s2, k2), rest)| {
        let begun = [Action::Log { s, k }, Action::Log { s: s2, k: k2 }];
        (project, begun.into_iter().map(begin).chain(rest).collect())
    })
}

fn text(t: &str) -> LongText {
    LongText::new(t).expect("text")
}
fn short(t: &str) -> ShortText {
    ShortText::new(t).expect("text")
}
fn said(basis: Basis, ctx: &Ctx) -> Option<Said> {
    let all = Names::new("Alla").expect("names");
    let meeting = |date| Said::Meeting { date, item: short("§ 3"), present: all.clone() };
    match basis {
        Basis::Unsaid => None,
        Basis::Chair => Some(Said::Chair),
        Basis::Meeting => Some(meeting(ctx.today.pred_opt().expect("yesterday"))),
        Basis::Tomorrow => Some(meeting(ctx.today.succ_opt().expect("tomorrow"))),
        Basis::PerCapsulam => Some(Said::PerCapsulam { agreed: all }),
    }
}
fn charter_of(table: Table) -> Charter {
    let of = |number| if table == Table::Slides { Charter::of_the_slides(number) } else { Charter::of_the_plan(number) };
    let mut rules = of(1).matters().to_vec();
    for rule in &mut rules {
        match (table, rule.matter) {
            (Table::Meetings, matter) => rule.chair_alone = matter == Matter::Charter,
            (Table::TwoRoles, Matter::RiskHigh) => rule.roles = vec![Role::ProjectOwner, Role::ProjectOrderer],
            (Table::TwoRoles, Matter::StatusReport) => rule.roles = vec![Role::ProjectOrderer, Role::SteeringGroup],
            _ => {}
        }
    }
    Charter::new(1, rules).expect("a charter")
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

/// The act itself, as a page or the API would call it. `versions`: of the risk or report that it is about.
fn act(db: &mut Db, ctx: &Ctx, code: &str, action: &Action, saw: Saw, version_of: impl Fn(&Action) -> i64) -> Result<(), Problem> {
    let at = &InProject::open(db, ctx, code)?;
    let version = (saw != Saw::Unsaid).then(|| version_of(action) - i64::from(saw == Saw::Stale));
    let risk_ref = |risk: usize| RiskRef(risk as i32 + 1);
    let number = |report: usize| report as i32 + 1;
    let key = |report: usize| ReportKey::status(number(report));
    let why = || WithReason { reason: text("Läget har ändrats"), version };
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
            let expires_on = ctx.today + chrono::TimeDelta::days(days);
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
            risks::remark(db, ctx, at, risk_ref(risk), if opinion { "opinion" } else { "comment" }, &Remark { text: text("Se upp") })
        }
        Action::Start => reports::start(db, ctx, at, &StartReport::default()).map(drop),
        Action::Edit { report, whole } => {
            let upcoming = Some(if whole { "Val av process två".to_owned() } else { String::new() });
            reports::save(db, ctx, at, number(report), &SaveReport { upcoming, version, ..SaveReport::default() }).map(drop)
        }
        Action::Submit { report } => reports::submit(db, ctx, at, key(report), &Submit { version }, "template"),
        Action::Approve { report, basis } => {
            reports::approve(db, ctx, at, key(report), &Approve { basis: said(basis, ctx), version }, &|_, _| Ok(b"%PDF".to_vec())).map(drop)
        }
        Action::Return { report, basis } => {
            reports::give_back(db, ctx, at, key(report), &GiveBack { reason: text("Skriv mer"), basis: said(basis, ctx), version }).map(drop)
        }
        Action::NewEdition { report } => reports::new_edition(db, ctx, at, key(report)).map(drop),
        Action::Dispatch { report } => reports::dispatch(db, ctx, at, key(report), &Dispatch { version, ..Dispatch::default() }).map(drop),
        Action::Adopt { table, basis } => {
            let matters = charter_of(table).matters().to_vec();
            charter::adopt(db, ctx, at, &AdoptCharter { matters, motivation: text("Ny ordning"), basis: said(basis, ctx), version }).map(drop)
        }
        Action::Confirm { recording } => {
            let id = seen::recording_id(db, at.project.id, recording).ok_or(Problem::NotFound)?;
            decisions::confirm(db, ctx, at, id, &|_, _| Ok(b"%PDF".to_vec())).map(drop)
        }
        Action::Decline { recording } => {
            let id = seen::recording_id(db, at.project.id, recording).ok_or(Problem::NotFound)?;
            decisions::decline(db, ctx, at, id, &Decline { reason: text("Så beslutade vi inte") })
        }
        Action::MailArrives { .. } | Action::DaysPass { .. } => Ok(()),
    }
}
fn why(problem: &Problem) -> Option<Why> {
    Some(match problem {
        Problem::NotFound => Why::NotFound,
        Problem::Forbidden(_) => Why::NoRight,
        Problem::NoMandate(_) => Why::NoMandate,
        Problem::Refused(_) | Problem::AlreadyDecided(_) => Why::State,
        Problem::Stale => Why::Stale,
        Problem::Invalid(_) => Why::Invalid,
        _ => return None,
    })
}

/// What happens by itself: the worker's doings, with nobody's role.
fn by_itself(db: &mut Db, ctx: &Ctx, code: &str, action: &Action) -> Result<(), Problem> {
    let project = projects::by_code(db, code)?.ok_or(Problem::NotFound)?;
    let id = project.id;
    match action {
        Action::DaysPass { .. } => {
            let at = InProject::open_for_system(db, ctx, id)?;
            risks::reopen_expired(db, ctx, &at).map(drop)
        }
        Action::MailArrives { report } => {
            for row in report_rows::editions(db, id, ReportKey::status(*report as i32 + 1))? {
                let mails = outbox::of_report(db, row.id)?;
                if let (Some((mail, _)), "approved") = (mails.first(), row.state.as_str()) {
                    outbox::claim(db, "test", ctx.real_now, ctx.real_now + chrono::TimeDelta::minutes(5), 1000)?;
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

type Transactions = <Db as Connection>::TransactionManager;

/// Runs one sequence in a transaction that is rolled back at its end. Each act has its savepoint, as the writer gives it.
fn run(db: &mut Db, template: &Template, project: usize, steps: &[Step]) -> Result<(), TestCaseError> {
    Transactions::begin_transaction(db).expect("begun");
    let done = steps_of(db, template, project, steps);
    Transactions::rollback_transaction(db).expect("rolled back");
    done
}
fn steps_of(db: &mut Db, template: &Template, project: usize, steps: &[Step]) -> Result<(), TestCaseError> {
    let code = CODES[project];
    let mut model = template.model(project);
    let mut charter = Charter::of_the_plan(1);
    let id = template.projects[project];
    let mut before = Seen::of(db, id, &mut charter);
    for (n, step) in steps.iter().enumerate() {
        model.step = n;
        if let Action::DaysPass { days } = step.action {
            model.days_pass(days);
        }
        let ctx = template.ctx(step.who, &model);
        let mut expected = model.clone();
        let wanted = expected.act(step.who, &step.action, step.saw);
        if let Action::MailArrives { report } = step.action {
            expected.mail_arrives(report);
        }
        Transactions::begin_transaction(db).expect("savepoint");
        let got = match step.action {
            Action::MailArrives { .. } | Action::DaysPass { .. } => by_itself(db, &ctx, code, &step.action),
            _ => act(db, &ctx, code, &step.action, step.saw, |action| seen::version(&before, action, model.charter)),
        };
        if got.is_ok() { Transactions::commit_transaction(db) } else { Transactions::rollback_transaction(db) }.expect("ended");
        let after = Seen::of(db, id, &mut charter);
        let place = || format!("step {n}: {} {:?}", CAST[step.who].0, step.action);
        match (&wanted, &got) {
            (Ok(()), Ok(())) | (Err(_), Err(_)) => {}
            _ => return Err(TestCaseError::fail(format!("{}\nthe rules: {wanted:?}\nthe program: {got:?}", place()))),
        }
        DONE[usize::from(got.is_err())].fetch_add(1, Ordering::Relaxed);
        if let (Err(reasons), Err(problem)) = (&wanted, &got) {
            refused_rightly(reasons, problem).map_err(|e| TestCaseError::fail(format!("{}\n{e}", place())))?;
            prop_assert_eq!(&after, &before, "{}: refused, and yet something changed", place());
            continue;
        }
        model = expected;
        let shown = seen::expected(&model, template);
        prop_assert_eq!(&after.state, &shown, "{}", place());
        let quiet = matches!(step.action, Action::Edit { .. } | Action::MailArrives { .. } | Action::DaysPass { .. } | Action::Dispatch { .. });
        prop_assert!(quiet || after.head > before.head, "{}: nothing in the journal", place());
        seen::decisions_hold(db, id, template, &model, before.state.decisions).map_err(|e| TestCaseError::fail(format!("{}\n{e}", place())))?;
        before = after;
    }
    if let Some(last) = steps.last() {
        let ctx = template.ctx(last.who, &model);
        prop_assert_eq!(seen::waits_for(db, &ctx, code), seen::should_wait_for(&model, last.who), "what waits for {}", CAST[last.who].0);
    }
    Ok(())
}
fn refused_rightly(reasons: &Refusal, problem: &Problem) -> Result<(), String> {
    match why(problem) {
        Some(found) if reasons.contains(&found) => Ok(()),
        // What somebody decided since the sender looked is said.
        Some(Why::State) if reasons.contains(&Why::Stale) && matches!(problem, Problem::AlreadyDecided(_)) => Ok(()),
        _ => Err(format!("the rules refuse it for {reasons:?}, the program for {problem:?}")),
    }
}

fn seed() -> u64 {
    let given = std::env::var("STYRRUM_SEED").ok().and_then(|s| s.parse().ok());
    given.unwrap_or_else(|| u64::from_str_radix(&styrrum::clock::Entropy::System.hex::<8>().expect("random"), 16).expect("a number"))
}

/// Acts that were done, and that were refused.
static DONE: [AtomicU64; 2] = [const { AtomicU64::new(0) }; 2];

/// The threads that share the sequences; each has its own copy of the database.
const LANES: u64 = 2;

#[test]
fn no_sequence_of_acts_by_anybody_leaves_the_rules() {
    if std::env::var("STYRRUM_TEST_POSTGRES").is_ok() {
        // The rules do not depend on the database; they are tried once.
        return;
    }
    let (seed, cases) = (seed(), std::env::var("STYRRUM_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000u32));
    let begun = std::time::Instant::now();
    let failures: Vec<String> = std::thread::scope(|s| {
        let lanes: Vec<_> = (0..LANES).map(|lane| s.spawn(move || sequences(seed ^ lane, cases / LANES as u32))).collect();
        lanes.into_iter().filter_map(|lane| lane.join().expect("a lane").err()).collect()
    });
    assert!(failures.is_empty(), "STYRRUM_SEED={seed} shows it again.\n{}", failures.join("\n"));
    let [done, refused] = [0, 1].map(|n| DONE[n].load(Ordering::Relaxed));
    println!("{cases} sequences, {done} acts done, {refused} refused, seed {seed}, {:.1} s", begun.elapsed().as_secs_f64());
}

fn sequences(seed: u64, cases: u32) -> Result<(), String> {
    let template = Template::new();
    let mut db = Db::establish(&template.file).expect("database");
    let bytes: Vec<u8> = (0..4).flat_map(|n| (seed.wrapping_mul(2 * n + 1)).to_le_bytes()).collect();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 1500, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let db = std::cell::RefCell::new(&mut db);
    let result = runner.run(&sequence(), |(project, steps)| run(*db.borrow_mut(), &template, project, &steps));
    result.map_err(|e| match e {
        TestError::Fail(reason, (project, steps)) => {
            let told: Vec<String> = steps.iter().map(Step::told).collect();
            format!("{reason}\nin {}:\n{}", CODES[project], told.join("\n"))
        }
        TestError::Abort(reason) => reason.to_string(),
    })
}
