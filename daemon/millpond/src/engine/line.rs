//! Lines of requests that wait for the same thing, of which each comes to one of them: who has waited longest is called.
//!
//! Invariants: a request keeps its place until it leaves, however often it was called in vain. Whoever leaves after a
//! call that it did not hear passes it on. The first of those asleep knows when to look without a call.

use crate::engine::waiting::{Mark, Waiting};
use millpond_base::{LineMs, TrackId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

/// All lines, by the track whose bell is waited for. A line exists while somebody stands in it.
#[derive(Default)]
pub(crate) struct Lines {
    lines: Mutex<HashMap<TrackId, Line>>,
}

#[derive(Default)]
struct Line {
    /// Places given so far.
    places: u64,
    /// Places taken now.
    taken: usize,
    asleep: BTreeMap<u64, Sleeper>,
    /// Called, and have not heard it yet.
    called: BTreeSet<u64>,
    /// When something may be there without a call.
    due: Option<LineMs>,
}

#[derive(Default)]
struct Sleeper {
    waker: Option<Waker>,
    /// The point at which the first looks by itself has changed.
    told: bool,
}

/// What a sleeper hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It is called: something may be there.
    Call,
    /// It may have to look earlier than it knew: [`Place::alarm`] says when.
    Alarm,
}

/// A place in a line; given back when dropped.
pub(crate) struct Place {
    waiting: Arc<Waiting>,
    track: TrackId,
    number: u64,
}

impl Lines {
    /// Calls whoever has waited longest of those asleep.
    pub(super) fn call_first(&self, track: TrackId) {
        if let Some(line) = self.lock().get_mut(&track) {
            line.call_first();
        }
    }

    /// Calls everybody.
    pub(super) fn call_all(&self, track: TrackId) {
        if let Some(line) = self.lock().get_mut(&track) {
            while line.call_first() {}
        }
    }

    /// Calls everybody in every line.
    pub(super) fn close(&self) {
        for line in self.lock().values_mut() {
            while line.call_first() {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TrackId, Line>> {
        self.lines.lock().expect("no holder of this lock can panic")
    }
}

impl Line {
    /// False when nobody is asleep.
    fn call_first(&mut self) -> bool {
        let Some((number, sleeper)) = self.asleep.pop_first() else { return false };
        self.called.insert(number);
        sleeper.wake();
        true
    }

    /// Makes the first of those asleep ask for its alarm again.
    fn tell_first(&mut self) {
        if let Some(mut first) = self.asleep.first_entry() {
            first.get_mut().told = true;
            if let Some(waker) = first.get_mut().waker.take() {
                waker.wake();
            }
        }
    }

    fn is_first(&self, number: u64) -> bool {
        self.asleep.first_key_value().is_some_and(|(first, _)| *first == number)
    }
}

impl Sleeper {
    fn wake(self) {
        if let Some(waker) = self.waker {
            waker.wake();
        }
    }
}

impl Place {
    /// The last place in the line for `track`.
    pub(crate) fn take(waiting: &Arc<Waiting>, track: TrackId) -> Self {
        let mut lines = waiting.lines().lock();
        let line = lines.entry(track).or_default();
        let number = line.places;
        line.places += 1;
        line.taken += 1;
        Self { waiting: Arc::clone(waiting), track, number }
    }

    /// Falls asleep after a look that found nothing. `mark` is from before that look; false when a bell rang since, so
    /// that another look is due. `due` is when something may be there without a call, as far as the look could tell.
    pub(crate) fn sleep(&self, mark: Mark, due: Option<LineMs>, now: LineMs) -> bool {
        self.with(|line| {
            // Compared under the lock that a call takes after it was counted: one before shows here, one after finds us.
            if self.waiting.mark() != mark {
                return false;
            }
            line.asleep.insert(self.number, Sleeper::default());
            let known = line.due.filter(|&known| known > now);
            let next = known.into_iter().chain(due).min();
            let earlier = next.is_some() && next != known;
            line.due = next;
            if earlier && !line.is_first(self.number) {
                line.tell_first();
            }
            true
        })
    }

    /// When to look without a call: only the first of those asleep does.
    pub(crate) fn alarm(&self) -> Option<LineMs> {
        self.with(|line| line.due.filter(|_| line.is_first(self.number)))
    }

    /// Gets up by itself, to look.
    pub(crate) fn get_up(&self) {
        self.with(|line| {
            line.asleep.remove(&self.number);
            line.called.remove(&self.number);
        });
    }

    /// Sleeps on until there is something to hear.
    pub(crate) fn poll_hear(&self, context: &Context<'_>) -> Poll<Heard> {
        self.with(|line| match line.asleep.get_mut(&self.number) {
            None => {
                line.called.remove(&self.number);
                Poll::Ready(Heard::Call)
            }
            Some(sleeper) => match std::mem::take(&mut sleeper.told) {
                true => Poll::Ready(Heard::Alarm),
                false => {
                    sleeper.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            },
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Line) -> T) -> T {
        let mut lines = self.waiting.lines().lock();
        work(lines.get_mut(&self.track).expect("a line exists while a place in it is taken"))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lines = self.waiting.lines().lock();
        let Some(line) = lines.get_mut(&self.track) else { return };
        line.taken -= 1;
        if line.taken == 0 {
            lines.remove(&self.track);
            return;
        }
        line.asleep.remove(&self.number);
        if line.called.remove(&self.number) {
            line.call_first();
        }
        if line.due.is_some() {
            // Whoever comes first now may not have known that it has to look by itself.
            line.tell_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::Ticket;
    use millpond_store::Ring;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    const TRACK: TrackId = TrackId(7);
    const NOW: LineMs = LineMs(1_000);

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    struct Poller {
        place: Place,
        woken: Arc<Count>,
    }

    impl Poller {
        fn asleep(waiting: &Arc<Waiting>) -> Self {
            Self::asleep_until(waiting, None)
        }

        fn asleep_until(waiting: &Arc<Waiting>, due: Option<LineMs>) -> Self {
            let poller = Self { place: Place::take(waiting, TRACK), woken: Arc::default() };
            assert!(poller.place.sleep(waiting.mark(), due, NOW));
            assert_eq!(poller.hears(), None);
            poller
        }

        fn hears(&self) -> Option<Heard> {
            let waker = Waker::from(Arc::clone(&self.woken));
            match self.place.poll_hear(&Context::from_waker(&waker)) {
                Poll::Ready(heard) => Some(heard),
                Poll::Pending => None,
            }
        }

        fn wakes(&self) -> usize {
            self.woken.0.load(Ordering::SeqCst)
        }
    }

    fn line(length: usize) -> (Arc<Waiting>, Vec<Poller>) {
        let waiting = Arc::new(Waiting::new(Ticket(0)));
        let pollers = (0..length).map(|_| Poller::asleep(&waiting)).collect();
        (waiting, pollers)
    }

    #[test]
    fn each_ring_wakes_one_and_the_longest_waiting_first() {
        let (waiting, pollers) = line(1_000);

        for served in 0..pollers.len() {
            waiting.ring(TRACK, Ring::News);
            assert_eq!(pollers[served].hears(), Some(Heard::Call), "{served}");
            assert_eq!(pollers.iter().map(Poller::wakes).sum::<usize>(), served + 1, "one at a time");
        }
    }

    #[test]
    fn who_was_called_in_vain_keeps_its_place() {
        let (waiting, pollers) = line(3);
        waiting.ring(TRACK, Ring::News);
        assert_eq!(pollers[0].hears(), Some(Heard::Call));

        assert!(pollers[0].place.sleep(waiting.mark(), None, NOW));
        waiting.ring(TRACK, Ring::News);

        assert_eq!(pollers[0].hears(), Some(Heard::Call));
        assert_eq!(pollers[1].wakes(), 0);
    }

    #[test]
    fn a_ring_while_the_first_looks_wakes_the_second() {
        let (waiting, pollers) = line(3);

        waiting.ring(TRACK, Ring::News);
        waiting.ring(TRACK, Ring::News);

        assert_eq!([0, 1, 2].map(|n| pollers[n].wakes()), [1, 1, 0]);
    }

    #[test]
    fn who_leaves_without_having_heard_its_call_passes_it_on() {
        let (waiting, mut pollers) = line(3);

        waiting.ring(TRACK, Ring::News);
        drop(pollers.remove(0));

        assert_eq!(pollers[0].hears(), Some(Heard::Call));
        assert_eq!(pollers[1].hears(), None);
    }

    #[test]
    fn who_leaves_after_it_looked_wakes_nobody() {
        let (waiting, mut pollers) = line(2);
        waiting.ring(TRACK, Ring::News);
        assert_eq!(pollers[0].hears(), Some(Heard::Call));

        drop(pollers.remove(0));

        assert_eq!(pollers[0].wakes(), 0);
    }

    #[test]
    fn a_ring_between_looking_and_sleeping_is_not_lost() {
        let waiting = Arc::new(Waiting::new(Ticket(0)));
        let place = Place::take(&waiting, TRACK);
        let mark = waiting.mark();

        waiting.ring(TRACK, Ring::News);

        assert!(!place.sleep(mark, None, NOW), "it must look again");
        assert!(place.sleep(waiting.mark(), None, NOW));
    }

    #[test]
    fn the_end_of_a_track_wakes_everybody() {
        let (waiting, pollers) = line(5);

        waiting.ring(TRACK, Ring::End);

        assert!(pollers.iter().all(|poller| poller.hears() == Some(Heard::Call)));
    }

    #[test]
    fn closing_wakes_everybody_and_lets_nobody_fall_asleep_who_looked_before() {
        let (waiting, pollers) = line(5);
        let (place, mark) = (Place::take(&waiting, TRACK), waiting.mark());

        waiting.close();

        assert!(pollers.iter().all(|poller| poller.hears() == Some(Heard::Call)));
        assert!(!place.sleep(mark, None, NOW));
    }

    #[test]
    fn only_the_first_has_an_alarm_and_the_next_inherits_it() {
        let (waiting, mut pollers) = line(2);
        pollers.push(Poller::asleep_until(&waiting, Some(LineMs(5_000))));

        assert_eq!(pollers[0].hears(), Some(Heard::Alarm), "it learns of it from who came later");
        assert_eq!([0, 1, 2].map(|n| pollers[n].place.alarm()), [Some(LineMs(5_000)), None, None]);
        drop(pollers.remove(0));

        assert_eq!(pollers[0].hears(), Some(Heard::Alarm));
        assert_eq!([0, 1].map(|n| pollers[n].place.alarm()), [Some(LineMs(5_000)), None]);
        assert_eq!(pollers[1].wakes(), 0);
    }

    #[test]
    fn a_later_alarm_does_not_hide_an_earlier_one_and_a_past_one_is_forgotten() {
        let (waiting, _pollers) = line(0);
        let first = Poller::asleep_until(&waiting, Some(LineMs(5_000)));
        let second = Poller::asleep_until(&waiting, Some(LineMs(9_000)));
        assert_eq!(first.place.alarm(), Some(LineMs(5_000)));
        first.place.get_up();

        assert!(first.place.sleep(waiting.mark(), None, LineMs(5_000)));

        assert_eq!(first.place.alarm(), None);
        assert_eq!(second.wakes(), 0);
    }

    #[test]
    fn a_line_in_which_nobody_stands_takes_no_memory() {
        let (waiting, pollers) = line(3);

        drop(pollers);

        assert!(waiting.lines().lock().is_empty());
    }
}
