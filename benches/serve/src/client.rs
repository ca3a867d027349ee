//! A plain HTTP/1.1 client that shares no code with the service.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::Failed;

/// Where single decisions are asked for.
pub const EVALUATION: &str = "/access/v1/evaluation";

/// So long an answer is waited for; longer than the service's own limits.
const PATIENCE: Duration = Duration::from_secs(30);

/// A response.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body, which must be JSON.
    ///
    /// # Errors
    /// Where it isn't.
    pub fn json(&self) -> Result<Value, Failed> {
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// A connection that stays open.
#[derive(Debug)]
pub struct Client<S: Read + Write> {
    stream: BufReader<S>,
    token: Option<String>,
}

/// Connects to an address.
///
/// # Errors
/// Where that isn't possible.
pub fn connect(address: SocketAddr) -> Result<TcpStream, Failed> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

impl Client<TcpStream> {
    /// A connection without TLS.
    ///
    /// # Errors
    /// Where there is none to be had.
    pub fn plain(address: SocketAddr) -> Result<Self, Failed> {
        Ok(Self::over(connect(address)?))
    }
}

impl<S: Read + Write> Client<S> {
    /// A client over a connection.
    pub fn over(stream: S) -> Self {
        Self { stream: BufReader::new(stream), token: None }
    }

    /// The same with a bearer token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    /// Asks with a body.
    ///
    /// # Errors
    /// Where no whole answer comes.
    pub fn post(&mut self, path: &str, body: &str) -> Result<Answer, Failed> {
        self.send(&format!("POST {path}"), body)
    }

    /// Asks without a body.
    ///
    /// # Errors
    /// Where no whole answer comes.
    pub fn get(&mut self, path: &str) -> Result<Answer, Failed> {
        self.send(&format!("GET {path}"), "")
    }

    fn send(&mut self, line: &str, body: &str) -> Result<Answer, Failed> {
        let token = self.token.as_ref();
        let token = token.map(|token| format!("authorization: Bearer {token}\r\n"));
        let head = head(line, body.len(), &token.unwrap_or_default());
        self.stream.get_mut().write_all(format!("{head}{body}").as_bytes())?;
        self.stream.get_mut().flush()?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Failed> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| format!("no answer but `{}`", line.trim_end()))?;
        let mut length = 0;
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the answer broke off".into());
            }
            if line.trim_end().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, body })
    }
}

/// The head of a request.
pub fn head(line: &str, length: usize, more: &str) -> String {
    format!(
        "{line} HTTP/1.1\r\nhost: ward\r\ncontent-type: application/json\r\n{more}content-length: {length}\r\n\r\n"
    )
}
