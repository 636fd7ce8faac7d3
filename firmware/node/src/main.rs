//! The program of a sensor node.
//!
//! ```text
//! app: provision block ──▶ NodeCore; time, bytes and sensors in, frames and log lines out
//! thermometer: a driver over embedded-hal
//! board: one file per board, the only place for `unsafe`
//! ```

#![no_std]
#![no_main]

mod app;
#[expect(unsafe_code, reason = "registers, vectors and linker sections have no safe door")]
mod board;
mod text;
mod thermometer;
