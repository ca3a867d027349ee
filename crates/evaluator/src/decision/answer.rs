//! Decisions as the AuthZEN API answers with them.

use std::borrow::Cow;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use ward_compiler::model::Constant;
use ward_compiler::time::{format_date, format_duration, format_time};
use ward_diagnostics::Diagnostic;

use super::reason::{AtomLine, GrantState, NearGrant};
use super::rule::RuleRef;
use super::{Decision, Verdict};
use crate::truth::Truth;

/// A decision with its reasons, to be written as JSON:
/// `{"decision", "context": {"reason", "rules", "facets", "obligations", "missing", "policy"}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Answer<'a> {
    /// Whether everything that was asked for is permitted.
    pub decision: bool,
    /// Why.
    pub context: Reasons<'a>,
}

/// Why a decision is as it is.
#[derive(Clone, Debug, Serialize)]
pub struct Reasons<'a> {
    /// The reason in one line.
    pub reason: Cow<'a, str>,
    /// The rules that decided, sorted.
    #[serde(serialize_with = "shared")]
    pub rules: Vec<Arc<RuleRef>>,
    /// The facets that are permitted, where the whole of a record is not.
    pub facets: Vec<&'a str>,
    /// What a permit asks for.
    pub obligations: Obligations<'a>,
    /// The nearest grants with what was missing.
    pub missing: Vec<&'a NearGrant>,
    /// The hash of the policy that decided.
    pub policy: &'a str,
    /// The number of the version that decided, where versions are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Why nothing was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Undecided<'a>>,
}

/// Why nothing was decided.
#[derive(Clone, Debug, Serialize)]
pub struct Undecided<'a> {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// What is wrong.
    pub message: Cow<'a, str>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Cow<'a, str>>,
}

fn shared<S: Serializer>(rules: &[Arc<RuleRef>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rules.iter().map(AsRef::as_ref))
}

impl<'a> Undecided<'a> {
    pub(crate) fn of(problem: &'a Diagnostic) -> Self {
        Self {
            code: problem.code.0,
            message: problem.message.as_str().into(),
            help: problem.help.as_deref().map(Cow::from),
        }
    }
}

impl Decision {
    /// The AuthZEN response, to be written.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # let policy = ward_compiler::compile(&ward_compiler::PolicySource::from_text(
    /// #     "policy clinic subject entity User actions a on User { view }")).unwrap();
    /// # let engine = ward_evaluator::Engine::new(Arc::new(policy));
    /// # let request = ward_evaluator::Request::from_text(
    /// #     r#"{"subject": {"type": "User", "id": "ann"}, "action": {"name": "view"},
    /// #         "resource": {"type": "User", "id": "ann"}}"#).unwrap();
    /// let decision = engine.decide(&request).unwrap();
    /// let text = serde_json::to_string(&decision.answer()).unwrap();
    /// assert!(text.starts_with(r#"{"decision":false,"context":{"reason":"#));
    /// ```
    pub fn answer(&self) -> Answer<'_> {
        Answer::of(self)
    }

    /// The AuthZEN response as a tree.
    pub fn to_json(&self) -> Json {
        serde_json::to_value(self.answer()).unwrap_or_default()
    }
}

impl Verdict {
    /// The AuthZEN response: the decision, and what it asks for.
    pub fn to_json(&self) -> Json {
        if self.obligations.is_empty() {
            return json!({"decision": self.permit});
        }
        json!({"decision": self.permit, "context": {"obligations": Obligations(&self.obligations)}})
    }
}

impl<'a> Answer<'a> {
    fn of(decision: &'a Decision) -> Self {
        let rules = decision.rules();
        let context = Reasons {
            reason: decision.reason_by(&rules).into(),
            rules,
            facets: decision.facets(),
            obligations: Obligations(&decision.obligations),
            missing: decision.missing(),
            policy: &decision.policy,
            version: None,
            error: decision.error.as_deref().map(Undecided::of),
        };
        Self { decision: decision.permit, context }
    }
}

/// A decision without its reasons, as AuthZEN answers: `{"decision"}`, and with obligations
/// `{"decision", "context": {"obligations"}}`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BriefAnswer<'a> {
    decision: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<BriefContext<'a>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct BriefContext<'a> {
    obligations: Obligations<'a>,
}

impl<'a> BriefAnswer<'a> {
    pub(super) fn of(verdict: &'a Verdict) -> Self {
        let obligations = Obligations(&verdict.obligations);
        let context = (!obligations.0.is_empty()).then_some(BriefContext { obligations });
        Self { decision: verdict.permit, context }
    }
}

impl Obligations<'_> {
    /// One a text, as a person reads them: `notify(who: "privacy officer")`.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(|(name, arguments)| obligation_text(name, arguments)).collect()
    }
}

fn obligation_text(name: &str, arguments: &[(String, Constant)]) -> String {
    let argument = |(name, value): &(String, Constant)| {
        format!("{name}: {}", serde_json::to_string(&Plain(value)).unwrap_or_default())
    };
    let arguments: Vec<_> = arguments.iter().map(argument).collect();
    match arguments.as_slice() {
        [] => name.to_owned(),
        arguments => format!("{name}({})", arguments.join(", ")),
    }
}

/// What a permit asks for: a list of `{"name", "parameters"}`.
#[derive(Clone, Copy, Debug)]
pub struct Obligations<'a>(&'a [(String, Vec<(String, Constant)>)]);

#[derive(Serialize)]
struct Obligation<'a> {
    name: &'a str,
    parameters: Parameters<'a>,
}

struct Parameters<'a>(&'a [(String, Constant)]);

/// A constant whose type needs no policy to be written.
struct Plain<'a>(&'a Constant);

impl Serialize for Obligations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0
                .iter()
                .map(|(name, arguments)| Obligation { name, parameters: Parameters(arguments) }),
        )
    }
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Plain(value))))
    }
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Constant::Bool(value) => value.serialize(serializer),
            Constant::Int(value) => value.serialize(serializer),
            Constant::Decimal(value) => serializer.collect_str(value),
            Constant::Text(text) | Constant::Role(text) => text.serialize(serializer),
            Constant::Date(days) => format_date(*days).serialize(serializer),
            Constant::Time(micros) => format_time(*micros).serialize(serializer),
            Constant::Duration(micros) => format_duration(*micros).serialize(serializer),
            Constant::Ip(address) => serializer.collect_str(address),
            Constant::IpRange(range) => serializer.collect_str(range),
            Constant::Enum(_, value) => value.serialize(serializer),
            Constant::Entity(_, id) => id.serialize(serializer),
            Constant::Set(values) => serializer.collect_seq(values.iter().map(Plain)),
            Constant::Record(fields) => serializer.collect_seq(fields.iter().flatten().map(Plain)),
        }
    }
}

impl Serialize for NearGrant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.rule.id)?;
        map.serialize_entry("kind", self.rule.kind)?;
        map.serialize_entry("file", &self.rule.file)?;
        map.serialize_entry("line", &self.rule.line)?;
        map.serialize_entry("text", &self.rule.text)?;
        map.serialize_entry("role", &self.role)?;
        map.serialize_entry("missing", &self.summary())?;
        if let GrantState::Unmet(miss) = &self.state {
            map.serialize_entry("condition", &miss.clause)?;
            map.serialize_entry("values", &miss.lines)?;
        }
        map.end()
    }
}

impl Serialize for AtomLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("condition", &*self.text)?;
        map.serialize_entry("is", &self.truth)?;
        map.serialize_entry("because", &self.because)?;
        map.end()
    }
}

impl Serialize for Truth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::True => true.serialize(serializer),
            Self::False => false.serialize(serializer),
            Self::Unknown => "unknown".serialize(serializer),
        }
    }
}
