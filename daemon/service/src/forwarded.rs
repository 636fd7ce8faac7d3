//! Entries that another gateway forwards are taken once, however often they come.

use crate::{Context, Fault};
use millpond_base::Ticket;
use millpond_log::Batch;
use millpond_store::inbox::{InboxError, Receiving};

/// The entries of one request. For a request that no gateway forwards every entry is new, and nothing is noted.
///
/// Nobody else's forwarded entries are judged until [`Forwarded::staged`]. Dropping this forgets them; the batch must
/// then be dropped too.
pub struct Forwarded<'a>(Option<Receiving<'a>>);

impl<'a> Forwarded<'a> {
    /// Begins to take the `entries` of the present request.
    ///
    /// # Errors
    /// When the request speaks of another number of entries, or its sender was started again since.
    pub fn of(ctx: &mut Context<'a>, entries: usize) -> Result<Self, Fault> {
        let Some(provenance) = ctx.call.provenance.as_deref() else { return Ok(Self(None)) };
        if provenance.places.len() != entries {
            let text =
                format!("The provenance names {} places of {entries} entries.", provenance.places.len());
            return Err(refusal(text));
        }
        let receiving = ctx.store.inbox().receiving(provenance).map_err(|cause| match cause {
            // Not the sender's doing: it comes again.
            InboxError::NoRoom => Fault::internal(),
            cause => refusal(cause.to_string()),
        })?;
        if receiving.is_restored() {
            ctx.told.additional.push(("forwarderPutBack", "true".to_owned()));
        }
        Ok(Self(Some(receiving)))
    }

    /// True when no entry may follow one that was not taken, because the sender keeps an order.
    #[must_use]
    pub const fn keeps_order(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the entry with this number was taken before.
    #[must_use]
    pub fn is_known(&self, number: usize) -> bool {
        self.0.as_ref().is_some_and(|receiving| receiving.is_known(number))
    }

    /// Notes that the entry with this number is in the batch.
    pub fn take(&mut self, number: usize) {
        if let Some(receiving) = &mut self.0 {
            receiving.take(number);
        }
    }

    /// Adds what was taken to the batch that takes it.
    pub fn write(&mut self, batch: &mut Batch) {
        if let Some(receiving) = &mut self.0 {
            receiving.write(batch);
        }
    }

    /// The batch was staged under this ticket, or there was nothing to stage. Returns what must be on flash before the
    /// request is answered.
    #[must_use]
    pub fn staged(self, ticket: Option<Ticket>) -> Ticket {
        match self.0 {
            Some(receiving) => receiving.staged(ticket),
            None => ticket.unwrap_or_default(),
        }
    }
}

fn refusal(text: String) -> Fault {
    Fault::code("ValidationException", 400, text)
}
