//! What a benchmark must be able to rely on: equal decisions, equal data, sound numbers.

use ward_compiler::PolicySource;
use ward_compiler::incremental::Recompiler;
use ward_peers::case::{Ask, Case, Form, Uid, prepared};
use ward_peers::generate::{changed, gdrive, github, records, rule_list, tinytodo, ward_files};
use ward_peers::measure::{median, quantile};
use ward_peers::runner::{Effort, Task, agree, run, turns};
use ward_peers::scenarios::{ALL, Settings};
use ward_peers::world::World;

fn two_requests() -> Vec<Ask> {
    ["read", "write"]
        .map(|action| Ask::new(Uid::new("User", "ann"), action, Uid::new("Note", "1")))
        .into()
}

#[test]
fn a_case_on_which_engines_differ_is_not_timed() {
    let contenders = vec![
        prepared("one", Form::Resolved, 2, |_| Some(true)),
        prepared("other", Form::Resolved, 2, |at| Some(at == 0)),
    ];
    let mut case = Case { name: "case".into(), requests: two_requests(), contenders };
    let error = run(&mut case, Effort::QUICK).unwrap_err();
    assert_eq!(error.to_string(), "case: other says false and not true to User::ann write Note::1");
}

#[test]
fn an_engine_that_fails_ends_the_run() {
    let contenders = vec![prepared("one", Form::Strings, 2, |at| (at == 0).then_some(true))];
    let mut case = Case { name: "case".into(), requests: two_requests(), contenders };
    let error = agree(&mut case).unwrap_err();
    assert_eq!(error.to_string(), "case: one fails on User::ann write Note::1");
}

#[test]
fn requests_are_asked_in_turn_and_permits_counted() {
    let mut asked = Vec::new();
    let mut one = prepared("one", Form::Resolved, 3, |at| {
        asked.push(at);
        Some(at == 2)
    });
    assert_eq!(one.run(1, 5), 2);
    drop(one);
    assert_eq!(asked, [1, 2, 0, 1, 2]);
}

#[test]
fn a_quantile_is_the_nearest_rank() {
    let mut samples: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    assert_eq!(quantile(&mut samples, 0.99), 99.0);
    assert_eq!(median(&mut samples), 50.0);
    assert!(median(&mut []).is_nan());
}

#[test]
fn ratios_are_of_the_same_round() {
    let mut times = [1.0, 100.0, 10.0].into_iter();
    let mut doubled = [2.0, 200.0, 20.0].into_iter();
    let mut tasks = [
        Task { engine: "one", work: Box::new(|| Ok(times.next().unwrap())) },
        Task { engine: "other", work: Box::new(|| Ok(doubled.next().unwrap())) },
    ];
    let results = turns(&mut tasks, 3).unwrap();
    assert_eq!(results, [("one", 10.0, 1.0), ("other", 20.0, 2.0)]);
}

#[test]
fn a_seed_makes_the_same_data_each_time_and_another_seed_others() {
    for generate in [gdrive, github, tinytodo] {
        let text = |seed| generate(10, seed).to_cedar_json().to_string();
        assert_eq!(text(1), text(1));
        assert_ne!(text(1), text(2));
    }
    assert_eq!(records(1_000).entities.len(), 1_000);
}

#[test]
fn one_rule_is_changed_and_checked_alone() {
    let rules = rule_list(1_000);
    let files = ward_files(&rules);
    let source = |files: &[(String, String)]| {
        PolicySource::from_texts(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    };
    let mut compiler = Recompiler::default();
    compiler.update(source(&files)).unwrap();
    let (policy, report) = compiler.update(source(&changed(&files, &rules, 1_001))).unwrap();
    assert_eq!(policy.rules.len(), 1_000);
    assert!(!report.whole, "{report:?}");
}

#[test]
fn a_world_is_read_back_from_the_format_of_cedar() {
    let world = github(5, 0);
    let text = world.to_cedar_json().to_string();
    assert_eq!(World::from_cedar_json(&text).unwrap().to_cedar_json().to_string(), text);
}

#[test]
fn engines_decide_the_smaller_cases_alike_and_permit_some_of_them() {
    let settings = Settings { effort: Effort::QUICK, quick: true, data: None };
    for scenario in ALL.iter().filter(|it| ["applications", "betasky"].contains(&it.name)) {
        let mut cases = 0;
        scenario
            .decisions(&settings, &mut |case| {
                cases += 1;
                if case.name.contains("50") {
                    return Ok(Vec::new());
                }
                let permits = agree(case)?;
                assert!(permits > 0 && permits < case.requests.len(), "{}", case.name);
                Ok(Vec::new())
            })
            .unwrap();
        assert!(cases > 0, "{}", scenario.name);
    }
}
