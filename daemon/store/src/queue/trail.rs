//! Which acknowledgement records are still needed, what may be trimmed once which ticket is durable, and which messages
//! are durably acknowledged.

use millpond_base::Ticket;
use roaring::RoaringTreemap;
use std::collections::VecDeque;

/// Records are dropped in groups of about this size, so that memory stays small.
const GENERATION_BYTES: u64 = 4 * 1024;
/// Below this a snapshot is not worth a record.
const SNAPSHOT_BYTES_MIN: u64 = 64 * 1024;

/// Consecutive acknowledgement records.
#[derive(Clone, Copy, Debug)]
struct Generation {
    first_ack: u64,
    /// The highest message these records name.
    highest: u64,
    bytes: u64,
}

/// What becomes garbage once a ticket is durable.
#[derive(Debug)]
struct Pending {
    ticket: Ticket,
    messages_before: u64,
    acks_before: u64,
    named: Vec<u64>,
}

/// What may be trimmed now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trim {
    pub(super) messages_before: u64,
    pub(super) acks_before: u64,
}

/// The life of acknowledgement records.
#[derive(Default)]
pub(super) struct AckTrail {
    generations: VecDeque<Generation>,
    bytes: u64,
    snapshot_bytes: u64,
    pending: VecDeque<Pending>,
    /// Messages behind the head that a durable record names. Never one of which it is not known that it is on flash.
    acked: RoaringTreemap,
}

impl AckTrail {
    /// The trail after a start: everything there is, as one group.
    pub(super) fn reopened(first_ack: u64, highest: Option<u64>, bytes: u64, acked: RoaringTreemap) -> Self {
        let generation = highest.map(|highest| Generation { first_ack, highest, bytes });
        Self { generations: generation.into_iter().collect(), bytes, acked, ..Self::default() }
    }

    /// A record was staged: it says that everything before `head` is gone, and names messages in ascending order.
    /// `messages_before` is the head once it counts.
    pub(super) fn staged(
        &mut self,
        ticket: Ticket,
        ack: u64,
        head: u64,
        named: Vec<u64>,
        bytes: u64,
        messages_before: u64,
    ) {
        let highest = named.last().copied().unwrap_or(head.saturating_sub(1));
        let acks_before = self.wrote(ack, head, highest, bytes);
        self.pending.push_back(Pending { ticket, messages_before, acks_before, named });
    }

    /// A record of receive counts was staged, which speaks of messages up to `highest`.
    pub(super) fn noted(&mut self, ticket: Ticket, ack: u64, head: u64, highest: u64, bytes: u64) {
        let acks_before = self.wrote(ack, head, highest, bytes);
        self.pending.push_back(Pending { ticket, messages_before: 0, acks_before, named: Vec::new() });
    }

    /// Says before which record none is needed once this one is durable.
    fn wrote(&mut self, ack: u64, head: u64, highest: u64, bytes: u64) -> u64 {
        while let Some(oldest) = self.generations.front().copied()
            && oldest.highest < head
        {
            self.generations.pop_front();
            self.bytes -= oldest.bytes;
        }
        let acks_before = self.generations.front().map_or(ack, |g| g.first_ack);
        match self.generations.back_mut() {
            Some(newest) if newest.bytes < GENERATION_BYTES => {
                newest.highest = newest.highest.max(highest);
                newest.bytes += bytes;
            }
            _ => self.generations.push_back(Generation { first_ack: ack, highest, bytes }),
        }
        self.bytes += bytes;
        acks_before
    }

    /// True when one record of everything would be smaller than the records there are.
    pub(super) fn wants_snapshot(&self) -> bool {
        self.bytes > SNAPSHOT_BYTES_MIN.max(self.snapshot_bytes * 2)
    }

    /// A snapshot was staged, its first record at `ack`: nothing before it is needed.
    pub(super) fn snapshot_staged(&mut self, ticket: Ticket, ack: u64, highest: u64, bytes: u64, head: u64) {
        self.generations.clear();
        self.generations.push_back(Generation { first_ack: ack, highest, bytes });
        self.bytes = bytes;
        self.snapshot_bytes = bytes;
        self.pending.push_back(Pending {
            ticket,
            messages_before: head,
            acks_before: ack,
            named: Vec::new(),
        });
    }

    /// What may be trimmed now that everything up to `durable` is on flash.
    pub(super) fn settle(&mut self, durable: Ticket) -> Option<Trim> {
        let mut trim = None;
        while self.pending.front().is_some_and(|first| first.ticket <= durable)
            && let Some(Pending { messages_before, acks_before, named, .. }) = self.pending.pop_front()
        {
            self.acked.extend(named);
            self.acked.remove_range(..messages_before);
            let before = trim.map_or(0, |trim: Trim| trim.messages_before);
            trim = Some(Trim { messages_before: messages_before.max(before), acks_before });
        }
        trim
    }

    /// True when settled records name every message from `first` to before `end`.
    pub(super) fn has_acked(&self, first: u64, end: u64) -> bool {
        self.acked.contains_range(first..end)
    }

    /// How many messages from `first` to before `end` settled records name.
    pub(super) fn acked_between(&self, first: u64, end: u64) -> u64 {
        self.acked.range_cardinality(first..end.max(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_trimmed_before_the_acknowledgement_is_durable() {
        let mut trail = AckTrail::default();
        trail.staged(Ticket(5), 0, 0, vec![9], 14, 10);

        assert_eq!(trail.settle(Ticket(4)), None);
        assert_eq!(trail.settle(Ticket(5)), Some(Trim { messages_before: 10, acks_before: 0 }));
    }

    #[test]
    fn messages_behind_the_head_are_acknowledged_once_that_is_durable() {
        let mut trail = AckTrail::reopened(0, Some(3), 9, [3].into_iter().collect());
        trail.staged(Ticket(5), 1, 0, vec![4, 5, 7], 14, 0);
        trail.settle(Ticket(4));
        assert!(trail.has_acked(3, 4) && !trail.has_acked(3, 5));

        trail.settle(Ticket(5));

        assert!(trail.has_acked(3, 6) && trail.has_acked(7, 8) && !trail.has_acked(3, 8));
    }

    #[test]
    fn old_records_are_let_go_when_the_head_passes_what_they_name() {
        let mut trail = AckTrail::default();
        for n in 0..10_000 {
            trail.staged(Ticket(n), n, n * 10, vec![n * 10 + 9], 20, n * 10 + 10);
        }

        let trim = trail.settle(Ticket(10_000)).unwrap();

        assert_eq!(trim.messages_before, 100_000);
        assert!(trim.acks_before > 9_700, "{trim:?}");
        assert!(!trail.wants_snapshot());
    }

    #[test]
    fn a_head_that_is_stuck_asks_for_a_snapshot() {
        let mut trail = AckTrail::default();
        for n in 0..4_000 {
            trail.staged(Ticket(n), n, 0, vec![n * 10 + 9], 20, 0);
        }
        assert!(trail.wants_snapshot());

        trail.snapshot_staged(Ticket(4_000), 4_000, 40_009, 8_000, 0);

        assert!(!trail.wants_snapshot());
        assert_eq!(trail.settle(Ticket(4_000)), Some(Trim { messages_before: 0, acks_before: 4_000 }));
    }
}
