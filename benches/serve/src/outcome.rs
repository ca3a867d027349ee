//! What came of a scenario, as Markdown.

use std::fmt::Write;

/// What came of a scenario.
#[derive(Debug, Default)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// What was done.
    pub text: String,
    /// The heads of the table's columns; the first stands left, the others right.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// What had to hold.
    pub promises: Vec<Promise>,
}

/// Something that had to hold.
#[derive(Debug)]
pub struct Promise {
    /// What.
    pub text: String,
    /// Whether it did.
    pub kept: bool,
}

impl Section {
    /// A section without a table yet.
    pub fn new(title: &'static str, text: String, columns: &[&'static str]) -> Self {
        Self { title, text, columns: columns.to_vec(), ..Self::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    /// Notes whether something held.
    pub fn promise(&mut self, kept: bool, text: impl Into<String>) {
        self.promises.push(Promise { text: text.into(), kept });
    }

    /// Whether all held.
    pub fn is_kept(&self) -> bool {
        self.promises.iter().all(|promise| promise.kept)
    }

    /// The section as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n", self.title, self.text);
        let rule: Vec<_> =
            (0..self.columns.len()).map(|at| if at == 0 { "---" } else { "---:" }).collect();
        let _ = writeln!(text, "| {} |\n| {} |", self.columns.join(" | "), rule.join(" | "));
        for row in &self.rows {
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
        text.push('\n');
        for promise in &self.promises {
            let word = if promise.kept { "kept" } else { "**broken**" };
            let _ = writeln!(text, "- {word}: {}", promise.text);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_promise_is_told_and_counts() {
        let mut section = Section::new("Kills", "Done.".into(), &["what", "how often"]);
        section.row(&["kill".into(), "3".into()]);
        section.promise(true, "all is there");
        assert!(section.is_kept());
        section.promise(false, "nothing else is");
        assert!(!section.is_kept());
        assert_eq!(
            section.markdown(),
            "## Kills\n\nDone.\n\n| what | how often |\n| --- | ---: |\n| kill | 3 |\n\n\
             - kept: all is there\n- **broken**: nothing else is\n"
        );
    }
}
