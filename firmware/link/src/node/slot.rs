//! What a node keeps until it is acknowledged.

use crate::format::{DATA_HEAD_BYTES, OVERHEAD_BYTES, READINGS_MAX};

/// A frame's readings, kept until they are durable.
pub(super) struct Slot<const FRAME: usize> {
    /// Which reading since the start is the first.
    pub(super) index: u64,
    /// Its number; a new reading has none before the gateway was heard.
    pub(super) seq: Option<u64>,
    pub(super) count: u16,
    pub(super) bytes: heapless::Vec<u8, FRAME>,
    pub(super) due_ms: u64,
    pub(super) sent_ms: u64,
    pub(super) tries: u8,
    /// Takes no more readings.
    pub(super) closed: bool,
}

impl<const FRAME: usize> Slot<FRAME> {
    pub(super) const fn new(index: u64, seq: Option<u64>, due_ms: u64) -> Self {
        Self {
            index,
            seq,
            count: 0,
            bytes: heapless::Vec::new(),
            due_ms,
            sent_ms: 0,
            tries: 0,
            closed: false,
        }
    }

    /// Whether a reading of `bytes` under the number `seq` may join.
    pub(super) fn takes(&self, bytes: usize, seq: Option<u64>) -> bool {
        !self.closed
            && self.end() == seq
            && self.count < READINGS_MAX
            && self.bytes.len() + bytes + OVERHEAD_BYTES + DATA_HEAD_BYTES <= FRAME
    }

    /// The number after the last reading.
    pub(super) fn end(&self) -> Option<u64> {
        self.seq.map(|seq| seq + u64::from(self.count))
    }
}
