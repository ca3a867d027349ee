//! Where everything is, as `/.well-known/authzen-configuration` says it.

use serde_json::{Map, Value};

use super::Endpoint;

/// The path of the metadata.
pub const METADATA_PATH: &str = "/.well-known/authzen-configuration";

/// The metadata of a service at a base URL.
///
/// ```
/// let metadata = ward_server::api::metadata("https://pdp.example.com/");
/// assert_eq!(metadata["policy_decision_point"], "https://pdp.example.com");
/// assert_eq!(
///     metadata["search_action_endpoint"],
///     "https://pdp.example.com/access/v1/search/action"
/// );
/// ```
pub fn metadata(base: &str) -> Value {
    let base = base.trim_end_matches('/');
    let mut metadata = Map::new();
    metadata.insert("policy_decision_point".into(), base.into());
    for endpoint in Endpoint::ALL {
        let name = match endpoint {
            Endpoint::Evaluation => "access_evaluation_endpoint",
            Endpoint::Evaluations => "access_evaluations_endpoint",
            Endpoint::SubjectSearch => "search_subject_endpoint",
            Endpoint::ResourceSearch => "search_resource_endpoint",
            Endpoint::ActionSearch => "search_action_endpoint",
        };
        metadata.insert(name.into(), format!("{base}{}", endpoint.path()).into());
    }
    Value::Object(metadata)
}
