//! Lines of a stream, with bounded memory.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is read. A request is a few hundred bytes.
pub const LONGEST: usize = 1 << 20;

/// A line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, without the line's end.
    Bytes(Vec<u8>),
    /// It is longer than [`LONGEST`] and has been skipped.
    TooLong,
}

/// A stream of lines.
pub struct Lines<R> {
    reader: BufReader<R>,
    /// How many bytes have been read.
    pub bytes: u64,
}

impl<R: Read> Lines<R> {
    /// The lines of a reader.
    pub fn new(reader: R) -> Self {
        Self { reader: BufReader::with_capacity(1 << 21, reader), bytes: 0 }
    }

    /// Up to `most` lines that aren't blank: it waits for the first one and then takes what is
    /// there, so that who writes one request and waits is answered. Empty at the end.
    ///
    /// # Errors
    /// Where reading fails.
    pub fn chunk(&mut self, most: usize) -> io::Result<Vec<Line>> {
        let mut lines = Vec::new();
        while lines.len() < most && (lines.is_empty() || self.reader.buffer().contains(&b'\n')) {
            match self.line()? {
                None => break,
                Some(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => {}
                Some(line) => lines.push(line),
            }
        }
        Ok(lines)
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let limit = LONGEST as u64 + 1;
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        self.bytes += read as u64;
        if read == 0 {
            return Ok(None);
        }
        if bytes.pop_if(|last| *last == b'\n').is_none() && bytes.len() > LONGEST {
            self.skip_line()?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Bytes(bytes)))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            let last = end.is_some() || buffer.is_empty();
            self.reader.consume(used);
            self.bytes += used as u64;
            if last {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_no_requests_and_the_last_needs_no_end() {
        let mut lines = Lines::new(&b"a\n\n  \nb"[..]);
        let all: Vec<_> =
            lines.chunk(10).unwrap().into_iter().chain(lines.chunk(10).unwrap()).collect();
        assert_eq!(all, [Line::Bytes(b"a".to_vec()), Line::Bytes(b"b".to_vec())]);
        assert_eq!(lines.chunk(10).unwrap(), []);
    }

    #[test]
    fn a_line_without_end_is_skipped_and_the_next_is_read() {
        let mut text = vec![b'x'; LONGEST + 5];
        text.extend(b"\nnext\n");
        let mut lines = Lines::new(&text[..]);
        assert_eq!(lines.chunk(1).unwrap(), [Line::TooLong]);
        assert_eq!(lines.chunk(1).unwrap(), [Line::Bytes(b"next".to_vec())]);
    }
}
