//! What a permit asks for.

use ward_compiler::model::{Cell, Enable, FacetId, Grant, ObligationUse};

use super::Eval;

/// What becomes of one part, without reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartVerdict {
    /// Whether it is permitted.
    pub permit: bool,
    /// What a permit asks for, sorted.
    pub obligations: Vec<ObligationUse>,
}

/// A grant that holds; a `may` with the `enable` that switches it on.
pub type Holding<'a> = (&'a Grant, Option<&'a Enable>);

impl<'a> Eval<'a> {
    /// One part with what it asks for.
    pub fn part(&self, part: Option<FacetId>) -> PartVerdict {
        let obligations = self.permits_part(part).then(|| self.obligations(part));
        PartVerdict { permit: obligations.is_some(), obligations: obligations.unwrap_or_default() }
    }

    /// What the grants of a permitted part ask for: nothing if one of them asks nothing, else the union.
    pub(crate) fn obligations(&self, part: Option<FacetId>) -> Vec<ObligationUse> {
        let Some(cell) = self.cell(part).filter(|cell| asks_for_anything(cell)) else {
            return Vec::new();
        };
        let mut all: Vec<ObligationUse> = Vec::new();
        for asked in self.holding_grants(cell).into_iter().map(|(_, obligations)| obligations) {
            if asked.is_empty() {
                return Vec::new();
            }
            all.extend(asked);
        }
        all.sort();
        all.dedup();
        all
    }

    /// The grants that hold and survive, a `may` with each `enable` that switches it on; with
    /// what each asks for.
    pub fn holding_grants(&self, cell: &'a Cell) -> Vec<(Holding<'a>, Vec<ObligationUse>)> {
        let held = self.held_roles(self.asked.subject, Some(self.asked.resource));
        let narrowing = self.narrowing(cell);
        let mut found = Vec::new();
        for grant in &cell.grants {
            let Some(standing) = self.standing(cell, grant, &held, &narrowing) else { continue };
            if !grant.may {
                found.push(((grant, None), grant.obligations.to_vec()));
                continue;
            }
            for enable in standing.switched_on_by {
                let mut asked = grant.obligations.to_vec();
                asked.extend(enable.obligations.iter().cloned());
                found.push(((grant, Some(enable)), asked));
            }
        }
        found
    }
}

/// Whether any statement of a cell asks for something.
fn asks_for_anything(cell: &Cell) -> bool {
    cell.grants.iter().any(|grant| !grant.obligations.is_empty())
        || cell.enables.iter().any(|enable| !enable.obligations.is_empty())
}
