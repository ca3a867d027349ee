//! Certificates and tokens, read again when their files change.

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use rustls::ServerConfig;
use sha2::{Digest, Sha256};
use ward_live::{Ticker, Watching, watch_paths};

use crate::http::{Secured, State, Tokens};
use crate::settings::Settings;

/// The TLS configuration in force.
pub(crate) type TlsInForce = Arc<ArcSwapOption<ServerConfig>>;

/// Reads everything for the first time.
///
/// # Errors
/// The file that can't be used, and why.
pub(crate) fn read(settings: &Settings) -> Result<(Option<Secured>, Option<Tokens>), String> {
    let secured = settings.tls.as_ref().map(Secured::read).transpose()?;
    let tokens = settings
        .tokens
        .as_ref()
        .map(|path| Tokens::read(path).map_err(|error| format!("`{}`: {error}", path.display())));
    Ok((secured, tokens.transpose()?))
}

/// What the files hold, by hash: whatever else is written beside them, they are read again only
/// where that differs.
#[derive(Debug)]
pub(crate) struct Contents {
    paths: Vec<PathBuf>,
    hashes: Vec<Option<[u8; 32]>>,
}

impl Contents {
    /// As it is now. To be looked at before the files are read, so that no change is missed.
    pub(crate) fn look(settings: &Settings) -> Self {
        let mut paths: Vec<PathBuf> = settings.tokens.iter().cloned().collect();
        if let Some(tls) = &settings.tls {
            paths.extend([tls.cert.clone(), tls.key.clone()]);
            paths.extend(tls.client_ca.clone());
            paths.extend(tls.client_crl.clone());
        }
        let hashes = hashes(&paths);
        Self { paths, hashes }
    }

    /// Whether the files hold something else than when this was asked last.
    fn differ(&mut self) -> bool {
        let now = hashes(&self.paths);
        let differ = now != self.hashes;
        self.hashes = now;
        differ
    }
}

fn hashes(paths: &[PathBuf]) -> Vec<Option<[u8; 32]>> {
    let hash = |path| std::fs::read(path).ok().map(|bytes| Sha256::digest(bytes).into());
    paths.iter().map(hash).collect()
}

/// Watches the files. What can't be used changes nothing.
pub(crate) fn watch(
    state: Arc<State>,
    tls: TlsInForce,
    mut contents: Contents,
    ticker: Ticker,
) -> Option<Watching> {
    let paths = contents.paths.clone();
    if paths.is_empty() {
        return None;
    }
    let changed = move |_| {
        if contents.differ() {
            again(&state, &tls);
        }
    };
    Some(watch_paths(ticker, move || paths.clone(), changed))
}

fn again(state: &State, tls: &TlsInForce) {
    match read(&state.settings) {
        Ok((secured, tokens)) => {
            if let Some(secured) = secured {
                tls.store(Some(secured.0));
            }
            if let Some(tokens) = tokens {
                state.tokens.store(Some(Arc::new(tokens)));
            }
            state.metrics.credentials(true);
            tracing::info!("certificates and tokens were read again");
        }
        Err(error) => {
            state.metrics.credentials(false);
            tracing::error!(%error, "certificates and tokens stay as they were");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    #[test]
    fn files_differ_when_they_hold_something_else_or_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let tokens = folder.path().join("tokens");
        std::fs::write(&tokens, "a").unwrap();
        let settings = Settings { tokens: Some(tokens.clone()), ..Settings::default() };
        let mut contents = Contents::look(&settings);
        std::fs::write(folder.path().join("log"), "of something else").unwrap();
        std::fs::write(&tokens, "a").unwrap();
        assert!(!contents.differ());
        std::fs::write(&tokens, "b").unwrap();
        assert!(contents.differ());
        std::fs::remove_file(&tokens).unwrap();
        assert!(contents.differ());
        assert!(!contents.differ());
    }
}
