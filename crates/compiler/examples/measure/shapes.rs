//! Large policies of several shapes, as text.

use std::fmt::Write as _;

use ward_compiler::PolicySource;

/// How the rules of a large policy are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Roles of ten statements each, in one file.
    Roles,
    /// The same, ten roles to a file.
    Files,
    /// A role for every statement, in one file.
    Singles,
    /// Roles of ten statements that stand on one of five abstract roles, with restrictions.
    Family,
}

impl Shape {
    /// Every shape with its name.
    pub const ALL: [(&'static str, Self); 4] = [
        ("roles", Self::Roles),
        ("files", Self::Files),
        ("singles", Self::Singles),
        ("family", Self::Family),
    ];

    /// A policy set of so many statements; `changed` is written with another condition than it
    /// would have otherwise.
    pub fn source(self, statements: usize, changed: Option<usize>) -> PolicySource {
        let write = |at: usize| statement(at, changed == Some(at));
        match self {
            Self::Roles => {
                PolicySource::from_text(format!("{SCHEMA}{}", tens(0, statements, "", &write)))
            }
            Self::Files => {
                let mut files = vec![("schema.policy".to_owned(), SCHEMA.to_owned())];
                for first in (0..statements).step_by(100) {
                    let last = statements.min(first + 100);
                    files.push((format!("roles/{first:06}.policy"), tens(first, last, "", &write)));
                }
                PolicySource::from_texts(files)
            }
            Self::Singles => {
                let mut text = SCHEMA.to_owned();
                for at in 0..statements {
                    let _ =
                        writeln!(text, "role r{at} \"Role {at}\" in Org {{ can {} }}", write(at));
                }
                PolicySource::from_text(text)
            }
            Self::Family => {
                let mut text = SCHEMA.to_owned();
                for base in 0..5 {
                    let _ = writeln!(
                        text,
                        "abstract role base{base} in Org {{\n  can read on Note within team\n}}"
                    );
                }
                text.push_str(&tens(0, statements / 2, " extends ", &write));
                for at in (statements / 2..statements).filter(|at| at % 5 != 4) {
                    let _ = writeln!(
                        text,
                        "restriction x{at} \"Restriction {at}\" {{ forbid {} }}",
                        write(at)
                    );
                }
                PolicySource::from_text(text)
            }
        }
    }
}

fn tens(first: usize, last: usize, extends: &str, write: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    for role in (first..last).step_by(10) {
        let base = if extends.is_empty() {
            String::new()
        } else {
            format!("{extends}base{}", role / 10 % 5)
        };
        let _ = writeln!(
            text,
            "/// What role {role} may do.\nrole r{role} \"Role {role}\" in Org{base} {{"
        );
        for at in role..last.min(role + 10) {
            let _ = writeln!(text, "  can {}", write(at));
        }
        text.push_str("}\n\n");
    }
    text
}

/// One statement without its verb: five forms, most of them with a number of their own.
fn statement(at: usize, changed: bool) -> String {
    let level = if changed { at + 1_000_000 } else { at };
    let ty = ["Note", "Order", "Invoice"][at % 3];
    match at % 5 {
        0 => format!("read, edit on {ty} within own when subject.level > {level}"),
        1 => format!(
            "read on {ty} when resource.kind == urgent and resource.amount <= {level} unless resource.locked"
        ),
        2 => format!(
            "edit on {ty} within team and own when resource.amount in {level} to {} or subject.status == active",
            level + 10
        ),
        3 => format!(
            "all on {ty} within team when context.mfa and resource.title like \"t{level}*\""
        ),
        _ => format!(
            "close on {ty} when subject.status == active and resource.amount > {level} with reason(\"close {level}\")"
        ),
    }
}

const SCHEMA: &str = r#"policy large "A large policy"

enum Kind { urgent, routine, draft }
enum Status { pending, active, inactive }

entity Org
entity Team in Org { lead: User? }
subject entity User in Team {
  status: Status
  level: Int = 0
}
entity Note in Team { author: User, kind: Kind, amount: Int = 0, title: String, locked: Bool = false }
entity Order in Team { author: User, kind: Kind, amount: Int = 0, title: String, locked: Bool = false }
entity Invoice in Team { author: User, kind: Kind, amount: Int = 0, title: String, locked: Bool = false }

context { mfa: Bool = false }
obligation reason(why: String)

actions work on Note, Order, Invoice { read, edit, close }

scope own on Note, Order, Invoice: resource.author == subject
scope team on Note, Order, Invoice: subject in resource.team

"#;
