//! Who may connect, where the readings of each go, and what is known of each while the bus runs. Shared by the bus, the ingest
//! thread and whoever asks.

use super::{Device, Routes, Target};
use millpond_base::WallMs;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

/// How far the readings of a device are stored, as the newest record about it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Every reading numbered below is stored or lost.
    pub(crate) next: u64,
    /// Readings that never came.
    pub(crate) lost: u64,
    /// Stretches of them.
    pub(crate) gaps: u32,
    /// When readings were last stored, by the wall clock.
    pub(crate) stored: WallMs,
}

impl Standing {
    /// After the readings from `first` to before `end` were stored. Where the first ones ever begin is no gap: the node may have
    /// counted elsewhere before.
    pub(super) fn after(before: Option<Self>, first: u64, end: u64, now: WallMs) -> Self {
        let known = before.unwrap_or(Self { next: first, ..Self::default() });
        let lost = first.saturating_sub(known.next);
        Self {
            next: end,
            lost: known.lost + lost,
            gaps: known.gaps.saturating_add(u32::from(lost > 0)),
            stored: now,
        }
    }
}

/// A device that may connect, or might until it was revoked.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) device: u64,
    pub(super) name: String,
    pub(super) routes: Routes,
    /// The queue whose messages are its commands.
    pub(super) commands: Option<String>,
    pub(super) gauge: Gauge,
}

/// What the bus and the ingest thread show of a device.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    /// When an authentic frame last came; 0 for never.
    pub(super) heard_ms: AtomicU64,
    pub(super) connected: AtomicBool,
    pub(super) generation: AtomicU32,
    /// Delivered and not yet durable.
    pub(super) unsettled: AtomicU64,
    /// Frames under its number that were refused.
    pub(super) refused: AtomicU64,
    /// The command that it last said it has done; 0 for none.
    pub(super) done: AtomicU64,
    /// How many it has done.
    pub(super) commands_done: AtomicU64,
    next: AtomicU64,
    lost: AtomicU64,
    gaps: AtomicU32,
    stored_ms: AtomicU64,
}

impl Gauge {
    /// Whether the device has a session.
    pub(super) fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// Whether the device has said that it has done this command.
    pub(super) fn has_done(&self, command: u64) -> bool {
        self.done.load(Ordering::Relaxed) == command
    }

    pub(super) fn stand(&self, standing: Standing) {
        let Standing { next, lost, gaps, stored } = standing;
        self.next.store(next, Ordering::Relaxed);
        self.lost.store(lost, Ordering::Relaxed);
        self.gaps.store(gaps, Ordering::Relaxed);
        self.stored_ms.store(stored.0, Ordering::Relaxed);
    }
}

/// What a device's gauge showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// How far its readings are stored.
    pub(crate) standing: Standing,
    /// When it was last heard since the start, by the wall clock.
    pub(crate) heard: Option<WallMs>,
    /// Whether it has a session.
    pub(crate) connected: bool,
    /// Generation of the key in use.
    pub(crate) generation: u32,
    /// Readings that came and are not yet on flash.
    pub(crate) unsettled: u64,
    /// Frames under its number that were refused since the start.
    pub(crate) refused: u64,
    /// Commands that it has done since the start.
    pub(crate) commands_done: u64,
}

impl Entry {
    pub(super) fn new(device: &Device, standing: Standing) -> Self {
        let gauge = Gauge { generation: AtomicU32::new(device.generation), ..Gauge::default() };
        gauge.stand(standing);
        Self {
            device: device.id,
            name: device.name.clone(),
            routes: device.routes.clone(),
            commands: device.commands.clone(),
            gauge,
        }
    }

    /// Where readings of a channel go.
    pub(super) fn target(&self, channel: u16) -> Option<&Target> {
        self.routes.of(channel)
    }

    /// The first reading that is not stored.
    pub(super) fn position(&self) -> u64 {
        self.gauge.next.load(Ordering::Relaxed)
    }

    /// Generation of the key that it was heard with.
    pub(super) fn generation(&self) -> u32 {
        self.gauge.generation.load(Ordering::Relaxed)
    }

    pub(super) fn figures(&self) -> Figures {
        let gauge = &self.gauge;
        let heard_ms = gauge.heard_ms.load(Ordering::Relaxed);
        Figures {
            standing: Standing {
                next: gauge.next.load(Ordering::Relaxed),
                lost: gauge.lost.load(Ordering::Relaxed),
                gaps: gauge.gaps.load(Ordering::Relaxed),
                stored: WallMs(gauge.stored_ms.load(Ordering::Relaxed)),
            },
            heard: (heard_ms > 0).then_some(WallMs(heard_ms)),
            connected: gauge.connected.load(Ordering::Relaxed),
            generation: gauge.generation.load(Ordering::Relaxed),
            unsettled: gauge.unsettled.load(Ordering::Relaxed),
            refused: gauge.refused.load(Ordering::Relaxed),
            commands_done: gauge.commands_done.load(Ordering::Relaxed),
        }
    }
}

/// Every device by number. Nobody is taken off it while the bus runs, so that refused frames are still counted by name.
#[derive(Debug, Default)]
pub(crate) struct Roster(RwLock<BTreeMap<u64, Arc<Entry>>>);

const POISON: &str = "no holder of this lock can panic";

impl Roster {
    pub(super) fn add(&self, entry: Arc<Entry>) {
        self.0.write().expect(POISON).insert(entry.device, entry);
    }

    pub(super) fn find(&self, device: u64) -> Option<Arc<Entry>> {
        self.0.read().expect(POISON).get(&device).cloned()
    }

    pub(super) fn all(&self) -> Vec<Arc<Entry>> {
        self.0.read().expect(POISON).values().cloned().collect()
    }

    /// What every gauge shows.
    pub(crate) fn figures(&self) -> BTreeMap<u64, Figures> {
        self.0.read().expect(POISON).iter().map(|(device, entry)| (*device, entry.figures())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_between_two_runs_is_a_gap_and_where_the_first_begins_is_none() {
        let now = WallMs(7);
        let first = Standing::after(None, 500, 510, now);
        assert_eq!(first, Standing { next: 510, lost: 0, gaps: 0, stored: now });

        let second = Standing::after(Some(first), 510, 520, now);
        let third = Standing::after(Some(second), 523, 524, now);
        let fourth = Standing::after(Some(third), 524, 530, now);

        assert_eq!(second.gaps, 0);
        assert_eq!(third, Standing { next: 524, lost: 3, gaps: 1, stored: now });
        assert_eq!((fourth.lost, fourth.gaps), (3, 1));
    }
}
