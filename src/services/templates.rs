//! The templates that projects are opened with: lifecycles and charters, each in versions. The program has the first of each; the
//! administrator's newer ones lie in the store. A project keeps the version that it was opened with.
use crate::domain::charter::{Charter, MatterRule};
use crate::domain::lifecycle::{ItemKind, Lifecycle, LifecycleFault, MOST_PHASES, Phase, Template};
use crate::domain::own_words;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::render::i18n::Lang;
use crate::services::charter::{self, SaveDraft};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::projects::CharterTemplate;
use crate::services::version;
use crate::store::Db;
use crate::store::templates::{self as rows, Made, TemplateKind};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is read of a name before its words are counted.
const LONGEST_NAME: usize = 1000;
/// The number of the program's own charters.
const FIRST: i32 = 1;

/// Every version of every lifecycle: the program's own first, then those of administrators.
///
/// # Errors
/// A damaged row.
pub fn lifecycles(db: &mut Db) -> Result<Vec<Arc<Lifecycle>>, Problem> {
    let made: Vec<Made<Lifecycle>> = rows::all(db, TemplateKind::Lifecycle)?;
    Ok(Lifecycle::all().iter().cloned().chain(made.into_iter().map(|m| Arc::new(m.content))).collect())
}
/// The version that a project was opened with.
///
/// # Errors
/// A lifecycle that neither this program nor the store knows.
pub fn lifecycle(db: &mut Db, key: &str, number: i32) -> Result<Arc<Lifecycle>, Problem> {
    if let Some(own) = Lifecycle::all().iter().find(|l| l.key == key && l.number == number) {
        return Ok(own.clone());
    }
    let made = rows::find(db, TemplateKind::Lifecycle, key, number)?;
    made.map(Arc::new).ok_or_else(|| Problem::internal(format!("no lifecycle {key} {number}")))
}
/// The version that a new project is opened with.
///
/// # Errors
/// A damaged row.
pub fn newest_lifecycle(db: &mut Db, template: Template) -> Result<Arc<Lifecycle>, Problem> {
    match rows::newest(db, TemplateKind::Lifecycle, template.as_str())? {
        Some((_, made)) => Ok(Arc::new(made)),
        None => template.newest().ok_or_else(|| Problem::internal(format!("no lifecycle {template}"))),
    }
}

/// The charter that a new project is opened with, and the number of its template's newest version.
///
/// # Errors
/// A damaged row.
pub fn newest_charter(db: &mut Db, template: CharterTemplate) -> Result<(Charter, i32), Problem> {
    match rows::newest::<Vec<MatterRule>>(db, TemplateKind::Charter, template.as_str())? {
        Some((number, matters)) => {
            let charter = Charter::new(1, matters).map_err(|faults| Problem::internal(format!("the charter {template} {number}: {faults:?}")))?;
            Ok((charter, number))
        }
        None => Ok((template.first_charter(), FIRST)),
    }
}

/// Who made which version of a template, and when; the program's own have nobody.
///
/// # Errors
/// A damaged row.
pub fn history(db: &mut Db, kind: TemplateKind) -> Result<Vec<Made<serde_json::Value>>, Problem> {
    Ok(rows::all(db, kind)?)
}

/// A phase as an administrator writes it.
#[derive(Debug, Clone)]
pub struct WritePhase {
    pub name: String,
    pub criteria: Vec<String>,
    pub artefacts: Vec<String>,
    /// A project that is ended early goes here.
    pub ends: bool,
    /// It may run beside this phase, by its place, counted from 1.
    pub beside: Option<usize>,
}
/// The next version of a lifecycle. `version` is the number of the one that it was written from.
#[derive(Debug, Clone)]
pub struct WriteLifecycle {
    pub phases: Vec<WritePhase>,
    pub version: Option<i64>,
}
impl Input for WriteLifecycle {
    fn parse(f: &mut Fields<'_>) -> Option<WriteLifecycle> {
        if f.is_json() {
            let (phases, version) = (f.each("phases", "", phase_of_json), f.version());
            return Some(WriteLifecycle { phases, version });
        }
        let numbers: BTreeSet<usize> = f.names("phases.").iter().filter_map(|name| name.split('.').nth(1)?.parse().ok()).collect();
        let version = f.version();
        // Each is read, however many there are: what is too much is said once they are counted.
        let phases: Vec<Option<WritePhase>> = numbers.into_iter().take(2 * MOST_PHASES).map(|n| read_phase(f, n)).collect();
        Some(WriteLifecycle { phases: phases.into_iter().collect::<Option<_>>()?, version })
    }
}
fn phase_of_json(f: &mut Fields<'_>) -> Option<WritePhase> {
    let (name, criteria, artefacts) = (f.short("name"), listed(f, "criteria"), listed(f, "artefacts"));
    let (ends, beside) = (f.tick("ends"), f.optional_whole("beside", 1..=MOST_PHASES as i64));
    Some(WritePhase { name: name?.into_string(), criteria, artefacts, ends, beside: beside.and_then(|b| usize::try_from(b).ok()) })
}
fn listed(f: &mut Fields<'_>, name: &str) -> Vec<String> {
    let Some(sent) = f.json(name) else { return Vec::new() };
    let lines: Vec<String> = serde_json::from_value(sent).unwrap_or_else(|_| {
        f.fault(name, Fault::WrongType);
        Vec::new()
    });
    said(lines.iter().map(String::as_str))
}
/// Lines without blanks around them, and none that is blank.
fn said<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
fn read_phase(f: &mut Fields<'_>, number: usize) -> Option<WritePhase> {
    let field = |part: &str| format!("phases.{number}.{part}");
    let name = match f.verbatim(&field("name"), LONGEST_NAME) {
        Some(blank) if blank.trim().is_empty() => {
            f.fault(&field("name"), Fault::About("phase-without-name", number.to_string()));
            None
        }
        name => name,
    };
    let mut lines = |part: &str| {
        let text = f.optional_long(&field(part)).map(|t| t.to_string()).unwrap_or_default();
        said(text.lines())
    };
    let (criteria, artefacts) = (lines("criteria"), lines("artefacts"));
    let (ends, beside) = (f.tick(&field("ends")), f.optional_whole(&field("beside"), 1..=MOST_PHASES as i64));
    Some(WritePhase { name: name?, criteria, artefacts, ends, beside: beside.and_then(|b| usize::try_from(b).ok()) })
}

/// Makes the next version of a lifecycle. Projects that are open keep theirs. Words that the catalogue has, in either language, keep
/// their key, so that they are shown in the reader's language; others are shown as they were written.
///
/// # Errors
/// What [`Lifecycle::new`] refuses, at its field; the same as the newest; another version was made meanwhile.
pub fn write_lifecycle(db: &mut Db, ctx: &Ctx, template: Template, request: &WriteLifecycle) -> Result<i32, Problem> {
    let newest = newest_lifecycle(db, template)?;
    version::expect(newest.number.into(), request.version)?;
    let phases = phases_of(&newest, &request.phases)?;
    let next = Lifecycle::new(template.as_str(), newest.number + 1, phases).map_err(|faults| Problem::Invalid(faults.iter().map(fault_of_phases).collect()))?;
    if next.phases == newest.phases {
        return Err(Problem::invalid("phases", Fault::Other("template-same")));
    }
    rows::add(db, TemplateKind::Lifecycle, template.as_str(), next.number, &next, ctx.person.0, ctx.now)?;
    let object = format!("lifecycle:{template}:{}", next.number);
    journal::record_installation(db, ctx, Change { kind: "lifecycle.adopted", object: &object, before: json!(newest.phases), after: json!(next.phases) })?;
    Ok(next.number)
}
fn phases_of(newest: &Lifecycle, written: &[WritePhase]) -> Result<Vec<Phase>, Problem> {
    let (mut phases, mut faults) = (Vec::with_capacity(written.len()), Vec::new());
    for (place, phase) in written.iter().enumerate() {
        let mut key = |part: &str, prefix: &str, words: &String| {
            key_for(newest, prefix, words).map_err(|fault| faults.push(FieldError { field: field_of(place, part), fault })).unwrap_or_default()
        };
        phases.push(Phase {
            key: key("name", "phase", &phase.name),
            ends: phase.ends,
            beside: None,
            criteria: phase.criteria.iter().map(|words| key("criteria", "criterion", words)).collect(),
            artefacts: phase.artefacts.iter().map(|words| key("artefacts", "artefact", words)).collect(),
        });
    }
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults));
    }
    let keys: Vec<String> = phases.iter().map(|p| p.key.clone()).collect();
    for (phase, written) in phases.iter_mut().zip(written) {
        // A place that there is none of is named as it is: it is no phase before this one.
        phase.beside = written.beside.map(|place| keys.get(place - 1).cloned().unwrap_or_else(|| place.to_string()));
    }
    Ok(phases)
}
/// The key of words for a phase, a criterion or an artefact: that of the version before, that of the catalogue, or one of their own.
fn key_for(newest: &Lifecycle, prefix: &str, words: &str) -> Result<String, Fault> {
    let says = |key: &&str| Lang::ALL.iter().any(|lang| lang.name(&format!("{prefix}-{key}")).to_lowercase() == words.to_lowercase());
    let before = keys_of(newest, prefix);
    let known = Lifecycle::all().iter().flat_map(|l| keys_of(l, prefix));
    match before.into_iter().chain(known).find(says) {
        Some(key) => Ok(key.to_owned()),
        None => Ok(own_words::key_of(words)?),
    }
}
fn keys_of<'a>(lifecycle: &'a Lifecycle, prefix: &str) -> Vec<&'a str> {
    match prefix {
        "phase" => lifecycle.phases.iter().map(|p| p.key.as_str()).collect(),
        "criterion" => lifecycle.phases.iter().flat_map(|p| &p.criteria).map(String::as_str).collect(),
        _ => lifecycle.phases.iter().flat_map(|p| &p.artefacts).map(String::as_str).collect(),
    }
}
fn field_of(place: usize, part: &str) -> String {
    format!("phases.{}.{part}", place + 1)
}
/// The message names the phase, since several can have the same fault.
fn fault_of_phases(fault: &LifecycleFault) -> FieldError {
    let list = |kind: &ItemKind| if *kind == ItemKind::Criterion { "criteria" } else { "artefacts" };
    let (place, part, word) = match fault {
        LifecycleFault::NoPhases => return of_all(Fault::Other("no-phases")),
        LifecycleFault::TooManyPhases => return of_all(Fault::About("too-many-phases", MOST_PHASES.to_string())),
        LifecycleFault::NoEnding => return of_all(Fault::Other("no-ending")),
        LifecycleFault::PhaseTwice(place) => (place, "name", "phase-twice"),
        LifecycleFault::NoCriteria(place) => (place, "criteria", "no-criteria"),
        LifecycleFault::TooManyItems(place, kind) => (place, list(kind), "too-many-items"),
        LifecycleFault::ItemTwice(place, kind, _) => (place, list(kind), "item-twice"),
        LifecycleFault::EndsTwice(place) => (place, "ends", "ends-twice"),
        LifecycleFault::EndsBeside(place) => (place, "beside", "ends-beside"),
        LifecycleFault::BesideNoEarlier(place) => (place, "beside", "beside-no-earlier"),
        LifecycleFault::BesideTwice(place) => (place, "beside", "beside-twice"),
    };
    FieldError { field: field_of(*place, part), fault: Fault::About(word, (place + 1).to_string()) }
}
fn of_all(fault: Fault) -> FieldError {
    FieldError { field: "phases".to_owned(), fault }
}

/// Makes the next version of the charter that projects are opened with. `version` is the number of the one that it was written from.
///
/// # Errors
/// A table that cannot be a charter, at its field; the same as the newest; another version was made meanwhile.
pub fn write_charter(db: &mut Db, ctx: &Ctx, template: CharterTemplate, request: &SaveDraft) -> Result<i32, Problem> {
    let (newest, number) = newest_charter(db, template)?;
    version::expect(number.into(), request.version)?;
    let next = charter::proposed(1, &request.matters)?;
    if next == newest {
        return Err(Problem::invalid("matters", Fault::Other("template-same")));
    }
    let number = number + 1;
    rows::add(db, TemplateKind::Charter, template.as_str(), number, &next.matters(), ctx.person.0, ctx.now)?;
    let object = format!("charter_template:{template}:{number}");
    let (before, after) = (json!(newest.matters()), json!(next.matters()));
    journal::record_installation(db, ctx, Change { kind: "charter_template.adopted", object: &object, before, after })?;
    Ok(number)
}
