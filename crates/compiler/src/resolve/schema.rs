//! Declarations of types, properties, facets, context, actions and obligations.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{
    ActionDecl, ActionTarget, ActionsDecl, EntityDecl, EnumDecl, Extent, Field, Item, ItemKind,
    Name,
};

use super::types::is_built_in;
use super::{Compiler, Unit, notes, snake_case};
use crate::graph::{Link, Node, NodeKind};
use crate::model::{
    ActionOn, Constant, EntityType, Enum, FacetId, Obligation, ParamId, Property, Target, Ty,
    TypeId,
};

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Compiler<'_> {
    /// Declares enums, entity types and the context.
    pub(super) fn declare_types(&mut self) {
        let weekday = Enum {
            name: "Weekday".into(),
            values: WEEKDAYS.iter().map(|day| ((*day).to_owned(), ())).collect(),
            span: None,
        };
        self.schema.enums.insert("Weekday".into(), weekday);
        let items: Vec<_> =
            self.items().into_iter().filter(|(unit, _)| *unit == Unit::Base).collect();
        for (_, item) in &items {
            match &item.kind {
                ItemKind::Enum(decl) => self.declare_enum(decl),
                ItemKind::Entity(decl) => self.declare_entity(item, decl),
                _ => {}
            }
        }
        for (_, item) in &items {
            if let ItemKind::Entity(decl) = &item.kind {
                self.resolve_containers(decl);
            }
        }
        self.close_containers();
        for (_, item) in &items {
            match &item.kind {
                ItemKind::Entity(decl) => self.resolve_properties(decl),
                ItemKind::Context(decl) => self.declare_context(&decl.fields),
                _ => {}
            }
        }
        self.check_subjects();
    }

    fn is_free_type(&mut self, name: &Name) -> bool {
        if is_built_in(&name.text) {
            self.report(
                Diagnostic::error(
                    codes::RESERVED_NAME,
                    format!("`{}` is a type that Ward knows already", name.text),
                )
                .at(name.span, "")
                .help("choose another name"),
            );
            return false;
        }
        let entity = self.schema.types.get(&name.text).map(|ty| ty.span);
        let first = entity.or_else(|| self.schema.enums.get(&name.text).and_then(|ty| ty.span));
        if let Some(first) = first {
            self.report_duplicate("type", name, first);
        }
        first.is_none()
    }

    fn declare_enum(&mut self, decl: &EnumDecl) {
        if !self.is_free_type(&decl.name) {
            return;
        }
        let values = self.distinct("value", &decl.values);
        let values = values.into_iter().map(|name| (name.text.clone(), ())).collect();
        self.graph.declare(Node::new(NodeKind::Enum, decl.name.text.clone()), Some(decl.name.span));
        self.schema.enums.insert(
            decl.name.text.clone(),
            Enum { name: decl.name.text.clone(), values, span: Some(decl.name.span) },
        );
    }

    /// The names without repetitions, which are reported.
    fn distinct<'n>(
        &mut self,
        kind: &str,
        names: impl IntoIterator<Item = &'n Name>,
    ) -> Vec<&'n Name> {
        let mut seen: IndexMap<&str, &'n Name> = IndexMap::new();
        for name in names {
            if let Some(first) = seen.get(name.text.as_str()) {
                let first = first.span;
                self.report_duplicate(kind, name, first);
            } else {
                seen.insert(&name.text, name);
            }
        }
        seen.into_values().collect()
    }

    fn declare_entity(&mut self, item: &Item, decl: &EntityDecl) {
        if !self.is_free_type(&decl.name) {
            return;
        }
        let snake = snake_case(&decl.name.text);
        if let Some(other) = self.schema.types.values().find(|ty| ty.snake == snake) {
            let (other, first) = (other.name.clone(), other.span);
            self.report(
                Diagnostic::error(
                    codes::LOOKALIKE_NAMES,
                    format!(
                        "`{}` and `{other}` are both called `{snake}` in conditions",
                        decl.name.text
                    ),
                )
                .at(decl.name.span, "again here")
                .at(first, "first here")
                .help("choose names that differ in more than capitals and underscores"),
            );
            return;
        }
        let facets = self.distinct("facet", decl.facets.iter().map(|facet| &facet.name));
        let kept: BTreeSet<Span> = facets.iter().map(|name| name.span).collect();
        let facets = decl
            .facets
            .iter()
            .filter(|facet| kept.contains(&facet.name.span))
            .map(|facet| (facet.name.text.clone(), notes(&facet.meta)))
            .collect();
        self.graph.declare(Node::new(NodeKind::Type, decl.name.text.clone()), Some(decl.name.span));
        self.schema.types.insert(
            decl.name.text.clone(),
            EntityType {
                name: decl.name.text.clone(),
                snake,
                subject: decl.subject,
                external: decl.external,
                containers: Vec::new(),
                ancestors: Vec::new(),
                properties: IndexMap::new(),
                facets,
                notes: notes(&item.meta),
                span: decl.name.span,
            },
        );
    }

    fn resolve_containers(&mut self, decl: &EntityDecl) {
        let Some(ty) = self.schema.find_type(&decl.name.text) else { return };
        let node = Node::new(NodeKind::Type, decl.name.text.clone());
        let mut containers = Vec::new();
        for name in self.distinct("container", &decl.containers) {
            if let Some(container) = self.find_type(name) {
                self.graph.depend(
                    node.clone(),
                    Node::new(NodeKind::Type, name.text.clone()),
                    Link::In,
                );
                containers.push(container);
            }
        }
        containers.sort_unstable();
        self.schema.types[ty.index()].containers = containers;
    }

    /// The kinds of container at any depth.
    fn close_containers(&mut self) {
        for ty in self.schema.type_ids() {
            let mut found = BTreeSet::new();
            let mut open: Vec<TypeId> = self.schema.ty(ty).containers.clone();
            while let Some(container) = open.pop() {
                if found.insert(container) {
                    open.extend(self.schema.ty(container).containers.iter().copied());
                }
            }
            self.schema.types[ty.index()].ancestors = found.into_iter().collect();
        }
    }

    fn resolve_properties(&mut self, decl: &EntityDecl) {
        let Some(ty) = self.schema.find_type(&decl.name.text) else { return };
        if self.schema.ty(ty).span != decl.name.span {
            return;
        }
        let node = Node::new(NodeKind::Type, decl.name.text.clone());
        let properties = self.resolve_fields("property", &decl.properties, &node);
        for property in properties.values() {
            self.check_mirror(ty, property);
            self.check_mirror_default(ty, property, &decl.properties);
        }
        self.schema.types[ty.index()].properties = properties;
    }

    /// A property named after a container's type repeats the container, so it must be of that
    /// type.
    fn check_mirror(&mut self, ty: TypeId, property: &Property) {
        let Some(container) = self.schema.mirrored_container(ty, &property.name) else { return };
        let fits = match &property.ty {
            Ty::Entity(types) => **types == [container],
            Ty::Set(element) => **element == Ty::entity(container),
            _ => false,
        };
        if !fits {
            let (own, outer) =
                (self.schema.ty(ty).name.clone(), self.schema.ty(container).name.clone());
            self.report(
                Diagnostic::error(
                    codes::MIRROR_TYPE,
                    format!("`{}` is named after the `{outer}` that a `{own}` lies in, but is something else", property.name),
                )
                .at(property.span, format!("must be of type `{outer}`"))
                .help(format!("write `{}: {outer}`, or choose another name", property.name)),
            );
        }
    }

    /// A record lies where the data say; a default would put it into a container that it isn't in.
    fn check_mirror_default(&mut self, ty: TypeId, property: &Property, fields: &[Field]) {
        let names_some = match &property.default {
            None => false,
            Some(Constant::Set(elements)) => !elements.is_empty(),
            Some(_) => true,
        };
        let Some(container) = self.schema.mirrored_container(ty, &property.name) else { return };
        if !names_some {
            return;
        }
        let field = fields.iter().find(|field| field.name.text == property.name);
        let span =
            field.and_then(|field| field.default.as_ref()).map_or(property.span, |one| one.span);
        let outer = self.schema.ty(container).name.clone();
        self.report(
            Diagnostic::error(
                codes::BAD_DEFAULT,
                format!(
                    "`{}` says which `{outer}` a record lies in, so it has no default",
                    property.name
                ),
            )
            .at(span, "not where every record lies")
            .help("leave the default out: a record's parents say where it lies"),
        );
    }

    pub(super) fn resolve_fields(
        &mut self,
        kind: &str,
        fields: &[Field],
        user: &Node,
    ) -> IndexMap<String, Property> {
        let kept: BTreeSet<Span> = self
            .distinct(kind, fields.iter().map(|field| &field.name))
            .iter()
            .map(|name| name.span)
            .collect();
        let mut properties = IndexMap::new();
        for field in fields.iter().filter(|field| kept.contains(&field.name.span)) {
            let Some((ty, optional)) = self.resolve_type(&field.ty, user) else { continue };
            let default = field.default.as_ref().and_then(|value| self.default_value(value, &ty));
            if optional && let Some(value) = &field.default {
                self.report(
                    Diagnostic::error(
                        codes::BAD_DEFAULT,
                        format!("`{}` can't be absent: it has a default", field.name.text),
                    )
                    .at(value.span, "what silence means")
                    .help("drop the `?` or the default"),
                );
            }
            let property = Property {
                name: field.name.text.clone(),
                ty,
                optional,
                default,
                notes: notes(&field.meta),
                span: field.name.span,
            };
            properties.insert(field.name.text.clone(), property);
        }
        properties
    }

    fn declare_context(&mut self, fields: &[Field]) {
        let node = Node::new(NodeKind::Context, "context");
        for (name, property) in self.resolve_fields("context field", fields, &node) {
            let at = Name { text: name.clone(), span: property.span };
            if name == "now" {
                self.report(
                    Diagnostic::error(codes::RESERVED_NAME, "`context.now` is always declared")
                        .at(property.span, "")
                        .help("leave it out; it is a `Time`"),
                );
            } else if let Some(first) = self.schema.context.get(&name).map(|first| first.span) {
                self.report_duplicate("context field", &at, first);
            } else {
                self.schema.context.insert(name, property);
            }
        }
    }

    fn check_subjects(&mut self) {
        if self.schema.subject_types().is_empty() && !self.schema.types.is_empty() {
            let span = self.schema.types[0].span;
            self.report(
                Diagnostic::error(codes::NO_SUBJECT_TYPE, "no entity may ask")
                    .at(span, "for instance this one")
                    .help("mark the entities that ask: `subject entity User { … }`"),
            );
        }
    }

    /// Declares actions, groups and obligations.
    pub(super) fn declare_actions(&mut self) {
        for (unit, item) in self.items() {
            match &item.kind {
                ItemKind::Actions(decl) if unit == Unit::Base => self.declare_group(decl),
                ItemKind::Obligation(decl) if unit == Unit::Base => {
                    let node = Node::new(NodeKind::Obligation, decl.name.text.clone());
                    self.graph.declare(node.clone(), Some(decl.name.span));
                    if self.schema.obligations.contains_key(&decl.name.text) {
                        self.report_duplicate("obligation", &decl.name, item.span);
                        continue;
                    }
                    let params = self
                        .resolve_fields("parameter", &decl.parameters, &node)
                        .into_values()
                        .collect();
                    self.schema.obligations.insert(
                        decl.name.text.clone(),
                        Obligation {
                            name: decl.name.text.clone(),
                            params,
                            notes: notes(&item.meta),
                        },
                    );
                }
                _ => {}
            }
        }
        self.check_groups();
    }

    fn declare_group(&mut self, decl: &ActionsDecl) {
        let node = Node::new(NodeKind::Group, decl.group.text.clone());
        self.graph.declare(node.clone(), Some(decl.group.span));
        self.schema.groups.entry(decl.group.text.clone()).or_default();
        let resolved = self.action_targets(decl, &node);
        for action in self.distinct("action", decl.actions.iter().map(|action| &action.name)) {
            let Some(action) = decl.actions.iter().find(|one| one.name.span == action.span) else {
                continue;
            };
            for (ty, target) in &resolved {
                self.declare_action(decl, action, *ty, target);
            }
        }
    }

    fn action_targets<'d>(
        &mut self,
        decl: &'d ActionsDecl,
        node: &Node,
    ) -> Vec<(TypeId, &'d ActionTarget)> {
        let mut resolved = Vec::new();
        for target in &decl.targets {
            let Some(ty) = self.find_type(&target.ty) else { continue };
            self.leans(node, Node::new(NodeKind::Type, target.ty.text.clone()));
            if let Extent::Facet(facet) = &target.extent
                && self.find_facet(ty, facet).is_none()
            {
                continue;
            }
            resolved.push((ty, target));
        }
        resolved
    }

    /// The facet that a name means on a type; reports it where there is none.
    pub(crate) fn find_facet(&mut self, ty: TypeId, name: &Name) -> Option<FacetId> {
        let found = self.schema.ty(ty).facets.get_index_of(&name.text).map(FacetId::from_index);
        if found.is_none() {
            let known: Vec<_> = self.schema.ty(ty).facets.keys().cloned().collect();
            let owner = self.schema.ty(ty).name.clone();
            let otherwise = if known.is_empty() {
                format!("`{owner}` has no facets: name it as a whole")
            } else {
                format!("`{owner}` has the facets {}", known.join(", "))
            };
            self.unknown(
                &format!("facet of `{owner}`"),
                name,
                known.iter().map(String::as_str),
                &otherwise,
            );
        }
        found
    }

    fn declare_action(
        &mut self,
        decl: &ActionsDecl,
        action: &ActionDecl,
        ty: TypeId,
        target: &ActionTarget,
    ) {
        let action_node = Node::new(NodeKind::Action, action.name.text.clone());
        self.graph.declare(action_node.clone(), Some(action.name.span));
        self.graph.depend(
            Node::new(NodeKind::Group, decl.group.text.clone()),
            action_node.clone(),
            Link::Names,
        );
        self.leans(&action_node, Node::new(NodeKind::Type, target.ty.text.clone()));
        let params = self.resolve_fields("parameter", &action.parameters, &action_node);
        let params: IndexMap<ParamId, Property> =
            params.into_iter().map(|(name, property)| (self.param(name), property)).collect();
        let entry = self.schema.actions.entry(action.name.text.clone());
        let id = crate::model::ActionId::from_index(entry.index());
        let known = entry.or_default();
        known.name.clone_from(&action.name.text);
        let facet = match &target.extent {
            Extent::Facet(name) => self.schema.types[ty.index()]
                .facets
                .get_index_of(&name.text)
                .map(FacetId::from_index),
            _ => None,
        };
        let known = &mut self.schema.actions[id.index()];
        let (record, parts) = match &target.extent {
            Extent::Record => (true, false),
            Extent::Parts => (true, true),
            Extent::Facet(_) => (false, false),
        };
        let clash = if let Some(on) = known.on.get_mut(&ty) {
            let same = on.new == action.new && signature(&on.params) == signature(&params);
            on.record |= record;
            on.parts |= parts;
            on.facets.extend(facet);
            on.facets.sort_unstable();
            on.facets.dedup();
            (!same).then_some(on.span)
        } else {
            let on = ActionOn {
                new: action.new,
                record,
                parts,
                facets: facet.into_iter().collect(),
                params,
                notes: notes(&action.meta),
                span: action.name.span,
            };
            known.on.insert(ty, on);
            None
        };
        if let Some(first) = clash {
            let ty = self.schema.ty(ty).name.clone();
            self.report(
                Diagnostic::error(
                    codes::SIGNATURE_CLASH,
                    format!("`{}` is declared for `{ty}` in two ways", action.name.text),
                )
                .at(action.name.span, "other parameters, or `new` in one place only")
                .at(first, "first here")
                .help("an action has one form on each type: write both the same, or use two names"),
            );
        }
        let members = self.schema.groups.entry(decl.group.text.clone()).or_default();
        members.push(Target { action: id, ty, part: facet });
    }

    fn param(&mut self, name: String) -> ParamId {
        ParamId::from_index(self.schema.params.insert_full(name, ()).0)
    }

    /// A group's members as targets, now that each action's extent on each type is known; and no
    /// group is called like an action.
    fn check_groups(&mut self) {
        let names: Vec<_> = self.schema.groups.keys().cloned().collect();
        for (at, name) in names.iter().enumerate() {
            let mut members = Vec::new();
            for member in &self.schema.groups[at] {
                match member.part {
                    Some(_) => members.push(*member),
                    None => members.extend(self.schema.targets(member.action, member.ty)),
                }
            }
            members.sort_unstable();
            members.dedup();
            self.schema.groups[at] = members;
            if self.schema.actions.contains_key(name) {
                let group = self.graph.span(&Node::new(NodeKind::Group, name.clone()));
                let action = self.graph.span(&Node::new(NodeKind::Action, name.clone()));
                let mut problem = Diagnostic::error(
                    codes::DUPLICATE_NAME,
                    format!("`{name}` is both a group and an action"),
                )
                .help("actions and groups share their names: rename the group");
                for (span, text) in [(group, "a group"), (action, "an action")] {
                    if let Some(span) = span {
                        problem = problem.at(span, text);
                    }
                }
                self.report(problem);
            }
        }
    }
}

fn signature(params: &IndexMap<ParamId, Property>) -> Vec<(ParamId, Ty)> {
    params.iter().map(|(id, property)| (*id, property.ty.clone())).collect()
}
