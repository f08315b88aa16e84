//! Indicators: how far from the baseline to the target, and how it stands with the measurements that were planned.
//!
//! Values are whole hundredths of the indicator's unit, never floating-point numbers.
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

word_enum! {
    /// Which way is better.
    Direction { Up = "up", Down = "down" }
}
word_enum! {
    /// Why there is no progress to tell of.
    Lack {
        Baseline = "baseline",
        Target = "target",
        /// Nothing has been measured.
        Value = "value",
        /// The target is where the baseline is.
        Distance = "distance",
    }
}
word_enum! {
    /// How it stands with a planned measurement on a day.
    PlanState {
        /// Its quarter has not begun.
        Planned = "planned",
        /// Its quarter goes on.
        Due = "due",
        Done = "done",
        /// Its quarter has passed without a value.
        Missed = "missed",
    }
}

/// A value in hundredths of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(pub i64);

/// Written as a plain decimal number: `62.5`.
impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, whole, part) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match part {
            0 => write!(f, "{sign}{whole}"),
            part if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            part => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// Why a value is none of the unit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFault {
    /// It takes so many.
    TooManyDecimals(u32),
    Below(Hundredths),
    Above(Hundredths),
}

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yardstick {
    pub direction: Direction,
    /// Decimals that a value may have, 0 to 2.
    pub decimals: u32,
    /// The least and the greatest value that the unit has.
    pub least: Option<Hundredths>,
    pub most: Option<Hundredths>,
    pub baseline: Option<Hundredths>,
    pub target: Option<Hundredths>,
}

impl Yardstick {
    /// # Errors
    /// More decimals than the indicator has, or outside its range.
    pub fn takes(&self, value: Hundredths) -> Result<(), ValueFault> {
        let step = 10_i64.pow(2 - self.decimals.min(2));
        match (self.least, self.most) {
            _ if value.0 % step != 0 => Err(ValueFault::TooManyDecimals(self.decimals)),
            (Some(least), _) if value < least => Err(ValueFault::Below(least)),
            (_, Some(most)) if value > most => Err(ValueFault::Above(most)),
            _ => Ok(()),
        }
    }
    /// Whether the target lies in the direction that is better, seen from the baseline. A target at the baseline means to keep it.
    pub fn aims_right(&self) -> bool {
        match (self.baseline, self.target, self.direction) {
            (Some(baseline), Some(target), Direction::Up) => target >= baseline,
            (Some(baseline), Some(target), Direction::Down) => target <= baseline,
            _ => true,
        }
    }
    /// How many percent of the way from the baseline to the target `value` has come, rounded down: 100 is the target itself or
    /// past it, less than 0 is further off than the baseline was.
    ///
    /// # Errors
    /// What is lacking for it to be told.
    pub fn progress(&self, value: Option<Hundredths>) -> Result<i64, Lack> {
        let (baseline, target) = (self.baseline.ok_or(Lack::Baseline)?, self.target.ok_or(Lack::Target)?);
        let value = value.ok_or(Lack::Value)?;
        let (come, whole) = (i128::from(value.0) - i128::from(baseline.0), i128::from(target.0) - i128::from(baseline.0));
        if whole == 0 {
            return Err(Lack::Distance);
        }
        // The sign goes to the numerator, since division rounds down only by a positive number.
        let percent = (come * 100 * whole.signum()).div_euclid(whole.abs());
        Ok(i64::try_from(percent).unwrap_or(if percent < 0 { i64::MIN } else { i64::MAX }))
    }
    /// Whether `value` is at the target or past it; `None` without a target.
    pub fn reached(&self, value: Hundredths) -> Option<bool> {
        self.target.map(|target| match self.direction {
            Direction::Up => value >= target,
            Direction::Down => value <= target,
        })
    }
}

/// A quarter of a year, written `2021-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// Its place among all quarters.
    pub fn in_order(self) -> i32 {
        self.year.saturating_mul(4).saturating_add(self.number.min(4) as i32)
    }
    /// The quarter that a day is in.
    pub fn of(day: NaiveDate) -> Quarter {
        Quarter { year: day.year(), number: day.month0() / 3 + 1 }
    }
    /// Those of some years, in order.
    pub fn of_years(years: std::ops::RangeInclusive<i32>) -> impl Iterator<Item = Quarter> {
        years.flat_map(|year| (1..=4).map(move |number| Quarter { year, number }))
    }
    /// The last day in it.
    pub fn last_day(self) -> NaiveDate {
        let next = if self.number == 4 { (self.year + 1, 1) } else { (self.year, self.number * 3 + 1) };
        NaiveDate::from_ymd_opt(next.0, next.1, 1).and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
    }
}
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

/// A text that is no quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a quarter")]
pub struct NotAQuarter;

impl FromStr for Quarter {
    type Err = NotAQuarter;
    /// Reads `2021-Q3`, and `2021-K3` or `2021 kv 3` as it is said in Swedish.
    fn from_str(text: &str) -> Result<Quarter, NotAQuarter> {
        match begin(text)? {
            (quarter, "") => Ok(quarter),
            _ => Err(NotAQuarter),
        }
    }
}
/// The quarter that a text begins with, and what follows it.
fn begin(text: &str) -> Result<(Quarter, &str), NotAQuarter> {
    let (year, rest) = number(text).ok_or(NotAQuarter)?;
    let marked = rest.trim_start_matches(['-', ' ', '\u{a0}']);
    if marked.len() == rest.len() {
        return Err(NotAQuarter);
    }
    let mark = ["kv.", "kv", "k", "q"].into_iter().find(|mark| marked.get(..mark.len()).is_some_and(|m| m.eq_ignore_ascii_case(mark)));
    let after = mark.and_then(|mark| marked.get(mark.len()..)).ok_or(NotAQuarter)?;
    match (year, number(after.trim_start_matches([' ', '\u{a0}']))) {
        (1990..=2200, Some((number @ 1..=4, rest))) => Ok((Quarter { year: year as i32, number }, rest)),
        _ => Err(NotAQuarter),
    }
}
/// The number that a text begins with, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// A measurement that is planned: in a quarter, by an organisation or, without one, by whoever measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    pub quarter: Quarter,
    /// Empty when any measurement of the quarter will do.
    pub organisation: String,
}
impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.quarter)?;
        if self.organisation.is_empty() { Ok(()) } else { write!(f, " {}", self.organisation) }
    }
}
impl FromStr for Planned {
    type Err = NotAQuarter;
    /// Reads a quarter, and after it the organisation that measures, if one does: `2021-Q3`, `2021 kv 3 Uddevalla`.
    fn from_str(text: &str) -> Result<Planned, NotAQuarter> {
        let (quarter, rest) = begin(text.trim())?;
        let organisation = rest.trim_start_matches([' ', ',']);
        if !rest.is_empty() && organisation.len() == rest.len() {
            return Err(NotAQuarter);
        }
        Ok(Planned { quarter, organisation: organisation.to_owned() })
    }
}
impl Serialize for Planned {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl Planned {
    /// How it stands on `today`, with the measurements that count.
    pub fn state(&self, measured: &[Measured], today: NaiveDate) -> PlanState {
        let by_it = |m: &&Measured| self.organisation.is_empty() || m.organisation.to_lowercase() == self.organisation.to_lowercase();
        if measured.iter().filter(by_it).any(|m| Quarter::of(m.on) == self.quarter) {
            return PlanState::Done;
        }
        match self.quarter.cmp(&Quarter::of(today)) {
            std::cmp::Ordering::Less => PlanState::Missed,
            std::cmp::Ordering::Equal => PlanState::Due,
            std::cmp::Ordering::Greater => PlanState::Planned,
        }
    }
}

/// A measurement that counts: one that none has replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub on: NaiveDate,
    /// Empty, with `group`, when everybody was measured at once.
    pub organisation: String,
    pub group: String,
    pub value: Hundredths,
    /// How many were asked.
    pub asked: Option<u32>,
}
impl Measured {
    fn is_of_all(&self) -> bool {
        self.organisation.is_empty() && self.group.is_empty()
    }
    /// Whether both measure the same: then one of them corrects the other.
    pub fn is_of_the_same(&self, other: &Measured) -> bool {
        let alike = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        Quarter::of(self.on) == Quarter::of(other.on) && alike(&self.organisation, &other.organisation) && alike(&self.group, &other.group)
    }
}

/// The value of each quarter that has one, oldest first. What was measured of all goes before the parts; of parts it is the mean
/// weighted by how many were asked, rounded half up. Who does not say how many counts as one.
pub fn by_quarter(measured: &[Measured]) -> Vec<(Quarter, Hundredths)> {
    let mut quarters: BTreeMap<Quarter, Vec<&Measured>> = BTreeMap::new();
    for m in measured {
        quarters.entry(Quarter::of(m.on)).or_default().push(m);
    }
    quarters.into_iter().filter_map(|(quarter, parts)| Some((quarter, together(&parts)?))).collect()
}
fn together(parts: &[&Measured]) -> Option<Hundredths> {
    if let Some(all) = parts.iter().find(|m| m.is_of_all()) {
        return Some(all.value);
    }
    let weight = |m: &Measured| i128::from(m.asked.unwrap_or(1).max(1));
    let (sum, asked) = parts.iter().fold((0, 0), |(sum, asked), m| (sum + i128::from(m.value.0) * weight(m), asked + weight(m)));
    if asked == 0 {
        return None;
    }
    i64::try_from((2 * sum + asked).div_euclid(2 * asked)).ok().map(Hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yardstick(direction: Direction, baseline: Option<i64>, target: Option<i64>) -> Yardstick {
        Yardstick { direction, decimals: 2, least: None, most: None, baseline: baseline.map(Hundredths), target: target.map(Hundredths) }
    }
    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }
    fn part(on: &str, organisation: &str, value: i64, asked: Option<u32>) -> Measured {
        Measured { on: day(on), organisation: organisation.into(), group: String::new(), value: Hundredths(value), asked }
    }

    #[test]
    fn the_way_from_40_to_80_percent_is_half_done_at_60() {
        let up = yardstick(Direction::Up, Some(4000), Some(8000));
        assert_eq!([4000, 6000, 7999, 8000, 9000, 3000].map(|v| up.progress(Some(Hundredths(v)))), [0, 50, 99, 100, 125, -25].map(Ok));
        let down = yardstick(Direction::Down, Some(4500), Some(1500));
        assert_eq!([4500, 3000, 1500, 6000].map(|v| down.progress(Some(Hundredths(v)))), [0, 50, 100, -50].map(Ok));
    }

    #[test]
    fn without_a_baseline_a_target_a_value_or_a_distance_there_is_no_progress_and_that_is_said() {
        let value = Some(Hundredths(0));
        assert_eq!(yardstick(Direction::Up, None, Some(1)).progress(value), Err(Lack::Baseline));
        assert_eq!(yardstick(Direction::Up, Some(1), None).progress(value), Err(Lack::Target));
        assert_eq!(yardstick(Direction::Up, Some(1), Some(1)).progress(value), Err(Lack::Distance));
        assert_eq!(yardstick(Direction::Up, Some(0), Some(1)).progress(None), Err(Lack::Value));
        assert_eq!(yardstick(Direction::Up, Some(0), Some(1)).progress(value), Ok(0));
    }

    #[test]
    fn a_value_outside_the_unit_or_finer_than_its_decimals_is_not_taken_and_zero_is() {
        let percent = Yardstick { decimals: 1, least: Some(Hundredths(0)), most: Some(Hundredths(10_000)), ..yardstick(Direction::Up, None, None) };
        assert_eq!([0, 10_000, 6250].map(|v| percent.takes(Hundredths(v))), [Ok(()); 3]);
        assert_eq!(percent.takes(Hundredths(6255)), Err(ValueFault::TooManyDecimals(1)));
        assert_eq!(percent.takes(Hundredths(-10)), Err(ValueFault::Below(Hundredths(0))));
        assert_eq!(percent.takes(Hundredths(10_010)), Err(ValueFault::Above(Hundredths(10_000))));
    }

    #[test]
    fn a_planned_measurement_is_missed_the_day_after_its_quarter() {
        let planned: Planned = "2020-K4".parse().expect("planned");
        let states = ["2020-09-30", "2020-10-01", "2020-12-31", "2021-01-01"].map(|today| planned.state(&[], day(today)));
        assert_eq!(states, [PlanState::Planned, PlanState::Due, PlanState::Due, PlanState::Missed]);
        assert_eq!(planned.state(&[part("2020-11-01", "Uddevalla", 0, None)], day("2021-01-01")), PlanState::Done);
        let theirs: Planned = "2020-Q4 Lysekil".parse().expect("planned");
        assert_eq!(theirs.state(&[part("2020-11-01", "Uddevalla", 0, None)], day("2021-01-01")), PlanState::Missed);
        assert_eq!(planned.quarter.last_day(), day("2020-12-31"));
    }

    #[test]
    fn parts_are_weighted_by_how_many_were_asked_and_a_measurement_of_all_goes_before_them() {
        let parts = [part("2020-10-05", "Uddevalla", 5000, Some(30)), part("2020-12-05", "Lysekil", 8000, Some(10))];
        let fourth = Quarter { year: 2020, number: 4 };
        assert_eq!(by_quarter(&parts), [(fourth, Hundredths(5750))]);
        let with_all = [parts.to_vec(), vec![part("2020-12-20", "", 6000, None), part("2021-01-02", "", 0, None)]].concat();
        assert_eq!(by_quarter(&with_all), [(fourth, Hundredths(6000)), (Quarter { year: 2021, number: 1 }, Hundredths(0))]);
    }

    #[test]
    fn numbers_and_quarters_are_written_as_they_are_read() {
        assert_eq!([0, 6250, 6255, -5, 100].map(|v| Hundredths(v).to_string()), ["0", "62.5", "62.55", "-0.05", "1"]);
        for bad in ["", "2021", "2021-5", "2021-Q5", "2021-Q0", "1800-Q1", "Q1-2021"] {
            assert_eq!(bad.parse::<Quarter>(), Err(NotAQuarter), "{bad}");
        }
        let third = Quarter { year: 2021, number: 3 };
        for written in ["2021-Q3", "2021-K3", "2021-k3", "2021 kv 3", "2021 kv. 3", "2021 Kv3", "2021 Q3", "2021\u{a0}kv\u{a0}3"] {
            assert_eq!(written.parse(), Ok(third), "{written}");
            assert_eq!(format!("{written}, Uddevalla").parse(), Ok(Planned { quarter: third, organisation: "Uddevalla".into() }), "{written}");
        }
        for bad in ["2021-Q3Uddevalla", "2021-Q31", "2021 Uddevalla", "kv 3"] {
            assert_eq!(bad.parse::<Planned>(), Err(NotAQuarter), "{bad}");
        }
        assert_eq!("2021-k3 Västra Götaland".parse::<Planned>().map(|p| p.to_string()), Ok("2021-Q3 Västra Götaland".to_owned()));
    }

    fn value() -> impl Strategy<Value = i64> {
        prop_oneof![-20_000_i64..20_000, any::<i64>().prop_map(|v| v / 1000)]
    }

    proptest! {
        #[test]
        fn a_hundred_percent_is_the_target_reached_and_nothing_else_is(baseline in value(), target in value(), measured in value()) {
            prop_assume!(baseline != target);
            let y = yardstick(if target > baseline { Direction::Up } else { Direction::Down }, Some(baseline), Some(target));
            let progress = y.progress(Some(Hundredths(measured))).expect("told");
            prop_assert!(y.aims_right());
            prop_assert_eq!(Some(progress >= 100), y.reached(Hundredths(measured)));
            prop_assert_eq!(y.progress(y.target), Ok(100));
            prop_assert_eq!(y.progress(y.baseline), Ok(0));
        }

        #[test]
        fn better_values_never_lower_the_progress_whichever_way_is_better(baseline in value(), way in 1_i64..30_000, a in value(), b in value()) {
            let (worse, better) = (a.min(b), a.max(b));
            let up = yardstick(Direction::Up, Some(baseline), Some(baseline + way));
            let down = yardstick(Direction::Down, Some(-baseline), Some(-baseline - way));
            let told = |y: &Yardstick, v: i64| y.progress(Some(Hundredths(v))).expect("told");
            prop_assert!(told(&up, worse) <= told(&up, better));
            prop_assert_eq!(told(&up, a), told(&down, -a));
        }

        #[test]
        fn the_mean_lies_among_its_parts_whatever_their_order(parts in proptest::collection::vec((value(), proptest::option::of(0_u32..5000)), 1..9)) {
            let named = |(n, (value, asked)): (usize, &(i64, Option<u32>))| part("2020-10-05", &format!("Kommun {n}"), *value, *asked);
            let mut all: Vec<Measured> = parts.iter().enumerate().map(named).collect();
            let mean = by_quarter(&all);
            all.reverse();
            prop_assert_eq!(&mean, &by_quarter(&all));
            let (least, most) = (parts.iter().map(|p| p.0).min(), parts.iter().map(|p| p.0).max());
            prop_assert!(Some(mean[0].1.0) >= least && Some(mean[0].1.0) <= most);
        }

        #[test]
        fn every_day_lies_in_its_quarter(days in 0_i64..40_000) {
            let day = day("1995-01-01") + chrono::TimeDelta::days(days);
            let quarter = Quarter::of(day);
            prop_assert!(day <= quarter.last_day() && Quarter::of(quarter.last_day()) == quarter);
            prop_assert_eq!(quarter.to_string().parse(), Ok(quarter));
        }
    }
}
