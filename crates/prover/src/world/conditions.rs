//! Conditions as three-valued circuits.

use ward_compiler::model::{
    Arithmetic, Atom, Collection, Comparison, Condition, ConditionId, Constant, KindTest, Logic,
    Membership, Path, Presence, Quantifier, Relation, ScopeId, TextTest, Ty, ValueExpr, ValueId,
};

use super::{Body, Differing, MOST_BITS, MOST_TERMS, Truth, Val, World};
use crate::circuit::Bit;
use crate::limit::is_over;
use crate::term::{Function, Term, TermId};

/// How often a scope that leans on itself is opened up.
const UNROLLED: u8 = 2;

/// What a condition is asked of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Env {
    /// What `resource` stands for.
    pub resource: TermId,
    /// The variables, outermost first.
    pub variables: Vec<Val>,
    /// Which copy of the data.
    pub copy: u8,
    /// How deep inside scopes that lean on themselves.
    pub depth: u8,
}

impl Env {
    /// For a condition about the resource, in a copy of the data.
    pub fn of(resource: TermId, copy: u8) -> Self {
        Self { resource, variables: Vec::new(), copy, depth: 0 }
    }
}

impl World<'_> {
    /// A condition; the same one of the same things is made once.
    pub fn truth(&mut self, id: ConditionId, env: &Env) -> Truth {
        let mut env = env.clone();
        if env.copy != 0 && !self.differs(id) {
            env.copy = 0;
        }
        let key = (id, env);
        if let Some(known) = self.truths.get(&key) {
            return *known;
        }
        let is_large = self.circuit.size() > MOST_BITS || self.terms.len() > 16 * MOST_TERMS;
        let truth = if is_large || is_over() {
            self.approximated("a condition as large as this");
            self.free_truth()
        } else {
            self.made(id, &key.1)
        };
        self.truths.insert(key, truth);
        truth
    }

    fn made(&mut self, id: ConditionId, env: &Env) -> Truth {
        let policy = self.policy;
        match policy.exprs.condition(id) {
            Condition::Value(value) => match self.value(*value, env) {
                Val::Truth(truth) => truth,
                Val::Term(term, _) => self.boolean(term),
                Val::List(_) => self.free_truth(),
            },
            Condition::Logic(form) => self.logic(form, env),
            Condition::Comparison(form) => self.comparison(form, env),
            Condition::Membership(form) => self.membership(form, env),
            Condition::Presence(form) => self.presence(form, env),
            Condition::Kind(KindTest::Is(of, types)) => {
                let Val::Term(term, _) = self.value(*of, env) else { return self.free_truth() };
                let bits: Vec<Bit> = types.iter().map(|ty| self.is_type(term, *ty)).collect();
                let fact = self.circuit.or(bits);
                let defined = self.defined(term);
                self.known_if(defined, fact)
            }
            Condition::Text(TextTest { of, form }) => {
                let of = self.value(*of, env);
                self.looks_like(&of, form)
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
                self.all(&parts)
            }
            Logic::Or(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.truth(*part, env)).collect();
                self.any(&parts)
            }
        }
    }

    fn comparison(&mut self, form: &Comparison, env: &Env) -> Truth {
        match form {
            Comparison::Eq(left, right) => {
                let (left, right) = (self.value(*left, env), self.value(*right, env));
                self.equal(&left, &right)
            }
            Comparison::Less { low, high, or_equal } => {
                let (low, high) = (self.value(*low, env), self.value(*high, env));
                self.less(&low, &high, *or_equal)
            }
            Comparison::Between { value, low, high } => {
                let (value, low, high) =
                    (self.value(*value, env), self.value(*low, env), self.value(*high, env));
                let (above, below) =
                    (self.less(&low, &value, true), self.less(&value, &high, true));
                self.all(&[above, below])
            }
        }
    }

    fn membership(&mut self, form: &Membership, env: &Env) -> Truth {
        let policy = self.policy;
        match form {
            Membership::InEntity(inner, outer) => {
                let (inner, outer) = (self.value(*inner, env), self.value(*outer, env));
                self.lies_in(&inner, &outer)
            }
            Membership::InEntities(inner, set) => {
                let (inner, elements) = (self.value(*inner, env), self.value(*set, env));
                self.in_one_of(&inner, &elements, element_of(policy.exprs.ty(*set)))
            }
            Membership::Contains { set, value } => {
                let (set, value) = (self.value(*set, env), self.value(*value, env));
                self.contains(&set, &value)
            }
            Membership::InRange(address, range) => {
                let (address, range) = (self.value(*address, env), self.value(*range, env));
                self.in_range(&address, &range)
            }
        }
    }

    fn presence(&mut self, form: &Presence, env: &Env) -> Truth {
        match form {
            Presence::Has { of, access, name } => {
                let of = self.value(*of, env);
                self.has(&of, access, name, env.copy)
            }
            Presence::HasField { of, .. } => {
                let of = self.value(*of, env);
                self.approximated("a record's optional field");
                let (defined, fact) = (self.val_defined(&of), self.circuit.fresh());
                self.known_if(defined, fact)
            }
            Presence::HasContext(id) => self.has_context(*id, env.copy),
            Presence::HasNow => self.has_now(env.copy),
            Presence::HasParam(id) => self.has_param(*id),
        }
    }

    fn relation(&mut self, form: &Relation, env: &Env) -> Truth {
        match form {
            Relation::Within { scope, of } => match self.value(*of, env) {
                Val::Term(term, _) => self.within(*scope, term, env),
                Val::List(_) | Val::Truth(_) => self.free_truth(),
            },
            Relation::Holds { who, roles, classes, anywhere, .. } => match self.value(*who, env) {
                Val::Term(who, _) => {
                    let place = (!anywhere).then_some(env.resource);
                    self.holds(who, roles, classes, place, env.copy)
                }
                Val::List(_) | Val::Truth(_) => self.free_truth(),
            },
        }
    }

    /// A value.
    pub fn value(&mut self, id: ValueId, env: &Env) -> Val {
        let policy = self.policy;
        let ty = policy.exprs.ty(id).clone();
        match policy.exprs.value(id) {
            ValueExpr::Condition(condition) => Val::Truth(self.truth(*condition, env)),
            ValueExpr::Atom(form) => self.atom(form, ty, env),
            ValueExpr::Path(form) => self.path(form, ty, env),
            ValueExpr::Arithmetic(form) => self.arithmetic(form, ty, env),
            ValueExpr::Collection(form) => self.collection(form, ty, env),
        }
    }

    fn atom(&mut self, form: &Atom, ty: Ty, env: &Env) -> Val {
        match form {
            Atom::Constant(constant) => self.constant(constant, &ty),
            Atom::Subject => Val::Term(self.subject(), 0),
            Atom::Resource(_) => Val::Term(env.resource, 0),
            Atom::Place => self.opaque("the place of an assignment", ty),
            Atom::Variable { depth, .. } => match env.variables.get(*depth as usize) {
                Some(value) => value.clone(),
                None => self.opaque("a variable", ty),
            },
            Atom::Now => {
                let copy = self.copy_of(&Differing::Now, env.copy);
                Val::Term(self.term(Term::Now(copy), ty), 0)
            }
            Atom::Context(id) => {
                let copy = self.copy_of(&Differing::Context(*id), env.copy);
                Val::Term(self.term(Term::Context(*id, copy), ty), 0)
            }
            Atom::Param(id, param) => Val::Term(self.term(Term::Param(*id, param.clone()), ty), 0),
        }
    }

    fn path(&mut self, form: &Path, ty: Ty, env: &Env) -> Val {
        match form {
            Path::Property { of, name, access } => {
                let of = self.value(*of, env);
                self.property(&of, name, access, ty, env.copy)
            }
            Path::Field { of, index, .. } => {
                let of = self.value(*of, env);
                self.function(&of, Function::Field(*index), ty)
            }
            Path::TimePart { of, part } => {
                let of = self.value(*of, env);
                self.approximated("the calendar (days, hours and weekdays of a time)");
                self.function(&of, Function::TimePart(*part), ty)
            }
        }
    }

    fn arithmetic(&mut self, form: &Arithmetic, ty: Ty, env: &Env) -> Val {
        match form {
            Arithmetic::ToDecimal(of) => {
                let of = self.value(*of, env);
                if let Val::Term(_, 0) = of {
                    self.approximated("whole and decimal numbers compared");
                }
                of
            }
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
                self.approximated("all nearest containers of a kind");
                self.function(&of, Function::Container(*container), ty)
            }
            Collection::Count(set) => {
                let set = self.value(*set, env);
                self.approximated("`count`");
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
            _ => Val::Term(self.term(Term::Constant(constant.clone()), ty.clone()), 0),
        }
    }

    /// A value of which nothing is known.
    pub(super) fn opaque(&mut self, construct: &str, ty: Ty) -> Val {
        self.approximated(construct);
        Val::Term(self.witness(ty), 0)
    }

    fn function(&mut self, of: &Val, function: Function, ty: Ty) -> Val {
        match of {
            Val::Term(term, 0) => Val::Term(self.term(Term::Of(function, *term), ty), 0),
            _ => self.opaque("a path that begins at a computed value", ty),
        }
    }

    /// Sums with a fixed number move a term; others are opaque.
    fn sum(&mut self, left: ValueId, right: ValueId, ty: Ty, sign: i64, env: &Env) -> Val {
        let (left, right) = (self.value(left, env), self.value(right, env));
        let (Val::Term(a, a_offset), Val::Term(b, b_offset)) = (&left, &right) else {
            return self.opaque("arithmetic", ty);
        };
        let unit = if matches!(ty, Ty::Date) { ward_compiler::time::DAY } else { 1 };
        if let Some(amount) = self.fixed(*b) {
            let moved =
                (amount / unit).checked_add(*b_offset).and_then(|amount| amount.checked_mul(sign));
            let whole = amount % unit == 0;
            if let Some(offset) =
                moved.and_then(|moved| a_offset.checked_add(moved)).filter(|_| whole)
            {
                self.approximated("arithmetic at the edge of the numbers");
                return Val::Term(*a, offset);
            }
        }
        self.approximated("arithmetic over two variables");
        let name: std::sync::Arc<str> = if sign > 0 { "+".into() } else { "-".into() };
        let term = self.term(Term::OfTwo(name, *a, *a_offset, *b, *b_offset), ty);
        let (a, b, made) = (self.defined(*a), self.defined(*b), self.defined(term));
        self.circuit.implies(made, a);
        self.circuit.implies(made, b);
        Val::Term(term, 0)
    }

    /// Whether the value is known.
    pub(super) fn val_defined(&mut self, value: &Val) -> Bit {
        match value {
            Val::Term(term, _) => self.defined(*term),
            Val::List(parts) => {
                let bits: Vec<Bit> = parts.iter().map(|part| self.val_defined(part)).collect();
                self.circuit.and(bits)
            }
            Val::Truth(truth) => self.circuit.or([truth.yes, truth.no]),
        }
    }

    /// A scope asked of a record: its definition; one that leans on itself is opened a few times
    /// and then left open.
    fn within(&mut self, scope: ScopeId, term: TermId, env: &Env) -> Truth {
        let policy = self.policy;
        let defined = self.defined(term);
        let mut truths = Vec::new();
        for ty in self.entity_types(term).to_vec() {
            let Some(body) = policy.scope(scope).on.get(&ty) else { continue };
            let depth = env.depth + u8::from(body.circle.is_some());
            let truth = if depth > UNROLLED {
                self.circle(scope, term, env.copy)
            } else {
                let inner = Env { resource: term, variables: Vec::new(), copy: env.copy, depth };
                self.truth(body.condition, &inner)
            };
            let is = self.is_type(term, ty);
            truths.push(Truth {
                yes: self.circuit.and([is, truth.yes]),
                no: self.circuit.and([is, truth.no]),
            });
        }
        let yes = self.circuit.or(truths.iter().map(|truth| truth.yes));
        let no = self.circuit.or(truths.iter().map(|truth| truth.no));
        Truth { yes: self.circuit.and([defined, yes]), no: self.circuit.and([defined, no]) }
    }

    fn circle(&mut self, scope: ScopeId, term: TermId, copy: u8) -> Truth {
        if let Some(known) = self.circles.get(&(scope, term, copy)) {
            return *known;
        }
        let name = &self.policy.scope(scope).name;
        self.approximated(format!("the scope `{name}`, which leans on itself"));
        let truth = self.free_truth();
        self.circles.insert((scope, term, copy), truth);
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
