//! A deliverable: what it must fulfil, its versions, and what has come of it. And a version.
use super::named;
use crate::clock::local_day;
use crate::domain::deliverable::removable;
use crate::domain::file::FileKind;
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::{InProject, Problem, deliverables as service};
use crate::store::deliverables::{Criterion, Version};
use crate::store::deliveries::{self, DeliveryRow, Gathered};
use crate::store::{Db, files};
use crate::web::form::FormState;
use crate::web::pages::{delivery_title, handovers};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    name: String,
    description: String,
    responsible: String,
    handed_to: String,
    version: String,
    criteria: Vec<CriterionView>,
    /// They are approved with the newest version.
    criteria_fixed: bool,
    met: usize,
    versions: Vec<VersionLine>,
    history: Vec<Happened>,
    /// The decision that took it out of the plan.
    removed_by: Option<i32>,
    may_lead: bool,
}
#[derive(Serialize)]
struct CriterionView {
    number: i32,
    text: String,
    met: bool,
    note: String,
    by: String,
    on: String,
}
impl CriterionView {
    fn of(rq: &Rq, c: Criterion, by: String) -> CriterionView {
        CriterionView { number: c.number, text: c.text, met: c.met, note: c.note, by, on: format::dated(rq.lang, local_day(c.changed_at)) }
    }
}
/// A version in the list.
#[derive(Serialize)]
struct VersionLine {
    label: String,
    note: String,
    added_on: String,
    by: String,
    link: String,
    has_file: bool,
    /// The decision that it was approved by.
    decision: Option<i32>,
    /// The part delivery that gathers it.
    delivery: Option<i32>,
}
impl VersionLine {
    fn of(rq: &Rq, v: &Version, by: Option<String>, gathered: &[Gathered]) -> VersionLine {
        let delivery = gathered.iter().rev().find(|g| (g.deliverable, g.number) == (v.deliverable, v.number)).map(|g| g.delivery);
        VersionLine {
            label: v.label.clone(),
            note: v.note.clone(),
            added_on: format::dated(rq.lang, local_day(v.added_at)),
            by: by.unwrap_or_default(),
            link: v.link.clone(),
            has_file: v.sha256.is_some(),
            decision: v.decision,
            delivery: v.delivery.or(delivery),
        }
    }
}
#[derive(Serialize)]
struct Happened {
    when: String,
    title: String,
    text: String,
    by: String,
    icon: &'static str,
    href: String,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = named(db, rq, at)?;
    let criteria: Vec<CriterionView> = service::criteria_of(db, at, reference)?.into_iter().map(|(c, by)| CriterionView::of(rq, c, by)).collect();
    let (versions, gathered) = (service::versions_of(db, at, reference)?, deliveries::gathered(db, at.project.id)?);
    let history = history(db, rq, at, reference, &versions)?;
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        reference,
        responsible: service::responsible(at, &d).unwrap_or_default().to_owned(),
        name: d.name,
        description: d.description,
        handed_to: d.handed_to,
        version: d.version_label,
        met: criteria.iter().filter(|c| c.met).count(),
        criteria,
        versions: versions.into_iter().map(|(v, by)| VersionLine::of(rq, &v, by, &gathered)).collect(),
        history,
        may_lead: at.actor.may(Right::Lead, rq.moment.today) && at.demand_running().is_ok() && d.removed_by.is_none(),
        removed_by: d.removed_by,
        criteria_fixed: service::has_approved_newest(db, at, reference)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliverables/deliverable.html", &context)
}
/// Versions as they were added and approved, newest first.
fn history(db: &mut Db, rq: &Rq, at: &InProject, reference: DeliverableRef, versions: &[(Version, Option<String>)]) -> Result<Vec<Happened>, Problem> {
    let base = format!("/projects/{}", at.project.code);
    let approved: Vec<DeliveryRow> = deliveries::of(db, at.project.id)?.into_iter().filter(|d| d.decision.is_some()).collect();
    let titled = |key: &str, label: &str| {
        let mut args = FluentArgs::new();
        args.set("label", label.to_owned());
        rq.lang.text_with(key, &args)
    };
    let mut found = Vec::new();
    for (v, by) in versions {
        let added_on = local_day(v.added_at);
        let added = Happened {
            when: format::dated(rq.lang, added_on),
            title: titled("deliverable-version-added", &v.label),
            text: v.note.clone(),
            by: by.clone().unwrap_or_default(),
            icon: "package-check",
            href: format!("{base}/deliverables/{reference}/versions/{}", v.label),
        };
        found.push((added_on, added));
        if let Some((row, on)) = approved.iter().find(|d| Some(d.number) == v.delivery).and_then(|d| Some((d, d.decided_on?))) {
            let approval = Happened {
                when: format::dated(rq.lang, on),
                title: titled("deliverable-version-approved", &v.label),
                text: delivery_title(rq.lang, row.number, &row.name),
                by: String::new(),
                icon: "gavel",
                href: format!("{base}/deliveries/{}", row.number),
            };
            found.push((on, approval));
        }
    }
    found.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    Ok(found.into_iter().map(|(_, happened)| happened).collect())
}

#[derive(Serialize)]
struct VersionPage {
    code: String,
    project: String,
    form: FormState,
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    name: String,
    version: VersionLine,
    /// What kind its file is, and its checksum.
    kind: String,
    sha256: String,
    may_remove: bool,
    may_hand_over: bool,
    handovers: Vec<handovers::Line>,
}
pub fn version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, d) = named(db, rq, at)?;
    let (v, by) = service::version(db, at, reference, rq.param("label"))?;
    let gathered = deliveries::gathered(db, at.project.id)?;
    let is_gathered = gathered.iter().any(|g| (g.deliverable, g.number) == (v.deliverable, v.number));
    let media_type = v.sha256.as_deref().map(|sha256| files::find(db, sha256)).transpose()?.flatten().map(|file| file.media_type);
    let leads = at.actor.may(Right::Lead, rq.moment.today) && at.demand_running().is_ok();
    let context = VersionPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::empty(rq),
        reference,
        name: d.name,
        kind: media_type.and_then(|m| FileKind::of_media_type(&m)).map(|k| k.as_str().to_uppercase()).unwrap_or_default(),
        sha256: v.sha256.clone().unwrap_or_default(),
        may_remove: leads && removable(v.decision.is_some(), v.judged, is_gathered).is_ok(),
        may_hand_over: leads && v.decision.is_some(),
        handovers: handovers::lines(db, rq, at, Some((v.deliverable, v.number)))?,
        version: VersionLine::of(rq, &v, by, &gathered),
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliverables/version.html", &context)
}
pub fn file(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    let (stored, name) = service::file(db, at, reference, rq.param("label"))?;
    Ok(Reply::stored_file(stored, name))
}
