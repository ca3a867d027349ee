//! Conditions in one arena, so that equal ones have one id whichever policy they come from.

use std::sync::Arc;

use ward_compiler::model::{
    Access, ClassId, Comparison, Condition, ConditionId, Constant, Exprs, Logic, Mapping, ParamId,
    PropertyId, RoleBits, ScopeId, Ty, TypeId, ValueExpr, ValueId,
};

use super::map::IdMap;

/// Takes conditions of one policy over into the common arena.
pub(crate) struct Taker<'a> {
    from: &'a Exprs,
    map: &'a IdMap,
    conditions: Vec<Option<ConditionId>>,
    values: Vec<Option<ValueId>>,
}

impl<'a> Taker<'a> {
    pub fn new(from: &'a Exprs, map: &'a IdMap) -> Self {
        let (conditions, values) = (from.conditions().len(), from.values().len());
        Self { from, map, conditions: vec![None; conditions], values: vec![None; values] }
    }

    /// The common id of a condition. Operands whose order means nothing are sorted, names that
    /// mean nothing are left out.
    pub fn take(&mut self, to: &mut Exprs, id: ConditionId) -> ConditionId {
        if let Some(done) = self.conditions[id.index()] {
            return done;
        }
        let mapped = self.from.condition(id).clone().map(&mut Taking { taker: self, to });
        let taken = match mapped {
            Condition::Value(value) => to.as_condition(value),
            Condition::Logic(logic) => joined(to, logic),
            Condition::Comparison(Comparison::Eq(a, b)) => {
                to.add_condition(Comparison::Eq(a.min(b), a.max(b)))
            }
            other @ (Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_)) => to.add_condition(other),
        };
        self.conditions[id.index()] = Some(taken);
        taken
    }

    fn take_value(&mut self, to: &mut Exprs, id: ValueId) -> ValueId {
        if let Some(done) = self.values[id.index()] {
            return done;
        }
        let ty = self.map.ty(self.from.ty(id));
        let mapped = self.from.value(id).clone().map(&mut Taking { taker: self, to });
        let taken = match mapped {
            ValueExpr::Condition(condition) => to.as_value(condition),
            other @ (ValueExpr::Atom(_)
            | ValueExpr::Path(_)
            | ValueExpr::Arithmetic(_)
            | ValueExpr::Collection(_)) => to.add_value(other, ty),
        };
        self.values[id.index()] = Some(taken);
        taken
    }
}

/// A double negation cancels; the operands of a conjunction or disjunction are sorted, each once,
/// none of the same kind, and a single one stands for itself.
fn joined(to: &mut Exprs, logic: Logic) -> ConditionId {
    let (parts, all) = match logic {
        Logic::Not(of) => {
            if let Condition::Logic(Logic::Not(inner)) = to.condition(of) {
                return *inner;
            }
            return to.add_condition(Logic::Not(of));
        }
        Logic::And(parts) => (parts, true),
        Logic::Or(parts) => (parts, false),
    };
    let mut operands = Vec::new();
    for part in parts.iter() {
        match to.condition(*part) {
            Condition::Logic(Logic::And(inner)) if all => operands.extend(inner.iter().copied()),
            Condition::Logic(Logic::Or(inner)) if !all => operands.extend(inner.iter().copied()),
            Condition::Value(_)
            | Condition::Logic(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => operands.push(*part),
        }
    }
    operands.sort_unstable();
    operands.dedup();
    match operands.as_slice() {
        [one] => *one,
        _ if all => to.add_condition(Logic::And(operands.into())),
        _ => to.add_condition(Logic::Or(operands.into())),
    }
}

/// What becomes of everything that a form of one policy names.
struct Taking<'t, 'a> {
    taker: &'t mut Taker<'a>,
    to: &'t mut Exprs,
}

impl Mapping for Taking<'_, '_> {
    fn condition(&mut self, id: ConditionId) -> ConditionId {
        self.taker.take(self.to, id)
    }

    fn value(&mut self, id: ValueId) -> ValueId {
        self.taker.take_value(self.to, id)
    }

    fn constant(&mut self, constant: Constant) -> Constant {
        self.taker.map.constant(&constant)
    }

    fn ty(&mut self, ty: Ty) -> Ty {
        self.taker.map.ty(&ty)
    }

    fn entity_type(&mut self, id: TypeId) -> TypeId {
        self.taker.map.types[id.index()]
    }

    fn entity_types(&mut self, ids: Arc<[TypeId]>) -> Arc<[TypeId]> {
        self.taker.map.types(&ids).into()
    }

    fn context(&mut self, id: PropertyId) -> PropertyId {
        self.taker.map.context[id.index()]
    }

    fn param(&mut self, id: ParamId) -> ParamId {
        self.taker.map.params[id.index()]
    }

    fn scope(&mut self, id: ScopeId) -> ScopeId {
        self.taker.map.scopes[id.index()]
    }

    fn roles(&mut self, roles: RoleBits) -> RoleBits {
        self.taker.map.roles(&roles)
    }

    fn classes(&mut self, classes: Arc<[ClassId]>) -> Arc<[ClassId]> {
        let map = self.taker.map;
        let mut classes: Vec<_> = classes.iter().map(|class| map.classes[class.index()]).collect();
        classes.sort_unstable();
        classes.into()
    }

    fn variable(&mut self, _: Arc<str>) -> Arc<str> {
        "".into()
    }

    fn named(&mut self, _: Arc<[String]>) -> Arc<[String]> {
        Arc::new([])
    }

    /// The name of what is read means something only where it is a property's.
    fn access(
        &mut self,
        name: Arc<str>,
        access: Arc<[(TypeId, Access)]>,
    ) -> (Arc<str>, Arc<[(TypeId, Access)]>) {
        let map = self.taker.map;
        let taken = access.iter().map(|(ty, access)| {
            let access = match access {
                Access::Property(id) => Access::Property(map.properties[ty.index()][id.index()]),
                Access::Container(ty) => Access::Container(map.types[ty.index()]),
            };
            (map.types[ty.index()], access)
        });
        let mut taken: Vec<_> = taken.collect();
        taken.sort_unstable();
        let property = access.iter().any(|(_, access)| matches!(access, Access::Property(_)));
        let name = if property { map.property_name(&name).into() } else { name };
        (name, taken.into())
    }
}
