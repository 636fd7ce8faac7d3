//! Which of a session's counters have been seen.

/// The highest counter and the 64 before it. Anything older counts as seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReplayWindow {
    /// One above the highest counter seen; 0 when none was.
    next: u64,
    /// Bit n: counter `next - 1 - n` was seen.
    seen: u64,
}

impl ReplayWindow {
    /// Whether `counter` may still be taken.
    pub(crate) fn fresh(&self, counter: u32) -> bool {
        let counter = u64::from(counter);
        if counter >= self.next {
            return true;
        }
        let back = self.next - 1 - counter;
        back < 64 && self.seen & (1 << back) == 0
    }

    /// Notes an authentic `counter`; true when it is the highest so far.
    pub(crate) fn note(&mut self, counter: u32) -> bool {
        let counter = u64::from(counter);
        if counter >= self.next {
            let by = counter + 1 - self.next;
            self.seen = if by < 64 { self.seen << by } else { 0 } | 1;
            self.next = counter + 1;
            return true;
        }
        let back = self.next - 1 - counter;
        if back < 64 {
            self.seen |= 1 << back;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_is_fresh_once() {
        let mut window = ReplayWindow::default();

        for counter in [3, 0, 1, 70, 7, 69, 71, 200, 190] {
            assert!(window.fresh(counter), "{counter}");
            window.note(counter);
            assert!(!window.fresh(counter), "{counter}");
        }
    }

    #[test]
    fn what_is_older_than_the_window_counts_as_seen() {
        let mut window = ReplayWindow::default();
        window.note(100);

        assert!(window.fresh(37));
        assert!(!window.fresh(36));
    }

    #[test]
    fn only_the_highest_is_newest() {
        let mut window = ReplayWindow::default();

        assert!(window.note(5));
        assert!(!window.note(4));
        assert!(window.note(u32::MAX));
    }
}
