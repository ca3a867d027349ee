//! A whole service: reloads, credentials, log, connections.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Handle;
use ward_diagnostics::{Diagnostic, codes};
use ward_live::{Gates, Outcome, Pace, Place, Reload, Reloader, Ticker, Watching};

use crate::credentials::{self, Contents};
use crate::data::DataStore;
use crate::http::{Accepting, Front, State, Stop};
use crate::log::DecisionLog;
use crate::settings::{Log, Settings};
use crate::signals::Signals;
use crate::traces::Tracing;

/// The last spans may take so long to be sent.
const LAST_SPANS: Duration = Duration::from_secs(5);

/// How many connections may wait to be taken, as far as the system lets us.
const QUEUE: u32 = 4096;

/// A service that is about to start.
#[derive(Debug)]
pub struct Service {
    /// How it runs.
    pub settings: Settings,
    /// Who reads policy and data.
    pub reloader: Arc<Reloader>,
    store: Option<Arc<DataStore>>,
}

/// A service that listens and takes requests.
#[derive(Debug)]
pub struct Started {
    /// Where it listens.
    pub address: SocketAddr,
    /// `http` or `https`.
    pub scheme: &'static str,
    /// What requests can reach.
    pub state: Arc<State>,
    accepting: Accepting,
    stop: Stop,
    _watching: Vec<Watching>,
}

impl Service {
    /// A service for a policy set.
    ///
    /// # Errors
    /// `E1102` where the settings can't be meant.
    pub fn new(place: Place, settings: Settings) -> Result<Self, Box<Diagnostic>> {
        settings.check().map_err(|why| cant(why, "change it in `[serve]` of `ward.toml`"))?;
        let gates = Gates::named(&settings.gates).map_err(|name| {
            let known: Vec<_> = ward_live::Gate::CHOSEN.iter().map(|gate| gate.name()).collect();
            cant(format!("there is no gate `{name}`"), &format!("write {}", known.join(", ")))
        })?;
        let beyond = !settings.listen.ip().is_loopback();
        let known = settings.tokens.is_some()
            || settings.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some());
        if beyond && !known && !settings.allow_anyone {
            return Err(cant(
                format!("`{}` can be reached from other machines, by anybody", settings.listen),
                "name tokens or the authority of callers' certificates, or say `--allow-anyone`",
            ));
        }
        let callers_matter = settings.store.is_some() && !settings.allow_anyone;
        if callers_matter && !known {
            return Err(cant(
                "anybody on this machine could change the data",
                "name tokens or the authority of callers' certificates, or say `--allow-anyone`",
            ));
        }
        let store = settings.store.as_ref().map(|path| {
            let opened = DataStore::open(path).map(Arc::new);
            opened.map_err(|why| {
                cant(format!("the store `{}`: {why}", path.display()), "name another file")
            })
        });
        let store = store.transpose()?;
        let pace = Pace { settle: settings.settle, ..Pace::default() };
        let mut reloader = Reloader::new(place, gates).pace(pace);
        if let Some(store) = store.clone() {
            reloader = reloader.held(store);
        }
        Ok(Self { settings, reloader: Arc::new(reloader), store })
    }

    /// Listens, and begins to follow the files. Nothing is loaded by this: the caller does the
    /// first reload, and says what to do where it is held back.
    ///
    /// # Errors
    /// `E1102` where the address, a certificate, the tokens or the log can't be used.
    pub async fn start(
        self,
        mut told: impl FnMut(&Reload) + Send + 'static,
    ) -> Result<Started, Box<Diagnostic>> {
        let settings = self.settings;
        let contents = Contents::look(&settings);
        let (secured, tokens) = credentials::read(&settings)
            .map_err(|why| cant(why, "check the file that the message names"))?;
        let log = settings.log.as_ref().map(opened).transpose()?;
        let traces = Tracing::begin(&settings.traces, &Handle::current());
        let traces = traces.map(|traces| traces.map(Arc::new)).map_err(|why| {
            cant(format!("spans can't be sent: {why}"), "change `[serve.traces]` or `--otlp`")
        })?;
        let listener =
            listen(settings.listen).map_err(|error| not_free(settings.listen, &error))?;
        let address = listener.local_addr().map_err(|error| not_free(settings.listen, &error))?;
        let scheme = if secured.is_some() { "https" } else { "http" };
        let own = format!("{scheme}://{address}");
        let public_url = settings.public_url.clone().unwrap_or(own);
        let ticker = Ticker { quiet: settings.quiet, poll: settings.poll, ..Ticker::default() };
        let gates = self.reloader.gates().clone();
        let mut state = State::new(self.reloader.live(), settings, gates, public_url);
        state.log = log;
        state.reloader = self.store.is_some().then(|| self.reloader.clone());
        state.store = self.store;
        state.traces.clone_from(&traces);
        state.tokens.store(tokens.map(Arc::new));
        let state = Arc::new(state);
        let tls = Arc::new(ArcSwapOption::new(secured.map(|secured| secured.0)));
        // The first reload came before there was anything that it could be told.
        if let (Some(traces), Some(first)) = (&traces, state.live.last()) {
            traces.reload(&first);
        }
        let mut watching = vec![self.reloader.watch(ticker, move |reload| {
            if let Some(traces) = &traces {
                traces.reload(reload);
            }
            told(reload);
        })];
        watching.extend(credentials::watch(state.clone(), tls.clone(), contents, ticker));
        let front = Arc::new(Front::new(state.clone()));
        let accepting = Accepting { listener, tls, state: state.clone(), front };
        let stop = Stop::default();
        Ok(Started { address, scheme, state, accepting, stop, _watching: watching })
    }
}

/// Listens with a long queue: where it is full, the system drops a caller's first packet, and that
/// caller waits for a second.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // As `TcpListener::bind` does it: a service that is started again finds its port free.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

impl Started {
    /// What stops it from elsewhere.
    pub fn stopper(&self) -> Stop {
        self.stop.clone()
    }

    /// Serves until told to stop; then ends what has begun closes the log and sends the last spans.
    pub async fn serve(self) {
        self.accepting.serve(self.stop).await;
        let state = self.state;
        // What waits for the log or the collector is written before the process ends.
        let longest = LAST_SPANS.min(state.settings.limits.grace);
        let close = move || {
            if let Some(log) = &state.log {
                log.close();
            }
            if let Some(traces) = &state.traces {
                traces.end(longest);
            }
        };
        let _ = tokio::task::spawn_blocking(close).await;
    }

    /// Serves until the system asks it to end: by Ctrl-C, or SIGTERM.
    pub async fn serve_until_signal(self, signals: Asked) {
        let stop = self.stopper();
        tokio::spawn(async move {
            signals.0.asked_to_end().await;
            tracing::info!("stopping: what has begun is ended");
            stop.stop();
        });
        self.serve().await;
    }
}

/// The system's wish that the service ends, heard from when this is made.
#[derive(Debug)]
pub struct Asked(Signals);

impl Asked {
    /// Begins to hear.
    ///
    /// # Errors
    /// `E1102` where the system doesn't let us.
    pub fn hear() -> Result<Self, Box<Diagnostic>> {
        let heard = Signals::hear().map(Self);
        heard.map_err(|error| cant(format!("signals can't be heard: {error}"), "try again"))
    }
}

/// Says in the log what became of a reload.
pub fn trace(reload: &Reload) {
    let seconds = reload.took.as_secs_f64();
    match &reload.outcome {
        Outcome::InForce(version) => tracing::info!(
            version = version.number,
            policy = version.policy,
            data = version.data,
            warnings = version.warnings.len(),
            seconds,
            "a new version is in force"
        ),
        Outcome::Unchanged => tracing::debug!(seconds, "the files say what they said before"),
        Outcome::HeldBack(held) => {
            let (gate, first) = (held.gate.name(), held.first());
            let problems = held.diagnostics.len();
            tracing::error!(gate, problems, first, seconds, "a new version is held back");
        }
    }
}

fn cant(message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(codes::CANT_SERVE, message).help(help))
}

fn opened(settings: &Log) -> Result<DecisionLog, Box<Diagnostic>> {
    DecisionLog::open(settings).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => cant(error.to_string(), "`docs/serve.md` lists the fields"),
        _ => {
            let file = settings.file.display();
            cant(
                format!("the decision log `{file}` can't be written: {error}"),
                "name another file",
            )
        }
    })
}

fn not_free(address: SocketAddr, error: &io::Error) -> Box<Diagnostic> {
    cant(format!("`{address}` can't be listened on: {error}"), "name another with `--listen`")
}
