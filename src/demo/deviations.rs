//! The demo's deviations, each as far as it has come.
use crate::demo::cast::Cast;
use crate::demo::file::{Deviation, DeviationAnswer, Project};
use crate::demo::{Event, entered, long, on, short};
use crate::services::Problem;
use crate::services::deviations::{self, ReportDeviation, Say};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for (number, deviation) in (1..).zip(&project.deviations) {
        events.push(on(deviation.on, move |db| report(db, cast, project, deviation)));
        if let Some(given) = &deviation.answer {
            events.push(on(given.on, move |db| answer(db, cast, project, number, given)));
        }
    }
    events
}

fn report(db: &mut Db, cast: &Cast, project: &Project, d: &Deviation) -> Result<(), Problem> {
    let ctx = cast.ctx(&d.by, d.on)?;
    let at = entered(db, &ctx, project)?;
    let request = ReportDeviation { area: d.area, title: short(&d.title)?, text: long(&d.text)?, observed_on: d.on };
    deviations::report(db, &ctx, &at, &request).map(drop)
}
fn answer(db: &mut Db, cast: &Cast, project: &Project, number: i32, given: &DeviationAnswer) -> Result<(), Problem> {
    let ctx = cast.ctx(&given.by, given.on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(deviations::find(db, &at, number)?.version);
    deviations::answer(db, &ctx, &at, number, &Say { text: long(&given.text)?, version })
}
