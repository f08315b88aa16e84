//! What people write as Markdown, as markup that a page can print: headings, lists, emphasis, tables, links, code.
//!
//! No markup of the writer's own gets through: every tag is written here, everything else is escaped. A link leads to a page
//! (`http`, `https`) or to a mail address; any other stays as its text, and so does a picture, since nothing is fetched from elsewhere.
use super::engine::Markup;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// The first level of a text's headings: below the page's and its card's.
const TOP: usize = 3;
/// The last level that HTML has.
const LAST: usize = 6;

/// A text as markup. `table` names its tables for those who cannot see them.
pub fn markup(text: &str, table: &str) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let used: BTreeSet<HeadingLevel> = events.iter().filter_map(heading).collect();
    let mut writer = Writer { out: String::with_capacity(text.len() * 2), levels: used.into_iter().collect(), table, in_head: false, linked: Vec::new() };
    for event in events {
        writer.write(event);
    }
    Markup::new(writer.out)
}
fn heading(event: &Event<'_>) -> Option<HeadingLevel> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

struct Writer<'a> {
    out: String,
    /// The levels of heading that the text uses; they follow one another on the page, none skipped.
    levels: Vec<HeadingLevel>,
    table: &'a str,
    in_head: bool,
    /// For each link that is open: whether it is written.
    linked: Vec<bool>,
}
impl Writer<'_> {
    fn write(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.text(&text);
                self.out.push_str("</code>");
            }
            // A line that somebody ended is a line.
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::TaskListMarker(done) => self.out.push_str(if done { "☑ " } else { "☐ " }),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
        }
    }
    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading("<", level),
            Tag::CodeBlock(_) => self.out.push_str("<pre tabindex=\"0\"><code>"),
            Tag::List(Some(1)) => self.out.push_str("<ol>"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">")),
            Tag::Table(_) => {
                self.out.push_str("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
                self.text(self.table);
                self.out.push_str("\"><table>");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableCell if self.in_head => self.out.push_str("<th scope=\"col\">"),
            Tag::Link { dest_url, .. } => {
                let leads = leads_out(&dest_url);
                self.linked.push(leads);
                if leads {
                    self.out.push_str("<a rel=\"noopener\" href=\"");
                    self.text(&dest_url);
                    self.out.push_str("\">");
                }
            }
            other => self.tag("<", other.to_end()),
        }
    }
    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading("</", level),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableCell if self.in_head => self.out.push_str("</th>"),
            TagEnd::Link => {
                if self.linked.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            other => self.tag("</", other),
        }
    }
    /// What has a tag of its own and nothing more.
    fn tag(&mut self, edge: &str, tag: TagEnd) {
        let name = match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => "p",
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::List(true) => "ol",
            TagEnd::List(false) => "ul",
            TagEnd::Item => "li",
            TagEnd::TableRow => "tr",
            TagEnd::TableCell => "td",
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "del",
            _ => return,
        };
        self.out.push_str(edge);
        self.out.push_str(name);
        self.out.push('>');
    }
    fn heading(&mut self, edge: &str, level: HeadingLevel) {
        let place = self.levels.iter().position(|l| *l == level).unwrap_or(0);
        self.out.push_str(&format!("{edge}h{}>", (TOP + place).min(LAST)));
    }
    fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }
}
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// A text as a report prints it, on the page and in its PDF: paragraphs, lists and emphasis. A heading is a line in bold, since the report's
/// own headings are its outline; a row of a table is a line, and a link is its words with the address, which paper cannot follow.
pub fn prose(text: &str) -> Markup {
    let mut writer = Prose::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        writer.write(event);
    }
    Markup::new(writer.out.replace("<p></p>", ""))
}
/// A text without its signs, as a mail tells it: a line each, lists with a dash.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => out.push_str(&words),
            Event::Start(Tag::Item) => out.push_str("- "),
            Event::End(TagEnd::TableCell) => out.push(' '),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) if !out.ends_with('\n') => out.push('\n'),
            _ => {}
        }
    }
    out.trim_end().to_owned()
}

/// Lists lie in lists no deeper; what is deeper is told by lines.
const DEEPEST: usize = 3;

/// Writes the part of XHTML that reports are made of.
#[derive(Default)]
struct Prose {
    out: String,
    /// How many lists it is in: their items hold words, and no paragraphs.
    lists: usize,
    /// How many of each it is in: bold is no bolder within bold.
    bold: usize,
    italic: usize,
    /// For each link that is open: its address, and where its words begin.
    links: Vec<(String, usize)>,
}
impl Prose {
    fn write(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            // Whoever begins a line begins a paragraph, where that breaks nothing apart.
            Event::SoftBreak if self.lists + self.bold + self.italic + self.links.len() == 0 => self.out.push_str("</p><p>"),
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br/>"),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => escape(&text, &mut self.out),
            _ => {}
        }
    }
    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::TableRow | Tag::CodeBlock(_) => self.begin(),
            Tag::Heading { .. } | Tag::TableHead => {
                self.begin();
                self.embolden();
            }
            Tag::TableCell if !self.out.ends_with('>') => self.out.push_str(" · "),
            Tag::List(first) => {
                self.lists += 1;
                if self.lists <= DEEPEST {
                    self.out.push_str(if first.is_some() { "<ol>" } else { "<ul>" });
                }
            }
            Tag::Item if self.lists > DEEPEST => self.out.push_str("<br/>– "),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Strong => self.embolden(),
            Tag::Emphasis => {
                self.italic += 1;
                self.out.push_str(if self.italic == 1 { "<em>" } else { "" });
            }
            Tag::Link { dest_url, .. } => self.links.push((dest_url.to_string(), self.out.len())),
            _ => {}
        }
    }
    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::TableRow | TagEnd::CodeBlock => self.end(),
            TagEnd::Heading(_) | TagEnd::TableHead => {
                self.weaken();
                self.end();
            }
            TagEnd::List(ordered) => {
                if self.lists <= DEEPEST {
                    self.out.push_str(if ordered { "</ol>" } else { "</ul>" });
                }
                self.lists -= 1;
            }
            TagEnd::Item if self.lists <= DEEPEST => self.out.push_str("</li>"),
            TagEnd::Strong => self.weaken(),
            TagEnd::Emphasis => {
                self.italic -= 1;
                self.out.push_str(if self.italic == 0 { "</em>" } else { "" });
            }
            TagEnd::Link => self.tell_address(),
            _ => {}
        }
    }
    /// A paragraph begins; within an item it is a line, and below a list within that an item of its own.
    fn begin(&mut self) {
        if self.lists == 0 {
            self.out.push_str("<p>");
        } else if self.out.ends_with("</ul>") || self.out.ends_with("</ol>") {
            self.out.push_str("</li><li>");
        } else if !self.out.ends_with("<li>") && !self.out.ends_with("– ") {
            self.out.push_str("<br/>");
        }
    }
    fn end(&mut self) {
        self.out.push_str(if self.lists == 0 { "</p>" } else { "" });
    }
    fn embolden(&mut self) {
        self.bold += 1;
        self.out.push_str(if self.bold == 1 { "<strong>" } else { "" });
    }
    fn weaken(&mut self) {
        self.bold -= 1;
        self.out.push_str(if self.bold == 0 { "</strong>" } else { "" });
    }
    fn tell_address(&mut self) {
        let Some((address, begins)) = self.links.pop() else { return };
        let mut escaped = String::new();
        escape(&address, &mut escaped);
        if leads_out(&address) && self.out[begins..] != escaped {
            self.out.push_str(&format!(" ({escaped})"));
        }
    }
}

/// Whether an address may be a link: a page or a mail address, named whole.
fn leads_out(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) && !address.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::Html;

    fn html(text: &str) -> String {
        markup(text, "Tabell").as_str().to_owned()
    }

    #[test]
    fn headings_begin_below_the_pages_own_and_skip_no_level() {
        assert_eq!(html("# Syfte\n\n### Mer\n\nText"), "<h3>Syfte</h3><h4>Mer</h4><p>Text</p>");
        assert_eq!(html("## Syfte\n## Tid"), "<h3>Syfte</h3><h3>Tid</h3>");
        assert_eq!(html("# 1\n## 2\n### 3\n#### 4\n##### 5"), "<h3>1</h3><h4>2</h4><h5>3</h5><h6>4</h6><h6>5</h6>");
    }

    #[test]
    fn a_report_prints_paragraphs_lists_and_emphasis_and_no_outline_of_the_writers_own() {
        let shown = |text: &str| prose(text).as_str().to_owned();
        assert_eq!(
            shown("## Läget\nDet gick **bra** & *fort*.\nNästan."),
            "<p><strong>Läget</strong></p><p>Det gick <strong>bra</strong> &amp; <em>fort</em>.</p><p>Nästan.</p>"
        );
        assert_eq!(shown("- ett\n- två\n  1. inre\n\n  mer"), "<ul><li>ett</li><li>två<ol><li>inre</li></ol></li><li>mer</li></ul>");
        assert_eq!(shown("| A | B |\n|---|---|\n| 1 | 2 |"), "<p><strong>A · B</strong></p><p>1 · 2</p>");
        assert_eq!(shown("[hit](https://a.se) [dit](javascript:x) <b>x</b>"), "<p>hit (https://a.se) dit &lt;b&gt;x&lt;/b&gt;</p>");
        assert_eq!(shown("<https://a.se> __**a** *b*__"), "<p>https://a.se <strong>a <em>b</em></strong></p>");
        assert_eq!(plain("# Läget\nDet gick **bra**.\n\n- ett\n- två"), "Läget\nDet gick bra.\n- ett\n- två");
    }

    proptest! {
        #[test]
        fn whatever_is_written_a_report_can_be_made_of_it(text in "([a-zåäö *_#>|`~\\[\\]()<&!\\-\n]|1\\. |  - |\n\n){0,60}") {
            let page = format!("<article><h1>Rapport</h1>{}</article>", prose(&text).as_str());
            prop_assert!(crate::render::pdf::check(&page).is_ok(), "{page}");
        }
    }

    #[test]
    fn lists_emphasis_tables_and_ended_lines_are_shown_as_such() {
        assert_eq!(html("- ett\n- **två**\n\n3. tre"), "<ul><li>ett</li><li><strong>två</strong></li></ul><ol start=\"3\"><li>tre</li></ol>");
        assert_eq!(html("En *rad*\noch en till"), "<p>En <em>rad</em><br>och en till</p>");
        let table = html("| Roll | Antal |\n|---|--:|\n| Kommun | 14 |");
        assert!(table.ends_with(
            "<table><thead><tr><th scope=\"col\">Roll</th><th scope=\"col\">Antal</th></tr></thead><tbody><tr><td>Kommun</td><td>14</td></tr></tbody></table></div>"
        ));
    }

    #[test]
    fn only_pages_and_mail_addresses_become_links() {
        assert_eq!(html("[planen](https://exempel.se/?a=1&b=2)"), "<p><a rel=\"noopener\" href=\"https://exempel.se/?a=1&amp;b=2\">planen</a></p>");
        assert_eq!(html("[skriv](mailto:namn@exempel.se)"), "<p><a rel=\"noopener\" href=\"mailto:namn@exempel.se\">skriv</a></p>");
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//elak.se",
            "/projects",
            "#x",
            " javascript:alert(1)",
            "&#106;avascript:alert(1)",
        ] {
            assert!(!html(&format!("[x]({bad})")).contains("<a "), "{bad}");
        }
        assert_eq!(html("![bild](https://exempel.se/x.png)"), "<p>bild</p>");
    }

    #[test]
    fn the_writers_own_markup_is_shown_as_it_was_typed() {
        assert_eq!(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        assert_eq!(html("a <img src=x onerror=alert(1)> b"), "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>");
        assert_eq!(html("`<b>`"), "<p><code>&lt;b&gt;</code></p>");
        assert!(!html("[x](https://a.se/\"onmouseover=\"alert(1))").contains("\"onmouseover"));
    }

    proptest! {
        #[test]
        fn whatever_is_written_only_known_tags_and_addresses_come_out(text in "(\\PC|\n|[<>\\[\\]()!`|*#\"'&:-]|javascript:|<script>|onerror=|https://a|\\]\\()*") {
            let page = Html::parse_fragment(&html(&text));
            for element in page.tree.values().filter_map(|node| node.as_element()) {
                let known = ["html", "body", "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "del", "blockquote", "pre", "code", "br", "hr", "a", "div", "table", "thead", "tbody", "tr", "th", "td"];
                prop_assert!(known.contains(&element.name()), "{} in {}", element.name(), text);
                for (name, value) in element.attrs() {
                    prop_assert!(["rel", "href", "class", "role", "tabindex", "aria-label", "scope", "start"].contains(&name), "{name}");
                    prop_assert!(name != "href" || leads_out(value), "{value}");
                }
            }
        }
    }
}
