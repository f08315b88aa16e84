//! The risk policy: scale, bands, review intervals, adopted by decision.
