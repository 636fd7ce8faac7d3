//! What one evaluation may see, and how much work it may be.

use crate::Keys;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The most work one decision may take, in comparisons of a piece of a pattern or of some bytes of text.
///
/// # Source
/// Ours. Every policy a caller of AWS may have, twenty managed ones of 6,144 characters and the inline ones, takes less
/// than a tenth of it; all of it is a few milliseconds. A statement that would need more fails closed.
const WORK_MAX: u32 = 1 << 20;

/// Bytes compared in one go count as one piece.
const BYTES_PER_PIECE: usize = 32;

/// How many keys are looked up once for all statements. More are looked up each time they are asked for, as finding one of
/// many takes time, too.
///
/// # Source
/// Ours: policies of one caller rarely ask for more than a few.
const KEYS_KNOWN_MAX: usize = 8;

/// A key and its values, `None` when the request does not have it.
type Known = (String, Option<Rc<[String]>>);

/// The condition keys of a request, and the work that is left.
pub(crate) struct Scope<'a> {
    keys: &'a Keys<'a>,
    known: RefCell<Vec<Known>>,
    left: Cell<u32>,
}

impl<'a> Scope<'a> {
    pub(crate) const fn new(keys: &'a Keys<'a>) -> Self {
        Self::within(keys, WORK_MAX)
    }

    /// A scope for so much work.
    pub(crate) const fn within(keys: &'a Keys<'a>, work: u32) -> Self {
        Self { keys, known: RefCell::new(Vec::new()), left: Cell::new(work) }
    }

    /// The values of a key; `None` when the request does not have it. They count as work each time.
    pub(crate) fn values(&self, key: &str) -> Option<Rc<[String]>> {
        let values = self.look_up(key)?;
        self.spend(values.iter().map(String::len).sum());
        Some(values)
    }

    fn look_up(&self, key: &str) -> Option<Rc<[String]>> {
        let mut known = self.known.borrow_mut();
        if let Some((_, values)) = known.iter().find(|(name, _)| name == key) {
            return values.clone();
        }
        let values: Option<Rc<[String]>> = (self.keys)(key).map(Rc::from);
        if known.len() < KEYS_KNOWN_MAX {
            known.push((key.to_owned(), values.clone()));
        }
        values
    }

    /// Takes the work of comparing `bytes`; false once there is none left.
    pub(crate) fn spend(&self, bytes: usize) -> bool {
        self.take(cost(bytes))
    }

    /// Takes the work of comparing up to `bytes` at each character of `passed`, of which `after` bytes follow, and going on
    /// by one each time.
    pub(crate) fn spend_along(&self, passed: &str, after: usize, bytes: usize) -> bool {
        if bytes < BYTES_PER_PIECE {
            let characters = if passed.is_ascii() { passed.len() } else { passed.chars().count() };
            return self.take(characters * 2 * cost(0));
        }
        let left = |at: usize| passed.len() - at + after;
        self.take(passed.char_indices().map(|(at, _)| cost(left(at).min(bytes)) + cost(0)).sum())
    }

    fn take(&self, work: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(u32::try_from(work).unwrap_or(u32::MAX)));
        !self.is_spent()
    }

    /// The work that is left.
    #[cfg(test)]
    pub(crate) const fn left(&self) -> u32 {
        self.left.get()
    }

    /// True when nothing more can be decided, because the policies ask for too much work.
    pub(crate) const fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

/// The work of comparing so many bytes.
const fn cost(bytes: usize) -> usize {
    bytes / BYTES_PER_PIECE + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_looked_up_once_and_counts_each_time() {
        let asked = Cell::new(0);
        let keys = |name: &str| {
            asked.set(asked.get() + 1);
            (name == "a").then(|| vec!["x".repeat(64)])
        };
        let scope = Scope::within(&keys, 100);

        for _ in 0..4 {
            assert_eq!(scope.values("a").unwrap()[0].len(), 64);
            assert!(scope.values("b").is_none());
        }

        assert_eq!((asked.get(), scope.left()), (2, 100 - 4 * 3));
    }

    #[test]
    fn beyond_the_keys_that_are_known_all_are_found_as_well() {
        let keys = |name: &str| Some(vec![name.to_owned()]);
        let scope = Scope::new(&keys);

        for _ in 0..2 {
            for number in 0..3 * KEYS_KNOWN_MAX {
                assert_eq!(scope.values(&number.to_string()).unwrap()[..], [number.to_string()]);
            }
        }

        assert_eq!(scope.known.borrow().len(), KEYS_KNOWN_MAX);
    }
}
