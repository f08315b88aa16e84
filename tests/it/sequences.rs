//! Random sequences of acts by everybody, through the services on a real database, against a small model of the rules.
//!
//! After each act (after the first few, which bring a sequence to its matter, at once) the whole observable state must be the model's: what
//! is where, who holds it, every decision with its mandate, nothing lost, nothing twice; and what the model refuses must be refused for one of its reasons and change nothing.
//! What the sequences get to is counted, and a kind of decision that none or hardly any gets to fails the test ([`coverage`]).
//! `STYRRUM_SEQUENCES=n` runs n of them (CI: 10,000), `STYRRUM_SEED=n` those of a seed that a failure has named.
mod acts;
mod cast;
mod coverage;
mod doing;
mod model;
mod seen;

use acts::{Action, Before, Step, sequence};
use cast::{CAST, CODES, LEADER, Template};
use coverage::reached;
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use model::{Model, Refusal, Why};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use seen::Seen;
use styrrum::domain::charter::Charter;
use styrrum::domain::refused::Refused;
use styrrum::services::{Problem, verify};
use styrrum::store::Db;

fn why(problem: &Problem) -> Option<Why> {
    Some(match problem {
        Problem::NotFound => Why::NotFound,
        Problem::Forbidden(_) | Problem::AnothersStep(_) => Why::NoRight,
        Problem::NoMandate(_) => Why::NoMandate,
        Problem::OutOfTurn(_) => Why::Turn,
        Problem::Refused(_) | Problem::AlreadyDecided(_) | Problem::RecordedAlready(_) => Why::State,
        Problem::Stale => Why::Stale,
        Problem::Invalid(_) => Why::Invalid,
        _ => return None,
    })
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
    let (mut last, mut done) = (LEADER, None);
    for (n, step) in steps.iter().enumerate() {
        model.step = n;
        let mut expected = model.clone();
        let (who, action, saw) = step.chosen(&model, done.as_ref());
        last = who;
        let wanted = expected.act(who, &action, saw);
        let ctx = template.ctx(who, &expected);
        Transactions::begin_transaction(db).expect("savepoint");
        let got = if action.happens_by_itself() { doing::by_itself(db, &ctx, code, &action) } else { doing::act(db, &ctx, code, &action, saw, &model) };
        if got.is_ok() { Transactions::commit_transaction(db) } else { Transactions::rollback_transaction(db) }.expect("ended");
        let place = || format!("step {n}: {} {saw:?} {action:?}", CAST[who].0);
        match (&wanted, &got) {
            (Ok(()), Ok(())) | (Err(_), Err(_)) => {}
            _ => return Err(TestCaseError::fail(format!("{}\nthe rules: {wanted:?}\nthe program: {got:?}", place()))),
        }
        reached(if got.is_ok() { "acts done" } else { "acts refused" });
        if let (Err(reasons), Err(problem)) = (&wanted, &got) {
            why(problem).iter().for_each(|why| reached(&format!("refused for {why:?}")));
            match problem {
                Problem::AlreadyDecided(_) => reached("refused for what was decided already"),
                Problem::Refused(Refused::BeyondDelegation) => reached("refused beyond the delegation"),
                _ => {}
            }
            if reasons.contains(&Why::NoMandate) {
                model.dead_for(who).for_each(|how| reached(&format!("refused to a delegate, {how}")));
            }
            refused_rightly(reasons, problem, &model).map_err(|e| TestCaseError::fail(format!("{}\n{e}", place())))?;
            continue;
        }
        let earlier = std::mem::replace(&mut model, expected);
        if step.looked_at {
            let after = Seen::of(db, id, &mut charter);
            let shown = seen::expected(&model, template);
            prop_assert_eq!(&after.state, &shown, "{}", place());
            let quiet = action.happens_by_itself() || matches!(action, Action::Edit { .. } | Action::Dispatch { .. });
            prop_assert!(quiet || after.head > before.head, "{}: nothing in the journal", place());
            seen::decisions_hold(db, id, template, &model, before.state.decisions).map_err(|e| TestCaseError::fail(format!("{}\n{e}", place())))?;
            before = after;
        }
        done = Some(Before { model: earlier, action });
    }
    // What was refused has changed nothing: what was done after it was seen as the rules have it, and so is the end.
    prop_assert_eq!(&Seen::of(db, id, &mut charter).state, &seen::expected(&model, template), "at the end");
    model.decisions.iter().flat_map(|taken| [Some(taken.told()), taken.answered()]).flatten().for_each(|what| reached(&what));
    let broken = verify::database(db).expect("read").broken;
    prop_assert!(broken.is_empty(), "not as the journal tells: {:?}", broken);
    let ctx = template.ctx(last, &model);
    prop_assert_eq!(seen::waits_for(db, &ctx, code), model.waiting_for(last), "what waits for {}", CAST[last].0);
    Ok(())
}
fn refused_rightly(reasons: &Refusal, problem: &Problem, model: &Model) -> Result<(), String> {
    match why(problem) {
        _ if matches!(problem, Problem::AlreadyDecided(number) if model.decisions.get(*number as usize - 1).is_none()) => {
            Err(format!("{problem:?}, and there is no such decision"))
        }
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
    println!("{cases} sequences, seed {seed}, {:.1} s", begun.elapsed().as_secs_f64());
    coverage::hold(cases.into());
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
