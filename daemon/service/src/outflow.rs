//! Replies that last: a source of events that is asked for one after another.

use crate::{Context, Fault};
use millpond_aws::Value;
use millpond_base::{LineMs, TrackId};

/// What comes next of a reply that lasts.
#[derive(Debug)]
pub enum Step {
    /// An event; ask again once the client has taken it.
    Emit {
        /// Its name in the model.
        event: &'static str,
        /// What it says, against the shape of that name.
        value: Value,
    },
    /// Nothing to say yet: ask again when `bell` rings or at `until`, whichever comes first.
    WaitFor {
        /// Rings when new records of this track are durable.
        bell: TrackId,
        /// The point on the device timeline at which to ask again in any case.
        until: LineMs,
    },
    /// The reply is complete.
    End,
    /// The reply ends with a refusal. One that the model does not allow here is told as an internal failure.
    Fail(Fault),
}

/// A source of events. It holds no event that was not asked for, so that a client which stops reading costs no more
/// memory than the event it has not taken; dropping it is how a client that went away is noticed.
pub trait Outflow: Send {
    /// The next step, for the caller and the call that it began with. Only what is durable may be said. Not asked again
    /// after [`Step::End`] and [`Step::Fail`].
    fn next(&mut self, context: &Context<'_>) -> Step;
}
