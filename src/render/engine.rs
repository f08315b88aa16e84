//! Templates, each compiled when it is first asked for in a language, and the frame that every page has.
//!
//! Names are paths below `templates/` (`pages/risks/register.html`); the report templates are
//! `reports/….html`, an organisation's own `own/….html`. What ends in `.html` is escaped, other endings are plain text.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::badges;
use super::filters;
use super::frame;
use super::i18n::Lang;
use super::own_templates;

/// The reader's choice of colours; without one the system's is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    Light,
    Dark,
}

/// What the frame around a page shows: who, where, and what waits.
#[derive(Debug, Clone, Serialize)]
pub struct Shell {
    pub lang: Lang,
    pub theme: Option<Theme>,
    pub csrf: String,
    /// The key of this page's forms: one that is sent twice is done once.
    pub once: String,
    /// The page's own path and query: where the language and theme switches lead back to.
    pub path: String,
    pub person: Option<ShellPerson>,
    pub project: Option<ShellProject>,
    /// In a project, attributes of the body: the colours of its risk policy's bands.
    pub colours: Option<Markup>,
    /// Outside a project: where the meetings of the person's foremost project are.
    pub meetings: Option<String>,
    /// How many things wait for the person.
    pub waiting: i64,
    /// What the page is about, for its title, where the page itself is only a step: `FB-3`, `Grind 4`. Empty elsewhere.
    pub about: String,
    /// The key of the menu entry that is marked as current.
    pub page: &'static str,
    /// What was just done, told once.
    pub notice: Option<String>,
    /// The decision that the notice tells of, and what waits next.
    pub receipt: Option<ShellReceipt>,
    pub is_admin: bool,
    pub may_read_journal: bool,
    pub may_export: bool,
    pub demo: bool,
    /// The demo was started with a mail server.
    pub demo_sends: bool,
    pub asset_version: &'static str,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ShellPerson {
    pub name: String,
    pub initials: String,
    /// The role in words, such as "Projektledare".
    pub role: String,
}

/// The project that the page belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ShellProject {
    pub code: String,
    pub name: String,
    /// The phase in words, such as "Genomförande".
    pub phase: String,
    pub open_risks: i64,
    /// The entries that those need who only follow or decide; empty for a menu with all of them.
    pub menu: &'static [&'static str],
}

/// A decision that has just been made here.
#[derive(Debug, Clone, Serialize)]
pub struct ShellReceipt {
    pub decision: i32,
    pub href: String,
    /// What waits next for the person: its name and its address.
    pub next: Option<(String, String)>,
}

/// A template that could not be found or rendered. The cause is for the log, not for people.
#[derive(Debug, thiserror::Error)]
#[error("the template {template} could not be rendered")]
pub struct RenderError {
    template: String,
    #[source]
    cause: minijinja::Error,
}

impl RenderError {
    /// With what is wrong and where, for whoever runs the program.
    pub fn with_cause(&self) -> String {
        format!("{self}: {}", self.cause)
    }
}

/// Markup that our own code made (a chart's SVG): the only thing a page prints unescaped.
#[derive(Debug, Clone)]
pub struct Markup(String);

impl Markup {
    /// `made_here` must come from our own renderer and hold people's texts escaped.
    pub fn new(made_here: String) -> Markup {
        Markup(made_here)
    }
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Markup {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "reports"]
#[include = "*.html"]
struct Reports;

static SWEDISH: LazyLock<Environment<'static>> = LazyLock::new(|| compiling(Lang::Sv));
static ENGLISH: LazyLock<Environment<'static>> = LazyLock::new(|| compiling(Lang::En));

/// Renders a page. The template sees `shell`, `c`, the [`frame`] and the functions of [`filters`] and [`badges`].
///
/// # Errors
/// When the template is missing, or asks for what the context has not.
pub fn page<C: Serialize>(template: &str, shell: &Shell, c: &C) -> Result<String, RenderError> {
    let context = context! { shell => Serde(shell), c => Serde(c), frame => frame::around(shell)? };
    render(shell.lang, template, context)
}

/// Renders a part that a page prints as it is.
pub(super) fn part(template: &str, lang: Lang, context: Value) -> Result<Value, RenderError> {
    render(lang, template, context).map(Value::from_safe_string)
}

/// Renders what has no frame: a mail, a report, a fragment. The template sees only `c`.
///
/// # Errors
/// When the template is missing, or asks for what the context has not.
pub fn plain<C: Serialize>(template: &str, lang: Lang, c: &C) -> Result<String, RenderError> {
    render(lang, template, context! { c => Serde(c) })
}

/// Makes what all templates of a language share now, so that the first visitor does not wait for it. A template itself takes less
/// than a millisecond to compile, and all of them in both languages a good part of the memory of a server at rest.
pub fn warm_up() {
    for lang in Lang::ALL {
        environment(lang);
    }
}

fn render(lang: Lang, template: &str, context: Value) -> Result<String, RenderError> {
    environment(lang).get_template(template).and_then(|compiled| compiled.render(context)).map_err(|cause| RenderError { template: template.to_owned(), cause })
}

fn environment(lang: Lang) -> &'static Environment<'static> {
    match lang {
        Lang::Sv => &SWEDISH,
        Lang::En => &ENGLISH,
    }
}

/// So many steps may a template take: some hundred times those of a long report.
const FUEL: u64 = 50_000_000;

/// One environment a language: the text function then knows its language without asking.
fn compiling(lang: Lang) -> Environment<'static> {
    let mut environment = Environment::new();
    // A template that an organisation has written may turn in circles; counting steps costs time, which ours need not spend.
    if own_templates::any() {
        environment.set_fuel(Some(FUEL));
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Two flags on the standard delimiters: the builder refuses only delimiters that clash.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(escape_by_ending);
    // Markup is marked where it is made (`Markup`), never in a template.
    environment.remove_filter("safe");
    filters::add_to(&mut environment, lang);
    badges::add_to(&mut environment, lang);
    environment.set_loader(|name| Ok(source(name)));
    environment
}

fn escape_by_ending(name: &str) -> AutoEscape {
    if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
}

fn source(name: &str) -> Option<String> {
    if let Some(own) = name.strip_prefix(own_templates::PLACE) {
        return own_templates::source(own).map(str::to_owned);
    }
    let file = match name.strip_prefix("reports/") {
        Some(report) => Reports::get(report),
        None => Templates::get(name),
    };
    Some(String::from_utf8_lossy(&file?.data).into_owned())
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
