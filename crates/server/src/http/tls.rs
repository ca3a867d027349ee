//! Certificates: TLS for the service, and whose certificates callers need.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::VerifierBuilderError::InvalidCrl;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

use crate::settings::Tls;

/// A TLS configuration that was read.
#[derive(Clone, Debug)]
pub struct Secured(pub Arc<ServerConfig>);

impl Secured {
    /// Reads certificate, key and authorities.
    ///
    /// # Errors
    /// The file that can't be used, and why.
    pub fn read(settings: &Tls) -> Result<Self, String> {
        let chain = certificates(&settings.cert)?;
        let key = PrivateKeyDer::from_pem_file(&settings.key).map_err(|error| match error {
            pem::Error::NoItemsFound => told(&settings.key, &"it holds no private key"),
            error => told(&settings.key, &error),
        })?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let builder = match &settings.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let roots = Arc::new(authorities(path)?);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider)
                    .with_crls(revoked(settings)?)
                    .build()
                    .map_err(|error| match &settings.client_crl {
                        Some(list) if matches!(error, InvalidCrl(_)) => told(list, &error),
                        _ => told(path, &error),
                    })?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let mut config = builder.with_single_cert(chain, key).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                format!(
                    "the key in `{}` isn't that of the certificate in `{}`",
                    settings.key.display(),
                    settings.cert.display()
                )
            }
            error => told(&settings.cert, &error),
        })?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

/// The lists of certificates that are revoked.
fn revoked(settings: &Tls) -> Result<Vec<CertificateRevocationListDer<'static>>, String> {
    settings
        .client_crl
        .as_deref()
        .map_or_else(|| Ok(Vec::new()), |path| all(path, "revocation list"))
}

/// The authorities in a file.
///
/// # Errors
/// The file, and why it can't be used.
pub(crate) fn authorities(path: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|error| told(path, &error))?;
    }
    Ok(roots)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    all(path, "certificate")
}

/// Everything of a kind in a file, of which there must be something.
fn all<T: PemObject>(path: &Path, kind: &str) -> Result<Vec<T>, String> {
    let file = File::open(path).map_err(|error| told(path, &error))?;
    let found: Result<Vec<_>, _> = T::pem_reader_iter(BufReader::new(file)).collect();
    let found = found.map_err(|error| told(path, &error))?;
    if found.is_empty() {
        let error = io::Error::new(io::ErrorKind::InvalidData, format!("it holds no {kind}"));
        return Err(told(path, &error));
    }
    Ok(found)
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("`{}`: {error}", path.display())
}
