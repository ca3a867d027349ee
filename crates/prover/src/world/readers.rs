//! What an overlay's conditions may read, and what its roles are to others; as the evaluator has it.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{Clause, OverlayId, RoleId, Ty};
use ward_diagnostics::FileId;

use super::state::World;
use crate::circuit::Bit;
use crate::facts::{Truth, Val};
use crate::term::TermId;

/// The overlay that each file of one belongs to.
pub(super) fn readers(policy: &Policy) -> BTreeMap<FileId, OverlayId> {
    let roles = policy.roles.iter().map(|one| (one.overlay, one.span));
    let rules = policy.rules.iter().map(|one| (one.overlay, Some(one.span)));
    roles.chain(rules).filter_map(|(overlay, span)| Some((span?.file, overlay?))).collect()
}

impl World<'_> {
    /// The overlay that asks what a clause asks; none where the vendor does.
    pub(crate) fn reader_of(&self, clause: &Clause) -> Option<OverlayId> {
        self.readers.get(&clause.span.file).copied()
    }

    /// Whether whoever asks may read a thing: it surely lies in its tenant, or in no tenant.
    pub(super) fn may_read(&mut self, reader: Option<OverlayId>, term: TermId) -> Bit {
        let Some((reader, tenant)) = reader.and_then(|one| Some((one, self.tenant(one)?))) else {
            return self.facts.circuit.yes();
        };
        let kind = self.facts.policy.overlay(reader).tenant;
        let mut ways = vec![self.facts.lies_in_term(term, tenant).yes];
        for ty in self.facts.entity_types(term).to_vec() {
            let mut outside = vec![self.facts.is_type(term, ty)];
            if self.facts.policy.schema.can_lie_in(ty, kind) {
                outside.push(self.facts.has_container(term, kind).no);
            }
            ways.push(self.facts.circuit.and(outside));
        }
        self.facts.circuit.or(ways)
    }

    /// A truth about a thing, for whoever asks.
    pub(super) fn read(&mut self, reader: Option<OverlayId>, of: &Val, truth: Truth) -> Truth {
        let Val::Term(term, _) = of else { return truth };
        let may = self.may_read(reader, *term);
        Truth {
            yes: self.facts.circuit.and([may, truth.yes]),
            no: self.facts.circuit.and([may, truth.no]),
        }
    }

    /// A value that is read of a thing: one of its own where it may not be read.
    pub(super) fn read_value(
        &mut self,
        reader: Option<OverlayId>,
        of: &Val,
        made: Val,
        ty: Ty,
    ) -> Val {
        let (Val::Term(of, _), Val::Term(value, _)) = (of, &made) else { return made };
        let may = self.may_read(reader, *of);
        if may == self.facts.circuit.yes() {
            return made;
        }
        let Val::Term(seen, _) = self.facts.opaque("what an overlay reads elsewhere", ty) else {
            return made;
        };
        let defined = self.facts.defined(seen);
        self.facts.circuit.implies(defined, may);
        // Records that lack a field aren't known to be the same.
        if !matches!(self.facts.ty(seen), Ty::Record(_)) {
            self.facts.same_value_if(may, seen, *value);
        }
        Val::Term(seen, 0)
    }

    /// Whether one lies in the other, for whoever asks.
    pub(super) fn lies_in_for(
        &mut self,
        reader: Option<OverlayId>,
        inner: &Val,
        outer: &Val,
    ) -> Truth {
        let truth = self.facts.lies_in(inner, outer);
        let (Val::Term(one, _), Val::Term(other, _)) = (inner, outer) else { return truth };
        let may = self.may_read(reader, *one);
        if may == self.facts.circuit.yes() {
            return truth;
        }
        let same = self.facts.equal(inner, outer).yes;
        let may = self.facts.circuit.or([may, same]);
        let known = [self.facts.defined(*one), self.facts.defined(*other), may];
        let known = self.facts.circuit.and(known);
        Truth {
            yes: self.facts.circuit.and([known, truth.yes]),
            no: self.facts.circuit.and([known, truth.no]),
        }
    }

    /// What is held, as whoever asks is told of it. Of what is held anywhere an overlay hears only
    /// where it reaches into its tenant.
    pub(super) fn as_told(
        &mut self,
        reader: Option<OverlayId>,
        role: RoleId,
        place: Option<TermId>,
        held: Truth,
    ) -> Truth {
        if !self.counts_for(reader, role) {
            return Truth { yes: self.facts.circuit.no(), no: held.no };
        }
        if reader.is_none() || place.is_some() {
            return held;
        }
        let told = self.facts.free_truth();
        self.facts.circuit.implies(told.yes, held.yes);
        self.facts.circuit.implies(held.no, told.no);
        told
    }

    /// Whether a role that is held counts for sure to whoever asks: an overlay's role is one of
    /// the vendor's only to that overlay, a library's also to other overlays.
    pub(super) fn counts_for(&self, reader: Option<OverlayId>, role: RoleId) -> bool {
        let Some(owner) = self.facts.policy.role(role).overlay else { return true };
        let is_library = |overlay| self.facts.policy.overlay(overlay).id.is_none();
        reader.is_some_and(|reader| reader == owner || !is_library(reader) && is_library(owner))
    }
}
