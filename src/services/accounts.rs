//! Accounts: signing in, passwords, people.

/// Limits on tries to sign in.
#[derive(Debug, Default)]
pub struct SignInLimits;
