//! Differences as other tools read them: unified, three lines around each.

use std::collections::HashMap;

/// The lines around a difference.
const AROUND: usize = 3;

/// A difference: these lines of the old text have become those of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    old: (usize, usize),
    new: (usize, usize),
}

/// The difference of two texts in the unified format; `paint` may colour a line.
pub fn unified(name: &str, old: &str, new: &str, paint: impl Fn(&str) -> String) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut changes = Vec::new();
    compare(&old, &new, (0, old.len()), (0, new.len()), &mut changes);
    let mut out = format!("--- {name}\n+++ {name}\n");
    let mut rest = changes.as_slice();
    while !rest.is_empty() {
        let near = |pair: &[Change]| pair[1].old.0 - pair[0].old.1 <= 2 * AROUND;
        let count = rest.windows(2).take_while(|pair| near(pair)).count() + 1;
        let (hunk, others) = rest.split_at(count);
        write_hunk(&old, &new, hunk, &paint, &mut out);
        rest = others;
    }
    out
}

fn write_hunk(
    old: &[&str],
    new: &[&str],
    hunk: &[Change],
    paint: &impl Fn(&str) -> String,
    out: &mut String,
) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return };
    let before = first.old.0.min(AROUND);
    let behind = (old.len() - last.old.1).min(AROUND);
    let old_range = (first.old.0 - before, last.old.1 + behind);
    let new_range = (first.new.0 - before, last.new.1 + behind);
    let header = format!("@@ -{} +{} @@", range(old_range), range(new_range));
    let mut put = |line: &str, sign: &str| {
        let ended = line.strip_suffix('\n');
        out.push_str(&paint(&format!("{sign}{}", ended.unwrap_or(line))));
        out.push_str(if ended.is_some() { "\n" } else { "\n\\ No newline at end of file\n" });
    };
    put(&format!("{header}\n"), "");
    let mut at = old_range.0;
    for change in hunk {
        old[at..change.old.0].iter().for_each(|line| put(line, " "));
        old[change.old.0..change.old.1].iter().for_each(|line| put(line, "-"));
        new[change.new.0..change.new.1].iter().for_each(|line| put(line, "+"));
        at = change.old.1;
    }
    old[at..old_range.1].iter().for_each(|line| put(line, " "));
}

/// `first,count`, counted from 1; an empty range names the line in front of it.
fn range((from, to): (usize, usize)) -> String {
    let first = if from == to { from } else { from + 1 };
    format!("{first},{}", to - from)
}

/// Finds the changes of a part: equal lines at both ends are put aside, and the lines that occur
/// once on each side, as far as they are in the same order, divide what is left.
fn compare(
    old: &[&str],
    new: &[&str],
    mut a: (usize, usize),
    mut b: (usize, usize),
    changes: &mut Vec<Change>,
) {
    while a.0 < a.1 && b.0 < b.1 && old[a.0] == new[b.0] {
        (a.0, b.0) = (a.0 + 1, b.0 + 1);
    }
    while a.0 < a.1 && b.0 < b.1 && old[a.1 - 1] == new[b.1 - 1] {
        (a.1, b.1) = (a.1 - 1, b.1 - 1);
    }
    if a.0 == a.1 && b.0 == b.1 {
        return;
    }
    let anchors = anchors(&old[a.0..a.1], &new[b.0..b.1]);
    if anchors.is_empty() {
        return changes.push(Change { old: a, new: b });
    }
    let (mut x, mut y) = (a.0, b.0);
    for (in_old, in_new) in anchors {
        let (next_x, next_y) = (a.0 + in_old, b.0 + in_new);
        compare(old, new, (x, next_x), (y, next_y), changes);
        (x, y) = (next_x + 1, next_y + 1);
    }
    compare(old, new, (x, a.1), (y, b.1), changes);
}

/// The longest rising row of lines that occur once on each side, as places on both.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let places = unique(new);
    let once = unique(old);
    let pairs = old.iter().enumerate().filter(|(at, line)| once.get(*line) == Some(&Some(*at)));
    let pairs: Vec<(usize, usize)> =
        pairs.filter_map(|(at, line)| Some((at, places.get(line).copied().flatten()?))).collect();
    rising(&pairs)
}

/// Where each line stands; nowhere if it stands twice.
fn unique<'t>(lines: &[&'t str]) -> HashMap<&'t str, Option<usize>> {
    let mut places = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        places.entry(*line).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// The longest row of pairs whose second numbers rise, by patience sorting.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|top| pairs[*top].1 < pair.1);
        before.push(pile.checked_sub(1).map(|left| tops[left]));
        if pile == tops.len() {
            tops.push(at);
        } else {
            tops[pile] = at;
        }
    }
    let mut row = Vec::new();
    let mut next = tops.last().copied();
    while let Some(at) = next {
        row.push(pairs[at]);
        next = before[at];
    }
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        unified("x", old, new, str::to_owned)
    }

    #[test]
    fn a_changed_line_stands_between_its_neighbours() {
        let shown = diff("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n");
        assert_eq!(shown, "--- x\n+++ x\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
    }

    #[test]
    fn far_changes_stand_apart() {
        let old: String = (0..30).map(|line| format!("{line}\n")).collect();
        let shown = diff(&old, &old.replace("2\n", "two\n"));
        assert_eq!(shown.matches("@@ -").count(), 3, "{shown}");
        assert_eq!(diff(&old, &format!("{old}more\n")).matches("+more").count(), 1);
    }

    #[test]
    fn a_missing_line_end_is_a_difference() {
        let shown = diff("a\nb", "a\nb\n");
        assert!(shown.ends_with("-b\n\\ No newline at end of file\n+b\n"), "{shown}");
        assert!(diff("", "a\n").contains("@@ -0,0 +1,1 @@\n+a\n"));
    }
}
