//! The forwarder's decisions: what to read, what to send, when to wait, what has arrived. No sockets, no clock.
//!
//! A route has one [`Lane`] per shard of a stream, or one for a queue. A lane is fed events and answers with effects
//! that a driver carries out; the [`Session`] says which credentials to use and when to ask for new ones.
//!
//! Goals: nothing is dropped, whatever the upstream answers; nothing is released before the upstream acknowledged it;
//! records of one key keep their order; only entries that failed are sent again; memory is bounded by the window.
//! Non-goals: exactly-once towards AWS, which has no means for it: an answer that is lost leads to a duplicate.
//!
//! Invariants: the saved cursor never passes a record that was not acknowledged; no entry is in two calls at once; the
//! same events, times and random bytes lead to the same effects.

mod backoff;
mod budget;
mod calendar;
mod cause;
mod credentials;
mod failure;
mod governor;
mod lane;
mod pace;
mod progress;
mod upstream_clock;
mod window;

pub use budget::{Budget, Limits, Saved, Span, Spent, Verdict, Why};
pub use calendar::{Offset, Quiet};
pub use cause::Cause;
pub use credentials::{Credentials, FetchError, NEVER, Session, Standing};
pub use failure::{Failure, Outcome, SKEW_CODES};
pub use governor::{Ask, Ended, Ending, Governor, Grant, LaneId, Rank};
pub use lane::{Counters, Effect, Event, Keep, Lane, Order, Settings, State};
pub use progress::{Ledger, Plan, RANGES_MAX, Start};
pub use upstream_clock::UpstreamClock;
pub use window::{CallId, Entry};
