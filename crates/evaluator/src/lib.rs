//! Decides requests by a compiled policy.
//!
//! Holds: the [`store`] of entities and assignments, requests and how they are read, three-valued
//! evaluation, decisions with their reasons, and the decision asked backwards. Does not hold:
//! files, clocks, terminals or the network.
//!
//! Invariants: nothing unknown ever permits; a refusal for an unknown name is never a decision;
//! a decision is a function of policy, data and request alone; explaining never changes it.
//!
//! ```
//! use std::sync::Arc;
//! use ward_compiler::{PolicySource, compile};
//! use ward_evaluator::{DataFile, Engine, Request};
//!
//! let policy = compile(&PolicySource::from_text(
//!     "policy clinic
//!      subject entity User
//!      entity Note { author: User }
//!      actions notes on Note { view }
//!      role nurse { can view when note.author == subject }",
//! )).unwrap();
//! let data = DataFile {
//!     name: "data.json".into(),
//!     text: r#"{"entities": [{"type": "User", "id": "ann"},
//!                            {"type": "Note", "id": "n1", "properties": {"author": "User::ann"}}],
//!               "assignments": [{"subject": "User::ann", "role": "nurse"}]}"#.into(),
//! };
//! let (engine, problems) = Engine::load(Arc::new(policy), &[data]);
//! assert!(problems.is_empty());
//! let request = Request::from_text(
//!     r#"{"subject": {"type": "User", "id": "ann"}, "action": {"name": "view"},
//!         "resource": {"type": "Note", "id": "n1"}}"#,
//! ).unwrap();
//! assert!(engine.permits(&request).unwrap());
//! ```

mod carry;
mod change;
mod decision;
mod engine;
pub mod eval;
mod explain;
mod index;
mod inquiry;
mod json;
mod program;
mod request;
mod reverse;
mod session;
pub mod store;
pub mod testing;
mod truth;
mod value;

pub use decision::{
    Answer, AtomLine, BriefAnswer, Decision, GrantState, HeldLine, Miss, NearGrant, Obligations,
    PartDecision, Prohibited, Reasons, RuleRef, Undecided, Verdict,
};
pub use engine::Engine;
pub use inquiry::{About, Inquiry};
pub use json::{Written, any as parse_json, members};
pub use request::names;
pub use request::{ActionInput, Asked, EntityInput, Malformed, Request};
pub use reverse::{WhatCan, parse_target};
pub use session::{Scratch, Session};
pub use store::{Change, DataFile, Store};
pub use truth::Truth;
pub use value::{EntityId, Symbol, Value};
