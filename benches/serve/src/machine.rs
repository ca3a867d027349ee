//! The machine that figures were got on.

use std::fs;
use std::num::NonZeroUsize;
use std::thread;

/// Processor, cores, memory and system in a line.
pub fn described() -> String {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let processor =
        field("/proc/cpuinfo", "model name").unwrap_or_else(|| "processor unknown".into());
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(|| "memory unknown".into(), |kib| format!("{} GiB", kib.div_ceil(1 << 20)));
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let virtual_machine =
        match fs::read_to_string("/proc/cpuinfo").unwrap_or_default().contains("hypervisor") {
            true => ", a virtual machine",
            false => "",
        };
    format!(
        "{cores} cores of {processor}{virtual_machine}, {memory}, Linux {}.",
        system.trim().split('-').next().unwrap_or_default()
    )
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
