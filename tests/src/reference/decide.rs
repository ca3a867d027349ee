//! Grants, what takes them away, and the decision.

use std::collections::BTreeSet;

use ward_compiler::model::{
    ANYONE, ClassId, Clause, Extension, FacetId, ObligationUse, OverlayId, Owner, RoleId, Rule,
    Target, Verb,
};

use super::case::{Case, Env};
use super::store::Assignment;
use super::truth::Truth;
use super::{Obligations, Outcome};

/// A grant that is true: through which role, and by which assignment where one is needed.
struct Grant<'a> {
    role: RoleId,
    assignment: Option<&'a Assignment>,
    obligations: BTreeSet<ObligationUse>,
}

/// A prohibition that applies.
struct Prohibition<'a> {
    rule: &'a Rule,
    narrows: bool,
}

impl<'a> Case<'a> {
    /// What the request gets.
    pub fn decide(&self) -> Outcome {
        let mut permitted = BTreeSet::new();
        let mut obligations = Obligations::new();
        for part in &self.asked.parts {
            let target =
                Target { action: self.asked.action, ty: self.asked.resource.0, part: *part };
            if let Some(asks) = self.permits(target) {
                permitted.insert(*part);
                obligations.extend(asks.iter().map(|one| self.named(one)));
            }
        }
        if permitted.len() == self.asked.parts.len() {
            return Outcome::Permit(obligations);
        }
        let facets = permitted.into_iter().flatten().filter(|_| self.asked.whole);
        Outcome::Refuse(facets.map(|facet| self.facet(facet)).collect())
    }

    fn facet(&self, facet: FacetId) -> String {
        self.policy.schema.facet_name(self.asked.resource.0, facet).to_owned()
    }

    fn named(&self, one: &ObligationUse) -> (String, Vec<ward_compiler::model::Constant>) {
        let name = &self.policy.schema.obligation(one.obligation).name;
        (name.clone(), one.arguments.clone())
    }

    /// What a permitted target asks for; `None` where it is refused.
    fn permits(&self, target: Target) -> Option<BTreeSet<ObligationUse>> {
        let prohibitions = self.prohibitions(target);
        if prohibitions.iter().any(|prohibition| !prohibition.narrows) {
            return None;
        }
        let mut left = self.grants(target);
        left.retain(|grant| !prohibitions.iter().any(|taking| self.takes(taking, grant)));
        if left.is_empty() {
            return None;
        }
        if left.iter().any(|grant| grant.obligations.is_empty()) {
            return Some(BTreeSet::new());
        }
        Some(left.into_iter().flat_map(|grant| grant.obligations).collect())
    }

    /// Every `can` that is true, and every `may` that is true with each `enable` that is.
    fn grants(&self, target: Target) -> Vec<Grant<'a>> {
        let mut grants = Vec::new();
        let mut holders: Vec<(RoleId, Option<&Assignment>)> = vec![(ANYONE, None)];
        for assignment in &self.store.assignments {
            for role in self.roles_of(assignment) {
                let (who, place) = (&self.asked.subject, Some(&self.asked.resource));
                if self.holds_through(who, assignment, role, place) == Truth::True {
                    holders.push((role, Some(assignment)));
                }
            }
        }
        for (role, assignment) in holders {
            let mut given = Vec::new();
            self.gives(role, target, &mut given);
            for rule in given {
                let asked = self.obligations_of(rule, target);
                let mut add = |obligations| grants.push(Grant { role, assignment, obligations });
                if rule.verb == Verb::Can {
                    add(asked);
                } else {
                    for enable in self.enables(target) {
                        add(asked.union(&self.obligations_of(enable, target)).cloned().collect());
                    }
                }
            }
        }
        grants
    }

    /// The statements that give a role the target, by itself and through what it extends.
    fn gives(&self, role: RoleId, target: Target, given: &mut Vec<&'a Rule>) {
        for rule in &self.policy.rules {
            if rule.owner == Owner::Role(role)
                && matches!(rule.verb, Verb::Can | Verb::May)
                && self.met(rule, target) == Some(Truth::True)
            {
                given.push(rule);
            }
        }
        for extension in &self.policy.role(role).extensions {
            if self.takes_over(role, extension, target) {
                self.gives(extension.parent, target, given);
            }
        }
    }

    fn takes_over(&self, role: RoleId, extension: &Extension, target: Target) -> bool {
        let env = self.env(self.policy.role(role).overlay);
        let holds = |clause: &Clause| self.truth(clause.condition, &env) == Truth::True;
        let within = match &extension.within {
            None => true,
            Some(by_type) => by_type.get(&target.ty).is_some_and(holds),
        };
        within
            && extension.except.iter().all(|except| match except.get(&target) {
                None => true,
                Some(conditions) => !conditions.is_empty() && conditions.iter().all(holds),
            })
    }

    fn env(&self, reader: Option<OverlayId>) -> Env {
        Env::about(&self.asked.resource, reader)
    }

    /// Whether everything that a statement asks for is met; `None` where it doesn't reach.
    fn met(&self, rule: &Rule, target: Target) -> Option<Truth> {
        let reached = rule.reach.iter().find(|reached| reached.target == target)?;
        let clauses = reached.clauses.iter();
        let env = self.env(rule.overlay);
        let own = Truth::all(clauses.map(|clause| self.truth(clause.condition, &env)));
        let tenant = match self.tenant(rule.overlay) {
            Some(tenant) => self.lies_in(&self.asked.resource, &tenant),
            None => Truth::True,
        };
        Some(own.and(tenant))
    }

    fn enables(&self, target: Target) -> Vec<&'a Rule> {
        let on = |rule: &&Rule| match (rule.owner, rule.verb) {
            (Owner::Class(class), Verb::Enable) => {
                self.met(rule, target) == Some(Truth::True)
                    && self.class_applies(class) == Truth::True
            }
            _ => false,
        };
        self.policy.rules.iter().filter(on).collect()
    }

    fn class_applies(&self, class: ClassId) -> Truth {
        self.applies(class, &self.asked.subject, Some(&self.asked.resource))
    }

    /// What a grant by this statement asks for: an overlay's also what the vendor's ask for.
    fn obligations_of(&self, rule: &Rule, target: Target) -> BTreeSet<ObligationUse> {
        let own = rule.obligations.iter().cloned();
        if rule.overlay.is_none() {
            return own.collect();
        }
        let vendor = self.policy.rules.iter().filter(|rule| {
            rule.overlay.is_none()
                && matches!((rule.owner, rule.verb), (Owner::Role(_), Verb::Can | Verb::May))
                && rule.reach.iter().any(|reached| reached.target == target)
        });
        own.chain(vendor.flat_map(|rule| rule.obligations.iter().cloned())).collect()
    }

    /// Every `forbid` that isn't surely false.
    fn prohibitions(&self, target: Target) -> Vec<Prohibition<'a>> {
        let mut found = Vec::new();
        for rule in self.policy.rules.iter().filter(|rule| rule.verb == Verb::Forbid) {
            let Some(met) = self.met(rule, target) else { continue };
            let (applies, on_what) = match rule.owner {
                Owner::Restriction(id) => {
                    (Truth::True, self.policy.restriction(id).on_what.is_some())
                }
                Owner::Class(class) => (self.class_applies(class), false),
                _ => continue,
            };
            if met.and(applies) != Truth::False {
                let narrows = on_what || self.tenant(rule.overlay).is_some();
                found.push(Prohibition { rule, narrows });
            }
        }
        found
    }

    /// Whether a prohibition that narrows takes this grant.
    fn takes(&self, prohibition: &Prohibition<'_>, grant: &Grant<'_>) -> bool {
        let rule = prohibition.rule;
        if let Owner::Restriction(id) = rule.owner
            && let Some(roles) = &self.policy.restriction(id).on_what
            && !roles.contains(grant.role)
        {
            return false;
        }
        let Some(tenant) = self.tenant(rule.overlay) else { return true };
        let within = grant.assignment.and_then(|assignment| assignment.within.as_ref());
        within.is_some_and(|within| self.lies_in(within, &tenant) != Truth::False)
    }
}
