//! The domain's words in text columns.
use crate::domain::change::ChangeState;
use crate::domain::decision::{DecisionOutcome, ObjectKind};
use crate::domain::delivery::DeliveryState;
use crate::domain::document::{DocumentKind, VersionState};
use crate::domain::handover::HandoverState;
use crate::domain::lifecycle::{GateOutcome, GateState, StandingWord};
use crate::domain::matter::Matter;
use crate::domain::meeting::MeetingState;
use crate::domain::policy::Band;
use crate::domain::report::{ReportKind, ReportState};
use crate::domain::requirement::{Priority, RequirementKind, RequirementState};
use crate::domain::risk::{AssessmentKind, MeasureState, RiskStateWord, Strategy};
use crate::domain::role::Role;
use crate::domain::text::folded;
use crate::store::error::{StoreError, StoreResult};
use serde_json::Value;
use std::str::FromStr;

/// Reads a stored word. One that the rules do not know means a damaged or newer database.
///
/// # Errors
/// [`StoreError::Corrupt`] names the word.
pub fn word<T: FromStr>(stored: &str) -> StoreResult<T> {
    stored.parse().map_err(|_| StoreError::Corrupt(stored.chars().take(40).collect()))
}

/// Reads stored JSON.
///
/// # Errors
/// [`StoreError::Corrupt`] says where it breaks.
pub fn json<T: serde::de::DeserializeOwned>(stored: &str) -> StoreResult<T> {
    serde_json::from_str(stored).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// Stored JSON as it is, for verification; what is damaged stays a text, which no hash fits.
pub fn raw_json(stored: &str) -> Value {
    serde_json::from_str(stored).unwrap_or_else(|_| Value::from(stored))
}

/// Writes a value as JSON text. The domain's types always can be.
///
/// # Errors
/// [`StoreError::Corrupt`] when a map has keys that are no strings.
pub fn to_json<T: serde::Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// The LIKE pattern (escape `\\`) that finds a text anywhere in a folded column.
pub fn containing(text: &str) -> String {
    format!("%{}%", folded(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

macro_rules! text_columns {
    ($($name:ty),+ $(,)?) => {$(
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::Text;
            impl<DB: Backend> FromSql<Text, DB> for Stored<$name> where String: FromSql<Text, DB> {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    let text = <String as FromSql<Text, DB>>::from_sql(bytes)?;
                    text.parse().map(Stored).map_err(|_| format!("unknown word {text:?}").into())
                }
            }
            impl<DB: Backend> ToSql<Text, DB> for Stored<$name> where str: ToSql<Text, DB> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result { self.0.as_str().to_sql(out) }
            }
            impl From<$name> for Stored<$name> { fn from(word: $name) -> Self { Stored(word) } }
            impl From<Stored<$name>> for $name { fn from(stored: Stored<$name>) -> Self { stored.0 } }
        };
    )+};
}

/// A word enum as a text column: `#[diesel(deserialize_as = Stored<Band>, serialize_as = Stored<Band>)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Stored<T: std::fmt::Debug>(pub T);

text_columns!(
    Band,
    Role,
    Matter,
    RiskStateWord,
    AssessmentKind,
    Strategy,
    MeasureState,
    ReportState,
    ReportKind,
    ObjectKind,
    DecisionOutcome,
    GateState,
    GateOutcome,
    StandingWord,
    ChangeState,
    DeliveryState,
    DocumentKind,
    VersionState,
    HandoverState,
    RequirementKind,
    Priority,
    RequirementState,
    MeetingState
);
