//! Shard iterators and page tokens: positions that clients carry for us.
//!
//! Both are base64 of bytes that [`millpond_store::stream::Tokens`] authenticates. Numbers are big-endian.
//!
//! | iterator | bytes |
//! |---|---|
//! | version, 1 | 8 |
//! | stream (this life of it) | 8 |
//! | shard index | 4 |
//! | place to read from | 8 |
//! | made, device timeline, ms | 8 |
//! | made, wall clock, ms | 8 |
//! | stream name | rest |
//!
//! A page token has version and the first moment, then what its operation put in it.

use crate::{fault, limits};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{LineMs, Now, Seq, WallMs};
use millpond_service::Fault;
use millpond_store::stream::{StreamId, Tokens};

const VERSION: u64 = 1;
const ITERATOR: &str = "kinesis shard iterator";

/// A position in a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Iterator {
    /// The life of the stream it belongs to.
    pub(crate) stream: StreamId,
    /// The stream's name, for texts after it is gone.
    pub(crate) name: String,
    /// The shard.
    pub(crate) shard: u32,
    /// The place to read from.
    pub(crate) from: Seq,
}

impl Iterator {
    /// The text to give to the client.
    pub(crate) fn seal(&self, tokens: &Tokens, now: Now) -> String {
        let mut bytes = Vec::with_capacity(44 + self.name.len() + 16);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&self.stream.0.to_be_bytes());
        bytes.extend_from_slice(&self.shard.to_be_bytes());
        bytes.extend_from_slice(&self.from.0.to_be_bytes());
        bytes.extend_from_slice(&now.line.0.to_be_bytes());
        bytes.extend_from_slice(&now.wall.0.to_be_bytes());
        bytes.extend_from_slice(self.name.as_bytes());
        STANDARD.encode(tokens.seal(ITERATOR, bytes))
    }

    /// Reads a text back; says so when it is not ours or too old.
    pub(crate) fn open(text: &str, tokens: &Tokens, now: Now) -> Result<Self, Fault> {
        let (iterator, line, wall) = Self::read(text, tokens).ok_or_else(invalid_iterator)?;
        if now.line.since_ms(line) > limits::TOKEN_MS {
            return Err(fault::iterator_expired(wall, now.wall));
        }
        Ok(iterator)
    }

    /// The name of the stream a text belongs to, whatever its age.
    pub(crate) fn stream_name(text: &str, tokens: &Tokens) -> Option<String> {
        Self::read(text, tokens).map(|(iterator, ..)| iterator.name)
    }

    fn read(text: &str, tokens: &Tokens) -> Option<(Self, LineMs, WallMs)> {
        let bytes = STANDARD.decode(text).ok()?;
        let mut rest = tokens.open_sealed(ITERATOR, &bytes)?;
        if take(&mut rest)? != VERSION {
            return None;
        }
        let stream = StreamId(take(&mut rest)?);
        let (shard, after) = rest.split_first_chunk()?;
        rest = after;
        let (from, line, wall) = (Seq(take(&mut rest)?), LineMs(take(&mut rest)?), WallMs(take(&mut rest)?));
        let name = str::from_utf8(rest).ok()?.to_owned();
        Some((Self { stream, name, shard: u32::from_be_bytes(*shard), from }, line, wall))
    }
}

fn invalid_iterator() -> Fault {
    fault::invalid("Invalid ShardIterator.")
}

/// Makes a page token for one operation from what it needs to go on.
pub(crate) fn seal_page(operation: &str, content: &[u8], tokens: &Tokens, now: Now) -> String {
    let mut bytes = Vec::with_capacity(16 + content.len() + 16);
    bytes.extend_from_slice(&VERSION.to_be_bytes());
    bytes.extend_from_slice(&now.line.0.to_be_bytes());
    bytes.extend_from_slice(content);
    STANDARD.encode(tokens.seal(operation, bytes))
}

/// What a page token of one operation holds; says so when it is not ours or too old.
pub(crate) fn open_page(operation: &str, text: &str, tokens: &Tokens, now: Now) -> Result<Vec<u8>, Fault> {
    let (content, line) = read_page(operation, text, tokens).ok_or_else(invalid_page)?;
    if now.line.since_ms(line) > limits::TOKEN_MS { Err(fault::page_expired()) } else { Ok(content) }
}

/// What a page token holds, whatever its age.
pub(crate) fn read_page(operation: &str, text: &str, tokens: &Tokens) -> Option<(Vec<u8>, LineMs)> {
    let bytes = STANDARD.decode(text).ok()?;
    let mut rest = tokens.open_sealed(operation, &bytes)?;
    (take(&mut rest)? == VERSION).then_some(())?;
    let line = LineMs(take(&mut rest)?);
    Some((rest.to_vec(), line))
}

pub(crate) fn invalid_page() -> Fault {
    fault::invalid("Invalid NextToken.")
}

/// Takes eight bytes off the front.
pub(crate) fn take(rest: &mut &[u8]) -> Option<u64> {
    let (head, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_be_bytes(*head))
}
