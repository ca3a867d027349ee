//! Text that belongs to no declaration.

use ward_diagnostics::{Diagnostic, codes};

use super::{foreign, shown};
use crate::problems::error;
use crate::stream::Stream;
use crate::words::{self, Use};

/// What to say about text whose first token is at `at`.
pub(crate) fn stray(stream: &Stream<'_>, at: usize) -> Diagnostic {
    let span = stream.span(at);
    let word = stream.word(at);
    if let Some(help) = foreign::outside(word) {
        let message = format!("`{word}` begins no declaration");
        let label = "this is not how Ward writes it";
        return error(codes::FOREIGN_SYNTAX, message, span, label, help);
    }
    let message = format!("`{}` belongs to no declaration", shown(stream.slice(at)));
    let beginners = words::used_as(Use::Declaration).chain(words::used_as(Use::Modifier));
    let meant = ward_diagnostics::did_you_mean(word, beginners).filter(|_| word.len() > 2);
    let help = meant.unwrap_or_else(|| {
        "a declaration begins with a word such as `entity`, `actions`, `scope`, `role` or \
         `restriction`"
            .to_owned()
    });
    error(codes::OUTSIDE_ITEM, message, span, "outside of any declaration", help)
}
