//! Names by the unit that declares them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Unit;

/// What the names of each unit mean.
#[derive(Debug)]
pub(crate) struct ByUnit<T> {
    units: BTreeMap<Unit, FxHashMap<String, T>>,
}

impl<T> Default for ByUnit<T> {
    fn default() -> Self {
        Self { units: BTreeMap::new() }
    }
}

impl<T> ByUnit<T> {
    /// What a name means that the unit itself declares.
    pub fn own(&self, unit: Unit, name: &str) -> Option<&T> {
        self.units.get(&unit)?.get(name)
    }

    /// What a name means to the unit: its own first, then the vendor's.
    pub fn seen(&self, unit: Unit, name: &str) -> Option<&T> {
        self.own(unit, name).or_else(|| self.own(Unit::Base, name))
    }

    pub fn insert(&mut self, unit: Unit, name: &str, meaning: T) {
        self.units.entry(unit).or_default().insert(name.to_owned(), meaning);
    }

    /// Every meaning, in no order.
    pub fn meanings_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.units.values_mut().flat_map(FxHashMap::values_mut)
    }

    /// Every name with its unit and meaning, sorted.
    pub fn sorted(&self) -> Vec<(Unit, &str, &T)> {
        let mut all = Vec::new();
        for (unit, names) in &self.units {
            let first = all.len();
            #[expect(clippy::iter_over_hash_type, reason = "sorted at once")]
            for (name, meaning) in names {
                all.push((*unit, name.as_str(), meaning));
            }
            all[first..].sort_unstable_by_key(|(_, name, _)| *name);
        }
        all
    }
}
