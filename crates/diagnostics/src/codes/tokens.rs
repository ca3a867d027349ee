//! `E00`: files and tokens.
codes! {
    UNREADABLE_FILE = "E0001", "a file can't be read";
    NOT_UTF8 = "E0002", "a file isn't UTF-8 text";
    NUL_BYTE = "E0003", "a file holds a NUL byte";
    FILE_TOO_LARGE = "E0004", "a file is too large";
    UNCLOSED_STRING = "E0005", "a string is not closed";
    UNCLOSED_BRACKET = "E0006", "a bracket is not closed";
    UNOPENED_BRACKET = "E0007", "a bracket closes nothing";
    TOO_DEEP = "E0008", "brackets are nested too deeply";
    UNKNOWN_CHARACTER = "E0009", "a character that no policy uses";
    CONFUSABLE_CHARACTER = "E0010", "a character that looks like another, or turns text around";
    BAD_LITERAL = "E0011", "a number, date, time or duration that isn't one";
    UNCLOSED_BACKQUOTE = "E0012", "a name in backquotes is not closed";
    BAD_ESCAPE = "E0013", "an escape in a string that means nothing";
    LINK_LOOP = "E0014", "links that lead back to themselves";
    FILE_TWICE = "E0015", "a file is listed twice";
}
