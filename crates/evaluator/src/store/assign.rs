//! Assignments: what their names mean, and what has to hold of them.

use ward_compiler::model::{AssignedKind, AssignmentRecord, TypeId};
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::assignment::{Assigned, Assignment, Reaching, Unresolved, WhyUnresolved};
use super::{Builder, number};
use crate::value::{EntityId, Names};

impl Builder<'_> {
    pub(super) fn resolve_assignment(&mut self, record: AssignmentRecord) {
        match self.resolved(&record) {
            Ok(given) => self.store.assignments.extend(given),
            Err(why) => {
                self.lose(&record, why);
                self.store.unresolved.push(Unresolved { record, why });
            }
        }
    }

    /// What an assignment gives: nearly always one thing.
    pub(super) fn resolved(
        &mut self,
        record: &AssignmentRecord,
    ) -> Result<Vec<Assignment>, WhyUnresolved> {
        let subject = self.entity(record.subject.0, &record.subject.1);
        let within = record.within.as_ref().map(|(ty, id)| self.entity(*ty, id));
        self.check_assignment(record, subject, within);
        if self.was_of_one_left_out(record, within) {
            return Err(self.belongs_to_one_left_out(record));
        }
        let meanings = self.meanings(record, within)?;
        for what in &meanings {
            self.check_place(*what, record, subject);
        }
        let (from, until) = (record.from, record.until);
        let given = |what| Assignment { subject, what, within, from, until };
        Ok(meanings.into_iter().map(given).collect())
    }

    /// Puts the assignments to one subject side by side.
    pub(super) fn group_assignments(&mut self) {
        let all = self.store.assignments.iter().enumerate();
        let mut grouped: Vec<Reaching> = all
            .map(|(at, one)| Reaching { assignment: *one, index: number(at), placed: None })
            .collect();
        grouped.sort_by_key(|one| (one.assignment.subject, one.index));
        self.index_assignments(grouped);
    }

    /// Notes where the assignments to each entity stand.
    pub(super) fn index_assignments(&mut self, grouped: Vec<Reaching>) {
        let store = &mut self.store;
        let mut to_teams = Vec::new();
        for (at, one) in grouped.iter().enumerate() {
            let head = &mut store.heads[one.assignment.subject.0 as usize];
            if head.assigned == 0 {
                head.assignments = number(at);
            }
            head.assigned += 1;
            if self.shape.contains[head.ty.index()] {
                to_teams.push(number(at));
            }
        }
        to_teams.sort_by_key(|at| grouped[*at as usize].index);
        store.by_subject = grouped;
        store.to_teams = to_teams;
    }

    fn check_assignment(
        &mut self,
        record: &AssignmentRecord,
        subject: EntityId,
        within: Option<EntityId>,
    ) {
        let schema = &self.policy().schema;
        let (name, what) = (self.name(subject), &record.name);
        let may_ask =
            schema.subject_types().into_iter().any(|ty| schema.can_lie_in(ty, record.subject.0));
        if !may_ask {
            self.report(
                Diagnostic::error(
                    codes::DATA_ASSIGNMENT,
                    format!("`{what}` is assigned to `{name}`, which can't ask"),
                )
                .help("assign it to a subject, or to an entity that contains subjects"),
            );
        }
        for id in [Some(subject), within].into_iter().flatten() {
            let external = schema.ty(self.ty(id)).external;
            if self.store.entity(id).is_none() && !external {
                let place = if id == subject {
                    String::new()
                } else {
                    format!(" within `{}`", self.name(id))
                };
                let message =
                    format!("`{what}` is assigned to `{name}`{place}, which isn't stored");
                self.report(
                    Diagnostic::warning(codes::DATA_DANGLING, message)
                        .help("add it to the data; until then everything about it is unknown"),
                );
            }
        }
        if let (Some(from), Some(until)) = (record.from, record.until)
            && from > until
        {
            self.report(
                Diagnostic::warning(
                    codes::DATA_HOLDS_NOWHERE,
                    format!("the assignment of `{what}` to `{name}` ends before it begins"),
                )
                .help("`from` is its first day and `until` its last"),
            );
        }
    }

    /// A role that holds inside something needs a place that can lie there.
    fn check_place(&mut self, what: Assigned, record: &AssignmentRecord, subject: EntityId) {
        let Assigned::Role(role) = what else { return };
        let schema = &self.policy().schema;
        let outside = |ty: &&TypeId| match &record.within {
            Some((place, _)) => !schema.can_lie_in(*place, **ty),
            None => true,
        };
        let Some(ty) = self.policy().role(role).must_lie_in.iter().find(outside) else { return };
        let (inside, who) = (&schema.ty(*ty).name, self.name(subject));
        let place = match &record.within {
            Some((ty, id)) => format!("within `{}::{id}`", schema.ty(*ty).name),
            None => "without a place".to_owned(),
        };
        let message =
            format!("`{}` is assigned to `{who}` {place}, and holds nowhere", record.name);
        self.report(
            Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message)
                .help(format!("assign it `within` something that is or lies in `{inside}`")),
        );
    }

    /// What an assignment's name means: the vendor's or a library's role or class of that name,
    /// else that of the overlay whose tenant the place lies in.
    fn meanings(
        &mut self,
        record: &AssignmentRecord,
        within: Option<EntityId>,
    ) -> Result<Vec<Assigned>, WhyUnresolved> {
        let policy = self.policy();
        let wants = |kind| record.kind.is_none_or(|wanted| wanted == kind);
        let Some(found) = self.shape.assignable.get(&record.name) else {
            return Err(self.unknown_name(record, within));
        };
        let found = found.clone();
        let roles = found.roles.iter().filter(|_| wants(AssignedKind::Role));
        let classes = found.classes.iter().filter(|_| wants(AssignedKind::Class));
        let all: Vec<Assigned> = roles
            .map(|id| Assigned::Role(*id))
            .chain(classes.map(|id| Assigned::Class(*id)))
            .collect();
        if all.is_empty() {
            self.wrong_kind(record);
            return Err(WhyUnresolved::WrongKind);
        }
        let here: Vec<Assigned> =
            all.into_iter().filter(|what| self.may_be_meant(*what, within)).collect();
        if let Some(Assigned::Role(role)) = here
            .iter()
            .find(|what| matches!(what, Assigned::Role(id) if policy.role(*id).is_abstract))
        {
            let name = policy.role(*role).name.clone();
            if policy.role(*role).overlay.is_some() {
                return Err(self.no_longer(record, "is abstract"));
            }
            self.report(
                Diagnostic::error(
                    codes::ABSTRACT_ASSIGNED,
                    format!("`{name}` is abstract and can't be assigned"),
                )
                .help("assign a role that extends it"),
            );
            return Err(WhyUnresolved::Abstract);
        }
        if here.is_empty() {
            let message = format!(
                "`{}` is assigned to `{}::{}` outside of the tenant whose overlay declares it",
                record.name,
                policy.schema.ty(record.subject.0).name,
                record.subject.1
            );
            self.report(
                Diagnostic::warning(codes::DATA_HOLDS_NOWHERE, message)
                    .help("an overlay's role or class is assigned `within` the overlay's tenant"),
            );
            return Err(WhyUnresolved::NotHere);
        }
        Ok(here)
    }

    fn may_be_meant(&self, what: Assigned, within: Option<EntityId>) -> bool {
        let overlay = match what {
            Assigned::Role(id) => self.policy().role(id).overlay,
            Assigned::Class(id) => self.policy().class(id).overlay,
            Assigned::Lost(_) => None,
        };
        let Some(overlay) = overlay.map(|id| self.policy().overlay(id)) else { return true };
        let Some(tenant) = &overlay.id else { return true };
        within.is_some_and(|within| self.may_lie_in(within, overlay.tenant, tenant))
    }

    fn unknown_name(
        &mut self,
        record: &AssignmentRecord,
        within: Option<EntityId>,
    ) -> WhyUnresolved {
        if self.names_one_left_out(record) {
            return self.belongs_to_one_left_out(record);
        }
        if record.name != "anyone" && within.is_some_and(|within| self.may_lie_in_a_tenant(within))
        {
            return self.no_longer(record, "isn't declared");
        }
        let who = self.assigned_to(record);
        let help = if record.name == "anyone" {
            Some("`anyone` is held by every known subject and can't be assigned".to_owned())
        } else {
            did_you_mean(&record.name, self.shape.assignable.keys().map(String::as_str))
        };
        self.report(
            Diagnostic::error(
                codes::DATA_UNKNOWN_ROLE,
                format!("there is no role or class `{}`, assigned to `{who}`", record.name),
            )
            .help(
                help.unwrap_or_else(|| {
                    "declare it in the policy, or take the assignment away".into()
                }),
            ),
        );
        WhyUnresolved::UnknownName
    }

    fn wrong_kind(&mut self, record: &AssignmentRecord) {
        let (is, said) = match record.kind {
            Some(AssignedKind::Role) => ("class", "role"),
            _ => ("role", "class"),
        };
        self.report(
            Diagnostic::error(
                codes::DATA_UNKNOWN_ROLE,
                format!("`{}` is a {is}, and is assigned as a {said}", record.name),
            )
            .help(format!("write `\"{is}\": \"{}\"`", record.name)),
        );
    }
}
