//! The real binary from the outside: its commands, its port, its signals, and two of them joined by a route.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aws;
mod care;
mod commands;
mod forwarding;
mod keys;
mod polls;
mod pond;
mod port;
mod powercut;
mod signals;
