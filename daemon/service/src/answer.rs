//! What an operation gives back.

use millpond_base::{LineMs, TrackId};
use millpond_log::Durable;

/// The result of running an operation once.
pub enum Answer<T> {
    /// Nothing was staged; the reply may be sent at once.
    Now(T),
    /// The reply may be sent once the staged writes are on flash.
    Durable(Durable<T>),
    /// Nothing to say yet: run again when `bell` rings or at `until`, whichever comes first.
    Later {
        /// Rings when new records of this track are durable.
        bell: TrackId,
        /// The point on the device timeline at which to run again in any case.
        until: LineMs,
    },
}

impl<T> Answer<T> {
    /// Changes the reply, keeping the condition on which it may be sent.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Now(reply) => Answer::Now(f(reply)),
            Self::Durable(reply) => Answer::Durable(reply.map(f)),
            Self::Later { bell, until } => Answer::Later { bell, until },
        }
    }
}
