//! What tests of several crates share. Never part of a binary.
//!
//! Goals: text in, values out; no dependency on the product, so that nothing here can agree with it by accident.
//! Non-goals: running a gateway, which is millpond-sim's; driving real clients, which `clients/` holds.

pub mod saml;
pub mod transcript;
