//! One thing that waits, as the page shows it.
use super::manner::{Manner, Why};
use super::told::Told;
use crate::render::engine::Markup;
use crate::render::palette;
use crate::services::my_turn::Item;
use crate::web::request::Rq;
use chrono::Days;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Waiting {
    kind: String,
    icon: &'static str,
    tone: &'static str,
    reference: String,
    value: Option<i32>,
    band: Option<String>,
    title: String,
    text: String,
    why: String,
    due: String,
    soon: bool,
    act: String,
    href: String,
    since: String,
    /// The code of its project.
    project: String,
    /// Attributes of its place in the list.
    colours: Markup,
}

impl Waiting {
    /// What waits for the person.
    pub(super) fn mine(rq: &Rq, item: &Item) -> Waiting {
        let told = Told { lang: rq.lang, item, manner: Manner::of(item) };
        Waiting {
            kind: told.kind(),
            icon: told.manner.icon,
            tone: told.tone(),
            reference: told.reference(),
            value: item.value,
            band: item.band.clone(),
            title: told.title(),
            text: told.text(),
            why: told.why(),
            due: told.due(),
            soon: item.due.is_some_and(|day| day <= rq.moment.today + Days::new(3)),
            act: told.act(),
            href: item.url.clone(),
            since: told.since(),
            project: item.project.clone(),
            colours: palette::around(item.colours),
        }
    }

    /// Its reference and its title.
    pub(super) fn named(&self) -> String {
        format!("{} {}", self.reference, self.title).trim().to_owned()
    }

    /// What waits for somebody else.
    pub(super) fn other(rq: &Rq, item: &Item) -> Waiting {
        let shown = Waiting::mine(rq, item);
        match Manner::of(item).why {
            Why::Differs { other, .. } => Waiting { why: rq.lang.text(other).to_owned(), ..shown },
            Why::Says(_) | Why::Explained => shown,
        }
    }
}
