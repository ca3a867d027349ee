//! `test` blocks: the data that they give and the decisions that they expect.

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{
    EntityRef, Expr, ExprKind, ItemKind, Name, PropertyValue, Test, TestAssignment, TestResource,
    TestStepKind,
};

use super::constants::Given;
use super::names::Holdable;
use super::{Compiler, Unit};
use crate::graph::NodeKind;
use crate::model::{
    ActionId, AssignedKind, AssignmentRecord, Constant, EntityRecord, Expectation, FacetId,
    Property, TestCase, Ty, TypeId,
};
use crate::time::{parse_date, parse_time};

impl<'a> Compiler<'a> {
    /// Resolves the tests of all files.
    pub(super) fn resolve_tests(&mut self) {
        for (unit, item) in self.items() {
            let ItemKind::Test(test) = &item.kind else { continue };
            let node = self.node(NodeKind::Test, unit, &test.title.text);
            self.graph.declare(node, Some(test.title.span));
            let case = self.resolve_test(unit, test);
            self.tests.push(TestCase { span: item.span, ..case });
        }
    }

    fn resolve_test(&mut self, unit: Unit, test: &'a Test) -> TestCase {
        let given = self.given(test);
        let mut case = TestCase {
            title: test.title.text.clone(),
            span: test.title.span,
            overlay: unit.overlay(),
            entities: Vec::new(),
            assignments: Vec::new(),
            context: Vec::new(),
            expectations: Vec::new(),
        };
        let mut context = None;
        for step in &test.steps {
            match &step.kind {
                TestStepKind::Given { ty, id, parents, properties, assignments } => {
                    let name = Name { text: id.text.clone(), span: id.span };
                    let Some(subject) = self.given_entity(ty.as_ref(), &name, &given) else {
                        continue;
                    };
                    if ty.is_some() {
                        let parents = parents
                            .iter()
                            .filter_map(|parent| self.reference(parent, &given))
                            .collect();
                        let declared = self.schema.ty(subject.0).properties.clone();
                        let properties = self.test_properties(
                            unit,
                            Some(subject.0),
                            &declared,
                            properties,
                            &given,
                        );
                        case.entities.push(EntityRecord {
                            ty: subject.0,
                            id: subject.1.clone(),
                            parents,
                            properties,
                        });
                    }
                    for assignment in assignments {
                        case.assignments
                            .extend(self.test_assignment(unit, &subject, assignment, &given));
                    }
                }
                TestStepKind::Context(values) => {
                    if let Some(first) = context.replace(step.span) {
                        self.report(
                            Diagnostic::error(
                                codes::DUPLICATE_NAME,
                                "this test gives the context twice",
                            )
                            .at(step.span, "again here")
                            .at(first, "first here")
                            .help("put all fields into one `given context`"),
                        );
                    }
                    let declared = self.schema.context.clone();
                    case.context
                        .extend(self.test_properties(unit, None, &declared, values, &given));
                }
                TestStepKind::Expect { at, subject, permitted, action, parameters, resource } => {
                    let subject = self.reference(subject, &given);
                    let at = at.as_ref().and_then(|at| self.test_time(at));
                    let resource = self.test_resource(unit, action, resource, &given);
                    let (Some(subject), Some((action, resource, part, properties))) =
                        (subject, resource)
                    else {
                        continue;
                    };
                    let declared = self.parameters_of(action, resource.0);
                    let parameters =
                        self.test_properties(unit, None, &declared, parameters, &given);
                    let permitted = *permitted;
                    let span = step.span;
                    case.expectations.push(Expectation {
                        span,
                        at,
                        subject,
                        action,
                        parameters,
                        resource,
                        part,
                        properties,
                        permitted,
                    });
                }
            }
        }
        case
    }

    fn parameters_of(&self, action: ActionId, ty: TypeId) -> indexmap::IndexMap<String, Property> {
        let Some(on) = self.schema.action(action).on.get(&ty) else { return Default::default() };
        on.params
            .iter()
            .map(|(id, property)| (self.schema.param_name(*id).to_owned(), property.clone()))
            .collect()
    }

    /// The ids that a test gives, before anything refers to them.
    fn given(&mut self, test: &Test) -> Given {
        let mut given = Given::default();
        let mut places: Vec<(String, TypeId, Span)> = Vec::new();
        for step in &test.steps {
            let TestStepKind::Given { ty: Some(ty), id, .. } = &step.kind else { continue };
            let Some(ty) = self.find_type(ty) else { continue };
            let types = given.entry(id.text.clone()).or_default();
            let first =
                places.iter().find(|(known, known_ty, _)| *known == id.text && *known_ty == ty);
            if let Some((_, _, first)) = first {
                let problem = Diagnostic::error(
                    codes::DUPLICATE_NAME,
                    format!("this test gives `{}` twice", id.text),
                )
                .at(id.span, "again here")
                .at(*first, "first here")
                .help("give one of them another id");
                self.report(problem);
            } else {
                places.push((id.text.clone(), ty, id.span));
                types.push(ty);
            }
        }
        given
    }

    fn given_entity(
        &mut self,
        ty: Option<&Name>,
        id: &Name,
        given: &Given,
    ) -> Option<(TypeId, String)> {
        let Some(types) = given.get(&id.text) else {
            if ty.is_none() {
                let problem = self.not_given(&id.text, id.span, given);
                self.report(problem);
            }
            return None;
        };
        let ty = match ty {
            Some(name) => self.schema.find_type(&name.text)?,
            None => match types.as_slice() {
                [only] => *only,
                _ => {
                    self.report(
                        Diagnostic::error(
                            codes::AMBIGUOUS_WORD,
                            format!("this test gives more than one `{}`", id.text),
                        )
                        .at(id.span, "which one?")
                        .help(format!("write `TYPE::{}`", id.text)),
                    );
                    return None;
                }
            },
        };
        Some((ty, id.text.clone()))
    }

    fn reference(&mut self, reference: &EntityRef, given: &Given) -> Option<(TypeId, String)> {
        let id = Name { text: reference.id.text.clone(), span: reference.id.span };
        if let Some(name) = &reference.ty {
            let ty = self.find_type(name)?;
            let known = given.get(&id.text).is_some_and(|types| types.contains(&ty));
            if !known {
                let problem =
                    self.not_given(&format!("{}::{}", name.text, id.text), id.span, given);
                self.report(problem);
            }
            return known.then_some((ty, id.text));
        }
        self.given_entity(None, &id, given)
    }

    fn test_properties(
        &mut self,
        unit: Unit,
        ty: Option<TypeId>,
        declared: &indexmap::IndexMap<String, Property>,
        values: &[PropertyValue],
        given: &Given,
    ) -> Vec<(String, Constant)> {
        let mut properties = Vec::new();
        for (at, value) in values.iter().enumerate() {
            if let Some(first) =
                values[..at].iter().find(|first| first.name.text == value.name.text)
            {
                self.report_duplicate("property", &value.name, first.name.span);
            }
            let mirrored = ty.and_then(|ty| self.schema.mirrored_container(ty, &value.name.text));
            let expected = match (declared.get(&value.name.text), mirrored) {
                (Some(property), _) => property.ty.clone(),
                (None, Some(container)) => Ty::entity(container),
                (None, None) => {
                    let known: Vec<_> = declared.keys().cloned().collect();
                    self.unknown(
                        "property",
                        &value.name,
                        known.iter().map(String::as_str),
                        "a test gives declared properties only",
                    );
                    continue;
                }
            };
            if let Some(constant) =
                self.test_value(unit, &value.name, &value.value, &expected, given)
            {
                properties.push((value.name.text.clone(), constant));
            }
        }
        properties
    }

    fn test_assignment(
        &mut self,
        unit: Unit,
        subject: &(TypeId, String),
        assignment: &TestAssignment,
        given: &Given,
    ) -> Option<AssignmentRecord> {
        let kind = match self.find_holdable(unit, &assignment.role)? {
            Holdable::Role(id) if self.roles[id.index()].is_abstract => {
                self.report(
                    Diagnostic::error(
                        codes::ABSTRACT_ASSIGNED,
                        format!("`{}` is abstract and can't be assigned", assignment.role.text),
                    )
                    .at(assignment.role.span, "for extending only")
                    .help("assign a role that extends it"),
                );
                return None;
            }
            Holdable::Role(_) => AssignedKind::Role,
            Holdable::Class(_) => AssignedKind::Class,
        };
        let within = match &assignment.within {
            Some(place) => Some(self.reference(place, given)?),
            None => None,
        };
        Some(AssignmentRecord {
            subject: subject.clone(),
            name: assignment.role.text.clone(),
            kind: Some(kind),
            within,
            from: self.test_day(assignment.from.as_ref())?,
            until: self.test_day(assignment.until.as_ref())?,
        })
    }

    #[expect(clippy::option_option, reason = "an error is not the same as no day")]
    fn test_day(&mut self, day: Option<&Expr>) -> Option<Option<i32>> {
        let Some(day) = day else { return Some(None) };
        if let ExprKind::Date(text) = &day.kind
            && let Some(days) = parse_date(text)
        {
            return Some(Some(days));
        }
        self.report(
            Diagnostic::error(codes::TEST_DATA, "this isn't a day")
                .at(day.span, "")
                .help("write a date such as 2026-03-02"),
        );
        None
    }

    /// A time, or the start of a day.
    fn test_time(&mut self, at: &Expr) -> Option<i64> {
        let time = match &at.kind {
            ExprKind::Time(text) => parse_time(text),
            ExprKind::Date(text) => parse_date(text).and_then(|day| self.zone.start_of_day(day)),
            _ => None,
        };
        if time.is_none() {
            self.report(
                Diagnostic::error(codes::TEST_DATA, "this isn't a day or a time")
                    .at(at.span, "")
                    .help("write 2026-03-02 or 2026-03-02T09:00:00Z"),
            );
        }
        time
    }

    #[expect(clippy::type_complexity, reason = "the four halves of a request's resource")]
    fn test_resource(
        &mut self,
        unit: Unit,
        action: &Name,
        resource: &TestResource,
        given: &Given,
    ) -> Option<(ActionId, (TypeId, String), Option<FacetId>, Vec<(String, Constant)>)> {
        let Some(id) = self.schema.find_action(&action.text) else {
            let known: Vec<_> = self.schema.actions.keys().cloned().collect();
            self.unknown(
                "action",
                action,
                known.iter().map(String::as_str),
                "a test asks for one declared action",
            );
            return None;
        };
        let (entity, part, properties) = match resource {
            TestResource::Stored { entity, facet } => {
                let entity = self.reference(entity, given)?;
                let part = match facet {
                    Some(facet) => Some(self.find_facet(entity.0, facet)?),
                    None => None,
                };
                (entity, part, Vec::new())
            }
            TestResource::New { ty, parents, properties } => {
                let ty = self.find_type(ty)?;
                let declared = self.schema.ty(ty).properties.clone();
                let mut values: Vec<(String, Constant)> = Vec::new();
                let mut named: Vec<(String, Span)> = Vec::new();
                for parent in parents {
                    let (parent_ty, parent_id) = self.reference(parent, given)?;
                    let name = self.schema.ty(parent_ty).snake.clone();
                    self.check_place_once(&named, &name, parent.id.span);
                    named.push((name.clone(), parent.id.span));
                    values.push((name, Constant::Entity(parent_ty, parent_id)));
                }
                for said in self.test_properties(unit, Some(ty), &declared, properties, given) {
                    let place = values.iter().find(|(name, _)| *name == said.0);
                    match place.map(|(_, place)| *place == said.1) {
                        // A property that mirrors the place may say so.
                        Some(true) => {}
                        Some(false) => {
                            let again = properties.iter().find(|one| one.name.text == said.0);
                            let again = again.map_or(action.span, |one| one.name.span);
                            self.check_place_once(&named, &said.0, again);
                        }
                        None => values.push(said),
                    }
                }
                ((ty, unused_id(given)), None, values)
            }
        };
        self.check_target(id, action, entity.0, part)?;
        Some((id, entity, part, properties))
    }

    /// A request's property names one container of a kind, so a test can't name two.
    fn check_place_once(&mut self, named: &[(String, Span)], name: &str, again: Span) {
        let Some((_, first)) = named.iter().find(|(known, _)| known == name) else { return };
        self.report(
            Diagnostic::error(
                codes::DUPLICATE_NAME,
                format!("this line names two containers of the new record as its `{name}`"),
            )
            .at(again, "again here")
            .at(*first, "first here")
            .help("name one: it is what a request would say"),
        );
    }

    fn check_target(
        &mut self,
        id: ActionId,
        action: &Name,
        ty: TypeId,
        part: Option<FacetId>,
    ) -> Option<()> {
        let declared = match part {
            None => self.schema.parts_of_whole(id, ty).is_some(),
            Some(_) => self.schema.targets(id, ty).iter().any(|target| target.part == part),
        };
        if declared {
            return Some(());
        }
        let name = self.schema.part_name(ty, part);
        let on: Vec<_> =
            self.schema.action(id).on.keys().map(|ty| self.schema.ty(*ty).name.clone()).collect();
        self.report(
            Diagnostic::error(
                codes::NOT_DECLARED_FOR,
                format!("`{}` isn't declared for `{name}`", action.text),
            )
            .at(action.span, "")
            .help(format!("it is declared for {}", on.join(", "))),
        );
        None
    }
}

/// An id that no given entity has.
fn unused_id(given: &Given) -> String {
    let mut id = "new".to_owned();
    while given.contains_key(&id) {
        id.push('_');
    }
    id
}
