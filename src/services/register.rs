//! The risk register as people read it.
