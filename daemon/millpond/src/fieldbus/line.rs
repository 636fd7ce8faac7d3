//! What is known of a serial port while it is listened to: whether it is there, and whether what comes makes sense.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// So many pieces in a row that are no frames are garbage. Ours: interference spoils two or three; a wrong rate spoils all.
const BAD_IN_ROW: u32 = 8;
/// So many bytes without a frame are garbage too: at a wrong rate there may be no zero that ends a piece. Ours: three of the longest
/// frames.
const BYTES_WITHOUT: u32 = 4_096;

const MISSING: u8 = 0;
const QUIET: u8 = 1;
const HEARS: u8 = 2;
const GARBAGE: u8 = 3;

/// A port's gauge: the bus moves it, whoever asks reads it.
#[derive(Debug, Default)]
pub(super) struct LineGauge {
    name: String,
    baud: u32,
    state: AtomicU8,
    frames: AtomicU64,
    garbage: AtomicU64,
    vanished: AtomicU64,
    /// Pieces in a row that were no frames.
    bad: AtomicU32,
    /// Bytes since the last frame.
    bytes: AtomicU32,
    /// Why it is missing.
    cause: Mutex<String>,
}

/// What a port's gauge showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LineStatus {
    /// The device file.
    pub(crate) port: String,
    /// Bits per second.
    pub(crate) baud: u32,
    /// What it does, in words.
    pub(crate) state: String,
    /// Frames received whole since the start.
    pub(crate) frames: u64,
    /// Pieces that were no frames.
    pub(crate) garbage: u64,
    /// How often it went away.
    pub(crate) vanished: u64,
}

impl LineGauge {
    pub(super) fn new(name: String, baud: u32) -> Self {
        Self { name, baud, ..Self::default() }
    }

    /// The port is there.
    pub(super) fn opened(&self) {
        self.bad.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
        self.state.store(QUIET, Ordering::Relaxed);
    }

    /// The port went away, or is not there yet.
    pub(super) fn missing(&self, cause: &str) {
        if self.state.swap(MISSING, Ordering::Relaxed) != MISSING {
            self.vanished.fetch_add(1, Ordering::Relaxed);
        }
        cause.clone_into(&mut self.cause.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// So many bytes came; `frames` whole ones were in them and so many pieces that were none. True when it has just become clear
    /// that the line carries garbage.
    pub(super) fn heard(&self, bytes: usize, frames: u64, pieces: u64) -> bool {
        self.frames.fetch_add(frames, Ordering::Relaxed);
        self.garbage.fetch_add(pieces, Ordering::Relaxed);
        if frames > 0 {
            self.bad.store(0, Ordering::Relaxed);
            self.bytes.store(0, Ordering::Relaxed);
            self.state.store(HEARS, Ordering::Relaxed);
            return false;
        }
        let more = |count: &AtomicU32, by: u32| {
            let sum = count.load(Ordering::Relaxed).saturating_add(by);
            count.store(sum, Ordering::Relaxed);
            sum
        };
        let bad = more(&self.bad, u32::try_from(pieces).unwrap_or(u32::MAX));
        let bytes = more(&self.bytes, u32::try_from(bytes).unwrap_or(u32::MAX));
        let garbage = bad >= BAD_IN_ROW || bytes >= BYTES_WITHOUT;
        garbage && self.state.swap(GARBAGE, Ordering::Relaxed) != GARBAGE
    }

    pub(super) fn read(&self) -> LineStatus {
        let state = match self.state.load(Ordering::Relaxed) {
            MISSING => format!("missing: {}", self.cause.lock().unwrap_or_else(PoisonError::into_inner)),
            QUIET => "listening, nothing heard yet".to_owned(),
            HEARS => "listening".to_owned(),
            _ => "garbage: check the baud rate".to_owned(),
        };
        LineStatus {
            port: self.name.clone(),
            baud: self.baud,
            state,
            frames: self.frames.load(Ordering::Relaxed),
            garbage: self.garbage.load(Ordering::Relaxed),
            vanished: self.vanished.load(Ordering::Relaxed),
        }
    }
}

impl LineStatus {
    /// The state as a line for a person.
    pub(crate) fn line(&self) -> String {
        format!(
            "serial    {} at {} baud: {}; {} frames, {} pieces of garbage, gone {} times",
            self.port, self.baud, self.state, self.frames, self.garbage, self.vanished
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(gauge: &LineGauge) -> String {
        gauge.read().state
    }

    #[test]
    fn a_few_spoilt_frames_are_no_wrong_rate_and_many_in_a_row_are() {
        let gauge = LineGauge::new("/dev/ttyUSB0".into(), 9_600);
        gauge.opened();
        assert!(!gauge.heard(100, 1, 0));
        for _ in 0..50 {
            assert!(!gauge.heard(100, 0, 3));
            assert!(!gauge.heard(100, 1, 3));
        }
        assert_eq!(state(&gauge), "listening");

        assert!(!gauge.heard(100, 0, 7));
        assert!(gauge.heard(10, 0, 1));
        assert!(!gauge.heard(10, 0, 1));
        assert_eq!(state(&gauge), "garbage: check the baud rate");
        assert!(!gauge.heard(40, 1, 0));

        assert_eq!(state(&gauge), "listening");
    }

    #[test]
    fn bytes_without_an_end_are_garbage_too() {
        let gauge = LineGauge::new("p".into(), 9_600);
        gauge.opened();
        for _ in 0..3 {
            assert!(!gauge.heard(1_024, 0, 0));
        }
        assert!(gauge.heard(1_024, 0, 0));
    }

    #[test]
    fn a_port_that_never_was_there_did_not_go_away() {
        let gauge = LineGauge::new("p".into(), 9_600);
        gauge.missing("no such file");
        assert_eq!((state(&gauge).as_str(), gauge.read().vanished), ("missing: no such file", 0));
        gauge.opened();
        gauge.missing("gone");
        assert_eq!((state(&gauge).as_str(), gauge.read().vanished), ("missing: gone", 1));
    }
}
