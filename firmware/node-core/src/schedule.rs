//! When to sample what.

/// A channel that is sampled at even times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// The channel its readings go to.
    pub channel: u16,
    /// Milliseconds between samples, at least 1.
    pub period_ms: u32,
    /// Milliseconds after the start of the first sample: spreads tasks.
    pub phase_ms: u32,
}

/// The tasks of a node and when each is due. Times follow from the start and never drift.
#[derive(Clone, Copy, Debug)]
pub struct Schedule<const TASKS: usize> {
    tasks: [Task; TASKS],
    due_ms: [u64; TASKS],
}

impl<const TASKS: usize> Schedule<TASKS> {
    /// Starts at `now_ms`.
    #[must_use]
    pub fn new(tasks: [Task; TASKS], now_ms: u64) -> Self {
        Self { tasks, due_ms: tasks.map(|task| now_ms + u64::from(task.phase_ms)) }
    }

    /// A task that is due, and how many of its samples were missed; it is due again a period later.
    pub fn take(&mut self, now_ms: u64) -> Option<(Task, u64)> {
        let at = (0..TASKS).filter(|at| self.due_ms[*at] <= now_ms).min_by_key(|at| self.due_ms[*at])?;
        let period_ms = self.tasks[at].period_ms.max(1);
        // What was slept through beyond 49 days is found by the next calls: small processors divide 32 bits.
        let late_ms = u32::try_from(now_ms - self.due_ms[at]).unwrap_or(u32::MAX);
        let missed = u64::from(late_ms / period_ms);
        self.due_ms[at] += (missed + 1) * u64::from(period_ms);
        Some((self.tasks[at], missed))
    }

    /// When the next task is due.
    #[must_use]
    pub fn next_ms(&self) -> Option<u64> {
        self.due_ms.iter().copied().min()
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    #[test]
    fn times_follow_from_the_start_however_late_a_step_comes() {
        let tasks = [
            Task { channel: 1, period_ms: 100, phase_ms: 0 },
            Task { channel: 2, period_ms: 250, phase_ms: 30 },
        ];
        let mut schedule = Schedule::new(tasks, 1_000);
        let mut seen = Vec::new();
        for now_ms in (1_000..1_600).step_by(7) {
            while let Some((task, missed)) = schedule.take(now_ms) {
                seen.push((task.channel, now_ms, missed));
            }
        }
        let of = |channel| seen.iter().filter(|entry| entry.0 == channel).count();
        assert_eq!((of(1), of(2)), (6, 3));
        assert!(seen.iter().all(|entry| entry.2 == 0));
    }

    #[test]
    fn what_was_slept_through_is_counted_and_not_made_up() {
        let mut schedule = Schedule::new([Task { channel: 1, period_ms: 100, phase_ms: 0 }], 0);
        assert_eq!(schedule.take(1_050).map(|(_, missed)| missed), Some(10));
        assert_eq!((schedule.take(1_050), schedule.next_ms()), (None, Some(1_100)));
    }
}
