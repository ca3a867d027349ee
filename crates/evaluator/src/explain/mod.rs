//! Why: the grants and prohibitions that decided, or the nearest grants and what each missed.
//!
//! Explanations ask the evaluator the same questions again and never decide anything of their
//! own.

mod atoms;
mod near;
mod values;

use std::sync::Arc;

use ward_compiler::model::{
    Constant, FacetId, Grant, ObligationUse, Part, Prohibition, RoleId, RuleId, Source,
};

use crate::decision::{AtomLine, Decision, HeldLine, PartDecision, Prohibited, RuleRef, Verdict};
use crate::eval::{Eval, Held};
use crate::truth::Truth;

impl<'a> Eval<'a> {
    /// The decision with its reasons.
    pub fn decision(&self) -> Decision {
        self.decision_counting(false)
    }

    /// The decision with its reasons; where nobody's role grants it, with how many others hold
    /// one that does.
    pub fn explanation(&self) -> Decision {
        self.decision_counting(true)
    }

    fn decision_counting(&self, counting: bool) -> Decision {
        let parts = self.asked.parts.iter().map(|part| self.explain_part(*part, counting));
        let parts: Vec<_> = parts.collect();
        let permit = parts.iter().all(|part| part.permit);
        let obligations = if permit { self.all_obligations() } else { Vec::new() };
        Decision {
            permit,
            error: None,
            whole: self.asked.whole,
            parts,
            obligations,
            policy: self.policy.hash.clone(),
        }
    }

    /// The decision without its reasons.
    pub fn verdict(&self) -> Verdict {
        let permit = self.permits();
        let obligations = if permit { self.all_obligations() } else { Vec::new() };
        Verdict { permit, obligations }
    }

    /// The obligations of all parts together.
    fn all_obligations(&self) -> Vec<(String, Vec<(String, Constant)>)> {
        let mut all: Vec<ObligationUse> =
            self.asked.parts.iter().flat_map(|part| self.obligations(*part)).collect();
        all.sort();
        all.dedup();
        let mut named: Vec<_> = all.into_iter().map(|one| self.named_obligation(one)).collect();
        named.sort();
        named
    }

    fn named_obligation(&self, one: ObligationUse) -> (String, Vec<(String, Constant)>) {
        let declared = self.policy.schema.obligation(one.obligation);
        let names = declared.params.iter().map(|param| param.name.clone());
        let arguments = one.arguments.into_iter().map(|value| self.readable(value));
        (declared.name.clone(), names.zip(arguments).collect())
    }

    /// Enum values and entities as the texts by which data name them.
    fn readable(&self, value: Constant) -> Constant {
        match value {
            Constant::Enum(..) | Constant::Entity(..) => {
                Constant::Text(self.policy.printer().constant(&value))
            }
            Constant::Set(values) => {
                Constant::Set(values.into_iter().map(|value| self.readable(value)).collect())
            }
            other => other,
        }
    }

    fn explain_part(&self, part: Option<FacetId>, counting: bool) -> PartDecision {
        let facet =
            part.map(|facet| self.policy.schema.facet_name(self.asked.ty, facet).to_owned());
        let permit = self.permits_part(part);
        let Some(cell) = self.cell(part) else {
            return PartDecision {
                facet,
                permit: false,
                grants: Vec::new(),
                prohibitions: Vec::new(),
                near: Vec::new(),
            };
        };
        let held = self.held_roles(self.asked.subject, Some(self.asked.resource));
        let narrowing = self.narrowing(cell);
        let mut grants: Vec<HeldLine> = Vec::new();
        for grant in &cell.grants {
            grants.extend(self.held_line(cell, grant, &held, &narrowing));
        }
        grants.sort_by(|a, b| (&a.rule, &a.role).cmp(&(&b.rule, &b.role)));
        if permit {
            grants.retain(|grant| !grant.taken_away);
            return PartDecision {
                facet,
                permit,
                grants,
                prohibitions: Vec::new(),
                near: Vec::new(),
            };
        }
        let mut prohibitions = Vec::new();
        let mut near = Vec::new();
        if grants.is_empty() {
            near = self.nearest_grants(cell, &held, counting);
        } else {
            let general =
                cell.prohibitions.iter().filter(|one| one.is_general() && self.applies(one));
            let all_taken = grants.iter().all(|grant| grant.taken_away);
            let narrowing = narrowing.iter().copied().filter(|_| all_taken);
            prohibitions = general.chain(narrowing).map(|one| self.prohibited(one)).collect();
            prohibitions.sort_by(|a: &Prohibited, b| a.rule.cmp(&b.rule));
        }
        PartDecision { facet, permit, grants, prohibitions, near }
    }

    /// A grant as it holds, narrowing prohibitions left aside.
    fn held_line(
        &self,
        cell: &ward_compiler::model::Cell,
        grant: &Grant,
        held: &[Held],
        narrowing: &[&Prohibition],
    ) -> Option<HeldLine> {
        let standing = self.standing(cell, grant, held, &[])?;
        let on = standing.switched_on_by.iter();
        let mut switched_on_by: Vec<_> = on.map(|enable| self.rule_ref(enable.rule)).collect();
        switched_on_by.sort();
        let surviving = self.held_through(grant, held, narrowing);
        let shown = surviving.unwrap_or(standing.through);
        Some(HeldLine {
            rule: self.rule_ref(grant.rule),
            role: self.role_name(shown.map_or(ward_compiler::model::ANYONE, |held| held.role)),
            through: shown.map_or_else(String::new, |held| self.through(&held)),
            switched_on_by,
            taken_away: surviving.is_none(),
        })
    }

    /// How reasons name a statement.
    pub(crate) fn rule_ref(&self, id: RuleId) -> Arc<RuleRef> {
        self.program.said.rule(self.policy, id)
    }

    /// A condition or value as policy text.
    pub(crate) fn text_of(&self, part: impl Into<Part>) -> Arc<str> {
        self.program.said.part(self.policy, part.into())
    }

    /// A role's name; behind its tenant's where it belongs to one, since others may use the same.
    pub(crate) fn role_name(&self, role: RoleId) -> String {
        let role = self.policy.role(role);
        match role.overlay.map(|overlay| self.policy.overlay(overlay)) {
            Some(overlay) if overlay.id.is_some() => format!("{}/{}", overlay.name, role.name),
            _ => role.name.clone(),
        }
    }

    /// `within Agency::sunrise until 2026-06-30`, and to which team.
    fn through(&self, held: &Held) -> String {
        let mut words = Vec::new();
        if held.assignment.subject != self.asked.subject {
            words.push(format!("through {}", self.entity_name(held.assignment.subject)));
        }
        if let Some(within) = held.assignment.within {
            words.push(format!("within {}", self.entity_name(within)));
        }
        for (word, day) in [("from", held.assignment.from), ("until", held.assignment.until)] {
            if let Some(day) = day {
                words.push(format!("{word} {}", ward_compiler::time::format_date(day)));
            }
        }
        words.join(" ")
    }

    fn prohibited(&self, one: &Prohibition) -> Prohibited {
        let mut lines = Vec::new();
        if let Source::Class(class) = one.source {
            let truth = self.class_applies(class, self.asked.subject, Some(self.asked.resource));
            let name = &self.policy.class(class).name;
            let because = if truth.is_true() { "" } else { "whether it applies can't be told" };
            lines.push(AtomLine {
                depth: 0,
                text: format!("{} has the class {name}", self.entity_name(self.asked.subject))
                    .into(),
                truth,
                because: because.into(),
            });
        }
        for clause in one.clauses.iter() {
            self.atoms(clause.condition, &self.env_of(clause), Truth::False, 0, &mut lines);
        }
        let unknown = lines.iter().any(|line| line.truth == Truth::Unknown)
            && !self.clauses(&one.clauses).is_true();
        Prohibited { rule: self.rule_ref(one.rule), lines, unknown }
    }

    /// How many subjects hold a role for the record that is asked about.
    pub(crate) fn how_many_hold(&self, role: RoleId) -> usize {
        let store = self.asked.frame.store();
        let mut who: Vec<_> = store
            .assignments()
            .iter()
            .filter(|one| one.what == crate::store::Assigned::Role(role))
            .filter(|one| {
                self.role_assignment_holds(role, one, Some(self.asked.resource)).is_true()
            })
            .map(|one| one.subject)
            .collect();
        who.sort_unstable();
        who.dedup();
        who.len()
    }
}
