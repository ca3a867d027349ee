//! What one request adds to the store: its own texts, entities, values and descriptions.

use std::cell::{Cell, RefCell};
use std::net::IpAddr;

use ward_compiler::model::{IpRange, PropertyId, TypeId};

use super::given::Given;
use crate::store::{Store, Texts, Uids, number};
use crate::truth::Truth;
use crate::value::{EntityId, Names, Parts, Pool, Span, Symbol, Value, Words};

/// A request's own texts, entities and values, numbered behind those of the store, and what it
/// says of the records that it may describe.
#[derive(Debug)]
pub struct Frame<'s> {
    store: &'s Store,
    own: Box<Own>,
    /// Whether the request says anything of any entity; beside the pointers, so that most
    /// decisions needn't follow the second.
    describes: bool,
    /// The record that the request makes.
    newcomer: Newcomer,
    /// Where the values that were computed begin, once there are any.
    computed_from: Cell<Option<usize>>,
}

/// The record of a `new` action. It has a number of its own, so that nothing stored, written or
/// given by the request is it only because it bears the same name: whether that is so isn't
/// known.
#[derive(Clone, Copy, Debug)]
struct Newcomer {
    record: EntityId,
    /// Whatever else bears its name.
    namesake: EntityId,
}

impl Newcomer {
    /// Where nothing is made.
    const NONE: Self = Self { record: EntityId(u32::MAX), namesake: EntityId(u32::MAX) };
}

/// What a request brings; the room is used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Own {
    texts: Texts,
    uids: Uids,
    described: Vec<Described>,
    links: Vec<EntityId>,
    mirrors: Vec<(TypeId, EntityId)>,
    /// Values that are computed while conditions are evaluated come behind the request's own.
    pool: RefCell<Pool>,
    pub(super) given: Given,
    /// Room for the elements of a set that is being computed.
    elements: RefCell<Vec<Option<Value>>>,
}

/// What a request says of a record: the one that a `new` action makes, or an external one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Described {
    /// The record.
    pub entity: EntityId,
    /// Its declared properties, `None` where the request doesn't give them.
    pub properties: Span,
    /// Where it lies, where the request says so; `None` leaves it to the store.
    pub parents: Option<Span>,
    /// The containers that its properties name, by kind.
    pub mirrors: Span,
}

impl Own {
    fn clear(&mut self) {
        self.texts.clear();
        self.uids.clear();
        self.described.clear();
        self.links.clear();
        self.mirrors.clear();
        self.pool.get_mut().clear();
    }
}

fn piece<T>(list: &[T], span: Span) -> &[T] {
    list.get(span.start as usize..(span.start + span.len) as usize).unwrap_or(&[])
}

impl<'s> Frame<'s> {
    /// A frame over a store.
    pub fn new(store: &'s Store) -> Self {
        Self::reusing(store, Box::default())
    }

    /// A frame over a store in the room of an earlier one.
    pub(crate) fn reusing(store: &'s Store, mut own: Box<Own>) -> Self {
        own.clear();
        let newcomer = Newcomer::NONE;
        Self { store, own, describes: false, newcomer, computed_from: Cell::new(None) }
    }

    /// The room, to be used again.
    pub(crate) fn into_own(self) -> Box<Own> {
        self.own
    }

    /// The values that the request gives besides those of its records.
    pub(super) fn given(&self) -> &Given {
        &self.own.given
    }

    pub(super) fn given_mut(&mut self) -> &mut Given {
        &mut self.own.given
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
        let own = entity.0.checked_sub(number(self.store.known()));
        own.and_then(|own| self.own.uids.get(own)).unwrap_or((TypeId(0), ""))
    }

    /// The type of an entity.
    pub fn ty(&self, entity: EntityId) -> TypeId {
        match self.store.head(entity) {
            Some(head) => head.ty,
            None => self.uid(entity).0,
        }
    }

    /// The text of a symbol.
    pub fn text_of(&self, symbol: Symbol) -> &str {
        match symbol.0.checked_sub(number(self.store.known_texts())) {
            None => self.store.text(symbol),
            Some(own) => self.own.texts.get(own),
        }
    }

    /// Whether the request says anything of any entity.
    pub(crate) fn describes_any(&self) -> bool {
        self.describes
    }

    /// Whether the request says where something lies.
    pub(crate) fn describes_places(&self) -> bool {
        self.own.described.iter().any(|one| one.parents.is_some_and(|parents| parents.len > 0))
    }

    /// The record that the request makes, as something other than all that bears its name.
    pub(super) fn make(&mut self, namesake: EntityId, ty: TypeId, id: &str) -> EntityId {
        let record = EntityId(number(self.store.known()) + self.own.uids.another(ty, id));
        self.newcomer = Newcomer { record, namesake };
        record
    }

    /// Whether the request makes a record.
    pub(crate) fn makes_a_record(&self) -> bool {
        self.newcomer.record != Newcomer::NONE.record
    }

    /// Of the record that the request makes, what else bears its name; of that, the record.
    pub(crate) fn namesake(&self, entity: EntityId) -> Option<EntityId> {
        let Newcomer { record, namesake } = self.newcomer;
        if !self.makes_a_record() {
            None
        } else if entity == record {
            Some(namesake)
        } else {
            (entity == namesake).then_some(record)
        }
    }

    /// Whether an entity is the record that the request makes.
    pub(crate) fn is_new(&self, entity: EntityId) -> bool {
        entity == self.newcomer.record && self.makes_a_record()
    }

    /// Whether two entities are one; not known of the record that the request makes and of what
    /// else bears its name.
    pub(crate) fn one(&self, left: EntityId, right: EntityId) -> Truth {
        if left == right {
            Truth::True
        } else if self.namesake(left) == Some(right) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// What the request says of an entity.
    pub(crate) fn described(&self, entity: EntityId) -> Option<&Described> {
        if !self.describes {
            return None;
        }
        self.own.described.iter().find(|described| described.entity == entity)
    }

    /// A property that the request gives.
    pub(crate) fn described_property(
        &self,
        described: &Described,
        property: PropertyId,
    ) -> Option<Value> {
        (property.0 < described.properties.len)
            .then(|| self.item(described.properties.start + property.0))?
    }

    /// Where the request says that a record lies.
    pub(crate) fn described_parents(&self, described: &Described) -> Option<&[EntityId]> {
        described.parents.map(|span| piece(&self.own.links, span))
    }

    /// The containers that the request names for a record, by kind.
    pub(crate) fn described_mirrors(&self, described: &Described) -> &[(TypeId, EntityId)] {
        piece(&self.own.mirrors, described.mirrors)
    }

    /// Notes what the request says of an entity.
    pub(super) fn describe(
        &mut self,
        entity: EntityId,
        properties: &[Option<Value>],
        parents: Option<&[EntityId]>,
        mirrors: &[(TypeId, EntityId)],
    ) {
        self.describes = true;
        let properties = self.keep(properties);
        let parents = parents.map(|parents| kept(&mut self.own.links, parents));
        let mirrors = kept(&mut self.own.mirrors, mirrors);
        self.own.described.push(Described { entity, properties, parents, mirrors });
    }

    /// Keeps a set that was computed; its elements are sorted.
    pub(crate) fn keep_computed(&self, elements: impl Iterator<Item = Value>) -> Value {
        let mut values = self.own.elements.take();
        values.clear();
        values.extend(elements.map(Some));
        self.sort(&mut values);
        let mut pool = self.own.pool.borrow_mut();
        if self.computed_from.get().is_none() {
            self.computed_from.set(Some(pool.parts.len()));
        }
        let start = number(self.store.pool().parts.len() + pool.parts.len());
        let set = Span { start, len: number(values.len()) };
        pool.parts.extend_from_slice(&values);
        *self.own.elements.borrow_mut() = values;
        Value::Set(set)
    }

    /// Forgets the sets that were computed.
    pub(crate) fn forget_computed(&self) {
        if let Some(from) = self.computed_from.take() {
            self.own.pool.borrow_mut().parts.truncate(from);
        }
    }
}

fn kept<T: Copy>(list: &mut Vec<T>, items: &[T]) -> Span {
    let start = number(list.len());
    list.extend_from_slice(items);
    Span { start, len: number(items.len()) }
}

impl Parts for Frame<'_> {
    fn item(&self, place: u32) -> Option<Value> {
        match self.store.pool().parts.get(place as usize) {
            Some(part) => *part,
            None => {
                let own = place as usize - self.store.pool().parts.len();
                self.own.pool.borrow().parts.get(own).copied().flatten()
            }
        }
    }

    fn ip(&self, place: u32) -> Option<IpAddr> {
        self.store.ip(place).or_else(|| {
            let own = (place as usize).checked_sub(self.store.pool().ips.len())?;
            self.own.pool.borrow().ips.get(own).copied()
        })
    }

    fn range(&self, place: u32) -> Option<IpRange> {
        self.store.range(place).or_else(|| {
            let own = (place as usize).checked_sub(self.store.pool().ranges.len())?;
            self.own.pool.borrow().ranges.get(own).copied()
        })
    }
}

impl Words for Frame<'_> {
    fn word(&self, symbol: Symbol) -> &str {
        self.text_of(symbol)
    }

    fn uid_of(&self, entity: EntityId) -> (TypeId, &str) {
        self.uid(entity)
    }
}

impl Names for Frame<'_> {
    fn text(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.store.symbol(text) {
            return known;
        }
        let own = self.own.texts.intern(text);
        Symbol(number(self.store.known_texts()) + own)
    }

    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId {
        if let Some(known) = self.store.find(ty, id) {
            return known;
        }
        let (own, _) = self.own.uids.intern(ty, id);
        EntityId(number(self.store.known()) + own)
    }

    fn keep(&mut self, parts: &[Option<Value>]) -> Span {
        let pool = self.own.pool.get_mut();
        let start = number(self.store.pool().parts.len() + pool.parts.len());
        pool.parts.extend_from_slice(parts);
        Span { start, len: number(parts.len()) }
    }

    fn keep_ip(&mut self, address: IpAddr) -> Value {
        let pool = self.own.pool.get_mut();
        pool.ips.push(address);
        Value::Ip(number(self.store.pool().ips.len() + pool.ips.len() - 1))
    }

    fn keep_range(&mut self, range: IpRange) -> Value {
        let pool = self.own.pool.get_mut();
        pool.ranges.push(range);
        Value::IpRange(number(self.store.pool().ranges.len() + pool.ranges.len() - 1))
    }
}
