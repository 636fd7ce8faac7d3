//! From the committer back to the bus: what is durable, and what will not be stored.

use millpond_base::Ticket;
use millpond_link::Reason;
use mio::Waker;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

/// The store does not take a device's readings from `next` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    /// The epoch that begins.
    pub(super) epoch: u32,
    pub(super) next: u64,
    pub(super) reason: Reason,
    pub(super) retry_ms: u32,
}

/// What became of one device's readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Everything below is durable.
    pub(super) durable: Option<u64>,
    pub(super) rejection: Option<Rejection>,
}

/// Staged, not durable yet.
struct Staged {
    ticket: Ticket,
    slot: usize,
    next: u64,
}

struct State {
    /// In the order of their tickets. Bounded by what the log lets wait for a commit.
    staged: VecDeque<Staged>,
    /// One per device; memory does not grow with traffic.
    outcomes: Box<[Outcome]>,
    /// There is an outcome.
    any: bool,
}

/// What the ingest thread and the committer tell the bus. The bus is woken.
pub(crate) struct Completions {
    state: Mutex<State>,
    waker: Waker,
}

impl Completions {
    pub(super) fn new(devices: usize, waker: Waker) -> Self {
        let outcomes = vec![Outcome::default(); devices].into_boxed_slice();
        Self { state: Mutex::new(State { staged: VecDeque::new(), outcomes, any: false }), waker }
    }

    /// Everything up to `durable` is on flash.
    pub(crate) fn committed(&self, durable: Ticket) {
        self.release(self.lock(), durable);
    }

    /// The readings of `slots`, each up to its number, become durable with `ticket`. `durable` reads the log after
    /// the note is made, so a commit in between is not missed.
    pub(super) fn staged(&self, ticket: Ticket, slots: &[(usize, u64)], durable: impl FnOnce() -> Ticket) {
        let mut state = self.lock();
        state.staged.extend(slots.iter().map(|&(slot, next)| Staged { ticket, slot, next }));
        self.release(state, durable());
    }

    /// The store refuses a device's readings.
    pub(super) fn rejected(&self, slot: usize, rejection: Rejection) {
        let mut state = self.lock();
        state.outcomes[slot].rejection = Some(rejection);
        state.any = true;
        drop(state);
        self.wake();
    }

    /// Hands every outcome since the last call to `take`, which must not call back.
    pub(super) fn take(&self, mut take: impl FnMut(usize, Outcome)) {
        let mut state = self.lock();
        if !std::mem::take(&mut state.any) {
            return;
        }
        for (slot, outcome) in state.outcomes.iter_mut().enumerate() {
            if *outcome != Outcome::default() {
                take(slot, std::mem::take(outcome));
            }
        }
    }

    /// Makes the bus look.
    pub(super) fn wake(&self) {
        // It fails only when the bus is gone.
        let _ = self.waker.wake();
    }

    fn release(&self, mut state: MutexGuard<'_, State>, durable: Ticket) {
        let State { staged, outcomes, any } = &mut *state;
        let before = *any;
        while let Some(first) = staged.pop_front_if(|first| first.ticket <= durable) {
            outcomes[first.slot].durable = outcomes[first.slot].durable.max(Some(first.next));
            *any = true;
        }
        let wake = *any && !before;
        drop(state);
        if wake {
            self.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}
