//! What is forwarded where, and how.

use super::{BudgetBytes, Hours, Name, Place, Within};
use serde::Deserialize;

/// What is forwarded where.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Route {
    /// Names the route's progress on flash: renaming a route starts it afresh.
    pub(crate) name: Name,
    /// `stream/NAME` or `queue/NAME` on this gateway.
    pub(crate) from: Place,
    /// The same kind of place upstream; the source's name when absent.
    pub(crate) to: Option<Place>,
    /// The upstream's name.
    pub(crate) upstream: Name,
    /// Which order is kept.
    #[serde(default)]
    pub(crate) order: Order,
    /// Records in one call; at most 500 for streams and 10 for queues, which is also the default.
    pub(crate) batch_records_max: Option<Within<1, 500>>,
    /// Bytes in one call before encoding.
    pub(crate) batch_bytes_max: Option<Within<1_024, 5_242_880>>,
    /// Bytes over the wire in a day, both ways together, besides what the uplink allows.
    pub(crate) bytes_per_day: Option<BudgetBytes>,
    /// The same in a calendar month.
    pub(crate) bytes_per_month: Option<BudgetBytes>,
    /// Hours in which nothing of it goes.
    #[serde(default)]
    pub(crate) quiet_hours: Vec<Hours>,
    /// `queue/NAME` on this gateway that takes what the upstream rejects for good. Without one such a record stays and holds
    /// back those of its key.
    pub(crate) dead_letters: Option<Place>,
}

impl Route {
    /// Where the route leads to.
    pub(crate) fn target(&self) -> &Place {
        self.to.as_ref().unwrap_or(&self.from)
    }
}

/// Which order a route keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// Records of one key never overtake each other: one of them per call.
    #[default]
    Key,
    /// Records of one key may share a call; a call that fails in part may reorder them within that call.
    Batch,
    /// A failed record holds nothing back.
    None,
}
