//! Values of each kind, the extremes among them, as policies and as data write them.

use serde_json::{Value as Json, json};

use super::schema::Kind;

/// Literals that conditions are made with, few enough to meet often.
pub fn literals(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Bool => &["true", "false"],
        Kind::Int => {
            &["0", "1", "7", "-1", "2000000", "9223372036854775807", "-9223372036854775808"]
        }
        Kind::Decimal => &["0.0", "0.5", "1.5", "2.0", "-0.000001", "9223372036854.775807"],
        Kind::Date => &["2026-03-02", "2026-03-03", "0001-01-01", "9999-12-31"],
        Kind::Time => &["2026-03-02T00:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T23:59:59Z"],
        Kind::Duration => &["0 days", "1 day", "24 hours", "1 hour", "90 days"],
        Kind::Text => &["\"\"", "\"ab\"", "\"b\""],
        Kind::Hue => &["Hue::red", "Hue::green"],
        Kind::Role => &["Role::base", "Role::lead"],
        Kind::Ip => &["\"10.1.2.3\"", "\"10.0.0.0\"", "\"::1\""],
        Kind::Range => &["\"10.0.0.0/8\"", "\"10.1.2.0/24\"", "\"::/0\"", "\"0.0.0.0/0\""],
        Kind::Record => &[],
        Kind::Entity(types) => match types {
            ["User"] => &["User::\"u1\"", "User::\"u2\""],
            ["Folder"] => &["Folder::\"f1\"", "Folder::\"f2\""],
            _ => &["User::\"u1\"", "Team::\"t1\"", "Org::\"o1\""],
        },
    }
}

/// What data say of a property of a kind.
pub fn values(kind: Kind) -> Vec<Json> {
    match kind {
        Kind::Bool => vec![json!(true), json!(false)],
        Kind::Int => {
            vec![
                json!(0),
                json!(1),
                json!(7),
                json!(-1),
                json!(i64::MAX),
                json!(i64::MIN),
                json!(2),
            ]
        }
        Kind::Decimal => {
            let texts =
                ["0", "0.5", "1.5", "1", "7", "-0.000001", "9223372036854.775807", "2.000001"];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Date => {
            let texts = ["2026-03-02", "2026-03-03", "2026-01-01", "0001-01-01", "9999-12-31"];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Time => {
            let texts = [
                "2026-03-02T00:00:00Z",
                "2026-03-02T09:00:00Z",
                "2026-03-02T23:59:59.999999Z",
                "2026-03-03T00:00:00Z",
                "0001-01-02T00:00:00Z",
                "9999-12-30T00:00:00Z",
            ];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Duration => {
            let texts =
                ["0 days", "1 day", "1 hour", "-1 day", "25 hours", "90 days", "100000 days"];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Text => ["", "ab", "b", "aab"].iter().map(|text| json!(text)).collect(),
        Kind::Hue => ["red", "green", "blue"].iter().map(|text| json!(text)).collect(),
        Kind::Role => {
            ["base", "lead", "watched", "nobody"].iter().map(|text| json!(text)).collect()
        }
        Kind::Ip => {
            let texts = ["10.1.2.3", "10.0.0.0", "10.255.255.255", "11.0.0.0", "::1", "0.0.0.0"];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Range => {
            let texts = ["10.0.0.0/8", "10.1.2.0/24", "::/0", "0.0.0.0/0", "10.1.2.3/32"];
            texts.iter().map(|text| json!(text)).collect()
        }
        Kind::Record => vec![
            json!({"city": "ab", "zip": 1}),
            json!({"city": "ab"}),
            json!({"zip": 1}),
            json!({"city": "b", "zip": 1}),
            json!({"city": "b", "zip": 2}),
        ],
        Kind::Entity(types) => types
            .iter()
            .flat_map(|ty| (1..=3).map(move |nth| json!(format!("{ty}::{}", id(ty, nth)))))
            .collect(),
    }
}

/// The id of the nth entity of a type. Of each type the third is never stored.
pub fn id(ty: &str, nth: usize) -> String {
    let letter = if ty == "Caller" { "k".to_owned() } else { ty[..1].to_lowercase() };
    format!("{letter}{}{nth}", if ty == "Rec" { "ec" } else { "" })
}
