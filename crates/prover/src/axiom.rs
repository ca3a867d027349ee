//! What always holds among facts, by name.
//!
//! Every clause that a [`crate::world::World`] states about facts names the axiom that it is an
//! instance of. So one axiom can be left out, or spoilt, to see that the tests need it.

/// An axiom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axiom {
    /// An entity is of exactly one of the types that it may be of.
    OneType,
    /// What is complete, with all that it lies in, is stored.
    CompleteIsStored,
    /// `has` of a kind of container: true of what is stored, false of what is complete.
    HasContainer,
    /// What has no container of a kind lies in none.
    NoContainer,
    /// The same entity is stored or isn't.
    SameIsStored,
    /// The same entity is complete or isn't.
    SameIsComplete,
    /// The same entity is of one type.
    SameIsOfOneType,
    /// The same entity has a container of a kind or hasn't.
    SameHasContainer,
    /// The same entity lies in itself.
    SameLiesInside,
    /// What isn't stored is known to lie in nothing.
    OnlyStoredLies,
    /// What a complete entity lies in is complete.
    AroundIsComplete,
    /// An entity lies only in what its type may lie in.
    LiesByType,
    /// Nothing lies in what lies in it.
    NoCircle,
    /// What is the same as the same is the same.
    SameTransitive,
    /// What lies in what lies in something lies in it.
    InsideTransitive,
    /// A path goes on only from what is known and stored.
    PathOfStored,
    /// A known time has each of its parts.
    PartOfTime,
    /// A property with a default has a value.
    Default,
    /// A property named after a container's type names a container.
    Mirror,
    /// The nearest container of a kind is around it.
    Nearest,
    /// The same path of the same entity has the same value.
    Congruence,
    /// An enum has exactly one value.
    OneValue,
    /// Equal texts fit the same patterns.
    LikeOfSame,
    /// A literal fits a pattern or doesn't.
    LikeOfLiteral,
    /// Equal addresses lie in the same ranges.
    RangeOfSame,
    /// Ranges lie around one another or apart.
    RangesNest,
    /// A literal address lies in a range or doesn't.
    RangeOfLiteral,
    /// Numbers can be put in an order.
    Order,
    /// An empty set has no element.
    Empty,
    /// A set that isn't empty has one.
    NotEmpty,
    /// The same value is in the same sets.
    SameIsMember,
    /// What is said of some element is true of one.
    Witness,
    /// What is true of an element is true of some.
    Element,
    /// What is held for a record is held for what lies in it, and anywhere.
    HeldInside,
    /// What isn't held anywhere isn't held for a record, nor by the same.
    NotHeldAnywhere,
    /// A tenant's role is held inside the tenant only.
    HeldInTenant,
    /// A condition is never true and false.
    TrueOrFalse,
}

impl Axiom {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::OneType,
        Self::CompleteIsStored,
        Self::HasContainer,
        Self::NoContainer,
        Self::SameIsStored,
        Self::SameIsComplete,
        Self::SameIsOfOneType,
        Self::SameHasContainer,
        Self::SameLiesInside,
        Self::OnlyStoredLies,
        Self::AroundIsComplete,
        Self::LiesByType,
        Self::NoCircle,
        Self::SameTransitive,
        Self::InsideTransitive,
        Self::PathOfStored,
        Self::PartOfTime,
        Self::Default,
        Self::Mirror,
        Self::Nearest,
        Self::Congruence,
        Self::OneValue,
        Self::LikeOfSame,
        Self::LikeOfLiteral,
        Self::RangeOfSame,
        Self::RangesNest,
        Self::RangeOfLiteral,
        Self::Order,
        Self::Empty,
        Self::NotEmpty,
        Self::SameIsMember,
        Self::Witness,
        Self::Element,
        Self::HeldInside,
        Self::NotHeldAnywhere,
        Self::HeldInTenant,
        Self::TrueOrFalse,
    ];
}

/// A fault put into the prover on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// An axiom is left out.
    Without(Axiom),
    /// The last literal of each of an axiom's clauses that isn't constant is negated.
    Negated(Axiom),
    /// One input of each gate is negated where the gate is true.
    NegatedInput,
}
