//! From syntax trees to a resolved policy: names, types, statements, promises, tests.
//!
//! One [`Compiler`] walks the files of a policy set in passes: declarations first, then what
//! leans on them, so that no order of files or statements matters. Every problem is noted and
//! the walk goes on, so that one run reports them all.

mod by_unit;
mod claims;
mod condition;
mod constants;
mod constraints;
pub(crate) mod names;
mod obligations;
mod recursion;
mod roles;
mod rules;
mod schema;
mod scopes;
mod selection;
mod tests;
mod types;
mod units;

use std::collections::HashSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use ward_diagnostics::{Code, Diagnostic, FileId, SourceMap, Span};
use ward_parser::ast::{File, Meta, Name};

use crate::graph::{Graph, Link, Node, NodeKind};
use crate::model::{
    Ceiling, Claim, Class, Constraint, Exprs, Extension, Notes, Overlay, OverlayId, Owner, Printer,
    Restriction, Role, Rule, Schema, Scope, Slots, Target, TestCase,
};
use crate::time::Zone;

pub(crate) use units::overlay_name;
pub use units::{Unit, overlay_of};

/// One parsed file of a policy set.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    /// Its id in the source map.
    pub id: FileId,
    /// Its tree.
    pub tree: File,
}

/// What has been resolved so far.
pub struct Compiler<'a> {
    pub(crate) sources: &'a SourceMap,
    pub(crate) files: &'a [ParsedFile],
    pub(crate) zone: Zone,
    pub(crate) diagnostics: Vec<Diagnostic>,
    said: HashSet<(Code, Option<Span>)>,
    pub(crate) names: names::Names,
    /// Roles that defaults name, to be looked up when roles have names.
    pub(crate) default_roles: Vec<Name>,
    pub(crate) policy_name: String,
    pub(crate) title: Option<String>,
    pub(crate) schema: Schema,
    pub(crate) overlays: Vec<Overlay>,
    pub(crate) roles: Vec<Role>,
    /// Per role, how it extends its parents.
    pub(crate) extensions: Vec<Vec<Extension>>,
    pub(crate) classes: Vec<Class>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) restrictions: Vec<Restriction>,
    pub(crate) ceilings: Vec<Ceiling>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) exprs: Exprs,
    pub(crate) claims: Vec<Claim>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) tests: Vec<TestCase>,
    pub(crate) graph: Graph,
    /// Whose statements took up which expressions first, in the order in which they are checked.
    pub(crate) first_uses: Vec<(Owner, Slots)>,
    /// What each name of actions stands for, as far as it has been asked.
    targets: FxHashMap<String, Rc<[Target]>>,
}

impl<'a> Compiler<'a> {
    /// A compiler over these files, with days read in `zone`.
    pub fn new(sources: &'a SourceMap, files: &'a [ParsedFile], zone: Zone) -> Self {
        Self {
            sources,
            files,
            zone,
            diagnostics: Vec::new(),
            said: HashSet::new(),
            names: names::Names::default(),
            default_roles: Vec::new(),
            policy_name: String::new(),
            title: None,
            schema: Schema::default(),
            overlays: Vec::new(),
            roles: Vec::new(),
            extensions: Vec::new(),
            classes: Vec::new(),
            scopes: Vec::new(),
            restrictions: Vec::new(),
            ceilings: Vec::new(),
            rules: Vec::new(),
            exprs: Exprs::default(),
            claims: Vec::new(),
            constraints: Vec::new(),
            tests: Vec::new(),
            graph: Graph::default(),
            first_uses: Vec::new(),
            targets: FxHashMap::default(),
        }
    }

    /// Runs every pass.
    pub fn resolve(&mut self) {
        self.declare_units();
        self.declare_types();
        self.declare_actions();
        self.declare_names();
        self.resolve_extends();
        self.resolve_holders();
        self.resolve_scopes();
        self.check_recursion();
        self.resolve_extensions();
        self.resolve_rules();
        self.exprs.used_by(u32::MAX);
        self.check_enables();
        self.resolve_claims();
        self.resolve_constraints();
        self.resolve_tests();
    }

    /// Notes a problem; the same problem at the same place only once, since a condition is
    /// checked for each type that it stands on.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.said.insert((diagnostic.code, diagnostic.span())) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn printer(&self) -> Printer<'_> {
        Printer::new(&self.schema, &self.exprs, &self.scopes)
    }

    /// "there is no … `name`", with the nearest right one.
    pub(crate) fn unknown<'n>(
        &mut self,
        what: &str,
        name: &Name,
        candidates: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        let help = ward_diagnostics::did_you_mean(&name.text, candidates);
        let help = help.unwrap_or_else(|| otherwise.to_owned());
        self.report(
            Diagnostic::error(
                ward_diagnostics::codes::UNKNOWN_NAME,
                format!(
                    "there is no {what} {}`{}`",
                    if what.contains('`') { "called " } else { "" },
                    name.text
                ),
            )
            .at(name.span, "not declared")
            .help(help),
        );
    }

    /// The node of a declaration: an overlay's carry its name in front.
    pub(crate) fn node(&self, kind: NodeKind, unit: Unit, name: &str) -> Node {
        match unit.overlay() {
            Some(id) => Node::new(kind, format!("{}/{name}", self.overlays[id.index()].name)),
            None => Node::new(kind, name),
        }
    }

    pub(crate) fn leans(&mut self, from: &Node, to: Node) {
        self.graph.link(from, to, Link::Names);
    }

    pub(crate) fn overlay(&self, id: OverlayId) -> &Overlay {
        &self.overlays[id.index()]
    }
}

/// Documentation as the model keeps it.
pub(crate) fn notes(meta: &Meta) -> Notes {
    let annotations = meta
        .annotations
        .iter()
        .map(|note| (note.name.text.clone(), note.text.as_ref().map(|text| text.text.clone())))
        .collect();
    Notes { docs: meta.docs.clone(), annotations }
}

/// `CareOrder` as `care_order`, `QAQueue` as `qa_queue`.
pub(crate) fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, char) in chars.iter().enumerate() {
        let after_lower = at > 0 && !chars[at - 1].is_uppercase() && chars[at - 1] != '_';
        let before_lower = at > 0
            && chars[at - 1].is_uppercase()
            && chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        if char.is_uppercase() && (after_lower || before_lower) {
            out.push('_');
        }
        out.extend(char.to_lowercase());
    }
    out
}

#[cfg(test)]
mod unit_tests {
    #[test]
    fn types_are_called_by_their_name_in_snake_case() {
        for (name, snake) in [
            ("CareOrder", "care_order"),
            ("QaQueue", "qa_queue"),
            ("QAQueue", "qa_queue"),
            ("user", "user"),
            ("Folder2", "folder2"),
        ] {
            assert_eq!(super::snake_case(name), snake);
        }
    }
}
