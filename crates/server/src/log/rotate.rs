//! A file that is begun anew when it gets long.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

/// Where lines go.
#[derive(Debug)]
pub(super) enum Sink {
    /// Standard output.
    Out(Stdout),
    /// A file, with its length, and after how many bytes a new one is begun.
    File { file: BufWriter<File>, path: PathBuf, length: u64, longest: u64, keep: usize },
}

impl Sink {
    /// Opens a sink; lines are added to what a file holds.
    pub(super) fn open(path: &Path, longest: u64, keep: usize) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Out(io::stdout()));
        }
        let file = append(path)?;
        let length = file.metadata()?.len();
        Ok(Self::File {
            file: BufWriter::new(file),
            path: path.to_path_buf(),
            length,
            longest,
            keep,
        })
    }

    /// Writes a line.
    pub(super) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        let Self::File { file, path, length, longest, keep } = self else {
            let Self::Out(out) = self else { return Ok(()) };
            return out.write_all(line);
        };
        let size = line.len() as u64;
        if *longest > 0 && *length > 0 && *length + size > *longest {
            file.flush()?;
            shift(path, *keep)?;
            *file = BufWriter::new(append(path)?);
            *length = 0;
        }
        file.write_all(line)?;
        *length += size;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Out(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

/// `log` becomes `log.1`, `log.1` becomes `log.2`, …; the last goes.
fn shift(path: &Path, keep: usize) -> io::Result<()> {
    let older = |number: usize| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    if keep == 0 {
        return fs::remove_file(path);
    }
    for number in (1..keep).rev() {
        if older(number).exists() {
            fs::rename(older(number), older(number + 1))?;
        }
    }
    fs::rename(path, older(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    #[test]
    fn a_long_file_is_begun_anew_and_so_many_older_ones_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut sink = Sink::open(&path, 10, 2).unwrap();
        for line in ["first\n", "second\n", "third\n", "fourth\n"] {
            sink.write(line.as_bytes()).unwrap();
        }
        sink.flush().unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(
            (read("log"), read("log.1"), read("log.2")),
            ("fourth\n".into(), "third\n".into(), "second\n".into())
        );
        assert!(!folder.path().join("log.3").exists());
    }

    #[test]
    fn what_a_file_holds_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        for line in ["one\n", "two\n"] {
            let mut sink = Sink::open(&path, 0, 0).unwrap();
            sink.write(line.as_bytes()).unwrap();
            sink.flush().unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }
}
