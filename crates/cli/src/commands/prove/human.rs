//! Verdicts for a person.

use std::sync::Arc;

use serde_json::Value;
use ward_compiler::Policy;
use ward_compiler::model::{Claim, ClaimForm};
use ward_diagnostics::SourceMap;
use ward_evaluator::{DataFile, Engine, Request};
use ward_prover::{Evidence, Verdict};

use crate::failure::Failure;
use crate::output::promise::{place, title};
use crate::output::story;
use crate::terminal::{Paint, Terminal};

/// The width of the widest verdict.
const WIDTH: usize = "undecided".len();

/// Tells the verdicts, each refutation with its story.
pub fn tell(
    policy: &Arc<Policy>,
    judged: &[(&Claim, &Verdict)],
    sources: &SourceMap,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    for (claim, verdict) in judged {
        let paint = match verdict {
            Verdict::Proved => Paint::Good,
            Verdict::Refuted(_) => Paint::Bad,
            Verdict::Undecided(_) | Verdict::Assumed(_) => Paint::Middling,
        };
        let word = terminal.paint(paint, &format!("{:WIDTH$}", verdict.word()));
        let place = place(claim, sources);
        terminal.line(&format!("{word}  {}  {place}", promise(policy, claim)))?;
        match verdict {
            Verdict::Proved => {}
            Verdict::Undecided(why) | Verdict::Assumed(why) => {
                terminal.line(&format!("{:WIDTH$}  {why}", ""))?;
            }
            Verdict::Refuted(evidence) => {
                terminal.indent(WIDTH + 2);
                let told = story(policy, evidence, terminal);
                terminal.indent(0);
                told?;
            }
        }
    }
    Ok(())
}

/// The promise; a `cannot` with its role.
fn promise(policy: &Policy, claim: &Claim) -> String {
    match claim.form {
        ClaimForm::Cannot { role, .. } => format!("{} {}", policy.role(role).name, title(claim)),
        _ => title(claim),
    }
}

/// What refutes it: the data, and what is decided about the request.
fn story(
    policy: &Arc<Policy>,
    evidence: &Evidence,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    terminal.line(&evidence.shows)?;
    decided(policy, &evidence.data, &evidence.request, terminal)?;
    if let Some((which, data, request)) = evidence.other() {
        let these = if which == "data" { "these data" } else { "this request" };
        terminal.line(&format!("and with {these}"))?;
        decided(policy, data, request, terminal)?;
    }
    terminal.line("")?;
    Ok(())
}

fn decided(
    policy: &Arc<Policy>,
    data: &Value,
    request: &Value,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    for line in facts(data) {
        terminal.line(&format!("  {line}"))?;
    }
    let file = DataFile { name: "evidence".into(), text: data.to_string() };
    let (engine, _) = Engine::load(policy.clone(), &[file]);
    let Ok(request) = Request::from_json(request) else { return Ok(()) };
    let Ok(decision) = engine.explain(&request) else { return Ok(()) };
    for (what, given) in [
        ("resource", &request.resource.properties),
        ("action", &request.action.properties),
        ("context", &request.context),
    ] {
        if !given.is_empty() {
            let given = serde_json::to_string(given).unwrap_or_default();
            terminal.line(&format!("  {what} {given}"))?;
        }
    }
    story::tell(&decision, &request, terminal)
}

/// One line an entity and an assignment.
fn facts(data: &Value) -> Vec<String> {
    let list = |of: &str| data[of].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entities = list("entities").into_iter().map(|entity| {
        let mut line = format!("{}::{}", text(&entity["type"]), text(&entity["id"]));
        let parents: Vec<_> =
            entity["parents"].as_array().into_iter().flatten().map(text).collect();
        if !parents.is_empty() {
            line.push_str(&format!(" in {}", parents.join(", ")));
        }
        if entity["properties"].as_object().is_some_and(|given| !given.is_empty()) {
            line.push_str(&format!("  {}", entity["properties"]));
        }
        line
    });
    let assignments = list("assignments").into_iter().map(|one| {
        let what = if one["role"].is_string() { text(&one["role"]) } else { text(&one["class"]) };
        let mut line = format!("{} holds {what}", text(&one["subject"]));
        if one["within"].is_string() {
            line.push_str(&format!(" within {}", text(&one["within"])));
        }
        line
    });
    entities.chain(assignments).collect()
}
