//! What the broker counts, for `millpond status` and for `$SYS`.

use millpond_broker::Broker;
use std::sync::atomic::{AtomicU64, Ordering};

const NAMES: [&str; 14] = [
    "connections",
    "connections refused",
    "sessions",
    "subscriptions",
    "retained messages",
    "retained bytes",
    "messages received",
    "messages sent",
    "messages refused",
    "messages dropped",
    "messages lost",
    "messages too long",
    "messages withheld",
    "slow clients closed",
];

/// Counters that others may read while the broker runs.
#[derive(Default)]
pub(super) struct Figures([AtomicU64; NAMES.len()]);

impl Figures {
    /// Takes over what there is now.
    pub(super) fn set(&self, broker: &Broker, connections: u64, refused: u64) {
        let counters = broker.counters();
        let (retained, retained_bytes) = broker.retained();
        let values = [
            connections,
            refused,
            broker.sessions() as u64,
            broker.subscriptions() as u64,
            retained as u64,
            retained_bytes as u64,
            counters.received,
            counters.sent,
            counters.refused,
            counters.dropped,
            counters.lost,
            counters.too_long,
            counters.withheld,
            counters.closed_slow,
        ];
        for (figure, value) in self.0.iter().zip(values) {
            figure.store(value, Ordering::Relaxed);
        }
    }

    /// Every figure by its name.
    pub(super) fn read(&self) -> Vec<(String, u64)> {
        let values = self.0.iter().map(|figure| figure.load(Ordering::Relaxed));
        NAMES.iter().map(|name| (*name).to_owned()).zip(values).collect()
    }
}
