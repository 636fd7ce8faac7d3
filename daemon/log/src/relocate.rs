//! Moving the few records that still live out of segments that hold little else, so that these can be used again.
//!
//! A segment's live chunks are opened, staged like new records, and from their commit on count where they are then. The
//! segment is retired, which is a short write and a sync, and free. A start in between finds both copies and goes by the
//! later one. What is moved is little beside what it frees, so that flash wears by a bounded share more.

use std::io;
use std::sync::PoisonError;

use millpond_base::{Now, Seq, Ticket, TrackId};

use crate::disk::Area;
use crate::format::BLOCK_BYTES;
use crate::format::chunk::CHUNK_EXTRA_BYTES;
use crate::format::footer::Footer;
use crate::index::{Entry, Listed, Use};
use crate::log::Shared;
use crate::piece::{Anew, Origin, Replacement};
use crate::staging::segment_blocks;
use crate::{Batch, Log, StageError, Untaken};

/// While space is short, a segment is emptied when at most this fraction of it lives: to free a segment, at most as
/// much is written again as becomes free.
const LIVE_SHARE_SHORT: u64 = 2;
/// At other times, this fraction: flash wears by less than two per cent more, and space is back when it is wanted.
const LIVE_SHARE: u64 = 64;

impl Log {
    /// Stages what lives in the emptiest full segments, to be written again elsewhere with the next commits; gives the
    /// bytes that will be. [`Log::reclaim`] frees the segments once these are on flash.
    ///
    /// While space is short, that is segments of which at most half lives, else of which at most a 64th does. Call it
    /// every second; it does nothing while what it staged before is on its way.
    ///
    /// # Durability
    /// What is moved counts where it was until it is on flash where it will be.
    /// # Errors
    /// As [`Log::stage`]; nothing was staged then.
    pub fn relocate(&self, now: Now) -> Result<u64, StageError> {
        if self.is_replacing() {
            return Ok(0);
        }
        let mut bytes_max = u64::from(self.shared.options.commit_bytes_max / 2);
        loop {
            match self.relocate_some(bytes_max, now) {
                // The last segment may have room for a little, and a little may free another one.
                Err(StageError::Full { .. }) if bytes_max > 0 => bytes_max /= 4,
                done => return done,
            }
        }
    }

    /// Moves so many bytes, or one chunk if that is more.
    fn relocate_some(&self, bytes_max: u64, now: Now) -> Result<u64, StageError> {
        let mut moving = Moving { batch: Batch::new().lazy(), bytes: 0, bytes_max };
        for number in self.emptiest() {
            if !self.move_out(number, &mut moving) {
                break;
            }
        }
        let Moving { batch, bytes, .. } = moving;
        if !batch.is_empty() {
            drop(self.stage(batch, now)?);
        }
        Ok(bytes)
    }

    /// True while chunks that take the place of others are not on flash yet.
    #[must_use]
    pub fn is_replacing(&self) -> bool {
        *self.replacing.lock().unwrap_or_else(PoisonError::into_inner) > self.durable()
    }

    /// Stages a batch with chunks that take the place of others: one at a time, so that no chunk is replaced twice.
    pub(crate) fn stage_replacing(
        &self,
        batch: &Batch,
        now: Now,
    ) -> Result<(Ticket, Vec<Seq>, Untaken), StageError> {
        let mut replacing = self.replacing.lock().unwrap_or_else(PoisonError::into_inner);
        if *replacing > self.durable() {
            return Err(StageError::Busy {
                staged_bytes: self.staged_bytes(),
                staged_bytes_max: u64::from(self.shared.options.staged_bytes_max),
            });
        }
        batch.replaced.iter().for_each(|replaced| self.shared.list_run_of(&replaced.origin));
        let staged = self.stage_now(batch, now)?;
        *replacing = staged.0;
        Ok(staged)
    }

    /// Full segments that are worth emptying, the emptiest first.
    fn emptiest(&self) -> Vec<u32> {
        let share = if self.stats().segments_short() > 0 { LIVE_SHARE_SHORT } else { LIVE_SHARE };
        let bytes_max = u64::from(self.shared.options.segment_bytes) / share;
        let live = self.shared.index().live_bytes();
        live.into_iter().take_while(|(bytes, _)| *bytes <= bytes_max).map(|(_, number)| number).collect()
    }

    /// Adds the live chunks of a segment to what is moved; false when there is no room for more.
    fn move_out(&self, number: u32, moving: &mut Moving) -> bool {
        let generation = self.shared.index().segment(number).generation;
        let Ok(Some(mut chunks)) = self.shared.segment_chunks(number, generation) else {
            self.leave(number);
            return true;
        };
        chunks.sort_unstable_by_key(|(track, entry)| (*track, entry.first));
        self.shared.list_runs(number, &chunks);
        for (track, entry) in chunks {
            let origin = Origin { track, segment: number, first: entry.first };
            if self.is_dead(track, &entry) {
                self.shared.index_mut().replace(&origin, &[]);
                continue;
            }
            let bytes = u64::from(entry.bytes) + CHUNK_EXTRA_BYTES as u64;
            if moving.bytes > 0 && moving.bytes + bytes > moving.bytes_max {
                return false;
            }
            match self.shared.anew(track, &entry, generation) {
                Taken::Whole(anew) => {
                    moving.bytes += bytes;
                    moving.batch.replaced.push(Replacement { origin, anew: vec![anew] });
                }
                Taken::Gone => {}
                // What cannot be opened must not be written elsewhere as if it were whole.
                Taken::Damaged => {
                    self.leave(number);
                    return true;
                }
            }
        }
        true
    }

    fn is_dead(&self, track: TrackId, entry: &Entry) -> bool {
        self.liveness.get().is_some_and(|is_dead| is_dead(track, Seq(entry.first), Seq(entry.end())))
    }

    /// Leaves a segment alone until its data dies by itself.
    fn leave(&self, number: u32) {
        self.shared.index_mut().segment_mut(number).stuck = true;
    }

    /// Retires the segments that everything was moved out of. Callers hold the lock that keeps others from reclaiming.
    pub(crate) fn retire_drained(&self) {
        let drained = self.shared.index().drained();
        for (number, generation) in drained {
            let last_word = self.writer().last_word(&self.shared.index(), number, generation);
            let retired = self.shared.retire(number, &last_word);
            let mut index = self.shared.index_mut();
            let segment = index.segment_mut(number);
            segment.drained = false;
            if retired.is_err() {
                segment.usage = Use::Fenced;
            }
        }
    }
}

/// What is being gathered for one commit.
struct Moving {
    batch: Batch,
    bytes: u64,
    bytes_max: u64,
}

enum Taken {
    Whole(Anew),
    /// It was trimmed meanwhile.
    Gone,
    Damaged,
}

impl Shared {
    fn retire(&self, number: u32, last_word: &Footer) -> io::Result<()> {
        let mut bytes = Vec::new();
        let (bytes, start) = last_word.build(segment_blocks(self.options.segment_bytes), &mut bytes);
        self.disk.write(Area::Segment(number), u64::from(start) * BLOCK_BYTES as u64, bytes)?;
        self.disk.sync(Area::Segment(number))?;
        self.count(|stats| {
            stats.footer_bytes += bytes.bytes().len() as u64;
            stats.syncs += 1;
        });
        Ok(())
    }

    /// A chunk's records, to be sealed anew.
    fn anew(&self, track: TrackId, entry: &Entry, generation: u32) -> Taken {
        let located = match self.locate(track, entry.first) {
            Ok(Some(located)) => located,
            Ok(None) => return Taken::Gone,
            Err(_) => return Taken::Damaged,
        };
        let same = located.entry == *entry && located.generation == generation;
        if !same {
            return Taken::Gone;
        }
        match self.open_chunk(track, &located) {
            Ok(opened) => Taken::Whole(Anew::whole(&located, &opened)),
            Err(_) if !self.index().holds(track, &located) => Taken::Gone,
            Err(_) => Taken::Damaged,
        }
    }

    /// Lists in memory the chunks of a segment's runs, so that single ones can be replaced. `chunks` are those that
    /// live, by track and place.
    fn list_runs(&self, number: u32, chunks: &[(TrackId, Entry)]) {
        let runs: Vec<Listed> = self.index().runs_in(number).collect();
        for run in runs {
            let own = chunks.iter().filter(|(track, entry)| *track == run.track && run.holds(entry));
            let own: Vec<Entry> = own.map(|(_, entry)| *entry).collect();
            self.index_mut().list(&run, &own);
        }
    }

    /// The same for the run that one chunk lies in.
    pub(crate) fn list_run_of(&self, origin: &Origin) {
        let run = self.index().listed_run(origin.track, origin.first);
        if let Some(run) = run.filter(|run| run.segment == origin.segment)
            && let Ok(chunks) = self.run_chunks(&run)
        {
            self.index_mut().list(&run, &chunks);
        }
    }
}
