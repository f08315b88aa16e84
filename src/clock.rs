//! Time and randomness, injected: the only place that asks the machine for either.
use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Europe::Stockholm;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Two clocks: the domain's (what day it is for risks and reports; the demo's begins in 2020) and the machine's
/// (sessions, tokens, mail).
#[derive(Debug, Clone)]
pub struct Clock {
    real: Real,
    /// Seconds to add to the machine's time to get the domain's.
    offset: i64,
}

#[derive(Debug, Clone)]
enum Real {
    Machine,
    /// Milliseconds since 1970; tests move it.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock for both.
    pub fn machine() -> Clock {
        Clock { real: Real::Machine, offset: 0 }
    }
    /// A clock that stands still at `at` (UTC) until it is moved.
    pub fn set_at(at: NaiveDateTime) -> Clock {
        Clock { real: Real::Set(Arc::new(AtomicI64::new(at.and_utc().timestamp_millis()))), offset: 0 }
    }
    /// The same clock with the domain's time at `domain_now` when the machine's is `real_then`.
    pub fn with_domain_time(self, domain_now: NaiveDateTime, real_then: NaiveDateTime) -> Clock {
        Clock { offset: (domain_now - real_then).num_seconds(), ..self }
    }
    /// Moves a set clock forward; the machine's cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Real::Set(ms) = &self.real {
            ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }
    /// The machine's time, UTC, in whole microseconds: PostgreSQL keeps no finer.
    pub fn real_now(&self) -> NaiveDateTime {
        let now = match &self.real {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Real::Machine => Utc::now().naive_utc(),
            Real::Set(ms) => DateTime::from_timestamp_millis(ms.load(Ordering::SeqCst)).unwrap_or_default().naive_utc(),
        };
        now.trunc_subsecs(6)
    }
    /// The domain's time, UTC.
    pub fn now(&self) -> NaiveDateTime {
        self.real_now() + TimeDelta::seconds(self.offset)
    }
    /// The domain's day in Sweden.
    pub fn today(&self) -> NaiveDate {
        local_day(self.now())
    }
}

/// The moment (UTC) at which a day begins in Sweden.
pub fn day_begins(day: NaiveDate) -> NaiveDateTime {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    midnight.and_local_timezone(Stockholm).earliest().map_or(midnight, |at| at.naive_utc())
}

/// The day that it is in Sweden at a moment in UTC.
pub fn local_day(at: NaiveDateTime) -> NaiveDate {
    at.and_utc().with_timezone(&Stockholm).date_naive()
}

/// Where random bytes come from.
#[derive(Debug, Clone)]
pub enum Entropy {
    /// The operating system.
    System,
    /// Counted, for tests that want the same bytes each time.
    Counted(Arc<AtomicU64>),
}

impl Entropy {
    pub fn counted() -> Entropy {
        Entropy::Counted(Arc::default())
    }
    /// `N` random bytes in lower-case hexadecimal.
    ///
    /// # Errors
    /// The operating system gives no random bytes.
    pub fn hex<const N: usize>(&self) -> std::io::Result<String> {
        let mut bytes = [0u8; N];
        match self {
            Entropy::System => getrandom::fill(&mut bytes).map_err(|e| std::io::Error::other(e.to_string()))?,
            Entropy::Counted(n) => {
                let next = n.fetch_add(1, Ordering::SeqCst).to_be_bytes();
                bytes.iter_mut().zip(next.iter().cycle()).for_each(|(b, v)| *b = *v);
            }
        }
        Ok(crate::domain::decision::hex(&bytes))
    }
}
