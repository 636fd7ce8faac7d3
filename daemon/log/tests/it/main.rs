//! The log from outside: against a model, under power cuts, with rot, and with failing devices.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod cuts;
mod directories;
mod faults;
mod keys;
mod model;
mod nonces;
mod relay;
mod relocate;
mod rig;
mod rot;
mod salvage;
mod smoke;
mod verify;
