//! The prover against every small data set.
//!
//! What a search finds must never be called proved, and what is called refuted must be so. What
//! is left undecided is counted and told, with the construct that stands in the way.
//!
//! `WARD_CASES` says how many policies, where it is more than usual, `WARD_SEED` where to begin,
//! `WARD_DATA` how many data sets each is asked of; `WARD_SHOW` prints what is left undecided
//! though the search settled it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ward_compiler::Policy;
use ward_compiler::model::{Claim, ClaimForm};
use ward_prover::{Evidence, Verdict, prove};
use ward_tests::enumerate::{Shown, Small, breaks, is_whole, search};
use ward_tests::generate::{World, cut_down};

/// Policies of a usual run.
const USUAL: u64 = 300;
/// Data sets for each.
const DATA: usize = 60;

/// What became of all claims.
#[derive(Debug, Default)]
struct Told {
    policies: usize,
    left_out: Vec<String>,
    looked_at: usize,
    /// By form of the claim, verdict, and what the search found.
    counts: BTreeMap<(&'static str, &'static str, &'static str), usize>,
    /// Why claims that the search settled are undecided.
    why: BTreeMap<(&'static str, String), usize>,
    wrong: Vec<String>,
    /// How long the proofs of each policy took.
    times: Vec<(Duration, u64)>,
    searched: Duration,
}

impl Told {
    fn add(&mut self, other: Self) {
        self.policies += other.policies;
        self.left_out.extend(other.left_out);
        self.looked_at += other.looked_at;
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count;
        }
        for (key, count) in other.why {
            *self.why.entry(key).or_default() += count;
        }
        self.wrong.extend(other.wrong);
        self.times.extend(other.times);
        self.searched += other.searched;
    }

    /// How many claims have this verdict where the search found this.
    fn count(&self, verdict: &str, found: &str) -> usize {
        let fits =
            self.counts.iter().filter(|((_, one, other), _)| *one == verdict && *other == found);
        fits.map(|(_, count)| count).sum()
    }

    fn print(&self) {
        println!(
            "{} policies, {} left out, {} data sets",
            self.policies,
            self.left_out.len(),
            self.looked_at
        );
        for (key, count) in &self.counts {
            println!("{count:6} {} {}, search: {}", key.0, key.1, key.2);
        }
        let mut why: Vec<_> = self.why.iter().collect();
        why.sort_by_key(|(key, count)| (key.0, std::cmp::Reverse(**count)));
        for ((found, why), count) in why {
            println!("{count:6} undecided, search: {found}: {why}");
        }
        let mut times = self.times.clone();
        times.sort_unstable();
        let all: Duration = times.iter().map(|(time, _)| *time).sum();
        println!("{all:.1?} of proofs, {:.1?} of searches; the longest proofs:", self.searched);
        for (time, seed) in times.iter().rev().take(3) {
            println!("{time:.1?} seed {seed}");
        }
        for text in self.left_out.iter().take(3) {
            println!("left out: {text}");
        }
    }
}

#[test]
fn the_prover_says_what_every_small_data_set_says() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = setting("WARD_SEED").unwrap_or(1);
    let most = setting("WARD_DATA").and_then(|most| usize::try_from(most).ok()).unwrap_or(DATA);
    let end = first + setting("WARD_CASES").unwrap_or(0).max(USUAL);
    let (next, told) = (AtomicU64::new(first), Mutex::new(Told::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    let one = settle(seed, most);
                    for wrong in &one.wrong {
                        println!("{wrong}");
                    }
                    told.lock().unwrap().add(one);
                }
            });
        }
    });
    let told = told.into_inner().unwrap();
    told.print();
    assert!(told.wrong.is_empty(), "{} wrong, the first:\n{}", told.wrong.len(), told.wrong[0]);
    // Rates mean something only over many policies.
    if told.policies < 40 {
        return;
    }
    assert!(told.left_out.len() * 5 < told.policies, "too many policies don't compile");
    // That the search has teeth, and the prover too.
    let (found, unfound) = (told.count("refuted", "broken"), told.count("refuted", "unbroken"));
    assert!(found > 3 * unfound, "the search found {found} and missed {unfound}");
    let refuted = found + unfound + told.count("refuted", "not asked");
    let missed = told.count("undecided", "broken");
    assert!(refuted > 20 * missed, "the prover refuted {refuted} and missed {missed}");
    assert!(told.count("proved", "unbroken") > 20);
}

fn settle(seed: u64, most: usize) -> Told {
    let small = Small::draw(seed);
    let mut told = Told { policies: 1, ..Told::default() };
    let policy = match small.compile() {
        Ok(policy) => policy,
        Err(why) => {
            told.left_out.push(why);
            return told;
        }
    };
    let begun = Instant::now();
    let verdicts: Vec<Verdict> = policy.claims.iter().map(|one| prove(&policy, one)).collect();
    let proved = begun.elapsed();
    // Evidence is replayed; to see that the search has teeth, it looks for some of it by itself.
    let open =
        |verdict: &Verdict| seed.is_multiple_of(8) || !matches!(verdict, Verdict::Refuted(_));
    let open: Vec<bool> = verdicts.iter().map(open).collect();
    let found = search(&small, &policy, seed, most, &open);
    told.looked_at = found.looked_at;
    for (at, (claim, verdict)) in policy.claims.iter().zip(verdicts).enumerate() {
        let broken = &found.broken[at];
        let seen = match broken {
            _ if !open[at] => "not asked",
            Some(_) => "broken",
            None if found.all => "unbroken in all",
            None => "unbroken",
        };
        *told.counts.entry((form(claim), verdict.word(), seen)).or_default() += 1;
        if let (Verdict::Refuted(evidence), ClaimForm::Always { .. }) = (&verdict, &claim.form)
            && !is_whole(&policy, &evidence.data, &evidence.request)
        {
            *told.counts.entry(("always", "refuted by what isn't whole", seen)).or_default() += 1;
        }
        match (&verdict, broken) {
            (Verdict::Proved, Some(shown)) => {
                told.wrong.push(format!("seed {seed}: {}", unsound(&small.world, claim, shown)));
            }
            (Verdict::Refuted(evidence), _) if !replays(&policy, claim, evidence) => {
                told.wrong.push(format!(
                    "seed {seed}: evidence shows nothing\n{}\nclaim {}\n{evidence:?}",
                    small.world, claim.title
                ));
            }
            (Verdict::Undecided(why), _) if seen.starts_with("unbroken in") || broken.is_some() => {
                if std::env::var("WARD_SHOW").is_ok() {
                    println!(
                        "seed {seed}: undecided, search: {seen}: {why}: {}\n{}",
                        claim.title, small.world
                    );
                }
                *told.why.entry((seen, why.clone())).or_default() += 1;
            }
            _ => {}
        }
    }
    told.times = vec![(proved, seed)];
    told.searched = begun.elapsed() - proved;
    told
}

fn form(claim: &Claim) -> &'static str {
    match &claim.form {
        ClaimForm::Cannot { .. } => "cannot",
        ClaimForm::Never { roles: None, .. } => "never",
        ClaimForm::Never { .. } => "never for",
        ClaimForm::Always { .. } => "always",
        ClaimForm::AtMost { .. } => "A <= B",
        ClaimForm::OnlyDepends { .. } => "only",
    }
}

/// Whether the evidence breaks the claim, by the same words as what the search finds.
fn replays(policy: &Arc<Policy>, claim: &Claim, evidence: &Evidence) -> bool {
    let other = evidence.other().map(|(_, data, request)| (data.clone(), request.clone()));
    let shown = Shown {
        data: evidence.data.clone(),
        request: evidence.request.clone(),
        other,
        whole: true,
    };
    breaks(policy, claim, &shown)
}

/// A claim that is called proved and isn't, cut down to what matters.
fn unsound(world: &World, claim: &Claim, shown: &Shown) -> String {
    let mut world = world.clone();
    world.requests = vec![shown.request.clone()];
    let list = |name: &str| shown.data[name].as_array().cloned().unwrap_or_default();
    (world.entities, world.assignments) = (list("entities"), list("assignments"));
    let fails = |world: &World| {
        let (Ok(policy), Some(request)) = (world.compile(), world.requests.first()) else {
            return false;
        };
        let Some(claim) = policy.claims.iter().find(|one| one.title == claim.title) else {
            return false;
        };
        // What `always` is about must stay whole.
        if matches!(claim.form, ClaimForm::Always { .. }) && world.data() != shown.data {
            return false;
        }
        let shown = Shown { data: world.data(), request: request.clone(), ..shown.clone() };
        breaks(&policy, claim, &shown) && prove(&policy, claim) == Verdict::Proved
    };
    let small = cut_down(world, &fails);
    let other =
        shown.other.as_ref().map(|(data, _)| format!("\nother data {data}")).unwrap_or_default();
    format!("proved, and broken: {}\n{small}{other}", claim.title)
}
