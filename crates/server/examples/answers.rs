//! How long the answers to a system's cases take, without HTTP.
//!
//! ```sh
//! cargo run --release -p ward-server --example answers -- POLICY DATA CASES [ROUNDS]
//! ```

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ward_live::{Gates, Place, Reloader};
use ward_server::Limits;
use ward_server::api::{Answering, Endpoint, Nobody, answer};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [policy, data, cases, rest @ ..] = args.as_slice() else {
        return Err("write POLICY DATA CASES [ROUNDS]".into());
    };
    let rounds: u32 = rest.first().map_or(Ok(50), |rounds| rounds.parse())?;
    let mut place = Place::new(policy);
    place.data = vec![data.into()];
    let reloader = Reloader::new(place, Gates::named::<&str>([])?);
    reloader.reload();
    let version = reloader.live().current().ok_or("nothing is in force")?;
    let answering = Answering {
        brief: false,
        version: &version,
        limits: &Limits::default(),
        now: None,
        time_is_up: &|| false,
        hears: &Nobody,
    };
    let text = std::fs::read_to_string(cases)?;
    let mut times = Vec::new();
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line)?;
        let body = case.get("request").unwrap_or(&case).to_string();
        let begun = Instant::now();
        let mut last = None;
        for _ in 0..rounds {
            last = Some(black_box(answer(
                Endpoint::Evaluation,
                black_box(body.as_bytes()),
                answering,
            )));
        }
        let took = begun.elapsed() / rounds;
        let last = last.ok_or("no rounds")?;
        times.push((took, last.body.len(), last.body.starts_with(br#"{"context"#), body));
    }
    times.sort();
    let total: Duration = times.iter().map(|time| time.0).sum();
    let count = u32::try_from(times.len())?;
    let bytes: usize = times.iter().map(|time| time.1).sum();
    let at = |share: usize| times.get(times.len() * share / 100).map(|time| time.0);
    println!(
        "{count} answers, mean {:?}, half {:?}, 90 % {:?}, 99 % {:?}, {} bytes",
        total / count,
        at(50).unwrap_or_default(),
        at(90).unwrap_or_default(),
        at(99).unwrap_or_default(),
        bytes / times.len(),
    );
    Ok(())
}
