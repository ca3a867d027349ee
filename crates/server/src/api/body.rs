//! Reading JSON bodies.

use serde_json::{Map, Value};
use ward_diagnostics::codes;
use ward_evaluator::{Malformed, Request, members};

use super::Problem;
use crate::settings::Limits;

const OBJECT: &str = "send a JSON object as UTF-8 text";

/// What the API knows; anything else in a body counts for nothing.
const MEMBERS: [&str; 7] =
    ["subject", "action", "resource", "context", "options", "evaluations", "page"];

/// Reads a body that must be a JSON object.
pub(super) fn object(body: &[u8], limits: &Limits) -> Result<Map<String, Value>, Problem> {
    check_depth(body, limits.depth)?;
    let syntax = |message: &str| Problem::coded(400, codes::REQUEST_SYNTAX, message, OBJECT);
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    match (members(body, &MEMBERS), first) {
        (Ok(object), _) => Ok(object),
        (Err(_), None) => Err(syntax("the body is empty")),
        (Err(error), Some(b'{')) => Err(Malformed::unreadable(&error, OBJECT).into()),
        (Err(_), Some(_)) => Err(syntax("the body isn't a JSON object")),
    }
}

/// Reads an evaluation.
pub(super) fn request(body: &[u8], limits: &Limits) -> Result<Request, Problem> {
    check_depth(body, limits.depth)?;
    if let Ok(request) = serde_json::from_slice::<Request>(body)
        && is_full(&request)
    {
        return Ok(request);
    }
    // Slower, and says what is wrong in words of our own; it also takes `null` for absent.
    let object = object(body, limits)?;
    Ok(Request::from_json(&Value::Object(object))?)
}

fn is_full(request: &Request) -> bool {
    let Request { subject, action, resource, .. } = request;
    let texts = [&subject.ty, &subject.id, &action.name, &resource.ty, &resource.id];
    texts.into_iter().all(|text| !text.is_empty())
}

/// Brackets within brackets, without building anything.
fn check_depth(body: &[u8], most: usize) -> Result<(), Problem> {
    // Nearly every body has fewer brackets in all than may lie in one another.
    if body.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= most {
        return Ok(());
    }
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > most {
                    return Err(Problem::limit(
                        400,
                        format!("the JSON is nested deeper than {most}"),
                        "send flatter properties",
                    ));
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    #[test]
    fn depth_counts_brackets_outside_of_texts() {
        assert!(check_depth(br#"{"a": ["[[[[[", "\"[[[["]}"#, 2).is_ok());
        assert_eq!(check_depth(b"[[[]]]", 2).unwrap_err().status, 400);
        assert!(check_depth(b"[] [] [] []", 1).is_ok());
    }

    #[test]
    fn very_deep_json_is_refused_without_being_read() {
        let deep = "[".repeat(5_000_000);
        assert_eq!(object(deep.as_bytes(), &Limits::default()).unwrap_err().status, 400);
    }

    #[test]
    fn what_is_said_twice_is_refused() {
        let twice =
            br#"{"subject": {"type": "User", "id": "a", "id": "b"}, "action": {"name": "x"},
                         "resource": {"type": "T", "id": "t"}}"#;
        let problem = request(twice, &Limits::default()).unwrap_err();
        assert!(problem.message.contains("`id`"), "{problem:?}");
    }
}
