//! Projects: created, described, manned.
