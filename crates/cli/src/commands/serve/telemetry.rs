//! What the environment says of traces, as OpenTelemetry names it:
//! <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>.
//!
//! It goes over `ward.toml`, and `--otlp` over it. Headers, attributes of the resource and the
//! sizes of batches are read by the library itself.

use std::path::PathBuf;
use std::time::Duration;

use ward_server::Traces;

use crate::failure::Failure;

/// Where to find values of variables.
type Look<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Puts what the environment says over the settings.
///
/// # Errors
/// The variable that can't be meant.
pub fn over(traces: &mut Traces, otlp: Option<&str>, look: Look<'_>) -> Result<(), Failure> {
    let look = |name: &str| look(name).filter(|value| !value.trim().is_empty());
    let of_traces = |name: &str| {
        let own = format!("OTEL_EXPORTER_OTLP_TRACES_{name}");
        let general = format!("OTEL_EXPORTER_OTLP_{name}");
        [own, general].into_iter().find_map(|name| Some((look(&name)?, name)))
    };
    if let Some(endpoint) = otlp {
        traces.endpoint = Some(endpoint.to_owned());
    } else if let Some((endpoint, from)) = of_traces("ENDPOINT") {
        traces.endpoint = Some(endpoint);
        // The variable for traces alone is never completed.
        traces.is_whole = from.contains("TRACES");
    }
    if is_off(&look)? {
        traces.endpoint = None;
    }
    if traces.endpoint.is_none() {
        return Ok(());
    }
    if let Some((protocol, name)) = of_traces("PROTOCOL").filter(|(it, _)| it != "http/protobuf") {
        let help = "set `http/protobuf` and the collector's port for it, mostly 4318";
        return Err(wrong(&name, &protocol, help));
    }
    if let Some((timeout, name)) = of_traces("TIMEOUT") {
        let millis = timeout.parse().map_err(|_| wrong(&name, &timeout, "set milliseconds"))?;
        traces.timeout = Duration::from_millis(millis);
    }
    if let Some((file, _)) = of_traces("CERTIFICATE") {
        traces.ca = Some(PathBuf::from(file));
    }
    if let Some(name) = look("OTEL_SERVICE_NAME") {
        traces.service_name = Some(name);
    }
    sample(traces, &look)
}

/// Whether traces are switched off.
fn is_off(look: Look<'_>) -> Result<bool, Failure> {
    if look("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Ok(true);
    }
    match look("OTEL_TRACES_EXPORTER").as_deref() {
        None | Some("otlp") => Ok(false),
        Some("none") => Ok(true),
        Some(other) => Err(wrong("OTEL_TRACES_EXPORTER", other, "set `otlp` or `none`")),
    }
}

fn sample(traces: &mut Traces, look: Look<'_>) -> Result<(), Failure> {
    const SAMPLER: &str = "OTEL_TRACES_SAMPLER";
    const SHARE: &str = "OTEL_TRACES_SAMPLER_ARG";
    let Some(sampler) = look(SAMPLER) else { return Ok(()) };
    traces.sample = match sampler.as_str() {
        "parentbased_always_on" => 1.0,
        "parentbased_always_off" => 0.0,
        "parentbased_traceidratio" => match look(SHARE) {
            None => 1.0,
            Some(text) => {
                let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
                share.ok_or_else(|| wrong(SHARE, &text, "set a share from 0 to 1"))?
            }
        },
        other => {
            let help = "what callers have sampled stays sampled: set `parentbased_always_on`, \
                        `parentbased_always_off` or `parentbased_traceidratio`";
            return Err(wrong(SAMPLER, other, help));
        }
    };
    Ok(())
}

fn wrong(name: &str, value: &str, help: &str) -> Failure {
    Failure::usage(format!("`{name}` is `{value}`, which isn't one that is known"), help)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    fn with(otlp: Option<&str>, of: &[(&str, &str)]) -> Result<Traces, Failure> {
        let mut traces = Traces { service_name: Some("pdp".into()), ..Traces::default() };
        let found = |name: &str| of.iter().find(|(known, _)| *known == name);
        over(&mut traces, otlp, &|name| found(name).map(|(_, value)| (*value).to_owned()))?;
        Ok(traces)
    }

    #[test]
    fn an_endpoint_comes_from_the_option_then_the_variable_for_traces_then_the_general_one() {
        let general = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4318");
        let own = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://b:4318/in");
        let to = |otlp, of: &[_]| with(otlp, of).unwrap().url();
        assert_eq!(to(None, &[]), None);
        assert_eq!(to(None, &[general]).as_deref(), Some("http://a:4318/v1/traces"));
        assert_eq!(to(None, &[general, own]).as_deref(), Some("http://b:4318/in"));
        let by_option = to(Some("http://c:1"), &[general, own]);
        assert_eq!(by_option.as_deref(), Some("http://c:1/v1/traces"));
    }

    #[test]
    fn traces_can_be_switched_off() {
        for off in [("OTEL_SDK_DISABLED", "true"), ("OTEL_TRACES_EXPORTER", "none")] {
            assert_eq!(with(Some("http://c:1"), &[off]).unwrap().endpoint, None);
        }
    }

    #[test]
    fn name_share_and_timeout_come_from_the_environment() {
        let found = with(
            Some("http://c:1"),
            &[
                ("OTEL_SERVICE_NAME", "ward-north"),
                ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
                ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
            ],
        );
        let found = found.unwrap();
        assert_eq!(found.service_name.as_deref(), Some("ward-north"));
        assert_eq!((found.sample, found.timeout), (0.25, Duration::from_millis(500)));
        assert_eq!(with(None, &[]).unwrap().service_name.as_deref(), Some("pdp"));
    }

    #[test]
    fn what_can_not_be_meant_is_an_error() {
        for wrong in [
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_TRACES_EXPORTER", "zipkin"),
            ("OTEL_TRACES_SAMPLER", "always_on"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "soon"),
        ] {
            assert!(with(Some("http://c:1"), &[wrong]).is_err(), "{wrong:?}");
        }
    }
}
