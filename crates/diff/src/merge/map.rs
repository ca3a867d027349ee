//! From the ids of one policy to those of the common tables.

use std::collections::BTreeMap;

use ward_compiler::model::{
    ActionId, ClassId, Constant, EnumId, FacetId, ObligationId, ObligationUse, OverlayId, ParamId,
    PropertyId, RecordField, RestrictionId, RoleBits, RoleId, ScopeId, Target, Ty, TypeId,
};

/// Per table of one policy, where each of its entries stands in the common tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdMap {
    pub types: Vec<TypeId>,
    pub enums: Vec<(EnumId, Vec<u32>)>,
    pub facets: Vec<Vec<FacetId>>,
    pub properties: Vec<Vec<PropertyId>>,
    /// Properties that go by another name in the common tables.
    pub renamed: BTreeMap<String, String>,
    pub context: Vec<PropertyId>,
    pub actions: Vec<ActionId>,
    pub params: Vec<ParamId>,
    pub obligations: Vec<ObligationId>,
    pub roles: Vec<RoleId>,
    pub classes: Vec<ClassId>,
    pub scopes: Vec<ScopeId>,
    pub restrictions: Vec<RestrictionId>,
    pub overlays: Vec<OverlayId>,
    /// The roles of this policy that can't be assigned.
    pub is_abstract: RoleBits,
}

impl IdMap {
    pub fn ty(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Enum(id) => Ty::Enum(self.enums[id.index()].0),
            Ty::Entity(types) => Ty::Entity(self.types(types).into()),
            Ty::Record(fields) => {
                let fields = fields.iter().map(|field| RecordField {
                    name: field.name.clone(),
                    ty: self.ty(&field.ty),
                    optional: field.optional,
                });
                Ty::Record(fields.collect())
            }
            Ty::Set(element) => Ty::set(self.ty(element)),
            plain => plain.clone(),
        }
    }

    pub fn types(&self, types: &[TypeId]) -> Vec<TypeId> {
        let mut types: Vec<TypeId> = types.iter().map(|ty| self.types[ty.index()]).collect();
        types.sort_unstable();
        types.dedup();
        types
    }

    pub fn constant(&self, value: &Constant) -> Constant {
        match value {
            Constant::Enum(id, value) => {
                let (merged, values) = &self.enums[id.index()];
                Constant::Enum(*merged, values.get(*value as usize).copied().unwrap_or(*value))
            }
            Constant::Entity(ty, id) => Constant::Entity(self.types[ty.index()], id.clone()),
            Constant::Set(values) => {
                Constant::Set(values.iter().map(|value| self.constant(value)).collect())
            }
            Constant::Record(fields) => {
                let fields =
                    fields.iter().map(|field| field.as_ref().map(|one| self.constant(one)));
                Constant::Record(fields.collect())
            }
            plain => plain.clone(),
        }
    }

    pub fn target(&self, target: Target) -> Target {
        Target {
            action: self.actions[target.action.index()],
            ty: self.types[target.ty.index()],
            part: target.part.map(|part| self.facets[target.ty.index()][part.index()]),
        }
    }

    /// The roles that can be assigned.
    pub fn roles(&self, roles: &RoleBits) -> RoleBits {
        let assignable = roles.iter().filter(|role| !self.is_abstract.contains(*role));
        assignable.map(|role| self.roles[role.index()]).collect()
    }

    pub fn obligations(&self, uses: &[ObligationUse]) -> Vec<ObligationUse> {
        let mut uses: Vec<_> = uses
            .iter()
            .map(|one| ObligationUse {
                obligation: self.obligations[one.obligation.index()],
                arguments: one.arguments.iter().map(|value| self.constant(value)).collect(),
            })
            .collect();
        uses.sort();
        uses
    }

    /// The name that a property goes by.
    pub fn property_name<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }
}
