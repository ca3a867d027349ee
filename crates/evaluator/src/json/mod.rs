//! Reading JSON, wherever it comes from, so that nothing of it is lost.

mod number;
mod once;

pub use number::Written;
pub(crate) use number::{digits, written_object};
pub(crate) use once::object;
pub use once::{any, members};

/// What is wrong with a text, without where.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// The name that is said twice, where that is what is wrong with a text.
pub(crate) fn repeated(error: &serde_json::Error) -> Option<String> {
    let reason = reason(error);
    let name = reason.strip_prefix("duplicate field `")?.strip_suffix('`')?;
    Some(name.to_owned())
}
