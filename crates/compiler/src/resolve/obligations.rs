//! `with notify("privacy officer"), reason`.

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast;

use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::ObligationUse;

impl Compiler<'_> {
    /// The obligations of a statement, sorted.
    pub(super) fn resolve_obligations(
        &mut self,
        unit: Unit,
        user: &Node,
        uses: &[ast::ObligationUse],
    ) -> Vec<ObligationUse> {
        let mut resolved: Vec<_> =
            uses.iter().filter_map(|one| self.resolve_obligation(unit, user, one)).collect();
        resolved.sort();
        resolved.dedup();
        resolved
    }

    fn resolve_obligation(
        &mut self,
        unit: Unit,
        user: &Node,
        one: &ast::ObligationUse,
    ) -> Option<ObligationUse> {
        let Some(obligation) = self.schema.find_obligation(&one.name.text) else {
            let known: Vec<_> = self.schema.obligations.keys().cloned().collect();
            self.unknown(
                "obligation",
                &one.name,
                known.iter().map(String::as_str),
                "declare it with `obligation NAME(…)`",
            );
            return None;
        };
        self.leans(user, Node::new(NodeKind::Obligation, one.name.text.clone()));
        let params = self.schema.obligation(obligation).params.clone();
        if params.len() != one.arguments.len() {
            self.report(
                Diagnostic::error(
                    codes::OBLIGATION_ARGUMENTS,
                    format!(
                        "`{}` takes {} and is given {}",
                        one.name.text,
                        counted(params.len()),
                        one.arguments.len()
                    ),
                )
                .at(one.name.span, "")
                .help(format!(
                    "its parameters are ({})",
                    params.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
                )),
            );
            return None;
        }
        let mut arguments = Vec::new();
        for (argument, param) in one.arguments.iter().zip(&params) {
            let Some(value) = self.constant(unit, argument, &param.ty, None) else {
                let ty = self.printer().ty(&param.ty);
                self.report(
                    Diagnostic::error(
                        codes::OBLIGATION_ARGUMENTS,
                        format!("this argument doesn't fit `{}`", param.name),
                    )
                    .at(argument.span, format!("must be {ty}, written out"))
                    .help("arguments of obligations are fixed values"),
                );
                return None;
            };
            arguments.push(value);
        }
        Some(ObligationUse { obligation, arguments })
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 argument".into(),
        count => format!("{count} arguments"),
    }
}
