//! What always holds among values that aren't entities, stated where a solution breaks it.

use ward_compiler::model::{Constant, IpRange, TextForm};

use super::state::Facts;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::{Term, TermId};

impl Facts<'_> {
    /// An enum's term has exactly one value.
    pub(super) fn enum_axioms(&mut self, term: TermId) {
        let size = self.enum_size(&self.ty(term).clone());
        let bits: Vec<Bit> = (0..size).map(|value| self.enum_bit(term, value)).collect();
        self.exactly_one(Axiom::OneValue, &bits);
    }

    /// What always holds of patterns and address ranges.
    pub fn value_axioms(&mut self) -> bool {
        self.like_axioms() | self.range_axioms()
    }

    /// Equal texts look the same.
    fn like_axioms(&mut self) -> bool {
        if self.scalars.likes().next().is_none() {
            return false;
        }
        let mut broken = false;
        for (left, right, same) in self.pairs_alike() {
            for (text, other) in [(left, right), (right, left)] {
                let of_text = self.scalars.likes().filter(|(term, _, _)| *term == text);
                let forms: Vec<(TextForm, Bit)> =
                    of_text.map(|(_, form, bit)| (form.clone(), bit)).collect();
                for (form, bit) in forms {
                    broken |= self.like_of_same(same, bit, &form, other);
                }
            }
        }
        broken
    }

    fn like_of_same(&mut self, same: Bit, bit: Bit, form: &TextForm, other: TermId) -> bool {
        if let Term::Constant(Constant::Text(text)) = &self.terms[other] {
            let fits = self.circuit.constant(ward_evaluator::eval::fits(text, form));
            return self.demand_same(Axiom::LikeOfLiteral, &[same], bit, fits);
        }
        let known = self.scalars.like_if_asked(other, form);
        known.is_some_and(|other| self.demand_same(Axiom::LikeOfSame, &[same], bit, other))
    }

    /// An address in a range is in every range around it and in none beside it.
    fn range_axioms(&mut self) -> bool {
        let ranges: Vec<_> = self.scalars.ranges().collect();
        let mut broken = false;
        for (at, one) in ranges.iter().enumerate() {
            self.circuit.budget().spend_on(ranges.len() / 8 + self.terms.len() / 8);
            for two in &ranges[at + 1..] {
                broken |= self.two_ranges(*one, *two);
            }
            broken |= self.literal_addresses(*one);
        }
        broken
    }

    fn two_ranges(
        &mut self,
        (address, range, bit): (TermId, TermId, Bit),
        (other_address, other_range, other): (TermId, TermId, Bit),
    ) -> bool {
        let same_address = self.plain_same(address, other_address);
        let same = [same_address, self.plain_same(range, other_range)];
        let broken = self.demand_same(Axiom::RangeOfSame, &same, bit, other);
        let (Some(one), Some(two)) = (self.fixed_range(range), self.fixed_range(other_range))
        else {
            return broken;
        };
        let nest = Axiom::RangesNest;
        broken
            | if one.contains(two.address) && one.prefix <= two.prefix {
                self.demand(nest, &[same_address, other], bit)
            } else if two.contains(one.address) && two.prefix <= one.prefix {
                self.demand(nest, &[same_address, bit], other)
            } else {
                self.demand(nest, &[same_address, bit], !other)
            }
    }

    fn fixed_range(&self, range: TermId) -> Option<IpRange> {
        match &self.terms[range] {
            Term::Constant(Constant::IpRange(range)) => Some(*range),
            _ => None,
        }
    }

    fn literal_addresses(&mut self, (address, range, bit): (TermId, TermId, Bit)) -> bool {
        let Some(fixed) = self.fixed_range(range) else { return false };
        let mut broken = false;
        for other in self.ids() {
            if let Term::Constant(Constant::Ip(own)) = self.terms[other] {
                let same = self.plain_same(address, other);
                let inside = self.circuit.constant(fixed.contains(own));
                broken |= self.demand_same(Axiom::RangeOfLiteral, &[same], bit, inside);
            }
        }
        broken
    }
}
