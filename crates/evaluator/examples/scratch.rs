use std::sync::Arc;
use ward_evaluator::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let policy = match ward_compiler::compile_dir(&args[1]) {
        Ok(p) => Arc::new(p),
        Err(f) => {
            println!(
                "{}",
                ward_diagnostics::render::all_to_text(&f.diagnostics, &f.sources, false)
            );
            return;
        }
    };
    let mut bad = 0;
    let mut good = 0;
    for t in testing::run(&policy, None) {
        if t.failures.is_empty() {
            good += 1
        } else {
            bad += 1;
            println!("TEST {}: {:#?}", t.title, t.failures)
        }
    }
    println!("tests {good} ok {bad} bad");
    let files: Vec<DataFile> = args[3..]
        .iter()
        .map(|n| DataFile { name: n.clone(), text: std::fs::read_to_string(n).unwrap() })
        .collect();
    let (engine, problems) = Engine::load(policy, &files);
    for p in &problems {
        println!("{} {}: {} / {:?}", p.is_error(), p.code, p.message, p.help);
    }
    let (mut ok, mut no) = (0, 0);
    for line in std::fs::read_to_string(&args[2]).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let r = Request::from_json(&v["request"]).unwrap();
        let expected = v["decision"].as_bool().unwrap();
        match engine.decide(&r) {
            Ok(d) if d.permit == expected && d.error.is_none() => {
                ok += 1;
                assert_eq!(engine.permits(&r).unwrap(), d.permit);
            }
            other => {
                no += 1;
                println!(
                    "{} expected {expected}: {}",
                    v["id"],
                    match other {
                        Ok(d) => d.to_json().to_string(),
                        Err(e) => e.to_json().to_string(),
                    }
                );
            }
        }
    }
    println!("cases {ok} ok {no} bad");
}
