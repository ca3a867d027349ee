//! Certificates and tokens, read again when their files change.

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use rustls::ServerConfig;
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

/// Watches the files. What can't be used changes nothing.
pub(crate) fn watch(state: Arc<State>, tls: TlsInForce, ticker: Ticker) -> Option<Watching> {
    let mut paths: Vec<PathBuf> = state.settings.tokens.iter().cloned().collect();
    if let Some(tls) = &state.settings.tls {
        paths.extend([tls.cert.clone(), tls.key.clone()]);
        paths.extend(tls.client_ca.clone());
        paths.extend(tls.client_crl.clone());
    }
    if paths.is_empty() {
        return None;
    }
    Some(watch_paths(ticker, move || paths.clone(), move |_| again(&state, &tls)))
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
