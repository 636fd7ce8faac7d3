//! Sending: messages go into a batch first, and count once the batch is staged.

use super::dedup::Key;
use super::live::{Inner, Queue, dedup_key};
use super::message::{Envelope, Outgoing, Sent};
use super::receiving::tenant;
use super::settings::Settings;
use aws_lc_rs::digest;
use millpond_base::{LineMs, Now, Seq, hex};
use millpond_log::{Batch, ReadError};
use std::fmt;
use std::sync::{Arc, MutexGuard};

/// Why a message was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// A FIFO message names no group.
    NoGroup,
    /// A FIFO message has no deduplication id and the queue does not make one from its content.
    NoDedupId,
    /// As many deduplication ids as the queue remembers were used in the last five minutes; send later.
    TooFast {
        /// Ids the queue remembers.
        ids_max: usize,
    },
    /// The ids used before the last start cannot be read.
    Read(ReadError),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGroup => f.write_str("a message for a FIFO queue needs a message group; name one"),
            Self::NoDedupId => f.write_str(
                "a message for a FIFO queue needs a deduplication id; give one or turn on content-based deduplication",
            ),
            Self::TooFast { ids_max } => {
                write!(f, "{ids_max} deduplication ids were used in the last five minutes; send again later")
            }
            Self::Read(_) => f.write_str("recent messages cannot be read back; check the device"),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(cause) => Some(cause),
            _ => None,
        }
    }
}

enum Waiting {
    /// A new message: the record's place in the batch.
    New { record: usize, key: Option<Key>, visible_from: Option<LineMs>, tenant: u64 },
    /// Repeats the message at this place in the queue.
    Repeats(u64),
    /// Repeats an earlier message of the same batch.
    RepeatsEarlier(usize),
}

/// Messages on their way into one queue.
///
/// A FIFO queue stays locked until [`Sending::staged`], because a deduplication id must not be judged twice before
/// its message has a place. Dropping this without `staged` forgets the messages, as if they had never been sent;
/// the batch must then be dropped too.
pub struct Sending<'q> {
    queue: &'q Queue,
    settings: Arc<Settings>,
    locked: Option<MutexGuard<'q, Inner>>,
    now: Now,
    pending: Vec<Waiting>,
}

impl Queue {
    /// Begins to send.
    ///
    /// # Errors
    /// [`SendError::Read`] when a FIFO queue cannot learn which ids were used before the last start.
    pub fn sending(&self, now: Now) -> Result<Sending<'_>, SendError> {
        let settings = self.settings();
        let locked = if settings.is_fifo() {
            let mut inner = self.lock();
            self.load_dedup(&mut inner, &settings, now).map_err(SendError::Read)?;
            Some(inner)
        } else {
            None
        };
        Ok(Sending { queue: self, settings, locked, now, pending: Vec::new() })
    }
}

impl Sending<'_> {
    /// Adds one message to the batch, or finds that it repeats an earlier one.
    ///
    /// # Errors
    /// The batch is unchanged then, and other messages can still be added.
    pub fn push(&mut self, batch: &mut Batch, message: Outgoing<'_>) -> Result<(), SendError> {
        let delay_s = message.delay_s.unwrap_or(self.settings.delay_s);
        let mut envelope = Envelope {
            sender_id: message.sender_id.to_owned(),
            group: message.group.map(str::to_owned),
            dedup_id: message.dedup_id.map(str::to_owned),
            attributes: message.attributes,
            trace_header: message.trace_header.map(str::to_owned),
            ..Envelope::default()
        };
        let mut key = None;
        if self.locked.is_some() {
            if envelope.group.is_none() {
                return Err(SendError::NoGroup);
            }
            if envelope.dedup_id.is_none() {
                if !self.settings.content_dedup {
                    return Err(SendError::NoDedupId);
                }
                envelope.dedup_id = Some(content_id(message.body));
            }
            key = self.judge(&envelope)?;
            if key.is_none() {
                return Ok(());
            }
        } else if delay_s > 0 {
            envelope.visible_from = Some(self.now.line.after_ms(u64::from(delay_s) * 1000));
        }
        let (visible_from, tenant) = (envelope.visible_from, tenant(envelope.group.as_deref()));
        self.pending.push(Waiting::New { record: batch.len(), key, visible_from, tenant });
        batch.append(self.queue.messages, &envelope.encode(), message.body);
        Ok(())
    }

    /// FIFO: the key of a new message; `None` when it repeats one, which is then noted.
    fn judge(&mut self, envelope: &Envelope) -> Result<Option<Key>, SendError> {
        let inner = self.locked.as_mut().expect("a FIFO queue is locked while sending");
        let id = envelope.dedup_id.as_deref().unwrap_or_default();
        let key = dedup_key(&inner.dedup, &self.settings, envelope.group.as_deref(), id);
        let here =
            self.pending.iter().position(|p| matches!(p, Waiting::New { key: Some(k), .. } if *k == key));
        if let Some(earlier) = here {
            self.pending.push(Waiting::RepeatsEarlier(earlier));
            return Ok(None);
        }
        if let Some(seq) = inner.dedup.find(key, self.now.line) {
            self.pending.push(Waiting::Repeats(seq));
            return Ok(None);
        }
        if !inner.dedup.has_room(self.now.line) {
            return Err(SendError::TooFast { ids_max: super::dedup::DEDUP_IDS_MAX });
        }
        Ok(Some(key))
    }

    /// The batch was staged and its records got these places, in the order they were appended. Gives one answer per
    /// message that [`Sending::push`] took, in order.
    #[must_use]
    pub fn staged(mut self, seqs: &[Seq]) -> Vec<Sent> {
        let mut locked = match self.locked.take() {
            Some(inner) => Some(inner),
            None if self.pending.iter().any(|p| matches!(p, Waiting::New { visible_from: Some(_), .. })) => {
                Some(self.queue.lock())
            }
            None => None,
        };
        let mut sent: Vec<Sent> = Vec::with_capacity(self.pending.len());
        for pending in &self.pending {
            let (seq, duplicate) = match *pending {
                Waiting::New { record, key, visible_from, tenant } => {
                    let seq = seqs[record].0;
                    if let Some(inner) = &mut locked {
                        inner.sent(seq, key, visible_from.map(|due| (due, tenant)), self.now.line);
                    }
                    (seq, false)
                }
                Waiting::Repeats(seq) => (seq, true),
                Waiting::RepeatsEarlier(earlier) => (sent[earlier].seq, true),
            };
            sent.push(Sent { message_id: self.queue.message_id(seq), seq, duplicate });
        }
        sent
    }
}

impl Inner {
    fn sent(&mut self, seq: u64, key: Option<Key>, delayed: Option<(LineMs, u64)>, now: LineMs) {
        if let Some(key) = key {
            self.dedup.insert(key, seq, now);
            self.sends.note(seq, now);
        }
        if let Some((due, tenant)) = delayed {
            self.state.delay(seq, due, tenant);
        }
    }
}

/// The deduplication id of a body.
fn content_id(body: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA256, body);
    hex(hash.as_ref())
}
