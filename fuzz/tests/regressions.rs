//! Inputs that once failed, and seeds, replayed without a fuzzer.

use std::fs;
use std::path::Path;

#[test]
fn inputs_that_once_failed_no_longer_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    type Target = fn(&[u8]);
    let targets: [(&str, Target); 6] = [
        ("parse", ward_fuzz::parse),
        ("compile", ward_fuzz::compile),
        ("mutate", ward_fuzz::mutate),
        ("data", ward_fuzz::data),
        ("request", ward_fuzz::request),
        ("api", ward_fuzz::api),
    ];
    for (name, target) in targets {
        target(b"");
        target(b"{}");
        for file in fs::read_dir(root.join(name)).into_iter().flatten().flatten() {
            println!("{}", file.path().display());
            target(&fs::read(file.path()).unwrap());
        }
    }
}
