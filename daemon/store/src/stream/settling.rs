//! Shards over time: what is due is carried out, and shards whose records are gone are forgotten.

use super::resharding::Unfit;
use super::{ChangeError, HOUR_MS, Stream, Streams};
use crate::CatalogError;
use millpond_base::Now;
use std::sync::{Arc, RwLockReadGuard, RwLockWriteGuard};

/// While this is held, no shard ends: a record routed by a stream found here is taken by the shard it was routed to.
///
/// To be held from the routing until the record is staged, and never while waiting for anything.
pub struct Routing<'s> {
    streams: &'s Streams,
    _held: RwLockReadGuard<'s, ()>,
}

impl Routing<'_> {
    /// The stream called `name` as it stands.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<Stream>> {
        self.streams.find(name)
    }
}

impl Streams {
    /// The stream called `name` as it is at this moment, what is due carried out.
    ///
    /// What cannot be written stays due, and the stream is as before.
    #[must_use]
    pub fn look(&self, name: &str, now: Now) -> Option<Arc<Stream>> {
        let stream = self.find(name)?;
        if !stream.resharding.is_due(now) {
            return Some(stream);
        }
        match self.carry_out(name, now) {
            Err(ChangeError::Unknown) => None,
            Err(_) => Some(stream),
            Ok(stream) => Some(stream),
        }
    }

    /// Keeps shards from ending until what was routed is staged.
    #[must_use]
    pub fn routing(&self) -> Routing<'_> {
        Routing { streams: self, _held: self.routing.read().expect("no holder of this lock can panic") }
    }

    /// Waits until everything that was routed is staged.
    pub(super) fn no_routing(&self) -> RwLockWriteGuard<'_, ()> {
        self.routing.write().expect("no holder of this lock can panic")
    }

    /// Carries out what is due, and forgets shards that ended longer ago than their stream keeps records: nothing of
    /// them can be read. What cannot be written is tried again a second later.
    pub(super) fn settle(&self, now: Now) {
        for stream in self.list(None, usize::MAX) {
            if stream.resharding.is_due(now) {
                let _ = self.carry_out(&stream.name, now);
            }
            let kept_ms = u64::from(stream.retention_hours) * HOUR_MS;
            let outlived = |line| now.line.since_ms(line) > kept_ms;
            if stream.shards().iter().filter_map(|shard| shard.closed).any(|closed| outlived(closed.line)) {
                let _ = self.change::<CatalogError>(&stream.name, |parts| {
                    let kept_ms = u64::from(parts.settings.retention_hours) * HOUR_MS;
                    parts.shards.retain(|shard| {
                        shard.closed.is_none_or(|closed| now.line.since_ms(closed.line) <= kept_ms)
                    });
                    Ok(())
                });
            }
        }
    }

    fn carry_out(&self, name: &str, now: Now) -> Result<Arc<Stream>, ChangeError<CatalogError>> {
        self.change(name, |parts| {
            if !parts.resharding.is_due(now) {
                return Ok(());
            }
            let Some(pending) = parts.resharding.pending.take() else { return Ok(()) };
            let before = parts.shards.clone();
            match pending.plan.carry_out(parts, now, &mut || self.catalog.next_track()) {
                Ok(()) => Ok(()),
                Err(Unfit::Catalog(cause)) => Err(cause),
                Err(Unfit::Plan) => {
                    parts.shards = before;
                    Ok(())
                }
            }
        })
    }
}

#[cfg(test)]
#[path = "settling_tests.rs"]
mod tests;
