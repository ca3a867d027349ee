//! The least that axum can answer: a process with handlers that return a constant, over the same
//! settings of tokio and hyper as the service has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use axum::Router;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::routing::post;
use bytes::Bytes;
use clap::Parser;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::Failed;
use crate::service::Service;

/// The word that makes this program a constant.
pub const MODE: &str = "as-constant";
/// Where the constant is returned without a look at the request's body.
pub const UNREAD: &str = "/unread";
/// Where the request's body is read before.
pub const READ: &str = "/read";

const JSON: (HeaderName, &str) = (CONTENT_TYPE, "application/json");

/// What to answer.
#[derive(Debug, Parser)]
pub struct Constant {
    /// The body of every answer, as a file
    #[arg(long)]
    body: PathBuf,
}

impl Constant {
    /// A process that answers with what a file holds.
    ///
    /// # Errors
    /// Where it doesn't start.
    pub fn in_a_process(body: &Path) -> Result<Service, Failed> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(MODE).arg("--body").arg(body);
        Service::spawn(command, |line| line.strip_prefix("listening on ")?.parse().ok())
    }

    /// Answers until the process is ended.
    ///
    /// # Errors
    /// Where it can't listen.
    pub fn run(&self) -> Result<(), Failed> {
        let body = Bytes::from(fs::read(&self.body)?);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(serve(body))
    }
}

async fn serve(body: Bytes) -> Result<(), Failed> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    eprintln!("listening on {}", listener.local_addr()?);
    let router = router(body);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let router = router.clone();
        tokio::spawn(async move {
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(10))
                .max_buf_size(64 << 10)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
                .await;
        });
    }
}

fn router(body: Bytes) -> Router {
    let (unread, read) = (body.clone(), body);
    Router::new()
        .route(UNREAD, post(move || async move { ([JSON], unread) }))
        .route(READ, post(move |_: Bytes| async move { ([JSON], read) }))
}
