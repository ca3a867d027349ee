//! Equal cells become one.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};

use crate::model::{Cell, CellId, Target};

/// Which contents each target has, and the distinct contents in the order of the targets.
pub(super) fn equal_cells(
    cells: BTreeMap<Target, Cell>,
) -> (IndexMap<Target, CellId, FxBuildHasher>, Vec<Cell>) {
    let mut contents: Vec<Cell> = Vec::new();
    let mut index: IndexMap<Target, CellId, FxBuildHasher> = IndexMap::default();
    let mut alike: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (target, cell) in cells {
        let known = alike.entry(outline(&cell)).or_default();
        let at = match known.iter().copied().find(|at| contents[*at] == cell) {
            Some(at) => at,
            None => {
                known.push(contents.len());
                contents.push(cell);
                contents.len() - 1
            }
        };
        index.insert(target, CellId::from_index(at));
    }
    (index, contents)
}

/// Equal for equal cells, and for few others: which statements stand in it. To look at every
/// clause would take longer than all that lowering does besides.
pub(crate) fn outline(cell: &Cell) -> u64 {
    let mut hasher = FxHasher::default();
    for grant in &cell.grants {
        (grant.rule, grant.holders, grant.clauses.len()).hash(&mut hasher);
    }
    for enable in &cell.enables {
        (enable.rule, enable.clauses.len()).hash(&mut hasher);
    }
    for prohibition in &cell.prohibitions {
        (prohibition.rule, prohibition.clauses.len()).hash(&mut hasher);
    }
    hasher.finish()
}
