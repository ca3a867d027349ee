//! What several commands print: a decision, its story, and what became of a promise.

pub mod decision;
pub mod promise;
pub mod story;
