//! Where the lanes of one upstream get their calls granted.

use super::lock;
use millpond_base::{Clock, LineMs};
use millpond_forward::{Ask, Ended, Ending, Governor, LaneId, Rank};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::entropy::KernelEntropy;

/// Grants the calls of one upstream.
pub(super) struct Desk {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    governor: Governor,
    lanes: BTreeMap<LaneId, UnboundedSender<Permit>>,
    next: u64,
}

/// A lane's place at the desk.
pub(super) struct Seat {
    desk: Arc<Desk>,
    lane: LaneId,
    grants: UnboundedReceiver<Permit>,
}

/// A call that may be made. Dropped without [`Permit::end`], it was not made or has been cut.
pub(super) struct Permit {
    desk: Arc<Desk>,
    ended: Ended,
    /// Bytes the call may carry.
    pub(super) bytes_max: usize,
}

impl Desk {
    pub(super) fn new(calls_max: u32, clock: Arc<dyn Clock>) -> Self {
        let state = State { governor: Governor::new(calls_max), lanes: BTreeMap::new(), next: 0 };
        Self { clock, state: Mutex::new(state) }
    }

    /// A place for a lane.
    pub(super) fn seat(self: &Arc<Self>, rank: Rank) -> Seat {
        let (sender, grants) = unbounded_channel();
        let mut state = self.lock();
        let lane = LaneId(state.next);
        state.next += 1;
        state.governor.join(lane, rank);
        state.lanes.insert(lane, sender);
        drop(state);
        Seat { desk: Arc::clone(self), lane, grants }
    }

    /// Grants what may be granted now.
    fn serve(self: &Arc<Self>) {
        let now = self.now();
        let mut granted = Vec::new();
        let mut state = self.lock();
        while let Some(grant) = state.governor.grant(now) {
            let ending = Ending::Cut;
            let ended = Ended { ending, bytes: 0, began: now, is_backfill: grant.is_backfill };
            let permit = Permit { desk: Arc::clone(self), ended, bytes_max: grant.bytes_max };
            granted.push((state.lanes.get(&grant.lane).cloned(), permit));
        }
        drop(state);
        for (lane, permit) in granted {
            // One that nobody takes any more goes back by being dropped.
            let _ = lane.map(|lane| lane.send(permit));
        }
    }

    fn now(&self) -> LineMs {
        self.clock.now().line
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Seat {
    /// Asks for a call; a question before this one is forgotten.
    pub(super) fn ask(&self, ask: Ask) {
        self.desk.lock().governor.ask(self.lane, ask);
        self.desk.serve();
    }

    /// Waits for the next grant.
    pub(super) async fn granted(&mut self) -> Option<Permit> {
        self.grants.recv().await
    }

    /// Changes what the lane counts as.
    pub(super) fn rank(&self, rank: Rank) {
        self.desk.lock().governor.join(self.lane, rank);
    }

    /// The link may be back.
    pub(super) fn nudge(&self) {
        self.desk.lock().governor.nudge(self.desk.now());
        self.desk.serve();
    }

    /// Grants what time has made possible, and says when it will next.
    pub(super) fn serve(&self) -> Option<LineMs> {
        self.desk.serve();
        self.desk.lock().governor.wake()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.desk.lock();
        state.governor.leave(self.lane);
        let sender = state.lanes.remove(&self.lane);
        drop(state);
        drop(sender);
    }
}

impl Permit {
    /// The call it was for has ended.
    pub(super) fn end(mut self, ending: Ending, bytes: usize) {
        self.ended.ending = ending;
        self.ended.bytes = bytes;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = self.desk.now();
        self.desk.lock().governor.ended(self.ended, now, &KernelEntropy);
        self.desk.serve();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::ManualClock;

    const ASK: Ask = Ask { bytes: 1_000, repeated: 0.0 };
    const RANK: Rank = Rank { route: 1, priority: 5, share: 1, is_backfill: false };

    #[tokio::test]
    async fn a_permit_that_is_dropped_or_that_nobody_takes_is_granted_to_another() {
        let desk = Arc::new(Desk::new(1, Arc::new(ManualClock::at_ms(1))));
        let (mut one, mut other) = (desk.seat(RANK), desk.seat(RANK));
        one.ask(ASK);
        other.ask(ASK);
        let permit = one.granted().await.unwrap();
        assert!(other.grants.try_recv().is_err(), "one call at a time");

        drop(permit);
        let permit = other.granted().await.unwrap();
        one.ask(ASK);
        permit.end(Ending::Answered, 1_000);
        // It was granted and waits in the channel of a lane that ends.
        drop(one);
        other.ask(ASK);

        assert!(other.granted().await.is_some());
    }
}
