//! What a sensor node does, without the board it does it on.
//!
//! Goals: no std, no allocator, no executor, no interrupt, no clock of its own; fixed memory; nothing that was stored
//! is lost, whenever the power goes. A board file gives time, bytes, flash and sensors; it is the only place for
//! `unsafe`.
//! Non-goals: radio protocols, over-the-air images.
//!
//! # One step
//! ```text
//! event (time, a frame) ──▶ NodeCore::step ──▶ frames to send, samples to take, and a Plan:
//!                                              when to wake, whether the radio is on, whether to feed the watchdog
//! ```
//!
//! # Flash
//! ```text
//! diary: 2 pages │ ring: 3 or more pages
//! ```
//! The diary holds what a node knows about itself, newest snapshot last: boots, faults, the key after a change, the
//! last commands. The ring holds readings that no gateway has acknowledged yet. Both tell a torn write by its checksum.
//!
//! # Numbers
//! A reading in the ring has an index that never repeats; a mark says which sequence number of the link an index has.
//! Readings stored before the gateway was heard get their mark with its WELCOME, before the first of them is sent.

#![no_std]

mod clock;
mod diary;
mod fault;
mod node;
mod power;
mod provision;
mod record;
mod ring;
mod schedule;
mod watchdog;

pub use clock::{Clock, Trust};
pub use diary::{COMMANDS_KEPT, Diary, State};
pub use fault::{Fault, Faults};
pub use millpond_link::{DeviceKey, Tuning};
pub use node::{Board, Event, Layout, NodeCore, Plan, Settings, Stats};
pub use power::{Duty, Power};
pub use provision::{PROVISION_BYTES, Provision};
pub use record::{Record, Sample, Value};
pub use ring::{ENTRY_BODY_BYTES_MAX, Entry, Ring, RingError};
pub use schedule::{Schedule, Task};
pub use watchdog::Watchdog;

pub(crate) const CRC: crc::Crc<u32, crc::Table<1>> = crc::Crc::<u32, crc::Table<1>>::new(&crc::CRC_32_ISCSI);
