//! From rules to cells: per target what can decide it.

mod ceilings;
mod inherit;
mod shared;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use ward_diagnostics::Span;

pub(crate) use ceilings::unseen_by_ceilings;
pub use ceilings::{CeilingJudge, Unseen};
pub(crate) use shared::outline;

use crate::graph::{Node, NodeKind};
use crate::model::{
    Atom, Cell, Cells, Clause, ClauseKind, Constant, Enable, Grant, HoldersId, Membership,
    ObligationUse, Overlay, OverlayId, Owner, Prohibition, RoleBits, Rule, RuleId, Source, Target,
    Ty, TypeId, Verb,
};
use crate::resolve::Compiler;

/// Brings the rules into canonical order and gathers what can decide each target.
pub(crate) fn lower(compiler: &mut Compiler<'_>) -> Cells {
    sort_rules(compiler);
    let mut lowering = Lowering {
        cells: every_target(compiler),
        holders: IndexSet::default(),
        tenants: tenant_clauses(compiler),
        compiler,
    };
    lowering.grants();
    lowering.others();
    lowering.add_vendor_obligations();
    lowering.finish()
}

/// By overlay, owner and position, so that no order of files matters.
fn sort_rules(compiler: &mut Compiler<'_>) {
    let key = |rule: &Rule| {
        let (_, position) = rule.id.rsplit_once('.').unwrap_or((&rule.id, ""));
        position.parse::<usize>().unwrap_or(0)
    };
    let rules = std::mem::take(&mut compiler.rules);
    let mut rules: Vec<(usize, Rule)> = rules.into_iter().map(|rule| (key(&rule), rule)).collect();
    rules.sort_by(|a, b| place(compiler, a).cmp(&place(compiler, b)));
    compiler.rules = rules.into_iter().map(|(_, rule)| rule).collect();
}

fn place<'r>(
    compiler: &'r Compiler<'_>,
    (position, rule): &'r (usize, Rule),
) -> (Option<&'r str>, &'r str, usize, Span) {
    let overlay = rule.overlay.map(|id| compiler.overlay(id).name.as_str());
    let (owner, _) = rule.id.rsplit_once('.').unwrap_or((&rule.id, ""));
    (overlay, owner, *position, rule.span)
}

fn every_target(compiler: &Compiler<'_>) -> BTreeMap<Target, Cell> {
    let schema = &compiler.schema;
    let pairs =
        schema.action_ids().flat_map(|id| schema.action(id).on.keys().map(move |ty| (id, *ty)));
    pairs
        .flat_map(|(id, ty)| schema.targets(id, ty))
        .map(|target| (target, Cell::default()))
        .collect()
}

/// For each overlay of one tenant, per type that can lie in it: "the resource lies in it".
fn tenant_clauses(compiler: &mut Compiler<'_>) -> Vec<Option<BTreeMap<TypeId, Clause>>> {
    let overlays = compiler.overlays.clone();
    overlays.iter().map(|overlay| tenant_clauses_of(compiler, overlay)).collect()
}

fn tenant_clauses_of(
    compiler: &mut Compiler<'_>,
    overlay: &Overlay,
) -> Option<BTreeMap<TypeId, Clause>> {
    let id = overlay.id.clone()?;
    let node = Node::new(NodeKind::Overlay, overlay.name.clone());
    let span = compiler.graph.span(&node)?;
    let ty = Ty::entity(overlay.tenant);
    let tenant = compiler.exprs.add_value(Atom::Constant(Constant::Entity(overlay.tenant, id)), ty);
    let mut clauses = BTreeMap::new();
    for ty in compiler.schema.type_ids() {
        if compiler.schema.can_lie_in(ty, overlay.tenant) {
            let resource = compiler.exprs.add_value(Atom::Resource(ty), Ty::entity(ty));
            let condition = compiler.exprs.add_condition(Membership::InEntity(resource, tenant));
            clauses.insert(
                ty,
                Clause { kind: ClauseKind::Tenant, condition, span, atoms: Arc::new([]) },
            );
        }
    }
    Some(clauses)
}

struct Lowering<'c, 'a> {
    compiler: &'c Compiler<'a>,
    cells: BTreeMap<Target, Cell>,
    holders: IndexSet<RoleBits, FxBuildHasher>,
    tenants: Vec<Option<BTreeMap<TypeId, Clause>>>,
}

impl Lowering<'_, '_> {
    fn intern(&mut self, roles: RoleBits) -> HoldersId {
        HoldersId::from_index(self.holders.insert_full(roles).0)
    }

    /// What roles give, through everybody who inherits it.
    fn grants(&mut self) {
        let variants = inherit::variants(self.compiler);
        for (index, rule) in self.compiler.rules.iter().enumerate() {
            let (Owner::Role(role), Verb::Can | Verb::May) = (rule.owner, rule.verb) else {
                continue;
            };
            let obligations: Arc<[ObligationUse]> = rule.obligations.clone().into();
            for variant in variants.get(role.index()).into_iter().flatten() {
                let holders = self.intern(variant.holders.clone());
                for reached in &rule.reach {
                    let Some(inherited) = variant.clauses(self.compiler, reached.target) else {
                        continue;
                    };
                    let Some(clauses) =
                        self.clauses(rule.overlay, reached.target, &reached.clauses, &inherited)
                    else {
                        continue;
                    };
                    let grant = Grant {
                        rule: RuleId::from_index(index),
                        may: rule.verb == Verb::May,
                        holders,
                        clauses,
                        obligations: obligations.clone(),
                    };
                    if let Some(cell) = self.cells.get_mut(&reached.target) {
                        cell.grants.push(grant);
                    }
                }
            }
        }
    }

    /// All clauses on a target, that of the overlay's tenant first; `None` where a record of
    /// that type can't lie in the tenant.
    fn clauses(
        &self,
        overlay: Option<OverlayId>,
        target: Target,
        own: &Arc<[Clause]>,
        inherited: &[Clause],
    ) -> Option<Arc<[Clause]>> {
        let tenant = match overlay.and_then(|id| self.tenants[id.index()].as_ref()) {
            Some(clauses) => Some(clauses.get(&target.ty)?.clone()),
            None => None,
        };
        if tenant.is_none() && inherited.is_empty() {
            return Some(own.clone());
        }
        Some(
            tenant
                .into_iter()
                .chain(own.iter().cloned())
                .chain(inherited.iter().cloned())
                .collect(),
        )
    }

    /// What restrictions and classes say.
    fn others(&mut self) {
        for (index, rule) in self.compiler.rules.iter().enumerate() {
            let rule_id = RuleId::from_index(index);
            for reached in &rule.reach {
                let Some(clauses) =
                    self.clauses(rule.overlay, reached.target, &reached.clauses, &[])
                else {
                    continue;
                };
                match (rule.owner, rule.verb) {
                    (Owner::Class(class), Verb::Enable) => {
                        let obligations = rule.obligations.clone().into();
                        self.push(reached.target, |cell| {
                            cell.enables.push(Enable {
                                rule: rule_id,
                                class,
                                clauses,
                                obligations,
                            });
                        });
                    }
                    (Owner::Class(class), Verb::Forbid) => {
                        self.prohibition(
                            reached.target,
                            rule_id,
                            rule,
                            Source::Class(class),
                            clauses,
                        );
                    }
                    (Owner::Restriction(restriction), Verb::Forbid) => {
                        self.prohibition(
                            reached.target,
                            rule_id,
                            rule,
                            Source::Restriction(restriction),
                            clauses,
                        );
                    }
                    _ => {}
                }
            }
        }
    }

    fn push(&mut self, target: Target, add: impl FnOnce(&mut Cell)) {
        if let Some(cell) = self.cells.get_mut(&target) {
            add(cell);
        }
    }

    fn prohibition(
        &mut self,
        target: Target,
        id: RuleId,
        rule: &Rule,
        source: Source,
        clauses: Arc<[Clause]>,
    ) {
        let on_what = match source {
            Source::Restriction(restriction) => {
                self.compiler.restrictions[restriction.index()].on_what.clone()
            }
            Source::Class(_) => None,
        };
        let on_what = on_what.map(|roles| self.intern(roles));
        let only_inside = rule.overlay.filter(|overlay| self.tenants[overlay.index()].is_some());
        self.push(target, |cell| {
            cell.prohibitions.push(Prohibition { rule: id, source, clauses, on_what, only_inside });
        });
    }

    /// An overlay's grants, and what its classes switch on, carry the obligations of the vendor's
    /// grants of the same cell.
    fn add_vendor_obligations(&mut self) {
        let rules = &self.compiler.rules;
        for cell in self.cells.values_mut() {
            let of_vendor = |rule: RuleId| rules[rule.index()].overlay.is_none();
            let mut vendor: Vec<ObligationUse> = Vec::new();
            for grant in cell.grants.iter().filter(|grant| of_vendor(grant.rule)) {
                vendor.extend(grant.obligations.iter().cloned());
            }
            if vendor.is_empty() {
                continue;
            }
            for grant in cell.grants.iter_mut().filter(|grant| !of_vendor(grant.rule)) {
                grant.obligations = joined(&grant.obligations, &vendor);
            }
            for enable in cell.enables.iter_mut().filter(|enable| !of_vendor(enable.rule)) {
                enable.obligations = joined(&enable.obligations, &vendor);
            }
        }
    }

    /// Equal cells become one.
    fn finish(self) -> Cells {
        let (index, contents) = shared::equal_cells(self.cells);
        Cells { index, contents, holders: self.holders.into_iter().collect() }
    }
}

/// Both, sorted, each once.
fn joined(own: &[ObligationUse], vendor: &[ObligationUse]) -> Arc<[ObligationUse]> {
    let mut all: Vec<_> = own.iter().chain(vendor).cloned().collect();
    all.sort();
    all.dedup();
    all.into()
}
