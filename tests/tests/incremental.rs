//! Compiling again after an edit gives what compiling from the start gives, whatever the edit.

use std::cell::Cell;
use std::path::Path;

use ward_compiler::incremental::Recompiler;
use ward_compiler::{Policy, PolicySource, compile, set};
use ward_tests::edit::{Draw, edited};
use ward_tests::generate::Features;
use ward_tests::law::for_worlds;

/// Everything that a policy says; its graph apart, which numbers its parts inside.
fn told(policy: &Policy) -> (String, String) {
    let places: Vec<_> = policy.graph.nodes().into_iter().map(|it| policy.graph.span(it)).collect();
    let graph = format!("{:#?}\n{places:#?}\n{:#?}", policy.graph.nodes(), policy.graph.edges());
    let rest = Policy { graph: ward_compiler::graph::Graph::default(), ..policy.clone() };
    (format!("{rest:#?}"), graph)
}

/// Where two texts begin to differ.
fn difference(one: &str, other: &str) -> Option<String> {
    let differs = one.lines().zip(other.lines()).position(|(one, other)| one != other);
    let at = differs.or_else(|| (one.len() != other.len()).then_some(0))?;
    let around = |text: &str| {
        text.lines().skip(at.saturating_sub(12)).take(16).collect::<Vec<_>>().join("\n")
    };
    Some(format!("recompiled:\n{}\nfrom the start:\n{}", around(one), around(other)))
}

/// Recompiles and compiles, and compares; whether the policy compiled and a short way was taken.
fn step(compiler: &mut Recompiler, source: &PolicySource) -> Result<(bool, bool), String> {
    let failed = |why: String| {
        let texts: Vec<_> =
            source.files.iter().map(|it| format!("{}\n{}", it.path, it.text)).collect();
        format!("{why}\n{}", texts.join("\n"))
    };
    match (compiler.update(source.clone()), compile(source)) {
        (Ok((one, report)), Ok(other)) => {
            let (one, other) = (told(&one), told(&other));
            match difference(&one.0, &other.0).or_else(|| difference(&one.1, &other.1)) {
                None => Ok((true, !report.whole)),
                Some(why) => Err(failed(why)),
            }
        }
        (Err(one), Err(other)) if one.diagnostics == other.diagnostics => Ok((false, false)),
        (one, other) => Err(failed(format!(
            "recompiled: {:?}\nfrom the start: {:?}",
            one.map(|_| ()),
            other.map(|_| ())
        ))),
    }
}

/// Edits a policy set so many times; how often a short way was taken.
fn edits(first: &PolicySource, count: usize) -> Result<usize, String> {
    let mut compiler = Recompiler::default();
    let mut draw =
        Draw::from(&first.files.iter().map(|file| file.text.as_str()).collect::<String>());
    let mut source = first.clone();
    let mut short = 0;
    step(&mut compiler, &source)?;
    for _ in 0..count {
        let next = edited(&source, &mut draw);
        let (compiles, patched) = step(&mut compiler, &next)?;
        short += usize::from(patched);
        if compiles {
            source = next;
        } else if draw.below(2) == 0 {
            step(&mut compiler, &source)?;
        }
    }
    Ok(short)
}

#[test]
fn edits_of_made_up_policies_give_what_compiling_gives() {
    let short = Cell::new(0);
    let plain = Features { overlays: false, ..Features::ALL };
    for (features, count) in [(plain, 30), (Features::ALL, 6)] {
        let done = for_worlds(features, count, |world| {
            let taken = edits(&world.source(), 12)?;
            short.set(short.get() + taken);
            Ok(())
        });
        done.unwrap_or_else(|why| panic!("{why}"));
    }
    assert!(short.get() > 20, "the short way is tried: {}", short.get());
}

#[test]
fn edits_of_real_policies_give_what_compiling_gives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    for name in ["betasky", "cliniko", "extendedreach", "penelope", "portal"] {
        let source = set::read_dir(&folder.join(name));
        edits(&source, 6).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}
