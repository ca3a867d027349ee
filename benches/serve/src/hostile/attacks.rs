//! The ways in which clients behave badly.

use std::time::Duration;

use super::herd::{Herd, Manner};
use crate::client::{EVALUATION, head};

/// A way in which clients behave badly.
#[derive(Clone, Debug)]
pub struct Attack {
    /// What they do.
    pub name: String,
    /// The connections that do it.
    pub herd: Herd,
    /// For how many seconds.
    pub seconds: u64,
    /// Settings of the service for this.
    pub serve: &'static str,
    /// Whether the service speaks TLS.
    pub tls: bool,
}

/// Longer than the service waits for anybody.
const LONG: u64 = 12;
const SHORT: u64 = 5;
const NOW_AND_THEN: Duration = Duration::from_millis(500);
const REST: Duration = Duration::from_millis(10);
/// As much as a body may have.
const BODY: usize = 1 << 20;

/// Everything is longer and wider than in the settings that a service has by itself, so that ten
/// thousand are open all the time: by itself it closes what is idle after ten seconds, and sooner
/// in a crowd.
const CROWD: &str = "[serve.limits]\nconnections = 20000\nread_time = 60000\n";

/// All of them, with so many connections for each hundred.
pub fn all(hundredth: usize) -> Vec<Attack> {
    let some = |percent: usize| (hundredth * percent).max(1);
    let mut all = vec![
        Attack {
            serve: CROWD,
            seconds: 2 * SHORT,
            ..attack("idle connections", some(100), LONG, Manner::default())
        },
        attack(
            "heads, a byte each half second",
            some(10),
            LONG,
            slowly("POST /access/v1/eval", "x"),
        ),
        attack(
            "bodies, a byte each half second",
            some(10),
            LONG,
            slowly(&evaluation(BODY / 2), " "),
        ),
        attack("heads of 15 kB that never end", some(10), LONG, unended()),
        patient(attack(
            "bodies of a MiB but for the last byte, which never comes",
            some(5),
            LONG,
            stalled(),
        )),
        attack(
            "bodies announced as a terabyte",
            8,
            SHORT,
            endless(&evaluation(1 << 40), "x".repeat(4096)),
        ),
        attack(
            "chunked bodies without end",
            8,
            SHORT,
            endless(&chunked(), format!("1000\r\n{}\r\n", "x".repeat(4096))),
        ),
        attack("JSON of half a million brackets", 4, SHORT, whole(&"[".repeat(500_000))),
        attack(
            "JSON of 70,000 members",
            4,
            SHORT,
            whole(&format!("{{{}", "\"a\":{},".repeat(70_000))),
        ),
        attack(
            "heads of 200 kB",
            8,
            SHORT,
            once(&format!("GET /live HTTP/1.1\r\nx: {}", "x".repeat(200_000))),
        ),
        attack(
            "bytes that are no HTTP",
            8,
            SHORT,
            once("\u{1}\u{2}\u{3} no request at all\r\n\r\n"),
        ),
    ];
    all.extend(
        [
            attack(
                "TLS: bytes that are none",
                8,
                SHORT,
                once("no handshake at all, and never will be"),
            ),
            attack("TLS: plain HTTP", 8, SHORT, once("GET /live HTTP/1.1\r\nhost: w\r\n\r\n")),
            attack("TLS: handshakes that stop after five bytes", some(10), LONG, started()),
            attack("TLS: connections without a byte", some(10), LONG, Manner::default()),
        ]
        .map(|attack| Attack { tls: true, ..attack }),
    );
    all
}

fn attack(name: &str, size: usize, seconds: u64, manner: Manner) -> Attack {
    let herd = Herd { size, manner, rest: REST.max(Duration::from_micros(size as u64 * 10)) };
    Attack { name: format!("{size} × {name}"), herd, seconds, serve: "", tls: false }
}

/// The same with little haste: what is sent says something of the service then, and not of how much
/// the machine can copy.
fn patient(attack: Attack) -> Attack {
    Attack { herd: Herd { rest: NOW_AND_THEN, ..attack.herd }, ..attack }
}

/// The head of a request with a body of so many bytes.
fn evaluation(length: usize) -> String {
    head(&format!("POST {EVALUATION}"), length, "")
}

fn chunked() -> String {
    format!(
        "POST {EVALUATION} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    )
}

fn slowly(first: &str, then: &str) -> Manner {
    Manner { first: first.into(), then: then.into(), pause: NOW_AND_THEN, again: false }
}

/// A body that is all but whole, and stays so.
fn stalled() -> Manner {
    Manner {
        first: format!("{}{}", evaluation(BODY), " ".repeat(BODY - 1)).into(),
        ..Manner::default()
    }
}

/// A head that is almost as long as one may be.
fn unended() -> Manner {
    let first = format!("GET /live HTTP/1.1\r\nx: {}", "x".repeat(15_000));
    Manner { first: first.into(), ..Manner::default() }
}

fn endless(first: &str, then: String) -> Manner {
    Manner { first: first.into(), then: then.into(), ..Manner::default() }
}

/// Whole requests, one after the other on each connection.
fn whole(body: &str) -> Manner {
    Manner {
        first: format!("{}{body}", evaluation(body.len())).into(),
        again: true,
        ..Manner::default()
    }
}

/// Something on a new connection, again and again.
fn once(text: &str) -> Manner {
    Manner { first: text.into(), ..Manner::default() }
}

/// The head of a record that announces a `ClientHello`, and no more.
fn started() -> Manner {
    Manner { first: vec![22, 3, 1, 2, 0], ..Manner::default() }
}
