//! Many short texts in one block of memory, and the tables that find them again.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use ward_compiler::model::TypeId;

/// Texts behind one another, numbered from 0.
#[derive(Clone, Debug, Default)]
struct Arena {
    text: String,
    ends: Vec<u32>,
}

impl Arena {
    /// Adds a text; gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(number(self.text.len()));
        number(self.ends.len() - 1)
    }

    /// The text of a number; empty for one that isn't there.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let Some(end) = self.ends.get(at) else { return "" };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        self.text.get(start as usize..*end as usize).unwrap_or("")
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets everything, and keeps the room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Gives back what room isn't needed.
    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Texts that are found by what they say, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    arena: Arena,
    table: HashTable<u32>,
}

impl Texts {
    /// The text of a number; empty for one that isn't there.
    pub fn get(&self, number: u32) -> &str {
        self.arena.get(number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.arena.len()
    }

    /// Forgets everything, and keeps the room.
    pub fn clear(&mut self) {
        self.arena.clear();
        self.table.clear();
    }

    /// The number of a text.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.table.find(hash(0, text), |one| self.arena.get(*one) == text).copied()
    }

    /// The number of a text, a new one where it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        let Self { arena, table } = self;
        let key = hash(0, text);
        if let Some(known) = table.find(key, |one| arena.get(*one) == text) {
            return *known;
        }
        let number = arena.push(text);
        table.insert_unique(key, number, |one| hash(0, arena.get(*one)));
        number
    }

    /// Gives back what room isn't needed.
    pub fn shrink(&mut self) {
        self.arena.shrink();
        let arena = &self.arena;
        self.table.shrink_to_fit(|one| hash(0, arena.get(*one)));
    }
}

/// Entities by type and id, each once, stored or not. What a look-up compares stands side by
/// side, since among many entities each place that it reads is a cache miss.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uids {
    ids: String,
    places: Vec<Place>,
    table: HashTable<u32>,
}

/// The type of an entity and where its id stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    ty: TypeId,
    start: u32,
    len: u32,
}

impl Place {
    fn id(self, ids: &str) -> &str {
        ids.get(self.start as usize..(self.start + self.len) as usize).unwrap_or("")
    }

    fn hash(self, ids: &str) -> u64 {
        hash(self.ty.0, self.id(ids))
    }
}

impl Uids {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Forgets everything, and keeps the room.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.places.clear();
        self.table.clear();
    }

    /// Type and id of a number.
    pub fn get(&self, number: u32) -> Option<(TypeId, &str)> {
        let place = self.places.get(number as usize)?;
        Some((place.ty, place.id(&self.ids)))
    }

    /// The number of a type and id.
    pub fn find(&self, ty: TypeId, id: &str) -> Option<u32> {
        self.table.find(hash(ty.0, id), |one| self.get(*one) == Some((ty, id))).copied()
    }

    /// The number of a type and id, and whether it is new.
    pub fn intern(&mut self, ty: TypeId, id: &str) -> (u32, bool) {
        if let Some(known) = self.find(ty, id) {
            return (known, false);
        }
        let new = self.another(ty, id);
        let Self { ids, places, table } = self;
        table.insert_unique(hash(ty.0, id), new, |one| places[*one as usize].hash(ids));
        (new, true)
    }

    /// One more entity of a type and id, which a look-up by them doesn't find.
    pub fn another(&mut self, ty: TypeId, id: &str) -> u32 {
        let Self { ids, places, .. } = self;
        let new = number(places.len());
        places.push(Place { ty, start: number(ids.len()), len: number(id.len()) });
        ids.push_str(id);
        new
    }

    /// Gives back what room isn't needed.
    pub fn shrink(&mut self) {
        let Self { ids, places, table } = self;
        ids.shrink_to_fit();
        places.shrink_to_fit();
        table.shrink_to_fit(|one| places[*one as usize].hash(ids));
    }
}

fn hash(ty: u32, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(ty);
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A position as a number; a store holds fewer than four thousand million of anything.
pub(crate) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let mut texts = Texts::default();
        let words = ["", "ann", "bea", "ann", ""];
        let numbers: Vec<_> = words.iter().map(|word| texts.intern(word)).collect();
        assert_eq!(numbers, [0, 1, 2, 1, 0]);
        assert_eq!(texts.get(2), "bea");
        assert_eq!((texts.find("bea"), texts.find("cy")), (Some(2), None));
    }

    #[test]
    fn one_id_of_two_types_is_two_entities() {
        let mut uids = Uids::default();
        assert_eq!(uids.intern(TypeId(0), "1"), (0, true));
        assert_eq!(uids.intern(TypeId(1), "1"), (1, true));
        assert_eq!(uids.intern(TypeId(0), "1"), (0, false));
        assert_eq!(uids.find(TypeId(2), "1"), None);
        let another = uids.another(TypeId(1), "1");
        assert_eq!(uids.get(another), Some((TypeId(1), "1")));
        assert_eq!(uids.find(TypeId(1), "1"), Some(1));
    }
}
