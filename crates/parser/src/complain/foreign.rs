//! Habits from other languages, and what Ward writes instead.

use ward_diagnostics::{Diagnostic, codes};

use super::Stop;
use crate::grammar::Rule;
use crate::problems::error;
use crate::stream::Stream;
use crate::token::TokenKind;
use crate::words;

/// E0105, where what was found is known from elsewhere.
pub(super) fn recognise(stop: &Stop<'_, '_>) -> Option<Diagnostic> {
    if stop.early {
        return None;
    }
    let help = sign(stop).or_else(|| word(stop.word()).map(str::to_owned))?;
    let slice = stop.stream.slice(stop.at);
    let message = format!("`{slice}` can't stand here");
    let span = stop.stream.span(stop.at);
    Some(error(codes::FOREIGN_SYNTAX, message, span, "this is not how Ward writes it", help))
}

fn sign(stop: &Stop<'_, '_>) -> Option<String> {
    let stream = stop.stream;
    let before = stop.before();
    let in_expression = stop.expected.operator() || stop.expected.operand();
    let help = match stream.kind(stop.at)? {
        TokenKind::Equals if stop.expected.operator() => "two values are compared with `==`",
        TokenKind::Comparison if stop.expected.has(Rule::equals) => {
            "a default is written with one `=`"
        }
        TokenKind::OpenBrace if matches!(before, "when" | "unless") => {
            "a condition stands without braces: `when CONDITION`"
        }
        TokenKind::OpenBrace if in_expression => "a list is written `[a, b]`",
        TokenKind::OpenParen if stop.expected.operator() && is_name(before) => {
            "only `count(…)` is called in a condition; a `scope` is asked with `within NAME`"
        }
        TokenKind::OpenBracket if stop.expected.operator() => {
            "nothing is looked up by number or key; `any x in SET: (…)` asks all members"
        }
        TokenKind::Question if stop.expected.operator() => {
            "there is no `? :`; write two statements with `when` and `unless`"
        }
        TokenKind::Text if names_only(stop) => return Some(unquoted(stream, stop.at)),
        TokenKind::DoubleColon if matches!(before, "Action" | "Role" | "Scope") => {
            "actions, roles and scopes are plain names"
        }
        TokenKind::DoubleColon if stop.expected.has(Rule::kw_on) => {
            "a statement is about types; a single record is asked for in a condition, as in \
             `when resource == Type::\"id\"`"
        }
        TokenKind::Word if is_called(stop) => {
            let word = stop.word();
            return Some(format!("`{word}` stands between its operands: `a {word} b`"));
        }
        _ => return None,
    };
    Some(help.to_owned())
}

/// `contains(a, b)`, `a.contains(b)`
fn is_called(stop: &Stop<'_, '_>) -> bool {
    words::is_operator(stop.word())
        && stop.stream.is(stop.at + 1, TokenKind::OpenParen)
        && (stop.expected.operand() || stop.before() == ".")
}

fn is_name(slice: &str) -> bool {
    slice.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn names_only(stop: &Stop<'_, '_>) -> bool {
    stop.expected.names_something() && !stop.expected.has(Rule::text)
}

fn unquoted(stream: &Stream<'_>, at: usize) -> String {
    let inner = stream.slice(at).trim_matches('"');
    if is_name(inner) && !inner.is_empty() {
        return format!("a name stands without quotes: `{inner}`");
    }
    format!("a name stands without quotes; this one needs backquotes: `` `{inner}` ``")
}

/// What to write instead of a word of another language.
fn word(word: &str) -> Option<&'static str> {
    Some(match word {
        "if" | "where" => "a condition stands behind `when`",
        "else" | "otherwise" => "there is no `else`; write a second statement with `unless`",
        "then" => "there is no `then`; a statement is `can ACTIONS … when CONDITION`",
        "permit" | "grant" => "a grant is written `can ACTIONS on TYPES`, inside a `role`",
        "deny" | "disallow" => {
            "a prohibition is written `forbid ACTIONS on TYPES`, inside a `restriction`"
        }
        "AND" => "write `and`",
        "OR" => "write `or`",
        "NOT" => "write `not`",
        "IN" => "write `in`",
        "matches" | "startsWith" => "text is compared with `like`, as in `name like \"a*\"`",
        "containsAll" | "containsAny" => "write `any x in SET: (OTHER contains x)`, or with `all`",
        "inherits" | "implements" => "a role that builds on another `extends` it",
        _ => return None,
    })
}

/// What to do about text outside of any declaration that begins with such a word.
pub(super) fn outside(word: &str) -> Option<&'static str> {
    Some(match word {
        "permit" | "grant" | "allow" | "can" | "may" => {
            "a grant stands inside a role: `role NAME { can ACTIONS on TYPES when CONDITION }`"
        }
        "forbid" | "deny" | "disallow" | "cannot" => {
            "a prohibition stands inside a restriction: `restriction NAME { forbid ACTIONS on TYPES }`"
        }
        "enable" => "`enable` stands inside a class: `class NAME { enable ACTIONS on TYPES }`",
        "given" | "at" => "it stands inside a test: `test \"title\" { … }`",
        "facets" => "facets stand inside an entity: `entity NAME { facets { a, b } }`",
        "default" => "nothing needs to be said: what no role grants is refused",
        "import" | "include" | "use" | "package" | "module" | "namespace" => {
            "nothing is imported: all files of a policy set belong together"
        }
        "type" | "struct" | "object" | "resource" | "model" | "definition" => {
            "a kind of record is declared with `entity NAME { property: Type }`"
        }
        "action" | "permission" | "permissions" => {
            "actions are declared with `actions GROUP on TYPE { view, edit }`"
        }
        "if" | "when" | "unless" => "a condition belongs to a statement inside a role",
        "relation" | "define" | "rule" => {
            "a relation to a record is a `scope NAME on TYPE: CONDITION`"
        }
        "let" | "var" | "const" | "def" | "fn" | "function" => {
            "a condition with a name is a `scope NAME on TYPE: CONDITION`"
        }
        _ => return None,
    })
}
