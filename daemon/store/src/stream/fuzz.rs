//! Doors to the private decoders, for daemon/fuzz alone.

use super::account::Commitment;
use super::attributes::Label;
use super::{ConsumerId, HashKey, SequenceNumber, StreamId, Tokens};
use super::{consumer, document};

/// Reads a stream's document, and the account's.
pub fn document(bytes: &[u8]) {
    document::decode(StreamId(1), bytes);
    let _ = Commitment::decode(bytes);
}

/// Reads a consumer's document.
pub fn consumer_document(bytes: &[u8]) {
    consumer::document::decode(ConsumerId(1), bytes);
}

/// Reads a record's label, which has one form only, and the numbers that clients write as text.
pub fn label(bytes: &[u8]) {
    if let Some(label) = Label::decode(bytes) {
        label.encoded(|again| assert_eq!(again, bytes));
    }
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = SequenceNumber::parse(text);
        let _ = HashKey::parse(text);
    }
}

/// Tokens under a key that never changes.
#[must_use]
pub fn tokens() -> Tokens {
    Tokens::under(&[4; 32])
}
