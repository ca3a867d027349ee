//! Runs the blocks of a page: a policy set, its data, a request.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::page::{Block, Page, Role};
use ward_compiler::set::read_dir;
use ward_compiler::{Failure, Policy, PolicySource};
use ward_diagnostics::{Diagnostic, SourceMap, codes};
use ward_evaluator::{DataFile, Engine, Request};

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// Everything that was said.
    pub problems: Vec<Diagnostic>,
    /// What it points into.
    pub sources: Arc<SourceMap>,
}

/// What the blocks of one role, and what they stand on, say together.
#[derive(Default)]
pub struct Stage {
    files: BTreeMap<String, String>,
    /// The first `ward.toml`, whose folder is the policy set.
    settings: Option<String>,
    data: Option<String>,
    request: Option<String>,
    strict: bool,
}

impl Stage {
    /// The blocks given, with those of the role over them.
    pub fn of(page: &Page, role: Role) -> Self {
        let mut stage = Self { strict: page.code == codes::REQUEST_IGNORED.0, ..Self::default() };
        for wanted in [Role::Given, role] {
            for block in page.blocks.iter().filter(|block| block.role == wanted) {
                stage.take(block);
            }
        }
        stage
    }

    fn take(&mut self, block: &Block) {
        let text = block.text.clone();
        match (block.language.as_str(), block.name.as_str()) {
            ("json", "data") => self.data = Some(text),
            ("json", "request") => self.request = Some(text),
            (language, path) => {
                if language == "toml" && self.settings.is_none() {
                    self.settings = Some(path.to_owned());
                }
                self.files.insert(path.to_owned(), text);
            }
        }
    }

    /// Compiles, loads and asks, as far as there are blocks for it.
    pub fn run(&self) -> Outcome {
        let policy = match self.compile() {
            Ok(policy) => policy,
            Err(failure) => {
                return Outcome { problems: failure.diagnostics, sources: failure.sources };
            }
        };
        let rejected = policy.rejected.iter().flat_map(|overlay| overlay.diagnostics.iter());
        let mut problems: Vec<_> = policy.warnings.iter().chain(rejected).cloned().collect();
        let sources = policy.sources.clone();
        if self.data.is_some() || self.request.is_some() {
            problems.extend(self.ask(policy));
        } else {
            problems.extend(promises(Arc::new(policy)));
        }
        Outcome { problems, sources }
    }

    fn compile(&self) -> Result<Policy, Box<Failure>> {
        let Some(settings) = &self.settings else {
            return ward_prover::compile(&PolicySource::from_texts(self.files.clone()));
        };
        let folder = tempfile::tempdir().expect("a folder can be made");
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it lies in a folder"))
                .expect("it can be made");
            fs::write(path, text).expect("a file can be written");
        }
        let root = folder.path().join(settings);
        let compiled =
            ward_prover::compile(&read_dir(root.parent().expect("settings lie in a folder")));
        compiled.map_err(|failure| Box::new(without(folder.path(), *failure)))
    }

    fn ask(&self, policy: Policy) -> Vec<Diagnostic> {
        let data =
            self.data.iter().map(|text| DataFile { name: "data.json".into(), text: text.clone() });
        let (engine, mut problems) = Engine::load(Arc::new(policy), &data.collect::<Vec<_>>());
        if let (Some(request), true) = (&self.request, problems.is_empty()) {
            let engine = engine.strict(self.strict);
            let decided = Request::from_text(request).and_then(|request| engine.decide(&request));
            match decided {
                Ok(decision) => problems.extend(decision.error.map(|problem| *problem)),
                Err(malformed) => problems.push(*malformed.0),
            }
        }
        problems
    }
}

/// What is wrong with the promises of a policy.
fn promises(policy: Arc<Policy>) -> Vec<Diagnostic> {
    let verdicts = ward_prover::prove_all(&policy, &policy.claims, &ward_prover::Limits::default());
    let judged = policy.claims.iter().zip(&verdicts);
    judged.filter_map(|(claim, verdict)| ward_prover::report(&policy, claim, verdict)).collect()
}

/// The failure without the name of the temporary folder, which differs from run to run.
pub fn without(folder: &Path, failure: Failure) -> Failure {
    let name = format!("{}/", folder.display());
    let mut diagnostics = failure.diagnostics;
    for problem in &mut diagnostics {
        problem.message = problem.message.replace(&name, "");
    }
    Failure { diagnostics, ..failure }
}
