//! What stands around every page: the menu, the head, the foot and the phone's tabs. They are the same from one page to the
//! next, so each is rendered once for everything that it shows.
use super::engine::{RenderError, Shell, ShellPerson, ShellProject, Theme, part};
use super::i18n::Lang;
use crate::shelf::Shelf;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::sync::LazyLock;

/// All that the templates of the frame see, as `shell`. What it leaves out can never be shown by them, so nothing kept grows old.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct Shown {
    lang: Lang,
    theme: Option<Theme>,
    person: Option<ShellPerson>,
    project: Option<ShellProject>,
    meetings: Option<String>,
    waiting: i64,
    page: &'static str,
    is_admin: bool,
    may_read_journal: bool,
    demo: bool,
    demo_sends: bool,
}

/// Five hundred frames, some 15 kB each.
static KEPT: LazyLock<Shelf<Shown, Value>> = LazyLock::new(|| Shelf::of(500));

/// The parts of the frame around a page, as `frame.side`, `.top`, `.foot` and `.tabs`.
///
/// # Errors
/// A template that does not fit its context.
pub fn around(shell: &Shell) -> Result<Value, RenderError> {
    let shown = Shown {
        lang: shell.lang,
        theme: shell.theme,
        person: shell.person.clone(),
        project: shell.project.clone(),
        meetings: shell.meetings.clone(),
        waiting: shell.waiting,
        page: shell.page,
        is_admin: shell.is_admin,
        may_read_journal: shell.may_read_journal,
        demo: shell.demo,
        demo_sends: shell.demo_sends,
    };
    KEPT.get_or(shown, made)
}

fn made(shown: &Shown) -> Result<Value, RenderError> {
    let part = |name: &str| part(&format!("frame/{name}.html"), shown.lang, minijinja::context! { shell => Serde(shown) });
    // Nobody signed in has no menus.
    let menu = |name: &str| if shown.person.is_some() { part(name) } else { Ok(Value::UNDEFINED) };
    Ok(minijinja::context! { side => menu("side")?, top => part("top")?, foot => part("foot")?, tabs => menu("tabs")? })
}
