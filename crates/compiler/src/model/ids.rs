//! Ids into the tables of a compiled policy, and sets of them.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position in its table.
            ///
            /// # Panics
            /// Where a table has more entries than 32 bits can number, which no machine's memory
            /// holds: two entries must never share an id.
            pub fn from_index(index: usize) -> Self {
                assert!(u32::try_from(index).is_ok(), "a table has more entries than ids");
                Self(index as u32)
            }
        }
    )*};
}

ids! {
    /// An entity type.
    TypeId;
    /// An enum.
    EnumId;
    /// A facet, counted within its type.
    FacetId;
    /// A property, counted within its type; or a field of the context or of a record.
    PropertyId;
    /// An action's name, whatever it applies to.
    ActionId;
    /// A parameter's name, whatever action has it.
    ParamId;
    /// An obligation.
    ObligationId;
    /// A role, abstract ones and `anyone` included.
    RoleId;
    /// A security class.
    ClassId;
    /// A scope, with all its definitions.
    ScopeId;
    /// A restriction.
    RestrictionId;
    /// An overlay.
    OverlayId;
    /// A ceiling.
    CeilingId;
    /// A statement as it was written.
    RuleId;
    /// A condition.
    ConditionId;
    /// A value.
    ValueId;
    /// A cell's contents; equal cells share one.
    CellId;
    /// A set of roles that hold a grant; equal sets share one.
    HoldersId;
}

/// The role that every known subject holds.
pub const ANYONE: RoleId = RoleId(0);

/// A set of roles, as bits from the word of its first role to that of its last, so that a set of
/// one role is as small among ten thousand as among ten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RoleBits {
    /// Which word the first one is; 0 in an empty set.
    base: usize,
    /// The first and the last one aren't zero.
    words: Vec<u64>,
}

impl RoleBits {
    /// Adds a role; says whether it is new.
    pub fn insert(&mut self, role: RoleId) -> bool {
        let (word, bit) = (role.index() / 64, 1u64 << (role.index() % 64));
        if self.words.is_empty() {
            self.base = word;
        }
        if word < self.base {
            let missing = self.base - word;
            self.words.splice(0..0, std::iter::repeat_n(0, missing));
            self.base = word;
        }
        let at = word - self.base;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        let new = self.words[at] & bit == 0;
        self.words[at] |= bit;
        new
    }

    /// Whether the role is in the set.
    #[inline]
    pub fn contains(&self, role: RoleId) -> bool {
        let at = (role.index() / 64).checked_sub(self.base);
        let word = at.and_then(|at| self.words.get(at)).copied().unwrap_or(0);
        word & (1 << (role.index() % 64)) != 0
    }

    /// The roles, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = RoleId> + '_ {
        self.words.iter().enumerate().flat_map(move |(at, word)| {
            let next = |rest: &u64| Some(rest & rest.wrapping_sub(1)).filter(|rest| *rest != 0);
            let rests = std::iter::successors(Some(*word).filter(|word| *word != 0), next);
            rests.map(move |rest| {
                RoleId::from_index((self.base + at) * 64 + rest.trailing_zeros() as usize)
            })
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every role of `self` is in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.iter().all(|role| other.contains(role))
    }
}

impl FromIterator<RoleId> for RoleBits {
    fn from_iter<T: IntoIterator<Item = RoleId>>(roles: T) -> Self {
        let mut bits = Self::default();
        for role in roles {
            bits.insert(role);
        }
        bits
    }
}
