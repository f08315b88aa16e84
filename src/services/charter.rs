//! The charter: who decides what, adopted by decision.
