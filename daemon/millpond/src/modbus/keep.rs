//! A device's readings into a stream or queue, each with its number.

use crate::config::Place;
use crate::fieldbus;
use millpond_base::{Now, WallMs};
use millpond_log::{Batch, StageError};
use millpond_pack::reading::{Origin, Value, line_of};
use millpond_store::Store;
use millpond_store::stream::Label;
use std::sync::Arc;
use std::time::Duration;

/// The lane under which the outbox keeps the number of a device's next reading.
const LANE: &str = "sequence";
/// Pause before a busy store is asked again, and how often. Ours: for two seconds, several syncs of a slow card.
const BUSY: Duration = Duration::from_millis(5);
const BUSY_TRIES: u32 = 400;

/// Stores the readings of one device.
pub(super) struct Keeper {
    name: String,
    /// The device's name among the routes of the outbox; no route of the forwarder can have it.
    route: String,
    to: Place,
    store: Arc<Store>,
    next: u64,
}

impl Keeper {
    pub(super) fn new(name: &str, to: Place, store: Arc<Store>) -> Self {
        let route = format!("modbus/{name}");
        let next = store.outbox().position(&route, LANE).unwrap_or(0);
        Self { name: name.to_owned(), route, to, store, next }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn now(&self) -> WallMs {
        self.store.clock().now().wall
    }

    /// Stages a reading. One that is not stored leaves a gap in the numbers.
    ///
    /// # Errors
    /// Why it is not stored.
    pub(super) fn keep(
        &mut self,
        values: &[(&str, Value<'_>)],
        units: &[(&str, &str)],
    ) -> Result<(), &'static str> {
        let sequence = self.next;
        self.next += 1;
        for _ in 0..BUSY_TRIES {
            let now = self.store.clock().now();
            let origin = Origin {
                node: &self.name,
                sequence,
                arrived_ms: now.wall.0,
                clock_trusted: now.trusted,
                ..Origin::default()
            };
            match self.stage(&line_of(&origin, values.iter().copied(), units), sequence, now)? {
                Ok(()) => return Ok(()),
                Err(StageError::Busy { .. } | StageError::UnknownTrack(_) | StageError::Closed(_)) => {
                    std::thread::sleep(BUSY);
                }
                Err(_) => return Err("the store is full or read-only"),
            }
        }
        Err("the store is busy")
    }

    fn stage(&self, line: &[u8], sequence: u64, now: Now) -> Result<Result<(), StageError>, &'static str> {
        const MISSING: &str = "its stream or queue is missing or refuses";
        // From here on no shard ends before the reading is staged.
        let _routing = self.store.streams().routing();
        let mut batch = Batch::new();
        self.store.outbox().save(&mut batch, &self.route, LANE, sequence + 1);
        match &self.to {
            Place::Stream(name) => {
                let streams = self.store.streams();
                let stream = streams.find(name).ok_or(MISSING)?;
                let label = Label::keyed(&self.name);
                streams.append(&mut batch, streams.route(&stream, &label), &label, line);
                Ok(self.store.stage(batch, now).map(drop))
            }
            Place::Queue(name) => {
                let queue = self.store.queues().find(name).ok_or(MISSING)?;
                let mut sending = queue.sending(now).map_err(|_| MISSING)?;
                let dedup_id = format!("{}-{sequence}", self.name);
                let order = queue.settings().is_fifo().then_some((self.name.as_str(), dedup_id.as_str()));
                fieldbus::send(&mut sending, &mut batch, &self.name, order, line).map_err(|_| MISSING)?;
                match self.store.stage(batch, now) {
                    Ok(staged) => {
                        // Nobody asks for the message's id.
                        let _ids = sending.staged(staged.peek());
                        Ok(Ok(()))
                    }
                    Err(error) => Ok(Err(error)),
                }
            }
        }
    }
}
