//! What is done with change requests.
use super::super::acts::Action;
use super::super::cast::{CATEGORY, YEARS, day};
use super::super::model::{Effect, Lines, Model, Verdict};
use super::{said, short, text};
use styrrum::domain::change::ChangeTexts;
use styrrum::domain::ids::ChangeRef;
use styrrum::domain::money::Ore;
use styrrum::domain::plan::{BudgetChange, DeliverableChange};
use styrrum::domain::role::Role;
use styrrum::services::changes::{self, Assess, Communicate, Decide, EditChange, Execute, Execution, GiveBack, OrderChange, Raise, Seen, Withdraw};
use styrrum::services::{Ctx, InProject, Problem};
use styrrum::store::Db;

/// A request on behalf of a role.
pub fn order(role: Role, submit: bool) -> OrderChange {
    let texts =
        ChangeTexts { title: short("Fler kurser"), proposal: text("Två till"), reason: text("Många har bett om det"), if_nothing: text("Kön växer") };
    OrderChange { texts, role: Some(role), submit }
}

pub fn act(db: &mut Db, ctx: &Ctx, at: &InProject, action: &Action, version: Option<i64>, model: &Model) -> Result<(), Problem> {
    let reference = |change: usize| ChangeRef(change as i32 + 1);
    match action.clone() {
        Action::OrderChange { role, submit } => changes::order(db, ctx, at, &order(role, submit)).map(drop),
        Action::EditChange { change } => {
            let texts = ChangeTexts { reason: text("Ännu fler har bett om det"), ..order(Role::ProjectOrderer, false).texts };
            let request = EditChange { texts, submit: false, version };
            changes::edit(db, ctx, at, reference(change), &request)
        }
        Action::SubmitChange { change } => changes::submit(db, ctx, at, reference(change), Seen { version }),
        Action::ReceiveChange { change } => changes::receive(db, ctx, at, reference(change), Seen { version }),
        Action::AssessChange { change, effect } => changes::assess(db, ctx, at, reference(change), &assessment(effect, version, model)),
        Action::RaiseChange { change, basis } => {
            let request = Raise { reason: Some(text("Större än vi")), basis: said(basis, ctx), version };
            changes::raise(db, ctx, at, reference(change), &request).map(drop)
        }
        Action::DecideChange { change, verdict: Verdict::Lift, basis } => {
            let request = Decide { verdict: changes::Verdict::Lift, reason: Some(text("Större än vi")), basis: said(basis, ctx), version };
            changes::decide(db, ctx, at, reference(change), &request).map(drop)
        }
        Action::DecideChange { change, verdict: Verdict::Return, basis } => {
            let request = GiveBack { reason: text("Skriv mer"), basis: said(basis, ctx), version };
            changes::give_back(db, ctx, at, reference(change), &request).map(drop)
        }
        Action::DecideChange { change, verdict, basis } => {
            let (verdict, reason) =
                if verdict == Verdict::Approve { (changes::Verdict::Approve, None) } else { (changes::Verdict::Reject, Some(text("Ryms inte"))) };
            changes::decide(db, ctx, at, reference(change), &Decide { verdict, reason, basis: said(basis, ctx), version }).map(drop)
        }
        Action::WithdrawChange { change } => changes::withdraw(db, ctx, at, reference(change), &Withdraw { reason: text("Behövs inte"), version }),
        Action::ExecuteChange { change, finish } => {
            let (outcome, result) = if finish { (Execution::Finish, Some(text("Klart"))) } else { (Execution::Begin, None) };
            changes::execute(db, ctx, at, reference(change), &Execute { outcome, result, version })
        }
        Action::CommunicateChange { change } => changes::communicate(db, ctx, at, reference(change), &Communicate { message: text("Mejlat alla"), version }),
        other => panic!("{other:?} is nothing that is done with a change request"),
    }
}

fn assessment(effect: Effect, version: Option<i64>, model: &Model) -> Assess {
    let budget = |year: usize, kronor: i64| BudgetChange { category: CATEGORY.into(), year: YEARS[year], amount: Ore::kronor(kronor) };
    let other = || DeliverableChange::Change { number: 1, name: "Handlingsplan för alla".into(), handed_to: "Linjen".into() };
    let lines = match effect.lines {
        Lines::None => changes::Lines::default(),
        Lines::End(days) => changes::Lines { ends_on: Some(day(model.plan.ends.unwrap_or(model.day) + days)), ..changes::Lines::default() },
        Lines::Frame(kronor) => changes::Lines { budget: vec![budget(0, kronor)], ..changes::Lines::default() },
        Lines::Shift(kronor) => changes::Lines { budget: vec![budget(0, kronor), budget(1, -kronor)], ..changes::Lines::default() },
        Lines::Deliverable => changes::Lines { deliverables: vec![other()], ..changes::Lines::default() },
    };
    Assess {
        days: effect.days.try_into().expect("days"),
        cost: Ore::kronor(effect.kronor),
        scope: None,
        quality: None,
        risks: None,
        alternatives: text("Vänta ett år"),
        goals: effect.goals,
        financing: effect.financing,
        lines,
        version,
    }
}
