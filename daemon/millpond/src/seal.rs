//! Which seal new data gets on this device, found by measuring at start.
//!
//! All candidates open whatever any of them sealed, so a wrong choice costs time and nothing else.

use crate::config::Seal;
use millpond_log::seal::{AesGcmSuite, Algorithm, AwsLcSuite, Nonce, Suite};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long each candidate is measured, at least. Long enough for a chunk on the slowest processor, and together
/// below what a start may take: six times 2 ms.
const EACH: Duration = Duration::from_millis(2);
/// Bytes of a chunk to measure with: what a few hundred small records make.
const CHUNK_BYTES: usize = 32 << 10;
/// AES-256-GCM is left only for something this much faster, in percent: below that a measurement on a busy machine
/// says nothing, and one algorithm on all devices is easier to reason about.
const WORTH_PERCENT: u64 = 125;

/// A suite and how fast it is here: sealing and opening, bytes a microsecond, which is MB/s.
#[derive(Clone, Debug)]
struct Measured {
    suite: Arc<dyn Suite>,
    speed: u64,
}

/// The suite for this device: the one the configuration names, or the fastest.
pub(crate) fn choose(configured: Seal) -> Arc<dyn Suite> {
    let chacha = || Arc::new(AwsLcSuite(Algorithm::ChaCha20Poly1305)) as Arc<dyn Suite>;
    let aes: [Arc<dyn Suite>; 2] = [Arc::new(AwsLcSuite(Algorithm::Aes256Gcm)), Arc::new(AesGcmSuite)];
    let candidates = match configured {
        Seal::ChaCha => return chacha(),
        Seal::Aes => aes.to_vec(),
        Seal::Measured => aes.into_iter().chain([chacha()]).collect(),
    };
    let measured = candidates.into_iter().map(|suite| Measured { speed: measure(&*suite), suite });
    fastest(measured).suite
}

/// The fastest, with ChaCha20-Poly1305 only where it is worth it.
fn fastest(candidates: impl IntoIterator<Item = Measured>) -> Measured {
    let worth = |this: &Measured| match this.suite.algorithm() {
        Algorithm::Aes256Gcm => this.speed.saturating_mul(WORTH_PERCENT),
        Algorithm::ChaCha20Poly1305 => this.speed.saturating_mul(100),
    };
    candidates.into_iter().max_by_key(worth).expect("there is a candidate")
}

/// Seals and opens a chunk again and again.
fn measure(suite: &dyn Suite) -> u64 {
    let cipher = suite.cipher(suite.algorithm(), &[7; 32]);
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut turn = |nonce| {
        let tag = cipher.seal(&nonce, &[], &mut chunk);
        let opened = cipher.open(&nonce, &[], &mut chunk, &tag);
        assert!(opened.is_ok(), "a chunk opens that was just sealed");
    };
    // The first finds caches cold and the processor slow.
    turn(Nonce::at(0, 0));
    let (start, mut turns) = (Instant::now(), 0);
    while turns == 0 || start.elapsed() < EACH {
        turns += 1;
        turn(Nonce::at(0, turns));
    }
    let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX).max(1);
    turns * 2 * CHUNK_BYTES as u64 / micros
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(algorithm: Algorithm, speed: u64) -> Measured {
        Measured { suite: Arc::new(AwsLcSuite(algorithm)), speed }
    }

    #[test]
    fn aes_is_left_only_for_something_clearly_faster() {
        let pick = |aes, chacha| {
            let both = [candidate(Algorithm::Aes256Gcm, aes), candidate(Algorithm::ChaCha20Poly1305, chacha)];
            fastest(both).suite.algorithm()
        };

        assert_eq!(pick(100, 120), Algorithm::Aes256Gcm);
        assert_eq!(pick(100, 130), Algorithm::ChaCha20Poly1305);
        assert_eq!(pick(1500, 700), Algorithm::Aes256Gcm);
    }

    #[test]
    fn the_configuration_outranks_the_measurement() {
        assert_eq!(choose(Seal::Aes).algorithm(), Algorithm::Aes256Gcm);
        assert_eq!(choose(Seal::ChaCha).algorithm(), Algorithm::ChaCha20Poly1305);
    }
}
