//! The two evaluators agree, on policies that nobody would write.

use std::cell::RefCell;

use ward_tests::engine::{Real, agree};
use ward_tests::generate::{Features, World};
use ward_tests::law::{for_worlds, ready};
use ward_tests::reference::{self, Outcome};

#[test]
fn nearly_every_made_up_world_compiles_and_most_of_them_load() {
    let unfit = RefCell::new(Vec::new());
    let counts = RefCell::new([0usize; 3]);
    for_worlds(Features::ALL, 100, |world| {
        counts.borrow_mut()[0] += 1;
        match world.compile() {
            Err(why) => unfit.borrow_mut().push(why),
            Ok(policy) if Real::load(&policy, &world.data()).is_err() => {
                counts.borrow_mut()[1] += 1;
            }
            Ok(_) => counts.borrow_mut()[2] += 1,
        }
        Ok(())
    })
    .unwrap();
    let ([all, spoilt, _], unfit) = (counts.into_inner(), unfit.into_inner());
    // Some made-up statements reach nothing, which is an error.
    assert!(unfit.len() * 5 <= all, "{} of {all}:\n{}", unfit.len(), unfit.join("\n"));
    assert!((1..=all / 10).contains(&spoilt), "{spoilt} of {all} don't load");
}

/// What made-up requests get, so that the other tests show something.
#[test]
fn made_up_requests_are_permitted_and_refused() {
    let counts = RefCell::new([0usize; 3]);
    for_worlds(Features::ALL, 60, |world| {
        let Some(ready) = ready(world)? else { return Ok(()) };
        for request in &world.requests {
            let kind = match reference::decide(&ready.policy, &ready.store, request) {
                Outcome::Permit(_) => 0,
                Outcome::Refuse(_) => 1,
                Outcome::Faulty(_) => 2,
            };
            counts.borrow_mut()[kind] += 1;
        }
        Ok(())
    })
    .unwrap();
    let counts = counts.into_inner();
    let all: usize = counts.iter().sum();
    assert!(counts.iter().all(|count| count * 20 > all), "permit, refuse, faulty: {counts:?}");
}

#[test]
fn the_two_evaluators_agree() {
    if let Err(why) = for_worlds(Features::ALL, 300, agreement) {
        panic!("{why}");
    }
}

fn agreement(world: &World) -> Result<(), String> {
    let Some(ready) = ready(world)? else { return Ok(()) };
    for request in &world.requests {
        let expected = reference::decide(&ready.policy, &ready.store, request);
        let found = ready.real.decide(request);
        if !agree(&expected, &found) {
            return Err(format!("reference {expected:?}\nreal      {found:?}\n{request}"));
        }
        if ready.real.permits(request) != found.permits() {
            return Err(format!("the fast verdict differs from {found:?}\n{request}"));
        }
    }
    Ok(())
}

#[test]
fn a_part_is_permitted_where_a_grant_stands_and_nothing_forbids() {
    let parts = RefCell::new([0usize; 2]);
    let done = for_worlds(Features::ALL, 200, |world| {
        let Some(ready) = ready(world)? else { return Ok(()) };
        for request in &world.requests {
            for (permitted, stands) in ready.real.parts_both_ways(request) {
                parts.borrow_mut()[usize::from(permitted)] += 1;
                if permitted != stands {
                    return Err(format!("permitted: {permitted}, stands: {stands}\n{request}"));
                }
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|why| panic!("{why}"));
    let [refused, permitted] = parts.into_inner();
    assert!(refused > 100 && permitted > 100, "{refused} refused, {permitted} permitted");
}
