//! Millpond: keeps a site's streams and queues, sealed on flash, until the cloud can take them.
//!
//! This crate is the only one with sockets, threads and real time. It owns no decision that a simulation would want
//! to make: the gateway answers requests, the forwarder decides what to send, the link what to acknowledge.

mod allocator;
mod appliance;
mod care;
mod clock;
mod commands;
mod config;
mod damage;
mod datadir;
mod demo;
mod engine;
mod entropy;
mod fieldbus;
mod files;
mod hardening;
mod identity;
mod journal;
mod keys;
mod modbus;
mod mqtt;
mod nodes;
mod notify;
mod seal;
mod secrets;
mod server;
mod status;
#[cfg(test)]
mod testing;
mod trouble;
mod upstream;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Whatever any part of this program creates is its owner's business only.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    hardening::close_memory();
    match commands::run(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            let mut out = std::io::stderr().lock();
            for (depth, line) in trouble.lines().iter().enumerate() {
                let lead = if depth == 0 { "millpond: " } else { "  because: " };
                let _ = writeln!(out, "{lead}{line}");
            }
            ExitCode::from(trouble.exit())
        }
    }
}
