use std::sync::Arc;
fn main() {
    for dir in std::env::args().skip(1) {
        let policy = Arc::new(ward_compiler::compile_dir(&dir).unwrap());
        let start = std::time::Instant::now();
        let mut counts = std::collections::BTreeMap::new();
        for claim in &policy.claims {
            let t = std::time::Instant::now(); eprintln!("{} ...", claim.title);
            let v = ward_prover::prove(&policy, claim);
            *counts.entry(v.word()).or_insert(0) += 1;
            let ms = t.elapsed().as_millis();
            if !v.is_fine() || ms > 200 { println!("{}: {} [{ms} ms] {} {}", dir, claim.title, v.word(), match &v { ward_prover::Verdict::Undecided(w) => w.clone(), ward_prover::Verdict::Refuted(e) => format!("{}\n    {}\n    {}", e.shows, e.request, e.data), _ => String::new() }); }
        }
        println!("{dir}: {counts:?} {:?}", start.elapsed());
    }
}
