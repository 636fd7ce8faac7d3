//! Getting space back: segments that hold nothing alive are used again.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use millpond_base::{Seq, TrackId};

use crate::format::narrow;
use crate::index::Listed;
use crate::{Log, ReclaimError};

/// True when the owner of a track will never read any record from the first place to before the second again.
pub type Liveness = Box<dyn Fn(TrackId, Seq, Seq) -> bool + Send + Sync>;

impl Log {
    /// Sets who says that records in the middle of a track are dead, as only the front of it can be trimmed. The first
    /// setting holds; without one everything that is not trimmed is alive.
    ///
    /// It is asked during `reclaim`, outside all locks, and what it once called dead must stay dead: such records may
    /// be gone from then on, and a read passes over them. After the next open some of them may be back.
    pub fn set_liveness(&self, is_dead: Liveness) {
        // A second owner of all tracks would be a mistake of the program; the first keeps it.
        let _ = self.liveness.set(is_dead);
    }

    /// Frees segments that hold nothing alive, and returns how many.
    ///
    /// # Errors
    /// `Failed` after a failed write: nothing is reused before the next open.
    pub fn reclaim(&self) -> Result<u32, ReclaimError> {
        if self.failed() {
            return Err(ReclaimError::Failed);
        }
        let _reclaiming = self.reclaiming.lock().unwrap_or_else(PoisonError::into_inner);
        self.drop_dead_runs();
        self.retire_drained();
        let mut writer = self.writer();
        if self.failed() {
            return Err(ReclaimError::Failed);
        }
        let freed = {
            let mut staging = self.staging();
            let freed = narrow(self.shared.index_mut().free_dead().len());
            staging.plan.free += freed;
            freed
        };
        self.no_growth.store(false, Ordering::Release);
        self.provision(&mut writer);
        Ok(freed)
    }

    /// Lets go of what the owners of tracks call dead, a track's part of a full segment at a time.
    fn drop_dead_runs(&self) {
        let Some(is_dead) = self.liveness.get() else { return };
        let runs = self.shared.index().closed_runs();
        let mut dead: HashMap<TrackId, Vec<Listed>> = HashMap::new();
        for run in runs.into_iter().filter(|run| is_dead(run.track, Seq(run.first), Seq(run.end))) {
            dead.entry(run.track).or_default().push(run);
        }
        for (track, runs) in dead {
            self.shared.index_mut().drop_runs(track, &runs);
        }
    }
}
