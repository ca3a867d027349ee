//! TLS, certificates of callers, and certificates that change.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, IsCa,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ward_server::{Log, Settings, Tls};

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
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn issue(&self, name: &str) -> Pair {
        self.issue_with(CertificateParams::new(vec![name.to_owned()]).unwrap())
    }

    fn issue_with(&self, params: CertificateParams) -> Pair {
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.0).unwrap().pem(), key.serialize_pem())
    }

    /// A certificate with a number by which it can be revoked.
    fn numbered(&self, name: &str, number: u64) -> Pair {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.serial_number = Some(number.into());
        self.issue_with(params)
    }

    /// A list that revokes some.
    fn revoking(&self, numbers: &[u64]) -> String {
        let revoked = |number: &u64| RevokedCertParams {
            serial_number: (*number).into(),
            revocation_time: date_time_ymd(2026, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 1, 1),
            next_update: date_time_ymd(2036, 1, 1),
            crl_number: 1.into(),
            issuing_distribution_point: None,
            revoked_certs: numbers.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.0).unwrap().pem().unwrap()
    }
}

fn put(clinic: &Clinic, (cert, key): &Pair) -> Tls {
    clinic.write("cert.pem", cert);
    clinic.write("key.pem", key);
    Tls {
        cert: clinic.path("cert.pem"),
        key: clinic.path("key.pem"),
        client_ca: None,
        client_crl: None,
    }
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

fn with_authority(clinic: &Clinic, authority: &Authority) -> Tls {
    clinic.write("ca.pem", &authority.0.pem());
    let tls = put(clinic, &authority.issue("localhost"));
    Tls { client_ca: Some(clinic.path("ca.pem")), ..tls }
}

#[test]
fn a_certificate_names_its_caller_in_the_decision_log_and_among_writers() {
    let (clinic, authority) = (Clinic::new(), Authority::new());
    let mut running = clinic.serve_with(Settings {
        tls: Some(with_authority(&clinic, &authority)),
        store: Some(clinic.path("store")),
        writers: vec!["registry".into()],
        log: Some(Log::to(clinic.path("log"))),
        ..settings()
    });
    for (name, status) in [("registry", 200), ("gateway", 403)] {
        let own = authority.issue(name);
        let mut client = secured(&running, &authority, Some(&own));
        assert_eq!(client.get("/data/v1/data").status, status, "{name}");
        assert!(client.post(PATH, &ask("ann", "read", "n1")).decision());
    }
    running.stop();
    let log = std::fs::read_to_string(clinic.path("log")).unwrap();
    let lines = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let callers: Vec<_> = lines.map(|line| line["caller"].clone()).collect();
    assert_eq!(callers, ["registry", "gateway"]);
}

#[test]
fn where_tokens_are_asked_for_a_certificate_is_not_enough_and_the_token_names_the_caller() {
    let (clinic, authority) = (Clinic::new(), Authority::new());
    clinic.write("tokens", "portal 0123456789abcdef-portal\n");
    let mut running = clinic.serve_with(Settings {
        tls: Some(with_authority(&clinic, &authority)),
        tokens: Some(clinic.path("tokens")),
        log: Some(Log::to(clinic.path("log"))),
        ..settings()
    });
    let own = authority.issue("gateway");
    let mut client = secured(&running, &authority, Some(&own));
    let body = ask("ann", "read", "n1");
    assert_eq!(client.post(PATH, &body).status, 401);
    let headers =
        [("content-type", "application/json"), ("authorization", "Bearer 0123456789abcdef-portal")];
    assert!(client.send(&format!("POST {PATH}"), &headers, &body).decision());
    drop(client);
    running.stop();
    let log = std::fs::read_to_string(clinic.path("log")).unwrap();
    assert!(log.contains(r#""caller":"portal""#), "{log}");
}

#[test]
fn whoever_shows_a_revoked_certificate_is_refused_as_soon_as_the_list_says_so() {
    let (clinic, authority) = (Clinic::new(), Authority::new());
    clinic.write("crl.pem", &authority.revoking(&[7]));
    let tls = with_authority(&clinic, &authority);
    let tls = Tls { client_crl: Some(clinic.path("crl.pem")), ..tls };
    let running = clinic.serve_with(Settings { tls: Some(tls), ..settings() });
    let served = |own: &Pair| {
        let mut client = secured(&running, &authority, Some(own));
        let _ = client.try_raw(b"GET /live HTTP/1.1\r\nhost: w\r\n\r\n");
        client.try_answer().is_some()
    };
    let (revoked, other) = (authority.numbered("gateway", 7), authority.numbered("gateway", 8));
    assert!(!served(&revoked) && served(&other));
    clinic.write("crl.pem", &authority.revoking(&[7, 8]));
    until(|| !served(&other));
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
