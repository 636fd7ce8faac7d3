//! Which message was sent when, to a quarter of a second, for the last minutes only.

use millpond_base::LineMs;
use std::collections::VecDeque;

/// Messages sent within this long share a mark.
const GRAIN_MS: u64 = 250;

#[derive(Clone, Copy, Debug)]
struct Mark {
    first_seq: u64,
    started: LineMs,
    /// When the last message of this mark was sent.
    last: LineMs,
}

/// A short history of sends. At most `keep / GRAIN_MS` marks of 24 B.
#[derive(Default)]
pub(super) struct Marks {
    marks: VecDeque<Mark>,
}

impl Marks {
    /// A message with place `seq` was sent.
    pub(super) fn note(&mut self, seq: u64, now: LineMs) {
        match self.marks.back_mut() {
            Some(mark) if now.since_ms(mark.started) < GRAIN_MS => mark.last = now.max(mark.last),
            _ => self.marks.push_back(Mark { first_seq: seq, started: now, last: now }),
        }
    }

    /// Forgets what was sent `keep_ms` ago or earlier.
    pub(super) fn forget(&mut self, keep_ms: u64, now: LineMs) {
        while self.marks.front().is_some_and(|m| now.since_ms(m.last) >= keep_ms) {
            self.marks.pop_front();
        }
    }

    /// The oldest message sent less than `ms` ago, to the grain; `None` when there is none.
    pub(super) fn since(&self, ms: u64, now: LineMs) -> Option<u64> {
        let at = self.marks.partition_point(|m| now.since_ms(m.last) >= ms);
        self.marks.get(at).map(|m| m.first_seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_remembered_for_the_time_asked_and_not_much_longer() {
        let mut marks = Marks::default();
        for n in 0..20 {
            marks.note(n, LineMs(n * 100));
        }

        assert_eq!(marks.since(1000, LineMs(1900)), Some(9));
        assert_eq!(marks.since(1000, LineMs(2899)), Some(18));
        assert_eq!(marks.since(1000, LineMs(2900)), None);
    }

    #[test]
    fn marks_are_few_however_many_messages_there_are() {
        let mut marks = Marks::default();
        for n in 0..1_000_000 {
            marks.note(n, LineMs(n / 100));
        }

        assert!(marks.marks.len() <= 40, "{}", marks.marks.len());
    }
}
