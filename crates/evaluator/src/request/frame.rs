//! What one request adds to the store: its own texts, entities and descriptions.

use ward_compiler::model::TypeId;

use crate::store::Store;
use crate::value::{EntityId, Names, Symbol, Value};

/// A request's own texts and entities, numbered behind those of the store, and what it says of
/// the records that it may describe.
#[derive(Clone, Debug)]
pub struct Frame<'s> {
    store: &'s Store,
    texts: Vec<String>,
    entities: Vec<(TypeId, Symbol)>,
    described: Vec<Described>,
}

/// What a request says of a record: the one that a `new` action makes, or an external one.
#[derive(Clone, Debug)]
pub struct Described {
    /// The record.
    pub entity: EntityId,
    /// Its declared properties, `None` where the request doesn't give them.
    pub properties: Vec<Option<Value>>,
    /// Where it lies, where the request says so; `None` leaves it to the store.
    pub parents: Option<Vec<EntityId>>,
    /// The containers that its properties name, by kind.
    pub mirrors: Vec<(TypeId, EntityId)>,
}

impl<'s> Frame<'s> {
    /// A frame over a store.
    pub fn new(store: &'s Store) -> Self {
        Self { store, texts: Vec::new(), entities: Vec::new(), described: Vec::new() }
    }

    /// The store behind it.
    pub fn store(&self) -> &'s Store {
        self.store
    }

    /// Type and id of an entity.
    pub fn uid(&self, entity: EntityId) -> (TypeId, &str) {
        if let Some(uid) = self.store.uid(entity) {
            return uid;
        }
        let index = entity.0 as usize - self.store.known();
        self.entities.get(index).map_or((TypeId(0), ""), |(ty, id)| (*ty, self.text_of(*id)))
    }

    /// The type of an entity.
    pub fn ty(&self, entity: EntityId) -> TypeId {
        self.uid(entity).0
    }

    /// The text of a symbol.
    pub fn text_of(&self, symbol: Symbol) -> &str {
        let known = self.store.known_texts();
        let index = symbol.0 as usize;
        if index < known {
            self.store.text(symbol)
        } else {
            self.texts.get(index - known).map_or("", String::as_str)
        }
    }

    /// What the request says of an entity.
    pub fn described(&self, entity: EntityId) -> Option<&Described> {
        self.described.iter().find(|described| described.entity == entity)
    }

    /// Notes what the request says of an entity; what is said twice of one is joined, the later
    /// where both give the same.
    pub(super) fn describe(&mut self, described: Described) {
        let Some(known) = self.described.iter_mut().find(|known| known.entity == described.entity)
        else {
            self.described.push(described);
            return;
        };
        for (known, new) in known.properties.iter_mut().zip(described.properties) {
            *known = new.or(known.take());
        }
        known.parents = described.parents.or(known.parents.take());
        known.mirrors.extend(described.mirrors);
    }
}

impl Names for Frame<'_> {
    fn text(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.store.symbol(text) {
            return known;
        }
        let index = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        Symbol(u32::try_from(self.store.known_texts() + index).unwrap_or(u32::MAX))
    }

    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId {
        if let Some(known) = self.store.find(ty, id) {
            return known;
        }
        let symbol = self.text(id);
        let index =
            self.entities.iter().position(|known| *known == (ty, symbol)).unwrap_or_else(|| {
                self.entities.push((ty, symbol));
                self.entities.len() - 1
            });
        EntityId(u32::try_from(self.store.known() + index).unwrap_or(u32::MAX))
    }
}
