//! One value, whatever form it is written in: addresses, ranges, numbers and times from data,
//! requests and policies.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what must not fail in a test fails it"
)]

use std::sync::Arc;

use serde_json::json;
use ward_compiler::{PolicySource, compile};
use ward_evaluator::{DataFile, Engine, Request};

/// An engine over a policy that reads one property and one field of the context.
fn engine(ty: &str, statements: &str, value: &str) -> Result<Engine, String> {
    let text = format!(
        "policy clinic \"A clinic\"
subject entity User {{ value: {ty}?, values: Set<{ty}> = [] }}
entity Note
context {{ value: {ty}? }}
actions notes on Note {{ view, edit, sign(value: {ty}) }}
role anyone {{ {statements} }}
"
    );
    let policy = compile(&PolicySource::from_text(text)).expect("the policy compiles");
    let data = format!(
        "{{\"entities\": [{{\"type\": \"Note\", \"id\": \"n\"}},
           {{\"type\": \"User\", \"id\": \"ann\", \"properties\": {{\"value\": {value}, \"values\": [{value}]}}}}]}}"
    );
    let file = DataFile { name: "data.json".into(), text: data };
    let (engine, problems) = Engine::load(Arc::new(policy), &[file]);
    match problems.into_iter().next() {
        Some(problem) => Err(format!(
            "{} {} [{}]",
            problem.code,
            problem.message,
            problem.help.unwrap_or_default()
        )),
        None => Ok(engine),
    }
}

/// What a request says, with the value as it is written in the context and as a parameter.
fn request(action: &str, value: &str) -> Result<Request, String> {
    let text = format!(
        "{{\"subject\": {{\"type\": \"User\", \"id\": \"ann\"}},
           \"action\": {{\"name\": \"{action}\", \"properties\": {{\"value\": {value}}}}},
           \"resource\": {{\"type\": \"Note\", \"id\": \"n\"}}, \"context\": {{\"value\": {value}}}}}"
    );
    Request::from_text(&text).map_err(|problem| problem.to_string())
}

fn permits(engine: &Engine, action: &str, value: &str) -> bool {
    let request = request(action, value).expect("it is a request");
    engine.permits(&request).expect("it can be decided")
}

#[test]
fn an_address_is_the_same_in_every_form() {
    let statements = "can view when context.value == \"10.6.6.6\"
        can edit when context.value == subject.value and subject.values contains context.value
        can sign when action.value in \"::ffff:10.6.6.0/120\" and subject.value in \"10.6.0.0/16\"";
    let forms = ["10.6.6.6", "::ffff:10.6.6.6", "::ffff:a06:606", "0:0:0:0:0:FFFF:0a06:0606"];
    for stored in forms {
        let engine = engine("Ip", statements, &json!(stored).to_string()).unwrap();
        for asked in forms {
            let asked = json!(asked).to_string();
            for action in ["view", "edit", "sign"] {
                assert!(permits(&engine, action, &asked), "{stored} {action} {asked}");
            }
        }
        for other in ["10.6.7.6", "::a06:606", "2001:db8::a06:606"] {
            let other = json!(other).to_string();
            assert!(!permits(&engine, "edit", &other) && !permits(&engine, "sign", &other));
        }
    }
}

#[test]
fn a_range_is_its_network() {
    let statements = "can view when context.value == \"10.1.2.3/8\"
        can edit when context.value == subject.value and subject.values contains context.value";
    for stored in ["10.0.0.0/8", "10.1.2.3/8", "::ffff:10.0.0.0/104", "::ffff:10.9.9.9/104"] {
        let engine = engine("IpRange", statements, &json!(stored).to_string()).unwrap();
        assert!(permits(&engine, "view", "\"10.255.0.1/8\""));
        assert!(permits(&engine, "edit", "\"10.255.0.1/8\""));
        assert!(!permits(&engine, "edit", "\"10.0.0.0/9\""));
    }
}

#[test]
fn all_of_ipv6_is_not_all_of_ipv4() {
    let engine = engine("Ip", "can view when context.value in \"::/0\"", "\"::1\"").unwrap();
    assert!(permits(&engine, "view", "\"2001:db8::1\""));
    assert!(
        !permits(&engine, "view", "\"10.1.2.3\"")
            && !permits(&engine, "view", "\"::ffff:1.2.3.4\"")
    );
}

#[test]
fn a_decimal_is_read_from_its_digits() {
    let statements = "can view when context.value == 12345678901.123456
        can edit when context.value == subject.value and subject.values contains context.value
        can sign when action.value == subject.value";
    for text in ["12345678901.123456", "\"12345678901.123456\"", "12345678901123456e-6"] {
        let engine = engine("Decimal", statements, text).unwrap();
        for asked in ["12345678901.123456", "\"12345678901.123456\"", "1.2345678901123456E10"] {
            for action in ["view", "edit", "sign"] {
                assert!(permits(&engine, action, asked), "{text} {action} {asked}");
            }
        }
        for other in ["12345678901.123455", "12345678901.123457"] {
            assert!(!permits(&engine, "view", other) && !permits(&engine, "sign", other));
        }
    }
}

#[test]
fn a_decimal_keeps_its_digits_in_a_log_and_as_a_tree() {
    let asked = request("view", "12345678901.123456").unwrap();
    let text = serde_json::to_string(&asked).unwrap();
    assert!(text.contains(r#""context":{"value":12345678901.123456}"#), "{text}");
    assert_eq!(serde_json::from_str::<Request>(&text).unwrap(), asked);
    assert_eq!(Request::from_json(&ward_evaluator::parse_json(&text).unwrap()).unwrap(), asked);
}

#[test]
fn small_numbers_and_ends_are_read() {
    for (ty, text) in [
        ("Decimal", "0.10"),
        ("Decimal", "1e-1"),
        ("Decimal", "-0"),
        ("Decimal", "\"9223372036854.775807\""),
        ("Decimal", "9223372036854.775807"),
        ("Decimal", "-9223372036854.775808"),
        ("Int", "-0"),
        ("Int", "9223372036854775807"),
        ("Int", "-9223372036854775808"),
        ("Time", "\"9999-12-31T23:59:59.999999Z\""),
        ("Time", "\"2026-03-01T09:00:00.123456-23:59\""),
        ("Duration", "\"-106751991 days\""),
    ] {
        let engine = engine(ty, "can view when context.value == subject.value", text).unwrap();
        assert!(permits(&engine, "view", text), "{ty} {text}");
    }
}

#[test]
fn what_is_beyond_a_limit_names_it() {
    let mut shown = String::new();
    for (ty, text) in [
        ("Decimal", "9223372036855"),
        ("Decimal", "\"-9223372036854.775809\""),
        ("Decimal", "0.1000000000000000055"),
        ("Decimal", "0.1234567"),
        ("Decimal", "\"0.1234567\""),
        ("Decimal", "{}"),
        ("Int", "9223372036854775808"),
        ("Int", "-12345678901234567890123"),
        ("Int", "1.5"),
        ("Int", "1e3"),
        ("Int", "-0.0"),
        ("String", "12345678901.123456"),
        ("Time", "\"2026-03-02T09:00:00.123456789Z\""),
        ("Time", "\"9999-12-31T23:59:59-05:00\""),
        ("Time", "\"20260302T090000Z\""),
        ("Duration", "\"106751992 days\""),
        ("Duration", "\"3 dayss\""),
        ("Date", "\"10000-01-01\""),
    ] {
        let refused = engine(ty, "can view", text).map(drop).expect_err("it isn't read");
        assert!(refused.starts_with("E0702"), "{ty} {text}: {refused}");
        shown += &format!("{ty} {text}\n  {refused}\n");
        let valid = match ty {
            "Decimal" | "Int" => "1",
            "Time" => "\"2026-03-02T09:00:00Z\"",
            "Duration" => "\"3 days\"",
            "Date" => "\"2026-03-02\"",
            _ => "\"a\"",
        };
        let engine = engine(ty, "can view", valid).unwrap();
        let asked = engine.permits(&request("view", text).unwrap());
        shown += &format!("  {}\n", asked.expect_err("it is malformed"));
    }
    insta::assert_snapshot!(shown);
}
