//! Step 7 of a reply that lasts: events in the protocol of the request, one frame at a time.

use crate::encode;
use crate::pipeline::{Gateway, Wording};
use millpond_aws::schema::Shape;
use millpond_aws::{Value, eventstream};
use millpond_base::{LineMs, Now, TrackId};
use millpond_log::Batch;
use millpond_service::{Audit, Call, Context, Fault, Outflow, Step};
use millpond_store::principal::Caller;
use std::sync::Arc;

/// A reply that lasts, after its head.
pub struct Streaming {
    wording: Wording,
    /// What is said before the first event; taken once it is said.
    first: Option<Value>,
    /// Where the events come from; gone once they have ended.
    flow: Option<Box<dyn Outflow>>,
    asker: Box<Asker>,
}

/// Who asked, and how.
struct Asker {
    caller: Arc<Caller>,
    call: Call,
}

/// The call left its trace when it began; what follows stages nothing.
struct Traced;

impl Audit for Traced {
    fn append_success(&self, _: &mut Batch) {}
}

/// What comes next of a reply that lasts.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes to send; ask again once they are sent.
    Bytes(Vec<u8>),
    /// Nothing yet: ask again when the bell rings or at `until`.
    Wait {
        /// The track whose bell to wait for.
        bell: TrackId,
        /// When to ask again in any case.
        until: LineMs,
    },
    /// Nothing more.
    End,
}

impl Streaming {
    pub(crate) fn new(
        wording: Wording,
        first: Value,
        flow: Box<dyn Outflow>,
        caller: Arc<Caller>,
        call: Call,
    ) -> Self {
        Self { wording, first: Some(first), flow: Some(flow), asker: Box::new(Asker { caller, call }) }
    }
}

impl Gateway {
    /// The next piece of a reply that lasts. At most one event is held between two calls: the one that was returned.
    pub fn follow(&self, streaming: &mut Streaming, now: Now) -> Piece {
        let Streaming { wording, first, flow, asker } = streaming;
        if let Some(first) = first.take() {
            let operation = wording.operation;
            return Piece::Bytes(wording.event(eventstream::INITIAL_RESPONSE, operation.output, &first));
        }
        let Some(source) = flow else { return Piece::End };
        let fault = match source.next(&Context::new(self.store(), now, &asker.caller, &asker.call, &Traced)) {
            Step::WaitFor { bell, until } => return Piece::Wait { bell, until },
            Step::Emit { event, value } => {
                let shape = wording.operation.events.and_then(|events| events.event(event));
                match shape {
                    Some(shape) => return Piece::Bytes(wording.event(event, shape, &value)),
                    None => Fault::internal(),
                }
            }
            Step::End => {
                *flow = None;
                return Piece::End;
            }
            Step::Fail(fault) => fault,
        };
        *flow = None;
        Piece::Bytes(wording.exception(&fault))
    }
}

/// The code of an exception that no event stream's model lists.
const INTERNAL: &str = "InternalFailureException";

impl Wording {
    fn event(&self, name: &str, shape: &'static Shape, value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        let media = self.protocol.payload_type();
        eventstream::event(name, media, |out| encode::payload(self.protocol, shape, value, out), &mut out);
        out
    }

    fn exception(&self, fault: &Fault) -> Vec<u8> {
        let allowed = self.operation.events.is_some_and(|e| e.errors.iter().any(|e| e.name == fault.code));
        let code = if allowed { fault.code } else { INTERNAL };
        let body = encode::refusal(self.protocol, code, &fault.message);
        let mut out = Vec::new();
        let media = self.protocol.payload_type();
        eventstream::exception(code, media, |out| out.extend_from_slice(&body), &mut out);
        out
    }
}
