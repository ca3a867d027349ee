//! The graph as a drawing: columns by kind, a box for each declaration, a curve for each
//! dependency.
//!
//! Holds: the layout ([`layout`]) and the drawing of it. What leans on something stands left of
//! it wherever the kinds allow; within a column, boxes stand near what they are tied to, so that
//! few curves cross. Same graph, same bytes.

mod layout;

use std::fmt::Write as _;

use ward_compiler::graph::{Link, NodeKind};

use super::picture::{Picture, link_word};
use crate::markup::escape;
use layout::{BOX_HEIGHT, Layout, Placed};

/// How the drawing looks; a box under the pointer shows its full name.
const STYLE: &str = "text{font:11px ui-monospace,monospace}
.head{font-weight:bold;font-size:13px}
rect{stroke-width:1.2;rx:4}
path{fill:none;stroke-width:1;opacity:.35}
path:hover{opacity:1;stroke-width:2.5}";

/// The drawing.
pub fn drawing(picture: &Picture<'_>) -> String {
    let layout = Layout::of(&picture.nodes, &picture.edges);
    let (width, height) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n<title>{}</title>\n<style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        escape(picture.name)
    );
    for (from, to, link) in &layout.edges {
        curve(&mut svg, &layout.boxes[*from], &layout.boxes[*to], *link);
    }
    for (x, heading) in &layout.headings {
        let _ = writeln!(svg, "<text class=\"head\" x=\"{x}\" y=\"20\">{heading}</text>");
    }
    for placed in &layout.boxes {
        draw_box(&mut svg, placed);
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw_box(svg: &mut String, placed: &Placed<'_>) {
    let Placed { node, x, y, width, label } = placed;
    let (fill, stroke) = colors(node.kind);
    // Where letters stand so that they look centred; not every viewer can centre them itself.
    let line = y + BOX_HEIGHT / 2 + 4;
    let (title, label) = (escape(&node.to_string()), escape(label));
    let _ = writeln!(
        svg,
        "<g><title>{title}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" \
         height=\"{BOX_HEIGHT}\" fill=\"{fill}\" stroke=\"{stroke}\"/>\
         <text x=\"{}\" y=\"{line}\">{label}</text></g>",
        x + 6
    );
}

/// From the side of one box to that of the other; within a column it bends out to the left.
fn curve(svg: &mut String, from: &Placed<'_>, to: &Placed<'_>, link: Link) {
    let (_, stroke) = colors(from.node.kind);
    let (y1, y2) = (from.y + BOX_HEIGHT / 2, to.y + BOX_HEIGHT / 2);
    let (x1, x2, bend1, bend2) = if from.x < to.x {
        let bend = (to.x - from.x - from.width) / 2;
        (from.x + from.width, to.x, bend, -bend)
    } else if from.x > to.x {
        let bend = (from.x - to.x - to.width) / 2;
        (from.x, to.x + to.width, -bend, bend)
    } else {
        let bend = 12 + (y1 - y2).abs() / 24;
        (from.x, to.x, -bend, -bend)
    };
    let dash = match link {
        Link::Names => "",
        Link::Extends => " stroke-width=\"2\"",
        Link::In => " stroke-dasharray=\"4 3\"",
    };
    let _ = writeln!(
        svg,
        "<path d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\" stroke=\"{stroke}\"{dash}>\
         <title>{} {} {}</title></path>",
        x1 + bend1,
        x2 + bend2,
        escape(&from.node.to_string()),
        link_word(link),
        escape(&to.node.to_string()),
    );
}

/// Fill and line of a kind.
fn colors(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Role => ("#e3f0e3", "#2f7d32"),
        NodeKind::Class => ("#fdf0d5", "#b26a00"),
        NodeKind::Restriction | NodeKind::Ceiling => ("#fbe3e1", "#b3261e"),
        NodeKind::Scope => ("#e5e8fb", "#3949ab"),
        NodeKind::Action | NodeKind::Group => ("#e0f2f1", "#00695c"),
        NodeKind::Type | NodeKind::Enum | NodeKind::Context => ("#eceff1", "#455a64"),
        NodeKind::Obligation | NodeKind::Overlay => ("#f3e5f5", "#7b1fa2"),
        NodeKind::Claim | NodeKind::Constraint | NodeKind::Test => ("#fffde7", "#8d7b00"),
    }
}
