//! What a table does by itself: expired items go, and records that say that something is gone make way.
//!
//! The newest record of a key must stay as long as an older one may lie on flash, even when it says that the item is gone:
//! without it the older one would count again. So from time to time all items are written anew, and then a record says that
//! nothing before them counts. That costs at most about as many bytes as those records had.

use super::codec;
use super::record::{DONE, FLOOR, GONE, PUT, floor};
use super::state::{Place, State};
use super::table::Table;
use super::value::Item;
use millpond_base::{Now, Seq};
use millpond_log::{Batch, ReadError};
use std::ops::Bound;

/// Records that say that something is gone are not worth a move below this many bytes.
const GONE_BYTES_MIN: u64 = 1 << 20;
/// Written anew in one step, in bytes, and items.
const STEP_BYTES: u64 = 256 << 10;
const STEP_ITEMS: usize = 512;
/// Expired items that go in one step.
const EXPIRED_MAX: usize = 256;
/// What expired longer ago is taken for a mistake and kept.
///
/// # Source
/// DynamoDB Developer Guide, "Using time to live (TTL)": five years.
const EXPIRED_SECS_MAX: u64 = 5 * 365 * 86_400;

/// A move of all items past a place.
pub(super) struct Moving {
    /// Items before this place are written anew.
    until: u64,
    /// What `gone_bytes` was then.
    gone_bytes: u64,
    /// The last item looked at.
    met: Option<Place>,
}

impl Table {
    /// Does what is due. Called every second.
    pub(super) fn care(&self, now: Now) {
        let first = {
            let mut state = self.lock();
            state.forget_done(now.line);
            state.first_live()
        };
        self.log.trim(self.track, Seq(first));
        if now.trusted {
            self.expire(now);
        }
        // What cannot be done now is tried again in a second.
        let _ = self.shed(now);
    }

    /// Removes items whose time has passed.
    fn expire(&self, now: Now) {
        let mut state = self.lock();
        let secs = now.wall.secs();
        let due = state.expired(secs, EXPIRED_MAX);
        let (mut batch, mut going) = (Batch::new(), Vec::new());
        for place in due {
            let Some(entry) = state.items.get(&place) else { continue };
            if entry.expires_before(secs.saturating_sub(EXPIRED_SECS_MAX)) {
                continue;
            }
            let Ok(Some(item)) = self.load(entry) else { continue };
            let body = codec::encode(&self.key_of(item));
            batch.append(self.track, &[GONE], &body);
            going.push((place, body.len()));
        }
        if batch.is_empty() {
            return;
        }
        let Ok(receipt) = self.log.stage(batch.essential(), now) else { return };
        for ((place, bytes), seq) in going.iter().zip(receipt.peek()) {
            if let Some(before) = state.remove(place, seq.0, *bytes) {
                state.supersede(before, receipt.ticket());
            }
            state.warm(place, seq.0, receipt.ticket());
        }
    }

    fn key_of(&self, mut item: Item) -> Item {
        let definition = self.definition();
        item.retain(|name, _| definition.settings.key.parts().any(|part| part.name == *name));
        item
    }

    /// Writes some items anew, when that lets go of enough; at the end a record says that nothing before counts.
    fn shed(&self, now: Now) -> Result<(), ReadError> {
        let mut moving = self.moving.lock().expect("no holder of this lock can panic");
        if moving.is_none() {
            let state = self.lock();
            if state.gone_bytes < GONE_BYTES_MIN || state.gone_bytes < state.item_bytes {
                return Ok(());
            }
            *moving = Some(Moving { until: state.next, gone_bytes: state.gone_bytes, met: None });
        }
        let Some(under_way) = moving.as_mut() else { return Ok(()) };
        let (chosen, met) = self.chosen(under_way);
        let mut items = Vec::with_capacity(chosen.len());
        for (place, seq) in chosen {
            match self.fetch(seq) {
                Ok(Some(item)) => items.push((place, seq, item)),
                Ok(None) => {}
                // What the device refuses to give now must not be declared void.
                Err(error) => {
                    *moving = None;
                    return Err(error);
                }
            }
        }
        let mut state = self.lock();
        let mut batch = Batch::new();
        items.retain(|(place, seq, _)| state.items.get(place).is_some_and(|entry| entry.seq == *seq));
        for (_, _, item) in &items {
            batch.append(self.track, &[PUT], &codec::encode(item));
        }
        let mut done = Vec::new();
        if met.is_none() {
            done = state
                .done
                .values()
                .filter(|(_, seq)| *seq < under_way.until)
                .map(|(d, _)| d.clone())
                .collect();
            done.iter().for_each(|done| batch.append(self.track, &[DONE], &done.encode()));
            batch.append(self.track, &[FLOOR], &floor(Seq(under_way.until)));
        }
        let Ok(receipt) = self.log.stage(batch, now) else { return Ok(()) };
        let mut seqs = receipt.peek().iter().map(|seq| seq.0);
        for (place, before, item) in &items {
            let Some(seq) = seqs.next() else { break };
            state.put(place, item, seq, Some(codec::encode(item).into()));
            state.warm(place, seq, receipt.ticket());
            state.supersede(*before, receipt.ticket());
        }
        for done in done {
            let Some(seq) = seqs.next() else { break };
            state.remember(done, seq, receipt.ticket());
        }
        under_way.met = met;
        if under_way.met.is_none()
            && let Some(seq) = seqs.next()
        {
            state.gone_bytes -= under_way.gone_bytes.min(state.gone_bytes);
            state.raise_floor(under_way.until, seq, receipt.ticket());
            *moving = None;
        }
        Ok(())
    }

    /// Items to be written anew in one step, and the last one looked at; `None` at the end.
    fn chosen(&self, moving: &Moving) -> (Vec<(Place, u64)>, Option<Place>) {
        let state = self.lock();
        let (mut chosen, mut bytes, mut met) = (Vec::new(), 0, None);
        let low = moving.met.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        for (place, entry) in state.items.range::<[u8], _>((low, Bound::Unbounded)) {
            if chosen.len() >= STEP_ITEMS || bytes >= STEP_BYTES {
                return (chosen, met);
            }
            if entry.seq < moving.until {
                // What is staged is about to be readable.
                if entry.staged.is_some() {
                    return (chosen, met.or_else(|| moving.met.clone()).or_else(|| Some(Place::from([]))));
                }
                bytes += u64::from(entry.bytes);
                chosen.push((place.clone(), entry.seq));
            }
            met = Some(place.clone());
        }
        (chosen, None)
    }
}

impl State {
    /// Memory in use is that of nothing but items; for tests of the accounts.
    #[cfg(test)]
    pub(super) fn accounts_balance(&self) -> bool {
        let bytes: u64 = self.items.values().map(|entry| u64::from(entry.bytes)).sum();
        bytes == self.item_bytes
    }
}
