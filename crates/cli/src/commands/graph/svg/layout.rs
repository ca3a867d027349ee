//! Where each box stands. All measures are whole pixels, so that no rounding differs between
//! machines.

use std::cmp::Ordering;

use ward_compiler::graph::{Link, Node, NodeKind};

/// The height of a box.
pub const BOX_HEIGHT: i64 = 18;
const ROW: i64 = 24;
const TOP: i64 = 40;
const MARGIN: i64 = 30;
const GAP: i64 = 110;
const LETTER: i64 = 7;
/// How many letters of a name a box shows.
const LONGEST: usize = 40;
/// How often the columns are put in order; more changes little.
const SWEEPS: usize = 8;

/// The columns, from what leans on others to what others lean on.
const COLUMNS: [(&str, &[NodeKind]); 7] = [
    ("tests", &[NodeKind::Test]),
    ("promises", &[NodeKind::Claim, NodeKind::Constraint]),
    ("overlays", &[NodeKind::Overlay, NodeKind::Ceiling]),
    ("roles and rules", &[NodeKind::Role, NodeKind::Class, NodeKind::Restriction]),
    ("scopes and groups", &[NodeKind::Scope, NodeKind::Group, NodeKind::Obligation]),
    ("actions", &[NodeKind::Action]),
    ("types", &[NodeKind::Type, NodeKind::Enum, NodeKind::Context]),
];

/// A box.
#[derive(Debug)]
pub struct Placed<'a> {
    /// What it stands for.
    pub node: &'a Node,
    /// Its left side.
    pub x: i64,
    /// Its upper side.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// What stands in it.
    pub label: String,
}

/// A drawing's measures.
#[derive(Debug)]
pub struct Layout<'a> {
    /// The boxes.
    pub boxes: Vec<Placed<'a>>,
    /// The curves, by the boxes' positions in [`Self::boxes`].
    pub edges: Vec<(usize, usize, Link)>,
    /// What stands above the columns.
    pub headings: Vec<(i64, String)>,
    /// The whole width.
    pub width: i64,
    /// The whole height.
    pub height: i64,
}

impl<'a> Layout<'a> {
    /// Lays out these declarations.
    pub fn of(nodes: &[&'a Node], edges: &[(&'a Node, &'a Node, Link)]) -> Self {
        let mut sorted = nodes.to_vec();
        sorted.sort();
        let at = |node: &Node| sorted.binary_search(&node).ok();
        let edges: Vec<(usize, usize, Link)> =
            edges.iter().filter_map(|(from, to, link)| Some((at(from)?, at(to)?, *link))).collect();
        let columns = ordered_columns(&sorted, &edges);
        let longest = columns.iter().map(|(_, column)| column.len()).max().unwrap_or(0);
        let mut layout =
            Self { boxes: Vec::new(), edges, headings: Vec::new(), width: MARGIN, height: 0 };
        let mut placed: Vec<Option<Placed<'a>>> = sorted.iter().map(|_| None).collect();
        for (heading, column) in &columns {
            let width = layout.column(heading, column, longest, &sorted, &mut placed);
            layout.width += width + GAP;
        }
        layout.boxes = placed.into_iter().flatten().collect();
        layout.width = (layout.width - GAP + MARGIN).max(2 * MARGIN);
        layout.height = TOP + length(longest) * ROW + MARGIN;
        layout
    }

    /// Places a column, in the middle of the drawing's height; gives its width.
    fn column(
        &mut self,
        heading: &str,
        column: &[usize],
        longest: usize,
        sorted: &[&'a Node],
        placed: &mut [Option<Placed<'a>>],
    ) -> i64 {
        let labels: Vec<String> = column.iter().map(|at| label(&sorted[*at].name)).collect();
        let letters = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
        let width = length(letters) * LETTER + 12;
        let first = TOP + length(longest - column.len()) * ROW / 2;
        self.headings.push((self.width, heading.to_owned()));
        for ((at, label), row) in column.iter().zip(labels).zip(0..) {
            let y = first + row * ROW;
            placed[*at] = Some(Placed { node: sorted[*at], x: self.width, y, width, label });
        }
        width
    }
}

/// The columns that hold something, each in an order in which few curves cross: a box goes where
/// the middle of its neighbours in other columns is.
fn ordered_columns(
    nodes: &[&Node],
    edges: &[(usize, usize, Link)],
) -> Vec<(&'static str, Vec<usize>)> {
    let mut columns: Vec<(&'static str, Vec<usize>)> = COLUMNS
        .iter()
        .map(|(heading, kinds)| {
            let of_kind = |at: &usize| kinds.contains(&nodes[*at].kind);
            (*heading, (0..nodes.len()).filter(of_kind).collect::<Vec<_>>())
        })
        .filter(|(_, column)| !column.is_empty())
        .collect();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (from, to, _) in edges {
        neighbours[*from].push(*to);
        neighbours[*to].push(*from);
    }
    let mut place = vec![(0, 0, 1); nodes.len()];
    note_places(&columns, &mut place);
    for sweep in 0..SWEEPS {
        let count = columns.len();
        for step in 0..count {
            let index = if sweep % 2 == 0 { count - 1 - step } else { step };
            let middles: Vec<(i64, i64)> = columns[index]
                .1
                .iter()
                .map(|at| middle(*at, index, &neighbours[*at], &place))
                .collect();
            let mut order: Vec<usize> = (0..middles.len()).collect();
            order.sort_by(|a, b| compare(middles[*a], middles[*b]).then(a.cmp(b)));
            columns[index].1 = order.iter().map(|at| columns[index].1[*at]).collect();
            note_places(&columns, &mut place);
        }
    }
    columns
}

/// Per node: its column, its row, and how many rows its column has.
fn note_places(columns: &[(&str, Vec<usize>)], place: &mut [(usize, i64, i64)]) {
    for (index, (_, column)) in columns.iter().enumerate() {
        for (row, at) in column.iter().zip(0..).map(|(at, row)| (row, *at)) {
            place[at] = (index, row, length(column.len()));
        }
    }
}

/// The mean relative height of the neighbours in other columns as a fraction of thousandths; that
/// of the node itself where it has none.
fn middle(
    at: usize,
    column: usize,
    neighbours: &[usize],
    place: &[(usize, i64, i64)],
) -> (i64, i64) {
    let height = |at: usize| {
        let (_, row, rows) = place[at];
        (2 * row + 1) * 100_000 / (2 * rows)
    };
    let others: Vec<i64> = neighbours
        .iter()
        .filter(|other| place[**other].0 != column)
        .map(|other| height(*other))
        .collect();
    match others.len() {
        0 => (height(at), 1),
        count => (others.iter().sum(), length(count)),
    }
}

fn compare(a: (i64, i64), b: (i64, i64)) -> Ordering {
    (a.0 * b.1).cmp(&(b.0 * a.1))
}

/// A name that is too long loses its end, or the name of its overlay.
fn label(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let name = match name.split_once('/') {
        Some((overlay, own)) if overlay != "…" => return label(&format!("…/{own}")),
        _ => name,
    };
    let start: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
