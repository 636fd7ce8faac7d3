//! Where each lane says what it does, and everybody reads it: `millpond status`, `millpond routes` and the metrics.

use super::gate::{Account, Uplink};
use super::lock;
use crate::status::{RouteStatus, UplinkStatus};
use millpond_base::LineMs;
use millpond_store::Store;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Lanes by route and name, with what they do now.
pub(crate) struct Board {
    store: Arc<Store>,
    lanes: Mutex<BTreeMap<(String, String), Posted>>,
    accounts: BTreeMap<String, Arc<Account>>,
    uplinks: Vec<Arc<Uplink>>,
}

struct Posted {
    status: RouteStatus,
    /// When the oldest record that has not arrived came, on the device timeline.
    oldest: Option<LineMs>,
}

impl Board {
    pub(super) fn new(
        store: Arc<Store>,
        accounts: BTreeMap<String, Arc<Account>>,
        uplinks: Vec<Arc<Uplink>>,
    ) -> Self {
        Self { store, lanes: Mutex::default(), accounts, uplinks }
    }

    /// Every route and lane, and what its route has spent.
    pub(crate) fn read(&self) -> Vec<RouteStatus> {
        let now = self.store.clock().now();
        let fill = |posted: &Posted| {
            let mut status = posted.status.clone();
            status.oldest_secs = posted.oldest.map(|oldest| now.line.since_ms(oldest) / 1_000);
            let Some(account) = self.accounts.get(&status.route) else { return status };
            let standing = account.standing(now);
            (status.sent_bytes, status.received_bytes) = (standing.sent, standing.received);
            status.left_today_bytes = standing.left_today;
            status.left_this_month_bytes = standing.left_this_month;
            // A call that waits at the gate counts as under way for the lane.
            if let Some(wait) = standing.wait.filter(|_| status.lag > 0) {
                status.state = wait;
            }
            if let Some((at, text)) = standing.trouble {
                (status.last_error_at, status.last_error) = (at.to_iso8601(), text);
            }
            status
        };
        self.lock().values().map(fill).collect()
    }

    /// Every way out that has a name.
    pub(crate) fn uplinks(&self) -> Vec<UplinkStatus> {
        let now = self.store.clock().now();
        self.uplinks.iter().map(|uplink| uplink.status(now)).collect()
    }

    /// The account of a route.
    pub(super) fn account(&self, route: &str) -> Option<&Arc<Account>> {
        self.accounts.get(route)
    }

    /// Writes down exactly what was spent, for an orderly end.
    pub(super) fn settle(&self) {
        self.accounts.values().for_each(|account| account.settle());
    }

    pub(super) fn post(&self, status: RouteStatus, oldest: Option<LineMs>) {
        let name = (status.route.clone(), status.lane.clone());
        self.lock().insert(name, Posted { status, oldest });
    }

    pub(super) fn take_down(&self, route: &str, lane: &str) {
        self.lock().remove(&(route.to_owned(), lane.to_owned()));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, String), Posted>> {
        lock(&self.lanes)
    }
}
