//! Where long words may be broken: a browser knows it of few languages, so narrow columns get it from here.
use crate::render::i18n::Lang;

/// Letters from which a word is offered breaks.
const LONG: usize = 10;

/// The text with soft hyphens in its long words: unseen where the word has room.
pub fn soft(lang: Lang, text: &str) -> String {
    let language = match lang {
        Lang::Sv => hypher::Lang::Swedish,
        Lang::En => hypher::Lang::English,
    };
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(begin) = rest.find(char::is_alphabetic) {
        let (before, from_word) = rest.split_at(begin);
        let (word, after) = from_word.split_at(from_word.find(|c: char| !c.is_alphabetic()).unwrap_or(from_word.len()));
        out.push_str(before);
        if word.chars().count() < LONG {
            out.push_str(word);
        } else {
            out.push_str(&hypher::hyphenate_bounded(word, language, 4, 4).collect::<Vec<_>>().join("\u{ad}"));
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_be_broken_and_nothing_else_is_touched() {
        let text = "Verksamhetsprocesser är (mest) 14 st.";
        let soft = soft(Lang::Sv, text);
        assert_ne!(soft, text);
        assert_eq!(soft.replace('\u{ad}', ""), text);
        assert!(soft.ends_with(" är (mest) 14 st."));
    }
}
