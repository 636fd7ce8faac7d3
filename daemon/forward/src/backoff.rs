//! How long to wait before trying again.

use millpond_base::Entropy;

/// A doubling delay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    /// Largest first delay, in milliseconds.
    pub(crate) base_ms: u64,
    /// Largest delay ever, in milliseconds.
    pub(crate) cap_ms: u64,
}

/// After a call that got no answer, and for entries the upstream failed to store.
///
/// # Source
/// Ours: AWS's SDKs start at 50 to 100 ms and stop at 20 s; a site that is offline for days can wait longer.
pub(crate) const TRANSIENT: Backoff = Backoff { base_ms: 100, cap_ms: 30_000 };

/// After throttling, which counts per second.
pub(crate) const THROTTLED: Backoff = Backoff { base_ms: 1_000, cap_ms: 30_000 };

/// Between probes of something only a person can repair: credentials, a missing stream, a record that is refused.
pub(crate) const REPAIR: Backoff = Backoff { base_ms: 30_000, cap_ms: 300_000 };

impl Backoff {
    /// Full jitter: anything from 0 to the doubled delay, so that gateways which lost the same upstream do not come
    /// back in step. `attempt` counts from 0.
    ///
    /// # Source
    /// M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    pub(crate) fn full_jitter_ms(self, attempt: u32, entropy: &dyn Entropy) -> u64 {
        random_below(self.ceiling_ms(attempt) + 1, entropy)
    }

    /// Half of the doubled delay plus up to the other half: never short, for probes that cost an operator's patience
    /// with log lines rather than throughput.
    pub(crate) fn half_jitter_ms(self, attempt: u32, entropy: &dyn Entropy) -> u64 {
        let ceiling = self.ceiling_ms(attempt);
        ceiling / 2 + random_below(ceiling / 2 + 1, entropy)
    }

    fn ceiling_ms(self, attempt: u32) -> u64 {
        self.base_ms.saturating_mul(1 << attempt.min(20)).min(self.cap_ms)
    }
}

/// A number below `bound`.
pub(crate) fn random_below(bound: u64, entropy: &dyn Entropy) -> u64 {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    // The bias of the remainder is below one in 2^40 for every bound used here.
    u64::from_le_bytes(bytes) % bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    #[test]
    fn delays_double_up_to_the_cap_and_spread_over_the_whole_range() {
        let entropy = SeededEntropy::new(1);

        for attempt in 0..40 {
            let ceiling = (100 << attempt.min(20)).min(30_000);
            let delays: Vec<u64> = (0..200).map(|_| TRANSIENT.full_jitter_ms(attempt, &entropy)).collect();
            assert!(delays.iter().all(|delay| *delay <= ceiling));
            assert!(delays.iter().any(|delay| *delay < ceiling / 3));
            assert!(delays.iter().any(|delay| *delay > ceiling * 2 / 3));
        }
    }

    #[test]
    fn a_probe_is_never_early() {
        let entropy = SeededEntropy::new(1);

        assert!((0..200).all(|_| (15_000..=30_000).contains(&REPAIR.half_jitter_ms(0, &entropy))));
    }
}
