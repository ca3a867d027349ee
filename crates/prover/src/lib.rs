//! Proves what policies promise.
