//! What one evaluation may see, and how much work it may be.

use crate::Keys;
use std::cell::Cell;

/// The most work one decision may take, in comparisons of a piece of a pattern or of some bytes of text.
///
/// # Source
/// Ours. Every policy a caller of AWS may have, twenty managed ones of 6,144 characters and the inline ones, takes less
/// than a tenth of it; all of it is a few milliseconds. A statement that would need more fails closed.
const WORK_MAX: u32 = 1 << 20;

/// Bytes compared in one go count as one piece.
const BYTES_PER_PIECE: usize = 32;

/// The condition keys of a request, and the work that is left.
pub(crate) struct Scope<'a> {
    keys: &'a Keys<'a>,
    left: Cell<u32>,
}

impl<'a> Scope<'a> {
    pub(crate) const fn new(keys: &'a Keys<'a>) -> Self {
        Self { keys, left: Cell::new(WORK_MAX) }
    }

    /// The values of a key; `None` when the request does not have it.
    pub(crate) fn values(&self, key: &str) -> Option<Vec<String>> {
        let values = (self.keys)(key)?;
        self.spend(values.iter().map(String::len).sum());
        Some(values)
    }

    /// Takes the work of comparing `bytes`; false once there is none left.
    pub(crate) fn spend(&self, bytes: usize) -> bool {
        let cost = u32::try_from(bytes / BYTES_PER_PIECE + 1).unwrap_or(u32::MAX);
        self.left.set(self.left.get().saturating_sub(cost));
        !self.is_spent()
    }

    /// True when nothing more can be decided, because the policies ask for too much work.
    pub(crate) const fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
