//! The minutes that prove an earlier decision: a PDF, kept as it was sent.

/// The most bytes that minutes may have: 20 MiB.
pub const MAX_MINUTES: u64 = 20 * 1024 * 1024;
