//! Decisions per second of Ward beside other engines, on the same data and requests.
//!
//! Holds: the same rules and data written for each engine, requests, and a runner that lets the
//! engines take turns within one run. Does not hold: anything that the other crates need.
//!
//! Invariant: nothing is timed before all engines have given the same decision on every request.

pub mod case;
pub mod engines;
pub mod generate;
pub mod measure;
pub mod report;
pub mod runner;
pub mod scenarios;
pub mod world;

/// What goes wrong ends the run: a number of a broken engine would be worth nothing.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
