//! A collector of spans on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::{Span, status::StatusCode};
use prost::Message;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::tls::Authority;

/// A span that came.
#[derive(Clone, Debug)]
pub struct Got {
    pub name: String,
    pub kind: &'static str,
    pub trace: String,
    pub id: String,
    pub parent: String,
    pub service: String,
    pub failed: bool,
    /// By name.
    pub attributes: Vec<(String, String)>,
}

impl Got {
    /// An attribute; nothing where there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    fn of(span: Span, service: &str) -> Self {
        let kind = if span.kind() == SpanKind::Server { "server" } else { "internal" };
        let status = span.status.as_ref();
        let mut attributes: Vec<_> =
            span.attributes.iter().map(|one| (one.key.clone(), text(one.value.as_ref()))).collect();
        attributes.sort();
        Self {
            kind,
            trace: hex(&span.trace_id),
            id: hex(&span.span_id),
            parent: hex(&span.parent_span_id),
            service: service.to_owned(),
            failed: status.is_some_and(|status| status.code() == StatusCode::Error),
            name: span.name,
            attributes,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(value: Option<&AnyValue>) -> String {
    match value.and_then(|value| value.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::BoolValue(is)) => is.to_string(),
        Some(Value::IntValue(number)) => number.to_string(),
        other => panic!("{other:?} is on no span"),
    }
}

pub struct Collector {
    address: SocketAddr,
    authority: Option<Authority>,
    got: Arc<Mutex<Vec<Got>>>,
    over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Collector {
    pub fn begin() -> Self {
        Self::with(None, |stream| stream)
    }

    pub fn begin_secured() -> Self {
        let authority = Authority::new();
        let (cert, key) = authority.issue("localhost");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(cert.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
            );
        let config = Arc::new(config.unwrap());
        Self::with(Some(authority), move |stream| {
            StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream)
        })
    }

    fn with<S: Read + Write>(
        authority: Option<Authority>,
        secure: impl Fn(TcpStream) -> S + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (got, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (into, end) = (got.clone(), over.clone());
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
                take(secure(stream), &into);
            }
        });
        Self { address, authority, got, over, thread }
    }

    pub fn url(&self) -> String {
        let scheme = if self.authority.is_some() { "https" } else { "http" };
        format!("{scheme}://localhost:{}", self.address.port())
    }

    pub fn authority(&self) -> String {
        self.authority.as_ref().unwrap().pem()
    }

    /// Closes it; what came.
    pub fn end(self) -> Vec<Got> {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        self.thread.join().unwrap();
        self.got.lock().unwrap().clone()
    }
}

/// Takes requests of one connection until it is closed.
fn take(stream: impl Read + Write, into: &Mutex<Vec<Got>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut length = 0;
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
        assert!(line.starts_with("POST /v1/traces "), "{line}");
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).ok()?;
            match line.trim_end().to_lowercase().split_once(": ") {
                Some(("content-length", number)) => length = number.parse().unwrap(),
                Some(("content-type", kind)) => assert_eq!(kind, "application/x-protobuf"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).ok()?;
        into.lock().unwrap().extend(read(&body));
        let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\n\
                      content-length: 0\r\n\r\n";
        stream.get_mut().write_all(answer.as_bytes()).ok()?;
        stream.get_mut().flush().ok()?;
    }
}

fn read(body: &[u8]) -> Vec<Got> {
    let request = ExportTraceServiceRequest::decode(body).unwrap();
    let mut got = Vec::new();
    for of in request.resource_spans {
        let named = |one: &&KeyValue| one.key == "service.name";
        let resource = of.resource.unwrap();
        let name = resource.attributes.iter().find(named).and_then(|one| one.value.as_ref());
        let spans = of.scope_spans.into_iter().flat_map(|scope| scope.spans);
        got.extend(spans.map(|span| Got::of(span, &text(name))));
    }
    got
}
