//! What a disk may hold after the power went away at a point of its history.
//!
//! Everything before the last flush is there. Of each later write any part may be there, by sectors, whatever happened
//! to the others: a device may keep them in any order, and tear the one it was writing.

use crate::chance::Chance;
use crate::recorder::Event;

/// What a device writes whole or not at all. Ours: the smallest sector any device has; most have larger ones.
pub(crate) const SECTOR_BYTES: usize = 512;

/// What became of the writes that no flush followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// None reached the medium.
    AllLost,
    /// All did: the cut came just before the flush returned.
    AllKept,
    /// A random half of the writes did, whole.
    SomeLost,
    /// Each sector for itself.
    Torn,
}

impl Fate {
    const ALL: [Self; 4] = [Self::AllLost, Self::AllKept, Self::SomeLost, Self::Torn];

    /// One of them, evenly.
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        Self::ALL[chance.below(Self::ALL.len())]
    }
}

/// Moves forward through a history and gives disks as cuts leave them.
pub(crate) struct Cutter<'h> {
    events: &'h [Event],
    /// The disk as of the last flush before `at`.
    durable: Vec<u8>,
    /// The event after that flush.
    at: usize,
    /// A device that lies: it takes no notice of flushes.
    lying: bool,
}

impl<'h> Cutter<'h> {
    /// `before` is the disk at the start of the history.
    pub(crate) fn new(before: Vec<u8>, events: &'h [Event], lying: bool) -> Self {
        Self { events, durable: before, at: 0, lying }
    }

    /// The disk after a cut that came when `position` events had happened. Positions may only rise from call to call.
    pub(crate) fn cut(&mut self, position: usize, fate: Fate, chance: &mut Chance) -> Vec<u8> {
        let flushed = |events: &[Event]| events.iter().rposition(|event| *event == Event::Flush);
        if let Some(last) = flushed(&self.events[self.at..position]).filter(|_| !self.lying) {
            for event in &self.events[self.at..self.at + last] {
                if let Event::Write(offset, bytes) = event {
                    self.durable[*offset..*offset + bytes.len()].copy_from_slice(bytes);
                }
            }
            self.at += last + 1;
        }
        let mut disk = self.durable.clone();
        for event in &self.events[self.at..position] {
            if let Event::Write(offset, bytes) = event {
                keep(&mut disk[*offset..*offset + bytes.len()], bytes, fate, chance);
            }
        }
        disk
    }
}

fn keep(place: &mut [u8], bytes: &[u8], fate: Fate, chance: &mut Chance) {
    match fate {
        Fate::AllLost => {}
        Fate::AllKept => place.copy_from_slice(bytes),
        Fate::SomeLost if chance.one_in(2) => place.copy_from_slice(bytes),
        Fate::SomeLost => {}
        Fate::Torn => {
            for (place, sector) in place.chunks_mut(SECTOR_BYTES).zip(bytes.chunks(SECTOR_BYTES)) {
                if chance.one_in(2) {
                    place.copy_from_slice(sector);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(sector: usize, value: u8) -> Event {
        Event::Write(sector * SECTOR_BYTES, vec![value; 2 * SECTOR_BYTES])
    }

    fn history() -> Vec<Event> {
        vec![write(0, 1), Event::Flush, write(0, 2), write(2, 3), Event::Flush, write(2, 4)]
    }

    fn cut(position: usize, fate: Fate, lying: bool) -> Vec<u8> {
        let (events, mut chance) = (history(), Chance::new(3));
        let disk = Cutter::new(vec![0; 4 * SECTOR_BYTES], &events, lying).cut(position, fate, &mut chance);
        disk.chunks(SECTOR_BYTES).map(|sector| sector[0]).collect()
    }

    #[test]
    fn what_was_flushed_is_there_and_the_rest_may_be() {
        assert_eq!(cut(0, Fate::AllKept, false), [0, 0, 0, 0]);
        assert_eq!(cut(1, Fate::AllLost, false), [0, 0, 0, 0]);
        assert_eq!(cut(2, Fate::AllLost, false), [1, 1, 0, 0]);
        assert_eq!(cut(4, Fate::AllLost, false), [1, 1, 0, 0]);
        assert_eq!(cut(4, Fate::AllKept, false), [2, 2, 3, 3]);
        assert_eq!(cut(6, Fate::AllLost, false), [2, 2, 3, 3]);
        assert_eq!(cut(6, Fate::AllKept, false), [2, 2, 4, 4]);
    }

    #[test]
    fn a_lying_device_may_lose_what_was_flushed() {
        assert_eq!(cut(6, Fate::AllLost, true), [0, 0, 0, 0]);
    }

    #[test]
    fn writes_are_torn_at_sectors_and_lost_one_by_one() {
        let events = history();
        let seen = |fate| {
            let mut seen = std::collections::BTreeSet::new();
            for seed in 0..200 {
                let mut cutter = Cutter::new(vec![0; 4 * SECTOR_BYTES], &events, false);
                let disk = cutter.cut(4, fate, &mut Chance::new(seed));
                seen.insert(disk.chunks(SECTOR_BYTES).map(|sector| sector[0]).collect::<Vec<_>>());
            }
            seen
        };

        assert_eq!(seen(Fate::Torn).len(), 16);
        assert_eq!(seen(Fate::SomeLost).len(), 4);
    }

    #[test]
    fn a_cutter_moves_on() {
        let (events, mut chance) = (history(), Chance::new(3));
        let mut cutter = Cutter::new(vec![0; 4 * SECTOR_BYTES], &events, false);

        for position in 0..=events.len() {
            let moved = cutter.cut(position, Fate::AllLost, &mut chance);
            let sectors: Vec<u8> = moved.chunks(SECTOR_BYTES).map(|sector| sector[0]).collect();
            assert_eq!(sectors, cut(position, Fate::AllLost, false), "position {position}");
        }
    }
}
