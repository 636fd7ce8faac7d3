//! What a route is made of.

use super::{Course, RECORD_BYTES, Route};
use millpond_base::LineMs;
use millpond_forward::{Entry, Event, Keep, Order, Rank, Settings};
use std::collections::{BTreeMap, BTreeSet};

impl Route {
    pub(super) fn rolled(number: u64, roll: &impl Fn(u64) -> u64) -> Self {
        let plans = roll(5) == 0;
        let live_within_ms = (!plans && roll(2) == 0).then(|| 500 + roll(3_000));
        let order = [Order::Key, Order::Key, Order::Batch, Order::None]
            [usize::try_from(roll(4)).expect("a small number")];
        let records_max = usize::try_from(2 + roll(30)).expect("a small number");
        let settings = Settings {
            order,
            keep: Keep::Cursor,
            calls_max: usize::try_from(1 + roll(5)).expect("a small number"),
            linger_ms: roll(3) * 100,
            call_records_max: records_max,
            call_bytes_max: 4_000,
            window_records_max: records_max * 4,
            window_bytes_max: 20_000,
            buries: true,
            plans,
            governed: true,
            live_within_ms,
        };
        let rank = Rank {
            route: number,
            priority: u8::try_from(1 + roll(3)).expect("a small number"),
            share: u32::try_from(1 + roll(4)).expect("a small number"),
            is_backfill: false,
        };
        let (keys, spacing) = (1 + roll(30), 1 + roll(150));
        let mut at = 1;
        let source: Vec<_> = (0..20 + roll(180))
            .map(|_| {
                at += roll(spacing);
                (roll(keys), LineMs(at))
            })
            .collect();
        let poison = (roll(3) == 0).then(|| roll(source.len() as u64));
        Self { settings, rank, source, poison }
    }

    pub(super) fn read(&self, from: u64, records: usize, bytes: usize, now: u64) -> Event<u64> {
        let count = records.min((bytes / RECORD_BYTES).max(1)) as u64;
        let there = self.source.iter().filter(|(_, at)| at.0 <= now).count() as u64;
        let next = (from + count).min(there).max(from);
        let entries = (from..next).map(|position| {
            let (key, since) = self.source[usize::try_from(position).expect("a small number")];
            Entry { position, key: Some(key), bytes: RECORD_BYTES, since, payload: position }
        });
        Event::Read { entries: entries.collect(), next }
    }

    /// First arrivals of a key keep their order: in all, or, where what is new goes first, those that one lane sent.
    pub(super) fn assert_order(&self, course: &Course, at: &str) {
        let is_strict = self.settings.live_within_ms.is_none();
        let mut seen = BTreeSet::new();
        let mut last: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        for (position, lane) in course.applied.iter().filter(|(position, _)| seen.insert(*position)) {
            let (key, _) = self.source[usize::try_from(*position).expect("a small number")];
            let last = last.insert((key, if is_strict { 0 } else { *lane }), *position);
            assert!(last < Some(*position), "{at}: {position} of key {key} after {last:?}");
        }
    }
}
