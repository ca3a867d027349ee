//! Text inside HTML and SVG.

/// The text with every character that means something there replaced by its entity.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML knows no other control characters than these.
            '\t' | '\n' | '\r' => escaped.push(letter),
            letter if letter.is_control() => escaped.push('\u{FFFD}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// The same for what must stay on its line, such as a title.
pub fn escape_line(text: &str) -> String {
    escape(&ward_diagnostics::visible(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_gets_through() {
        assert_eq!(escape("<b a='x'>&\"\u{1}"), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;\u{FFFD}");
    }
}
