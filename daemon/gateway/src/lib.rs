//! The life of a request, one step per file: identify, authenticate, decode, authorise, dispatch, audit, encode.
//!
//! Goals: every step is a plain function of bytes, store and time; the order is the one in [`Gateway::begin`] and
//! nowhere else; no service is named here. Non-goals: sockets, timers and waiting, which are the binary's.

mod audit;
mod authenticate;
mod authorise;
mod decode;
mod denial;
mod encode;
mod flow;
mod identify;
mod pipeline;
mod provenance;
mod said;
mod stream;
mod tags;
mod waiting;
mod wire;

pub use flow::Flow;
pub use pipeline::{Gateway, Options, Parked, Progress};
pub use stream::{Piece, Streaming};
pub use wire::{RawReply, RawRequest};
