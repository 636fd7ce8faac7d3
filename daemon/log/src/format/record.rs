//! The inside of a chunk, once opened: entries one after the other.
//!
//! ```text
//! record     varint attributes_bytes × 2 │ varint body_bytes │ attributes │ body
//! time mark  varint 1 │ varint line_ms since the mark before │ zigzag varint change of (wall_ms − line_ms)
//! ```
//! The first mark's reference is the chunk header. A mark holds for all records after it.

use millpond_base::{LineMs, WallMs};

use super::varint;

/// The first number of a time mark; lengths of attributes are doubled and so never odd.
const MARK: u64 = 1;
/// The most bytes a time mark takes.
pub(crate) const MARK_BYTES_MAX: usize = 1 + 2 * varint::BYTES_MAX;

/// The most bytes a record takes besides its attributes and body.
pub(crate) const HEAD_BYTES_MAX: usize = 2 * varint::BYTES_MAX;

/// Appends a record and returns its size.
pub(crate) fn put(out: &mut Vec<u8>, attributes: &[u8], body: &[u8]) -> usize {
    let start = out.len();
    out.reserve(attributes.len() + body.len() + HEAD_BYTES_MAX);
    varint::put(out, 2 * attributes.len() as u64);
    varint::put(out, body.len() as u64);
    out.extend_from_slice(attributes);
    out.extend_from_slice(body);
    out.len() - start
}

/// When a record was staged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) line: LineMs,
    pub(crate) wall: WallMs,
}

impl Times {
    fn skew(self) -> i64 {
        self.wall.0.wrapping_sub(self.line.0).cast_signed()
    }

    /// Appends the mark that leads from these times to the next.
    ///
    /// Invariant: the line never goes back, so `next.line` is not before `self.line`.
    pub(crate) fn mark(self, next: Self, out: &mut Vec<u8>) {
        varint::put(out, MARK);
        varint::put(out, next.line.since_ms(self.line));
        varint::put(out, varint::zigzag(next.skew().wrapping_sub(self.skew())));
    }

    fn moved(self, line_ms: u64, skew_change: i64) -> Self {
        let line = LineMs(self.line.0.wrapping_add(line_ms));
        let skew = self.skew().wrapping_add(skew_change);
        Self { line, wall: WallMs(line.0.wrapping_add(skew.cast_unsigned())) }
    }
}

/// One record, still where it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) times: Times,
    pub(crate) attributes: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// Walks the records of an opened chunk. Ends early, with `broken` set, at bytes that are none.
pub(crate) struct Entries<'a> {
    rest: &'a [u8],
    times: Times,
    pub(crate) broken: bool,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(opened: &'a [u8], times: Times) -> Self {
        Self { rest: opened, times, broken: false }
    }

    fn entry(&mut self) -> Option<Entry<'a>> {
        let mut head = varint::take(&mut self.rest)?;
        while head == MARK {
            let line_ms = varint::take(&mut self.rest)?;
            let skew_change = varint::unzigzag(varint::take(&mut self.rest)?);
            self.times = self.times.moved(line_ms, skew_change);
            head = varint::take(&mut self.rest)?;
        }
        let attributes_bytes = (head % 2 == 0).then_some(head / 2)?;
        let body_bytes = varint::take(&mut self.rest)?;
        let attributes = self.cut(attributes_bytes)?;
        let body = self.cut(body_bytes)?;
        Some(Entry { times: self.times, attributes, body })
    }

    fn cut(&mut self, bytes: u64) -> Option<&'a [u8]> {
        let (cut, rest) = self.rest.split_at_checked(usize::try_from(bytes).ok()?)?;
        self.rest = rest;
        Some(cut)
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        if self.rest.is_empty() || self.broken {
            return None;
        }
        let entry = self.entry();
        self.broken = entry.is_none();
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u64, wall: u64) -> Times {
        Times { line: LineMs(line), wall: WallMs(wall) }
    }

    #[test]
    fn records_and_their_times_come_back() {
        let (start, later) = (at(5, 1_000), at(9, 400));
        let mut bytes = Vec::new();
        put(&mut bytes, b"a", b"first");
        start.mark(later, &mut bytes);
        put(&mut bytes, b"", b"");

        let entries: Vec<_> = Entries::new(&bytes, start).collect();

        assert_eq!(entries[0], Entry { times: start, attributes: b"a", body: b"first" });
        assert_eq!(entries[1], Entry { times: later, attributes: b"", body: b"" });
    }

    #[test]
    fn a_cut_record_ends_the_walk() {
        let mut bytes = Vec::new();
        put(&mut bytes, b"key", b"value");
        for cut in 1..bytes.len() {
            let mut entries = Entries::new(&bytes[..cut], Times::default());

            assert_eq!(entries.next(), None);
            assert!(entries.broken);
        }
    }
}
