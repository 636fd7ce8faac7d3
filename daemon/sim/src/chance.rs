//! Choices that a seed decides.

use millpond_base::{Entropy, SeededEntropy};

/// A stream of choices; the same seed makes the same ones.
pub(crate) struct Chance(SeededEntropy);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number below `n`.
    pub(crate) fn below(&self, n: u64) -> u64 {
        u64::from_le_bytes(self.0.bytes()) % n
    }

    /// True once in `n` times on average.
    pub(crate) fn one_in(&self, n: u64) -> bool {
        self.below(n) == 0
    }
}
