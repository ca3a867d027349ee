//! Asks a decision point as fast as it answers, and says how fast that was.
//!
//! ```sh
//! cargo run --release -p ward-server --example load -- 127.0.0.1:8181 /access/v1/evaluation body.json 4 10
//! ```
//! for the body of a file, on four connections, for ten seconds.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

type Failed = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [address, path, file, connections, seconds] = args.as_slice() else {
        return Err("write ADDRESS PATH FILE CONNECTIONS SECONDS".into());
    };
    let body = std::fs::read_to_string(file)?;
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: ward\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let end = Duration::from_secs(seconds.parse()?);
    let begun = Instant::now();
    let callers: Vec<_> = (0..connections.parse::<usize>()?)
        .map(|_| {
            let (address, request) = (address.clone(), request.clone());
            thread::spawn(move || caller(&address, &request, begun, end))
        })
        .collect();
    let mut times = Vec::new();
    for caller in callers {
        times.extend(caller.join().map_err(|_| "a caller broke down")??);
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 1000).copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = times.len() as f64 / took;
    println!(
        "{} answers, {rate:.0} a second; half within {:?}, 99 % within {:?}, 99.9 % within {:?}",
        times.len(),
        at(500),
        at(990),
        at(999),
    );
    Ok(())
}

/// How long each request took.
fn caller(
    address: &str,
    request: &str,
    begun: Instant,
    end: Duration,
) -> Result<Vec<Duration>, Failed> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut times = Vec::new();
    while begun.elapsed() < end {
        let asked = Instant::now();
        stream.get_mut().write_all(request.as_bytes())?;
        answer(&mut stream)?;
        times.push(asked.elapsed());
    }
    Ok(times)
}

fn answer(stream: &mut BufReader<TcpStream>) -> Result<(), Failed> {
    let mut length = 0;
    let mut line = String::new();
    stream.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
        return Err(line.into());
    }
    while line.trim_end() != "" {
        line.clear();
        stream.read_line(&mut line)?;
        if let Some(text) = line.to_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(())
}
