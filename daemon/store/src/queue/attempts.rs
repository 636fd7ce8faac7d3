//! Receive attempts of FIFO queues: a repeated attempt gets the same messages again.

use super::dedup::Key;
use millpond_base::LineMs;
use std::collections::VecDeque;

/// How long an attempt can be repeated.
///
/// # Source
/// SQS API Reference, ReceiveMessage, `ReceiveRequestAttemptId`: five minutes.
const ATTEMPT_MS: u64 = 300_000;
/// Attempts remembered; beyond this the oldest can no longer be repeated. A repeat follows within seconds, and
/// 1,000 cost at most 200 KB.
const ATTEMPTS_MAX: usize = 1_000;

struct Attempt {
    key: Key,
    at: LineMs,
    claims: Vec<(u64, u32)>,
}

/// What recent attempts were given.
#[derive(Default)]
pub(super) struct Attempts {
    recent: VecDeque<Attempt>,
}

impl Attempts {
    /// The messages given to an attempt, as place and nonce; forgets them.
    pub(super) fn take(&mut self, key: Key, now: LineMs) -> Option<Vec<(u64, u32)>> {
        while self.recent.front().is_some_and(|a| now.since_ms(a.at) >= ATTEMPT_MS) {
            self.recent.pop_front();
        }
        let at = self.recent.iter().position(|a| a.key == key)?;
        self.recent.remove(at).map(|a| a.claims)
    }

    /// Remembers what an attempt was given.
    pub(super) fn remember(&mut self, key: Key, claims: Vec<(u64, u32)>, now: LineMs) {
        if self.recent.len() >= ATTEMPTS_MAX {
            self.recent.pop_front();
        }
        self.recent.push_back(Attempt { key, at: now, claims });
    }
}
