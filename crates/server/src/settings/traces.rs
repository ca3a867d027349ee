//! `[serve.traces]`: where spans go.

use std::path::PathBuf;
use std::time::Duration;

use axum::http::Uri;
use serde::Deserialize;

/// Below an endpoint, OTLP takes spans here:
/// <https://opentelemetry.io/docs/specs/otlp/#otlphttp-request>.
const PATH: &str = "/v1/traces";

/// Where spans go, by OTLP over HTTP.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Traces {
    /// The URL of the collector; without one there are no spans. `/v1/traces` is put behind it
    /// unless it stands there.
    pub endpoint: Option<String>,
    /// Whether the endpoint is taken as it is.
    #[serde(skip)]
    pub is_whole: bool,
    /// What the service is called; `ward` unless set.
    pub service_name: Option<String>,
    /// Which share of the requests is traced whose callers leave it open, from 0 to 1.
    pub sample: f64,
    /// The authorities of the collector's certificate, PEM; those of the system unless set.
    pub ca: Option<PathBuf>,
    /// How long the collector may take for a batch of spans, in milliseconds.
    #[serde(deserialize_with = "super::millis::millis")]
    pub timeout: Duration,
}

impl Default for Traces {
    fn default() -> Self {
        Self {
            endpoint: None,
            is_whole: false,
            service_name: None,
            sample: 1.0,
            ca: None,
            timeout: Duration::from_secs(10),
        }
    }
}

impl Traces {
    /// Where spans are sent; none where there are none.
    ///
    /// ```
    /// use ward_server::Traces;
    ///
    /// let to = |url: &str| Traces { endpoint: Some(url.into()), ..Traces::default() }.url();
    /// assert_eq!(to("http://collector:4318").as_deref(), Some("http://collector:4318/v1/traces"));
    /// assert_eq!(to("https://x/otlp/").as_deref(), Some("https://x/otlp/v1/traces"));
    /// assert_eq!(to("https://x/v1/traces").as_deref(), Some("https://x/v1/traces"));
    /// assert_eq!(Traces::default().url(), None);
    /// ```
    pub fn url(&self) -> Option<String> {
        let endpoint = self.endpoint.as_ref()?;
        if self.is_whole || endpoint.ends_with(PATH) {
            return Some(endpoint.clone());
        }
        Some(format!("{}{PATH}", endpoint.trim_end_matches('/')))
    }

    /// What can't be meant.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.sample) {
            return Err("`traces.sample` isn't a share from 0 to 1".into());
        }
        let Some(url) = self.url() else { return Ok(()) };
        let uri: Option<Uri> = url.parse().ok();
        let scheme = uri.as_ref().and_then(Uri::scheme_str);
        let host = uri.as_ref().and_then(Uri::host).is_some_and(|host| !host.is_empty());
        match scheme {
            Some("http" | "https") if host => Ok(()),
            _ => Err("`traces.endpoint` isn't a URL such as `http://localhost:4318`".into()),
        }
    }
}
