//! Reading 100,000 entities: the time it takes, and the memory that is resident afterwards. Each
//! engine loads in a process of its own.

use std::path::Path;
use std::process::Command;

use cedar_policy::Entities;

use super::Settings;
use super::entities::{SCHEMA, WARD};
use crate::Result;
use crate::engines::{cedar, regorus, ward};
use crate::generate::records;
use crate::measure::{median, nanoseconds};
use crate::report::{Cell, Row, Unit};

pub const ABOUT: &str = "The entities of the scenario before, as a JSON file in each engine's own \
format. Each engine reads it in a process of its own; memory is what is resident (`VmRSS`) more than \
before, once the text is dropped. Ward and Cedar check the entities against their declarations; regorus \
has none, and its file holds the precomputed ancestors.";

/// The engines, Ward first.
const ENGINES: [&str; 3] = [ward::NAME, cedar::NAME, regorus::NAME];

pub fn rows(settings: &Settings) -> Result<Vec<Row>> {
    let n = if settings.quick { 10_000 } else { 100_000 };
    let rounds = if settings.quick { 1 } else { 3 };
    let folder = tempfile::tempdir()?;
    write(n, folder.path())?;
    let mut taken = vec![Vec::new(); ENGINES.len()];
    let mut resident = vec![Vec::new(); ENGINES.len()];
    for _ in 0..rounds {
        for (at, engine) in ENGINES.iter().enumerate() {
            let (time, bytes) = in_child(engine, &folder.path().join(engine))?;
            taken[at].push(time);
            resident[at].push(bytes);
        }
    }
    Ok(vec![
        row(format!("{n} entities, time"), Unit::Nanoseconds, &mut taken),
        row(format!("{n} entities, resident"), Unit::Bytes, &mut resident),
    ])
}

fn row(case: String, unit: Unit, samples: &mut [Vec<f64>]) -> Row {
    let values: Vec<f64> = samples.iter_mut().map(|samples| median(samples)).collect();
    let base = values.first().copied().unwrap_or(f64::NAN);
    let cells = ENGINES.iter().zip(&values).map(|(engine, value)| Cell {
        engine,
        unit,
        value: *value,
        p99: None,
        ratio: value / base,
    });
    Row { case, form: None, cells: cells.collect() }
}

fn write(n: usize, folder: &Path) -> Result<()> {
    let world = records(n);
    std::fs::write(folder.join(ward::NAME), world.to_ward_json().to_string())?;
    std::fs::write(folder.join(cedar::NAME), world.to_cedar_json().to_string())?;
    std::fs::write(folder.join(regorus::NAME), regorus::data(&world).to_json_str()?)?;
    Ok(())
}

fn in_child(engine: &str, file: &Path) -> Result<(f64, f64)> {
    let this = std::env::current_exe()?;
    let output = Command::new(this).arg("--load").arg(engine).arg(file).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(time)), Some(Ok(bytes))) => Ok((time, bytes)),
        _ => Err(format!("{engine} gave no numbers but `{text}`").into()),
    }
}

/// What the process of its own does: nanoseconds and bytes, as text.
///
/// # Errors
/// Where the file doesn't load.
pub fn load(engine: &str, file: &Path) -> Result<String> {
    let (taken, bytes) = match engine {
        ward::NAME => {
            let policy = ward::policy(WARD)?;
            kept(|| ward::engine(policy, std::fs::read_to_string(file)?))?
        }
        cedar::NAME => {
            let schema = cedar::schema(SCHEMA)?;
            let read =
                || Ok(Entities::from_json_str(&std::fs::read_to_string(file)?, Some(&schema))?);
            kept(read)?
        }
        _ => kept(|| Ok(::regorus::Value::from_json_str(&std::fs::read_to_string(file)?)?))?,
    };
    Ok(format!("{taken} {bytes}\n"))
}

/// Time and memory that making something takes, while it is still there.
fn kept<T>(make: impl FnOnce() -> Result<T>) -> Result<(f64, f64)> {
    let before = resident()?;
    let (taken, made) = nanoseconds(make);
    let made = made?;
    let bytes = resident()? - before;
    drop(std::hint::black_box(made));
    Ok((taken, bytes))
}

/// Bytes of this process that are in memory, as Linux counts them.
fn resident() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()).ok_or("no `VmRSS`")?;
    Ok(kibibytes.parse::<f64>()? * 1_024.0)
}
