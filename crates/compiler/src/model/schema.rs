//! What a policy declares: types, properties, facets, actions, context, obligations.

use indexmap::IndexMap;
use ward_diagnostics::Span;

use super::{ActionId, Constant, EnumId, FacetId, ObligationId, ParamId, PropertyId, Ty, TypeId};

/// All declarations of a policy.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Entity types by name.
    pub types: IndexMap<String, EntityType>,
    /// Enums by name; the built-in `Weekday` is the first.
    pub enums: IndexMap<String, Enum>,
    /// Context fields by name, besides `now`.
    pub context: IndexMap<String, Property>,
    /// Actions by name.
    pub actions: IndexMap<String, Action>,
    /// Groups of actions by name: their (action, type, part) triples.
    pub groups: IndexMap<String, Vec<Target>>,
    /// Names of parameters.
    pub params: IndexMap<String, ()>,
    /// Obligations by name.
    pub obligations: IndexMap<String, Obligation>,
}

/// What stands in front of a declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The `///` comment.
    pub docs: Vec<String>,
    /// `@name` and `@name("text")`.
    pub annotations: Vec<(String, Option<String>)>,
}

/// An entity type.
#[derive(Clone, Debug)]
pub struct EntityType {
    /// Its name.
    pub name: String,
    /// Its name in snake case, by which conditions call it.
    pub snake: String,
    /// Its entities may ask.
    pub subject: bool,
    /// A caller knows it better than the store.
    pub external: bool,
    /// The kinds of container that a record of it may have as parent; sorted.
    pub containers: Vec<TypeId>,
    /// The kinds that it may lie in at any depth; sorted. It holds the type itself only if
    /// records of it may lie in one another.
    pub ancestors: Vec<TypeId>,
    /// Its properties by name.
    pub properties: IndexMap<String, Property>,
    /// Its facets by name.
    pub facets: IndexMap<String, Notes>,
    /// Documentation.
    pub notes: Notes,
    /// Where it is declared.
    pub span: Span,
}

/// A property, context field or parameter.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it may be absent.
    pub optional: bool,
    /// What silence means.
    pub default: Option<Constant>,
    /// Documentation.
    pub notes: Notes,
    /// Where it is declared.
    pub span: Span,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its values, in the order in which they are declared.
    pub values: IndexMap<String, ()>,
    /// Where it is declared; `None` for the built-in one.
    pub span: Option<Span>,
}

/// An action's name with every type that it applies to.
#[derive(Clone, Debug, Default)]
pub struct Action {
    /// Its name.
    pub name: String,
    /// How it applies to each type.
    pub on: IndexMap<TypeId, ActionOn>,
}

/// How an action applies to one type.
#[derive(Clone, Debug)]
pub struct ActionOn {
    /// It makes a record.
    pub new: bool,
    /// It is declared for the record as such, or for the record and its parts.
    pub record: bool,
    /// It is about what is in the record and can be asked of each facet.
    pub parts: bool,
    /// Facets that it is declared for one by one.
    pub facets: Vec<FacetId>,
    /// Its parameters by name.
    pub params: IndexMap<ParamId, Property>,
    /// Documentation.
    pub notes: Notes,
    /// Where it is declared.
    pub span: Span,
}

/// What can be asked about: an action on a type or on one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The action.
    pub action: ActionId,
    /// The type.
    pub ty: TypeId,
    /// The part; `None` is the record as such, or all there is of a type without facets.
    pub part: Option<FacetId>,
}

/// An obligation that a grant may ask for.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub params: Vec<Property>,
    /// Documentation.
    pub notes: Notes,
}

macro_rules! tables {
    ($($id:ident, $item:ty, $get:ident, $find:ident, $field:ident, $doc:literal;)*) => {
        impl Schema {$(
            #[doc = concat!("The ", $doc, " with this id.")]
            pub fn $get(&self, id: $id) -> &$item {
                &self.$field[id.index()]
            }

            #[doc = concat!("The id of the ", $doc, " with this name.")]
            pub fn $find(&self, name: &str) -> Option<$id> {
                self.$field.get_index_of(name).map($id::from_index)
            }
        )*}
    };
}

tables! {
    TypeId, EntityType, ty, find_type, types, "entity type";
    EnumId, Enum, enumeration, find_enum, enums, "enum";
    ActionId, Action, action, find_action, actions, "action";
    ObligationId, Obligation, obligation, find_obligation, obligations, "obligation";
}

impl Schema {
    /// All entity types.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId::from_index)
    }

    /// All actions.
    pub fn action_ids(&self) -> impl Iterator<Item = ActionId> + use<> {
        (0..self.actions.len()).map(ActionId::from_index)
    }

    /// The types whose entities may ask.
    pub fn subject_types(&self) -> Vec<TypeId> {
        self.type_ids().filter(|ty| self.ty(*ty).subject).collect()
    }

    /// Whether by the declarations a record of type `inner` can be, or lie in, one of `outer`.
    pub fn can_lie_in(&self, inner: TypeId, outer: TypeId) -> bool {
        inner == outer || self.ty(inner).ancestors.binary_search(&outer).is_ok()
    }

    /// The id of a parameter's name.
    pub fn find_param(&self, name: &str) -> Option<ParamId> {
        self.params.get_index_of(name).map(ParamId::from_index)
    }

    /// The name of a parameter.
    pub fn param_name(&self, id: ParamId) -> &str {
        self.params.get_index(id.index()).map_or("", |(name, ())| name)
    }

    /// The kind of container that a property of this name mirrors on that type, if it does.
    pub fn mirrored_container(&self, ty: TypeId, property: &str) -> Option<TypeId> {
        self.ty(ty).ancestors.iter().copied().find(|ancestor| self.ty(*ancestor).snake == property)
    }

    /// The property of a type with this id.
    pub fn property(&self, ty: TypeId, id: PropertyId) -> &Property {
        &self.ty(ty).properties[id.index()]
    }

    /// The name of a facet.
    pub fn facet_name(&self, ty: TypeId, facet: FacetId) -> &str {
        self.ty(ty).facets.get_index(facet.index()).map_or("", |(name, _)| name)
    }

    /// `Type` or `Type.facet`.
    pub fn part_name(&self, ty: TypeId, part: Option<FacetId>) -> String {
        let name = &self.ty(ty).name;
        part.map_or_else(|| name.clone(), |facet| format!("{name}.{}", self.facet_name(ty, facet)))
    }

    /// The parts that an action on a whole record of this type asks for: each facet where the
    /// action is about what is in the record, else the record as such. `None` where the action
    /// can't be asked of the record as a whole.
    pub fn parts_of_whole(&self, action: ActionId, ty: TypeId) -> Option<Vec<Option<FacetId>>> {
        let on = self.action(action).on.get(&ty)?;
        if on.parts && !self.ty(ty).facets.is_empty() {
            return Some(self.facet_ids(ty).map(Some).collect());
        }
        on.record.then(|| vec![None])
    }

    /// The facets of a type.
    pub fn facet_ids(&self, ty: TypeId) -> impl Iterator<Item = FacetId> + use<> {
        (0..self.ty(ty).facets.len()).map(FacetId::from_index)
    }

    /// Every target of an action on a type, in the order of the facets.
    pub fn targets(&self, action: ActionId, ty: TypeId) -> Vec<Target> {
        let Some(on) = self.action(action).on.get(&ty) else { return Vec::new() };
        let mut parts = Vec::new();
        if on.parts && !self.ty(ty).facets.is_empty() {
            parts.extend(self.facet_ids(ty).map(Some));
        } else {
            if on.record {
                parts.push(None);
            }
            parts.extend(on.facets.iter().copied().map(Some));
        }
        parts.into_iter().map(|part| Target { action, ty, part }).collect()
    }
}
