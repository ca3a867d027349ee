//! `ACTIONS [on TYPES] [within …] [when …] [unless …] [except …]`: the targets it reaches, with
//! the clauses that must be met on each.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{self, Name, ScopeExpr, Selection};

use super::condition::Env;
use super::{Compiler, Unit};
use crate::graph::{Node, NodeKind};
use crate::model::{
    ActionId, Clause, ClauseKind, Condition, ConditionId, Logic, Reached, Target, TypeId,
};

/// For whom a selection is resolved.
pub(crate) struct Wanted {
    /// The unit that it stands in.
    pub unit: Unit,
    /// The declaration that it stands in.
    pub owner: Rc<Node>,
    /// It gives: under `all` or without `on` it skips types for which its scope isn't defined.
    pub grant: bool,
}

/// Whether a selection names every type by `all` or by silence.
pub(crate) fn is_wide(selection: &Selection) -> bool {
    selection.on.as_ref().is_none_or(|on| on.iter().any(|target| target.ty.text == "all"))
}

impl Compiler<'_> {
    /// Every target that the selection reaches, with its clauses.
    pub(crate) fn resolve_selection(
        &mut self,
        wanted: &Wanted,
        selection: &Selection,
    ) -> Vec<Reached> {
        let targets = self.selected_targets(wanted, selection);
        let excepts: Vec<_> = selection
            .except
            .iter()
            .map(|(span, except)| self.resolve_exception(wanted, except, *span, ClauseKind::Except))
            .collect();
        let by_type = by_type(&targets);
        let one_type = by_type.len() == 1;
        let mut reached = Vec::new();
        let mut skipped = None;
        let mut fits_once = false;
        for (ty, targets) in by_type {
            let clauses = self.clauses_on(wanted, selection, ty, &targets, one_type);
            let Some(clauses) = clauses else {
                skipped.get_or_insert((ty, targets));
                continue;
            };
            fits_once = true;
            for target in targets {
                if let Some(clauses) = self.with_exceptions(&clauses, &excepts, target) {
                    reached.push(Reached { target, clauses });
                }
            }
        }
        // Types may be skipped, but not all of them: the statement would do nothing.
        if let Some((ty, targets)) = skipped.filter(|_| !fits_once) {
            let strict = Wanted { unit: wanted.unit, owner: wanted.owner.clone(), grant: false };
            self.clauses_on(&strict, selection, ty, &targets, one_type);
        }
        reached.sort_by_key(|reached| reached.target);
        reached
    }

    /// The targets that an `except` takes away, each under its conditions; none: always.
    pub(crate) fn resolve_exception(
        &mut self,
        wanted: &Wanted,
        selection: &Selection,
        span: Span,
        kind: ClauseKind,
    ) -> IndexMap<Target, Arc<[Clause]>> {
        if let Some(obligation) = selection.with.first() {
            self.report(
                Diagnostic::error(codes::WRONG_VERB, "an `except` can't ask for obligations")
                    .at(obligation.name.span, "")
                    .help("put `with …` in front of the `except`"),
            );
        }
        let wanted = Wanted { unit: wanted.unit, owner: wanted.owner.clone(), grant: false };
        let targets = self.selected_targets(&wanted, selection);
        let by_type = by_type(&targets);
        let one_type = by_type.len() == 1;
        let mut excepted = IndexMap::new();
        for (ty, targets) in by_type {
            let Some(clauses) = self.clauses_on(&wanted, selection, ty, &targets, one_type) else {
                continue;
            };
            let negated = self.negated(&clauses, span, kind);
            for target in targets {
                excepted.insert(target, negated.clone());
            }
        }
        excepted
    }

    /// One clause that is true where not all of these are; none where there are none.
    fn negated(&mut self, clauses: &[Clause], span: Span, kind: ClauseKind) -> Arc<[Clause]> {
        if clauses.is_empty() {
            return Arc::new([]);
        }
        let conditions: Vec<ConditionId> = clauses.iter().map(|clause| clause.condition).collect();
        let all = self.all_of(conditions);
        let condition = self.not(all);
        let atoms = clauses.iter().flat_map(|clause| clause.atoms.iter().copied()).collect();
        Arc::new([Clause { kind, condition, span, atoms }])
    }

    /// The clauses of a target without what is excepted; `None` where the target is excepted.
    fn with_exceptions(
        &self,
        clauses: &Arc<[Clause]>,
        excepts: &[IndexMap<Target, Arc<[Clause]>>],
        target: Target,
    ) -> Option<Arc<[Clause]>> {
        let mut all: Vec<Clause> = Vec::new();
        for except in excepts {
            match except.get(&target) {
                None => {}
                Some(conditions) if conditions.is_empty() => return None,
                Some(conditions) => all.extend(conditions.iter().cloned()),
            }
        }
        if all.is_empty() {
            return Some(clauses.clone());
        }
        Some(clauses.iter().cloned().chain(all).collect())
    }

    /// Every target of the actions named on the types named, sorted.
    pub(crate) fn selected_targets(
        &mut self,
        wanted: &Wanted,
        selection: &Selection,
    ) -> Vec<Target> {
        let mut known = true;
        let mut by_name: Vec<(&Name, Rc<[Target]>)> = Vec::new();
        for name in &selection.actions {
            match self.targets_of_name(wanted, name) {
                Some(targets) => by_name.push((name, targets)),
                None => known = false,
            }
        }
        let Some(on) = &selection.on else {
            return united(&by_name, |_| true);
        };
        let mut places: Vec<(&ast::Target, Place)> = Vec::new();
        for target in on {
            match self.place(wanted, target) {
                Some(place) => places.push((target, place)),
                None => known = false,
            }
        }
        if known {
            self.check_each_fits(&by_name, &places);
        }
        united(&by_name, |target| places.iter().any(|(_, place)| place.holds(target)))
    }

    fn targets_of_name(&mut self, wanted: &Wanted, name: &Name) -> Option<Rc<[Target]>> {
        if name.text != "all" {
            let kind = if self.schema.groups.contains_key(&name.text) {
                NodeKind::Group
            } else if self.schema.find_action(&name.text).is_some() {
                NodeKind::Action
            } else {
                self.unknown_action(name);
                return None;
            };
            self.leans(&wanted.owner, Node::new(kind, name.text.as_str()));
        }
        if let Some(targets) = self.targets.get(&name.text) {
            return Some(targets.clone());
        }
        let targets: Rc<[Target]> = sorted(self.targets_called(&name.text)).into();
        self.targets.insert(name.text.clone(), targets.clone());
        Some(targets)
    }

    fn targets_called(&self, name: &str) -> Vec<Target> {
        if let Some(group) = self.schema.groups.get(name).filter(|_| name != "all") {
            return group.clone();
        }
        let fits = |id: &ActionId| name == "all" || self.schema.action(*id).name == name;
        let ids = self.schema.action_ids().filter(fits);
        ids.flat_map(|id| self.targets_of_action(id)).collect()
    }

    fn unknown_action(&mut self, name: &Name) {
        let known: Vec<_> =
            self.schema.actions.keys().chain(self.schema.groups.keys()).cloned().collect();
        self.unknown(
            "action",
            name,
            known.iter().map(String::as_str),
            "declare it with `actions GROUP on TYPE { … }`",
        );
    }

    fn targets_of_action(&self, id: ActionId) -> Vec<Target> {
        let types: Vec<TypeId> = self.schema.action(id).on.keys().copied().collect();
        types.into_iter().flat_map(|ty| self.schema.targets(id, ty)).collect()
    }

    fn place(&mut self, wanted: &Wanted, target: &ast::Target) -> Option<Place> {
        if target.ty.text == "all" {
            return Some(Place::Everything);
        }
        let ty = self.find_type(&target.ty)?;
        self.leans(&wanted.owner, Node::new(NodeKind::Type, target.ty.text.clone()));
        match &target.facet {
            None => Some(Place::Type(ty)),
            Some(facet) => self.find_facet(ty, facet).map(|facet| Place::Facet(ty, facet)),
        }
    }

    /// Pairs that aren't declared are skipped, but each name must fit at least once.
    fn check_each_fits(
        &mut self,
        by_name: &[(&Name, Rc<[Target]>)],
        places: &[(&ast::Target, Place)],
    ) {
        let before = self.diagnostics.len();
        for (name, targets) in by_name {
            if !targets.iter().any(|target| places.iter().any(|(_, place)| place.holds(target))) {
                let mut on: Vec<_> = targets
                    .iter()
                    .map(|target| self.schema.part_name(target.ty, target.part))
                    .collect();
                on.sort();
                on.dedup();
                self.report(
                    Diagnostic::error(
                        codes::NOT_DECLARED_FOR,
                        format!("`{}` isn't declared for what is named here", name.text),
                    )
                    .at(name.span, "fits none of the types behind `on`")
                    .help(format!("it is declared for {}", on.join(", "))),
                );
            }
        }
        // Where every action is reported already, its types needn't be.
        if self.diagnostics.len() - before == by_name.len() {
            return;
        }
        for (written, place) in places {
            if !by_name.iter().any(|(_, targets)| targets.iter().any(|target| place.holds(target)))
            {
                let name = match &written.facet {
                    Some(facet) => format!("{}.{}", written.ty.text, facet.text),
                    None => written.ty.text.clone(),
                };
                let declared = self.actions_on(*place);
                let help = if declared.is_empty() {
                    format!("no action is declared for `{name}`")
                } else {
                    format!("`{name}` has the actions {}", declared.join(", "))
                };
                self.report(
                    Diagnostic::error(
                        codes::NOT_DECLARED_FOR,
                        format!("none of these actions is declared for `{name}`"),
                    )
                    .at(written.ty.span, "fits none of the actions")
                    .help(help),
                );
            }
        }
    }

    fn actions_on(&self, place: Place) -> Vec<String> {
        let has =
            |id: &ActionId| self.targets_of_action(*id).iter().any(|target| place.holds(target));
        self.schema.action_ids().filter(has).map(|id| self.schema.action(id).name.clone()).collect()
    }

    /// The clauses of a selection on one type; `None` where one has an error or the type is
    /// skipped.
    fn clauses_on(
        &mut self,
        wanted: &Wanted,
        selection: &Selection,
        ty: TypeId,
        targets: &[Target],
        one_type: bool,
    ) -> Option<Arc<[Clause]>> {
        if let Some((_, scopes)) = &selection.within
            && wanted.grant
            && is_wide(selection)
            && !self.scopes_defined(wanted.unit, scopes, ty)
        {
            return None;
        }
        let mut actions: Vec<ActionId> = targets.iter().map(|target| target.action).collect();
        actions.dedup();
        let actions: Rc<[ActionId]> = actions.into();
        let env = |this: &Self| {
            Env::for_statement(
                this,
                wanted.unit,
                ty,
                one_type,
                actions.clone(),
                wanted.owner.clone(),
            )
        };
        let mut clauses = Vec::new();
        let mut failed = false;
        if let Some((span, scopes)) = &selection.within {
            let env = env(self);
            let (condition, atoms) = self.scopes_met(env, scopes, *span);
            failed |= condition.is_none();
            clauses.extend(condition.map(|condition| Clause {
                kind: ClauseKind::Within,
                condition,
                span: *span,
                atoms,
            }));
        }
        if let Some((span, when)) = &selection.when {
            let env = env(self);
            let (condition, atoms) = self.condition(env, when);
            failed |= condition.is_none();
            clauses.extend(condition.map(|condition| Clause {
                kind: ClauseKind::When,
                condition,
                span: *span,
                atoms,
            }));
        }
        if let Some((span, unless)) = &selection.unless {
            let env = env(self);
            let (condition, atoms) = self.condition(env, unless);
            failed |= condition.is_none();
            let condition = condition.map(|condition| self.not(condition));
            clauses.extend(condition.map(|condition| Clause {
                kind: ClauseKind::Unless,
                condition,
                span: *span,
                atoms,
            }));
        }
        (!failed).then(|| clauses.into())
    }

    /// Whether every scope named is defined for the type; unknown scopes count as defined, since
    /// they are reported elsewhere.
    pub(crate) fn scopes_defined(&self, unit: Unit, scopes: &ScopeExpr, ty: TypeId) -> bool {
        match scopes {
            ScopeExpr::Name(name) => {
                let found = self.names.scopes.seen(unit, &name.text);
                found.is_none_or(|id| self.scopes[id.index()].on.contains_key(&ty))
            }
            ScopeExpr::And(parts) | ScopeExpr::Or(parts) => {
                parts.iter().all(|part| self.scopes_defined(unit, part, ty))
            }
        }
    }

    /// All of these; a single one stays as it is.
    pub(crate) fn all_of(&mut self, conditions: Vec<ConditionId>) -> ConditionId {
        match conditions.as_slice() {
            [one] => *one,
            _ => self.exprs.add_condition(Logic::And(conditions.into())),
        }
    }

    /// The opposite; a double negation cancels.
    pub(crate) fn not(&mut self, condition: ConditionId) -> ConditionId {
        if let Condition::Logic(Logic::Not(inner)) = self.exprs.condition(condition) {
            return *inner;
        }
        self.exprs.add_condition(Logic::Not(condition))
    }
}

/// What stands behind `on`.
#[derive(Clone, Copy)]
enum Place {
    Everything,
    Type(TypeId),
    Facet(TypeId, crate::model::FacetId),
}

impl Place {
    fn holds(self, target: &Target) -> bool {
        match self {
            Self::Everything => true,
            Self::Type(ty) => target.ty == ty,
            Self::Facet(ty, facet) => target.ty == ty && target.part == Some(facet),
        }
    }
}

/// The targets of all names that fit, sorted.
fn united(by_name: &[(&Name, Rc<[Target]>)], fits: impl Fn(&Target) -> bool) -> Vec<Target> {
    let all = by_name.iter().flat_map(|(_, targets)| targets.iter());
    sorted(all.filter(|target| fits(target)).copied().collect())
}

fn sorted(mut targets: Vec<Target>) -> Vec<Target> {
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn by_type(targets: &[Target]) -> BTreeMap<TypeId, Vec<Target>> {
    let mut by_type: BTreeMap<TypeId, Vec<Target>> = BTreeMap::new();
    for target in targets {
        by_type.entry(target.ty).or_default().push(*target);
    }
    by_type
}
