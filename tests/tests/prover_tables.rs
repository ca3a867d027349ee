//! Every form of condition, as circuit and as evaluated, in small worlds full of extremes.
//!
//! `WARD_TABLES` says how many tables a form, `WARD_WORLDS` in how many worlds each is looked at,
//! `WARD_SEED` where to begin, `WARD_FORM` which form alone.

use ward_tests::enumerate::Draw;
use ward_tests::tables::{Asked, Form, Table, World};

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn no_circuit_excludes_what_the_evaluator_says() {
    let (tables, worlds) = (setting("WARD_TABLES", 1), setting("WARD_WORLDS", 12));
    let first = setting("WARD_SEED", 1);
    let mut wrong = 0;
    let only = std::env::var("WARD_FORM").ok();
    let forms = Form::ALL.into_iter();
    let forms = forms.filter(|form| only.as_ref().is_none_or(|only| format!("{form:?}") == *only));
    for form in forms {
        let (mut made, mut looked, mut bad) = (0, 0, 0);
        for seed in first..first + tables {
            for asked in Asked::ALL {
                let mut draw = Draw::random(seed * 1000 + form as u64 * 7 + asked as u64);
                let Some(table) = Table::draw(&mut draw, form, asked, 8) else { continue };
                made += 1;
                let mut circuits = table.circuits();
                for _ in 0..worlds {
                    draw.turn();
                    let world = World::draw(&mut draw, asked);
                    looked += u64::from(table.truths(&world).is_some());
                    if let Some(excluded) = table.excludes(&mut circuits, world) {
                        bad += 1;
                        println!("{form:?} {asked:?} seed {seed}:\n{}", excluded.text());
                        break;
                    }
                }
            }
        }
        println!("{form:?}: {made} tables, {looked} worlds, {bad} wrong");
        wrong += bad;
    }
    assert_eq!(wrong, 0, "worlds that a circuit excludes");
}
