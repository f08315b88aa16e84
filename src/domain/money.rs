//! Money: whole öre in 64 bits. Never a floating-point number.
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// An amount in öre; 100 öre are one krona.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ore(pub i64);

impl Ore {
    pub const ZERO: Ore = Ore(0);
    /// The largest amount a form takes: one hundred thousand million kronor.
    pub const MAX: Ore = Ore(10_000_000_000_000);

    pub const fn kronor(kronor: i64) -> Ore {
        Ore(kronor * 100)
    }
    /// How many percent this is of `whole`, rounded half up; `None` of nothing.
    pub fn percent_of(self, whole: Ore) -> Option<i64> {
        let (part, whole) = (i128::from(self.0) * 100 * i128::from(whole.0.signum()), i128::from(whole.0).abs());
        (whole != 0).then(|| (2 * part + whole).div_euclid(2 * whole) as i64)
    }
}
impl Add for Ore {
    type Output = Ore;
    fn add(self, other: Ore) -> Ore {
        Ore(self.0.saturating_add(other.0))
    }
}
impl Sub for Ore {
    type Output = Ore;
    fn sub(self, other: Ore) -> Ore {
        Ore(self.0.saturating_sub(other.0))
    }
}
impl Neg for Ore {
    type Output = Ore;
    fn neg(self) -> Ore {
        Ore(-self.0)
    }
}
impl Sum for Ore {
    fn sum<I: Iterator<Item = Ore>>(amounts: I) -> Ore {
        amounts.fold(Ore::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn bought_services_stand_at_169_percent_of_the_year_and_68_of_the_total() {
        assert_eq!(Ore::kronor(218_200).percent_of(Ore::kronor(128_760)), Some(169));
        assert_eq!(Ore::kronor(218_200).percent_of(Ore::kronor(321_900)), Some(68));
        assert_eq!([-15, -5, 4, 5, 14, 15].map(|ore| Ore(ore).percent_of(Ore(1000))), [-1, 0, 0, 1, 1, 2].map(Some));
        assert_eq!(Ore::kronor(1).percent_of(Ore::ZERO), None);
    }
}
