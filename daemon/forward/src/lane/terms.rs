//! What a lane is told, what it says, and how it is set.

use crate::backoff::REPAIR;
use crate::failure::{Failure, Outcome};
use crate::governor::Ask;
use crate::progress::Plan;
use crate::window::{CallId, Entry, NEVER};
use millpond_base::{Entropy, LineMs};

/// Which order a lane keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Entries of one key never overtake each other: a call carries one of them, and none leaves before the one ahead of it
    /// has arrived.
    Key,
    /// Entries of one key may share a call; when it fails in part, those behind the failed one are not recalled. While some
    /// of a key are in flight, no other call carries any.
    Batch,
    /// An entry that failed holds nothing back.
    None,
}

/// How a lane lets its source know what has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// By a cursor that passes what was acknowledged.
    Cursor,
    /// By acknowledging each entry. Until then the source hides it for so long at a time.
    Lease {
        /// How long the source hides an entry, in milliseconds.
        ms: u64,
    },
}

/// How a lane behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Which order it keeps.
    pub order: Order,
    /// How it lets its source know.
    pub keep: Keep,
    /// Calls in flight at once.
    pub calls_max: usize,
    /// How long an entry may wait for its call to become full, in milliseconds.
    pub linger_ms: u64,
    /// Entries in one call.
    pub call_records_max: usize,
    /// Bytes in one call, before encoding. A single larger entry is sent alone.
    pub call_bytes_max: usize,
    /// Entries read ahead, counting those that arrived but follow one that did not.
    pub window_records_max: usize,
    /// Bytes read ahead.
    pub window_bytes_max: usize,
    /// Entries that the upstream rejects on their own account are put elsewhere, and no longer hold back their key.
    pub buries: bool,
    /// Calls carry what comes next in the source without leaving anything out, one at a time, and are repeated exactly as they
    /// were until they have arrived: [`Effect::Plan`]. For sources with a cursor; `order` is of no effect.
    pub plans: bool,
    /// Every call waits for a grant of the upstream's [`Governor`](crate::Governor): [`Effect::Ask`].
    pub governed: bool,
    /// How old what was not sent may be when the lane starts or its upstream is back, in milliseconds, before it says that it is
    /// behind: [`Effect::Behind`].
    pub live_within_ms: Option<u64>,
}

/// What happened.
#[derive(Debug)]
pub enum Event<T> {
    /// The time that [`Lane::wake`] named has come, or the lane has just been made.
    Wake,
    /// The source has something new.
    Rang,
    /// The answer to [`Effect::Read`].
    Read {
        /// What was read, in order.
        entries: Vec<Entry<T>>,
        /// Where to read on.
        next: u64,
    },
    /// A call was answered; one outcome per entry, in the order in which they were sent.
    Answered(CallId, Vec<Outcome>),
    /// A call failed as a whole.
    Failed(CallId, Failure),
    /// The answer to [`Effect::Renew`]: the next call may try again.
    Renewed,
    /// Another lane's call to the same upstream was answered: it is there.
    Reachable,
    /// The answer to [`Effect::Ask`]: a call of so many bytes may be made. It is made in the same step, or [`Effect::Unused`].
    Granted(usize),
    /// The answer to [`Effect::Plan`], once it is on flash.
    Planned,
    /// The lane of what is new was throttled: what is old gives way.
    Crowded,
    /// The answer to [`Effect::Bury`], once the entry at this position is where it is to be. What is saved from here on must not
    /// reach flash before that does.
    Buried(u64),
    /// The lane is about to end: save what there is to save.
    Stop,
}

/// What the driver has to do.
#[derive(Debug, PartialEq)]
pub enum Effect<T> {
    /// Read from the source and come back with [`Event::Read`].
    Read {
        /// The place to read from.
        from: u64,
        /// Entries at most.
        records: usize,
        /// Bytes at most, except that a single entry may be larger.
        bytes: usize,
    },
    /// Come back with [`Event::Granted`] when a call like this may be made. Another question takes this one's place.
    Ask(Ask),
    /// The grant that came with this event is of no use now: it is the governor's again.
    Unused,
    /// Send what [`Lane::sending`] shows of this call and come back with [`Event::Answered`] or [`Event::Failed`].
    Send(CallId),
    /// What comes next is older than [`Settings::live_within_ms`]. It goes on; [`Lane::end_at`] tells it where another takes over.
    Behind,
    /// The lane of what is new was throttled: those that drain what is old are to be told by [`Event::Crowded`].
    Crowds,
    /// Get other credentials if possible and come back with [`Event::Renewed`]. Calls in flight go on meanwhile.
    Renew,
    /// Write down what the next call will carry and come back with [`Event::Planned`] once that is on flash. It counts until a
    /// saved place reaches its end, or another plan follows.
    Plan(Plan),
    /// Write down that everything before this place has arrived.
    Save(u64),
    /// Tell the source that these have arrived.
    Acknowledge(Vec<T>),
    /// Hide these in the source for another lease; [`Lane::held`] shows them.
    Extend(Vec<u64>),
    /// The entry at this position is refused by the upstream on its own account. It stays, and holds back its key.
    Stuck(u64),
    /// The same, of a lane that buries: put it elsewhere and come back with [`Event::Buried`]. Until then it holds back its key.
    Bury {
        /// The entry's position.
        position: u64,
        /// The call that was refused, which has just ended.
        call: CallId,
        /// The entry's number in it.
        number: usize,
    },
}

/// What a lane has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Entries the upstream has acknowledged.
    pub forwarded: u64,
    /// Entries that had to be sent again.
    pub retried: u64,
    /// Calls made.
    pub calls: u64,
    /// Entries that were put elsewhere because the upstream rejects them.
    pub buried: u64,
}

/// What a lane does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything has arrived.
    Idle,
    /// Sending, or about to.
    Sending,
    /// Waiting before it tries again.
    Waiting(Failure),
    /// Stopped by something only a person can repair; it probes now and then.
    Paused(Failure),
    /// Going on, except for records that are refused and those behind them.
    Stuck(usize),
}

impl Settings {
    /// When an entry that is rejected is sent again.
    pub(super) fn again(&self, attempts: u32, now: LineMs, entropy: &dyn Entropy) -> LineMs {
        if self.buries { NEVER } else { now.after_ms(REPAIR.half_jitter_ms(attempts, entropy)) }
    }
}
