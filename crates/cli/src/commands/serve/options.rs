//! The options of `ward serve` that `[serve]` has too.

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ward_server::{Log, Settings, Tls};

use super::telemetry;
use crate::failure::Failure;

const TLS: &str = "TLS";
const LIMITS: &str = "Limits";

fn address(text: &str) -> Result<SocketAddr, String> {
    let help = "write an address and a port, such as `127.0.0.1:8181` or `[::1]:8181`";
    text.parse().map_err(|_| help.to_owned())
}

/// The options of `ward serve` that `[serve]` has too.
#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// Where to listen [default: 127.0.0.1:8181]
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = address)]
    pub listen: Option<SocketAddr>,
    /// The URL by which callers reach the service, for its metadata
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// What a new version has to pass: `claims`, `tests`, `no-new-access`, `constraints`; may be
    /// repeated, `none` for none of them [default: claims, tests]
    #[arg(long, value_name = "GATE")]
    pub gate: Vec<String>,
    /// Take `context.now` from requests instead of the service's clock
    #[arg(long)]
    pub trust_caller_time: bool,
    /// Answer with decisions and what they ask for, without reasons
    #[arg(long)]
    pub brief: bool,
    /// A file with the bearer tokens of callers: a name and a token a line
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Let anybody ask although other machines can reach the service
    #[arg(long)]
    pub allow_anyone: bool,
    /// Keep data that callers change in this file, beside the data files
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Write each decision to this file as a JSON line; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub decision_log: Option<PathBuf>,
    /// Send a span of each request to this collector, by OTLP over HTTP, such as
    /// http://localhost:4318 [env: OTEL_EXPORTER_OTLP_ENDPOINT]
    #[arg(long, value_name = "URL")]
    pub otlp: Option<String>,
    /// The certificate chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key", help_heading = TLS)]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert", help_heading = TLS)]
    pub tls_key: Option<PathBuf>,
    /// The authorities of callers' certificates, PEM; callers without one are refused
    #[arg(long, value_name = "FILE", help_heading = TLS)]
    pub client_ca: Option<PathBuf>,
    /// Which callers' certificates are revoked, PEM: a list of each authority
    #[arg(long, value_name = "FILE", help_heading = TLS)]
    pub client_crl: Option<PathBuf>,
    /// How many bytes a request may have [default: 1048576]
    #[arg(long, value_name = "BYTES", help_heading = LIMITS)]
    pub max_body: Option<usize>,
    /// How many evaluations one request may ask for [default: 1000]
    #[arg(long, value_name = "NUMBER", help_heading = LIMITS)]
    pub max_batch: Option<usize>,
    /// How many requests are decided at once [default: 256]
    #[arg(long, value_name = "NUMBER", help_heading = LIMITS)]
    pub max_concurrency: Option<usize>,
    /// How many milliseconds one request may take to decide [default: 5000]
    #[arg(long, value_name = "MILLISECONDS", help_heading = LIMITS)]
    pub max_time: Option<u64>,
}

/// Paths in `ward.toml` are relative to it.
pub fn beside(settings: &mut Settings, folder: &Path) {
    let tls = settings.tls.iter_mut();
    let tls = tls.flat_map(|tls| {
        let own = [&mut tls.cert, &mut tls.key].into_iter();
        own.chain(&mut tls.client_ca).chain(&mut tls.client_crl)
    });
    let log = settings.log.iter_mut().map(|log| &mut log.file);
    let log = log.filter(|file| file.as_os_str() != "-");
    let own = settings.tokens.iter_mut().chain(&mut settings.store);
    for path in own.chain(tls).chain(log).chain(&mut settings.traces.ca) {
        *path = folder.join(&*path);
    }
}

impl Options {
    /// What is said here goes before what the settings say.
    ///
    /// # Errors
    /// Where it can't be meant.
    pub fn over(&self, settings: &mut Settings) -> Result<(), Failure> {
        set(&mut settings.listen, self.listen);
        set(&mut settings.limits.body, self.max_body);
        set(&mut settings.limits.batch, self.max_batch);
        set(&mut settings.limits.concurrency, self.max_concurrency);
        set(&mut settings.limits.time, self.max_time.map(Duration::from_millis));
        settings.public_url = self.public_url.clone().or(settings.public_url.take());
        settings.store = self.store.clone().or(settings.store.take());
        settings.tokens = self.tokens.clone().or(settings.tokens.take());
        settings.trust_caller_time |= self.trust_caller_time;
        settings.brief |= self.brief;
        settings.allow_anyone |= self.allow_anyone;
        match self.gate.as_slice() {
            [] => {}
            [none] if none == "none" => settings.gates.clear(),
            gates if gates.iter().any(|gate| gate == "none") => {
                return Err(Failure::usage(
                    "`none` is named beside other gates",
                    "name gates, or `none` alone",
                ));
            }
            gates => settings.gates = gates.to_vec(),
        }
        self.tls(settings)?;
        let look = |name: &str| env::var(name).ok();
        telemetry::over(&mut settings.traces, self.otlp.as_deref(), &look)?;
        if let Some(file) = &self.decision_log {
            match &mut settings.log {
                Some(log) => log.file.clone_from(file),
                log => *log = Some(Log::to(file)),
            }
        }
        Ok(())
    }

    /// What isn't said here stays as the settings say it: a new certificate lets nobody in.
    fn tls(&self, settings: &mut Settings) -> Result<(), Failure> {
        if let (Some(cert), Some(key)) = (self.tls_cert.clone(), self.tls_key.clone()) {
            let old = settings.tls.take().map(|tls| (tls.client_ca, tls.client_crl));
            let (client_ca, client_crl) = old.unwrap_or_default();
            settings.tls = Some(Tls { cert, key, client_ca, client_crl });
        }
        let client_ca = self.client_ca.clone();
        let client_crl = self.client_crl.clone();
        match &mut settings.tls {
            Some(tls) => {
                tls.client_ca = client_ca.or(tls.client_ca.take());
                tls.client_crl = client_crl.or(tls.client_crl.take());
                Ok(())
            }
            None if client_ca.is_none() && client_crl.is_none() => Ok(()),
            None => Err(Failure::usage(
                "callers' certificates are part of TLS, and the service has no certificate",
                "name one with `--tls-cert` and `--tls-key`, or in `[serve.tls]`",
            )),
        }
    }
}

fn set<T>(setting: &mut T, option: Option<T>) {
    if let Some(value) = option {
        *setting = value;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    fn path(name: &str) -> Option<PathBuf> {
        Some(PathBuf::from(name))
    }

    #[test]
    fn another_certificate_by_option_keeps_whose_certificates_callers_need() {
        let (cert, key) = ("old".into(), "old".into());
        let tls = Tls { cert, key, client_ca: path("ca"), client_crl: path("crl") };
        let mut settings = Settings { tls: Some(tls), ..Settings::default() };
        let (tls_cert, tls_key) = (path("new"), path("new"));
        let options = Options { tls_cert, tls_key, ..Options::default() };
        options.over(&mut settings).unwrap();
        let tls = settings.tls.unwrap();
        assert_eq!(
            (tls.cert, tls.client_ca, tls.client_crl),
            ("new".into(), path("ca"), path("crl"))
        );
    }

    #[test]
    fn callers_certificates_without_tls_are_an_error() {
        let options = Options { client_ca: path("ca"), ..Options::default() };
        assert!(options.over(&mut Settings::default()).is_err());
    }
}
