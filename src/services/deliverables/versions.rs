//! Versions of a deliverable: added with a file or a link, taken away while nothing gathers them, locked once approved.
use super::{find, object, workable};
use crate::domain::deliverable::{VersionLabel, is_link, removable};
use crate::domain::file::FileKind;
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::upload::Upload;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::uploads;
use crate::services::version::fits;
use crate::store::deliverables::{self as rows, NewVersion, Version};
use crate::store::files::Stored;
use crate::store::{Db, deliveries, files};
use serde_json::{Value, json};

/// A version to be added: a link, a file, or both.
#[derive(Debug, Clone)]
pub struct AddVersion {
    pub label: VersionLabel,
    pub link: Option<ShortText>,
    pub file: Option<Upload>,
    /// What has changed since the version before.
    pub note: Option<LongText>,
}
impl Input for AddVersion {
    fn parse(f: &mut Fields<'_>) -> Option<AddVersion> {
        let label = f.short("label").and_then(|text| {
            let label = VersionLabel::new(text.as_str());
            if label.is_none() {
                f.fault("label", Fault::Other("not-a-version"));
            }
            label
        });
        let (link, note) = (f.optional_short("link"), f.optional_long("note"));
        if link.as_ref().is_some_and(|l| !is_link(l.as_str())) {
            f.fault("link", Fault::Other("not-a-link"));
        }
        let file = uploads::sent(f, "file");
        if link.is_none() && file.is_none() && !f.is_faulted("file") {
            f.fault("link", Fault::Other("link-or-file"));
        }
        Some(AddVersion { label: label?, link, file, note })
    }
}

/// The versions of a deliverable with who added each, the newest first.
///
/// # Errors
/// Those of the store.
pub fn versions_of(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<Vec<(Version, Option<String>)>, Problem> {
    Ok(rows::versions_of_one(db, at.project.id, reference.0)?)
}
/// A version by its label, with who added it.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn version(db: &mut Db, at: &InProject, reference: DeliverableRef, label: &str) -> Result<(Version, Option<String>), Problem> {
    find(db, at, reference)?;
    rows::version(db, at.project.id, reference.0, label)?.ok_or(Problem::NotFound)
}
/// The stored file of a version, and the name to save it under.
///
/// # Errors
/// [`Problem::NotFound`] for a version without one.
pub fn file(db: &mut Db, at: &InProject, reference: DeliverableRef, label: &str) -> Result<(Stored, String), Problem> {
    let (version, _) = version(db, at, reference, label)?;
    let sha256 = version.sha256.ok_or(Problem::NotFound)?;
    let mut stored = files::find(db, &sha256)?.ok_or_else(|| Problem::internal(format!("the file {sha256} is gone")))?;
    // The same bytes may be kept as what somebody sent before.
    stored.media_type = version.media_type.unwrap_or(stored.media_type);
    let ending = FileKind::of_media_type(&stored.media_type).map_or_else(String::new, |kind| format!(".{kind}"));
    Ok((stored, format!("{}-{reference}-{label}{ending}", at.project.code)))
}

/// Adds a version under its label. The deliverable's own label is its newest version's from then on.
///
/// # Errors
/// No right to lead, the project is not running, the label is taken, or no room for more.
pub fn add_version(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, request: &AddVersion) -> Result<Version, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = workable(db, at, reference)?;
    if rows::version(db, at.project.id, reference.0, request.label.as_str())?.is_some() {
        return Err(Problem::invalid("label", Fault::Taken));
    }
    let number = rows::next_version(db, at.project.id, reference.0)?;
    room_for("label", number)?;
    let (sha256, kind) = request.file.as_ref().map(|upload| uploads::take(db, ctx, at, "file", upload)).transpose()?.unzip();
    let new = NewVersion {
        project_id: at.project.id,
        deliverable: reference.0,
        number,
        label: request.label.as_str(),
        link: request.link.as_ref().map_or("", ShortText::as_str),
        sha256: sha256.as_deref(),
        media_type: kind.map(FileKind::media_type),
        note: request.note.as_ref().map_or("", LongText::as_str),
        added_by: ctx.person.0,
        added_at: ctx.now,
    };
    rows::add_version(db, &new)?;
    let (version, _) = version(db, at, reference, request.label.as_str())?;
    let (was, mut after) = (json!({"version_label": before.version_label}), version_content(&version));
    after["version_label"] = json!(version.label);
    journal::record(db, ctx, at, Change { kind: "deliverable.version_added", object: &object(reference), before: was, after })?;
    Ok(version)
}
/// Takes a version away again, sent by somebody who saw the deliverable at `seen`. Its file goes with it, unless something else has it.
///
/// # Errors
/// No right to lead, the project is not running, decided about, gathered in a part delivery, or stale.
pub fn remove_version(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, label: &str, seen: Option<i64>) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let (version, _) = version(db, at, reference, label)?;
    fits(workable(db, at, reference)?.version, seen)?;
    let gathered = deliveries::gathered(db, at.project.id)?.iter().any(|g| (g.deliverable, g.number) == (version.deliverable, version.number));
    removable(version.decision.is_some(), version.judged, gathered)?;
    rows::remove_version(db, at.project.id, reference.0, version.number)?;
    if let Some(sha256) = &version.sha256 {
        files::forget(db, sha256)?;
    }
    let before = version_content(&version);
    journal::record(db, ctx, at, Change { kind: "deliverable.version_removed", object: &object(reference), before, after: Value::Null })
}

/// What an approval fixes of a version.
pub fn version_content(version: &Version) -> Value {
    json!({"number": version.number, "label": version.label, "link": version.link, "sha256": version.sha256, "note": version.note})
}
