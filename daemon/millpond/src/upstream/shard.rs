//! The lanes of one shard or queue: one that carries what is new, and now and then one that drains what an outage left behind.

use super::lane::{self, Caller, Part, Ports, Source};
use super::shared::Shared;
use millpond_base::TrackId;
use millpond_forward::Settings;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Why a lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Everything there will ever be for it has arrived.
    Over,
    /// Its source is gone, or the program stops.
    Cut,
}

/// Runs the lanes of a source until it is gone or over, or the program stops. Returns its track. Ranges that are pending are
/// drained first, one after the other, unless what is new goes before what is old (`live_within_ms`).
pub(super) async fn run<S, C, O, M>(
    ports: Ports,
    name: String,
    settings: Settings,
    open: O,
    make: M,
) -> TrackId
where
    S: Source + 'static,
    C: Caller<Load = S::Load>,
    O: Fn() -> S + Send + 'static,
    M: Fn() -> C + Clone + Send + 'static,
{
    let source = open();
    let track = source.track();
    let shared = Arc::new(Shared::open(&ports, &source));
    drop(source);
    let mut lanes = JoinSet::new();
    let (mut is_live, mut is_over) = (false, false);
    loop {
        let start = |part| {
            let label = match part {
                Part::Live => name.clone(),
                Part::Backfill { .. } => format!("{name} (backfill)"),
            };
            lane::run(ports.clone(), label, settings, open(), make.clone(), Arc::clone(&shared), part)
        };
        let in_order = settings.live_within_ms.is_none();
        if let Some((from, end)) = shared.ledger().take() {
            lanes.spawn(start(Part::Backfill { from, end }));
        }
        let must_wait = in_order && !shared.ledger().pending().is_empty();
        if !is_live && !is_over && !must_wait {
            is_live = true;
            lanes.spawn(start(Part::Live));
        }
        tokio::select! {
            ended = lanes.join_next() => match ended {
                None => return track,
                Some(Ok((_, Ended::Cut))) => break,
                Some(Ok((Part::Live, Ended::Over))) => (is_live, is_over) = (false, true),
                Some(Ok((Part::Backfill { .. }, Ended::Over))) => {}
                Some(Err(cause)) => match cause.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(_) => break,
                },
            },
            // The lane that was live has become one that drains.
            () = shared.split.notified() => is_live = false,
        }
    }
    while lanes.join_next().await.is_some() {}
    track
}
