//! What a service is: operations as plain functions of a request and a context.
//!
//! Goals: a service holds no socket, no thread, no clock and no wire format; adding one is a folder, a dependency
//! line and a registry line. An operation answers, stages writes, says what it waits for, or hands over a source of
//! events; an answer that depends on staged writes cannot be sent before they are on flash.
//! Non-goals: routing, signatures and encoding, which are the gateway's.

mod answer;
mod call;
mod condition;
mod context;
mod fault;
mod forwarded;
mod handler;
mod outflow;

pub use answer::{Answer, Items, Pieces, Wake, gather};
pub use call::{Access, Call};
pub use condition::{denied, request_key};
pub use context::{Audit, Context, Told};
pub use fault::Fault;
pub use forwarded::Forwarded;
pub use handler::{Handler, Prepared};
pub use outflow::{Outflow, Step};

use millpond_aws::schema::ServiceSchema;
use millpond_store::Store;

/// A service: its schema and the operations it honours.
pub struct Service {
    /// What the model says.
    pub schema: &'static ServiceSchema,
    /// The honoured operations, in any order.
    pub handlers: Vec<Handler>,
    /// How the service words a request that breaks the model's constraints.
    pub refuse: Refuse,
    /// Actions that the policy of a resource may let callers of another account do, and callers who do not say who they
    /// are; in most services none.
    pub strangers: &'static [&'static str],
    /// Operations that nobody signs, because what they are given proves who asks; in most services none.
    pub unsigned: &'static [&'static str],
    /// What the service publishes at a path, for anybody to get: a JSON document.
    pub publishes: fn(&Store, &str) -> Option<String>,
}

/// Words a request that breaks the model's constraints.
pub type Refuse = fn(&[millpond_aws::constraints::Violation]) -> Fault;

impl Service {
    /// A service whose every operation has to be signed by somebody of the account.
    #[must_use]
    pub fn new(schema: &'static ServiceSchema, handlers: Vec<Handler>, refuse: Refuse) -> Self {
        Self { schema, handlers, refuse, strangers: &[], unsigned: &[], publishes: |_, _| None }
    }

    /// The handler of the operation called `name`.
    #[must_use]
    pub fn handler(&self, name: &str) -> Option<&Handler> {
        self.handlers.iter().find(|h| h.operation().name == name)
    }
}
