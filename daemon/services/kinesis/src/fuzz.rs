//! Doors to the private decoders, for daemon/fuzz alone.

use crate::tokens::{Iterator, open_page, seal_page};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{LineMs, Now, Seq, WallMs};
use millpond_store::stream::StreamId;

fn now() -> Now {
    Now { wall: WallMs(1_700_000_000_000), line: LineMs(1_000), trusted: true }
}

/// A genuine shard iterator.
#[must_use]
pub fn shard_iterator() -> String {
    let iterator = Iterator { stream: StreamId(1), name: "readings".into(), shard: 2, from: Seq(3) };
    iterator.seal(&millpond_store::stream::fuzz::tokens(), now())
}

/// A genuine page token.
#[must_use]
pub fn page_token() -> String {
    seal_page("ListStreams", b"readings", &millpond_store::stream::fuzz::tokens(), now())
}

/// Opens the text as an iterator and as a page token: nothing but the genuine ones does. Then reads
/// the same bytes as the authentic inside of an iterator.
pub fn tokens(text: &[u8]) {
    let tokens = millpond_store::stream::fuzz::tokens();
    let as_text = String::from_utf8_lossy(text);
    assert!(Iterator::open(&as_text, &tokens, now()).is_err() || as_text == shard_iterator());
    assert!(open_page("ListStreams", &as_text, &tokens, now()).is_err() || as_text == page_token());
    let authentic = STANDARD.encode(tokens.seal("kinesis shard iterator", text.to_vec()));
    let _ = Iterator::open(&authentic, &tokens, now());
    let _ = Iterator::stream_name(&authentic, &tokens);
}
