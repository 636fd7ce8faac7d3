//! Everything an operation may touch.

use crate::Call;
use millpond_base::{Now, Seq, TrackId};
use millpond_log::{Batch, Durable, StageError};
use millpond_store::Store;
use millpond_store::principal::Caller;
use millpond_store::trail::Identity;

/// Adds the call's audit event to a batch, so that an effect and its trace are one atomic write.
pub trait Audit {
    /// Appends the event of a call that succeeded.
    fn append_success(&self, batch: &mut Batch);
}

/// What an operation tells the audit trail besides what every call leaves there.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Who called, where the operation found that out and not the signature.
    pub identity: Option<Identity>,
    /// Members of the event's additional data.
    pub additional: Vec<(&'static str, String)>,
}

/// The world as one operation sees it.
pub struct Context<'a> {
    /// Streams, queues, keys and principals.
    pub store: &'a Store,
    /// The time at which the operation runs.
    pub now: Now,
    /// Who calls.
    pub caller: &'a Caller,
    /// The request's circumstances.
    pub call: &'a Call,
    /// What the trail is to be told of this run.
    pub told: Told,
    audit: &'a dyn Audit,
    staged: bool,
}

impl<'a> Context<'a> {
    /// A context for one run of one operation.
    #[must_use]
    pub fn new(store: &'a Store, now: Now, caller: &'a Caller, call: &'a Call, audit: &'a dyn Audit) -> Self {
        Self { store, now, caller, call, told: Told::default(), audit, staged: false }
    }

    /// Stages the operation's writes together with its audit event, as one atomic batch.
    ///
    /// # Durability
    /// The result can be unwrapped only once it is on flash.
    /// # Errors
    /// See [`StageError`]; nothing was staged then.
    /// # Panics
    /// When called twice in one run: two batches would not be atomic.
    pub fn stage(&mut self, mut batch: Batch) -> Result<Durable<Vec<Seq>>, StageError> {
        assert!(!self.staged, "an operation stages one batch");
        self.audit.append_success(&mut batch);
        let receipt = self.store.stage(batch, self.now)?;
        self.staged = true;
        Ok(receipt)
    }

    /// True once this run has staged its batch, and the audit event with it.
    #[must_use]
    pub const fn has_staged(&self) -> bool {
        self.staged
    }

    /// Wakes callers that wait for `track`, when something became available without a new record.
    pub fn ring(&self, track: TrackId) {
        self.store.bell().ring(track);
    }

    /// Wakes all callers that wait for `track`, because it is gone.
    pub fn ring_out(&self, track: TrackId) {
        self.store.bell().ring_out(track);
    }
}
