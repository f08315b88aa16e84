//! Dates, times, money and numbers as people read them.
//!
//! Times are stored in UTC and shown in Europe/Stockholm. Groups of digits, and a number and
//! its unit, are joined by a no-break space so that no line ends inside a figure.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::{Europe::Stockholm, Tz};

use super::i18n::Lang;

/// The no-break space.
const NBSP: char = '\u{a0}';
/// The minus sign, as wide as a digit; a hyphen would break lines and read wrongly.
const MINUS: char = '\u{2212}';

const WEEKDAYS_SV: [&str; 7] = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_SV: [&str; 12] = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];
const MONTHS_EN: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A point in time as a context carries it: a whole day, or a moment in Swedish time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    At(DateTime<Tz>),
}

impl When {
    /// Reads what chrono's serde writes: `2020-11-27`, `2020-11-27T09:42:00` (UTC) or with a zone.
    pub fn parse(text: &str) -> Option<When> {
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Some(When::Day(day));
        }
        if let Ok(time) = text.parse::<NaiveDateTime>() {
            return Some(When::At(local(time)));
        }
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(When::At(time.with_timezone(&Stockholm)))
    }

    /// The day, in Swedish time.
    pub fn day(self) -> NaiveDate {
        match self {
            When::Day(day) => day,
            When::At(time) => time.date_naive(),
        }
    }
}

/// A stored UTC time in Swedish time.
pub fn local(utc: NaiveDateTime) -> DateTime<Tz> {
    Utc.from_utc_datetime(&utc).with_timezone(&Stockholm)
}

/// `2020-11-27`, for tables and exports.
pub fn date(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `fre 27 nov`, in English `Fri 27 Nov`: a day near today.
pub fn day(lang: Lang, day: NaiveDate) -> String {
    format!("{} {}{NBSP}{}", first_three(weekday(lang, day)), day.day(), first_three(month(lang, day)))
}

/// Day and month alone, for charts and lists: "27 nov", "27 Nov".
pub fn day_month(lang: Lang, day: NaiveDate) -> String {
    let with_year = dated(lang, day);
    with_year.rsplit_once(' ').map_or(with_year.clone(), |(short, _)| short.to_owned())
}

/// Days in a row, oldest first: where they go over a turn of the year, the first of each year has it.
pub fn days_in_a_row(lang: Lang, days: &[NaiveDate]) -> Vec<String> {
    let one_year = days.first().map(Datelike::year) == days.last().map(Datelike::year);
    let is_told = |index: usize, day: &NaiveDate| !one_year && index.checked_sub(1).is_none_or(|before| days[before].year() != day.year());
    days.iter().enumerate().map(|(index, day)| if is_told(index, day) { dated(lang, *day) } else { day_month(lang, *day) }).collect()
}

/// `27 nov 2020`: a day that may lie in another year.
pub fn dated(lang: Lang, day: NaiveDate) -> String {
    let month = first_three(month(lang, day));
    format!("{}{NBSP}{month} {}", day.day(), day.year())
}

/// `fredag 27 november 2020`, in English `Friday 27 November 2020`.
pub fn long_day(lang: Lang, day: NaiveDate) -> String {
    format!("{} {}{NBSP}{} {}", weekday(lang, day), day.day(), month(lang, day), day.year())
}

/// `kl. 10.42`, in English `10:42`.
pub fn clock(lang: Lang, time: DateTime<Tz>) -> String {
    match lang {
        Lang::Sv => format!("kl.{NBSP}{:02}.{:02}", time.hour(), time.minute()),
        Lang::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// `fre 27 nov kl. 10.42`, in English `Fri 27 Nov 10:42`.
pub fn moment(lang: Lang, time: DateTime<Tz>) -> String {
    format!("{} {}", day(lang, time.date_naive()), clock(lang, time))
}

/// `27 nov 2020 kl. 10.42`: a moment that may lie in another year.
pub fn stamp(lang: Lang, time: DateTime<Tz>) -> String {
    format!("{} {}", dated(lang, time.date_naive()), clock(lang, time))
}

/// Hours as a meeting has them, "10:00–12:00": in Swedish with full stops.
pub fn hours(lang: Lang, hours: &str) -> String {
    match lang {
        Lang::Sv => hours.replace(':', "."),
        Lang::En => hours.to_owned(),
    }
}

/// An amount in öre as kronor: `1 484 700 kr`; öre are shown only when there are any (`12,50 kr`).
pub fn kr(lang: Lang, ore: i64) -> String {
    format!("{}{NBSP}kr", kronor(lang, ore))
}

/// As [`kr`], in a table whose head says the unit: `1 484 700`, `12,50`.
pub fn kronor(lang: Lang, ore: i64) -> String {
    let part = ore.unsigned_abs() % 100;
    let mut text = sign(ore);
    text += &grouped(ore.unsigned_abs() / 100);
    if part != 0 {
        text.push(decimal_mark(lang));
        text += &format!("{part:02}");
    }
    text
}

/// A whole number in groups of three: `1 484 700`.
pub fn number(value: i64) -> String {
    sign(value) + &grouped(value.unsigned_abs())
}

/// A number with at most `places` decimals, ending zeros left out: `2,3`; in English `2.3`.
pub fn decimal(lang: Lang, value: f64, places: usize) -> String {
    let rounded = format!("{:.places$}", value.abs());
    let (whole, part) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let part = part.trim_end_matches('0');
    let nothing = part.is_empty() && whole.bytes().all(|digit| digit == b'0');
    let mut text = String::new();
    if value < 0.0 && !nothing {
        text.push(MINUS);
    }
    text += &in_groups(whole);
    if !part.is_empty() {
        text.push(decimal_mark(lang));
        text += part;
    }
    text
}

/// A value in percent units with at most one decimal: 66.2 is `66,2 %`.
pub fn percent(lang: Lang, value: f64) -> String {
    decimal(lang, value, 1) + "\u{a0}%"
}

/// A person with the role, told once when the name is the role's: "Projektledaren", "Karin, Projektledare", of a deputy who acts in the
/// leader's place "Biträdande projektledaren, Projektledare", and of a body "Styrgruppens ordförande, Styrgrupp".
pub fn with_role(name: &str, role: &str) -> String {
    let (name_folded, role_folded) = (name.to_lowercase(), role.to_lowercase());
    let is_roles = name_folded.strip_prefix(&role_folded).is_some_and(|ending| !ending.contains(char::is_whitespace));
    if is_roles { name.to_owned() } else { format!("{name}, {role}") }
}

fn weekday(lang: Lang, day: NaiveDate) -> &'static str {
    let index = day.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::Sv => WEEKDAYS_SV[index],
        Lang::En => WEEKDAYS_EN[index],
    }
}

/// The month's name, as in `november`.
pub fn month(lang: Lang, day: NaiveDate) -> &'static str {
    let index = day.month0() as usize;
    match lang {
        Lang::Sv => MONTHS_SV[index],
        Lang::En => MONTHS_EN[index],
    }
}

/// The first three letters; the names have Swedish letters, so bytes will not do.
fn first_three(name: &str) -> &str {
    name.char_indices().nth(3).map_or(name, |(end, _)| &name[..end])
}

fn sign(value: i64) -> String {
    if value < 0 { MINUS.to_string() } else { String::new() }
}

fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Sv => ',',
        Lang::En => '.',
    }
}

fn grouped(value: u64) -> String {
    in_groups(&value.to_string())
}

fn in_groups(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * NBSP.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    text
}

/// An amount as it is typed, in fields and for spreadsheets: kronor, with öre when there are any. It takes öre.
pub fn typed_kr(amount: i64) -> String {
    let (sign, ore) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    if ore % 100 == 0 { format!("{sign}{}", ore / 100) } else { format!("{sign}{},{:02}", ore / 100, ore % 100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn friday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 11, 27).unwrap()
    }

    #[test]
    fn days_are_written_as_the_language_writes_them() {
        assert_eq!(date(friday()), "2020-11-27");
        assert_eq!(day(Lang::Sv, friday()), "fre 27\u{a0}nov");
        assert_eq!(day(Lang::En, friday()), "Fri 27\u{a0}Nov");
        assert_eq!(dated(Lang::Sv, friday()), "27\u{a0}nov 2020");
        assert_eq!(long_day(Lang::Sv, friday()), "fredag 27\u{a0}november 2020");
        assert_eq!(long_day(Lang::En, friday()), "Friday 27\u{a0}November 2020");
    }

    #[test]
    fn days_in_a_row_have_their_year_where_it_turns() {
        let days = |ymd: &[(i32, u32)]| ymd.iter().map(|(y, m)| NaiveDate::from_ymd_opt(*y, *m, 14).unwrap()).collect::<Vec<_>>();
        let told = |ymd| days_in_a_row(Lang::Sv, &days(ymd)).join(", ").replace('\u{a0}', " ");
        assert_eq!(told(&[(2018, 5), (2018, 8), (2019, 3), (2019, 9)]), "14 maj 2018, 14 aug, 14 mar 2019, 14 sep");
        assert_eq!(told(&[(2020, 5), (2020, 8)]), "14 maj, 14 aug");
        assert_eq!(told(&[]), "");
    }

    #[test]
    fn a_weekday_with_swedish_letters_is_cut_at_a_letter() {
        let saturday = friday().succ_opt().unwrap();
        assert_eq!(day(Lang::Sv, saturday), "lör 28\u{a0}nov");
    }

    #[test]
    fn stored_times_are_shown_in_swedish_time_winter_and_summer() {
        let shown = |text: &str| match When::parse(text) {
            Some(When::At(time)) => moment(Lang::Sv, time),
            other => panic!("{other:?}"),
        };
        assert_eq!(shown("2020-11-27T09:42:00"), "fre 27\u{a0}nov kl.\u{a0}10.42");
        assert_eq!(shown("2020-06-30T22:05:00Z"), "ons 1\u{a0}jul kl.\u{a0}00.05");
        assert_eq!(shown("2020-06-30T22:05:00.250+00:00"), "ons 1\u{a0}jul kl.\u{a0}00.05");
    }

    #[test]
    fn a_day_is_not_moved_by_the_time_zone() {
        assert_eq!(When::parse("2020-11-27"), Some(When::Day(friday())));
        assert_eq!(When::parse("i dag"), None);
    }

    #[test]
    fn kronor_show_ore_only_when_there_are_any() {
        assert_eq!(kr(Lang::Sv, 148_470_000), "1\u{a0}484\u{a0}700\u{a0}kr");
        assert_eq!(kr(Lang::Sv, 1_250), "12,50\u{a0}kr");
        assert_eq!(kr(Lang::En, 1_205), "12.05\u{a0}kr");
        assert_eq!(kr(Lang::Sv, -17_276_000), "\u{2212}172\u{a0}760\u{a0}kr");
        assert_eq!(kr(Lang::Sv, -50), "\u{2212}0,50\u{a0}kr");
        assert_eq!(kr(Lang::Sv, 0), "0\u{a0}kr");
        assert_eq!(kr(Lang::Sv, i64::MIN), "\u{2212}92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,08\u{a0}kr");
    }

    #[test]
    fn numbers_are_grouped_and_ending_zeros_left_out() {
        assert_eq!(number(999), "999");
        assert_eq!(number(-1_484_700), "\u{2212}1\u{a0}484\u{a0}700");
        assert_eq!(decimal(Lang::Sv, 2.30, 2), "2,3");
        assert_eq!(decimal(Lang::En, 1234.5, 1), "1\u{a0}234.5");
        assert_eq!(decimal(Lang::Sv, -0.04, 1), "0");
        assert_eq!(percent(Lang::Sv, 66.2), "66,2\u{a0}%");
        assert_eq!(percent(Lang::En, 70.0), "70\u{a0}%");
    }
}
