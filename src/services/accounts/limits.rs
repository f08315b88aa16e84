//! Limits on tries to sign in. They slow a guesser down and never lock the owner out: an address from which the account
//! has signed in before is outside the account's own limit.
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;

/// Failures are remembered for fifteen minutes.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failures for one account from one address, before that address must wait.
const PER_PAIR: usize = 8;
/// Failures from one address over all accounts: an office may share one address.
const PER_ADDRESS: usize = 50;
/// Failures for one account from addresses that it has never signed in from.
const PER_ACCOUNT: usize = 30;
/// Things counted at most; where there are more, the half that was tried longest ago is forgotten.
const KEPT: usize = 20_000;

/// Counted failures, by what they are counted for. Each instance counts for itself.
#[derive(Debug, Default)]
pub struct SignInLimits {
    failures: Mutex<HashMap<String, Vec<NaiveDateTime>>>,
}

/// A try to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    pub address: &'a str,
    /// The account's address in lower case, whether it exists or not.
    pub account: &'a str,
    /// The account has signed in from this address before.
    pub known_address: bool,
    pub now: NaiveDateTime,
}

impl Try<'_> {
    fn limits(&self) -> [(String, usize); 3] {
        let per_account = if self.known_address { usize::MAX } else { PER_ACCOUNT };
        let place = place(self.address);
        [(format!("pair {place} {}", self.account), PER_PAIR), (format!("address {place}"), PER_ADDRESS), (format!("account {}", self.account), per_account)]
    }
}

impl SignInLimits {
    /// Counts a try against the account before its password is looked at: guesses made at once would otherwise all come
    /// through. One that succeeds is taken back, one that fails counts against its address as well.
    ///
    /// # Errors
    /// Seconds until this try may be made; it is not counted then.
    pub fn begin(&self, t: &Try<'_>) -> Result<(), u64> {
        let Ok(mut failures) = self.failures.lock() else { return Ok(()) };
        let limits = t.limits();
        if let Some(wait) = limits.iter().filter_map(|(key, limit)| wait_of(failures.get(key)?, *limit, t.now)).max() {
            return Err(wait);
        }
        let [pair, _, account] = limits;
        [pair.0, account.0].into_iter().for_each(|key| count(&mut failures, key, t.now));
        Ok(())
    }
    /// The try was a failure: its address is counted too. Many may sign in from one address at once.
    pub fn failed(&self, t: &Try<'_>) {
        let Ok(mut failures) = self.failures.lock() else { return };
        let [_, address, _] = t.limits();
        count(&mut failures, address.0, t.now);
    }
    /// Forgets what was counted for this account from this address, and this try for the account.
    pub fn succeeded(&self, t: &Try<'_>) {
        let Ok(mut failures) = self.failures.lock() else { return };
        let [pair, _, account] = t.limits();
        failures.remove(&pair.0);
        if let Some(times) = failures.get_mut(&account.0)
            && let Some(place) = times.iter().rposition(|at| *at == t.now)
        {
            times.remove(place);
        }
    }
}

/// Where a try comes from: an IPv4 address, or the /64 network of an IPv6 one, which whoever has one address there has all of.
fn place(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => format!("{}/64", Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)),
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => address.to_owned(),
    }
}

fn count(failures: &mut HashMap<String, Vec<NaiveDateTime>>, key: String, now: NaiveDateTime) {
    if failures.len() >= KEPT {
        make_room(failures);
    }
    let times = failures.entry(key).or_default();
    times.retain(|at| *at + WINDOW > now);
    times.push(now);
}

/// Forgets the half that was tried longest ago: each key is moved by few tries, however many come.
fn make_room(failures: &mut HashMap<String, Vec<NaiveDateTime>>) {
    let mut last: Vec<Option<NaiveDateTime>> = failures.values().map(|times| times.last().copied()).collect();
    let middle = last.len() / 2;
    let (_, middle, _) = last.select_nth_unstable(middle);
    failures.retain(|_, times| times.last().copied() > *middle);
}

fn wait_of(times: &[NaiveDateTime], limit: usize, now: NaiveDateTime) -> Option<u64> {
    let recent: Vec<&NaiveDateTime> = times.iter().filter(|at| **at + WINDOW > now).collect();
    let oldest = recent.len().checked_sub(limit).and_then(|surplus| recent.get(surplus))?;
    Some((**oldest + WINDOW - now).num_seconds().max(1).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> NaiveDateTime {
        NaiveDateTime::default() + TimeDelta::minutes(minute)
    }
    fn attempt(address: &'static str, minute: i64) -> Try<'static> {
        Try { address, account: "eva@exempel.se", known_address: false, now: at(minute) }
    }

    #[test]
    fn one_address_waits_after_eight_failures_and_for_fifteen_minutes() {
        let limits = SignInLimits::default();
        (0..8).for_each(|_| assert_eq!(limits.begin(&attempt("192.0.2.1", 0)), Ok(())));
        assert_eq!(limits.begin(&attempt("192.0.2.1", 5)), Err(600));
        assert_eq!(limits.begin(&attempt("192.0.2.2", 5)), Ok(()), "another address of the owner");
        assert_eq!(limits.begin(&attempt("192.0.2.1", 15)), Ok(()));
    }

    #[test]
    fn a_stranger_with_many_addresses_does_not_lock_the_owner_out() {
        const STRANGERS: [&str; 5] = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5"];
        let limits = SignInLimits::default();
        STRANGERS.iter().flat_map(|a| std::iter::repeat_n(*a, 6)).for_each(|a| assert_eq!(limits.begin(&attempt(a, 0)), Ok(())));
        assert!(limits.begin(&attempt("203.0.113.9", 1)).is_err(), "strangers wait");
        assert_eq!(limits.begin(&Try { known_address: true, ..attempt("192.0.2.1", 1) }), Ok(()), "the owner does not");
    }

    #[test]
    fn all_addresses_of_a_network_of_ipv6_count_as_one() {
        let limits = SignInLimits::default();
        const SAME: [&str; 2] = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2"];
        SAME.iter().flat_map(|a| std::iter::repeat_n(*a, 4)).for_each(|a| assert_eq!(limits.begin(&attempt(a, 0)), Ok(())));
        assert!(limits.begin(&attempt("2001:db8:0:1::3", 1)).is_err());
        assert_eq!(limits.begin(&attempt("2001:db8:0:2::3", 1)), Ok(()), "another network");
    }

    #[test]
    fn what_is_counted_is_bounded_and_the_newest_is_kept() {
        let limits = SignInLimits::default();
        let accounts: Vec<String> = (0..KEPT).map(|n| format!("person{n}@exempel.se")).collect();
        for (n, account) in accounts.iter().enumerate() {
            let now = at(0) + TimeDelta::milliseconds(n as i64);
            assert_eq!(limits.begin(&Try { account, now, ..attempt("192.0.2.1", 0) }), Ok(()));
        }
        let failures = limits.failures.lock().expect("the failures");
        assert!(failures.len() <= KEPT, "{} are kept", failures.len());
        assert!(failures.contains_key(&format!("account person{}@exempel.se", KEPT - 1)) && !failures.contains_key("account person0@exempel.se"));
    }

    #[test]
    fn success_forgets_the_failures_before_it() {
        let limits = SignInLimits::default();
        (0..8).for_each(|_| assert_eq!(limits.begin(&attempt("192.0.2.1", 0)), Ok(())));
        limits.succeeded(&attempt("192.0.2.1", 0));
        assert_eq!(limits.begin(&attempt("192.0.2.1", 0)), Ok(()));
    }

    #[test]
    fn those_who_sign_in_use_up_nothing() {
        let limits = SignInLimits::default();
        for minute in 0..200 {
            let one = Try { account: if minute % 2 == 0 { "eva@exempel.se" } else { "bo@exempel.se" }, ..attempt("192.0.2.1", minute / 100) };
            assert_eq!(limits.begin(&one), Ok(()));
            limits.succeeded(&one);
        }
    }

    #[test]
    fn one_address_waits_after_fifty_failures_over_all_accounts() {
        let limits = SignInLimits::default();
        let accounts: Vec<String> = (0..51).map(|n| format!("person{n}@exempel.se")).collect();
        let tries = accounts.iter().map(|account| Try { account, ..attempt("192.0.2.1", 0) });
        let waits: Vec<bool> = tries.map(|t| limits.begin(&t).inspect(|()| limits.failed(&t)).is_err()).collect();
        assert_eq!(waits.iter().position(|w| *w), Some(50));
    }
}
