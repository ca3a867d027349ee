//! The decision log: one JSON line for each decision, written beside the requests.
//!
//! A queue of fixed length lies between. Where it is full, requests wait, or the line is dropped
//! and counted, as the settings say.

mod line;
mod mask;
mod rotate;
mod writer;

pub use line::Entry;
pub use mask::Mask;
pub use writer::{DecisionLog, LogCounts};
