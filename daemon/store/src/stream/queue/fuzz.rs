//! Doors to the private decoders, for daemon/fuzz alone.

use super::document::Document;
use super::handle::Handle;
use super::journal;
use super::state::State;
use std::collections::BTreeMap;

/// Reads a journal record and replays it; what is read can be written and read again.
pub fn journal(bytes: &[u8]) {
    let Some(parts) = journal::decode(bytes) else { return };
    assert_eq!(journal::decode(&journal::encode(&parts)).as_ref(), Some(&parts));
    let mut state = State::new(&BTreeMap::new(), Some(6), 0);
    for part in parts {
        state.replay(part);
    }
    // A picture of what was replayed says the same as the records did.
    let picture = state.snapshot();
    let mut again = State::new(&BTreeMap::new(), Some(6), 0);
    for part in picture.clone() {
        again.replay(part);
    }
    assert_eq!(again.snapshot(), picture);
}

/// Reads a queue's document; what is read can be written and read again.
pub fn document(bytes: &[u8]) {
    if let Some(document) = Document::decode(bytes) {
        assert_eq!(Document::decode(&document.encode()), Some(document));
    }
}

const GENUINE: Handle = Handle { queue: 3, shard: 2, place: 1 << 40, nonce: 9 };

/// A genuine receipt handle.
#[must_use]
pub fn receipt_handle() -> String {
    GENUINE.seal(&crate::stream::fuzz::tokens())
}

/// Opens a receipt handle: nothing but the genuine one does.
pub fn open_receipt_handle(text: &str) {
    if let Some(handle) = Handle::open(text, 3, &crate::stream::fuzz::tokens()) {
        assert_eq!(handle, GENUINE);
    }
}
