//! Which declarations of a file an edit touches, and reading these alone.
//!
//! A declaration that begins at the start of a line begins there whatever stands in front of it,
//! and where it ends shows in the first tokens of what follows. So the touched declarations are
//! read together with two on either side; where these come out as they were, so does the rest.

use ward_diagnostics::FileId;
use ward_parser::ast::{File, Item};
use ward_parser::parse_part;

/// How many declarations are read on either side of those that an edit touches.
const AROUND: usize = 2;

/// Where a declaration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Where its line begins, or that of the comments in front of it.
    pub cut: u32,
    /// Its first word.
    pub start: u32,
    /// The first byte behind it.
    pub end: u32,
    /// It begins at the start of a line, so that a part of the file may begin at its cut.
    hard: bool,
}

/// Where the declarations of a file stand.
pub(super) fn places(file: &File, base: u32, text: &str) -> Vec<Place> {
    let byte = |at: u32| text.as_bytes().get((at - base) as usize).copied();
    let mut places = Vec::with_capacity(file.items.len());
    let mut cut = base;
    for item in &file.items {
        let (start, end) = (item.span.start, item.span.end);
        let fresh = start == base || byte(start - 1).is_some_and(ends_line);
        let hard = fresh && item.meta.annotations.is_empty() && cut <= start;
        places.push(Place { cut: cut.min(start), start, end, hard });
        let rest = text.as_bytes().get((end - base) as usize..).unwrap_or_default();
        let line_end =
            rest.iter().position(|byte| ends_line(*byte)).map_or(rest.len(), |at| at + 1);
        cut = end + u32::try_from(line_end).unwrap_or(u32::MAX);
    }
    places
}

/// A line ends with LF, CR LF or CR; between the two of CR LF nothing stands that could be cut.
fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// An edit that changes one declaration.
#[derive(Debug)]
pub(super) struct Edit {
    /// Which one.
    pub index: usize,
    /// The declaration as it is now.
    pub item: Item,
    /// Everything from this byte on has moved,
    pub from: u32,
    /// by so many bytes.
    pub by: i64,
    /// How many declarations have been read.
    pub read: usize,
    /// Where all declarations stand now.
    pub places: Vec<Place>,
}

/// The one declaration that tells the texts apart; `None` where there are more or it can't be
/// told without reading the whole file.
pub(super) fn edit(id: FileId, old: &str, places: &[Place], new: &str) -> Option<Edit> {
    let (from, to) = damage(old, new);
    let by = i64::try_from(new.len()).ok()? - i64::try_from(old.len()).ok()?;
    let at = |byte: u32| places.partition_point(|place| place.cut <= byte).saturating_sub(1);
    let (first, last) = (at(from), at(to));
    let mut low = first.saturating_sub(AROUND);
    while low > 0 && !places.get(low)?.hard {
        low -= 1;
    }
    let mut high = places.len().min(last + 1 + AROUND);
    while places.get(high).is_some_and(|place| !place.hard) {
        high += 1;
    }
    let start = if low == 0 { 0 } else { places.get(low)?.cut };
    let end = places.get(high).map_or(Some(new.len()), |place| moved(place.cut, by))?;
    let text = new.get(start as usize..end)?;
    let parsed = parse_part(id, start, text);
    if !parsed.diagnostics.is_empty() || parsed.file.items.len() != high - low {
        return None;
    }
    let read = self::places(&parsed.file, start, text);
    let all = spliced(places, low..high, &read, by)?;
    let around = (low..first).chain(last + 1..high);
    let as_they_were = |at: usize| {
        let by = if at < first { 0 } else { by };
        let (old, new) = (places.get(at)?, all.get(at)?);
        let same = moved(old.start, by)? == new.start as usize
            && moved(old.end, by)? == new.end as usize
            && old.hard == new.hard;
        same.then_some(())
    };
    around.map(as_they_were).collect::<Option<Vec<()>>>()?;
    let piece = |text: &str, places: &[Place], at: usize| {
        let end = places.get(at + 1).map_or(text.len(), |next| next.cut as usize);
        text.get(places.get(at)?.cut as usize..end).map(str::to_owned)
    };
    let mut changed = (first..=last).filter(|at| {
        piece(old, places, *at).is_none() || piece(old, places, *at) != piece(new, &all, *at)
    });
    let (index, None) = (changed.next()?, changed.next()) else { return None };
    let item = parsed.file.items.into_iter().nth(index - low)?;
    Some(Edit { index, item, from: to, by, read: high - low, places: all })
}

fn moved(byte: u32, by: i64) -> Option<usize> {
    usize::try_from(i64::from(byte) + by).ok()
}

/// The places with those in the range read anew and those behind it moved.
fn spliced(
    places: &[Place],
    range: std::ops::Range<usize>,
    read: &[Place],
    by: i64,
) -> Option<Vec<Place>> {
    let mut all = places.get(..range.start)?.to_vec();
    all.extend_from_slice(read);
    for place in places.get(range.end..)? {
        let at = |byte: u32| moved(byte, by).and_then(|byte| u32::try_from(byte).ok());
        let (cut, start, end) = (at(place.cut)?, at(place.start)?, at(place.end)?);
        all.push(Place { cut, start, end, hard: place.hard });
    }
    Some(all)
}

/// The bytes of the old text that aren't in the new one as they were.
fn damage(old: &str, new: &str) -> (u32, u32) {
    const CHUNK: usize = 1024;
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let chunks = old.chunks_exact(CHUNK).zip(new.chunks_exact(CHUNK));
    let mut front = chunks.take_while(|(old, new)| old == new).count() * CHUNK;
    front += old[front..].iter().zip(&new[front..]).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let chunks = old_rest.rchunks_exact(CHUNK).zip(new_rest.rchunks_exact(CHUNK));
    let back = chunks.take_while(|(old, new)| old == new).count() * CHUNK;
    let (old_rest, new_rest) =
        (&old_rest[..old_rest.len() - back], &new_rest[..new_rest.len() - back]);
    let same = old_rest.iter().rev().zip(new_rest.iter().rev());
    let back = back + same.take_while(|(old, new)| old == new).count();
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (small(front), small(old.len() - back))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(old: &str, new: &str) -> Option<(usize, usize)> {
        let parsed = ward_parser::parse(FileId(0), old);
        let places = places(&parsed.file, 0, old);
        edit(FileId(0), old, &places, new).map(|edit| {
            let whole = ward_parser::parse(FileId(0), new);
            assert_eq!(whole.file.items[edit.index], edit.item);
            assert_eq!(self::places(&whole.file, 0, new), edit.places);
            (edit.index, edit.read)
        })
    }

    fn roles() -> String {
        (0..20)
            .map(|at| format!("// {at}\nrole r{at} {{\n  can read when {at} > 1\n}}\n"))
            .collect()
    }

    #[test]
    fn an_edit_is_read_with_two_declarations_on_either_side() {
        let old = roles();
        assert_eq!(edited(&old, &old.replace("9 > 1", "9 > 100")), None, "9 and 19 differ");
        assert_eq!(edited(&old, &old.replace("when 9 > 1", "when 9 > 100")), Some((9, 5)));
        assert_eq!(edited(&old, &old.replace("when 0 > 1", "when 0 > 100")), Some((0, 3)));
        assert_eq!(edited(&old, &old.replace("// 7", "/// docs")), Some((7, 5)));
    }

    #[test]
    fn what_changes_the_neighbours_is_not_read_alone() {
        let old = roles();
        assert_eq!(edited(&old, &old.replace("role r9 {", "role r9")), None);
        assert_eq!(edited(&old, &old.replace("role r9 {", "rol r9 {")), None);
        assert_eq!(edited(&old, &format!("{old}role more {{ can read }}\n")), None);
        let scopes = "scope a on T: subject in resource.b\nscope b on T: subject in resource.c\nscope c on T: x\n";
        assert_eq!(edited(scopes, &scopes.replace("\nscope b on T:", " and")), None);
    }
}
