//! Near-miss suggestions.

/// The candidate that `name` was most probably meant to be, if one is near enough: equal but for
/// case, or within a third of its length in edits. Ties go to the alphabetically first.
///
/// ```
/// assert_eq!(ward_diagnostics::nearest("veiw", ["edit", "view"]), Some("view"));
/// assert_eq!(ward_diagnostics::nearest("zebra", ["edit", "view"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `…`?", where something is near enough.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Edits between two names, a swap of neighbours counting as one, case counting as nothing.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).flat_map(char::to_lowercase).collect();
    let right: Vec<char> = right.chars().take(64).flat_map(char::to_lowercase).collect();
    let mut older: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut cost =
                (previous[j] + usize::from(a != b)).min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                cost = cost.min(older[j - 1] + 1);
            }
            row.push(cost);
        }
        older = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert_eq!(distance("veiw", "view"), 1);
    }

    #[test]
    fn case_is_no_difference() {
        assert_eq!(nearest("patient", ["Patient", "Payment"]), Some("Patient"));
    }

    #[test]
    fn what_is_far_off_is_not_suggested() {
        assert_eq!(nearest("document", ["approve"]), None);
    }
}
