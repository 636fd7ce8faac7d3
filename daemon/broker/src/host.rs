//! What the broker asks of whoever drives it.

use crate::codec::Reason;

/// One connection; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conn(pub u64);

/// What a client wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Publish under a topic.
    Publish,
    /// Publish under a topic, to be retained.
    RetainPublish,
    /// Subscribe with a filter.
    Subscribe,
    /// Receive what was published under a topic.
    Receive,
}

/// Where rules lead a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routed {
    /// Nowhere.
    Nowhere,
    /// Into the log, with the batch of this round.
    Kept,
}

/// A message for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication<'a> {
    /// Who published it.
    pub client: &'a str,
    /// Under which topic.
    pub topic: &'a str,
    /// The message itself.
    pub payload: &'a [u8],
}

/// Which batch a record goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The track of messages, with the round's messages.
    Message,
    /// The track of sessions, with the round's messages.
    WithMessages,
    /// The track of sessions; somebody waits for it.
    State,
    /// The track of sessions; nobody waits.
    Lazily,
}

/// What the broker asks for. Nothing here waits.
pub trait Host {
    /// Whether who is connected may do this to a topic or filter.
    fn may(&mut self, conn: Conn, action: Action, name: &str) -> bool;

    /// Puts a message where the rules lead it, with this round's messages.
    ///
    /// # Errors
    /// Why it cannot go there; nothing of it is then kept.
    fn route(&mut self, message: &Publication<'_>) -> Result<Routed, Reason>;

    /// Adds a record to a batch of this round.
    fn keep(&mut self, which: Keep, record: &[u8]);

    /// What is to be sent on a connection; `None` when it is gone.
    fn out(&mut self, conn: Conn) -> Option<&mut Vec<u8>>;

    /// Whether so little waits to be sent on a connection that a message may join it.
    fn has_room(&self, conn: Conn) -> bool;

    /// Ends a connection once what waits has been sent, and why to a client of version 5.
    fn close(&mut self, conn: Conn, reason: Reason);
}
