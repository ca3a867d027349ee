//! Taking connections, and letting them go.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::certified::{Certified, named};
use super::{Front, State};

/// The head of a request may have so many bytes.
const LONGEST_HEAD: usize = 16 << 10;

/// After the system refused a connection, the next is waited for so long.
const AFTER_REFUSAL: Duration = Duration::from_millis(50);

/// While half of the places are taken, a new connection may be idle no longer than this.
const IN_A_CROWD: Duration = Duration::from_secs(1);

/// So many files are left for everything but connections.
const OTHER_FILES: u64 = 64;

/// How many connections the system lets us have, after asking for as many as it gives.
fn open_files() -> usize {
    let most = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(u64::MAX);
    usize::try_from(most.saturating_sub(OTHER_FILES).max(1)).unwrap_or(usize::MAX)
}

/// Tells a service to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::channel(false).0)
    }
}

impl Stop {
    /// No more connections; what has begun is ended.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is told.
    pub async fn stopped(&self) {
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}

/// Serves the connections of a listener.
#[derive(Debug)]
pub struct Accepting {
    /// Where connections come in.
    pub listener: TcpListener,
    /// The TLS configuration in force; plain HTTP where there is none.
    pub tls: Arc<ArcSwapOption<ServerConfig>>,
    /// What requests can reach.
    pub state: Arc<State>,
    /// Answers.
    pub front: Arc<Front>,
}

impl Accepting {
    /// Serves until told to stop, and then until what has begun has ended, or the grace is over.
    pub async fn serve(self, stop: Stop) {
        let limits = self.state.settings.limits.clone();
        let most = limits.connections.min(open_files());
        let places = Arc::new(Semaphore::new(most));
        let graceful = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stop.stopped() => break,
            };
            let Ok((stream, _)) = accepted else {
                // Too many open files, most likely; others will close.
                sleep(AFTER_REFUSAL).await;
                continue;
            };
            // With every place taken, a new connection is closed at once rather than left waiting.
            let Ok(place) = places.clone().try_acquire_owned() else { continue };
            let crowded = places.available_permits() < most / 2;
            let patience =
                if crowded { IN_A_CROWD.min(limits.read_time) } else { limits.read_time };
            let connection = Connection {
                tls: self.tls.load_full(),
                front: self.front.clone(),
                watcher: graceful.watcher(),
                patience,
            };
            let state = self.state.clone();
            tokio::spawn(async move {
                state.metrics.connections.inc();
                connection.serve(stream).await;
                drop(place);
                state.metrics.connections.dec();
            });
        }
        drop(self.listener);
        self.state.stop();
        if timeout(limits.grace, graceful.shutdown()).await.is_err() {
            tracing::warn!("some connections didn't end in time");
        }
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for S {}

/// Answers the requests of one connection, which have one caller where a certificate names them.
fn answering(
    front: Arc<Front>,
    caller: Option<Certified>,
) -> impl Service<
    Request<Incoming>,
    Response = Response,
    Error = Infallible,
    Future: Future<Output = Result<Response, Infallible>> + Send,
> {
    service_fn(move |request| {
        let (front, caller) = (front.clone(), caller.clone());
        // Boxed, or every idle connection would keep the room that a request needs.
        Box::pin(async move { Ok(front.answer(caller, request).await) })
    })
}

struct Connection {
    tls: Option<Arc<ServerConfig>>,
    front: Arc<Front>,
    watcher: Watcher,
    patience: Duration,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let Some(config) = self.tls.clone() else { return self.http1(stream, None).await };
        let handshake = timeout(self.patience, TlsAcceptor::from(config).accept(stream)).await;
        // Who speaks no TLS, or shows no certificate, is told so by TLS itself.
        let Ok(Ok(stream)) = handshake else { return };
        let tls = stream.get_ref().1;
        let caller = tls.peer_certificates().and_then(<[_]>::first).and_then(named);
        if tls.alpn_protocol() == Some(b"h2") {
            self.http2(stream, caller).await;
        } else {
            self.http1(stream, caller).await;
        }
    }

    async fn http1(self, stream: impl Stream, caller: Option<Certified>) {
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience)
            .max_buf_size(LONGEST_HEAD)
            .serve_connection(TokioIo::new(stream), answering(self.front, caller));
        let _ = self.watcher.watch(connection).await;
    }

    async fn http2(self, stream: impl Stream, caller: Option<Certified>) {
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(self.patience)
            .keep_alive_timeout(self.patience)
            .max_concurrent_streams(128)
            .max_header_list_size(u32::try_from(LONGEST_HEAD).unwrap_or(u32::MAX))
            .serve_connection(TokioIo::new(stream), answering(self.front, caller));
        let _ = self.watcher.watch(connection).await;
    }
}
