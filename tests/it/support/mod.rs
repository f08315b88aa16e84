//! The real application on a free port, with a database of its own, a clock that tests move, and actors as values.

pub mod actor;
mod contract;
mod database;
pub mod dump;
pub mod smtp;
mod told;
pub mod world;

pub use actor::{Actor, Answer};
pub use world::World;
