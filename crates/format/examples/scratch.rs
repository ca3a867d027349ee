fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        match ward_format::format(&text) {
            Ok(out) => {
                if ward_format::format(&out).unwrap() != out {
                    eprintln!("not idempotent: {path}");
                }
                std::fs::write(&path, out).unwrap();
            }
            Err(d) => eprintln!("{path}: {d:?}"),
        }
    }
}
