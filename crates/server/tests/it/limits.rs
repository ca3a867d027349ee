//! Limits, and that one caller's slowness is nobody else's.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use ward_server::{Limits, Settings};

use crate::client::Client;
use crate::service::{Clinic, Running, ask, settings};

const PATH: &str = "/access/v1/evaluation";

fn limited(limits: Limits) -> Running {
    Clinic::new().serve_with(Settings { limits, ..settings() })
}

/// How many of something; `WARD_CONNECTIONS` asks for more.
fn many() -> usize {
    std::env::var("WARD_CONNECTIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

fn others_are_served(running: &Running) {
    for _ in 0..5 {
        assert!(running.client().post(PATH, &ask("ann", "read", "n1")).decision());
    }
}

#[test]
fn a_huge_body_is_a_413_whether_announced_or_not() {
    let running = limited(Limits { body: 1_000, ..Limits::default() });
    let huge = format!("{{\"subject\": \"{}\"}}", "x".repeat(2_000));
    let answer = running.client().post(PATH, &huge);
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (413, &"E0810".into()));
    let mut client = running.client();
    client.raw(format!("POST {PATH} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes());
    client.raw(format!("{:x}\r\n{huge}\r\n", huge.len()).as_bytes());
    assert_eq!(client.answer().unwrap().status, 413);
    others_are_served(&running);
}

#[test]
fn who_announces_a_huge_body_and_waits_is_told_before_sending_it() {
    let running = limited(Limits::default());
    let mut client = running.client();
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\n");
    client.raw(format!("{head}expect: 100-continue\r\ncontent-length: 9999999\r\n\r\n").as_bytes());
    assert_eq!(client.answer().unwrap().status, 413);
}

#[test]
fn deep_json_is_a_400() {
    let running = limited(Limits::default());
    for body in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        let answer = running.client().post(PATH, &body);
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (400, &"E0810".into()));
    }
    others_are_served(&running);
}

#[test]
fn a_slow_body_is_a_408_and_takes_nobodys_place() {
    let limits = Limits { read_time: Duration::from_secs(2), concurrency: 1, ..Limits::default() };
    let running = limited(limits);
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    let begin = |_| {
        let mut client = running.client();
        client.raw(head.as_bytes());
        client
    };
    let mut slow: Vec<Client<TcpStream>> = (0..many()).map(begin).collect();
    others_are_served(&running);
    for client in &mut slow {
        assert_eq!(client.answer().unwrap().status, 408);
    }
}

#[test]
fn large_bodies_that_never_end_take_bounded_memory_and_no_room_of_small_ones() {
    let running = limited(Limits {
        read_time: Duration::from_secs(2),
        body: 100_000,
        data_body: 100_000,
        bodies: 0,
        ..Limits::default()
    });
    let begin = |_| {
        let mut client = running.client();
        let head = format!(
            "POST {PATH} HTTP/1.1\r\nhost: w\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n"
        );
        // Who is told that there is no room may find the connection closed.
        let _ = client.try_raw(format!("{head}{}", " ".repeat(90_000)).as_bytes());
        client
    };
    let mut stalled: Vec<Client<TcpStream>> = (0..8).map(begin).collect();
    others_are_served(&running);
    let told: Vec<_> =
        stalled.iter_mut().map(|one| one.answer().map_or(0, |one| one.status)).collect();
    assert!(told.contains(&503) && told.contains(&408), "{told:?}");
    let large = format!("{}{}", ask("ann", "read", "n1"), " ".repeat(90_000));
    assert!(running.client().post(PATH, &large).decision(), "there is room again");
}

#[test]
fn many_idle_connections_and_slow_heads_do_not_keep_others_out_and_are_closed() {
    let running = limited(Limits { read_time: Duration::from_secs(2), ..Limits::default() });
    let mut idle: Vec<Client<TcpStream>> = (0..many()).map(|_| running.client()).collect();
    let mut slow: Vec<Client<TcpStream>> = (0..many()).map(|_| running.client()).collect();
    slow.iter_mut().for_each(|client| client.raw(b"POST /access/v1/eval"));
    others_are_served(&running);
    for client in idle.iter_mut().chain(&mut slow) {
        assert!(client.answer().is_none_or(|answer| answer.status == 408));
    }
}

#[test]
fn with_every_connection_taken_a_new_one_is_closed_and_later_served() {
    let running = limited(Limits { connections: 2, ..Limits::default() });
    let first = (running.client(), running.client());
    crate::service::until(|| running.state.metrics_text().contains("ward_connections 2"));
    let mut third = TcpStream::connect(running.address).unwrap();
    let _ = third.write_all(b"GET /live HTTP/1.1\r\nhost: w\r\n\r\n");
    assert!(Client::over(third).answer().is_none());
    drop(first);
    crate::service::until(|| running.state.metrics_text().contains("ward_connections 0"));
    // One alone: those before it may still be open to the service.
    assert!(running.client().post(PATH, &ask("ann", "read", "n1")).decision());
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let running = limited(Limits::default());
    let mut client = running.client();
    let _ = client
        .try_raw(format!("GET /live HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(200_000)).as_bytes());
    assert!(client.answer().is_none_or(|answer| answer.status == 431));
    others_are_served(&running);
}

#[test]
fn long_batches_that_wait_keep_no_single_decision_out() {
    let limits = Limits { concurrency: 2, batch: 100_000, ..Limits::default() };
    let running = std::sync::Arc::new(limited(limits));
    let body = ask("ann", "read", "n1").replace(
        "{\"subject\"",
        &format!("{{\"evaluations\": [{}], \"subject\"", vec!["{}"; 20_000].join(",")),
    );
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (running, body) = (running.clone(), body.clone());
            std::thread::spawn(move || {
                running.client().post("/access/v1/evaluations", &body).status
            })
        })
        .collect();
    others_are_served(&running);
    for caller in callers {
        let status = caller.join().unwrap();
        assert!([200, 503].contains(&status), "{status}");
    }
}
