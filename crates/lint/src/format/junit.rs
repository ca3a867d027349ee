//! As JUnit XML, which most build servers show.

use std::fmt::Write as _;

use ward_diagnostics::{Diagnostic, SourceMap};

use super::{region, word};

/// A test suite per policy set, a failed test case per diagnostic that isn't a note; without any, one
/// that passed. `sets` are the names with what was found in each.
pub fn junit(sets: &[(&str, &[Diagnostic], &SourceMap)]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (name, diagnostics, sources) in sets {
        let failures = diagnostics.iter().filter(|one| word(one) != "note").count();
        let tests = diagnostics.len().max(1);
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">",
            escaped(name)
        );
        if diagnostics.is_empty() {
            let _ = writeln!(
                text,
                "    <testcase classname=\"ward lint\" name=\"{}\"/>",
                escaped(name)
            );
        }
        diagnostics.iter().for_each(|one| case(one, sources, &mut text));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(one: &Diagnostic, sources: &SourceMap, text: &mut String) {
    let place = region(one, sources)
        .map_or_else(String::new, |(start, _)| format!("{}:{}", start.path, start.line));
    let (code, message) = (one.code, escaped(&one.message));
    let (class, place) = (escaped(place.split(':').next().unwrap_or_default()), escaped(&place));
    let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{code} {place}\">");
    let help = escaped(one.help.as_deref().unwrap_or_default());
    let _ = match word(one) {
        "note" => writeln!(text, "      <system-out>{message} ({help})</system-out>"),
        kind => writeln!(
            text,
            "      <failure type=\"{kind}\" message=\"{message}\">{place}: {help}</failure>"
        ),
    };
    text.push_str("    </testcase>\n");
}

/// A text as XML holds it. Characters that XML has no way to write are left out.
fn escaped(text: &str) -> String {
    let allowed = |letter: &char| match letter {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => *letter >= ' ',
    };
    let mut out = String::new();
    for letter in text.chars().filter(allowed) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            letter => out.push(letter),
        }
    }
    out
}
