//! A fingerprint of many records that is cheap to bring up to date.
//!
//! A tree of three levels: records by the hash of their names, in buckets, under one root. A
//! changed record costs its bucket and the root, and the same records give the same fingerprint
//! whatever way they came about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

type Hash = [u8; 32];

/// How many buckets there are.
const BUCKETS: usize = 1 << 10;

/// Changes of records: what each says, or that it is gone, by the hashes of both.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(BTreeMap<Hash, Option<Hash>>);

impl Changes {
    /// Notes one; a later one of a record takes the place of an earlier one. `kind` tells records
    /// of one name apart.
    pub fn note(&mut self, kind: u8, name: &str, text: Option<&str>) {
        let text = text.map(|text| hash(&[text.as_bytes()]));
        self.0.insert(hash(&[&[kind], name.as_bytes()]), text);
    }
}

/// The fingerprint of records by name.
#[derive(Clone, Debug)]
pub(super) struct Digest {
    /// The hash of each record by the hash of its name.
    records: BTreeMap<Hash, Hash>,
    buckets: Vec<Hash>,
    root: String,
}

impl Default for Digest {
    fn default() -> Self {
        let buckets = vec![hash(&[]); BUCKETS];
        Self { records: BTreeMap::new(), root: root(&buckets), buckets }
    }
}

impl Digest {
    /// The fingerprint.
    pub fn text(&self) -> &str {
        &self.root
    }

    /// The fingerprint after changes.
    pub fn text_after(&self, changes: &Changes) -> String {
        root(&self.buckets_after(changes))
    }

    /// Makes changes.
    pub fn change(&mut self, changes: Changes) {
        self.buckets = self.buckets_after(&changes);
        self.root = root(&self.buckets);
        for (name, text) in changes.0 {
            match text {
                Some(text) => self.records.insert(name, text),
                None => self.records.remove(&name),
            };
        }
    }

    fn buckets_after(&self, changes: &Changes) -> Vec<Hash> {
        let mut buckets = self.buckets.clone();
        let touched: BTreeSet<usize> = changes.0.keys().map(bucket).collect();
        for at in touched {
            let here = |name: &Hash| bucket(name) == at;
            let old = self.records.range(first(at)..).take_while(|(name, _)| here(name));
            let mut records: BTreeMap<&Hash, &Hash> = old.collect();
            for (name, text) in changes.0.range(first(at)..).take_while(|(name, _)| here(name)) {
                match text {
                    Some(text) => records.insert(name, text),
                    None => records.remove(name),
                };
            }
            let parts = records.into_iter().flat_map(|(name, text)| [&name[..], &text[..]]);
            if let Some(bucket) = buckets.get_mut(at) {
                *bucket = hash(&parts.collect::<Vec<_>>());
            }
        }
        buckets
    }
}

fn root(buckets: &[Hash]) -> String {
    let parts: Vec<&[u8]> = buckets.iter().map(Hash::as_slice).collect();
    hash(&parts).iter().fold(String::from("sha256:"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bucket of a name.
fn bucket(name: &Hash) -> usize {
    let [high, low, ..] = *name;
    usize::from(u16::from_be_bytes([high, low]) >> 6)
}

/// The first name that a bucket can have.
fn first(bucket: usize) -> Hash {
    let mut name = [0; 32];
    let [high, low] = u16::try_from(bucket << 6).unwrap_or(u16::MAX).to_be_bytes();
    (name[0], name[1]) = (high, low);
    name
}

/// Over parts whose lengths the last of them alone can leave open.
fn hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(records: &[(&str, Option<&str>)]) -> Changes {
        let mut changes = Changes::default();
        records.iter().for_each(|(name, text)| changes.note(b'e', name, *text));
        changes
    }

    fn of(records: &[(&str, &str)]) -> Digest {
        let mut digest = Digest::default();
        let records: Vec<_> = records.iter().map(|(name, text)| (*name, Some(*text))).collect();
        digest.change(changes(&records));
        digest
    }

    #[test]
    fn the_same_records_are_the_same_whatever_came_before() {
        let mut digest = of(&[("a", "1"), ("b", "2"), ("c", "3")]);
        digest.change(changes(&[("b", None), ("a", Some("7"))]));
        digest.change(changes(&[("d", Some("4"))]));
        assert_eq!(digest.text(), of(&[("d", "4"), ("c", "3"), ("a", "7")]).text());
        digest.change(changes(&[("a", None), ("c", None), ("d", None)]));
        assert_eq!(digest.text(), Digest::default().text());
    }

    #[test]
    fn other_records_are_another() {
        let mut other_kind = Changes::default();
        other_kind.note(b'a', "a", Some("1"));
        let mut other = Digest::default();
        other.change(other_kind);
        let all = [
            other,
            of(&[]),
            of(&[("a", "1")]),
            of(&[("a", "2")]),
            of(&[("b", "1")]),
            of(&[("a", "1"), ("b", "1")]),
        ];
        let texts: BTreeSet<_> = all.iter().map(Digest::text).collect();
        assert_eq!(texts.len(), all.len());
    }

    #[test]
    fn every_record_counts_among_many() {
        let names: Vec<String> = (0..5_000).map(|at| at.to_string()).collect();
        let records: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
        let mut digest = of(&records);
        let whole = digest.text().to_owned();
        for name in names.iter().step_by(501) {
            let there = changes(&[(name, Some("y"))]);
            let after = digest.text_after(&there);
            assert_ne!(after, whole);
            digest.change(there);
            assert_eq!(digest.text(), after);
            digest.change(changes(&[(name, Some("x"))]));
            assert_eq!(digest.text(), whole);
        }
    }
}
