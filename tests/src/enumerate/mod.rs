//! Small policies with claims, and every small data set: what the prover is held against.
//!
//! A [`Draw`] is a stream of choices that can be taken at random or all in turn, so the same code
//! makes one data set out of many and all of them. [`Small`] is a policy as text with what data
//! for it may hold, [`search`] looks for data and a request that break a claim, and [`breaks`]
//! says by the real evaluator whether some do, by the words of the language reference.

mod asked;
mod claims;
mod condition;
mod data;
mod draw;
mod oracle;
mod policy;
mod schema;
mod search;

pub use asked::{Asked, asked};
pub use draw::Draw;
pub use oracle::{Shown, breaks, is_whole};
pub use policy::Small;
pub use search::{Found, search};
