//! Repeatable randomness.

use millpond_base::{Entropy, SeededEntropy};

/// Draws that follow from a seed.
#[derive(Debug)]
pub(crate) struct Chance(SeededEntropy);

impl Chance {
    /// The same seed gives the same draws.
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// Any number.
    pub(crate) fn any(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }

    /// A number below `end`, which is not zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let drawn = self.any() % u64::try_from(end).expect("a length fits 64 bits");
        usize::try_from(drawn).expect("it is below a usize")
    }

    /// True once in `count` draws.
    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}
