//! A difference in one line.

use ward_diff::Diff;

/// What is said of both policies together, in one line.
pub fn summary(found: &Diff, names: &[String; 2]) -> String {
    let cells = format!("{} of {} cells proved to decide alike", found.unchanged, found.cells);
    let [old, new] = names;
    if found.is_equal() {
        let more = found.declared.iter().filter(|one| one.gives).count();
        let more = match more {
            0 => "",
            _ => ", and more may be given than before",
        };
        format!("{old} and {new}: proved that every request is decided alike{more} ({cells})")
    } else {
        let gains = found.changes.iter().filter(|change| change.kind.gives()).count();
        let others = found.changes.len() - gains;
        let declared = found.declared.iter().filter(|one| one.counts).count();
        let parts =
            [(gains, "gain"), (others, "other change"), (declared, "declaration that counts")];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<_> = parts.map(|(number, word)| said(number, word)).collect();
        format!("{old} to {new}: {} ({cells})", parts.join(", "))
    }
}

fn said(number: usize, word: &str) -> String {
    match word.split_once(' ') {
        Some(("declaration", rest)) if number > 1 => {
            format!("{number} declarations {}", rest.replace("counts", "count"))
        }
        _ if number == 1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    }
}
