//! However files change, it is noticed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use common::{DATA, RULES, Set, by_events, by_looking, permits, until};
use ward_live::{Gates, Live, Outcome, Place, Reloader, Ticker, Watching};

const WIDER: &str = "policy clinic
subject entity User
entity Note { author: User? }
actions notes on Note { view, edit }
role anyone { can view }
role nurse { can view }
";

fn watched(set: &Set, ticker: Ticker) -> (Arc<Live>, Watching) {
    let reloader = set.reloader(Gates::default());
    reloader.reload();
    let live = reloader.live();
    assert!(permits(&live, "ann") && !permits(&live, "bo"));
    let watching = reloader.watch(ticker, |_| {});
    live.wait(1, common::LONG);
    (live, watching)
}

fn bo_may(live: &Live) -> bool {
    permits(live, "bo")
}

#[test]
fn a_save_by_truncating_and_writing_is_seen() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    let mut file = fs::File::create(set.path("rules.policy")).unwrap();
    file.write_all(WIDER.as_bytes()).unwrap();
    until(&live, bo_may);
}

#[test]
fn a_save_by_renaming_is_seen() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    set.write(".rules.policy.swp", WIDER);
    fs::rename(set.path(".rules.policy.swp"), set.path("rules.policy")).unwrap();
    until(&live, bo_may);
}

#[test]
fn a_new_file_in_a_new_folder_is_seen_and_its_removal_too() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    set.write("more/open.policy", "role anyone { can view }\n");
    until(&live, bo_may);
    fs::remove_file(set.path("more/open.policy")).unwrap();
    until(&live, |live| !bo_may(live));
}

#[test]
fn a_change_of_data_is_seen() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    set.write(
        "data.json",
        &DATA.replace("{\"author\": \"User::ann\"}", "{\"author\": \"User::bo\"}"),
    );
    until(&live, |live| !permits(live, "ann"));
}

#[test]
fn settings_that_name_other_data_are_seen_and_these_watched() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    set.write(
        "elsewhere/own.json",
        r#"{"entities": [{"type": "User", "id": "bo"}, {"type": "Note", "id": "n1"}]}"#,
    );
    set.write("ward.toml", "data = [\"elsewhere/own.json\"]\n");
    until(&live, |live| !permits(live, "ann"));
    set.write("elsewhere/own.json", DATA);
    until(&live, |live| permits(live, "ann"));
}

#[test]
fn a_folder_that_is_replaced_by_another_is_seen_again_and_again() {
    let set = Set::new();
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("set");
    let put = |rules: &str| {
        let next = outer.path().join("next");
        fs::create_dir(&next).unwrap();
        fs::write(next.join("rules.policy"), rules).unwrap();
        fs::write(next.join("data.json"), DATA).unwrap();
        fs::write(next.join("ward.toml"), "data = [\"data.json\"]\n").unwrap();
        let _ = fs::rename(&folder, outer.path().join("old"));
        let _ = fs::remove_dir_all(outer.path().join("old"));
        fs::rename(&next, &folder).unwrap();
    };
    put(RULES);
    let reloader = Arc::new(Reloader::new(Place::new(&folder), Gates::default()));
    reloader.reload();
    let live = reloader.live();
    let _watching = reloader.watch(by_events(), |_| {});
    for (rules, wanted) in [(WIDER, true), (RULES, false), (WIDER, true)] {
        put(rules);
        until(&live, |live| bo_may(live) == wanted);
    }
    drop(set);
}

#[cfg(unix)]
#[test]
fn a_link_that_is_swapped_is_seen_as_kubernetes_does_it() {
    use std::os::unix::fs::symlink;

    let mount = tempfile::tempdir().unwrap();
    let at = |name: &str| mount.path().join(name);
    let put = |stamp: &str, rules: &str| {
        fs::create_dir(at(stamp)).unwrap();
        fs::write(at(stamp).join("rules.policy"), rules).unwrap();
        fs::write(at(stamp).join("data.json"), DATA).unwrap();
        fs::write(at(stamp).join("ward.toml"), "data = [\"data.json\"]\n").unwrap();
        symlink(stamp, at("..data_tmp")).unwrap();
        fs::rename(at("..data_tmp"), at("..data")).unwrap();
    };
    put("..1", RULES);
    for name in ["rules.policy", "data.json", "ward.toml"] {
        symlink(format!("..data/{name}"), at(name)).unwrap();
    }
    let reloader = Arc::new(Reloader::new(Place::new(mount.path()), Gates::default()));
    reloader.reload();
    let live = reloader.live();
    let _watching = reloader.watch(by_events(), |_| {});
    assert!(!bo_may(&live));
    put("..2", WIDER);
    fs::remove_dir_all(at("..1")).unwrap();
    until(&live, bo_may);
    put("..3", RULES);
    until(&live, |live| !bo_may(live));
}

#[cfg(unix)]
#[test]
fn a_policy_set_behind_a_link_is_seen_when_the_link_is_swapped() {
    use std::os::unix::fs::symlink;

    let outer = tempfile::tempdir().unwrap();
    let at = |name: &str| outer.path().join(name);
    for (name, rules) in [("a", RULES), ("b", WIDER)] {
        fs::create_dir(at(name)).unwrap();
        fs::write(at(name).join("rules.policy"), rules).unwrap();
        fs::write(at(name).join("data.json"), DATA).unwrap();
        fs::write(at(name).join("ward.toml"), "data = [\"data.json\"]\n").unwrap();
    }
    symlink("a", at("current")).unwrap();
    let reloader = Arc::new(Reloader::new(Place::new(at("current")), Gates::default()));
    reloader.reload();
    let live = reloader.live();
    let _watching = reloader.watch(by_events(), |_| {});
    symlink("b", at("next")).unwrap();
    fs::rename(at("next"), at("current")).unwrap();
    until(&live, bo_may);
}

#[test]
fn without_events_looking_finds_it() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_looking());
    set.write("rules.policy", WIDER);
    until(&live, bo_may);
    set.write("data.json", &DATA.replace("\"id\": \"bo\"", "\"id\": \"someone\""));
    until(&live, |live| !bo_may(live));
}

#[test]
fn a_burst_is_one_reload() {
    let set = Set::new();
    let quiet = std::time::Duration::from_millis(500);
    let (live, _watching) = watched(&set, Ticker { quiet, ..by_events() });
    let before = live.reloads();
    for number in 0..50 {
        set.write("rules.policy", &format!("{WIDER}// {number}\n"));
    }
    until(&live, bo_may);
    assert_eq!(live.reloads(), before + 1);
    assert_eq!(live.current().unwrap().number, 2);
}

#[test]
fn what_is_being_written_does_not_go_live_half_written() {
    let set = Set::new();
    let restricted = format!("{WIDER}restriction none {{ forbid view on Note }}\n");
    set.write("rules.policy", &restricted);
    let reloader = set.reloader(Gates::default());
    reloader.reload();
    let live = reloader.live();
    // Longer than a busy machine lets the writer below wait.
    let quiet = std::time::Duration::from_secs(2);
    let longest = common::LONG;
    let _watching = reloader.watch(Ticker { quiet, longest, ..by_events() }, |_| {});
    // Without its last line it would compile and permit what is forbidden.
    let mut file = fs::File::create(set.path("rules.policy")).unwrap();
    for line in restricted.lines() {
        writeln!(file, "{line}").unwrap();
        file.flush().unwrap();
        assert!(!bo_may(&live));
    }
    writeln!(file, "role last {{ }}").unwrap();
    drop(file);
    until(&live, |live| live.current().unwrap().number > 1);
    assert!(!bo_may(&live));
}

#[test]
fn a_storm_of_broken_edits_leaves_the_last_good_version_in_force() {
    let set = Set::new();
    let (live, _watching) = watched(&set, by_events());
    let rounds: usize =
        std::env::var("WARD_STORM").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    for round in 0..rounds {
        let cut = RULES.len() * (round % 7 + 1) / 9;
        set.write("rules.policy", &format!("{}\nrole {{", &RULES[..cut]));
        set.write("data.json", &DATA[..DATA.len() * (round % 5 + 1) / 7]);
        assert!(permits(&live, "ann") && !permits(&live, "bo"));
        assert_eq!(live.current().unwrap().number, 1);
        if round % 10 == 9 {
            // So that broken versions are judged, and not only written over.
            let seen = live.reloads();
            until(&live, |live| live.reloads() > seen);
        }
    }
    until(&live, |live| matches!(live.last().unwrap().outcome, Outcome::HeldBack(_)));
    set.write("data.json", DATA);
    set.write("rules.policy", WIDER);
    until(&live, bo_may);
    assert_eq!(live.current().unwrap().number, 2);
}
