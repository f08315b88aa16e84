//! What people send, checked once for pages and API alike: a form or a JSON object becomes a typed request.
//!
//! Every fault is kept with its field, so that all of them can be shown at once.
use crate::domain::file::FileLimits;
use crate::domain::indicator::Hundredths;
use crate::domain::money::Ore;
use crate::domain::text::{DocumentText, Email, LongText, Names, ShortText, ViewName};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::NaiveDate;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;
use upload::Upload;

mod fault;
pub mod json;
pub mod upload;
pub use fault::Fault;

/// A fault at its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub fault: Fault,
}
impl FieldError {
    /// A filter that is none of its alternatives, or a cursor that no list gave.
    pub fn no_choice(field: &str) -> FieldError {
        let fault = if field == "cursor" { Fault::Other("not-a-cursor") } else { Fault::NotAChoice };
        FieldError { field: field.to_owned(), fault }
    }
}

/// A typed request that can be read from fields.
pub trait Input: Sized {
    /// Reads every field before it gives up, so that every fault is found; `None` when one is lacking.
    fn parse(f: &mut Fields<'_>) -> Option<Self>;
}

/// Adds a field of a form: a name that stands several times, as ticked boxes do, gets its values on lines of their own.
pub fn gather(form: &mut BTreeMap<String, String>, name: String, value: &str) {
    match form.entry(name) {
        Entry::Vacant(place) => drop(place.insert(value.to_owned())),
        Entry::Occupied(mut values) => {
            values.get_mut().push('\n');
            values.get_mut().push_str(value);
        }
    }
}

/// What was sent.
#[derive(Debug, Clone, Default)]
pub enum Sent {
    #[default]
    Nothing,
    /// A form: names and values as typed.
    Form(BTreeMap<String, String>),
    /// A form with files. A program's form is `strict`: unknown fields are faults in it, as in JSON.
    Multipart { values: BTreeMap<String, String>, files: BTreeMap<String, Upload>, strict: bool },
    /// A JSON object. Unknown fields are faults here.
    Json(serde_json::Map<String, Value>),
}

impl Sent {
    /// # Errors
    /// Every fault that [`Input::parse`] found.
    pub fn read<T: Input>(&self) -> Result<T, Vec<FieldError>> {
        self.read_by(T::parse)
    }
    /// As [`Self::read`], of what only whoever asks knows how to read.
    ///
    /// # Errors
    /// Every fault that `parse` found.
    pub fn read_by<T>(&self, parse: impl FnOnce(&mut Fields<'_>) -> Option<T>) -> Result<T, Vec<FieldError>> {
        let mut fields = Fields { sent: self, seen: BTreeSet::new(), errors: Vec::new() };
        let value = parse(&mut fields);
        fields.refuse_unknown();
        match value {
            Some(value) if fields.errors.is_empty() => Ok(value),
            _ => Err(fields.errors),
        }
    }
    /// What a form with files says, in a form of its own that two alike share: the token of its page aside, and each file by its hash.
    pub fn told(&self) -> Vec<u8> {
        let Sent::Multipart { values, files, .. } = self else { return Vec::new() };
        let values: BTreeMap<_, _> = values.iter().filter(|(name, _)| *name != "csrf").collect();
        let files: BTreeMap<_, _> = files.iter().map(|(name, f)| (name, (f.name.as_str(), &f.sha256, f.size))).collect();
        serde_json::json!({"values": values, "files": files}).to_string().into_bytes()
    }
    /// A field as it was typed, for showing it again.
    pub fn typed(&self) -> BTreeMap<String, String> {
        match self {
            Sent::Form(form) | Sent::Multipart { values: form, .. } => form.clone(),
            Sent::Nothing | Sent::Json(_) => BTreeMap::new(),
        }
    }
}

/// What a field is in JSON; a form has texts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Truth,
}
/// The last version that can be named: the largest whole number that every program reads alike. Nothing is changed so often.
const LAST_VERSION: i64 = (1 << 53) - 1;

/// Fields being read.
pub struct Fields<'a> {
    sent: &'a Sent,
    seen: BTreeSet<String>,
    errors: Vec<FieldError>,
}

impl Fields<'_> {
    /// Notes that a field is lacking, unless a fault of its own says more.
    pub fn missing(&mut self, field: &str) {
        self.fault(field, Fault::Required);
    }
    /// Notes a fault. The first of a field stands: what comes after follows from it.
    pub fn fault(&mut self, field: &str, fault: impl Into<Fault>) {
        if !self.is_faulted(field) {
            self.errors.push(FieldError { field: field.to_owned(), fault: fault.into() });
        }
    }
    /// A fault of the field is told already.
    pub fn is_faulted(&self, field: &str) -> bool {
        self.errors.iter().any(|e| e.field == field)
    }
    /// The raw JSON of a field; of a form, its text. For nested values only.
    pub fn json(&mut self, name: &str) -> Option<Value> {
        self.seen.insert(name.to_owned());
        match self.sent {
            Sent::Json(object) => object.get(name).filter(|v| !v.is_null()).cloned(),
            Sent::Form(form) | Sent::Multipart { values: form, .. } => form.get(name).map(|t| Value::from(t.as_str())),
            Sent::Nothing => None,
        }
    }
    /// Whether a JSON body takes a field's value away by saying `null`.
    pub fn is_null(&mut self, name: &str) -> bool {
        self.seen.insert(name.to_owned());
        matches!(self.sent, Sent::Json(object) if object.get(name) == Some(&Value::Null))
    }
    /// The objects of a list in JSON, each read as a request of its own: unknown and mistyped fields are faults in it too. A fault's
    /// field is `name.<what the item's key says, or its place from 1>.<field>`, such as `lights.budget.chosen`.
    pub fn each<T>(&mut self, name: &str, key: &str, read: impl Fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
        let items = match self.json(name) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.fault(name, Fault::WrongType);
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for (nth, item) in (1_usize..).zip(items) {
            let Value::Object(object) = item else {
                self.fault(&format!("{name}.{nth}"), Fault::WrongType);
                continue;
            };
            let called = match object.get(key) {
                Some(Value::String(word)) => word.chars().take(60).collect(),
                Some(Value::Number(number)) => number.to_string(),
                _ => nth.to_string(),
            };
            let sent = Sent::Json(object);
            let mut fields = Fields { sent: &sent, seen: BTreeSet::new(), errors: Vec::new() };
            found.extend(read(&mut fields));
            fields.refuse_unknown();
            self.errors.extend(fields.errors.into_iter().map(|e| FieldError { field: format!("{name}.{called}.{}", e.field), ..e }));
        }
        found
    }
    /// The names of a form's fields that begin with `prefix`, such as `matters.`.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        match self.sent {
            Sent::Form(form) | Sent::Multipart { values: form, .. } => form.keys().filter(|k| k.starts_with(prefix)).cloned().collect(),
            Sent::Json(object) => object.keys().filter(|k| k.starts_with(prefix)).cloned().collect(),
            Sent::Nothing => Vec::new(),
        }
    }
    pub fn is_json(&self) -> bool {
        matches!(self.sent, Sent::Json(_))
    }
    /// A field as text; `None` when it is lacking or empty. In JSON a number, a truth value and a text are three
    /// kinds, as the document of the API says.
    fn text(&mut self, name: &str, kind: Kind) -> Option<Cow<'_, str>> {
        self.seen.insert(name.to_owned());
        let sent = self.sent;
        let text = match sent {
            Sent::Nothing => None,
            Sent::Form(form) | Sent::Multipart { values: form, .. } => form.get(name).map(|t| Cow::Borrowed(t.as_str())),
            Sent::Json(object) => match (kind, object.get(name)) {
                (_, None | Some(Value::Null)) => None,
                (Kind::Text, Some(Value::String(text))) => Some(Cow::Borrowed(text.as_str())),
                (Kind::Number, Some(Value::Number(n))) => Some(Cow::Owned(n.to_string())),
                (Kind::Truth, Some(Value::Bool(b))) => Some(Cow::Owned(b.to_string())),
                _ => {
                    self.fault(name, Fault::WrongType);
                    return None;
                }
            },
        };
        text.filter(|t| !t.trim().is_empty())
    }
    fn required<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.required_as(Kind::Text, name, read)
    }
    fn optional<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.optional_as(Kind::Text, name, read)
    }
    fn required_as<T>(&mut self, kind: Kind, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let faults = self.errors.len();
        let value = self.optional_as(kind, name, read);
        if value.is_none() && self.errors.len() == faults {
            self.fault(name, Fault::Required);
        }
        value
    }
    fn optional_as<T>(&mut self, kind: Kind, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match read(self.text(name, kind)?.as_ref()) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(name, fault);
                None
            }
        }
    }

    pub fn short(&mut self, name: &str) -> Option<ShortText> {
        self.required(name, |t| Ok(ShortText::new(t)?))
    }
    pub fn optional_short(&mut self, name: &str) -> Option<ShortText> {
        self.optional(name, |t| Ok(ShortText::new(t)?))
    }
    pub fn view_name(&mut self, name: &str) -> Option<ViewName> {
        self.required(name, |t| Ok(ViewName::new(t)?))
    }
    pub fn long(&mut self, name: &str) -> Option<LongText> {
        self.required(name, |t| Ok(LongText::new(t)?))
    }
    pub fn optional_long(&mut self, name: &str) -> Option<LongText> {
        self.optional(name, |t| Ok(LongText::new(t)?))
    }
    /// The text of a document.
    pub fn document_text(&mut self, name: &str) -> Option<DocumentText> {
        self.optional(name, |t| Ok(DocumentText::new(t)?))
    }
    /// People: in a form those who are ticked (`present.000`, each with a name) and then what is typed; one at least.
    pub fn people(&mut self, name: &str) -> Option<Names> {
        let boxes = if self.is_json() { Vec::new() } else { self.names(&format!("{name}.")) };
        let mut named: Vec<String> = boxes.iter().filter_map(|ticked| self.optional_short(ticked)).map(ShortText::into_string).collect();
        if named.is_empty() {
            return self.required(name, |t| Ok(Names::new(t)?));
        }
        named.extend(self.optional(name, |t| Ok(Names::new(t)?)).map(Names::into_string));
        Names::new(&named.join(", ")).map_err(|fault| self.fault(name, fault)).ok()
    }
    pub fn email(&mut self, name: &str) -> Option<Email> {
        self.required(name, |t| Ok(Email::new(t)?))
    }
    pub fn optional_email(&mut self, name: &str) -> Option<Email> {
        self.optional(name, |t| Ok(Email::new(t)?))
    }
    /// A whole number within a range.
    pub fn whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        self.required_as(Kind::Number, name, |t| whole(t, range))
    }
    pub fn optional_whole(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        self.optional_as(Kind::Number, name, |t| whole(t, range))
    }
    /// A day as `2020-11-27`.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.required(name, date)
    }
    pub fn optional_date(&mut self, name: &str) -> Option<NaiveDate> {
        self.optional(name, date)
    }
    /// One of the days that a rule gives; `otherwise` says which they are, of a day that is centuries away too.
    pub fn date_within(&mut self, name: &str, days: &RangeInclusive<NaiveDate>, otherwise: Fault) -> Option<NaiveDate> {
        self.required(name, |t| written_day(t).and_then(|day| if days.contains(&day) { Ok(day) } else { Err(otherwise) }))
    }
    /// A day with words after it, as `2020-10-23 5 Delleverans 1`.
    pub fn optional_dated(&mut self, name: &str) -> Option<(NaiveDate, ShortText)> {
        self.optional(name, |t| {
            let (day, words) = t.trim().split_once(' ').ok_or(Fault::NotAChoice)?;
            Ok((date(day)?, ShortText::new(words)?))
        })
    }
    /// An amount in kronor, with or without two decimals, blanks between thousands allowed.
    pub fn kronor(&mut self, name: &str) -> Option<Ore> {
        self.required_as(Kind::Number, name, kronor)
    }
    pub fn optional_kronor(&mut self, name: &str) -> Option<Ore> {
        self.optional_as(Kind::Number, name, kronor)
    }
    /// A number with so many decimals at most, in hundredths.
    pub fn value(&mut self, name: &str, decimals: u32) -> Option<Hundredths> {
        self.required_as(Kind::Number, name, |t| hundredths(t, decimals))
    }
    pub fn optional_hundredths(&mut self, name: &str) -> Option<Hundredths> {
        self.optional_as(Kind::Number, name, |t| hundredths(t, 2))
    }
    /// One of an enum's words.
    pub fn word<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.required(name, |t| t.trim().parse().map_err(|_| Fault::NotAChoice))
    }
    pub fn optional_word<T: FromStr>(&mut self, name: &str) -> Option<T> {
        self.optional(name, |t| t.trim().parse().map_err(|_| Fault::NotAChoice))
    }
    /// Any of an enum's words: the ticked boxes of a form (one a line), a list in JSON.
    pub fn words<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let sent: Vec<String> = match self.json(name) {
            None => Vec::new(),
            Some(Value::String(lines)) => lines.lines().map(str::to_owned).collect(),
            Some(Value::Array(items)) => items.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect(),
            Some(_) => {
                self.fault(name, Fault::WrongType);
                return Vec::new();
            }
        };
        let read: Result<Vec<T>, T::Err> = sent.iter().map(|word| word.trim().parse()).collect();
        read.unwrap_or_else(|_| {
            self.fault(name, Fault::NotAChoice);
            Vec::new()
        })
    }
    /// A tick: `true`, `on`, `1`, `yes`; lacking means no.
    pub fn tick(&mut self, name: &str) -> bool {
        self.optional_tick(name).unwrap_or(false)
    }
    /// As [`Self::tick`], `None` when it is lacking.
    pub fn optional_tick(&mut self, name: &str) -> Option<bool> {
        self.optional_as(Kind::Truth, name, |t| match t.trim() {
            "true" | "on" | "1" | "yes" => Ok(true),
            "false" | "off" | "0" | "no" => Ok(false),
            _ => Err(Fault::NotAChoice),
        })
    }
    /// The version that the sender saw. Lacking, `If-Match` carries it or the thing is new; `services::version` demands it.
    pub fn version(&mut self) -> Option<i64> {
        self.optional_as(Kind::Number, "version", |t| whole(t, 0..=LAST_VERSION))
    }
    /// A password: not trimmed, 12 to 200 characters.
    pub fn password(&mut self, name: &str) -> Option<String> {
        self.required(name, |t| match t.chars().count() {
            n if n < 12 => Err(Fault::Other("password-too-short")),
            length if length > 200 => Err(Fault::TooLong { max: 200, length }),
            _ => Ok(t.to_owned()),
        })
    }
    /// A file: a part of a multipart form, or base64 in JSON with its name beside it, in `<name>_name`.
    pub fn file(&mut self, name: &str) -> Option<Upload> {
        let file = self.optional_file(name);
        if file.is_none() && self.errors.iter().all(|e| e.field != name) {
            self.fault(name, Fault::Required);
        }
        file
    }
    pub fn optional_file(&mut self, name: &str) -> Option<Upload> {
        self.seen.insert(name.to_owned());
        let sent = self.sent;
        match sent {
            Sent::Multipart { files, .. } => {
                let file = files.get(name)?;
                let fault = match file.beyond() {
                    _ if file.is_one_of_several() => Fault::Other("two-files"),
                    Some(most) => Fault::FileTooLarge { megabytes: most / FileLimits::MIB },
                    None if file.size == 0 => Fault::Other("file-empty"),
                    None => return Some(file.clone()),
                };
                self.fault(name, fault);
                None
            }
            Sent::Json(_) => {
                let bytes = self.optional(name, |t| BASE64_STANDARD.decode(t.trim()).map_err(|_| Fault::Other("not-base64")));
                let called = self.optional_short(&format!("{name}_name"));
                bytes.map(|bytes| Upload::held(called.as_ref().map_or(name, ShortText::as_str), bytes))
            }
            Sent::Form(_) | Sent::Nothing => None,
        }
    }
    /// Text kept exactly as sent, up to `max` characters; for secrets that are compared, and drafts.
    pub fn verbatim(&mut self, name: &str, max: usize) -> Option<String> {
        let text = self.text(name, Kind::Text).map(Cow::into_owned).unwrap_or_default();
        let length = text.chars().count();
        if length > max {
            self.fault(name, Fault::TooLong { max, length });
            return None;
        }
        Some(text)
    }

    fn refuse_unknown(&mut self) {
        let sent: Vec<&String> = match self.sent {
            Sent::Json(object) => object.keys().collect(),
            Sent::Multipart { values, files, strict: true } => values.keys().chain(files.keys()).collect(),
            Sent::Nothing | Sent::Form(_) | Sent::Multipart { .. } => return,
        };
        let strays: Vec<String> = sent.into_iter().filter(|k| !self.seen.contains(*k)).cloned().collect();
        for stray in strays {
            let shown: String = stray.chars().take(60).collect();
            self.fault(&shown, Fault::Unknown);
        }
    }
}

fn whole(text: &str, range: RangeInclusive<i64>) -> Result<i64, Fault> {
    let n: i64 = text.trim().parse().map_err(|_| Fault::NotANumber)?;
    if range.contains(&n) { Ok(n) } else { Err(Fault::OutOfRange { from: *range.start(), to: *range.end() }) }
}
/// A day as it is written in a form and in an address.
///
/// # Errors
/// No day, or one that is centuries away.
pub fn date(text: &str) -> Result<NaiveDate, Fault> {
    let day = written_day(text)?;
    let year = chrono::Datelike::year(&day);
    if (1990..=2200).contains(&year) { Ok(day) } else { Err(Fault::Other("date-out-of-reach")) }
}
fn written_day(text: &str) -> Result<NaiveDate, Fault> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| Fault::NotADate)
}
fn hundredths(text: &str, decimals: u32) -> Result<Hundredths, Fault> {
    kronor(text).map(|ore| Hundredths(ore.0)).map_err(|_| Fault::no_value(decimals))
}
fn kronor(text: &str) -> Result<Ore, Fault> {
    let plain: String = text.trim().chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}').collect();
    let plain = plain.replace('−', "-");
    let (negative, digits) = plain.strip_prefix('-').map_or((false, plain.as_str()), |rest| (true, rest));
    let (kronor, ore) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(kronor) || !all_digits(ore) || ore.len() > 2 {
        return Err(Fault::NotAnAmount);
    }
    let ore: i64 = format!("{ore:0<2}").parse().map_err(|_| Fault::NotAnAmount)?;
    let whole: i64 = kronor.parse().map_err(|_| Fault::NotAnAmount)?;
    let amount = whole
        .checked_mul(100)
        .and_then(|o| o.checked_add(if digits.contains([',', '.']) { ore } else { 0 }))
        .filter(|o| *o <= Ore::MAX.0)
        .ok_or(Fault::NotAnAmount)?;
    Ok(Ore(if negative { -amount } else { amount }))
}

#[cfg(test)]
mod tests;
