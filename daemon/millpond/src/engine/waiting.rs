//! Where requests wait: for their ticket to be durable, or for a track's bell.

use crate::engine::line::Lines;
use millpond_base::{Ticket, TrackId};
use millpond_store::Ring;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{Notify, watch};

/// How far the log is on flash, as far as waiting requests care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flash {
    /// Everything up to this ticket is durable.
    Durable(Ticket),
    /// The log takes no more writes; what was not durable before may or may not be on flash.
    Failed,
}

/// The outcome of a staged write is unknown, because the log failed before it was durable.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OutcomeUnknown;

/// Requests that wait.
pub(crate) struct Waiting {
    flash: watch::Sender<Flash>,
    bells: Mutex<HashMap<TrackId, Bell>>,
    /// Those of whom one at a time is woken.
    lines: Lines,
    /// Counts every ring of every track, so that a ring between looking and waiting is noticed.
    rings: AtomicU64,
    closed: AtomicBool,
}

/// One track's bell; it exists while somebody waits for it.
struct Bell {
    notify: Arc<Notify>,
    waiters: usize,
}

/// How often bells had rung when a caller looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(u64);

impl Waiting {
    /// Nobody waits yet; everything up to `durable` is on flash.
    pub(crate) fn new(durable: Ticket) -> Self {
        Self {
            flash: watch::Sender::new(Flash::Durable(durable)),
            bells: Mutex::new(HashMap::new()),
            lines: Lines::default(),
            rings: AtomicU64::new(0),
            closed: AtomicBool::new(false),
        }
    }

    /// Lets go every request whose ticket is now durable.
    pub(crate) fn advance(&self, durable: Ticket) {
        self.flash.send_if_modified(|flash| match flash {
            Flash::Durable(old) if *old < durable => {
                *old = durable;
                true
            }
            _ => false,
        });
    }

    /// Lets go every request with [`OutcomeUnknown`], now and from now on.
    pub(crate) fn fail(&self) {
        self.flash.send_replace(Flash::Failed);
    }

    /// True once the log has failed.
    pub(crate) fn has_failed(&self) -> bool {
        *self.flash.borrow() == Flash::Failed
    }

    /// Waits until `ticket` is durable.
    pub(crate) async fn durable(&self, ticket: Ticket) -> Result<(), OutcomeUnknown> {
        let mut flash = self.flash.subscribe();
        let reached = flash
            .wait_for(|flash| match flash {
                Flash::Durable(durable) => *durable >= ticket,
                Flash::Failed => true,
            })
            .await;
        match reached.map(|flash| *flash) {
            Ok(Flash::Durable(_)) => Ok(()),
            Ok(Flash::Failed) | Err(_) => Err(OutcomeUnknown),
        }
    }

    /// Where the bells stand. Take it before looking for something, and hand it to [`Waiting::bell`].
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.rings.load(Ordering::SeqCst))
    }

    /// Wakes those who wait for `track`: everybody at its bell, and of its line whoever has waited longest.
    pub(crate) fn ring(&self, track: TrackId, why: Ring) {
        self.rings.fetch_add(1, Ordering::SeqCst);
        if let Some(bell) = self.lock().get(&track) {
            bell.notify.notify_waiters();
        }
        match why {
            Ring::News => self.lines.call_first(track),
            Ring::End => self.lines.call_all(track),
        }
    }

    /// Wakes everybody who waits for something to arrive; [`Waiting::is_closed`] tells them, and those who come later, that
    /// it is in vain.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.rings.fetch_add(1, Ordering::SeqCst);
        for bell in self.lock().values() {
            bell.notify.notify_waiters();
        }
        self.lines.close();
    }

    /// True once nothing will be waited for any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// The lines at which one at a time is woken.
    pub(crate) const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Waits for the next ring of `track`, or returns at once when any bell rang since `mark`.
    pub(crate) async fn bell(&self, track: TrackId, mark: Mark) {
        let seat = Seat::take(self, track);
        let rung = seat.notify.notified();
        tokio::pin!(rung);
        // Enabled first and compared second: a ring before this line shows in the count, one after it in the notice.
        rung.as_mut().enable();
        if self.mark() == mark {
            rung.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TrackId, Bell>> {
        self.bells.lock().expect("no holder of this lock can panic")
    }
}

/// A place at a bell; leaving it takes the bell down when nobody else sits there.
struct Seat<'a> {
    waiting: &'a Waiting,
    track: TrackId,
    notify: Arc<Notify>,
}

impl<'a> Seat<'a> {
    fn take(waiting: &'a Waiting, track: TrackId) -> Self {
        let mut bells = waiting.lock();
        let bell = bells.entry(track).or_insert_with(|| Bell { notify: Arc::default(), waiters: 0 });
        bell.waiters += 1;
        let notify = Arc::clone(&bell.notify);
        Self { waiting, track, notify }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut bells = self.waiting.lock();
        if let Some(bell) = bells.get_mut(&self.track) {
            bell.waiters -= 1;
            if bell.waiters == 0 {
                bells.remove(&self.track);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    const TRACK: TrackId = TrackId(7);

    fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_ticket_is_let_go_once_flash_has_reached_it() {
        let waiting = Waiting::new(Ticket(3));
        let mut later = pin!(waiting.durable(Ticket(5)));

        assert_eq!(poll(pin!(waiting.durable(Ticket(3)))), Poll::Ready(Ok(())));
        assert_eq!(poll(later.as_mut()), Poll::Pending);
        waiting.advance(Ticket(4));
        assert_eq!(poll(later.as_mut()), Poll::Pending);
        waiting.advance(Ticket(5));
        assert_eq!(poll(later.as_mut()), Poll::Ready(Ok(())));
    }

    #[test]
    fn a_failed_log_lets_everybody_go_without_a_promise() {
        let waiting = Waiting::new(Ticket(3));
        let mut later = pin!(waiting.durable(Ticket(5)));
        assert_eq!(poll(later.as_mut()), Poll::Pending);

        waiting.fail();

        assert_eq!(poll(later.as_mut()), Poll::Ready(Err(OutcomeUnknown)));
    }

    #[test]
    fn a_bell_wakes_its_own_track_only() {
        let waiting = Waiting::new(Ticket(0));
        let mark = waiting.mark();
        let mut bell = pin!(waiting.bell(TRACK, mark));
        assert_eq!(poll(bell.as_mut()), Poll::Pending);

        waiting.ring(TrackId(8), Ring::News);
        assert_eq!(poll(bell.as_mut()), Poll::Pending);
        waiting.ring(TRACK, Ring::News);
        assert_eq!(poll(bell.as_mut()), Poll::Ready(()));
    }

    #[test]
    fn a_ring_between_looking_and_waiting_is_not_lost() {
        let waiting = Waiting::new(Ticket(0));
        let mark = waiting.mark();

        waiting.ring(TRACK, Ring::News);

        assert_eq!(poll(pin!(waiting.bell(TRACK, mark))), Poll::Ready(()));
    }

    /// A receiver takes a mark, looks, and waits; a sender publishes and rings: in every order of their steps the receiver
    /// has seen what was published, or is woken to look again.
    #[test]
    fn no_order_of_looking_and_ringing_loses_a_wake_up() {
        // Bit by bit: who has the next step, the sender or the receiver.
        for order in 0..1_u32 << 5 {
            let waiting = Waiting::new(Ticket(0));
            let (mut published, mut seen, mut mark, mut bell) = (false, false, None, None);
            let (mut sent, mut received) = (0, 0);
            for step in 0..5 {
                if order >> step & 1 == 1 && sent < 2 || received == 3 {
                    match sent {
                        0 => published = true,
                        _ => waiting.ring(TRACK, Ring::News),
                    }
                    sent += 1;
                } else {
                    match received {
                        0 => mark = Some(waiting.mark()),
                        1 => seen = published,
                        _ => {
                            let mut waits = Box::pin(waiting.bell(TRACK, mark.unwrap()));
                            let woken = poll(waits.as_mut());
                            bell = Some((waits, woken));
                        }
                    }
                    received += 1;
                }
            }

            let (mut waits, woken) = bell.unwrap();

            let woken = woken.is_ready() || poll(waits.as_mut()).is_ready();
            assert!(seen || woken, "order {order:05b}");
        }
    }

    #[test]
    fn threads_that_look_and_ring_at_the_same_time_lose_no_wake_up() {
        let waiting = Arc::new(Waiting::new(Ticket(0)));
        let published = Arc::new(AtomicU64::new(0));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        for round in 1..=2_000 {
            let (bells, sender) = (Arc::clone(&waiting), Arc::clone(&published));
            let sends = std::thread::spawn(move || {
                sender.store(round, Ordering::SeqCst);
                bells.ring(TRACK, Ring::News);
            });
            runtime.block_on(async {
                loop {
                    let mark = waiting.mark();
                    if published.load(Ordering::SeqCst) == round {
                        break;
                    }
                    let woken =
                        tokio::time::timeout(std::time::Duration::from_secs(60), waiting.bell(TRACK, mark));
                    woken.await.expect("a wake-up was lost");
                }
            });
            sends.join().unwrap();
        }
    }

    #[test]
    fn closing_lets_go_who_waits_and_who_is_about_to() {
        let waiting = Waiting::new(Ticket(0));
        let mark = waiting.mark();
        let mut bell = pin!(waiting.bell(TRACK, mark));
        assert_eq!(poll(bell.as_mut()), Poll::Pending);
        assert!(!waiting.is_closed());

        waiting.close();

        assert!(waiting.is_closed());
        assert_eq!(poll(bell.as_mut()), Poll::Ready(()));
        assert_eq!(poll(pin!(waiting.bell(TRACK, mark))), Poll::Ready(()), "it looked before");
    }

    #[test]
    fn a_bell_nobody_waits_for_takes_no_memory() {
        let waiting = Waiting::new(Ticket(0));
        {
            let mut bell = Box::pin(waiting.bell(TRACK, waiting.mark()));
            let _ = poll(bell.as_mut());
            assert_eq!(waiting.lock().len(), 1);
        }

        assert_eq!(waiting.lock().len(), 0);
    }
}
