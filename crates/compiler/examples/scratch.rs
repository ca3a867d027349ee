fn main() {
    for dir in std::env::args().skip(1) {
        match ward_compiler::compile_dir(&dir) {
            Ok(p) => {
                println!(
                    "{dir}: ok roles {} rules {} cells {}/{} exprs {} claims {} constraints {} tests {} rejected {}",
                    p.roles.len(),
                    p.rules.len(),
                    p.cells.index.len(),
                    p.cells.contents.len(),
                    p.exprs.len(),
                    p.claims.len(),
                    p.constraints.len(),
                    p.tests.len(),
                    p.rejected.len()
                );
                for r in &p.rejected {
                    println!(
                        "rejected {}: {}",
                        r.name,
                        ward_diagnostics::render::all_to_text(&r.diagnostics, &p.sources, false)
                    );
                }
            }
            Err(f) => println!(
                "{dir}: {}",
                ward_diagnostics::render::all_to_text(&f.diagnostics, &f.sources, false)
            ),
        }
    }
}
