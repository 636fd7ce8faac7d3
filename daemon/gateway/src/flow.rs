//! A reply that is made while it is sent.

use millpond_aws::cbor::Dialect;
use millpond_aws::schema::Shape;
use millpond_aws::{Plain, Value, cbor, json};
use millpond_base::Now;
use millpond_service::{Items, Pieces};
use millpond_store::Store;
use std::sync::Arc;

/// How a body in pieces is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Json,
    Cbor(Dialect),
}

/// The body of a reply in the making.
pub struct Flow {
    store: Arc<Store>,
    /// `None` once everything was made.
    pieces: Option<Box<dyn Pieces>>,
    codec: Codec,
    shape: &'static Shape,
    begun: bool,
    /// No item was written yet.
    first: bool,
    /// Bytes of the largest piece so far, which the next will take as well.
    piece_bytes: usize,
}

impl Flow {
    pub(crate) const fn new(
        store: Arc<Store>,
        pieces: Box<dyn Pieces>,
        codec: Codec,
        shape: &'static Shape,
    ) -> Self {
        Self { store, pieces: Some(pieces), codec, shape, begun: false, first: true, piece_bytes: 0 }
    }

    /// Makes the next bytes; `None` at the end.
    pub fn next(&mut self, now: Now) -> Option<Vec<u8>> {
        let mut pieces = self.pieces.take()?;
        let mut out = Vec::with_capacity(self.piece_bytes);
        self.begin(&mut out);
        loop {
            let mut writer =
                Writer { codec: self.codec, shape: self.shape, first: self.first, out: &mut out };
            let rest = pieces.next(&self.store, now, &mut writer);
            self.first = writer.first;
            match rest {
                Some(rest) => {
                    self.end(&rest, &mut out);
                    break;
                }
                None if out.is_empty() => {}
                None => {
                    self.pieces = Some(pieces);
                    break;
                }
            }
        }
        self.piece_bytes = self.piece_bytes.max(out.len());
        Some(out)
    }

    /// Makes everything at once.
    #[must_use]
    pub fn whole(mut self, now: Now) -> Vec<u8> {
        std::iter::from_fn(|| self.next(now)).flatten().collect()
    }

    /// True when nothing is left to be made.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.pieces.is_none()
    }

    fn begin(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        match self.codec {
            Codec::Json => json::begin_list(self.shape, out),
            Codec::Cbor(_) => cbor::begin_list(self.shape, out),
        }
    }

    fn end(&self, rest: &Value, out: &mut Vec<u8>) {
        match self.codec {
            Codec::Json => json::end_list(self.shape, rest, out),
            Codec::Cbor(dialect) => cbor::end_list(dialect, self.shape, rest, out),
        }
    }
}

/// Writes items as they come, without a value in between.
struct Writer<'a> {
    codec: Codec,
    shape: &'static Shape,
    first: bool,
    out: &'a mut Vec<u8>,
}

impl Items for Writer<'_> {
    fn push(&mut self, members: &[Plain<'_>]) {
        match self.codec {
            Codec::Json => json::list_item(self.shape, members, self.first, self.out),
            Codec::Cbor(dialect) => cbor::list_item(dialect, self.shape, members, self.out),
        }
        self.first = false;
    }
}
