//! What expressions are worth; `None` is unknown.

use ward_compiler::model::{
    Access, Atom, Collection, Constant, Path, TimePart, ValueExpr, ValueId,
};

use super::case::{Case, Env};
use super::place::Nearest;
use super::store::Id;
use super::truth::Truth;

/// The elements of a set; each of a list can be unknown.
pub type Elements = Vec<Option<Constant>>;

impl Case<'_> {
    /// The value of an expression that isn't a set.
    pub fn value(&self, id: ValueId, env: &Env) -> Option<Constant> {
        match self.policy.exprs.value(id) {
            ValueExpr::Condition(condition) => match self.truth(*condition, env) {
                Truth::True => Some(Constant::Bool(true)),
                Truth::False => Some(Constant::Bool(false)),
                Truth::Unknown => None,
            },
            ValueExpr::Atom(form) => match form {
                Atom::Constant(value) => Some(value.clone()),
                Atom::Subject => Some(entity(&self.asked.subject)),
                Atom::Resource(_) => Some(entity(&env.resource)),
                Atom::Place => None,
                Atom::Variable { depth, .. } => env.variables.get(*depth as usize)?.clone(),
                Atom::Now => self.asked.now.map(Constant::Time),
                Atom::Context(field) => {
                    let given = self.asked.context.get(field).cloned();
                    given.or_else(|| self.policy.schema.context[field.index()].default.clone())
                }
                Atom::Param(param, _) => {
                    let given = self.asked.params.get(param).cloned();
                    given.or_else(|| self.param(*param)?.default.clone())
                }
            },
            ValueExpr::Path(form) => match form {
                Path::Property { of, access, .. } => {
                    let of = self.readable(*of, env)?;
                    let (_, access) = access.iter().find(|(ty, _)| *ty == of.0)?;
                    self.read(&of, *access)
                }
                Path::Field { of, index, .. } => match self.value(*of, env)? {
                    Constant::Record(fields) => fields.get(*index as usize)?.clone(),
                    _ => None,
                },
                Path::TimePart { of, part } => self.time_part(*of, *part, env),
            },
            ValueExpr::Arithmetic(_) => self.narrow(id, env),
            ValueExpr::Collection(form) => match form {
                Collection::List(_) | Collection::Containers { .. } => {
                    let elements: Option<_> = self.elements(id, env)?.into_iter().collect();
                    elements.map(Constant::Set)
                }
                Collection::Count(set) => self.count(&self.elements(*set, env)?).map(Constant::Int),
            },
        }
    }

    /// The entity that an expression names; it isn't looked up.
    pub fn entity(&self, id: ValueId, env: &Env) -> Option<Id> {
        match self.value(id, env)? {
            Constant::Entity(ty, id) => Some((ty, id)),
            _ => None,
        }
    }

    /// The elements of a set.
    pub fn elements(&self, id: ValueId, env: &Env) -> Option<Elements> {
        match self.policy.exprs.value(id) {
            ValueExpr::Collection(Collection::List(parts)) => {
                Some(parts.iter().map(|part| self.value(*part, env)).collect())
            }
            ValueExpr::Collection(Collection::Containers { of, ty, .. }) => {
                match self.nearest(&self.readable(*of, env)?, *ty) {
                    Nearest::Found(found) => {
                        Some(found.iter().map(|id| Some(entity(id))).collect())
                    }
                    Nearest::None => Some(Vec::new()),
                    Nearest::Unknown => None,
                }
            }
            ValueExpr::Condition(_)
            | ValueExpr::Atom(_)
            | ValueExpr::Path(_)
            | ValueExpr::Arithmetic(_)
            | ValueExpr::Collection(Collection::Count(_)) => match self.value(id, env)? {
                Constant::Set(elements) => Some(elements.into_iter().map(Some).collect()),
                _ => None,
            },
        }
    }

    /// Reads through a reference.
    fn read(&self, of: &Id, access: Access) -> Option<Constant> {
        match access {
            Access::Property(property) => {
                let declared = self.policy.schema.property(of.0, property);
                let given = self.record(of)?.properties.get(&declared.name);
                given.or(declared.default.as_ref()).cloned()
            }
            Access::Container(kind) => match self.nearest(of, kind) {
                Nearest::Found(found) if found.len() == 1 => found.first().map(entity),
                Nearest::Found(_) => {
                    // Several: a property named after the kind says which is meant.
                    let meant = self.record(of)?.mirrors.get(&kind)?;
                    meant.first().filter(|_| meant.len() == 1).map(entity)
                }
                Nearest::None | Nearest::Unknown => None,
            },
        }
    }

    /// `of has name`.
    pub fn has(&self, of: &Id, access: Option<Access>) -> Truth {
        let Some(record) = self.record(of) else { return Truth::Unknown };
        match access {
            None => Truth::False,
            Some(Access::Property(property)) => {
                let declared = self.policy.schema.property(of.0, property);
                let given = record.properties.contains_key(&declared.name);
                Truth::of(given || declared.default.is_some())
            }
            Some(Access::Container(kind)) => self.lies_in_some(of, kind),
        }
    }

    fn time_part(&self, of: ValueId, part: TimePart, env: &Env) -> Option<Constant> {
        let Constant::Time(time) = self.value(of, env)? else { return None };
        let zone = self.zone.as_ref()?;
        match part {
            TimePart::Date => zone.date(time).map(Constant::Date),
            TimePart::Hour => zone.hour(time).map(Constant::Int),
            TimePart::Weekday => {
                let weekday = self.policy.schema.find_enum("Weekday")?;
                zone.weekday(time).map(|day| Constant::Enum(weekday, day))
            }
        }
    }
}

/// A reference to an entity.
pub fn entity(id: &Id) -> Constant {
    Constant::Entity(id.0, id.1.clone())
}
