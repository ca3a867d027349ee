//! What the fuzz targets do with their bytes: each function here must return, whatever the
//! bytes. They are ordinary functions, so that inputs that once failed are replayed by
//! `cargo test --no-default-features` on a stable toolchain.

mod api;
mod edit;
mod engines;
mod json;

pub use api::api;
use serde_json::Value as Json;
use ward_compiler::{PolicySource, compile as compile_source};
use ward_diagnostics::{FileId, has_errors, render};
use ward_evaluator::{DataFile, Engine, Request};

/// Longer inputs only make the same things slower.
const LONGEST: usize = 64 * 1024;

/// Reads bytes as a policy file.
pub fn parse(bytes: &[u8]) {
    let text = match ward_parser::decode(bytes) {
        Ok(text) => text,
        // What can't be decoded is still cut into tokens, as an editor would.
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let parsed = ward_parser::parse(FileId(0), &text);
    let covered: usize = parsed.tokens.iter().map(|token| text[token.range()].len()).sum();
    assert_eq!(covered, text.len(), "the tokens are the whole text");
    assert_eq!(parsed.diagnostics, ward_parser::parse(FileId(0), &text).diagnostics);
    for problem in parsed.diagnostics.iter().filter_map(|problem| problem.span()) {
        let inside = text.get(problem.start as usize..problem.end as usize).is_some();
        assert!(inside, "a diagnostic points into the text");
    }
}

/// Compiles bytes as a policy.
pub fn compile(bytes: &[u8]) {
    if let Ok(text) = ward_parser::decode(bytes)
        && text.len() <= LONGEST
    {
        compile_text(&text);
    }
}

/// Compiles a policy that is right but for some edits, which the bytes say.
pub fn mutate(bytes: &[u8]) {
    compile_text(&edit::edited(bytes));
}

fn compile_text(text: &str) {
    match compile_source(&PolicySource::from_text(text)) {
        Ok(policy) => {
            assert!(!has_errors(&policy.warnings));
            for overlay in &policy.rejected {
                render::all_to_text(&overlay.diagnostics, &policy.sources, false);
            }
        }
        Err(failure) => {
            assert!(has_errors(&failure.diagnostics), "a failure says why");
            let told = render::all_to_text(&failure.diagnostics, &failure.sources, false);
            assert!(!told.is_empty());
        }
    }
}

/// Loads bytes, as they are or as what they say to make, as data; decides a request over them.
pub fn data(bytes: &[u8]) {
    let Some((policy, _)) = engines::chosen(bytes) else { return };
    let text = match json::made(bytes, json::Shape::Data) {
        Some(made) => made.to_string(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    let file = DataFile { name: "data.json".into(), text };
    let (engine, problems) = Engine::load(policy, &[file]);
    if !has_errors(&problems) {
        for request in engines::requests() {
            decide(&engine, request);
        }
    }
}

/// Decides bytes, as they are or as what they say to make, as a request.
pub fn request(bytes: &[u8]) {
    let Some((_, engine)) = engines::chosen(bytes) else { return };
    match json::made(bytes, json::Shape::Request) {
        Some(made) => decide(engine, &made),
        None => {
            if let Ok(request) = Request::from_text(&String::from_utf8_lossy(bytes)) {
                both_agree(engine, &request);
            }
        }
    }
}

fn decide(engine: &Engine, json: &Json) {
    if let Ok(request) = Request::from_json(json) {
        both_agree(engine, &request);
    }
}

/// The fast verdict and the one with reasons are the same.
fn both_agree(engine: &Engine, request: &Request) {
    match (engine.permits(request), engine.decide(request)) {
        (Ok(permits), Ok(decision)) => {
            assert_eq!(permits, decision.permit, "{request:?}");
            assert!(!(decision.permit && decision.error.is_some()), "{request:?}");
            decision.to_json();
        }
        (Err(one), Err(two)) => assert_eq!(one, two),
        (one, two) => panic!("{one:?} and {two:?}: {request:?}"),
    }
}
