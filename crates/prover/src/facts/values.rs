//! Values: booleans, enums, texts, roles and addresses.

use ward_compiler::model::{Constant, TextForm, Ty};

use super::state::Facts;
use super::truth::{Truth, Val};
use crate::circuit::Bit;
use crate::term::{Term, TermId};

impl Facts<'_> {
    /// A value of type `Bool` as a condition.
    pub fn boolean(&mut self, term: TermId) -> Truth {
        let fact = self.boolean_bit(term);
        let defined = self.defined(term);
        self.known_if(defined, fact)
    }

    /// The bit of a boolean term.
    pub fn boolean_bit(&mut self, term: TermId) -> Bit {
        if let Term::Constant(Constant::Bool(value)) = self.terms[term] {
            return self.circuit.constant(value);
        }
        self.scalars.boolean(&mut self.circuit, term)
    }

    /// Whether an enum's term has a value.
    pub fn enum_bit(&mut self, term: TermId, value: u32) -> Bit {
        if let Term::Constant(Constant::Enum(_, own)) = self.terms[term] {
            return self.circuit.constant(own == value);
        }
        self.scalars.enumerated(&mut self.circuit, term, value)
    }

    pub(super) fn enum_size(&self, ty: &Ty) -> u32 {
        match ty {
            Ty::Enum(id) => {
                u32::try_from(self.policy.schema.enumeration(*id).values.len()).unwrap_or(u32::MAX)
            }
            _ => 0,
        }
    }

    /// Whether two values are the same.
    pub fn equal(&mut self, left: &Val, right: &Val) -> Truth {
        match (left, right) {
            (Val::Term(left, _), Val::Term(right, _)) if self.has_records(*left) => {
                // What is absent on either side could be anything, so that even a record and
                // itself may be unknown to be the same.
                self.approximated("records compared as wholes");
                let truth = self.free_truth();
                for bit in [truth.yes, truth.no] {
                    for side in [*left, *right] {
                        let defined = self.defined(side);
                        self.circuit.implies(bit, defined);
                    }
                }
                truth
            }
            (Val::Term(left, left_offset), Val::Term(right, right_offset)) => {
                if let Ty::Record(_) | Ty::Set(_) = self.ty(*left) {
                    return self.same_as_wholes(*left, *right);
                }
                let fact = self.equal_bit(*left, *left_offset, *right, *right_offset);
                let known = [self.defined(*left), self.defined(*right)];
                let known = self.circuit.and(known);
                let truth = self.known_if(known, fact);
                let doubtful = self.is_doubtful(*left, *right);
                Truth { yes: truth.yes, no: self.circuit.and([truth.no, !doubtful]) }
            }
            (Val::Truth(left), Val::Truth(right)) => {
                let yes = [
                    self.circuit.and([left.yes, right.yes]),
                    self.circuit.and([left.no, right.no]),
                ];
                let no = [
                    self.circuit.and([left.yes, right.no]),
                    self.circuit.and([left.no, right.yes]),
                ];
                Truth { yes: self.circuit.or(yes), no: self.circuit.or(no) }
            }
            (Val::Term(term, _), Val::Truth(truth)) | (Val::Truth(truth), Val::Term(term, _)) => {
                let own = self.boolean(*term);
                self.equal(&Val::Truth(own), &Val::Truth(*truth))
            }
            _ => {
                self.approximated("sets compared as wholes");
                self.free_truth()
            }
        }
    }

    /// Whether a value is a record, or a set of them.
    pub(super) fn has_records(&self, term: TermId) -> bool {
        match self.ty(term) {
            Ty::Record(_) => true,
            Ty::Set(element) => matches!(**element, Ty::Record(_)),
            _ => false,
        }
    }

    /// Whether two terms have the same value, where both are known.
    pub fn equal_bit(
        &mut self,
        left: TermId,
        left_offset: i128,
        right: TermId,
        right_offset: i128,
    ) -> Bit {
        match self.ty(left).clone() {
            Ty::Entity(_) => self.is_same(left, right),
            Ty::Bool => {
                let (a, b) = (self.boolean_bit(left), self.boolean_bit(right));
                let both = [self.circuit.and([a, b]), self.circuit.and([!a, !b])];
                self.circuit.or(both)
            }
            ty @ Ty::Enum(_) => {
                let pairs: Vec<Bit> = (0..self.enum_size(&ty))
                    .map(|value| {
                        let pair = [self.enum_bit(left, value), self.enum_bit(right, value)];
                        self.circuit.and(pair)
                    })
                    .collect();
                self.circuit.or(pairs)
            }
            ty if ty.is_ordered() => {
                let below = self.at_most(left, left_offset, right, right_offset);
                let above = self.at_most(right, right_offset, left, left_offset);
                self.circuit.and([below, above])
            }
            Ty::Record(_) | Ty::Set(_) => {
                self.approximated("records and sets compared as wholes");
                self.plain_same(left, right)
            }
            _ => self.plain_same(left, right),
        }
    }

    /// Whether two texts, roles or addresses are the same.
    pub(super) fn plain_same(&mut self, left: TermId, right: TermId) -> Bit {
        if left == right {
            return self.circuit.yes();
        }
        if matches!((&self.terms[left], &self.terms[right]), (Term::Constant(_), Term::Constant(_)))
        {
            return self.circuit.no();
        }
        let circuit = &mut self.circuit;
        self.relations.same(left, right, || circuit.fresh())
    }

    /// States that two terms have the same value, or none, under a condition.
    pub fn same_value_if(&mut self, condition: Bit, left: TermId, right: TermId) {
        if condition == self.circuit.no() {
            return;
        }
        let (a, b) = (self.defined(left), self.defined(right));
        self.circuit.all_imply(&[condition, a], b);
        self.circuit.all_imply(&[condition, b], a);
        if matches!(self.ty(left), Ty::Set(_)) {
            self.elements.link(condition, left, right);
            return;
        }
        let same = self.equal_bit(left, 0, right, 0);
        self.circuit.all_imply(&[condition, a], same);
    }

    /// Whether a text looks like this.
    pub fn looks_like(&mut self, of: &Val, form: &TextForm) -> Truth {
        let Val::Term(term, _) = of else { return self.free_truth() };
        let defined = self.defined(*term);
        let fact = match &self.terms[*term] {
            Term::Constant(Constant::Text(text)) => {
                let fits = ward_evaluator::eval::fits(text, form);
                self.circuit.constant(fits)
            }
            _ => {
                self.approximated(format!("`{}`", form.word()));
                self.scalars.like(&mut self.circuit, *term, form)
            }
        };
        self.known_if(defined, fact)
    }

    /// Whether an address lies in a range.
    pub fn in_range(&mut self, address: &Val, range: &Val) -> Truth {
        let (Val::Term(address, _), Val::Term(range, _)) = (address, range) else {
            return self.free_truth();
        };
        let known = [self.defined(*address), self.defined(*range)];
        let known = self.circuit.and(known);
        let fact = match (&self.terms[*address], &self.terms[*range]) {
            (Term::Constant(Constant::Ip(address)), Term::Constant(Constant::IpRange(range))) => {
                let inside = range.contains(*address);
                self.circuit.constant(inside)
            }
            _ => self.scalars.range(&mut self.circuit, *address, *range),
        };
        self.known_if(known, fact)
    }

    /// What a text looks like in the last solution.
    pub fn form_of(&self, term: TermId) -> Option<TextForm> {
        let mut fits = self.scalars.likes();
        let fits = fits.find(|(of, _, bit)| *of == term && self.circuit.value(*bit));
        fits.map(|(_, form, _)| form.clone())
    }

    /// The first address of the narrowest range that an address lies in in the last solution.
    pub fn range_around(&self, term: TermId) -> Option<String> {
        let around = self.scalars.ranges();
        let around = around.filter(|(of, _, bit)| *of == term && self.circuit.value(*bit));
        let fixed = around.filter_map(|(_, range, _)| match &self.terms[range] {
            Term::Constant(Constant::IpRange(range)) => Some(*range),
            _ => None,
        });
        fixed.max_by_key(|range| range.prefix).map(|range| range.address.to_string())
    }
}
