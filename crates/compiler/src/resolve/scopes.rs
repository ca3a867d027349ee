//! Scopes: one condition per type.

use ward_diagnostics::{Diagnostic, codes};
use ward_parser::ast::{ItemKind, ScopeDecl, ScopeTypes};

use super::condition::Env;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{Atom, ConditionId, Constant, ScopeBody, ScopeId, Ty, TypeId};

impl<'a> Compiler<'a> {
    /// Notes for which types each scope is defined, then checks the conditions.
    pub(super) fn resolve_scopes(&mut self) {
        let mut open: Vec<(Unit, ScopeId, &'a ScopeDecl, Vec<TypeId>)> = Vec::new();
        let never = self.exprs.add_value(Atom::Constant(Constant::Bool(false)), Ty::Bool);
        let unset = self.exprs.as_condition(never);
        for (unit, item) in self.items() {
            let ItemKind::Scope(decl) = &item.kind else { continue };
            let Some(id) = self.names.scopes.own(unit, &decl.name.text).copied() else {
                continue;
            };
            let types = self.declare_scope_types(unit, id, decl, unset);
            open.push((unit, id, decl, types));
        }
        for (unit, id, decl, types) in open {
            for ty in &types {
                let env = Env::for_scope(self, unit, *ty, types.len() == 1, &decl.name.text);
                let (condition, _) = self.condition(env, &decl.condition);
                if let (Some(condition), Some(body)) =
                    (condition, self.scopes[id.index()].on.get_mut(ty))
                {
                    body.condition = condition;
                }
            }
        }
    }

    fn declare_scope_types(
        &mut self,
        unit: Unit,
        id: ScopeId,
        decl: &ScopeDecl,
        unset: ConditionId,
    ) -> Vec<TypeId> {
        let node = self.node(NodeKind::Scope, unit, &decl.name.text);
        let named: Vec<_> = match &decl.on {
            ScopeTypes::All(span) => self.schema.type_ids().map(|ty| (ty, *span)).collect(),
            ScopeTypes::Types(names) => {
                let mut named = Vec::new();
                for name in names {
                    if let Some(ty) = self.find_type(name) {
                        self.leans(&node, Node::new(NodeKind::Type, name.text.clone()));
                        named.push((ty, name.span));
                    }
                }
                named
            }
        };
        let mut types = Vec::new();
        for (ty, span) in named {
            if let Some(first) = self.scopes[id.index()].on.get(&ty).map(|body| body.span) {
                let name = self.schema.ty(ty).name.clone();
                self.report(
                    Diagnostic::error(
                        codes::SCOPE_DEFINED_TWICE,
                        format!("the scope `{}` is defined twice for `{name}`", decl.name.text),
                    )
                    .at(span, "again here")
                    .at(first, "first here")
                    .help("put both conditions into one definition, or use another name"),
                );
                continue;
            }
            let body = ScopeBody { condition: unset, span: decl.condition.span, circle: None };
            self.scopes[id.index()].on.insert(ty, body);
            types.push(ty);
        }
        types
    }
}
