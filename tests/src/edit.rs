//! Edits of policies, as authors make them.

use ward_compiler::PolicySource;

/// A plain generator of numbers, begun from a text.
pub struct Draw(u64);

impl Draw {
    /// The same numbers for the same text.
    pub fn from(text: &str) -> Self {
        let mix = |seed: u64, byte: u8| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// One edit of one line, as an author might make it.
pub fn edited(source: &PolicySource, draw: &mut Draw) -> PolicySource {
    let mut source = source.clone();
    let at = draw.below(source.files.len());
    let file = &mut source.files[at];
    let mut lines: Vec<String> = file.text.lines().map(str::to_owned).collect();
    let verbs = ["can ", "may ", "forbid ", "enable ", "cannot "];
    let says = |line: &String| verbs.iter().any(|verb| line.trim_start().starts_with(verb));
    let statements: Vec<usize> = (0..lines.len()).filter(|at| says(&lines[*at])).collect();
    let statement = !statements.is_empty() && draw.below(4) > 0;
    let line =
        if statement { statements[draw.below(statements.len())] } else { draw.below(lines.len()) };
    let Some(text) = lines.get(line).cloned() else { return source };
    match draw.below(10) {
        0 | 1 => lines[line] = with_another_number(&text, draw),
        2 | 3 => lines[line] = with_another_word(&text, &file.text, draw),
        4 => {
            lines.remove(line);
        }
        5 => lines.insert(line, text),
        6 => lines[line] = format!("{text} // {}", "noted ".repeat(draw.below(4))),
        7 if !statements.is_empty() => {
            let other = lines[statements[draw.below(statements.len())]].clone();
            lines[line] = other;
        }
        8 if !text.is_empty() => {
            let cut = draw.below(text.len());
            lines[line] = text.chars().take(cut).chain(text.chars().skip(cut + 1)).collect();
        }
        _ => lines.insert(line, "  ".repeat(draw.below(3))),
    }
    file.text = lines.join("\n") + "\n";
    source
}

fn with_another_number(line: &str, draw: &mut Draw) -> String {
    let Some(start) = line.find(|char: char| char.is_ascii_digit()) else {
        return line.to_owned();
    };
    let end = line[start..].find(|char: char| !char.is_ascii_digit());
    let end = end.map_or(line.len(), |at| start + at);
    format!("{}{}{}", &line[..start], draw.below(3000), &line[end..])
}

fn with_another_word(line: &str, text: &str, draw: &mut Draw) -> String {
    let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let words: Vec<&str> = line.split_whitespace().filter(is_word).collect();
    let others: Vec<&str> = text.split_whitespace().filter(is_word).collect();
    if words.is_empty() || others.is_empty() {
        return line.to_owned();
    }
    line.replacen(words[draw.below(words.len())], others[draw.below(others.len())], 1)
}
