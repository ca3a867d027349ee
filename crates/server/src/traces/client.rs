//! HTTP to the collector, on the service's own runtime.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use hyper_rustls::HttpsConnectorBuilder;
use opentelemetry_http::hyper::HyperClient;
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Handle;

use crate::http::authorities;
use crate::settings::Traces;

/// A client for the collector at a URL.
pub(super) fn client(settings: &Traces, url: &str, runtime: &Handle) -> Result<Telling, String> {
    let timeout = settings.timeout;
    let inner: Arc<dyn HttpClient> = if url.starts_with("https:") {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = HttpsConnectorBuilder::new();
        let builder = match &settings.ca {
            None => builder
                .with_provider_and_native_roots(provider)
                .map_err(|error| format!("the system's certificate authorities: {error}"))?,
            Some(path) => builder.with_tls_config(trusting(authorities(path)?, provider)?),
        };
        let connector = builder.https_only().enable_http1().build();
        Arc::new(HyperClient::new(connector, timeout, None))
    } else {
        Arc::new(HyperClient::with_default_connector(timeout, None))
    };
    let away = Arc::new(AtomicBool::new(false));
    Ok(Telling { inner, runtime: runtime.clone(), away })
}

fn trusting(
    roots: RootCertStore,
    provider: Arc<rustls::crypto::CryptoProvider>,
) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Tells in the service's log when the collector goes away and when it is back: once each.
#[derive(Debug)]
pub(super) struct Telling {
    inner: Arc<dyn HttpClient>,
    runtime: Handle,
    away: Arc<AtomicBool>,
}

#[async_trait]
impl HttpClient for Telling {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        // Spans are sent from a thread of their own, and hyper wants a runtime.
        let inner = self.inner.clone();
        let sent = self.runtime.spawn(async move { inner.send_bytes(request).await }).await?;
        match &sent {
            Ok(response) if response.status().is_success() => self.there(),
            Ok(response) => self.gone(&format!("it answers with status {}", response.status())),
            Err(error) => self.gone(&in_full(error.as_ref())),
        }
        sent
    }
}

impl Telling {
    fn there(&self) {
        if self.away.swap(false, Ordering::Relaxed) {
            tracing::info!("the collector takes spans again");
        }
    }

    fn gone(&self, error: &str) {
        if !self.away.swap(true, Ordering::Relaxed) {
            tracing::warn!(error, "spans can't be sent; nothing more is told until they can");
        }
    }
}

/// An error with its causes.
fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.ends_with(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use std::io::Write;
    use std::sync::Mutex;

    use super::*;

    /// A collector that takes what comes while it is there.
    #[derive(Debug, Default)]
    struct Sometimes(AtomicBool);

    #[async_trait]
    impl HttpClient for Sometimes {
        async fn send_bytes(&self, _: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
            let there = self.0.load(Ordering::Relaxed);
            if there { Ok(Response::new(Bytes::new())) } else { Err("refused".into()) }
        }
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_collector_that_is_away_is_told_once_and_so_is_its_return() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (collector, lines) = (Arc::new(Sometimes::default()), Lines::default());
        let away = Arc::default();
        let inner = collector.clone();
        let client = Telling { inner, runtime: runtime.handle().clone(), away };
        let to = lines.clone();
        let log = tracing_subscriber::fmt().with_writer(move || to.clone()).finish();
        tracing::subscriber::with_default(log, || {
            for there in [false, false, false, true, true, false] {
                collector.0.store(there, Ordering::Relaxed);
                let sent = runtime.block_on(client.send_bytes(Request::new(Bytes::new())));
                assert_eq!(sent.is_ok(), there);
            }
        });
        let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let told: Vec<_> = told.lines().map(|line| line.contains("refused")).collect();
        assert_eq!(told, [true, false, true], "away, back, away");
    }
}
