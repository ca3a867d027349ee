//! Two policies in one set of tables, over the same data.
//!
//! Holds: the common declarations, roles, scopes and conditions, and the cells of each policy in
//! these terms. Equal conditions have one id, whichever policy they come from. Does not hold:
//! what a difference means.

mod exprs;
mod map;
mod rules;
mod schema;
mod scopes;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;
use ward_compiler::Policy;
use ward_compiler::graph::Graph;
use ward_compiler::model::{
    Cell, Cells, Clause, Enable, Exprs, Grant, HoldersId, Prohibition, RoleBits, RoleId, ScopeId,
    Source, Target,
};
use ward_prover::Versions;

pub(crate) use rules::{Key, key};

use exprs::Taker;
use map::IdMap;

/// Two policies in one set of tables.
pub(crate) struct Merged {
    /// The tables; of its cells only the sets of holders.
    pub policy: Policy,
    /// What the two read differently.
    pub versions: Versions,
    /// The older policy and the newer.
    pub sides: [Side; 2],
    /// Each role that can be held with its ids in the two, by name; the first is `anyone`.
    pub roles: Vec<(Key, [Option<RoleId>; 2])>,
    /// The scopes of both that differ, by their names.
    pub scopes: Vec<String>,
}

/// One of the policies.
pub(crate) struct Side {
    /// As it was compiled.
    pub policy: Arc<Policy>,
    /// Each target with its own id there and its cell in common terms; the lists of the cell
    /// stand in the order of the original's.
    pub cells: BTreeMap<Target, (Target, Cell)>,
}

impl Merged {
    pub fn new(old: &Arc<Policy>, new: &Arc<Policy>) -> Self {
        let policies: [&Policy; 2] = [old, new];
        let mut versions = Versions::default();
        let (schema, mut maps) = schema::merge(policies, &mut versions);
        let holders = rules::merge(policies, &mut maps, &mut versions);
        let pairs = scopes::same(policies, &maps);
        scopes::number(policies, &mut maps, &pairs);
        let mut exprs = Exprs::default();
        let scopes = scopes::table(policies, &maps, &mut exprs);
        let mut sets: IndexSet<RoleBits> = IndexSet::new();
        let cells = [0, 1].map(|side| cells(policies[side], &maps[side], &mut exprs, &mut sets));
        let roles = roles(policies, &maps);
        let differing = differing_scopes(policies, &pairs);
        let [old_cells, new_cells] = cells;
        let policy = Policy {
            name: new.name.clone(),
            title: None,
            hash: String::new(),
            time_zone: new.time_zone.clone(),
            sources: new.sources.clone(),
            schema,
            roles: holders.roles,
            classes: holders.classes,
            scopes,
            restrictions: Vec::new(),
            ceilings: Vec::new(),
            overlays: holders.overlays,
            rules: Vec::new(),
            exprs,
            cells: Cells { holders: sets.into_iter().collect(), ..Cells::default() },
            claims: Vec::new(),
            constraints: Vec::new(),
            tests: Vec::new(),
            graph: Graph::default(),
            warnings: Vec::new(),
            rejected: Vec::new(),
        };
        let sides = [
            Side { policy: old.clone(), cells: old_cells },
            Side { policy: new.clone(), cells: new_cells },
        ];
        Self { policy, versions, sides, roles, scopes: differing }
    }

    /// Every target of either policy, in canonical order.
    pub fn targets(&self) -> Vec<Target> {
        let all = self.sides.iter().flat_map(|side| side.cells.keys().copied());
        let all: std::collections::BTreeSet<Target> = all.collect();
        all.into_iter().collect()
    }
}

fn cells(
    policy: &Policy,
    map: &IdMap,
    to: &mut Exprs,
    sets: &mut IndexSet<RoleBits>,
) -> BTreeMap<Target, (Target, Cell)> {
    let mut taker = Taker::new(&policy.exprs, map);
    let mut contents: Vec<Option<Cell>> = vec![None; policy.cells.contents.len()];
    let mut cells = BTreeMap::new();
    for (target, id) in &policy.cells.index {
        let taken = contents[id.index()].get_or_insert_with(|| {
            cell(policy, map, &policy.cells.contents[id.index()], &mut taker, to, sets)
        });
        cells.insert(map.target(*target), (*target, taken.clone()));
    }
    cells
}

fn cell(
    policy: &Policy,
    map: &IdMap,
    cell: &Cell,
    taker: &mut Taker<'_>,
    to: &mut Exprs,
    sets: &mut IndexSet<RoleBits>,
) -> Cell {
    let mut clauses = |clauses: &[Clause]| -> Arc<[Clause]> {
        let taken = clauses.iter().map(|clause| Clause {
            condition: taker.take(to, clause.condition),
            atoms: Arc::new([]),
            ..clause.clone()
        });
        taken.collect()
    };
    let mut holders = |id: HoldersId| {
        let roles = map.roles(policy.cells.holders(id));
        HoldersId::from_index(sets.insert_full(roles).0)
    };
    Cell {
        grants: cell
            .grants
            .iter()
            .map(|grant| Grant {
                holders: holders(grant.holders),
                clauses: clauses(&grant.clauses),
                obligations: map.obligations(&grant.obligations).into(),
                ..grant.clone()
            })
            .collect(),
        enables: cell
            .enables
            .iter()
            .map(|enable| Enable {
                class: map.classes[enable.class.index()],
                clauses: clauses(&enable.clauses),
                obligations: map.obligations(&enable.obligations).into(),
                ..enable.clone()
            })
            .collect(),
        prohibitions: cell
            .prohibitions
            .iter()
            .map(|one| Prohibition {
                source: match one.source {
                    Source::Restriction(id) => Source::Restriction(map.restrictions[id.index()]),
                    Source::Class(id) => Source::Class(map.classes[id.index()]),
                },
                clauses: clauses(&one.clauses),
                on_what: one.on_what.map(&mut holders),
                only_inside: one.only_inside.map(|id| map.overlays[id.index()]),
                ..one.clone()
            })
            .collect(),
    }
}

fn roles(policies: [&Policy; 2], maps: &[IdMap; 2]) -> Vec<(Key, [Option<RoleId>; 2])> {
    let mut found: BTreeMap<Key, [Option<RoleId>; 2]> = BTreeMap::new();
    for side in 0..2 {
        for (at, role) in
            policies[side].roles.iter().enumerate().filter(|(_, one)| !one.is_abstract)
        {
            let key = key(policies[side], role.overlay, &role.name);
            found.entry(key).or_default()[side] = Some(maps[side].roles[at]);
        }
    }
    let mut roles: Vec<_> = found.into_iter().collect();
    roles.sort_by_key(|(_, ids)| ids.iter().flatten().min().copied());
    roles
}

fn differing_scopes(policies: [&Policy; 2], pairs: &[(ScopeId, ScopeId)]) -> Vec<String> {
    let [old, new] = policies.map(|policy| &policy.scopes);
    let same = |at: usize| pairs.iter().any(|(id, _)| id.index() == at);
    let differing =
        old.iter().enumerate().filter(|(at, _)| !same(*at)).map(|(_, scope)| &scope.name);
    let mut names: Vec<String> =
        differing.filter(|name| new.iter().any(|other| other.name == **name)).cloned().collect();
    names.sort();
    names.dedup();
    names
}
