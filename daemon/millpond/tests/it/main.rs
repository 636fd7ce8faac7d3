//! The real binary from the outside: its commands, its port, its signals, and two of them joined by a route.

mod aws;
mod commands;
mod forwarding;
mod pond;
mod port;
mod signals;
