//! Whatever a template or a person writes: a sound file or a refusal, never a panic or a hang.

use std::time::{Duration, Instant};

use lopdf::{Dictionary, Document, Object};
use proptest::prelude::*;

use super::*;

const FORBIDDEN: [&[u8]; 8] = [b"JS", b"JavaScript", b"Launch", b"OpenAction", b"AA", b"EmbeddedFile", b"SubmitForm", b"RichMedia"];

/// All dictionaries of a file, nested ones too.
fn dictionaries(object: &Object, found: &mut Vec<Dictionary>) {
    match object {
        Object::Dictionary(dictionary) => nested(dictionary, found),
        Object::Stream(stream) => nested(&stream.dict, found),
        Object::Array(array) => array.iter().for_each(|object| dictionaries(object, found)),
        _ => {}
    }
}

fn nested(dictionary: &Dictionary, found: &mut Vec<Dictionary>) {
    found.push(dictionary.clone());
    dictionary.iter().for_each(|(_, object)| dictionaries(object, found));
}

fn assert_inert(bytes: &[u8]) {
    let file = Document::load_mem(bytes).unwrap();
    let mut found = vec![file.trailer.clone()];
    file.objects.values().for_each(|object| dictionaries(object, &mut found));
    for dictionary in found {
        for (key, value) in dictionary.iter() {
            let is_name = |name: &&[u8]| key.as_slice() == *name || value.as_name().is_ok_and(|value| value == *name);
            assert!(!FORBIDDEN.iter().any(is_name), "{dictionary:?}");
        }
        if let Ok(address) = dictionary.get(b"URI").and_then(Object::as_str) {
            let is_safe = [&b"https://"[..], b"http://", b"mailto:"].iter().any(|scheme| address.starts_with(scheme));
            assert!(is_safe && address.iter().all(u8::is_ascii_graphic));
        }
    }
}

fn xml(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars()
        .filter(allowed)
        .map(|c| match c {
            '<' => "&lt;".to_owned(),
            '&' => "&amp;".to_owned(),
            '"' => "&quot;".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

#[test]
fn samples_hold_nothing_that_runs() {
    assert_inert(&rendered(STATUS_REPORT));
}

#[test]
fn huge_words_and_texts_do_not_hang() {
    let started = Instant::now();
    let huge = ["a".repeat(100_000), "å\u{301}".repeat(20_000), "\u{200b}".repeat(50_000), "-".repeat(50_000), "ab ".repeat(30_000)];
    for word in huge {
        rendered(&format!("<article><h1>{word}</h1></article>"));
        rendered(&format!("<article><table><tbody><tr><th>a</th><td class=\"high\">{word}</td></tr></tbody></table></article>"));
    }
    let badge = format!("<article><p><span class=\"band band--low\">{}</span></p></article>", "x".repeat(20_000));
    rendered(&badge);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_cover_taller_than_a_page_is_divided() {
    let facts = "<dt>Term</dt><dd>Värde</dd>".repeat(300);
    assert!(pages_of(&format!("<article><header><h1>T</h1><dl>{facts}</dl></header></article>")).pages.len() > 1);
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("<article><p>{}x{}</p></article>", "<em>".repeat(2000), "</em>".repeat(2000));
    assert!(matches!(check(&deep), Err(MarkupError::TooDeep { .. } | MarkupError::Malformed { .. })));
}

fn any_inline() -> impl Strategy<Value = String> {
    let text = "\\PC{0,30}".prop_map(|text| xml(&text));
    text.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (prop_oneof![Just("strong"), Just("em"), Just("small")], inner.clone()).prop_map(|(tag, text)| format!("<{tag}>{text}</{tag}>")),
            inner.clone().prop_map(|text| format!("<a href=\"https://a.se/(x)\\y\">l{text}</a>")),
            proptest::collection::vec(inner, 0..3).prop_map(|parts| parts.join("<br/>")),
            Just("<span class=\"band band--mid\">Medel</span>".to_owned()),
            Just("<span class=\"lamp lamp--high\">Röd</span>".to_owned()),
        ]
    })
}

fn any_cell() -> impl Strategy<Value = String> {
    let class = prop_oneof![Just(""), Just("n"), Just("low"), Just("n high"), Just("total")];
    (prop_oneof![Just("td"), Just("th")], class, 1..4_usize, 1..3_usize, any_inline())
        .prop_map(|(tag, class, columns, rows, text)| format!("<{tag} class=\"{class}\" colspan=\"{columns}\" rowspan=\"{rows}\">{text}</{tag}>"))
}

fn any_block() -> impl Strategy<Value = String> {
    let class = prop_oneof![Just("lead"), Just("small"), Just("meta")];
    let rows = proptest::collection::vec(proptest::collection::vec(any_cell(), 0..4), 0..4);
    let is_matrix = any::<bool>();
    let leaf = prop_oneof![
        any_inline().prop_map(|text| format!("<h1>{text}</h1>")),
        any_inline().prop_map(|text| format!("<h2>{text}</h2>")),
        (class, any_inline()).prop_map(|(class, text)| format!("<p class=\"{class}\">{text}</p>")),
        proptest::collection::vec(any_inline(), 0..4)
            .prop_map(|items| { format!("<ul>{}</ul>", items.iter().map(|item| format!("<li>{item}<ol><li>{item}</li></ol></li>")).collect::<String>()) }),
        any_inline().prop_map(|text| format!("<dl><dt>{text}</dt><dd>{text}</dd><dd/></dl>")),
        (is_matrix, rows).prop_map(|(is_matrix, rows)| {
            let rows: String = rows.iter().map(|cells| format!("<tr>{}</tr>", cells.concat())).collect();
            let class = if is_matrix { " class=\"mx\"" } else { "" };
            format!("<table{class}><caption>c</caption><tbody>{rows}</tbody></table>")
        }),
        Just("<figure data-chart=\"trend\"><figcaption>Utveckling</figcaption></figure>".to_owned()),
        "[a-zåäö/?=&;%()]{0,60}".prop_map(|path| format!("<figure class=\"qr\" data-text=\"https://a.se/{}\" aria-label=\"QR\"/>", xml(&path))),
        Just("<hr class=\"page\"/>".to_owned()),
    ];
    leaf.prop_recursive(1, 6, 4, |inner| {
        proptest::collection::vec(inner, 0..5).prop_map(|blocks| format!("<section class=\"keep\">{}</section>", blocks.concat()))
    })
}

proptest! {
    #[test]
    fn any_markup_is_rendered_or_refused(blocks in proptest::collection::vec(any_block(), 0..12)) {
        let xhtml = format!("<article><header><h1>T</h1></header>{}</article>", blocks.concat());
        match render(&xhtml, &sample_charts(), &meta()) {
            Ok(bytes) => assert_inert(&bytes),
            Err(error) => prop_assert!(!matches!(error, MarkupError::Writing(_)), "{}", error),
        }
    }

    #[test]
    fn any_string_is_only_a_string(text in "[()\\\\<>/\\[\\]{}%\r\n\t\u{0}-\u{ffff}]{0,60}") {
        let meta = Meta {
            title: text.clone(),
            author: text.clone(),
            subject: text.clone(),
            language: text.clone(),
            footer: text.clone(),
            watermark: Some(text.clone()),
            register_number: Some(text.clone()),
            checkpoint: Some(text.clone()),
            ..meta()
        };
        let body = xml(&text);
        let bytes = render(&format!("<article><p>{body}</p></article>"), &sample_charts(), &meta).unwrap();
        assert_inert(&bytes);
        let file = Document::load_mem(&bytes).unwrap();
        let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let title = file.get_dictionary(info).unwrap().get(b"Title").unwrap().as_str().unwrap();
        prop_assert_eq!(title, text_string(&text));
    }

    #[test]
    fn any_text_at_all_is_parsed_or_refused(text in "\\PC{0,200}") {
        let _ = check(&text);
        let _ = check(&format!("<article>{text}</article>"));
    }
}
