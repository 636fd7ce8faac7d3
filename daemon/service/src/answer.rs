//! What an operation gives back.

use crate::{Fault, Outflow};
use millpond_aws::{Plain, Value};
use millpond_base::{LineMs, Now, TrackId};
use millpond_log::Durable;
use millpond_store::Store;

/// The result of running an operation once.
pub enum Answer<T> {
    /// Nothing was staged; the reply may be sent at once.
    Now(T),
    /// The reply may be sent once the staged writes are on flash.
    Durable(Durable<T>),
    /// The refusal rests on writes of others that are staged, and may be sent once these are on flash.
    Refused(Durable<Fault>),
    /// Nothing to say yet: run again when `bell` rings or at `until`, whichever comes first.
    Later {
        /// Rings when new records of this track are durable.
        bell: TrackId,
        /// The point on the device timeline at which to run again in any case.
        until: LineMs,
        /// Who runs again when it rings.
        wake: Wake,
    },
    /// Nothing was staged; the reply has a list that is too long to be held whole.
    Pieces(Box<dyn Pieces>),
    /// The reply begins at once and lasts: events follow one another until `flow` ends.
    Stream {
        /// What is said before the first event.
        first: T,
        /// Where the events come from.
        flow: Box<dyn Outflow>,
    },
}

/// Who runs again when a bell rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Everybody who waits.
    All,
    /// Whoever has waited longest, as one of them will take what is there. Who takes something and leaves more rings
    /// once again.
    First {
        /// When something may be there without a ring; again only whoever has waited longest looks then.
        due: Option<LineMs>,
    },
}

/// A reply that is made while it is sent, so that a slow reader costs one piece of memory and not a whole reply.
///
/// It begins with the output's first member, which is a list. What goes wrong on the way can only end the list early.
pub trait Pieces: Send {
    /// Gives a piece of the list to `items`; once there is no more, the output with all other members. Not called again
    /// after that.
    fn next(&mut self, store: &Store, now: Now, items: &mut dyn Items) -> Option<Value>;
}

/// What takes the items of a list.
pub trait Items {
    /// Takes a structure, with one value for each member of its shape.
    fn push(&mut self, members: &[Plain<'_>]);
}

impl Items for Vec<Value> {
    fn push(&mut self, members: &[Plain<'_>]) {
        Self::push(self, Value::Struct(members.iter().map(Plain::to_value).collect()));
    }
}

/// Makes the whole output at once, for protocols that cannot take it in pieces.
pub fn gather(pieces: &mut dyn Pieces, store: &Store, now: Now) -> Value {
    let mut items: Vec<Value> = Vec::new();
    loop {
        let Some(mut output) = pieces.next(store, now, &mut items) else { continue };
        if let Value::Struct(slots) = &mut output
            && let Some(list) = slots.first_mut()
        {
            *list = Value::List(items);
        }
        return output;
    }
}

impl<T> Answer<T> {
    /// Changes the reply, keeping the condition on which it may be sent.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Now(reply) => Answer::Now(f(reply)),
            Self::Durable(reply) => Answer::Durable(reply.map(f)),
            Self::Refused(fault) => Answer::Refused(fault),
            Self::Later { bell, until, wake } => Answer::Later { bell, until, wake },
            Self::Pieces(pieces) => Answer::Pieces(pieces),
            Self::Stream { first, flow } => Answer::Stream { first: f(first), flow },
        }
    }
}
