//! Tests over the whole of Ward.

pub mod reference;
