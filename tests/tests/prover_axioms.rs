//! Every axiom of the prover is needed: with any of them left out or spoilt, the prover says
//! something else about some small policy than it should.
//!
//! An axiom that is left out costs a proof, or a refutation that replays. One that is spoilt may
//! also prove what isn't so, and so does a literal that is negated in the making of conditions.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use ward_compiler::model::Claim;
use ward_compiler::{Policy, PolicySource};
use ward_prover::axiom::{Axiom, Mutation};
use ward_prover::{Verdict, prove, prove_mutated};
use ward_tests::enumerate::Small;

/// Generated policies that are asked, from the first seed on.
const SEEDS: u64 = 15;

/// Declarations for what is written by hand.
const LETTERS: &str = r#"policy letters
enum State { draft, sent }
subject entity User { flag: Bool = false, kind: String, other: String, home: Ip, staff: Bool }
entity Folder in Folder { note: Bool, up: Folder? }
entity Box { note: Bool }
entity Letter in Folder, Box {
  a: Folder?
  b: Folder?
  c: Folder?
  one: User or Folder?
  two: User or Folder?
  next: Letter?
  prev: Letter?
  author: User?
  readers: Set<User>
  state: State
  kind: String
  pages: Int
  box: Box?
}
context { address: Ip }
actions letters on Letter { read }
role clerk { }
"#;

/// When a reader can read, and a claim that is proved, or refuted, by what always holds of it.
const WRITTEN: &[(&str, &str)] = &[
    ("letter.one is User", "never read on Letter when letter.one is Folder"),
    (
        "letter.a not in Folder::\"x\"",
        "never read on Letter unless letter.a has note or not (letter.a has note)",
    ),
    (
        "not (letter.next has folder)",
        "never read on Letter unless letter.next has pages or not (letter.next has pages)",
    ),
    ("letter.next has folder and letter.next has pages", "never read on Letter"),
    ("not (letter.next has folder) and letter.next in Folder::\"x\"", "never read on Letter"),
    (
        "letter.a == letter.b and not (letter.a has note)",
        "never read on Letter unless letter.b has note or not (letter.b has note)",
    ),
    (
        "letter.next == letter.prev and letter.next not in Folder::\"x\"",
        "never read on Letter unless letter.prev not in Folder::\"x\"",
    ),
    (
        "letter.one == letter.two and letter.one is User",
        "never read on Letter unless letter.two is User",
    ),
    (
        "letter.next == letter.prev and not (letter.next has folder)",
        "never read on Letter unless not (letter.prev has folder)",
    ),
    ("letter.a == letter.b", "never read on Letter unless letter.a in letter.b"),
    (
        "letter.a in letter.b and letter.a != letter.b",
        "never read on Letter unless letter.a has note or not (letter.a has note)",
    ),
    (
        "letter.a not in Folder::\"x\" and letter.a in letter.b",
        "never read on Letter unless letter.b not in Folder::\"x\"",
    ),
    ("letter.one in Folder::\"x\" and letter.one is User", "never read on Letter"),
    (
        "letter.a in letter.b and letter.b in letter.a",
        "never read on Letter unless letter.a == letter.b",
    ),
    (
        "letter.a == letter.b and letter.b == letter.c",
        "never read on Letter unless letter.a == letter.c",
    ),
    (
        "letter.a in letter.b and letter.b in letter.c",
        "never read on Letter unless letter.a in letter.c",
    ),
    ("letter.a.note", "never read on Letter unless letter.a has note or not (letter.a has note)"),
    ("letter.a.note or not letter.a.note", "never read on Letter unless letter has a"),
    (
        "context has now",
        "never read on Letter unless context.now.date < 2026-01-01 or context.now.date >= 2026-01-01",
    ),
    ("letter.pages > 0", "never read on Letter unless subject.flag or not subject.flag"),
    ("letter.pages > 0", "never read on Letter unless subject.staff or not subject.staff"),
    ("letter.folder == Folder::\"x\"", "never read on Letter unless letter in Folder::\"x\""),
    ("letter.box == Box::\"x\"", "never read on Letter unless letter in Box::\"x\""),
    ("letter.a == letter.b and letter.a.note", "never read on Letter unless letter.b.note"),
    ("letter.state == draft", "never read on Letter when letter.state == sent"),
    ("letter.state == draft", "never read on Letter"),
    ("letter.pages < 3", "never read on Letter unless letter.pages < 5"),
    ("letter.pages < 3 and letter.pages > 1", "never read on Letter"),
    (
        "not (letter.readers contains letter.author) and (any r in letter.readers: (r != subject))",
        "never read on Letter unless letter has author",
    ),
    (
        "letter has author or not (letter.readers contains letter.author) or (any r in letter.readers: (r == subject or r != subject))",
        "always read on Letter for reader",
    ),
    (
        "letter.readers contains subject and letter.author == subject",
        "never read on Letter unless letter.readers contains letter.author",
    ),
    (
        "any r in letter.readers: (r == subject)",
        "never read on Letter unless letter.readers contains subject",
    ),
    (
        "letter.readers contains subject and subject.staff",
        "never read on Letter unless any r in letter.readers: (r.staff)",
    ),
    (
        "any r in letter.readers: (r.staff)",
        "never read on Letter when letter.readers contains subject",
    ),
    ("letter.pages > 0", "never read on Letter unless subject holds reader anywhere"),
    ("not (subject holds clerk anywhere)", "never read on Letter unless not (subject holds clerk)"),
    ("letter.pages > 0", "never read on Letter when not (subject holds reader)"),
    (
        "letter.kind == subject.kind and letter.kind like \"y/*\"",
        "never read on Letter unless subject.kind like \"y/*\"",
    ),
    ("letter.kind == \"x/a\"", "never read on Letter unless letter.kind like \"x/*\""),
    (
        "letter.kind == subject.kind and subject.kind == subject.other",
        "never read on Letter unless letter.kind == subject.other",
    ),
    (
        "context.address in \"10.1.0.0/16\"",
        "never read on Letter unless context.address in \"10.0.0.0/8\"",
    ),
    (
        "context.address in \"10.1.0.0/16\" and subject.home == context.address",
        "never read on Letter unless subject.home in \"10.1.0.0/16\"",
    ),
    (
        "context.address == \"10.1.2.3\"",
        "never read on Letter unless context.address in \"10.1.0.0/16\"",
    ),
];

/// A role of one tenant, which is held inside it only.
const TENANT: [(&str, &str); 2] = [
    (
        "vendor.policy",
        "policy rented\nsubject entity User { }\nentity Home { }\nentity Letter in Home { }\n\
         actions letters on Letter { read }\nrole clerk { can read }\nceiling own on Home { allow read }\n",
    ),
    (
        "sun.policy",
        "overlay Home::\"sun\" under own\nrole keeper extends clerk { }\n\
         claim \"never\": never read for keeper\n",
    ),
];

/// A policy with what the sound prover says of each of its claims.
struct Known {
    policy: Arc<Policy>,
    verdicts: Vec<&'static str>,
}

impl Known {
    fn of(policy: Arc<Policy>) -> Self {
        let verdicts = policy.claims.iter().map(|claim| prove(&policy, claim).word()).collect();
        Self { policy, verdicts }
    }

    /// The claims that are settled, each with whether it is proved.
    fn settled(&self) -> impl Iterator<Item = (&Claim, bool)> {
        let claims = self.policy.claims.iter().zip(&self.verdicts);
        claims
            .filter(|(_, word)| **word != "undecided")
            .map(|(claim, word)| (claim, *word == "proved"))
    }

    /// Whether a prover with a fault errs about a claim in a way that counts.
    fn shows(&self, fault: Mutation, counts: fn(Wrong) -> bool) -> bool {
        let wrong = |(claim, proved): (&Claim, bool)| match (
            prove_mutated(&self.policy, claim, fault),
            proved,
        ) {
            (Verdict::Proved, false) => Some(Wrong::Proof),
            (Verdict::Undecided(_), _) => Some(Wrong::Lost),
            _ => None,
        };
        self.settled().filter_map(wrong).any(counts)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Wrong {
    /// What isn't so is proved.
    Proof,
    /// What is settled can't be told any more.
    Lost,
}

fn compiled(source: &PolicySource) -> Arc<Policy> {
    let policy = ward_compiler::compile(source);
    Arc::new(policy.unwrap_or_else(|failure| panic!("{:#?}", failure.diagnostics)))
}

fn known() -> Vec<Known> {
    let written = WRITTEN.iter().map(|(when, claim)| {
        let text = format!(
            "{LETTERS}role reader {{ can read on Letter when {when} }}\nclaim \"asked\": {claim}\n"
        );
        compiled(&PolicySource::from_text(text))
    });
    let tenant = compiled(&PolicySource::from_texts(TENANT));
    let drawn = (1..=SEEDS).filter_map(|seed| Small::draw(seed).compile().ok());
    written.chain([tenant]).chain(drawn).map(Known::of).collect()
}

/// What is known is the same for both tests.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(known);

#[test]
fn what_is_written_by_hand_is_settled() {
    for (one, (when, claim)) in KNOWN.iter().zip(WRITTEN) {
        assert_ne!(one.verdicts, ["undecided"], "{when}: {claim}");
    }
}

/// Of some faults those that no policy shows, by the errors that count.
fn unseen(faults: &[Mutation], counts: fn(Wrong) -> bool) -> Vec<Mutation> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut unseen = Vec::new();
        loop {
            let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) else {
                return unseen;
            };
            let shows = |one: &Known| one.shows(*fault, counts);
            if !KNOWN.iter().any(shows) {
                unseen.push(*fault);
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

#[test]
fn no_axiom_can_be_left_out() {
    let faults: Vec<Mutation> = Axiom::ALL.iter().map(|one| Mutation::Without(*one)).collect();
    assert_eq!(unseen(&faults, |_| true), [], "no policy needs these");
}

#[test]
fn no_axiom_can_be_spoilt() {
    let faults: Vec<Mutation> = Axiom::ALL.iter().map(|one| Mutation::Negated(*one)).collect();
    assert_eq!(unseen(&faults, |_| true), [], "no policy tells these");
}

#[test]
fn a_negated_literal_in_a_condition_proves_what_is_not_so() {
    let is_proof = |wrong| wrong == Wrong::Proof;
    assert_eq!(unseen(&[Mutation::NegatedInput], is_proof), []);
}
