//! Folders: files that can't be read, links, settings and bases.

use std::fs;
use std::path::Path;

use crate::answer::{Answer, line};
use ward_compiler::compile_dir;

const CLINIC: &str = "policy clinic \"A clinic\"
subject entity User in Site
entity Site
actions sites on Site { view }
role nurse \"Nurse\" { can view }
ceiling site_roles on Site { allow view }
";

/// A folder with these files; a path that ends in `/` is a folder.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("it can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    folder
}

/// What compiling a folder says; it must have exactly these codes.
fn answer(root: &Path, codes: &[&str]) -> String {
    let answer = Answer::from(compile_dir(root));
    assert_eq!(answer.codes(), codes, "{}", answer.shown());
    let temporary = root.to_string_lossy().into_owned();
    answer
        .problems
        .iter()
        .map(|problem| line(problem, ""))
        .collect::<String>()
        .replace(&temporary, "DIR")
}

#[test]
fn files_that_are_no_text() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("latin1", b"policy clinic \"Caf\xE9\"\n", "E0002"),
        ("utf16", b"\xFF\xFEp\0o\0l\0", "E0002"),
        ("cut", b"policy clinic \"\xE2\x82", "E0002"),
        ("nul", b"policy clinic\n\0\n", "E0003"),
        ("binary", &[0x7F, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0xFF], "E0002"),
    ];
    let mut shown = String::new();
    for (name, bytes, code) in cases {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes()), ("more.policy", bytes)]);
        shown += &format!("{name}\n{}", answer(folder.path(), &[code]));
    }
    assert_reads!(shown);
}

#[test]
fn a_hundred_megabytes_on_disk_are_refused_at_once() {
    let folder = folder(&[("rules.policy", CLINIC.as_bytes())]);
    let file = fs::File::create(folder.path().join("data.policy")).expect("it can be made");
    file.set_len(100 * 1024 * 1024).expect("it can be made long");
    let began = std::time::Instant::now();
    let answer = Answer::from(compile_dir(folder.path()));
    assert_eq!(answer.codes(), ["E0004"], "{}", answer.shown());
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn windows_files_are_accepted() {
    let text = format!("\u{FEFF}{}", CLINIC.replace('\n', "\r\n"));
    let folder = folder(&[("rules.policy", text.as_bytes())]);
    assert_eq!(answer(folder.path(), &[]), "");
}

#[test]
fn settings_that_name_files_badly() {
    let clinic = CLINIC.as_bytes();
    let twice = folder(&[
        ("ward.toml", b"files = [\"rules.policy\", \"./rules.policy\"]"),
        ("rules.policy", clinic),
    ]);
    let missing = folder(&[
        ("ward.toml", b"files = [\"rules.policy\", \"roles.policy\"]"),
        ("rules.policy", clinic),
    ]);
    let directory = folder(&[
        ("ward.toml", b"files = [\"rules.policy\", \"more.policy\"]"),
        ("rules.policy", clinic),
        ("more.policy/x.txt", b""),
    ]);
    let none = folder(&[("ward.toml", b"files = []"), ("rules.policy", clinic)]);
    assert_reads!(
        [
            answer(twice.path(), &["E0015"]),
            answer(missing.path(), &["E0001"]),
            answer(directory.path(), &["E0001"]),
            answer(none.path(), &["E0208"]),
        ]
        .join("\n")
    );
}

#[test]
fn settings_that_are_none() {
    let mut shown = String::new();
    for text in [
        "name = ",
        "name = clinic",
        "timezone = \"UTC\"",
        "time_zone = \"Europe/Zürich\"",
        "time_zone = \"\"",
        "time_zone = 1",
        "files = \"rules.policy\"",
        "base = [\"../clinic\"]",
        "[lints]",
        "name = \"a\"\nname = \"b\"",
        "name = \"a\"\n\"name\" = \"a\"",
        "[lint]\nlong_line = \"off\"\n[lint]\nlong_line = \"error\"",
        "[lint]\nlong_line = \"off\"\nlong_line = \"error\"",
    ] {
        let folder = folder(&[("ward.toml", text.as_bytes()), ("rules.policy", CLINIC.as_bytes())]);
        shown += &format!("{text}\n{}\n", answer(folder.path(), &["E0601"]));
    }
    assert_reads!(shown);
}

#[test]
fn settings_that_are_no_text() {
    for bytes in [&b"name = \"Caf\xE9\""[..], b"\xFF\xFEn\0"] {
        let folder = folder(&[("ward.toml", bytes), ("rules.policy", CLINIC.as_bytes())]);
        let codes = Answer::from(compile_dir(folder.path())).codes();
        assert!(codes == ["E0001"] || codes == ["E0002"] || codes == ["E0601"], "{codes:?}");
    }
}

#[test]
fn bases_that_are_not_there_or_go_round() {
    let set = |files: &[(&str, &[u8])], codes: &[&str]| {
        let folder = folder(files);
        let shown = answer(&folder.path().join("a"), codes);
        shown.replace(&folder.path().to_string_lossy().into_owned(), "DIR")
    };
    let clinic = CLINIC.as_bytes();
    let overlay = b"overlay Site::\"north\" under site_roles\nrole clerk \"Clerk\" { can view }\n";
    assert_reads!(
        [
            set(&[("a/ward.toml", b"base = \"../b\""), ("a/o.policy", overlay)], &["E0602"]),
            set(
                &[("a/ward.toml", b"base = \".\""), ("a/rules.policy", clinic)],
                &["E0609", "E0610"]
            ),
            set(
                &[
                    ("a/ward.toml", b"base = \"../b\""),
                    ("b/ward.toml", b"base = \"../a\""),
                    ("b/rules.policy", clinic)
                ],
                &["E0609"]
            ),
            set(
                &[
                    ("a/ward.toml", b"base = \"../b\""),
                    ("b/ward.toml", b"base = \"../c\""),
                    ("c/ward.toml", b"base = \"../a\""),
                    ("c/rules.policy", clinic)
                ],
                &["E0609"]
            ),
            set(
                &[
                    ("a/ward.toml", b"base = \"../b\""),
                    ("a/roles.policy", b"role clerk { can view }"),
                    ("b/rules.policy", clinic)
                ],
                &["E0610"]
            ),
            set(
                &[
                    ("a/ward.toml", b"base = \"../b\""),
                    ("a/o.policy", overlay),
                    ("b/rules.policy", clinic)
                ],
                &[]
            ),
        ]
        .join("\n")
    );
}

#[test]
fn folders_that_are_none() {
    let empty = folder(&[]);
    assert_reads!(
        [answer(&empty.path().join("nowhere"), &["E0608"]), answer(empty.path(), &["E0208"]),]
            .join("\n")
            .replace("DIR/", "")
            .replace(&empty.path().to_string_lossy().into_owned(), "DIR")
    );
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_that_lead_back_are_refused() {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes()), ("roles/a.txt", b"")]);
        symlink(folder.path(), folder.path().join("roles/up")).expect("a link can be made");
        assert!(answer(folder.path(), &["E0014"]).contains("roles/up"));
    }

    #[test]
    fn links_that_lead_to_one_another_are_refused() {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes())]);
        let at = |name: &str| folder.path().join(name);
        symlink(at("b.policy"), at("a.policy")).expect("a link can be made");
        symlink(at("a.policy"), at("b.policy")).expect("a link can be made");
        let shown = answer(folder.path(), &["E0001"]);
        assert!(shown.contains("a.policy") && shown.contains("b.policy"), "{shown}");
    }

    #[test]
    fn a_link_to_a_file_of_the_set_is_refused() {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes())]);
        symlink(folder.path().join("rules.policy"), folder.path().join("again.policy"))
            .expect("a link can be made");
        assert!(answer(folder.path(), &["E0015"]).contains("again.policy"));
    }

    #[test]
    fn a_link_to_nothing_is_refused() {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes())]);
        symlink(folder.path().join("gone"), folder.path().join("more.policy"))
            .expect("a link can be made");
        assert!(answer(folder.path(), &["E0001"]).contains("more.policy"));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_refused() {
        let folder = folder(&[("rules.policy", CLINIC.as_bytes()), ("more.policy", b"")]);
        let path = folder.path().join("more.policy");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("it can be forbidden");
        if fs::read(&path).is_ok() {
            return; // whoever runs this may read everything
        }
        assert!(answer(folder.path(), &["E0001"]).contains("more.policy"));
    }
}
