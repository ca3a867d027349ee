//! Tests over the whole of Ward.
