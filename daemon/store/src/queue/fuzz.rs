//! Doors to the private decoders, for daemon/fuzz alone.

use super::ack;
use super::document::Document;
use super::handle::Handle;
use super::message::Envelope;
use super::task::MoveTask;
use aws_lc_rs::hmac;
use millpond_base::LineMs;
use roaring::RoaringTreemap;
use std::collections::BTreeMap;

/// Replays an acknowledgement record.
pub fn ack(bytes: &[u8]) {
    let (mut gone, mut receives) = (RoaringTreemap::new(), BTreeMap::new());
    if let Ok(head) = ack::replay(bytes, &mut gone, &mut receives) {
        let (mut same, mut same_receives) = (RoaringTreemap::new(), BTreeMap::new());
        let counts: Vec<(u64, u32)> = receives.iter().map(|(&seq, &count)| (seq, count)).collect();
        for again in [ack::encode_bitmap(head, &gone), ack::encode_counts(head, &counts)] {
            assert_eq!(ack::replay(&again, &mut same, &mut same_receives), Ok(head));
        }
        assert_eq!((same, same_receives), (gone, receives));
    }
}

/// Reads a message's envelope; what is read can be written and read again.
pub fn envelope(bytes: &[u8]) {
    if let Some(envelope) = Envelope::decode(bytes) {
        assert_eq!(Envelope::decode(&envelope.encode()), Some(envelope));
    }
}

/// Reads a queue's document; what is read can be written and read again.
pub fn document(bytes: &[u8]) {
    if let Some(document) = Document::decode(bytes) {
        assert_eq!(Document::decode(&document.encode()), Some(document));
    }
}

/// Reads a move task's document; what is read can be written and read again.
pub fn move_task(bytes: &[u8]) {
    if let Some(task) = MoveTask::decode(bytes) {
        assert_eq!(MoveTask::decode(&task.encode()), Some(task));
    }
}

/// A genuine receipt handle.
#[must_use]
pub fn receipt_handle() -> String {
    genuine().seal(&key())
}

/// Opens a receipt handle: nothing but the genuine one does.
pub fn open_receipt_handle(text: &str) {
    if let Some(handle) = Handle::open(text, 3, &key()) {
        assert_eq!(handle, genuine());
    }
}

fn genuine() -> Handle {
    Handle { queue: 3, seq: 1 << 40, nonce: 9, due: LineMs(77) }
}

fn key() -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, &[1; 32])
}
