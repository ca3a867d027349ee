//! Conditions as three-valued circuits.

use ward_compiler::model::{
    Arithmetic, Atom, Collection, Comparison, Condition, ConditionId, Constant, KindTest, Logic,
    Membership, Path, Presence, Quantifier, Relation, ScopeId, TextTest, Ty, ValueExpr, ValueId,
};

use super::env::Env;
use super::quantifiers::Body;
use super::setting::Differing;
use super::state::World;
use super::{MOST_BITS, MOST_TERMS};
use crate::circuit::Bit;
use crate::facts::{Truth, Val};
use crate::term::{Function, Term, TermId};

/// How often a scope that leans on itself is opened up.
const UNROLLED: u8 = 2;

impl World<'_> {
    /// A condition; the same one of the same things is made once.
    pub fn truth(&mut self, id: ConditionId, env: &Env) -> Truth {
        let mut env = env.clone();
        if env.copy != 0 && !self.differs(id) {
            env.copy = 0;
        }
        let key = (id, env);
        if let Some(known) = self.made.truths.get(&key) {
            return *known;
        }
        let is_large =
            self.facts.circuit.size() > MOST_BITS || self.facts.terms.len() > 16 * MOST_TERMS;
        let truth = if is_large || self.facts.circuit.budget().is_over() {
            self.facts.approximated("a condition as large as this");
            self.facts.free_truth()
        } else {
            self.make(id, &key.1)
        };
        self.made.truths.insert(key, truth);
        truth
    }

    fn make(&mut self, id: ConditionId, env: &Env) -> Truth {
        let policy = self.facts.policy;
        match policy.exprs.condition(id) {
            Condition::Value(value) => match self.value(*value, env) {
                Val::Truth(truth) => truth,
                Val::Term(term, _) => self.facts.boolean(term),
                Val::List(_) => self.facts.free_truth(),
            },
            Condition::Logic(form) => self.logic(form, env),
            Condition::Comparison(form) => self.comparison(form, env),
            Condition::Membership(form) => self.membership(form, env),
            Condition::Presence(form) => self.presence(form, env),
            Condition::Kind(KindTest::Is(of, types)) => {
                let Val::Term(term, _) = self.value(*of, env) else {
                    return self.facts.free_truth();
                };
                let bits: Vec<Bit> = types.iter().map(|ty| self.facts.is_type(term, *ty)).collect();
                let fact = self.facts.circuit.or(bits);
                let defined = self.facts.defined(term);
                self.facts.known_if(defined, fact)
            }
            Condition::Text(TextTest { of, form }) => {
                let of = self.value(*of, env);
                self.facts.looks_like(&of, form)
            }
            Condition::Relation(form) => self.relation(form, env),
            Condition::Quantifier(Quantifier { all, set, body, .. }) => {
                let set_val = self.value(*set, env);
                let element = element_of(policy.exprs.ty(*set));
                self.quantified(*all, set_val, element, Body::Condition(*body, env.clone()))
            }
        }
    }

    fn logic(&mut self, form: &Logic, env: &Env) -> Truth {
        match form {
            Logic::Not(of) => self.truth(*of, env).negated(),
            Logic::And(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.truth(*part, env)).collect();
                self.facts.all(&parts)
            }
            Logic::Or(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.truth(*part, env)).collect();
                self.facts.any(&parts)
            }
        }
    }

    fn comparison(&mut self, form: &Comparison, env: &Env) -> Truth {
        match form {
            Comparison::Eq(left, right) => {
                let (left, right) = (self.value(*left, env), self.value(*right, env));
                self.facts.equal(&left, &right)
            }
            Comparison::Less { low, high, or_equal } => {
                let (low, high) = (self.value(*low, env), self.value(*high, env));
                self.facts.less(&low, &high, *or_equal)
            }
            Comparison::Between { value, low, high } => {
                let (value, low, high) =
                    (self.value(*value, env), self.value(*low, env), self.value(*high, env));
                let (above, below) =
                    (self.facts.less(&low, &value, true), self.facts.less(&value, &high, true));
                self.facts.all(&[above, below])
            }
        }
    }

    fn membership(&mut self, form: &Membership, env: &Env) -> Truth {
        let policy = self.facts.policy;
        match form {
            Membership::InEntity(inner, outer) => {
                let (inner, outer) = (self.value(*inner, env), self.value(*outer, env));
                self.lies_in_for(env.reader, &inner, &outer)
            }
            Membership::InEntities(inner, set) => {
                let (inner, elements) = (self.value(*inner, env), self.value(*set, env));
                self.in_one_of(env.reader, &inner, &elements, element_of(policy.exprs.ty(*set)))
            }
            Membership::Contains { set, value } => {
                let (set, value) = (self.value(*set, env), self.value(*value, env));
                self.facts.contains(&set, &value)
            }
            Membership::InRange(address, range) => {
                let (address, range) = (self.value(*address, env), self.value(*range, env));
                self.facts.in_range(&address, &range)
            }
        }
    }

    fn presence(&mut self, form: &Presence, env: &Env) -> Truth {
        match form {
            Presence::Has { of, access, name } => {
                let of = self.value(*of, env);
                let truth = self.has(&of, access, name, env.copy);
                self.read(env.reader, &of, truth)
            }
            Presence::HasField { of, .. } => {
                let of = self.value(*of, env);
                self.facts.approximated("a record's optional field");
                let (defined, fact) = (self.facts.val_defined(&of), self.facts.circuit.fresh());
                self.facts.known_if(defined, fact)
            }
            Presence::HasContext(id) => self.has_context(*id, env.copy),
            Presence::HasNow => self.has_now(env.copy),
            Presence::HasParam(id) => self.has_param(*id),
        }
    }

    fn relation(&mut self, form: &Relation, env: &Env) -> Truth {
        match form {
            Relation::Within { scope, of } => match self.value(*of, env) {
                Val::Term(term, _) => {
                    let truth = self.within(*scope, term, env);
                    self.read(env.reader, &Val::Term(term, 0), truth)
                }
                Val::List(_) | Val::Truth(_) => self.facts.free_truth(),
            },
            Relation::Holds { who, roles, classes, anywhere, .. } => match self.value(*who, env) {
                Val::Term(who, _) => {
                    let place = (!anywhere).then_some(env.resource);
                    let truth = self.holds(env.reader, who, roles, classes, place, env.copy);
                    self.read(env.reader, &Val::Term(who, 0), truth)
                }
                Val::List(_) | Val::Truth(_) => self.facts.free_truth(),
            },
        }
    }

    /// A value.
    pub fn value(&mut self, id: ValueId, env: &Env) -> Val {
        let policy = self.facts.policy;
        let ty = policy.exprs.ty(id).clone();
        let key = (id, env.clone());
        if let Some(known) = self.made.values.get(&key) {
            return known.clone();
        }
        let made = match policy.exprs.value(id) {
            ValueExpr::Condition(condition) => return Val::Truth(self.truth(*condition, env)),
            ValueExpr::Atom(form) => self.atom(form, ty, env),
            ValueExpr::Path(form) => self.path(form, ty, env),
            ValueExpr::Arithmetic(form) => self.arithmetic(form, ty, env),
            ValueExpr::Collection(form) => self.collection(form, ty, env),
        };
        self.made.values.insert(key, made.clone());
        made
    }

    fn atom(&mut self, form: &Atom, ty: Ty, env: &Env) -> Val {
        match form {
            Atom::Constant(constant) => self.constant(constant, &ty),
            Atom::Subject => Val::Term(self.facts.subject(), 0),
            Atom::Resource(_) => Val::Term(env.resource, 0),
            Atom::Place => self.facts.opaque("the place of an assignment", ty),
            Atom::Variable { depth, .. } => match env.variables.get(*depth as usize) {
                Some(value) => value.clone(),
                None => self.facts.opaque("a variable", ty),
            },
            Atom::Now => {
                let copy = self.copy_of(&Differing::Now, env.copy);
                Val::Term(self.facts.term(Term::Now(copy), ty), 0)
            }
            Atom::Context(id) => {
                let copy = self.copy_of(&Differing::Context(*id), env.copy);
                Val::Term(self.facts.term(Term::Context(*id, copy), ty), 0)
            }
            Atom::Param(id, param) => {
                Val::Term(self.facts.term(Term::Param(*id, param.clone()), ty), 0)
            }
        }
    }

    fn path(&mut self, form: &Path, ty: Ty, env: &Env) -> Val {
        match form {
            Path::Property { of, name, access } => {
                let of = self.value(*of, env);
                let made = self.property(&of, name, access, ty.clone(), env.copy);
                self.read_value(env.reader, &of, made, ty)
            }
            Path::Field { of, index, .. } => {
                let of = self.value(*of, env);
                self.function(&of, Function::Field(*index), ty)
            }
            Path::TimePart { of, part } => {
                let of = self.value(*of, env);
                self.facts.approximated("the calendar (days, hours and weekdays of a time)");
                self.function(&of, Function::TimePart(*part), ty)
            }
        }
    }

    fn arithmetic(&mut self, form: &Arithmetic, ty: Ty, env: &Env) -> Val {
        match form {
            // Both stand on one scale.
            Arithmetic::ToDecimal(of) => self.value(*of, env),
            Arithmetic::Add(left, right) => self.sum(*left, *right, ty, 1, env),
            Arithmetic::Sub(left, right) => self.sum(*left, *right, ty, -1, env),
        }
    }

    fn collection(&mut self, form: &Collection, ty: Ty, env: &Env) -> Val {
        match form {
            Collection::List(parts) => {
                Val::List(parts.iter().map(|part| self.value(*part, env)).collect())
            }
            Collection::Containers { of, ty: container, .. } => {
                let of = self.value(*of, env);
                match of {
                    Val::Term(term, _) if *self.facts.entity_types(term) == [*container] => {
                        Val::List(vec![of])
                    }
                    _ => {
                        self.facts.approximated("all nearest containers of a kind");
                        let made = self.function(&of, Function::Containers(*container), ty.clone());
                        self.read_value(env.reader, &of, made, ty)
                    }
                }
            }
            Collection::Count(set) => {
                let set = self.value(*set, env);
                self.facts.approximated("`count`");
                self.function(&set, Function::Count, ty)
            }
        }
    }

    fn constant(&mut self, constant: &Constant, ty: &Ty) -> Val {
        match constant {
            Constant::Set(values) => {
                let element = element_of(ty);
                Val::List(values.iter().map(|value| self.constant(value, &element)).collect())
            }
            _ => Val::Term(self.facts.term(Term::Constant(constant.clone()), ty.clone()), 0),
        }
    }

    fn function(&mut self, of: &Val, function: Function, ty: Ty) -> Val {
        match of {
            Val::Term(term, offset) => {
                // Of what is moved, only times have functions.
                let term = self.facts.moved(*term, *offset, &Ty::Time);
                Val::Term(self.facts.term(Term::Of(function, term), ty), 0)
            }
            _ => self.facts.opaque("a path that begins at a computed value", ty),
        }
    }

    /// Sums with a fixed amount move a term; others can be anything.
    fn sum(&mut self, left: ValueId, right: ValueId, ty: Ty, sign: i128, env: &Env) -> Val {
        let (left, right) = (self.value(left, env), self.value(right, env));
        let (Val::Term(a, a_offset), Val::Term(b, b_offset)) = (left, right) else {
            return self.facts.opaque("arithmetic", ty);
        };
        if let Some(amount) = self.facts.fixed(b) {
            return self.moved(a, a_offset + sign * (amount + b_offset), ty);
        }
        if let Some(amount) = self.facts.fixed(a).filter(|_| sign > 0 && ty != Ty::Date) {
            return Val::Term(b, b_offset + amount + a_offset);
        }
        self.facts.approximated("arithmetic over two variables");
        let name: std::sync::Arc<str> = if sign > 0 { "+".into() } else { "-".into() };
        let is_date = ty == Ty::Date;
        let term = self.facts.term(Term::OfTwo(name, a, a_offset, b, b_offset), ty);
        let (a, b, made) = (self.facts.defined(a), self.facts.defined(b), self.facts.defined(term));
        self.facts.circuit.implies(made, a);
        self.facts.circuit.implies(made, b);
        if !is_date {
            let both = self.facts.circuit.and([a, b]);
            self.facts.circuit.implies(both, made);
        }
        Val::Term(term, 0)
    }

    /// A term moved by an amount; a date moves by whole days only.
    fn moved(&mut self, term: TermId, offset: i128, ty: Ty) -> Val {
        if ty == Ty::Date && offset % i128::from(ward_compiler::time::DAY) != 0 {
            let never = self.facts.opaque("a date moved by part of a day", ty);
            let known = self.facts.val_defined(&never);
            self.facts.circuit.assert(&[!known]);
            return never;
        }
        Val::Term(term, offset)
    }

    /// A scope asked of a record: its definition; one that leans on itself is opened a few times
    /// and then left open.
    fn within(&mut self, scope: ScopeId, term: TermId, env: &Env) -> Truth {
        let policy = self.facts.policy;
        let defined = self.facts.defined(term);
        let mut truths = Vec::new();
        for ty in self.facts.entity_types(term).to_vec() {
            let Some(body) = policy.scope(scope).on.get(&ty) else { continue };
            let depth = env.depth + u8::from(body.circle.is_some());
            let truth = if depth > UNROLLED {
                self.circle(scope, term, env.copy)
            } else {
                let reader = policy.scope(scope).overlay;
                let inner =
                    Env { resource: term, variables: Vec::new(), copy: env.copy, depth, reader };
                self.truth(body.condition, &inner)
            };
            let is = self.facts.is_type(term, ty);
            truths.push(Truth {
                yes: self.facts.circuit.and([is, truth.yes]),
                no: self.facts.circuit.and([is, truth.no]),
            });
        }
        let yes = self.facts.circuit.or(truths.iter().map(|truth| truth.yes));
        let no = self.facts.circuit.or(truths.iter().map(|truth| truth.no));
        Truth {
            yes: self.facts.circuit.and([defined, yes]),
            no: self.facts.circuit.and([defined, no]),
        }
    }

    fn circle(&mut self, scope: ScopeId, term: TermId, copy: u8) -> Truth {
        if let Some(known) = self.made.circles.get(&(scope, term, copy)) {
            return *known;
        }
        let name = &self.facts.policy.scope(scope).name;
        self.facts.approximated(format!("the scope `{name}`, which leans on itself"));
        let truth = self.facts.free_truth();
        self.made.circles.insert((scope, term, copy), truth);
        truth
    }
}

/// The type of a set's elements.
fn element_of(set: &Ty) -> Ty {
    match set {
        Ty::Set(element) => (**element).clone(),
        other => other.clone(),
    }
}
