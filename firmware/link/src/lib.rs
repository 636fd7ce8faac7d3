//! Sensor link v1: how a node hands readings to a gateway so that each is stored exactly once.
//!
//! Goals: the same code on a microcontroller and on the gateway; no std, no allocator, no clock, no I/O; memory
//! fixed and stated; every frame sealed; a reading is acknowledged only once it is durable.
//! Non-goals: routing between nodes, streaming of large objects, hiding who talks and how much.
//!
//! # Frame
//! ```text
//! header 20 B │ WELCOME: gateway nonce 16 B │ body, CBOR │ tag 16 B │ CRC-32C 4 B      at most 1232 B
//! ```
//! One datagram carries one frame; on a serial line a frame is COBS-stuffed and followed by a zero. The byte table
//! is in docs/format/link-v1.md, generated from [`format`].
//!
//! # Sessions
//! ```text
//! node ── HELLO(node nonce) ──▶ gateway     tag over everything by a key derived from the device key
//! node ◀── WELCOME(gateway nonce, durable, accepted) ── gateway        sealed with the session key
//! node ── DATA(first, oldest, readings) ──▶ gateway
//! node ◀── ACK(durable, arrived) ── gateway      after the readings are on flash
//! ```
//! The session key is a pseudo-random function of the device key and both nonces. A frame's nonce is its direction
//! and its counter; resent readings travel in a new frame with a new counter. So a nonce can repeat under one key
//! only when both 16-byte session nonces repeat. The gateway draws its own afresh for every session: whatever a node
//! says again, whether replayed, restarted or rolled back, gets a fresh key. A node refuses a WELCOME that does not
//! belong to its own nonce, which it draws at random or, without a random source, counts in non-volatile storage; it
//! needs one of the two. HELLO and RESET are tagged by a pseudo-random function that takes no nonce.
//!
//! # Keys
//! ```text
//! PRF(key, label, bytes)   s = H(key, label); s = H(s, length of bytes, 8 B little-endian, 8 zeros);
//!                          s = H(s, block) for each 16-byte block, the last padded with zeros; H = HChaCha20
//! session key              PRF(device key, "millpond link se", node nonce, gateway nonce)
//! tag of a HELLO, RESET    first 16 B of PRF(device key, "millpond link he" or "millpond link re", all before the tag)
//! seal                     ChaCha20-Poly1305, 12-byte nonce: 0 to the gateway or 1 to the node, 7 zeros, counter;
//!                          header and clear bytes are the associated data
//! checksum                 CRC-32C of all before it, big-endian
//! ```
//! RESET repeats session and counter of the frame it answers.
//!
//! # Time
//! A WELCOME, and an ACK now and then, carries the gateway's wall clock and whether it is trusted. It was read before
//! the frame travelled, so a node's clock set by it is never ahead, and late by at most the delay of the frame.
//!
//! # Commands
//! A gateway sends one COMMAND at a time and repeats it until a DATA frame says that it is done. The node keeps the
//! numbers of the last ones before it says so, and does each once.
//!
//! # Changing the key
//! The gateway sends REKEY, sealed with the session's key, until the node says HELLO with the new generation. The node
//! keeps the new key before it uses it. Once a session with the new key stands, the old one is refused for good.
//!
//! # Exactly once
//! Readings of a device are numbered without gaps. The gateway accepts them in order, keeps a bounded number that
//! came early, and stores its position in the same batch as the readings. It acknowledges a number only when it is
//! durable; everything else in an ACK is a hint against needless resends. A node with storage goes on with its own
//! numbers after a reboot; one without learns from WELCOME where to go on.

#![no_std]

mod body;
pub mod format;
mod frame;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod key;
mod node;
mod peer;
mod replay;
pub mod serial;

pub use body::{Reading, Readings, Reason, Wall};
pub use frame::{Frame, Header, Refused};
pub use key::{DeviceKey, Noise};
pub use node::{Node, NodeConfig, NodeEffects, NodeEvent, NodeStats, PushError, Tuning};
pub use peer::{Busy, Delivery, Heard, Peer, PeerEffects, PeerEvent};
