//! Compiling again after an edit gives what compiling from the start gives, whatever the edit.

use std::cell::Cell;
use std::path::Path;

use ward_compiler::incremental::Recompiler;
use ward_compiler::{Policy, PolicySource, compile, set};
use ward_tests::generate::Features;
use ward_tests::law::for_worlds;

/// A plain generator of numbers, begun from a text.
struct Draw(u64);

impl Draw {
    fn from(text: &str) -> Self {
        let mix = |seed: u64, byte: u8| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// One edit of one line, as an author might make it.
fn edited(source: &PolicySource, draw: &mut Draw) -> PolicySource {
    let mut source = source.clone();
    let at = draw.below(source.files.len());
    let file = &mut source.files[at];
    let mut lines: Vec<String> = file.text.lines().map(str::to_owned).collect();
    let verbs = ["can ", "may ", "forbid ", "enable ", "cannot "];
    let says = |line: &String| verbs.iter().any(|verb| line.trim_start().starts_with(verb));
    let statements: Vec<usize> = (0..lines.len()).filter(|at| says(&lines[*at])).collect();
    let statement = !statements.is_empty() && draw.below(4) > 0;
    let line =
        if statement { statements[draw.below(statements.len())] } else { draw.below(lines.len()) };
    let Some(text) = lines.get(line).cloned() else { return source };
    match draw.below(10) {
        0 | 1 => lines[line] = with_another_number(&text, draw),
        2 | 3 => lines[line] = with_another_word(&text, &file.text, draw),
        4 => {
            lines.remove(line);
        }
        5 => lines.insert(line, text),
        6 => lines[line] = format!("{text} // {}", "noted ".repeat(draw.below(4))),
        7 if !statements.is_empty() => {
            let other = lines[statements[draw.below(statements.len())]].clone();
            lines[line] = other;
        }
        8 if !text.is_empty() => {
            let cut = draw.below(text.len());
            lines[line] = text.chars().take(cut).chain(text.chars().skip(cut + 1)).collect();
        }
        _ => lines.insert(line, "  ".repeat(draw.below(3))),
    }
    file.text = lines.join("\n") + "\n";
    source
}

fn with_another_number(line: &str, draw: &mut Draw) -> String {
    let Some(start) = line.find(|char: char| char.is_ascii_digit()) else {
        return line.to_owned();
    };
    let end = line[start..].find(|char: char| !char.is_ascii_digit());
    let end = end.map_or(line.len(), |at| start + at);
    format!("{}{}{}", &line[..start], draw.below(3000), &line[end..])
}

fn with_another_word(line: &str, text: &str, draw: &mut Draw) -> String {
    let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let words: Vec<&str> = line.split_whitespace().filter(is_word).collect();
    let others: Vec<&str> = text.split_whitespace().filter(is_word).collect();
    if words.is_empty() || others.is_empty() {
        return line.to_owned();
    }
    line.replacen(words[draw.below(words.len())], others[draw.below(others.len())], 1)
}

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
