//! The log itself: its parts, their locks, and what callers see.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, RwLockWriteGuard};

use millpond_base::{Entropy, LineMs, Now, Seq, Ticket, TrackId, WallMs};

use crate::directories::DirectoryCache;
use crate::disk::{Area, Disk, Slot};
use crate::format::VERSION;
use crate::format::block::BLOCK_BYTES;
use crate::format::frame::SALT_BYTES;
use crate::format::superblock::{MAGIC, SuperBlock};
use crate::index::{Index, Use};
use crate::read::ReadCache;
use crate::reclaim::Liveness;
use crate::recover::{Recovered, Recovery, recover, super_block};
use crate::relay::{Relay, Stopped};
use crate::seal::{Epoch, ReadyKeys};
use crate::sealer::{Frames, SealedWave, Sealer};
use crate::staging::{MOVE_RESERVE, Plan, Space, Staging, segment_blocks};
use crate::stats::Stats;
use crate::writer::{Writer, other, write_super};
use crate::{
    Batch, Bounds, CommitError, Committed, DataKey, Durable, OpenError, Options, ReadError, ReadLimit,
    Record, StageError,
};

/// What the writer and the readers share.
pub(crate) struct Shared {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) options: Options,
    pub(crate) ready: ReadyKeys,
    pub(crate) cache: ReadCache,
    pub(crate) directories: DirectoryCache,
    index: RwLock<Index>,
    stats: Mutex<Stats>,
}

/// What no commit has taken yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Untaken {
    /// Its bytes.
    pub bytes: u64,
    /// Somebody waits for part of it.
    pub urgent: bool,
}

type Bell = Box<dyn Fn(Untaken) + Send + Sync>;

const POISON: &str = "no holder of this lock can panic";

impl Shared {
    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().expect(POISON)
    }

    pub(crate) fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().expect(POISON)
    }

    pub(crate) fn count(&self, change: impl FnOnce(&mut Stats)) {
        change(&mut self.stats.lock().expect(POISON));
    }
}

/// One append-only log for every track, shared by all threads.
///
/// Invariant: readers see a record only after it is on flash, and locks are taken in the order
/// sealer, writer, staging, index; none is held while the disk is read.
pub struct Log {
    pub(crate) shared: Shared,
    staging: Mutex<Staging>,
    relay: Relay<Sealer, Writer>,
    frames: Frames,
    refused: Mutex<Option<io::Error>>,
    /// The last attempt to create a segment failed.
    pub(crate) no_growth: AtomicBool,
    pub(crate) liveness: OnceLock<Liveness>,
    /// Held while segments are retired and freed.
    pub(crate) reclaiming: Mutex<()>,
    /// The last batch with chunks that take the place of others.
    pub(crate) replacing: Mutex<Ticket>,
    bell: OnceLock<Bell>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Log(durable {}, {:?})", self.durable().0, self.stats())
    }
}

impl Log {
    /// Creates an empty log.
    ///
    /// # Durability
    /// The log is on flash on return; a power cut before that leaves no log, and creating can be repeated.
    /// # Errors
    /// `Exists` when there is one already, `Options` when an option is out of range, `Device`.
    pub fn create(disk: &dyn Disk, options: &Options, entropy: &dyn Entropy) -> Result<(), OpenError> {
        options.check()?;
        match super_block(disk) {
            Err(OpenError::Missing) => {}
            Err(OpenError::SuperDamaged | OpenError::Version { .. }) | Ok(_) => {
                return Err(OpenError::Exists);
            }
            Err(other) => return Err(other),
        }
        let mut block = SuperBlock {
            magic: MAGIC,
            version: VERSION,
            flags: 0,
            sequence: 1,
            log_id: [0; 16],
            epoch: 0,
            segment_bytes: options.segment_bytes,
            epoch_salt: [0; SALT_BYTES],
            durable_lsn: 0,
            checkpoint_slot: 0,
            reserved: 0,
            checkpoint_lsn: 0,
        };
        entropy.fill(&mut block.log_id);
        entropy.fill(&mut block.epoch_salt);
        disk.create(Area::Super(Slot::A), BLOCK_BYTES as u64)?;
        disk.create(Area::Super(Slot::B), BLOCK_BYTES as u64)?;
        disk.sync_names()?;
        write_super(disk, Slot::A, &block)?;
        Ok(())
    }

    /// Opens a log and begins an epoch: every chunk sealed from now on has keys of its own.
    ///
    /// # Durability
    /// All that is found is on flash on return, and so is the new epoch.
    /// # Errors
    /// `Missing`, `SuperDamaged`, `Version`, `SegmentBytes`, `Options`, `Device`. Damage to segments
    /// is no error: `Recovered` tells of it.
    pub fn open(
        disk: Arc<dyn Disk>,
        options: Options,
        entropy: &dyn Entropy,
        now_wall: WallMs,
    ) -> Result<(Self, Recovered), OpenError> {
        options.check()?;
        let mut recovery = recover(&*disk, &options)?;
        for segment in &recovery.unsynced {
            disk.sync(Area::Segment(*segment))?;
        }
        let number =
            recovery.epoch_seen.checked_add(1).ok_or(OpenError::Options("the epochs are used up"))?;
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt);
        let epoch = Epoch { number, salt };
        let log = Self::assemble(disk, options, &mut recovery, epoch, now_wall);
        log.begin_epoch()?;
        log.provision(&mut log.writer());
        recovery.report.epoch = number;
        Ok((log, recovery.report))
    }

    fn assemble(
        disk: Arc<dyn Disk>,
        options: Options,
        found: &mut Recovery,
        epoch: Epoch,
        wall: WallMs,
    ) -> Self {
        let index = std::mem::take(&mut found.index);
        let segment_blocks = segment_blocks(options.segment_bytes);
        let epochs_there =
            found.current.as_ref().map_or(0, |current| index.segment(current.segment).epochs.len());
        let plan = Plan {
            segment_blocks,
            block: found.current.as_ref().map_or(segment_blocks, |current| current.block),
            chunks: found.current.as_ref().map_or(0, |current| current.chunks.len()),
            epochs: epochs_there + 1,
            free: crate::format::narrow(index.free.len()),
        };
        let space = Space { used_bytes: 0, budget_bytes: options.budget_bytes, can_grow: true };
        let strangers = index.tracks.values().filter(|track| track.next > 0).count();
        let writer = Writer {
            super_block: SuperBlock { epoch: epoch.number, epoch_salt: epoch.salt, ..found.super_block },
            super_slot: found.super_slot,
            current: found.current.take(),
            lsn: found.report.lsn,
            generation: found.generation,
            line: found.report.line,
            wall: found.report.wall.max(wall),
            average_bytes: 0,
            footer: Vec::new(),
        };
        let began = found.report.line;
        Self {
            staging: Mutex::new(Staging::new(&options, plan, space, strangers)),
            relay: Relay::new(Sealer::new(epoch, began), writer),
            frames: Frames::default(),
            refused: Mutex::default(),
            no_growth: AtomicBool::new(false),
            liveness: OnceLock::new(),
            reclaiming: Mutex::default(),
            replacing: Mutex::new(Ticket(0)),
            bell: OnceLock::new(),
            shared: Shared {
                ready: ReadyKeys::new(Arc::clone(&options.suite), crate::format::wide(options.key_cache_max)),
                cache: ReadCache::default(),
                directories: DirectoryCache::default(),
                index: RwLock::new(index),
                stats: Mutex::default(),
                disk,
                options,
            },
        }
    }

    /// Makes the new epoch durable, before anything is sealed in it.
    fn begin_epoch(&self) -> Result<(), OpenError> {
        let mut writer = self.writer();
        let slot = other(writer.super_slot);
        let there = self.shared.disk.areas()?.contains(&(Area::Super(slot), BLOCK_BYTES as u64));
        if !there {
            self.shared.disk.create(Area::Super(slot), BLOCK_BYTES as u64)?;
            self.shared.disk.sync_names()?;
        }
        writer.write_super(&self.shared)?;
        Ok(())
    }

    /// Gives a track its key. Needed before its first record is staged, and for every known track
    /// after open; a second key of another version seals from then on, the first still opens.
    pub fn register(&self, track: TrackId, key: impl Into<Arc<DataKey>>) {
        let key = key.into();
        let mut staging = self.staging();
        let next = self.shared.index_mut().register(track, Arc::clone(&key));
        staging.register(track, key, next);
    }

    /// Ends the start: data of tracks that nobody registered is dead.
    pub fn forget_unregistered(&self) {
        let mut staging = self.staging();
        self.shared.index_mut().remove_unregistered();
        staging.strangers = 0;
    }

    /// Forgets a track and its keys; its data is dead. The id must never be used again.
    pub fn drop_track(&self, track: TrackId) {
        let mut staging = self.staging();
        staging.remove(track);
        self.shared.index_mut().remove(track);
        drop(staging);
        self.shared.ready.forget(track);
        self.shared.cache.clear();
        self.shared.directories.clear();
    }

    /// Takes a batch in and gives its records their places, in the order of appending. No I/O, unless the batch
    /// replaces pieces.
    ///
    /// # Durability
    /// None yet: the places are the answer once their ticket is durable.
    /// # Errors
    /// `Busy`, `Full`, `Failed`, `UnknownTrack`, `Closed`, `TooLarge`; nothing of the batch is then taken.
    #[expect(clippy::needless_pass_by_value, reason = "a batch is staged once")]
    pub fn stage(&self, batch: Batch, now: Now) -> Result<Durable<Vec<Seq>>, StageError> {
        if self.failed() {
            return Err(StageError::Failed);
        }
        let (ticket, seqs, untaken) = match batch.replaced.is_empty() {
            true => self.stage_now(&batch, now)?,
            false => self.stage_replacing(&batch, now)?,
        };
        if let Some(bell) = self.bell.get() {
            bell(untaken);
        }
        Ok(Durable::new(ticket, seqs))
    }

    /// An answer built on what was staged under a ticket that was handed out before, to be given once that is on flash.
    pub fn after<T>(&self, ticket: Ticket, value: T) -> Durable<T> {
        Durable::new(ticket, value)
    }

    pub(crate) fn stage_now(
        &self,
        batch: &Batch,
        now: Now,
    ) -> Result<(Ticket, Vec<Seq>, Untaken), StageError> {
        let mut staging = self.staging();
        let (ticket, seqs) = staging.stage(batch, now)?;
        Ok((ticket, seqs, untaken(&staging)))
    }

    /// Writes what waits longest: one frame, one sync. `None` when nothing waits.
    ///
    /// Called over and over while something is staged, by one thread or by two: while one waits for the device, the
    /// other seals what comes next, and it is written only after the sync before it has returned.
    ///
    /// # Durability
    /// Everything up to the ticket is on flash and can be read.
    /// # Errors
    /// `Device` when the device refused a write or sync, and did so once more at another place, and `Failed` ever
    /// after: what was staged may or may not be on flash, which the next open finds out. Syncing the same pages again
    /// would prove nothing.
    pub fn commit(&self, now: Now) -> Result<Option<Committed>, CommitError> {
        let mut sealer = self.relay.sealer()?;
        let wave = self.seal_next(&mut sealer, now)?;
        let mut writer = self.relay.hand_over(sealer)?;
        let Some(mut wave) = wave else { return Ok(None) };
        let tracks = self.write(&mut writer, &mut wave, now)?;
        self.relay.reached(&writer, wave.ticket.0);
        self.staging().written(wave.staged_bytes);
        self.provision(&mut writer);
        drop(writer);
        self.frames.put_back(wave.frame);
        Ok(Some(Committed { ticket: wave.ticket, tracks }))
    }

    fn seal_next(&self, sealer: &mut Sealer, now: Now) -> Result<Option<SealedWave>, CommitError> {
        let Some(mut wave) = self.staging().take() else { return Ok(None) };
        if wave.roll && sealer.is_spent(&self.shared.options, now.line) {
            let renewed = sealer.renew_epoch(&mut self.writer(), &self.shared, now.line);
            renewed.map_err(|cause| self.fail(cause))?;
        }
        {
            let index = self.shared.index();
            wave.retain(|track| index.tracks.contains_key(&track));
        }
        let sealed = sealer.seal(&self.shared.ready, &mut wave, self.frames.take());
        self.staging().recycle(wave);
        Ok(Some(sealed))
    }

    /// Writes a wave, and when the device refuses, once more to another segment.
    fn write(
        &self,
        writer: &mut Writer,
        wave: &mut SealedWave,
        now: Now,
    ) -> Result<Vec<(TrackId, Seq)>, CommitError> {
        let before = writer.generation;
        writer.write(&self.shared, wave, now).or_else(|cause| {
            // One more segment than the plan knows of is taken, unless it was the opening of the planned one that failed.
            self.take_unplanned();
            match writer.write_elsewhere(&self.shared, wave, now) {
                Ok(tracks) => {
                    let opened = writer.generation - before;
                    let mut staging = self.staging();
                    staging.plan.free += u32::from(opened <= u32::from(wave.roll));
                    staging.in_reserve = true;
                    drop(staging);
                    *self.refused.lock().expect(POISON) = Some(cause);
                    Ok(tracks)
                }
                Err(_) => Err(self.fail(cause)),
            }
        })
    }

    fn take_unplanned(&self) {
        let mut staging = self.staging();
        staging.plan.free = staging.plan.free.saturating_sub(1);
    }

    /// Why the device refused a write since the last call, if the log got over it by writing elsewhere.
    pub fn take_refused(&self) -> Option<io::Error> {
        self.refused.lock().expect(POISON).take()
    }

    fn fail(&self, cause: io::Error) -> CommitError {
        self.relay.stop();
        CommitError::Device(cause)
    }

    /// Creates segments ahead of need, so that a commit finds space that a batch was promised.
    pub(crate) fn provision(&self, _writer: &mut MutexGuard<'_, Writer>) {
        let wanted = 1 + self.reserved_segments();
        let segments_max = self.shared.options.segments_max();
        while !self.no_growth.load(Ordering::Acquire) {
            let number = {
                let index = self.shared.index();
                let absent = index.segments.iter().position(|segment| segment.usage == Use::Absent);
                let there = index.segments.len() - absent.map_or(0, |_| wide_count(index.count(Use::Absent)));
                let number = crate::format::narrow(absent.unwrap_or(index.segments.len()));
                let needed = crate::format::narrow(index.free.len()) < wanted;
                (needed && there < wide_count(segments_max)).then_some(number)
            };
            let Some(number) = number else { break };
            let created = self.create_segment(number);
            self.no_growth.store(!created, Ordering::Release);
        }
        self.tell_space();
    }

    /// Segments that ordinary batches never begin.
    fn reserved_segments(&self) -> u32 {
        self.shared.options.reserve_segments + MOVE_RESERVE
    }

    fn create_segment(&self, number: u32) -> bool {
        let disk = &self.shared.disk;
        let created = disk.create(Area::Segment(number), u64::from(self.shared.options.segment_bytes));
        if created.and_then(|()| disk.sync_names()).is_err() {
            return false;
        }
        self.shared.count(|stats| stats.syncs += 1);
        let mut staging = self.staging();
        let mut index = self.shared.index_mut();
        let segment = index.segment_mut(number);
        (segment.usage, segment.blank) = (Use::Free, true);
        index.free.push_back(number);
        staging.plan.free += 1;
        true
    }

    /// Lets `stage` know what to tell a batch that finds no space.
    fn tell_space(&self) {
        let (used, free) = self.shared.index().used_and_free();
        let options = &self.shared.options;
        let mut staging = self.staging();
        staging.space = Space {
            used_bytes: u64::from(used) * u64::from(options.segment_bytes),
            budget_bytes: options.budget_bytes,
            can_grow: used + free < options.segments_max() && !self.no_growth.load(Ordering::Acquire),
        };
    }

    /// Bytes that are not on flash yet.
    #[must_use]
    pub fn staged_bytes(&self) -> u64 {
        self.staging().staged_bytes()
    }

    /// What no commit has taken yet.
    #[must_use]
    pub fn untaken(&self) -> Untaken {
        untaken(&self.staging())
    }

    /// Every batch up to this ticket is on flash.
    #[must_use]
    pub fn durable(&self) -> Ticket {
        Ticket(self.relay.durable())
    }

    /// True after a write or sync failed: the log can be read, and written again once reopened.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.relay.is_stopped()
    }

    /// Sets what is called after each `stage`, outside all locks, with what was untaken then. The first setting holds.
    pub fn on_staged(&self, f: Box<dyn Fn(Untaken) + Send + Sync>) {
        // A second owner of the bell would be a mistake of the program; the first keeps it.
        let _ = self.bell.set(f);
    }

    /// Durable records from a place on, in order; at least one if there is one.
    ///
    /// # Errors
    /// `Rot` when the first chunk from there is damaged, and a caller goes on after it;
    /// `UnknownTrack`, `Device`.
    pub fn read(&self, track: TrackId, from: Seq, limit: ReadLimit) -> Result<Vec<Record>, ReadError> {
        let mut records = Vec::new();
        self.visit(track, from, limit, usize::MAX, &mut |record| records.push(record.to_owned()))?;
        Ok(records)
    }

    /// Gives everything that can be read of a track from a place on, page by page, and passes over what is damaged.
    ///
    /// # Errors
    /// `UnknownTrack`, `Device`; the pages before were given.
    pub fn scan(
        &self,
        track: TrackId,
        mut from: Seq,
        page: ReadLimit,
        mut each: impl FnMut(Vec<Record>),
    ) -> Result<(), ReadError> {
        loop {
            match self.read(track, from, page) {
                Ok(records) => {
                    let Some(last) = records.last() else { return Ok(()) };
                    from = last.seq.next();
                    each(records);
                }
                Err(ReadError::Rot { first, count, .. }) => from = after_rot(from, first, count),
                Err(error) => return Err(error),
            }
        }
    }

    /// What of a track can be read; zeros for an unknown one.
    #[must_use]
    pub fn bounds(&self, track: TrackId) -> Bounds {
        self.shared.index().bounds(track)
    }

    /// The first record written at or after a wall time; the next place when there is none. When the
    /// wall clock was set back, the answer is one of the places where it passed that time.
    #[must_use]
    pub fn seek_time(&self, track: TrackId, wall: WallMs) -> Seq {
        self.shared.seek_time(track, wall)
    }

    /// Makes records before a place unreadable. In memory only: the owner trims again after open.
    pub fn trim(&self, track: TrackId, before: Seq) {
        self.shared.index_mut().trim(track, before);
    }

    /// Trims the chunks whose records are all older, and returns the first place left. In a full segment chunks may stay
    /// for a 64th of the time that the track's records in it span.
    pub fn trim_older(&self, track: TrackId, line: LineMs) -> Seq {
        self.shared.trim_older(track, line)
    }

    /// Where `track` must be trimmed to, so that the first segment that only it keeps can be reclaimed; `None` when it
    /// keeps none alone. Costs a walk over the segments the track has data in: for when space is short.
    #[must_use]
    pub fn sole_keeper(&self, track: TrackId) -> Option<Seq> {
        self.shared.index().sole_keeper(track)
    }

    /// How far `tracks` must be trimmed or moved on, so that the oldest segments that they alone keep, at most
    /// `segments_max`, can be reclaimed. Costs a walk over all their runs: for when space is short.
    #[must_use]
    pub fn keepers(&self, tracks: &[TrackId], segments_max: u32) -> Vec<(TrackId, Seq)> {
        self.shared.index().keepers(tracks, wide_count(segments_max))
    }

    /// Notes on flash that everything acknowledged is there, so that even rot of the very last
    /// commit is told from a torn one. For a clean stop, after the last commit.
    ///
    /// # Errors
    /// `Device`, and `Failed` ever after.
    pub fn settle(&self) -> Result<(), CommitError> {
        let mut writer = self.writer();
        if self.failed() {
            return Err(CommitError::Failed);
        }
        writer.write_super(&self.shared).map_err(|cause| self.fail(cause))
    }

    /// Flash accounting since open.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let mut stats = *self.shared.stats.lock().expect(POISON);
        stats.device_bytes_written =
            stats.frame_bytes + stats.footer_bytes + stats.zero_bytes + stats.super_bytes;
        let index = self.shared.index();
        stats.segments_fenced = index.count(Use::Fenced);
        (stats.segments_used, stats.segments_free) = index.used_and_free();
        stats.segments_max = self.shared.options.segments_max();
        stats.segments_reserved = self.reserved_segments();
        stats.segment_bytes = self.shared.options.segment_bytes;
        stats.chunks = index.segments.iter().map(|segment| u64::from(segment.live_chunks)).sum();
        stats.index_bytes = index.bytes() + self.shared.directories.bytes();
        stats
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn staging(&self) -> MutexGuard<'_, Staging> {
        self.staging.lock().expect(POISON)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.relay.writer()
    }
}

fn untaken(staging: &Staging) -> Untaken {
    Untaken { bytes: staging.untaken_bytes(), urgent: staging.urgent() }
}

fn wide_count(count: u32) -> usize {
    crate::format::wide(count)
}

/// Where to go on after a damaged chunk: always forward, so that damage can never hold a reader in place.
#[must_use]
pub fn after_rot(from: Seq, first: Seq, count: u32) -> Seq {
    Seq(first.0.saturating_add(u64::from(count))).max(from.next())
}

impl From<Stopped> for CommitError {
    fn from(_: Stopped) -> Self {
        Self::Failed
    }
}
