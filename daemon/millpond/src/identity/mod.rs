//! Fetches the keys of OpenID Connect providers, so that whoever signs in finds them there.
//!
//! The store says which are due (`Principals::errands`) and wakes this task when somebody waits for one.

mod fetch;
mod pinned;

use crate::journal;
use millpond_store::Store;
use millpond_store::principal::Errand;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinSet;

/// How often it looks for what is due when nobody wakes it.
const LOOK: Duration = Duration::from_secs(5);

/// Providers asked at the same time.
///
/// # Source
/// Ours: one that does not answer keeps off no other, and each fetch holds the device's authorities in memory.
const AT_ONCE: usize = 2;

/// Fetches until `stop` says so.
pub(crate) async fn run(store: Arc<Store>, mut stop: watch::Receiver<bool>) {
    let wanted = Arc::new(Notify::new());
    let wake = Arc::clone(&wanted);
    store.principals().issuers().connect(Box::new(move || wake.notify_one()));
    let (mut fetching, places) = (JoinSet::new(), Arc::new(Semaphore::new(AT_ONCE)));
    loop {
        for errand in store.principals().errands(store.clock().now()) {
            fetching.spawn(carry_out(Arc::clone(&store), errand, Arc::clone(&places)));
        }
        tokio::select! {
            // What is still under way ends with the set.
            _ = stop.wait_for(|stop| *stop) => return,
            Some(ended) = fetching.join_next() => {
                if ended.is_err() {
                    journal::error("a fetch had panicked; its provider is asked again after a restart", &[]);
                }
            }
            () = wanted.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn carry_out(store: Arc<Store>, errand: Errand, places: Arc<Semaphore>) {
    // Never closed, so there is a place sooner or later.
    let _place = places.acquire().await;
    let provider = &errand.provider;
    let answer = fetch::keys(provider).await.map_err(|refusal| {
        let arn = provider.arn.as_str();
        journal::warn("an issuer's keys cannot be fetched", &[("provider", &arn), ("cause", &refusal)]);
        refusal.failure
    });
    if let Err(error) = store.issuer_answered(errand.number, answer) {
        journal::error("an issuer's keys cannot be kept", &[("cause", &error)]);
    }
}
