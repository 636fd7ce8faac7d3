//! A cursor over the track of messages with the holes behind it.

/// How far a session or a group has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reader {
    /// Everything before was delivered or concerns nobody here. Means nothing while `is_live`.
    pub(crate) next: u64,
    /// It has seen everything that was distributed, and takes what comes from memory.
    pub(crate) is_live: bool,
    /// It stands in the line of those that may read on.
    pub(crate) is_queued: bool,
    /// What was delivered from `next` on: first and end, rising.
    pub(crate) done: Vec<(u64, u64)>,
    /// What lies before was perhaps sent once.
    pub(crate) again: u64,
}

impl Reader {
    pub(crate) fn live() -> Self {
        Self { is_live: true, ..Self::default() }
    }

    pub(crate) fn position(&self, head: u64) -> u64 {
        if self.is_live { head } else { self.next }
    }

    /// It cannot take what has this place, and reads it from the log later.
    pub(crate) fn fall_behind(&mut self, place: u64) {
        self.is_live = false;
        self.next = place;
        self.done.clear();
    }

    pub(crate) fn is_done(&self, place: u64) -> bool {
        let at = self.done.partition_point(|(_, end)| *end <= place);
        self.done.get(at).is_some_and(|(first, _)| *first <= place)
    }

    /// Everything before a place is dealt with.
    pub(crate) fn pass(&mut self, place: u64) {
        self.next = self.next.max(place);
        let next = self.next;
        self.done.retain(|(_, end)| *end > next);
    }

    /// Caught up with everything that was distributed.
    pub(crate) fn catch_up(&mut self) {
        self.is_live = true;
        self.done.clear();
    }

    /// Where it would stand if nothing of `open`, which rises and lies before `position`, had been sent.
    pub(crate) fn without(&self, open: &[u64], head: u64) -> (u64, Vec<(u64, u64)>) {
        let position = self.position(head);
        let Some(first) = open.first() else {
            let done = if self.is_live { Vec::new() } else { self.done.clone() };
            return (position, done);
        };
        let mut done = Vec::new();
        let ends = open[1..].iter().copied().chain([position]);
        for (place, end) in open.iter().zip(ends) {
            if place + 1 < end {
                done.push((place + 1, end));
            }
        }
        if !self.is_live {
            // One that was read in part goes on from here.
            let ahead = self.done.iter().filter(|(_, end)| *end > position);
            done.extend(ahead.map(|(from, end)| (position.max(*from), *end)));
        }
        (*first, done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_and_acknowledged_is_done_and_the_rest_is_not() {
        let reader = Reader::live();

        let (next, done) = reader.without(&[3, 4, 7], 10);

        assert_eq!((next, &done[..]), (3, &[(5, 7), (8, 10)][..]));
        let reader = Reader { next, done, ..Reader::default() };
        let undone: Vec<u64> = (3..12).filter(|place| !reader.is_done(*place)).collect();
        assert_eq!(undone, [3, 4, 7, 10, 11]);
    }

    #[test]
    fn what_was_done_stays_done_when_a_page_ends_within() {
        let mut reader = Reader { next: 4, done: vec![(6, 8)], ..Reader::default() };
        reader.pass(7);

        let (next, done) = reader.without(&[4, 5], 100);

        let reader = Reader { next, done, ..Reader::default() };
        let undone: Vec<u64> = (next..10).filter(|place| !reader.is_done(*place)).collect();
        assert_eq!(undone, [4, 5, 8, 9]);
    }

    #[test]
    fn what_was_done_further_on_stays_done() {
        let mut reader = Reader { next: 3, done: vec![(4, 6), (8, 9)], ..Reader::default() };
        reader.pass(7);

        assert_eq!(reader.without(&[3], 100), (3, vec![(4, 7), (8, 9)]));
        assert_eq!(reader.without(&[], 100), (7, vec![(8, 9)]));
    }
}
