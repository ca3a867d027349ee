//! `E01`: syntax.
codes! {
    UNEXPECTED = "E0101", "something else was expected here";
    OUTSIDE_ITEM = "E0102", "text that belongs to no declaration";
    MIXED_AND_OR = "E0103", "`and` together with `or` without parentheses";
    CHAINED_COMPARISON = "E0104", "comparisons in a chain";
    FOREIGN_SYNTAX = "E0105", "words or signs of another language";
    RESERVED_WORD = "E0106", "a reserved word as a name";
    STATEMENT_PART_ORDER = "E0107", "parts of a statement out of order or repeated";
    MISPLACED_HEADER = "E0108", "`policy` or `overlay` that isn't the first declaration";
    TOO_COMPLEX = "E0109", "a declaration that is too large to read";
}
