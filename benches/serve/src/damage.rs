//! Ways in which files are broken.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::Failed;
use crate::clinic::{Clinic, Combination, DATA, settings};

/// A way in which files are broken.
#[derive(Debug)]
pub struct Damage {
    /// What is done.
    pub name: &'static str,
    /// Does it to a set that holds a combination.
    pub harm: fn(&Clinic, Combination) -> Result<(), Failed>,
}

const fn damage(
    name: &'static str,
    harm: fn(&Clinic, Combination) -> Result<(), Failed>,
) -> Damage {
    Damage { name, harm }
}

/// All of them. None leaves something that could be put in force, wherever it is cut: the last
/// declaration of the rules is one without which a claim and a test fail.
pub const DAMAGES: [Damage; 19] = [
    damage("rules cut off somewhere", |clinic, given| {
        clinic.write("rules.policy", cut(&given.rules()).as_bytes())
    }),
    damage("rules emptied", |clinic, _| clinic.write("rules.policy", b"")),
    damage("rules half-written, later the rest of something wrong", |clinic, given| {
        let text = given.rules().replace("four_eyes", "4_eyes");
        clinic.write("rules.policy", cut(&text).as_bytes())?;
        thread::sleep(Duration::from_millis(fastrand::u64(1..30)));
        clinic.write("rules.policy", text.as_bytes())
    }),
    damage("rules deleted", |clinic, _| remove(clinic, "rules.policy")),
    damage("rules that are a folder", |clinic, _| {
        remove(clinic, "rules.policy")?;
        Ok(fs::create_dir(clinic.path("rules.policy"))?)
    }),
    damage("rules that are no text", |clinic, _| {
        let bytes: Vec<u8> = (0..500).map(|_| fastrand::u8(128..)).collect();
        clinic.write("rules.policy", &bytes)
    }),
    damage("a wrong type in a condition", |clinic, given| {
        rules(clinic, given, "unless subject.active", "unless subject.active == 3")
    }),
    damage("an unknown name", |clinic, given| {
        rules(clinic, given, "extends nurse", "extends nurses")
    }),
    damage("a role against its own `cannot`", |clinic, given| {
        rules(
            clinic,
            given,
            "role nurse \"Nurse\" {",
            "role nurse \"Nurse\" {\n  can sign within mine",
        )
    }),
    damage("a claim that is refuted", |clinic, given| {
        rules(
            clinic,
            given,
            "forbid sign when note.author == subject",
            "forbid sign when note.author == subject and not subject.active",
        )
    }),
    damage("a test that fails", |clinic, given| rules(clinic, given, "can view, ", "can ")),
    damage("data cut off somewhere", |clinic, _| clinic.write("data.json", cut(DATA).as_bytes())),
    damage("data emptied", |clinic, _| clinic.write("data.json", b"")),
    damage("data deleted", |clinic, _| remove(clinic, "data.json")),
    damage("data with a wrong type", |clinic, _| {
        clinic
            .write("data.json", DATA.replace("\"active\": false", "\"active\": \"no\"").as_bytes())
    }),
    damage("data that are no text", |clinic, _| clinic.write("data.json", &[0xff; 300])),
    damage("`ward.toml` broken", |clinic, _| {
        clinic.write("ward.toml", b"name = \"clinic\ndata = [")
    }),
    damage("`ward.toml` deleted", |clinic, _| remove(clinic, "ward.toml")),
    damage("the whole folder moved away", |clinic, _| {
        Ok(fs::rename(clinic.set(), clinic.beside("away"))?)
    }),
];

/// Makes everything whole again, with this combination; the rules last, so that nothing else
/// comes into force on the way.
///
/// # Errors
/// Where files can't be written.
pub fn mend(clinic: &Clinic, serve: &str, given: Combination) -> Result<(), Failed> {
    if clinic.beside("away").exists() {
        fs::rename(clinic.beside("away"), clinic.set())?;
    }
    if clinic.path("rules.policy").is_dir() {
        fs::remove_dir(clinic.path("rules.policy"))?;
    }
    clinic.put("ward.toml", &settings(serve))?;
    clinic.put("data.json", &given.data())?;
    clinic.put("rules.policy", &given.rules())
}

fn remove(clinic: &Clinic, name: &str) -> Result<(), Failed> {
    Ok(fs::remove_file(clinic.path(name))?)
}

/// A beginning of a text, without at least its last bracket.
fn cut(text: &str) -> &str {
    let end = text.trim_end().len() - 1;
    text.get(..fastrand::usize(1..end)).unwrap_or_default()
}

fn rules(clinic: &Clinic, given: Combination, old: &str, new: &str) -> Result<(), Failed> {
    let text = given.rules();
    let next = text.replacen(old, new, 1);
    if next == text {
        return Err(format!("the rules don't hold `{old}`").into());
    }
    clinic.put("rules.policy", &next)
}
