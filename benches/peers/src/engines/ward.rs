//! Ward, through the public interface of its library.

use std::sync::Arc;

use ward_compiler::{Policy, PolicySource, compile};
use ward_diagnostics::{Diagnostic, has_errors, render};
use ward_evaluator::{ActionInput, DataFile, Engine, EntityInput, Request, Scratch};

use crate::Result;
use crate::case::{Ask, Contender, Form, Uid, prepared};
use crate::world::World;

/// The name in tables.
pub const NAME: &str = "Ward";

/// Compiles a policy's text.
///
/// # Errors
/// What is wrong with it, as `ward check` shows it.
pub fn policy(text: &str) -> Result<Policy> {
    compile(&PolicySource::from_text(text)).map_err(|failure| {
        let shown = failure
            .diagnostics
            .iter()
            .map(|problem| render::to_text(problem, &failure.sources, false));
        shown.collect::<Vec<_>>().join("\n").into()
    })
}

/// An engine over a data file.
///
/// # Errors
/// Where the data have errors.
pub fn engine(policy: Policy, data: String) -> Result<Engine> {
    let file = DataFile { name: "data.json".to_owned(), text: data };
    let (engine, problems) = Engine::load(Arc::new(policy), &[file]);
    no_errors(&problems)?;
    Ok(engine)
}

fn no_errors(problems: &[Diagnostic]) -> Result<()> {
    match problems.iter().find(|_| has_errors(problems)) {
        Some(problem) => Err(problem.message.clone().into()),
        None => Ok(()),
    }
}

/// A request in Ward's own form.
pub fn request(ask: &Ask) -> Request {
    let entity = |uid: &Uid| EntityInput {
        ty: uid.ty.clone(),
        id: uid.id.clone(),
        properties: serde_json::Map::new(),
    };
    Request {
        subject: entity(&ask.subject),
        action: ActionInput { name: ask.action.clone(), properties: serde_json::Map::new() },
        resource: entity(&ask.resource),
        context: serde_json::Map::new(),
    }
}

/// Ward over a policy and a world, in both forms.
///
/// # Errors
/// Where policy or data have errors.
pub fn contenders(text: &str, world: &World, asks: &[Ask]) -> Result<Vec<Box<dyn Contender>>> {
    let engine = engine(policy(text)?, world.to_ward_json().to_string())?;
    Ok(over(Arc::new(engine), asks.iter().map(request).collect()))
}

/// Ward over an engine and requests, in both forms.
pub fn over(engine: Arc<Engine>, requests: Vec<Request>) -> Vec<Box<dyn Contender>> {
    let requests = Arc::new(requests);
    vec![resolved(engine.clone(), requests.clone()), strings(engine, requests)]
}

/// Names were looked up before. Requests borrow from their engine, which therefore stays until
/// the program ends.
fn resolved(engine: Arc<Engine>, requests: Arc<Vec<Request>>) -> Box<dyn Contender> {
    let engine: &'static Arc<Engine> = Box::leak(Box::new(engine));
    let asked: Vec<_> =
        requests.iter().map(|request| engine.resolve(request).ok().flatten()).collect();
    prepared(NAME, Form::Resolved, asked.len(), move |at| match &asked[at] {
        Some(asked) => Some(engine.permits_asked(asked)),
        None => Some(false),
    })
}

/// Names are looked up with every decision.
fn strings(engine: Arc<Engine>, requests: Arc<Vec<Request>>) -> Box<dyn Contender> {
    let mut scratch = Scratch::default();
    prepared(NAME, Form::Strings, requests.len(), move |at| {
        engine.permits_in(&mut scratch, &requests[at]).ok()
    })
}
