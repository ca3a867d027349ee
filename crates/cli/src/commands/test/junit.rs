//! Results as JUnit XML, which CI systems read.

use std::fmt::Write;

use super::tally::{Failed, Outcome, Tally};

/// The document, with these suites.
pub fn document(policy: &str, suites: &[(&str, &Tally)]) -> String {
    let all =
        |count: fn(&Tally) -> usize| suites.iter().map(|(_, tally)| count(tally)).sum::<usize>();
    let (tests, failed) = (all(|tally| tally.outcomes.len()), all(|tally| tally.failures.len()));
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        text,
        "<testsuites name=\"{}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">",
        escaped(policy)
    );
    for (name, tally) in suites {
        suite(&mut text, &format!("{policy}.{name}"), tally);
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(text: &mut String, name: &str, tally: &Tally) {
    let (tests, failed) = (tally.outcomes.len(), tally.failures.len());
    let name = escaped(name);
    let _ = writeln!(
        text,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">"
    );
    for outcome in &tally.outcomes {
        case(text, &name, outcome, outcome.failure.map(|at| &tally.failures[at]));
    }
    text.push_str("  </testsuite>\n");
}

fn case(text: &mut String, suite: &str, outcome: &Outcome, failed: Option<&Failed>) {
    let (file, line) = outcome.place.rsplit_once(':').unwrap_or((outcome.place.as_str(), "1"));
    let _ = write!(
        text,
        "    <testcase classname=\"{suite}\" name=\"{}\" file=\"{}\" line=\"{}\"",
        escaped(&outcome.id),
        escaped(file),
        escaped(line)
    );
    let Some(failed) = failed else {
        text.push_str("/>\n");
        return;
    };
    let said = format!("expected {}, got {}", failed.expected, failed.got);
    let mut body = vec![failed.place.clone()];
    body.extend(failed.lines.iter().cloned());
    let _ = writeln!(
        text,
        ">\n      <failure type=\"decision\" message=\"{}\">{}</failure>\n    </testcase>",
        escaped(&said),
        escaped(&body.join("\n"))
    );
}

/// A text as XML holds it. Characters that XML has no way to write are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_gives_a_meaning_is_escaped_and_what_it_cannot_hold_is_left_out() {
        assert_eq!(escaped("a < \"b\" & c > d\u{1b}[0m"), "a &lt; &quot;b&quot; &amp; c &gt; d[0m");
    }
}
