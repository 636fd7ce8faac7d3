//! How a polled device fares.

use super::wire::Fault;
use millpond_base::WallMs;
use millpond_pack::modbus;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a polled device fares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ModbusStatus {
    /// Its name.
    pub(crate) name: String,
    /// Its address or port, and its number there.
    pub(crate) at: String,
    /// `not asked yet`, `polling` or what went wrong last.
    pub(crate) state: String,
    /// Polls begun since the start.
    pub(crate) polls: u64,
    /// Readings handed to the store.
    pub(crate) readings: u64,
    /// Polls without a connection or port.
    pub(crate) absent: u64,
    /// Polls without an answer.
    pub(crate) timeouts: u64,
    /// Polls that the device refused.
    pub(crate) exceptions: u64,
    /// Answers whose checksum differed.
    pub(crate) crc: u64,
    /// Answers to something else.
    pub(crate) malformed: u64,
    /// Readings that the store did not take.
    pub(crate) unstored: u64,
    /// What went wrong last; empty when nothing did.
    pub(crate) last_error: String,
    /// When, by the wall clock.
    pub(crate) last_error_at: String,
}

impl ModbusStatus {
    /// The state as a line for a person.
    pub(crate) fn line(&self) -> String {
        format!(
            "modbus    {} at {}: {}; {} readings, {} without connection, {} timeouts, {} refusals, {} bad checksums, {} wrong \
             answers, {} not stored",
            self.name,
            self.at,
            self.state,
            self.readings,
            self.absent,
            self.timeouts,
            self.exceptions,
            self.crc,
            self.malformed,
            self.unstored
        )
    }
}

/// The same while it changes.
#[derive(Default)]
pub(super) struct Gauge(Mutex<ModbusStatus>);

impl Gauge {
    pub(super) fn new(name: &str, at: String) -> Self {
        let state = "not asked yet".to_owned();
        Self(Mutex::new(ModbusStatus { name: name.to_owned(), at, state, ..ModbusStatus::default() }))
    }

    pub(super) fn read(&self) -> ModbusStatus {
        self.lock().clone()
    }

    pub(super) fn asked(&self) {
        self.lock().polls += 1;
    }

    /// True when it has come back.
    pub(super) fn stored(&self) -> bool {
        let mut status = self.lock();
        status.readings += 1;
        std::mem::replace(&mut status.state, "polling".to_owned()) != "polling"
    }

    /// True when this is news.
    pub(super) fn failed(&self, fault: &Fault, at: WallMs) -> bool {
        let mut status = self.lock();
        *match fault {
            Fault::Absent(_) => &mut status.absent,
            Fault::Timeout => &mut status.timeouts,
            Fault::Answer(modbus::Fault::Exception(_)) => &mut status.exceptions,
            Fault::Answer(modbus::Fault::Crc) => &mut status.crc,
            Fault::Answer(modbus::Fault::Malformed) => &mut status.malformed,
        } += 1;
        status.wrong(&fault.to_string(), at)
    }

    /// The same of the store.
    pub(super) fn unstored(&self, why: &str, at: WallMs) -> bool {
        let mut status = self.lock();
        status.unstored += 1;
        status.wrong(why, at)
    }

    fn lock(&self) -> MutexGuard<'_, ModbusStatus> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ModbusStatus {
    fn wrong(&mut self, what: &str, at: WallMs) -> bool {
        self.last_error_at = at.to_iso8601();
        what.clone_into(&mut self.last_error);
        std::mem::replace(&mut self.state, what.to_owned()) != what
    }
}
