//! Running the `test` blocks of a policy.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use ward_compiler::Policy;
use ward_compiler::model::{Constant, Expectation, TestCase};
use ward_diagnostics::{Diagnostic, Span, has_errors};

use crate::decision::Decision;
use crate::engine::Engine;
use crate::request::{ActionInput, EntityInput, Request};
use crate::store::Builder;

/// What became of one test.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// Its title.
    pub title: String,
    /// Where it is written.
    pub span: Span,
    /// How many expectations it has.
    pub expectations: usize,
    /// What went wrong; empty where it passed.
    pub failures: Vec<TestFailure>,
}

/// What went wrong in a test.
#[derive(Clone, Debug)]
pub enum TestFailure {
    /// Its data don't load.
    Data(Diagnostic),
    /// A line expected something else.
    Expectation {
        /// The line.
        span: Span,
        /// Whether a permit was expected.
        expected: bool,
        /// What was decided.
        decision: Box<Decision>,
    },
    /// A line's request couldn't be decided, which passes for neither.
    Error {
        /// The line.
        span: Span,
        /// Why.
        problem: Box<Diagnostic>,
    },
    /// It expects nothing, so nothing could make it fail.
    Nothing,
}

/// Runs every test of a policy. `now` (microseconds since 1970-01-01T00:00:00Z) stands where a
/// line says no `at`.
pub fn run(policy: &Arc<Policy>, now: Option<i64>) -> Vec<TestOutcome> {
    policy.tests.iter().map(|test| run_one(policy, test, now)).collect()
}

fn run_one(policy: &Arc<Policy>, test: &TestCase, now: Option<i64>) -> TestOutcome {
    let mut builder = Builder::new(policy);
    test.entities.iter().for_each(|entity| builder.add(entity));
    test.assignments.iter().for_each(|assignment| builder.assign(assignment.clone()));
    let (data, problems) = builder.finish();
    let mut failures = Vec::new();
    if test.expectations.is_empty() {
        failures.push(TestFailure::Nothing);
    }
    if has_errors(&problems) {
        failures.extend(problems.into_iter().filter(Diagnostic::is_error).map(TestFailure::Data));
    } else {
        let engine = Engine::with_data(policy.clone(), data);
        failures
            .extend(test.expectations.iter().filter_map(|line| check(&engine, test, line, now)));
    }
    TestOutcome {
        title: test.title.clone(),
        span: test.span,
        expectations: test.expectations.len(),
        failures,
    }
}

fn check(
    engine: &Engine,
    test: &TestCase,
    line: &Expectation,
    now: Option<i64>,
) -> Option<TestFailure> {
    let request = request_of(engine.policy(), test, line, now);
    match engine.decide(&request) {
        Err(malformed) => Some(TestFailure::Error { span: line.span, problem: malformed.0 }),
        Ok(Decision { error: Some(problem), .. }) => {
            Some(TestFailure::Error { span: line.span, problem })
        }
        Ok(decision) if decision.permit == line.permitted => None,
        Ok(decision) => Some(TestFailure::Expectation {
            span: line.span,
            expected: line.permitted,
            decision: Box::new(decision),
        }),
    }
}

/// The request that a line of a test asks.
pub fn request_of(
    policy: &Policy,
    test: &TestCase,
    line: &Expectation,
    now: Option<i64>,
) -> Request {
    let values = |values: &[(String, Constant)]| -> Map<String, Json> {
        values.iter().map(|(name, value)| (name.clone(), constant_json(policy, value))).collect()
    };
    let mut context = values(&test.context);
    if let Some(now) = line.at.or(now)
        && !context.contains_key("now")
    {
        context.insert("now".into(), json!(ward_compiler::time::format_time(now)));
    }
    let name = |ty| policy.schema.ty(ty).name.clone();
    Request {
        subject: EntityInput {
            ty: name(line.subject.0),
            id: line.subject.1.clone(),
            ..EntityInput::default()
        },
        action: ActionInput {
            name: policy.schema.action(line.action).name.clone(),
            properties: values(&line.parameters),
        },
        resource: EntityInput {
            ty: policy.schema.part_name(line.resource.0, line.part),
            id: line.resource.1.clone(),
            properties: values(&line.properties),
        },
        context,
    }
}

/// A constant as data and requests write it.
pub fn constant_json(policy: &Policy, value: &Constant) -> Json {
    match value {
        Constant::Bool(value) => json!(value),
        Constant::Int(value) => json!(value),
        Constant::Text(text) | Constant::Role(text) => json!(text),
        Constant::Ip(address) => json!(address.to_string()),
        Constant::IpRange(range) => json!(range.to_string()),
        Constant::Set(values) => {
            Json::Array(values.iter().map(|value| constant_json(policy, value)).collect())
        }
        Constant::Record(_) => Json::Null,
        other => json!(policy.printer().constant(other)),
    }
}
