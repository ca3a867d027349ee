//! Values: booleans, enums, texts, roles and addresses.

use ward_compiler::model::{Constant, TextForm, Ty};

use super::{Truth, Val, World};
use crate::circuit::Bit;
use crate::term::{Term, TermId};

impl World<'_> {
    /// A value of type `Bool` as a condition.
    pub(super) fn boolean(&mut self, term: TermId) -> Truth {
        let fact = self.boolean_bit(term);
        let defined = self.defined(term);
        self.known_if(defined, fact)
    }

    /// The bit of a boolean term.
    pub fn boolean_bit(&mut self, term: TermId) -> Bit {
        if let Term::Constant(Constant::Bool(value)) = self.terms[term.index()] {
            return self.circuit.constant(value);
        }
        if let Some(known) = self.booleans.get(&term) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.booleans.insert(term, bit);
        bit
    }

    /// Whether an enum's term has a value.
    pub fn enum_bit(&mut self, term: TermId, value: u32) -> Bit {
        if let Term::Constant(Constant::Enum(_, own)) = self.terms[term.index()] {
            return self.circuit.constant(own == value);
        }
        if let Some(known) = self.enum_values.get(&(term, value)) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.enum_values.insert((term, value), bit);
        bit
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
    pub(super) fn equal(&mut self, left: &Val, right: &Val) -> Truth {
        match (left, right) {
            (Val::Term(left, left_offset), Val::Term(right, right_offset)) => {
                let fact = self.equal_bit(*left, *left_offset, *right, *right_offset);
                let known = [self.defined(*left), self.defined(*right)];
                let known = self.circuit.and(known);
                self.known_if(known, fact)
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

    /// Whether two terms have the same value, where both are known.
    pub fn equal_bit(
        &mut self,
        left: TermId,
        left_offset: i64,
        right: TermId,
        right_offset: i64,
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
        if matches!(
            (&self.terms[left.index()], &self.terms[right.index()]),
            (Term::Constant(_), Term::Constant(_))
        ) {
            return self.circuit.no();
        }
        let pair = (left.min(right), left.max(right));
        if let Some(known) = self.same.get(&pair) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.same.insert(pair, bit);
        bit
    }

    /// States that two terms have the same value, or none, under a condition.
    pub(super) fn same_value_if(&mut self, condition: Bit, left: TermId, right: TermId) {
        if condition == self.circuit.no() {
            return;
        }
        let (a, b) = (self.defined(left), self.defined(right));
        self.circuit.all_imply(&[condition, a], b);
        self.circuit.all_imply(&[condition, b], a);
        if matches!(self.ty(left), Ty::Set(_)) {
            self.linked_sets.push((condition, left, right));
            return;
        }
        let same = self.equal_bit(left, 0, right, 0);
        self.circuit.all_imply(&[condition, a], same);
    }

    /// Whether a text looks like this.
    pub(super) fn looks_like(&mut self, of: &Val, form: &TextForm) -> Truth {
        let Val::Term(term, _) = of else { return self.free_truth() };
        let defined = self.defined(*term);
        let fact = match &self.terms[term.index()] {
            Term::Constant(Constant::Text(text)) => {
                let fits = ward_evaluator::eval::fits(text, form);
                self.circuit.constant(fits)
            }
            _ => {
                self.approximated(format!("`{}`", form.word()));
                let key = (*term, form.clone());
                if let Some(known) = self.likes.get(&key) {
                    *known
                } else {
                    let bit = self.circuit.fresh();
                    self.likes.insert(key, bit);
                    bit
                }
            }
        };
        self.known_if(defined, fact)
    }

    /// Whether an address lies in a range.
    pub(super) fn in_range(&mut self, address: &Val, range: &Val) -> Truth {
        let (Val::Term(address, _), Val::Term(range, _)) = (address, range) else {
            return self.free_truth();
        };
        let known = [self.defined(*address), self.defined(*range)];
        let known = self.circuit.and(known);
        let fact = match (&self.terms[address.index()], &self.terms[range.index()]) {
            (Term::Constant(Constant::Ip(address)), Term::Constant(Constant::IpRange(range))) => {
                let inside = range.contains(*address);
                self.circuit.constant(inside)
            }
            _ => {
                if let Some(bit) = self.ranges.get(&(*address, *range)) {
                    *bit
                } else {
                    let bit = self.circuit.fresh();
                    self.ranges.insert((*address, *range), bit);
                    bit
                }
            }
        };
        self.known_if(known, fact)
    }

    /// What a text looks like in the last solution.
    pub fn form_of(&self, term: TermId) -> Option<TextForm> {
        let fits =
            self.likes.iter().find(|((of, _), bit)| *of == term && self.circuit.value(**bit));
        fits.map(|((_, form), _)| form.clone())
    }

    /// The first address of the narrowest range that an address lies in in the last solution.
    pub fn range_around(&self, term: TermId) -> Option<String> {
        let around =
            self.ranges.iter().filter(|((of, _), bit)| *of == term && self.circuit.value(**bit));
        let fixed = around.filter_map(|((_, range), _)| match &self.terms[range.index()] {
            Term::Constant(Constant::IpRange(range)) => Some(*range),
            _ => None,
        });
        fixed.max_by_key(|range| range.prefix).map(|range| range.address.to_string())
    }
}
