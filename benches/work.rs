//! Speed of what people do most: pages of the register and of a report, and risks in the store. Through HTTP where a page is
//! drawn, so that all of it counts.
#![expect(clippy::expect_used, reason = "a measurement that cannot go on says so by failing")]
use criterion::{Criterion, criterion_group, criterion_main};
use styrrum::domain::risk::RiskTexts;
use styrrum::domain::text::ShortText;
use styrrum::services::risks::{self, LogRisk};
use styrrum::services::{InProject, Problem};
use styrrum::store::risks::{self as rows, Filter, Order};
use support::World;

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[path = "../tests/it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use more of it")]
mod support;

const RISKS: i64 = 10_000;

fn risk(number: i64) -> LogRisk {
    let text = |t: String| ShortText::new(&t).expect("text");
    let texts = RiskTexts {
        threat: text(format!("Leverantören av system {number} försenas")),
        vulnerability: text("Projektet är beroende av en enda leverantör".into()),
        consequence: text(format!("Införandet i kommun {} blir senare", number % 14)),
    };
    LogRisk { texts, likelihood: number % 3 + 1, impact: number % 4 + 1, reason: None, owner: None }
}
fn log(world: &World, numbers: std::ops::Range<i64>) {
    let ctx = world.ctx(&world.leader);
    world.write(move |db| {
        let at = InProject::open(db, &ctx, "H044")?;
        numbers.clone().try_for_each(|n| risks::log(db, &ctx, &at, &risk(n)).map(drop))
    });
}

fn work(c: &mut Criterion) {
    let world = World::new();
    world.leader.sign_in();
    log(&world, 0..100);
    world.leader.api("POST", "/api/v1/projects/H044/status-reports", None).expect(201);
    c.bench_function("register page, 100 rows", |b| b.iter(|| world.leader.get("/projects/H044/risks")));
    c.bench_function("status report as HTML", |b| b.iter(|| world.leader.get("/projects/H044/status-reports/1/preview")));
    (100..RISKS).step_by(100).for_each(|from| log(&world, from..from + 100));
    let project = world.project;
    let page = || world.store.read_now(|db| Ok::<_, Problem>(rows::page(db, project, &Filter::default(), Order::Value { after: Some((6, 5000)) }, 100)?));
    assert_eq!(page().expect("a page").len(), 100);
    c.bench_function("store: a page of 100 risks of 10,000", |b| b.iter(page));
    let mut number = RISKS;
    c.bench_function("store: create a risk, durable", |b| {
        b.iter(|| {
            log(&world, number..number + 1);
            number += 1;
        })
    });
}

criterion_group!(benches, work);
criterion_main!(benches);
