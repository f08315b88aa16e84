//! A milestone's days: what the plan says, what is expected, and how far apart they are.
use chrono::NaiveDate;

/// The days of a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MilestoneDays {
    /// Of the plan in force.
    pub planned_on: NaiveDate,
    /// What the leader expects, when it is not the plan.
    pub forecast_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

impl MilestoneDays {
    /// The day it was done, or is expected: today at the soonest, so that a forgotten one gets late.
    pub fn expected_on(&self, today: NaiveDate) -> NaiveDate {
        self.done_on.unwrap_or_else(|| self.forecast_on.unwrap_or(self.planned_on).max(today))
    }
    /// Days later than the plan in force; below zero when earlier.
    pub fn slip(&self, today: NaiveDate) -> i64 {
        self.slip_from(self.planned_on, today)
    }
    /// Days later than another plan had it.
    pub fn slip_from(&self, planned_on: NaiveDate, today: NaiveDate) -> i64 {
        (self.expected_on(today) - planned_on).num_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

    fn at(offset: u64) -> NaiveDate {
        DAY + Days::new(offset)
    }

    #[test]
    fn a_forgotten_milestone_gets_late_and_a_done_one_stays_as_it_was() {
        let forgotten = MilestoneDays { planned_on: DAY, forecast_on: None, done_on: None };
        assert_eq!((forgotten.slip(DAY), forgotten.slip(at(9))), (0, 9));
        let done = MilestoneDays { done_on: Some(at(3)), ..forgotten };
        assert_eq!((done.slip(at(3)), done.slip(at(90))), (3, 3));
    }

    proptest! {
        #[test]
        fn it_is_never_expected_before_today_unless_it_is_done(planned in 0..400u64, forecast in proptest::option::of(0..400u64), today in 0..400u64) {
            let days = MilestoneDays { planned_on: at(planned), forecast_on: forecast.map(at), done_on: None };
            prop_assert!(days.expected_on(at(today)) >= at(today));
            prop_assert_eq!(days.slip(at(today)), (forecast.unwrap_or(planned).max(today)) as i64 - planned as i64);
        }
        #[test]
        fn a_later_day_never_makes_the_slip_smaller(planned in 0..400u64, forecast in proptest::option::of(0..400u64), today in 0..400u64, later in 0..100u64) {
            let days = MilestoneDays { planned_on: at(planned), forecast_on: forecast.map(at), done_on: None };
            prop_assert!(days.slip(at(today + later)) >= days.slip(at(today)));
        }
    }
}
