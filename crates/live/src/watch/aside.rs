//! Giving way to whoever decides.

/// So much nicer than the rest of the program is the thread that reloads, so that requests get a
/// core at once where both want it. It still gets its share where every core is busy: of one core
/// beside one busy thread, about a tenth.
#[cfg(target_os = "linux")]
const NICER: i32 = 10;

/// From now on this thread, and those that it starts, give way to others. Elsewhere than on Linux
/// a whole process is as nice as its threads, so that there it is left as it is.
#[cfg(target_os = "linux")]
pub(super) fn step_aside() {
    use rustix::process::{getpriority_process, setpriority_process};

    // Where the system doesn't let us, requests wait a little longer for a core: no harm.
    if let Ok(now) = getpriority_process(None) {
        let _ = setpriority_process(None, now.saturating_add(NICER));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn step_aside() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use rustix::process::getpriority_process;

    use super::*;

    #[test]
    fn the_thread_steps_aside_and_no_other_does() {
        let before = getpriority_process(None).unwrap();
        let within = std::thread::spawn(|| {
            step_aside();
            let child = std::thread::spawn(|| getpriority_process(None).unwrap());
            (getpriority_process(None).unwrap(), child.join().unwrap())
        });
        let after = (before + NICER).min(19);
        assert_eq!(within.join().unwrap(), (after, after));
        assert_eq!(getpriority_process(None).unwrap(), before);
    }
}
