//! What is refused whatever the rules say: what an overlay that is left out, or a class that nobody
//! declares any more, may have forbidden.

use ward_compiler::model::RejectedOverlay;
use ward_diagnostics::{Diagnostic, codes};

use super::Eval;
use crate::store::Assigned;
use crate::truth::Truth;
use crate::value::Symbol;

impl Eval<'_> {
    /// Whether the request is refused outright.
    pub(super) fn is_narrowed_out(&self) -> bool {
        (!self.policy.rejected.is_empty() && self.closing_overlay().is_some())
            || (self.asked.frame.store().has_lost() && self.lost_class().is_some())
    }

    /// Why the request is refused outright, where it is.
    pub(crate) fn outright(&self) -> Option<Box<Diagnostic>> {
        let (message, help) = if let Some(overlay) = self.closing_overlay() {
            let name = &overlay.name;
            (
                format!("the overlay `{name}` is left out, and may forbid this"),
                "mend the overlay: `ward check` says what is wrong with it",
            )
        } else {
            let has_lost = self.asked.frame.store().has_lost();
            let class = has_lost.then(|| self.lost_class()).flatten()?;
            let class = self.asked.frame.text_of(class);
            (
                format!("nobody declares the class `{class}` any more, and it may forbid this"),
                "declare the class, or take the assignment away",
            )
        };
        Some(Box::new(Diagnostic::error(codes::REQUEST_LEFT_OUT, message).help(help)))
    }

    /// An overlay that is left out, may forbid, and in whose tenant the record lies or may lie.
    fn closing_overlay(&self) -> Option<&RejectedOverlay> {
        let store = self.asked.frame.store();
        let closes = |one: &&RejectedOverlay| {
            let (Some(ty), Some(id), true) = (one.tenant, &one.id, one.may_forbid) else {
                return false;
            };
            let tenant = store.find(ty, id);
            tenant.is_none_or(|tenant| !self.lies_in(self.asked.resource, tenant).is_false())
        };
        self.policy.rejected.iter().find(closes)
    }

    /// A class that nobody declares any more and that may be meant for this subject and record.
    fn lost_class(&self) -> Option<Symbol> {
        let mut found = None;
        self.any_reaching(self.asked.subject, |one, member| {
            let Assigned::Lost(name) = one.assignment.what else { return false };
            let here = match one.assignment.within {
                Some(within) => self.lies_in(self.asked.resource, within),
                None => Truth::True,
            };
            let applies = member.and(here).and(self.on_its_days(&one.assignment));
            if !applies.is_false() {
                found = Some(name);
            }
            !applies.is_false()
        });
        found
    }
}
