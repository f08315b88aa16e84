//! Speed of reports: the five-page status report should take at most 10 ms of one core.

use criterion::{Criterion, criterion_group, criterion_main};
use styrrum::render::{charts, pdf};

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[path = "../src/render/pdf/samples/figures.rs"]
mod figures;

const STATUS_REPORT: &str = include_str!("../src/render/pdf/samples/status-report.html");

fn reports(c: &mut Criterion) {
    let (charts, meta) = (figures::charts(), figures::meta());
    c.bench_function("status report, 5 pages", |b| b.iter(|| pdf::render(STATUS_REPORT, &charts, &meta)));
    let long = figures::long_report();
    let mut slow = c.benchmark_group("long");
    slow.sample_size(10);
    slow.bench_function("tables, 60 pages", |b| b.iter(|| pdf::render(&long, &charts, &meta)));
    slow.finish();
}

criterion_group!(benches, reports);
criterion_main!(benches);
