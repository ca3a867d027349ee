//! A decision, as it is printed.

use ward_diagnostics::SourceMap;
use ward_evaluator::{Decision, Malformed, Request};

use crate::failure::Failure;
use crate::options::Format;
use crate::terminal::{Paint, Terminal};

/// The decision of the policy. What is none (a malformed request, an unknown name, a record that
/// isn't stored) is said on standard error, and as JSON where that was asked for.
///
/// # Errors
/// Where standard output can't take it.
pub fn decided(
    decided: Result<Decision, Malformed>,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Option<Decision>, Failure> {
    let as_json = format == Format::Json;
    let problem = match decided {
        Ok(Decision { error: None, .. }) => return Ok(decided.ok()),
        Ok(decision) => {
            if as_json {
                terminal.json(&decision.answer())?;
            }
            decision.error
        }
        Err(malformed) => {
            if as_json {
                terminal.json(&malformed.to_json())?;
            }
            Some(malformed.0)
        }
    };
    let problems: Vec<_> = problem.into_iter().map(|problem| *problem).collect();
    terminal.complain(&problems, &SourceMap::default());
    Ok(None)
}

/// `permitted  User::lena  approve  Document::d17`
pub fn headline(decision: &Decision, request: &Request, terminal: &Terminal) -> String {
    let word = match decision.permit {
        true => terminal.paint(Paint::Good, "permitted"),
        false => terminal.paint(Paint::Bad, "refused"),
    };
    let (subject, resource) = (&request.subject, &request.resource);
    format!(
        "{word}  {}::{}  {}  {}::{}",
        subject.ty, subject.id, request.action.name, resource.ty, resource.id
    )
}

/// Which parts are permitted where the whole is not, and what a permit asks for.
pub fn details(decision: &Decision, terminal: &mut Terminal) -> Result<(), Failure> {
    let facets = decision.facets();
    if !facets.is_empty() {
        terminal.line(&format!("  permitted in part: {}", facets.join(", ")))?;
    }
    for obligation in decision.answer().context.obligations.texts() {
        terminal.line(&format!("  asks for: {obligation}"))?;
    }
    Ok(())
}
