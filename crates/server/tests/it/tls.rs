//! TLS, certificates of callers, and certificates that change.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ward_server::{Settings, Tls};

use crate::client::Client;
use crate::service::{Clinic, Running, ask, settings, until};

const PATH: &str = "/access/v1/evaluation";

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// Certificate and key, PEM.
type Pair = (String, String);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn issue(&self, name: &str) -> Pair {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.0).unwrap().pem(), key.serialize_pem())
    }
}

fn put(clinic: &Clinic, (cert, key): &Pair) -> Tls {
    clinic.write("cert.pem", cert);
    clinic.write("key.pem", key);
    Tls { cert: clinic.path("cert.pem"), key: clinic.path("key.pem"), client_ca: None }
}

/// A client that trusts one authority, and may have a certificate of its own.
fn secured(
    running: &Running,
    authority: &Authority,
    own: Option<&Pair>,
) -> Client<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.0.pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match own {
        None => config.with_no_client_auth(),
        Some((cert, key)) => config
            .with_client_auth_cert(
                vec![CertificateDer::from_pem_slice(cert.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
            )
            .unwrap(),
    };
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    Client::over(StreamOwned::new(connection, TcpStream::connect(running.address).unwrap()))
}

#[test]
fn it_answers_over_tls_and_not_without() {
    let (clinic, authority) = (Clinic::new(), Authority::new());
    let tls = put(&clinic, &authority.issue("localhost"));
    let running = clinic.serve_with(Settings { tls: Some(tls), ..settings() });
    let mut client = secured(&running, &authority, None);
    assert!(client.post(PATH, &ask("ann", "read", "n1")).decision());
    let metadata = client.get("/.well-known/authzen-configuration").json();
    assert!(metadata["policy_decision_point"].as_str().unwrap().starts_with("https://"));
    let mut plain = running.client();
    let _ = plain.try_raw(b"GET /live HTTP/1.1\r\nhost: w\r\n\r\n");
    assert!(plain.try_answer().is_none_or(|line| !line.starts_with("HTTP")));
}

#[test]
fn whoever_has_no_certificate_of_the_authority_is_refused() {
    let (clinic, authority, other) = (Clinic::new(), Authority::new(), Authority::new());
    clinic.write("ca.pem", &authority.0.pem());
    let tls = put(&clinic, &authority.issue("localhost"));
    let tls = Tls { client_ca: Some(clinic.path("ca.pem")), ..tls };
    let running = clinic.serve_with(Settings { tls: Some(tls), ..settings() });
    let caller = authority.issue("gateway");
    assert!(
        secured(&running, &authority, Some(&caller))
            .post(PATH, &ask("ann", "read", "n1"))
            .decision()
    );
    for own in [None, Some(&other.issue("gateway"))] {
        let mut client = secured(&running, &authority, own);
        let _ = client.try_raw(b"GET /live HTTP/1.1\r\nhost: w\r\n\r\n");
        assert!(client.try_answer().is_none());
    }
}

#[test]
fn a_renewed_certificate_is_shown_to_new_connections_and_a_broken_one_is_not() {
    let (clinic, old, new) = (Clinic::new(), Authority::new(), Authority::new());
    let tls = put(&clinic, &old.issue("localhost"));
    let running = clinic.serve_with(Settings { tls: Some(tls), ..settings() });
    let mut kept = secured(&running, &old, None);
    assert_eq!(kept.get("/live").status, 200);
    let live = |authority: &Authority| {
        let mut client = secured(&running, authority, None);
        client.try_raw(b"GET /live HTTP/1.1\r\nhost: w\r\n\r\n").is_ok()
            && client.try_answer().is_some()
    };
    put(&clinic, &new.issue("localhost"));
    until(|| live(&new));
    assert_eq!(kept.get("/live").status, 200, "who is connected stays");
    clinic.write("cert.pem", "no certificate");
    until(|| running.state.metrics_text().contains("result=\"held_back\"} "));
    assert!(live(&new));
}
