//! Ward, through the public interface of its library.

use std::sync::Arc;

use ward_compiler::{Policy, PolicySource, compile};
use ward_diagnostics::{Diagnostic, has_errors, render};
use ward_evaluator::{ActionInput, DataFile, Engine, EntityInput, Request};

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

/// An engine and the requests that it is asked.
pub struct Ward {
    engine: Engine,
    requests: Vec<Request>,
}

impl Ward {
    /// Ward over a policy and a world.
    ///
    /// # Errors
    /// Where policy or data have errors.
    pub fn new(text: &str, world: &World, asks: &[Ask]) -> Result<Self> {
        let engine = engine(policy(text)?, world.to_ward_json().to_string())?;
        Ok(Self::over(engine, asks.iter().map(request).collect()))
    }

    /// Ward over an engine and requests.
    pub fn over(engine: Engine, requests: Vec<Request>) -> Self {
        Self { engine, requests }
    }

    /// Ward in both forms. Neither allocates once its room is large enough, which is
    /// used again and again, as a server's thread would.
    ///
    /// # Errors
    /// Where a request is refused for a name.
    pub fn contenders(&self) -> Result<Vec<Box<dyn Contender + '_>>> {
        let Self { engine, requests } = self;
        let mut asked = Vec::with_capacity(requests.len());
        for request in requests {
            asked.push(engine.resolve(request)?.ok_or("a request names what isn't there")?);
        }
        let (mut by_names, mut resolved) = (engine.session(), engine.session());
        Ok(vec![
            prepared(NAME, Form::Resolved, asked.len(), move |at| {
                Some(resolved.permits_asked(&asked[at]))
            }),
            prepared(NAME, Form::Strings, requests.len(), move |at| {
                by_names.permits(&requests[at]).ok()
            }),
        ])
    }
}
