//! Reads Ward policy text into a syntax tree.

pub mod ast;
