//! Mending texts: edits are applied back to front, so that the places of those in front stay.

use ward_compiler::PolicySource;
use ward_diagnostics::Span;

use crate::finding::Finding;
use crate::input::Input;
use crate::problem::Edit;

/// The policy set with every certain mend applied, and how many there were. Of edits that touch,
/// those of the first finding are applied; the rest wait for the next time. Nothing is changed in
/// a set that this one stands on.
pub fn mend(source: &PolicySource, findings: &[Finding]) -> (PolicySource, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut mended = 0;
    for finding in findings.iter().filter(|finding| !finding.problem.fix.is_empty()) {
        let fix = &finding.problem.fix;
        if fix.iter().all(|edit| chosen.iter().all(|other| are_apart(edit.span, other.span))) {
            chosen.extend(fix);
            mended += 1;
        }
    }
    chosen.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut source = source.clone();
    for edit in chosen {
        if let Some(file) = source.files.get_mut(edit.span.file.0 as usize)
            && file.text.get(edit.span.range()).is_some()
        {
            file.text.replace_range(edit.span.range(), &edit.text);
        }
    }
    (source, mended)
}

fn are_apart(a: Span, b: Span) -> bool {
    a.file != b.file || a.end < b.start || b.end < a.start
}

/// The place of a statement or comment with the whole of its lines, where nothing else stands on
/// them; none where something does.
pub(crate) fn whole_lines(input: &Input<'_>, span: Span) -> Option<Span> {
    let text = input.policy.sources.text(span.file);
    let (before, behind) = (text.get(..span.start as usize)?, text.get(span.end as usize..)?);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = behind.find('\n').map_or(behind.len(), |at| at + 1);
    let rest = behind[..end].trim();
    let alone = before[start..].trim().is_empty() && (rest.is_empty() || rest.starts_with("//"));
    alone.then(|| Span::new(span.file, start, span.end as usize + end))
}
