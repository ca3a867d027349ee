//! Text from elsewhere on a line that a person reads.

use std::borrow::Cow;

/// The text with what would change the line around it written as an escape: line ends and other
/// control characters, line and paragraph separators, and controls that turn text around. An id
/// or title can then neither begin a line of its own nor speak to the terminal. Letters of every
/// script stay as they are.
///
/// ```
/// use ward_diagnostics::visible;
///
/// assert_eq!(visible("Größe 2"), "Größe 2");
/// assert_eq!(visible("a\nDoc::b\u{1b}[2J"), r"a\nDoc::b\u{1b}[2J");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            letter if acts(letter) => shown.extend(letter.escape_unicode()),
            letter => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// The text of a file as an excerpt shows it: places and lines stay, and every other character
/// that acts has become one that is seen and takes as many bytes.
pub(crate) fn excerpt(text: &str) -> String {
    let seen = |letter: char| match letter {
        '\n' | '\t' | '\r' => letter,
        letter if !acts(letter) => letter,
        letter => match letter.len_utf8() {
            1 => '?',
            2 => '\u{bf}',
            _ => '\u{fffd}',
        },
    };
    text.chars().map(seen).collect()
}

/// Whether a character does something other than to be read.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_what_is_read_stays() {
        for text in ["Doc::Größe 2", "日本", "a\\nb", "👩‍⚕️", "«“x”»"] {
            assert_eq!(visible(text), text);
        }
        assert_eq!(visible("\u{85}\u{7f}\u{0}"), r"\u{85}\u{7f}\u{0}");
        assert_eq!(
            visible("\u{2028}\u{2029}\u{202e}\u{2066}"),
            r"\u{2028}\u{2029}\u{202e}\u{2066}"
        );
        assert_eq!(visible("\r\n\t"), r"\r\n\t");
    }

    #[test]
    fn an_excerpt_keeps_its_places() {
        let text = "a\u{1b}b\u{85}c\u{202e}d\ne";
        let shown = excerpt(text);
        assert_eq!(shown, "a?b¿c\u{fffd}d\ne");
        assert_eq!(shown.len(), text.len());
    }
}
