//! Which part of a policy set a file belongs to: the vendor's policy or one of its overlays.

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{Item, ItemKind, OverlayHeader};

use super::{Compiler, ParsedFile};
use crate::graph::NodeKind;
use crate::model::{CeilingId, Overlay, OverlayId, TypeId};

/// The vendor's policy, or an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The vendor's policy.
    Base,
    /// An overlay.
    Overlay(OverlayId),
}

impl Unit {
    /// The overlay, if it is one.
    pub fn overlay(self) -> Option<OverlayId> {
        match self {
            Self::Base => None,
            Self::Overlay(id) => Some(id),
        }
    }
}

/// The overlay header of a file, if it has one.
pub fn overlay_of(file: &ParsedFile) -> Option<&OverlayHeader> {
    file.tree.items.iter().find_map(|item| match &item.kind {
        ItemKind::Overlay(header) => Some(header),
        _ => None,
    })
}

/// What an overlay is called: `Agency::sunrise`, or `Agency library under agency_roles`.
pub(crate) fn overlay_name(header: &OverlayHeader) -> String {
    match &header.id {
        Some(id) => format!("{}::{}", header.tenant.text, id.text),
        None => format!("{} library under {}", header.tenant.text, header.ceiling.text),
    }
}

impl<'a> Compiler<'a> {
    /// Reads the headers. Overlays of the same tenant under the same ceiling are one.
    pub(super) fn declare_units(&mut self) {
        let files = self.files;
        let mut headers = files.iter().flat_map(|file| {
            file.tree.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Policy(header) => Some((item, header)),
                _ => None,
            })
        });
        if let Some((item, header)) = headers.next() {
            self.policy_name = header.name.text.clone();
            self.title = header.title.as_ref().map(|title| title.text.clone());
            for (second, _) in headers {
                self.report(
                    Diagnostic::error(codes::TWO_POLICIES, "a policy set has one `policy NAME`")
                        .at(second.span, "a second one")
                        .at(item.span, "the first one")
                        .help("keep one of the two; the files of a folder are one policy"),
                );
            }
        } else {
            let mut problem =
                Diagnostic::error(codes::NO_POLICY, "no file says which policy this is")
                    .help("begin one file with `policy NAME \"Title\"`");
            if let Some(first) = files.first().and_then(|file| file.tree.items.first()) {
                problem = problem.at(first.span, "for instance above this");
            }
            self.report(problem);
        }
        for file in files {
            if let Some(header) = overlay_of(file) {
                let name = overlay_name(header);
                if !self.overlays.iter().any(|overlay| overlay.name == name) {
                    self.overlays.push(Overlay {
                        tenant: TypeId(u32::MAX),
                        id: header.id.as_ref().map(|id| id.text.clone()),
                        ceiling: CeilingId(u32::MAX),
                        name,
                    });
                }
            }
        }
    }

    /// Fills in tenant and ceiling of each overlay, once types and ceilings have names.
    pub(super) fn resolve_overlay_headers(&mut self) {
        let files = self.files;
        for header in files.iter().filter_map(overlay_of) {
            let index =
                self.overlays.iter().position(|overlay| overlay.name == overlay_name(header));
            let (Some(index), Some(tenant)) = (index, self.find_type(&header.tenant)) else {
                continue;
            };
            self.overlays[index].tenant = tenant;
            let Some(ceiling) = self.names.ceilings.get(&header.ceiling.text).copied() else {
                let known: Vec<_> = self.names.ceilings.keys().cloned().collect();
                let help = ward_diagnostics::did_you_mean(
                    &header.ceiling.text,
                    known.iter().map(String::as_str),
                );
                self.report(
                    Diagnostic::error(codes::UNKNOWN_CEILING, format!("there is no ceiling `{}`", header.ceiling.text))
                        .at(header.ceiling.span, "not declared")
                        .help(help.unwrap_or_else(|| "the vendor's policy declares ceilings: `ceiling NAME on TYPE { allow … }`".into())),
                );
                continue;
            };
            self.overlays[index].ceiling = ceiling;
            let node =
                crate::graph::Node::new(NodeKind::Overlay, self.overlays[index].name.clone());
            self.graph.declare(node.clone(), Some(header.tenant.span));
            self.leans(
                &node,
                crate::graph::Node::new(NodeKind::Ceiling, header.ceiling.text.clone()),
            );
            let expected = self.ceilings[ceiling.index()].tenant;
            if expected != tenant {
                let (expected, found) =
                    (self.schema.ty(expected).name.clone(), header.tenant.text.clone());
                self.report(
                    Diagnostic::error(
                        codes::UNKNOWN_CEILING,
                        format!(
                            "the ceiling `{}` is for `{expected}`, not for `{found}`",
                            header.ceiling.text
                        ),
                    )
                    .at(header.tenant.span, "another kind of tenant")
                    .help(format!(
                        "write `overlay {expected}{} under {}`",
                        if header.id.is_some() { "::\"…\"" } else { "" },
                        header.ceiling.text
                    )),
                );
            }
        }
    }

    /// The items of all files with the unit that each belongs to, the vendor's first, so that
    /// an overlay always meets the vendor's names.
    pub(super) fn items(&self) -> Vec<(Unit, &'a Item)> {
        let files = self.files;
        let mut items = Vec::new();
        for file in files {
            let unit = self.unit_of(file);
            items.extend(file.tree.items.iter().map(|item| (unit, item)));
        }
        items.sort_by_key(|(unit, _)| *unit);
        items
    }

    fn unit_of(&self, file: &ParsedFile) -> Unit {
        let Some(header) = overlay_of(file) else { return Unit::Base };
        let name = overlay_name(header);
        self.overlays
            .iter()
            .position(|overlay| overlay.name == name)
            .map_or(Unit::Base, |index| Unit::Overlay(OverlayId::from_index(index)))
    }
}
