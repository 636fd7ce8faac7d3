//! What is kept on flash: read back at the start, let go of in time, and written anew now and then.

use super::desk::Desk;
use crate::journal;
use crate::trouble::{Step, Trouble};
use millpond_base::{Seq, Ticket, WallMs};
use millpond_broker::{Broker, Limits, message, record};
use millpond_log::{Batch, ReadError, ReadLimit, after_rot};
use millpond_store::Store;
use millpond_store::post::Tracks;

const PAGE: ReadLimit = ReadLimit { records: 512, bytes: 64 << 10 };
/// What one reader is given at a time. Ours: what one connection takes before it must be asked again.
const READING: ReadLimit = ReadLimit { records: 64, bytes: 64 << 10 };
/// Records of sessions after which they are written anew, besides four times what there is. Ours: some hundred KiB.
const REWRITE_EVERY: usize = 4_096;
/// Records in one batch when they are.
const REWRITE_BATCH: usize = 256;
/// Messages let go of in one step, each of which is counted against who missed it. Ours: some ten milliseconds.
const STEP_MESSAGES: u64 = 2_048;

/// Care for the broker's tracks.
pub(super) struct Keeping {
    bytes_max: u64,
    age_ms_max: u64,
    /// Sessions written anew: what must be durable, and where they start.
    rewrite: Option<(Ticket, Seq)>,
    /// Records when they were last written anew.
    live: usize,
    said: u64,
}

/// A broker with everything that was kept.
pub(super) fn recover(store: &Store, tracks: Tracks, limits: Limits) -> Result<(Broker, usize), Trouble> {
    let (log, now) = (store.log(), store.clock().now());
    let mut broker = Broker::new(limits, log.bounds(tracks.messages).next, now);
    let (mut records, mut strange) = (0, 0_u64);
    log.scan(tracks.sessions, log.bounds(tracks.sessions).first, PAGE, |page| {
        for kept in &page {
            records += 1;
            if kept.attributes != record::VERSION || !broker.replay(&kept.body) {
                strange += 1;
            }
        }
    })
    .step(|| "cannot read the sessions of the broker".into())?;
    if strange > 0 {
        journal::warn(
            "records of the broker's sessions are of a later version; use a newer binary",
            &[("records", &strange)],
        );
    }
    broker.ready(now);
    Ok((broker, records))
}

impl Keeping {
    pub(super) const fn new(bytes_max: u64, age_ms_max: u64) -> Self {
        Self { bytes_max, age_ms_max, rewrite: None, live: 0, said: 0 }
    }

    /// Lets readers read on, a page each; false when there is more to read.
    pub(super) fn read(&self, broker: &mut Broker, desk: &mut Desk, pages: usize) -> bool {
        let (store, now) = (std::sync::Arc::clone(&desk.store), desk.now);
        for _ in 0..pages {
            let Some(reading) = broker.next_reading(desk) else { return true };
            match store.log().read(desk.tracks.messages, reading.from, READING) {
                Ok(records) => {
                    let end = records.last().map(|last| last.seq.next());
                    let known = records.iter().filter(|kept| kept.attributes == message::VERSION);
                    broker.page(reading, known.map(|kept| (kept.seq, &kept.body[..])), end, now, desk);
                }
                Err(ReadError::Rot { first, count, .. }) => {
                    let end = after_rot(reading.from, first, count);
                    broker.page(reading, [], Some(end), now, desk);
                }
                // It stays where it is, and is asked for again when its client acknowledges or comes back.
                Err(error) => journal::warn("messages cannot be read back", &[("cause", &error)]),
            }
        }
        false
    }

    /// Lets go of messages that nobody waits for, that are too old, or too many. One step of it.
    pub(super) fn trim(&mut self, broker: &mut Broker, desk: &Desk) {
        let (store, track) = (&desk.store, desk.tracks.messages);
        let log = store.log();
        let wanted = store.post().take_wanted();
        if wanted.anew {
            self.live = 0;
        }
        let floor = broker.floor();
        let bounds = log.bounds(track);
        if floor > bounds.first {
            log.trim(track, floor);
        }
        let bounds = log.bounds(track);
        let mut cut = wanted.before.unwrap_or_default();
        if bounds.bytes > self.bytes_max {
            let (places, over) = (u128::from(bounds.next.0 - bounds.first.0), bounds.bytes - self.bytes_max);
            let share = places * u128::from(over) / u128::from(bounds.bytes.max(1));
            cut = cut.max(Seq(bounds.first.0 + u64::try_from(share).unwrap_or(0)));
        }
        if desk.now.trusted {
            let oldest = WallMs(desk.now.wall.0.saturating_sub(self.age_ms_max));
            cut = cut.max(log.seek_time(track, oldest));
        }
        let cut = cut.min(floor.max(bounds.next)).min(Seq(bounds.first.0 + STEP_MESSAGES));
        if cut <= bounds.first {
            return;
        }
        let lost = broker.counters().lost;
        let mut from = bounds.first;
        while from < cut {
            match log.read(track, from, PAGE) {
                Ok(records) => {
                    let Some(last) = records.last().map(|last| last.seq.next()) else { break };
                    for kept in records.iter().filter(|kept| kept.seq < cut) {
                        broker.lose(kept.seq, &kept.body);
                    }
                    from = last;
                }
                Err(ReadError::Rot { first, count, .. }) => from = after_rot(from, first, count),
                Err(_) => break,
            }
        }
        broker.let_go(cut);
        log.trim(track, cut);
        self.say(broker.counters().lost - lost);
    }

    /// Says once, and then at every tenfold, that sessions missed messages.
    fn say(&mut self, lost: u64) {
        let before = self.said;
        self.said += lost;
        if self.said > 0 && (before == 0 || self.said.ilog10() > before.ilog10()) {
            let words = "sessions of the broker were absent or slow for so long that messages for them were let go of";
            journal::warn(words, &[("messages", &self.said)]);
        }
    }

    /// Writes sessions anew when much was written since the last time. Only between rounds.
    pub(super) fn rewrite(&mut self, broker: &Broker, desk: &mut Desk) {
        let log = desk.store.log();
        if let Some((ticket, start)) = self.rewrite {
            if ticket <= log.durable() {
                log.trim(desk.tracks.sessions, start);
                self.rewrite = None;
            }
            return;
        }
        if desk.records < REWRITE_EVERY.max(4 * self.live) && (self.live > 0 || desk.records < REWRITE_EVERY)
        {
            return;
        }
        let mut batches = vec![Batch::new()];
        let mut count = 0;
        broker.snapshot(|body| {
            count += 1;
            let is_full = batches.last().is_none_or(|batch| batch.len() >= REWRITE_BATCH);
            if is_full {
                batches.push(Batch::new());
            }
            let batch = batches.last_mut().expect("one was just there");
            batch.append(desk.tracks.sessions, &record::VERSION, body);
        });
        let (mut start, mut last) = (None, None);
        for batch in batches.into_iter().filter(|batch| !batch.is_empty()) {
            // What was written of a rewrite that is broken off is only written again.
            let Ok(staged) = desk.store.stage(batch.lazy().essential(), desk.now) else { return };
            start = start.or_else(|| staged.peek().first().copied());
            last = Some(staged.ticket());
        }
        // When nothing is kept any more, everything that was written is dead.
        let nothing = (log.durable(), log.bounds(desk.tracks.sessions).next);
        self.rewrite = last.zip(start).or(Some(nothing));
        self.live = count;
        desk.records = 0;
    }
}
