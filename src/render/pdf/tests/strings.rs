//! Strings of a PDF, written and read again: parentheses, backslashes and names of actions stay inside them.
use super::super::text_string;
use lopdf::content::{Content, Operation};
use lopdf::{Object, StringFormat, dictionary};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]
    #[test]
    fn a_string_of_a_pdf_cannot_end_itself(words in "([()\\\\<>/\\[\\]%\\r\\n]|/JS|/URI|>>|endobj|[a-zåäö€😀 ]){0,12}") {
        let link = dictionary! {
            "S" => "URI",
            "URI" => Object::string_literal(words.as_str()),
            "Contents" => Object::String(text_string(&words), StringFormat::Literal)
        };
        let written = Content { operations: vec![Operation::new("BDC", vec![Object::Dictionary(link.clone())])] };
        let bytes = written.encode().expect("written");
        let read = Content::decode(&bytes).expect("read");
        prop_assert_eq!(read.operations.len(), 1);
        prop_assert_eq!(&read.operations[0].operands, &vec![Object::Dictionary(link)]);
    }
}
