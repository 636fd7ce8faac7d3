//! A broker of MQTT without sockets, clock or disk: what each packet leads to.
//!
//! A driver feeds packets, the places of what was staged, what became durable, and pages read back; the broker answers through a
//! [`Host`]. Messages for sessions that outlast their connections lie in one track of the log; such a session is a cursor over it
//! and the holes behind, so one that is slow or absent costs no memory. README.md says what is honoured and what is refused.
//!
//! Goals: nothing is acknowledged before what it causes is durable; memory is bounded by [`Limits`]; a message of quality of service
//! 2 is taken once and delivered once across power cuts.
//! Non-goals: who may do what, and where rules lead, which the host knows.
//!
//! Invariants: acknowledgements leave in the order of what they acknowledge; a session's cursor never passes a message that it has
//! not acknowledged; the same calls lead to the same effects.

mod acks;
mod broker;
pub mod codec;
mod connect;
mod deliver;
mod group;
mod host;
mod limits;
pub mod message;
mod publish;
mod reader;
pub mod record;
mod recover;
mod retained;
mod session;
mod subscribe;
pub mod topic;
mod trie;
mod wills;

pub use broker::{Broker, Reading, Staged};
pub use connect::{Connected, Refusal};
pub use host::{Action, Conn, Host, Keep, Publication, Routed};
pub use limits::{Counters, Limits};
pub use message::Message;

#[cfg(test)]
mod tests;
