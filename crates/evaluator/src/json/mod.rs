//! Reading JSON, wherever it comes from, so that nothing of it is lost.

mod once;

pub use once::members;
pub(crate) use once::{any, object};

/// What is wrong with a text, without where.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
