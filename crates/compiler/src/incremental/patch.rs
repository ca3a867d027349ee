//! Checks the statements of one declaration anew, in the place of the old ones.

use std::mem::take;
use std::ops::Range;
use std::sync::Arc;

use ward_diagnostics::FileId;
use ward_parser::ast::{Item, ItemKind, RoleDecl, Statement};

use super::region::{Edit, Place};
use super::shift::Shift;
use super::{Report, cells};
use crate::graph::{Link, Node, NodeKind};
use crate::hash;
use crate::model::{Claim, ClaimForm, Owner, Policy, Renumbered, RoleId, Rule};
use crate::pipeline::Kept;
use crate::resolve::names::Holdable;
use crate::resolve::{Compiler, Unit};
use crate::set::PolicySource;
use crate::time::Zone;

/// A declaration as it was and as it is.
pub(super) struct Change<'a> {
    pub id: FileId,
    pub old: &'a str,
    pub new: &'a str,
    /// The declaration as it was; its places may have moved since, all by the same distance.
    pub item: &'a Item,
    /// Where it stood.
    pub place: Place,
    pub edit: &'a Edit,
}

impl Change<'_> {
    /// Whether everything in front of the first statement is as it was, and there is one.
    pub fn is_in_statements_only(&self) -> bool {
        let head = |text: &str, place: &Place, item: &Item| {
            let first = statements(item)?.first()?;
            let length = first.span.start.checked_sub(item.span.start)?;
            let range = place.cut as usize..(place.start + length) as usize;
            Some((text.get(range)?.to_owned(), place.start - place.cut))
        };
        let Some(new_place) = self.edit.places.get(self.edit.index) else { return false };
        let old = head(self.old, &self.place, self.item);
        let fits = matches!(
            self.edit.item.kind,
            ItemKind::Role(_) | ItemKind::Restriction(_) | ItemKind::Class(_)
        );
        fits && old.is_some() && old == head(self.new, new_place, &self.edit.item)
    }
}

fn statements(item: &Item) -> Option<&[Statement]> {
    match &item.kind {
        ItemKind::Role(role) => Some(&role.statements),
        ItemKind::Restriction(restriction) => Some(&restriction.statements),
        ItemKind::Class(class) => Some(&class.statements),
        _ => None,
    }
}

/// Brings the change into the policy; `None` where that can't be done in its place, and then the
/// policy is no longer of use.
pub(super) fn apply(
    shared: &mut Arc<Policy>,
    kept: &mut Kept,
    source: &PolicySource,
    change: &Change<'_>,
) -> Option<Report> {
    let (owner, name) = owner_of(kept, &change.edit.item)?;
    let at = kept.first_uses.iter().position(|(of, _)| *of == owner)?;
    let slots = kept.first_uses.get(at)?.1.clone();
    let rules = rules_of(shared, owner)?;
    let claims = claims_of(shared, owner)?;
    if narrows(shared, owner) {
        return None;
    }
    let policy = Arc::make_mut(shared);
    Arc::make_mut(&mut policy.sources).replace(change.id, change.new);
    policy.hash = hash::of(source);
    let sources = policy.sources.clone();
    let zone = Zone::named(source.settings.time_zone())?;
    let mut compiler = Compiler::new(&sources, &[], zone);
    lend(policy, kept, &mut compiler);
    compiler.exprs.begin_anew(u32::try_from(at + 1).ok()?, slots);
    let statements = lean_anew(&mut compiler, &change.edit.item, owner)?;
    let node = node_of(&compiler, &change.edit.item, owner);
    compiler.each_statement(Unit::Base, owner, &node, name, statements);
    let numbers = compiler.exprs.end_anew()?;
    let mut said = Said { rules: take(&mut compiler.rules), claims: take(&mut compiler.claims) };
    if !compiler.diagnostics.is_empty() || said.claims.len() != claims.len() {
        return None;
    }
    give_back(policy, kept, &mut compiler);
    move_all(policy, kept, change, numbers, &mut said);
    policy.claims.splice(claims, said.claims);
    let now = rules.start..rules.start + said.rules.len();
    let old_rules: Vec<_> = policy.rules.splice(rules, said.rules).collect();
    lend(policy, kept, &mut compiler);
    compiler.rules = take(&mut policy.rules);
    if !compiler.classes.is_empty() {
        compiler.check_enables();
    }
    if !compiler.diagnostics.is_empty() {
        return None;
    }
    let cells_changed = cells::renew(&mut policy.cells, &mut compiler, now, &old_rules);
    policy.rules = take(&mut compiler.rules);
    give_back(policy, kept, &mut compiler);
    Some(Report { statements_checked: statements.len(), cells_changed, ..Report::default() })
}

/// What the declaration says now.
struct Said {
    rules: Vec<Rule>,
    claims: Vec<Claim>,
}

/// Moves everything else to where it stands now; what is new has its places already.
fn move_all(
    policy: &mut Policy,
    kept: &mut Kept,
    change: &Change<'_>,
    numbers: Option<Renumbered>,
    said: &mut Said,
) {
    let mut shift = Shift::new(change.id, change.edit.from, change.edit.by, numbers);
    if !shift.is_idle() {
        shift.policy(policy);
        shift.kept(kept);
    }
    let mut renumber = Shift::of_numbers(numbers);
    said.rules.iter_mut().for_each(|rule| renumber.rule(rule));
    said.claims.iter_mut().for_each(|claim| renumber.claim(claim));
}

fn owner_of<'i>(kept: &Kept, item: &'i Item) -> Option<(Owner, &'i str)> {
    let (name, owner) = match &item.kind {
        ItemKind::Role(role) if role.name.text == "anyone" => {
            (&role.name, Owner::Role(crate::model::ANYONE))
        }
        ItemKind::Restriction(it) => {
            let (id, _) = kept.names.restrictions.own(Unit::Base, &it.name.text)?;
            (&it.name, Owner::Restriction(*id))
        }
        ItemKind::Role(RoleDecl { name, .. })
        | ItemKind::Class(ward_parser::ast::ClassDecl { name, .. }) => {
            match kept.names.holdables.own(Unit::Base, &name.text)?.0 {
                Holdable::Role(id) => (name, Owner::Role(id)),
                Holdable::Class(id) => (name, Owner::Class(id)),
            }
        }
        _ => return None,
    };
    Some((owner, &name.text))
}

/// The rules of the declaration, where they stand together.
fn rules_of(policy: &Policy, owner: Owner) -> Option<Range<usize>> {
    together(policy.rules.iter().map(|rule| rule.owner == owner))
}

/// Its claims; an empty range where it has none.
fn claims_of(policy: &Policy, owner: Owner) -> Option<Range<usize>> {
    let of_owner = |claim: &Claim| match claim.form {
        ClaimForm::Cannot { role, .. } => owner == Owner::Role(role),
        _ => false,
    };
    together(policy.claims.iter().map(of_owner))
}

fn together(own: impl Iterator<Item = bool>) -> Option<Range<usize>> {
    let mut range = 0..0;
    for (at, own) in own.enumerate() {
        match own {
            false => {}
            true if range.is_empty() => range = at..at + 1,
            true if range.end == at => range.end += 1,
            true => return None,
        }
    }
    Some(range)
}

/// Whether the declaration takes over what others say under clauses of its own, which its
/// statements share a node of the graph with.
fn narrows(policy: &Policy, owner: Owner) -> bool {
    let Owner::Role(id) = owner else { return false };
    policy.role(id).extensions.iter().any(|extension| !extension.is_plain())
}

fn lend(policy: &mut Policy, kept: &mut Kept, compiler: &mut Compiler<'_>) {
    compiler.policy_name.clone_from(&policy.name);
    compiler.names = take(&mut kept.names);
    compiler.schema = take(&mut policy.schema);
    compiler.roles = take(&mut policy.roles);
    compiler.classes = take(&mut policy.classes);
    compiler.scopes = take(&mut policy.scopes);
    compiler.restrictions = take(&mut policy.restrictions);
    compiler.ceilings = take(&mut policy.ceilings);
    compiler.exprs = take(&mut policy.exprs);
    compiler.graph = take(&mut policy.graph);
}

fn give_back(policy: &mut Policy, kept: &mut Kept, compiler: &mut Compiler<'_>) {
    kept.names = take(&mut compiler.names);
    policy.schema = take(&mut compiler.schema);
    policy.roles = take(&mut compiler.roles);
    policy.classes = take(&mut compiler.classes);
    policy.scopes = take(&mut compiler.scopes);
    policy.restrictions = take(&mut compiler.restrictions);
    policy.ceilings = take(&mut compiler.ceilings);
    policy.exprs = take(&mut compiler.exprs);
    policy.graph = take(&mut compiler.graph);
}

fn node_of(compiler: &Compiler<'_>, item: &Item, owner: Owner) -> Node {
    match (&item.kind, owner) {
        (_, Owner::Role(id)) => compiler.role_node(id),
        (ItemKind::Class(class), _) => Node::new(NodeKind::Class, class.name.text.as_str()),
        (ItemKind::Restriction(it), _) => Node::new(NodeKind::Restriction, it.name.text.as_str()),
        _ => Node::new(NodeKind::Role, ""),
    }
}

/// Notes again what the head of the declaration leans on, since its statements' part of it can't
/// be told apart; gives the statements.
fn lean_anew<'i>(
    compiler: &mut Compiler<'_>,
    item: &'i Item,
    owner: Owner,
) -> Option<&'i [Statement]> {
    let node = node_of(compiler, item, owner);
    compiler.graph.forget(&node);
    let named = match &item.kind {
        ItemKind::Role(role) => {
            if let Some(inside) = &role.inside {
                compiler.leans(&node, Node::new(NodeKind::Type, inside.text.as_str()));
            }
            let Owner::Role(id) = owner else { return None };
            let parents: Vec<RoleId> = compiler.roles.get(id.index())?.extends.clone();
            for parent in parents {
                let to = compiler.role_node(parent);
                compiler.graph.link(&node, to, Link::Extends);
            }
            None
        }
        ItemKind::Class(class) => class.for_roles.as_ref(),
        ItemKind::Restriction(restriction) => restriction.on_what.as_ref(),
        _ => return None,
    };
    if let Some(set) = named {
        let roles = compiler.named_roles(Unit::Base, set);
        compiler.lean_on_roles(&node, &roles);
    }
    statements(item)
}
