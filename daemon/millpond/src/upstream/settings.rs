//! How a lane behaves, by what its route leads from and to.

use super::LEASE_MS;
use crate::config::{self, Aggregate, PACKED_BYTES_MAX, Place, Source, Target, Within};
use millpond_forward::{Keep, Order, Settings};

/// What a call to a target may carry, unless the route says otherwise.
struct Call {
    records: usize,
    bytes: usize,
    /// Calls in flight.
    calls: usize,
    linger_ms: u64,
}

/// # Source
/// PutRecords and PutRecordBatch take 500 records, SendMessageBatch 10 messages. A MiB a call keeps a slow link's call below its
/// deadline; 256 KiB is what every SQS has always taken. Two calls in flight keep a link busy whose round trip takes no
/// longer than a call's bytes: with a MiB that is 10 Mbit/s by satellite. Calls to SQS are small, so four of them.
fn call(target: &Target, aggregate: Option<Aggregate>) -> Call {
    let packed = usize::try_from(PACKED_BYTES_MAX).expect("less than a MiB");
    match (target, aggregate) {
        (Target::Stream(_), Some(_)) => Call { records: 1_024, bytes: packed, calls: 2, linger_ms: 0 },
        (Target::Firehose(_), Some(_)) => Call { records: 4_096, bytes: 1 << 20, calls: 2, linger_ms: 0 },
        (Target::Stream(_) | Target::Firehose(_), None) => {
            Call { records: 500, bytes: 1 << 20, calls: 2, linger_ms: 0 }
        }
        (Target::Queue(_), _) => Call { records: 10, bytes: 256 << 10, calls: 4, linger_ms: 0 },
        // Each object costs a request, so few are written; a minute is what a lake can wait.
        (Target::S3 { .. }, _) => Call { records: 4_096, bytes: 2 << 20, calls: 1, linger_ms: 60_000 },
        // One connection keeps the order; many messages are on their way on it.
        (Target::Topic(_), _) => Call { records: 500, bytes: 256 << 10, calls: 1, linger_ms: 0 },
    }
}

/// How a route's lanes behave that may carry no more than `budget` bytes in a day or month; `once` says that another gateway takes
/// what they carry.
pub(super) fn of(route: &config::Route, budget: Option<u64>, once: bool) -> Settings {
    let target = route.target().expect("a configuration that was checked");
    let is_queue = matches!(route.from, Source::Place(Place::Queue(_)));
    let (keep, window) = match is_queue {
        true => (Keep::Lease { ms: LEASE_MS }, 100),
        false => (Keep::Cursor, 4_096),
    };
    let usual = call(&target, route.aggregate);
    // No call takes more than a good part of a small budget, so that the rest of it is not too little for one.
    let part = |of| budget.map_or(usize::MAX, |budget| usize::try_from(budget / of).unwrap_or(usize::MAX));
    let call_records_max = route.batch_records_max.map_or(usual.records, Within::size).min(part(8_000));
    let call_bytes_max = route.batch_bytes_max.map_or(usual.bytes, Within::size).min(part(8));
    let calls_max = route.calls_max.map_or(usual.calls, Within::size);
    let is_object = matches!(target, Target::S3 { .. });
    // What is packed arrives as a whole or not at all, so records of one key may be in it together and keep their order.
    // Another gateway takes nothing behind an entry that it refuses.
    let is_whole = is_object || route.aggregate.is_some() || once;
    Settings {
        order: match route.order {
            config::Order::Key if is_whole => Order::Batch,
            config::Order::Key => Order::Key,
            config::Order::Batch => Order::Batch,
            config::Order::None => Order::None,
        },
        keep,
        calls_max,
        linger_ms: route.linger_ms.map_or(usual.linger_ms, |ms| ms.0),
        call_records_max: call_records_max.min(window),
        call_bytes_max,
        window_records_max: if is_object { 2 * window } else { window },
        // What is in flight, and as much again that becomes the next call.
        window_bytes_max: call_bytes_max * (calls_max + 1),
        buries: route.dead_letters.is_some(),
        // The same records always make the same object.
        plans: is_object,
        governed: true,
        live_within_ms: (route.lanes == config::Lanes::LiveFirst).then(|| route.live_within_ms()),
    }
}
