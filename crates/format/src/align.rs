//! Columns: parts of one-line statements and declarations, and comments at the ends of lines.

use crate::WIDTH;
use crate::line::{Kind, Line, Shape};
use crate::notes::Part;

/// Comments stand in the column behind the longest line of their block that is no longer than
/// this; behind longer lines they follow directly.
const COMMENT_WIDTH: usize = 80;

/// The blanks in front of a comment.
const COMMENT_GAP: usize = 2;

/// Brings everything into its columns.
pub(crate) fn columns(lines: &mut [Line]) {
    let mut first = 0;
    while first < lines.len() {
        let (members, next) = run(lines, first);
        align_run(lines, &members);
        first = next;
    }
    comments(lines);
}

/// The lines that share columns with the one at `first`, and the first line to look at next.
fn run(lines: &[Line], first: usize) -> (Vec<usize>, usize) {
    let Kind::Whole(shape, parts) = &lines[first].kind else { return (Vec::new(), first + 1) };
    let mut longest: &[Part] = parts;
    let mut members = vec![first];
    for (at, line) in lines.iter().enumerate().skip(first + 1) {
        match &line.kind {
            Kind::Comment => {}
            Kind::Whole(other, parts) if fits(*shape, longest, *other, parts) => {
                if parts.len() > longest.len() {
                    longest = parts;
                }
                members.push(at);
            }
            _ => return (members, at),
        }
    }
    (members, lines.len())
}

/// Whether one has the parts of the other, as far as both go.
fn fits(shape: Shape, parts: &[Part], other: Shape, others: &[Part]) -> bool {
    shape == other && parts.iter().zip(others).all(|(a, b)| a == b)
}

/// Lines that a column would push behind [`WIDTH`] stay out of it, the longest first.
fn align_run(lines: &mut [Line], members: &[usize]) {
    let mut members = members.to_vec();
    let count = members.iter().map(|at| lines[*at].cells.len()).max().unwrap_or(0);
    for column in 0..count.saturating_sub(1) {
        members.retain(|at| lines[*at].cells.len() > column + 1);
        let mut target = widest(lines, &members, column);
        let pushed = |at: &usize, target| {
            lines[*at].width() + target - width(&lines[*at].cells[column]) > WIDTH
        };
        while members.iter().any(|at| pushed(at, target)) {
            let longest = members.iter().copied().rev().max_by_key(|at| lines[*at].width());
            members.retain(|at| Some(*at) != longest);
            target = widest(lines, &members, column);
        }
        for at in &members {
            let cell = &mut lines[*at].cells[column];
            let padding = target - width(cell);
            cell.extend(std::iter::repeat_n(' ', padding));
        }
    }
}

fn widest(lines: &[Line], members: &[usize], column: usize) -> usize {
    members.iter().map(|at| width(&lines[*at].cells[column])).max().unwrap_or(0)
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

fn comments(lines: &mut [Line]) {
    let mut first = 0;
    while first < lines.len() {
        let block = lines[first].block;
        let count = lines[first..].iter().take_while(|line| line.block == block).count();
        let members = &mut lines[first..first + count];
        let widths = members.iter().filter(|line| line.comment.is_some()).map(Line::width);
        let column = widths.filter(|width| *width <= COMMENT_WIDTH).max().unwrap_or(0);
        for line in members {
            let padding = column.saturating_sub(line.width()) + COMMENT_GAP;
            if let Some(comment) = &mut line.comment {
                comment.insert_str(0, &" ".repeat(padding));
            }
        }
        first += count;
    }
}
