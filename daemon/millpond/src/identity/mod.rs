//! Fetches the keys of OpenID Connect providers, so that whoever signs in finds them there.
//!
//! The store says which are due (`Principals::errands`) and wakes this task when somebody waits for one. One errand at a
//! time: a gateway has a handful of providers, and each is asked four times a day.

mod fetch;
mod pinned;

use crate::journal;
use millpond_store::Store;
use millpond_store::principal::Errand;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// How often it looks for what is due when nobody wakes it.
const LOOK: Duration = Duration::from_secs(5);

/// Fetches until `stop` says so.
pub(crate) async fn run(store: Arc<Store>, mut stop: watch::Receiver<bool>) {
    let wanted = Arc::new(Notify::new());
    let wake = Arc::clone(&wanted);
    store.principals().issuers().connect(Box::new(move || wake.notify_one()));
    loop {
        for errand in store.principals().errands(store.clock().now()) {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = carry_out(&store, &errand) => {}
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = wanted.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn carry_out(store: &Store, errand: &Errand) {
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
