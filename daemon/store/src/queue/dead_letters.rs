//! Dead-letter queues: which queues are some, and what of them is past its retention.
//!
//! Retention of a dead letter on a standard queue counts from when its first queue took it, so it may end long before
//! its record is old enough to be trimmed. Such a message is refused when it is read; and so that a queue from which
//! nobody receives does not count it for ever, the oldest message of every dead-letter queue is looked at each time
//! that its turn has come. Its space comes back when its record is trimmed.

use super::live::{Expiry, Queue};
use super::message::Envelope;
use super::{KIND, Queues, Settings};
use crate::CatalogError;
use millpond_base::{Now, Seq};
use millpond_log::ReadLimit;

/// Messages past their retention that are taken out of one queue at a time; the rest goes a second later. We chose it.
const EXPIRED_MAX: usize = 256;

impl Queues {
    /// True for a queue that a redrive policy names, or named once.
    pub(super) fn takes_dead_letters(&self, queue: &Queue) -> bool {
        queue.has_dead_letters() || !self.sources(queue.arn(), None, 1).is_empty()
    }

    /// Notes in the dead-letter queue's document that it is one, before the first message can come.
    pub(super) fn note_target(&self, settings: &Settings) -> Result<(), CatalogError> {
        let Some(target) = settings.redrive.as_ref().and_then(|r| self.find_arn(&r.target_arn)) else {
            return Ok(());
        };
        let mut document = target.document.lock().expect("no holder of this lock can panic");
        if !document.dead_letters {
            let mut noted = document.clone();
            noted.dead_letters = true;
            self.catalog.put(KIND, target.id, &noted.encode())?;
            *document = noted;
        }
        Ok(())
    }
}

impl Queue {
    pub(super) fn has_dead_letters(&self) -> bool {
        self.document.lock().expect("no holder of this lock can panic").dead_letters
    }

    /// Forgets the oldest messages while they are past their retention. What was durably deleted is not looked at.
    pub(super) fn expire(&self, now: Now) {
        let retention_ms = u64::from(self.settings().retention_s) * 1000;
        for _ in 0..EXPIRED_MAX {
            let (head, known) = {
                let inner = self.lock();
                (inner.state.head(), inner.oldest)
            };
            let oldest = match known.filter(|known| known.seq == head) {
                Some(known) => known,
                None => {
                    let Some(oldest) = self.look_at(head) else { return };
                    self.lock().oldest = Some(oldest);
                    oldest
                }
            };
            if now.line.since_ms(oldest.since) <= retention_ms {
                return;
            }
            self.lock().state.remove(head);
        }
    }

    fn look_at(&self, seq: u64) -> Option<Expiry> {
        let limit = ReadLimit { records: 1, bytes: 1 };
        let record = self.log.read(self.messages, Seq(seq), limit).ok()?.into_iter().next()?;
        let envelope = Envelope::decode(&record.attributes).filter(|_| record.seq.0 == seq)?;
        Some(Expiry { seq, since: envelope.enqueued.unwrap_or(record.line) })
    }
}
