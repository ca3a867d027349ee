//! A certificate for the service, and callers that trust it.

use std::fs;
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::Failed;
use crate::clinic::{Clinic, text};

/// The name that the certificate is for.
const NAME: &str = "localhost";

/// Who signs the certificate: itself.
pub struct Authority {
    cert: String,
    key: String,
    config: Arc<ClientConfig>,
}

impl Authority {
    /// A new certificate.
    ///
    /// # Errors
    /// Where none can be made.
    pub fn new() -> Result<Self, Failed> {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([NAME.to_owned()])?;
        let mut roots = RootCertStore::empty();
        roots.add(cert.der().clone())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { cert: cert.pem(), key: signing_key.serialize_pem(), config: Arc::new(config) })
    }

    /// Writes certificate and key beside a policy set, and says where.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn written(&self, clinic: &Clinic) -> Result<(String, String), Failed> {
        let (cert, key) = (clinic.beside("cert.pem"), clinic.beside("key.pem"));
        fs::write(&cert, &self.cert)?;
        fs::write(&key, &self.key)?;
        Ok((text(&cert), text(&key)))
    }

    /// What a caller needs to trust it.
    pub fn trusted(&self) -> Arc<ClientConfig> {
        self.config.clone()
    }
}

/// Speaks TLS over a connection.
///
/// # Errors
/// Where TLS can't begin.
pub fn over(
    stream: TcpStream,
    config: &Arc<ClientConfig>,
) -> Result<StreamOwned<ClientConnection, TcpStream>, Failed> {
    let connection = ClientConnection::new(config.clone(), ServerName::try_from(NAME)?)?;
    Ok(StreamOwned::new(connection, stream))
}
