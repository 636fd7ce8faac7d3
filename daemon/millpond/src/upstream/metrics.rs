//! The forwarder's own figures as metrics: what `millpond routes` shows, kept in the gateway's CloudWatch.

use super::Board;
use crate::status::RouteStatus;
use millpond_base::WallMs;
use millpond_log::Batch;
use millpond_store::Store;
use millpond_store::metric::{Datum, Figures};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Where the metrics are.
const NAMESPACE: &str = "Millpond/Forwarding";

/// Puts the figures of each lane every so many minutes, until `stop` says so. One small write for all of them, which nobody waits for.
pub(super) async fn run(store: Arc<Store>, board: Arc<Board>, minutes: u64, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(minutes * 60)) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let now = store.clock().now();
        let data: Vec<Datum> = board.read().iter().flat_map(|lane| figures(lane, now.wall)).collect();
        let mut batch = Batch::new();
        // What cannot be kept now is not missed: the next figures come soon.
        if !data.is_empty() && store.metrics().append(&mut batch, NAMESPACE, &data).is_ok() {
            let _ = store.log().stage(batch.lazy(), now);
        }
    }
}

fn figures(lane: &RouteStatus, at: WallMs) -> Vec<Datum> {
    let dimensions = [("Lane", &lane.lane), ("Route", &lane.route)];
    let known = [
        ("RecordsBehind", "Count", Some(lane.lag)),
        ("BytesBehind", "Bytes", lane.lag_bytes),
        ("AgeOfOldestRecord", "Seconds", Some(lane.oldest_secs.unwrap_or(0))),
        ("DrainTime", "Seconds", lane.drain_secs),
        ("RecordsForwarded", "Count", Some(lane.forwarded)),
        ("BytesOnTheWire", "Bytes", Some(lane.sent_bytes + lane.received_bytes)),
        ("BudgetLeftToday", "Bytes", lane.left_today_bytes),
        ("BudgetLeftThisMonth", "Bytes", lane.left_this_month_bytes),
    ];
    let datum = |(name, unit, value): (&str, &str, Option<u64>)| {
        // Up to 2^53 exactly.
        #[expect(clippy::cast_precision_loss, reason = "metrics are floating point numbers")]
        let value = value? as f64;
        Some(Datum {
            name: name.to_owned(),
            dimensions: dimensions.iter().map(|(name, text)| ((*name).to_owned(), (*text).clone())).collect(),
            unit: unit.to_owned(),
            at,
            resolution_s: 60,
            figures: Figures::Values(vec![(value, 1.0)]),
        })
    };
    known.into_iter().filter_map(datum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_known_is_not_made_up() {
        let lane = RouteStatus { route: "r".into(), lane: "l".into(), lag: 7, ..RouteStatus::default() };

        let data = figures(&lane, WallMs(5));

        let names: Vec<&str> = data.iter().map(|datum| datum.name.as_str()).collect();
        assert_eq!(names, ["RecordsBehind", "AgeOfOldestRecord", "RecordsForwarded", "BytesOnTheWire"]);
        assert_eq!(data[0].figures, Figures::Values(vec![(7.0, 1.0)]));
        assert_eq!(data[0].dimensions[1], ("Route".to_owned(), "r".to_owned()));
    }
}
