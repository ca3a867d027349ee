//! Tokens: the text cut into pieces without losing any of it.

use std::ops::Range;

use logos::Logos;

/// A piece of the text. The pieces of a file, one after the other, are the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its first byte.
    pub start: u32,
    /// The first byte behind it.
    pub end: u32,
}

impl Token {
    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a token is. Whether a word is a keyword depends on where it stands, so all are words.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks, tabs and line ends, as many as stand together. A line ends with LF, CR LF or CR.
    #[regex(r"[ \t\r\n]+")]
    Whitespace,
    /// `// …`
    #[regex(r"//[^\r\n]*", comment_kind, allow_greedy = true)]
    Comment(CommentKind),
    /// A name or keyword. Letters of other scripts are taken in here and refused later, so that
    /// the message can be about the whole name.
    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*")]
    Word,
    /// `` `any name` ``
    #[regex(r"`[^`\r\n]*`")]
    Backquoted,
    /// A backquote whose partner is missing on its line.
    #[regex(r"`[^`\r\n]*", priority = 1)]
    UnclosedBackquote,
    /// A number, date or time, or what looks like one.
    #[regex(r"[0-9][0-9A-Za-z_]*(\.[0-9][0-9A-Za-z_]*)?")]
    #[regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[A-Za-z]?[0-9A-Za-z_]*(:[0-9]+)*(\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?")]
    Number,
    /// `"text"`
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*""#)]
    Text,
    /// A quote whose partner is missing on its line.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*"#, priority = 1)]
    UnclosedText,
    /// `'text'`, which other languages use.
    #[regex(r"'[^'\r\n]*'")]
    SingleQuoted,
    /// `{`
    #[token("{")]
    OpenBrace,
    /// `}`
    #[token("}")]
    CloseBrace,
    /// `(`
    #[token("(")]
    OpenParen,
    /// `)`
    #[token(")")]
    CloseParen,
    /// `[`
    #[token("[")]
    OpenBracket,
    /// `]`
    #[token("]")]
    CloseBracket,
    /// `,`
    #[token(",")]
    Comma,
    /// `:`
    #[token(":")]
    Colon,
    /// `::`
    #[token("::")]
    DoubleColon,
    /// `.`
    #[token(".")]
    Dot,
    /// `?`
    #[token("?")]
    Question,
    /// `@`
    #[token("@")]
    At,
    /// `=`
    #[token("=")]
    Equals,
    /// `==`, `!=`, `<=`, `>=`
    #[token("==")]
    #[token("!=")]
    #[token("<=")]
    #[token(">=")]
    Comparison,
    /// `<`
    #[token("<")]
    Less,
    /// `>`
    #[token(">")]
    Greater,
    /// `+`, `-`
    #[token("+")]
    #[token("-")]
    Sign,
    /// Signs that other languages use: `;`, `&&`, `||`, `!`, `->`, `=>`, `:=`, `/*`, `*/`.
    #[token(";")]
    #[token("&&")]
    #[token("||")]
    #[token("!")]
    #[token("->")]
    #[token("=>")]
    #[token(":=")]
    #[token("/*")]
    #[token("*/")]
    Foreign,
    /// A character that begins nothing.
    Unknown,
}

/// The two kinds of comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentKind {
    /// `// …`
    Plain,
    /// `/// …`: documentation of what follows, where it begins its line.
    Doc,
}

impl TokenKind {
    /// Whether it says nothing: whitespace and comments.
    pub fn is_trivia(self) -> bool {
        matches!(self, Self::Whitespace | Self::Comment(_))
    }

    /// Whether it is a name, a keyword or a name in backquotes.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Word | Self::Backquoted)
    }
}

fn comment_kind(lexer: &mut logos::Lexer<'_, TokenKind>) -> CommentKind {
    let slashes = lexer.slice().bytes().take_while(|byte| *byte == b'/').count();
    if slashes == 3 { CommentKind::Doc } else { CommentKind::Plain }
}

/// Cuts a text into tokens. Never fails; what begins nothing becomes [`TokenKind::Unknown`].
///
/// ```
/// let text = "can view // everything\n";
/// let tokens = ward_parser::lex(text);
/// let joined: String = tokens.iter().map(|token| &text[token.range()]).collect();
/// assert_eq!(joined, text);
/// ```
pub fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut start = 0;
    if text.starts_with('\u{FEFF}') {
        start = '\u{FEFF}'.len_utf8();
        tokens.push(token(TokenKind::Whitespace, 0..start));
    }
    let lexer = TokenKind::lexer(text.get(start..).unwrap_or("")).spanned();
    tokens.extend(lexer.map(|(kind, range)| {
        token(kind.unwrap_or(TokenKind::Unknown), range.start + start..range.end + start)
    }));
    tokens
}

fn token(kind: TokenKind, range: Range<usize>) -> Token {
    let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Token { kind, start: clamp(range.start), end: clamp(range.end) }
}
