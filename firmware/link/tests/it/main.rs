//! The link as a whole: published bytes, a hostile channel, and the document.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod channel;
mod document;
mod golden;
mod rig;
