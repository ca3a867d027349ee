//! Which part of the graph was asked for.

use ward_compiler::graph::{Graph, Link, Node};
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::args::Args;
use crate::failure::Failure;
use crate::status::Status;

/// The question.
#[derive(Debug)]
pub enum Selection<'a> {
    /// Everything.
    All,
    /// What a declaration leans on.
    From(&'a Node),
    /// What a change of a declaration reaches.
    Reaches(&'a Node),
    /// Why one leans on the other.
    Why(&'a Node, &'a Node),
    /// What nothing leans on.
    Unused,
}

impl<'a> Selection<'a> {
    /// Reads the options.
    ///
    /// # Errors
    /// Where a name is no declaration's, or that of several.
    pub fn of(args: &Args, graph: &'a Graph) -> Result<Self, Failure> {
        if let Some(name) = &args.from {
            return Ok(Self::From(find(graph, name)?));
        }
        if let Some(name) = &args.reaches {
            return Ok(Self::Reaches(find(graph, name)?));
        }
        if let Some([from, to]) = args.why.as_deref() {
            return Ok(Self::Why(find(graph, from)?, find(graph, to)?));
        }
        Ok(if args.unused { Self::Unused } else { Self::All })
    }

    /// The declarations that answer it; none where there is no chain.
    pub fn nodes(&self, graph: &'a Graph) -> Vec<&'a Node> {
        match self {
            Self::All => graph.nodes(),
            Self::From(node) => graph.leans_on(node).into_iter().collect(),
            Self::Reaches(node) => graph.reaches(node).into_iter().collect(),
            Self::Why(from, to) => graph.why(from, to).unwrap_or_default(),
            Self::Unused => graph.unused(),
        }
    }

    /// The dependencies among them; of a chain only its own.
    pub fn edges(&self, graph: &'a Graph, nodes: &[&Node]) -> Vec<(&'a Node, &'a Node, Link)> {
        let mut edges = graph.edges();
        match self {
            Self::Why(..) => {
                let on_chain = |from: &Node, to: &Node| {
                    nodes.windows(2).any(|pair| pair[0] == from && pair[1] == to)
                };
                edges.retain(|(from, to, _)| on_chain(from, to));
                edges.dedup_by(|b, a| (a.0, a.1) == (b.0, b.1));
            }
            _ => edges.retain(|(from, to, _)| nodes.contains(from) && nodes.contains(to)),
        }
        edges
    }

    /// No chain is a "no"; something unused is a finding.
    pub fn status(&self, nodes: &[&Node]) -> Status {
        match self {
            Self::Why(..) => Status::of(!nodes.is_empty()),
            Self::Unused => Status::of(nodes.is_empty()),
            _ => Status::Yes,
        }
    }
}

fn find<'a>(graph: &'a Graph, text: &str) -> Result<&'a Node, Failure> {
    graph.find(text).map_err(|candidates| {
        let problem = if candidates.is_empty() {
            Diagnostic::error(codes::USAGE, format!("nothing is called `{text}`"))
                .help("write `KIND:NAME`, such as `role:nurse`; `ward graph` lists all of them")
                .help_opt(suggestion(graph, text))
        } else {
            let names: Vec<_> = candidates.iter().map(|node| format!("`{node}`")).collect();
            Diagnostic::error(codes::USAGE, format!("`{text}` is the name of several things"))
                .help(format!("write {}", names.join(" or ")))
        };
        problem.into()
    })
}

fn suggestion(graph: &Graph, text: &str) -> Option<String> {
    let nodes = graph.nodes();
    let full: Vec<String> = nodes.iter().map(ToString::to_string).collect();
    match text.contains(':') {
        true => did_you_mean(text, full.iter().map(String::as_str)),
        false => did_you_mean(text, nodes.iter().map(|node| node.name.as_str())),
    }
}
