//! `within` and `holds`: how an entity stands to what a policy declares.

use std::sync::Arc;

use super::cost::{CLIMB, HOLDING, RECURSION};
use super::{Atom, Exprs, Form, Level, Mapping, Part, Reads, ValueExpr};
use crate::model::{ClassId, Printer, RoleBits, Scope, ScopeId, ValueId};

/// How an entity stands to what a policy declares.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// A scope, asked of a record.
    Within {
        /// The scope.
        scope: ScopeId,
        /// The record.
        of: ValueId,
    },
    /// Somebody holds one of these roles or classes.
    Holds {
        /// Who.
        who: ValueId,
        /// The roles as they were named.
        named: Arc<[String]>,
        /// These roles and all that extend them.
        roles: RoleBits,
        /// These classes.
        classes: Arc<[ClassId]>,
        /// Without asking for the place.
        anywhere: bool,
    },
}

impl Form for Relation {
    fn parts(&self) -> Vec<Part> {
        match self {
            Self::Within { of, .. } => vec![(*of).into()],
            Self::Holds { who, .. } => vec![(*who).into()],
        }
    }

    fn map(self, to: &mut impl Mapping) -> Self {
        match self {
            Self::Within { scope, of } => Self::Within { scope: to.scope(scope), of: to.value(of) },
            Self::Holds { who, named, roles, classes, anywhere } => Self::Holds {
                who: to.value(who),
                named: to.named(named),
                roles: to.roles(roles),
                classes: to.classes(classes),
                anywhere,
            },
        }
    }

    fn print(&self, printer: &Printer<'_>) -> String {
        match self {
            Self::Within { scope, of } => {
                let scope = printer.scope_name(*scope);
                match printer.exprs().value(*of) {
                    ValueExpr::Atom(Atom::Resource(_)) => format!("within {scope}"),
                    ValueExpr::Condition(_)
                    | ValueExpr::Atom(_)
                    | ValueExpr::Path(_)
                    | ValueExpr::Arithmetic(_)
                    | ValueExpr::Collection(_) => {
                        format!("{} within {scope}", printer.operand(*of))
                    }
                }
            }
            Self::Holds { who, named, anywhere, .. } => {
                let place = if *anywhere { " anywhere" } else { "" };
                format!("{} holds {}{place}", printer.operand(*who), named.join(" or "))
            }
        }
    }

    fn level(&self, _: &Exprs) -> Level {
        Level::Comparison
    }

    fn cost(&self, _: u32, scopes: &[Scope]) -> u32 {
        match self {
            Self::Within { scope, .. } => {
                let on = scopes.get(scope.index()).map(|scope| &scope.on);
                let recurs = on.is_some_and(|on| on.values().any(|body| body.circle.is_some()));
                if recurs { RECURSION } else { CLIMB }
            }
            Self::Holds { .. } => HOLDING,
        }
    }

    fn reads(&self) -> Option<Reads<'_>> {
        match self {
            Self::Within { scope, .. } => Some(Reads::Scope(*scope)),
            Self::Holds { roles, classes, .. } => Some(Reads::Holdings { roles, classes }),
        }
    }
}
