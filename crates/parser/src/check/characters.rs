//! Characters that a reader can't see, that turn text around, or that look like others.

use ward_diagnostics::{Span, codes};

use crate::problems::{Problems, error};
use crate::token::TokenKind;

/// Characters that some programs show as the end of a line and others don't: VT, FF, NEL, LS, PS.
pub(super) const SHOWN_AS_LINE_ENDS: [char; 5] =
    ['\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Looks at the characters of one token. At most one error per token; says whether there was one.
pub(super) fn check(kind: TokenKind, slice: &str, span: Span, problems: &mut Problems) -> bool {
    if slice.is_ascii() && !slice.bytes().any(|byte| byte.is_ascii_control()) {
        return false;
    }
    for (at, character) in slice.char_indices() {
        if let Some((message, help)) = refusal(kind, slice, character) {
            let code = code_of(kind, slice, character);
            let start = span.start as usize + at;
            let place = Span::new(span.file, start, start + character.len_utf8());
            let place = if code == codes::UNKNOWN_CHARACTER && character.is_alphabetic() {
                span
            } else {
                place
            };
            problems.spoil(place, error(code, message, place, "here", help));
            return true;
        }
    }
    false
}

fn code_of(kind: TokenKind, slice: &str, character: char) -> ward_diagnostics::Code {
    let hidden = is_bidi(character)
        || is_invisible(character)
        || is_blank(character)
        || SHOWN_AS_LINE_ENDS.contains(&character);
    if hidden || kind == TokenKind::Word && is_disguised(slice) && lookalike(character).is_some() {
        codes::CONFUSABLE_CHARACTER
    } else {
        codes::UNKNOWN_CHARACTER
    }
}

/// Why a character may not stand in such a token, and what to do; `None` where it may.
fn refusal(kind: TokenKind, slice: &str, character: char) -> Option<(String, String)> {
    if is_bidi(character) {
        let message = format!("{} changes the direction in which text is shown", name(character));
        return Some((message, "remove it: it can make a policy look like another one".into()));
    }
    if SHOWN_AS_LINE_ENDS.contains(&character) {
        let message = format!("{} ends a line for some programs only", name(character));
        return Some((message, "end the line with an ordinary line end, or write a blank".into()));
    }
    let quoted = matches!(kind, TokenKind::Backquoted | TokenKind::UnclosedBackquote);
    if !quoted && kind != TokenKind::Word {
        return None;
    }
    if is_invisible(character) || quoted && character.is_control() {
        let message = format!("{} in a name can't be seen", name(character));
        return Some((message, "remove it, or type the name again".into()));
    }
    if quoted || character.is_ascii() {
        return None;
    }
    Some(refusal_in_word(slice, character))
}

fn refusal_in_word(slice: &str, character: char) -> (String, String) {
    if is_blank(character) {
        let message = format!("{} looks like a blank and is none", name(character));
        return (message, "write an ordinary blank".into());
    }
    if let Some(sign) = typographic(character) {
        return (format!("`{character}` is not a sign of Ward"), format!("write `{sign}`"));
    }
    match lookalike(character).filter(|_| is_disguised(slice)) {
        Some(ascii) => {
            let message = format!("`{character}` ({}) looks like `{ascii}`", name(character));
            (message, format!("write `{}`, or put the name in backquotes", disguise(slice)))
        }
        None if character.is_alphanumeric() => {
            let message = format!("`{slice}` has letters that a bare name can't have");
            (message, format!("put it in backquotes: `` `{slice}` ``"))
        }
        None => {
            let message = format!("`{character}` ({}) means nothing here", name(character));
            (message, "remove it, or put the whole name in backquotes".into())
        }
    }
}

/// `U+202E`
fn name(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// The controls of the Unicode bidirectional algorithm (UAX #9).
fn is_bidi(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

fn is_blank(character: char) -> bool {
    !character.is_ascii() && (character.is_whitespace() || character == '\u{2800}')
}

/// Signs that word processors put where others were typed.
fn typographic(character: char) -> Option<&'static str> {
    Some(match character {
        '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' => "\"",
        '–' | '—' | '−' => "-",
        '…' => "...",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '×' => "x",
        '：' => ":",
        '，' => ",",
        '（' => "(",
        '）' => ")",
        _ => return None,
    })
}

/// Whether a word would be an ordinary one if its lookalikes were what they look like.
fn is_disguised(word: &str) -> bool {
    word.chars().all(|character| character.is_ascii() || lookalike(character).is_some())
}

fn disguise(word: &str) -> String {
    word.chars().map(|character| lookalike(character).unwrap_or(character)).collect()
}

/// The ASCII letter that a Cyrillic, Greek, fullwidth or mathematical letter looks like; the
/// nearest of Unicode's confusables (UTS #39).
fn lookalike(character: char) -> Option<char> {
    const PAIRS: &[(&str, char)] = &[
        ("аɑα", 'a'),
        ("Ьƅ", 'b'),
        ("сϲ", 'c'),
        ("ԁ", 'd'),
        ("еҽ", 'e'),
        ("ɡ", 'g'),
        ("һ", 'h'),
        ("іıι", 'i'),
        ("јϳ", 'j'),
        ("ӏ", 'l'),
        ("ոп", 'n'),
        ("оοօ", 'o'),
        ("рρ", 'p'),
        ("ԛ", 'q'),
        ("г", 'r'),
        ("ѕ", 's'),
        ("υս", 'u'),
        ("ѵν", 'v'),
        ("ԝѡ", 'w'),
        ("хχ", 'x'),
        ("уγ", 'y'),
        ("АΑ", 'A'),
        ("ВΒ", 'B'),
        ("СϹ", 'C'),
        ("ЕΕ", 'E'),
        ("ԌG", 'G'),
        ("НΗ", 'H'),
        ("ІΙӀ", 'I'),
        ("Ј", 'J'),
        ("КΚ", 'K'),
        ("МΜ", 'M'),
        ("Ν", 'N'),
        ("ОΟ", 'O'),
        ("РΡ", 'P'),
        ("Ѕ", 'S'),
        ("ТΤ", 'T'),
        ("Ѵ", 'V'),
        ("ԜW", 'W'),
        ("ХΧ", 'X'),
        ("УΥҮ", 'Y'),
        ("Ζ", 'Z'),
    ];
    if let '\u{FF10}'..='\u{FF5A}' = character {
        return char::from_u32(u32::from(character) - 0xFEE0);
    }
    if let '\u{1D400}'..='\u{1D6A3}' = character {
        let at = u8::try_from((u32::from(character) - 0x1D400) % 52).unwrap_or(0);
        return Some(char::from(if at < 26 { b'A' + at } else { b'a' + at - 26 }));
    }
    PAIRS.iter().find(|(alike, _)| alike.contains(character)).map(|(_, ascii)| *ascii)
}
