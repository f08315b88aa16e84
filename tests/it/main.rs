//! Tests of the whole program, through HTTP where people and programs meet it. One binary: it is linked once.
#![expect(clippy::expect_used, reason = "a test that cannot go on says so by failing")]
mod accounts;
mod api;
mod basis;
mod browsed;
mod changes;
mod charter;
mod decisions;
mod delegations;
mod deliveries;
mod deviations;
mod fields;
mod goals;
mod handovers;
mod kept;
mod layers;
mod lifecycle;
mod mail;
mod plan;
mod projects;
mod reports;
mod requirements;
mod rights;
mod risks;
mod sequences;
mod support;
mod verify;
