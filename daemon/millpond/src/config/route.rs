//! What is forwarded where, and how.

use super::{
    Addressing, Aggregate, BudgetBytes, Compress, Hours, Name, ObjectForm, Place, Protocol, Source, Target,
    Transform, Within,
};
use serde::Deserialize;

/// What is forwarded where.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Route {
    /// Names the route's progress on flash: renaming a route starts it afresh.
    pub(crate) name: Name,
    /// `stream/NAME` or `queue/NAME` on this gateway, `trail` or `losses`.
    pub(crate) from: Source,
    /// A place upstream; the same kind of place with the source's name when absent.
    pub(crate) to: Option<Target>,
    /// The name of an upstream or a broker.
    pub(crate) upstream: Name,
    /// Which order is kept.
    #[serde(default)]
    pub(crate) order: Order,
    /// Records in one call; at most 500 for streams and Firehose and 10 for queues, which is also the default. Where records are packed,
    /// and for brokers, as many as there is room for.
    pub(crate) batch_records_max: Option<Within<1, 4_096>>,
    /// Bytes in one call before encoding.
    pub(crate) batch_bytes_max: Option<Within<1_024, 5_242_880>>,
    /// Bytes over the wire in a day, both ways together, besides what the uplink allows.
    pub(crate) bytes_per_day: Option<BudgetBytes>,
    /// The same in a calendar month.
    pub(crate) bytes_per_month: Option<BudgetBytes>,
    /// Hours in which nothing of it goes.
    #[serde(default)]
    pub(crate) quiet_hours: Vec<Hours>,
    /// Calls in flight at once for each shard or queue; 2 for streams and 4 for queues when absent.
    pub(crate) calls_max: Option<Within<1, 16>>,
    /// How long a record may wait for its call to become full, in milliseconds; not at all when absent.
    pub(crate) linger_ms: Option<Within<1, 600_000>>,
    /// Whether what is new goes before what an outage has left behind.
    #[serde(default)]
    pub(crate) lanes: Lanes,
    /// With `lanes = "live-first"`: how old what was not sent may be, in seconds, before it is left behind; 10 when absent.
    pub(crate) live_within_s: Option<Within<1, 3_600>>,
    /// Routes of a smaller number go before all others to the same upstream; 5 when absent.
    pub(crate) priority: Option<Within<1, 9>>,
    /// What the route gets, in bytes, relative to others of its priority; 1 when absent.
    pub(crate) share: Option<Within<1, 1_000>>,
    /// `queue/NAME` on this gateway that takes what the upstream rejects for good. Without one such a record stays and holds
    /// back those of its key.
    pub(crate) dead_letters: Option<Place>,
    /// Several records become one upstream.
    pub(crate) aggregate: Option<Aggregate>,
    /// Whether what is sent is compressed; objects in S3 are unless told otherwise, and nothing else.
    pub(crate) compress: Option<Compress>,
    /// Records that hold several are taken apart.
    #[serde(default)]
    pub(crate) deaggregate: bool,
    /// What is done to each record.
    pub(crate) transform: Option<Transform>,
    /// How records are told apart in objects of S3.
    pub(crate) format: Option<ObjectForm>,
    /// How a bucket is addressed; in the host at AWS and in the path elsewhere when absent.
    pub(crate) addressing: Option<Addressing>,
    /// How calls to Kinesis are written.
    #[serde(default)]
    pub(crate) protocol: Protocol,
}

impl Route {
    /// Where the route leads to; `None` when it does not say, and what it reads has no name upstream.
    pub(crate) fn target(&self) -> Option<Target> {
        self.to.clone().or_else(|| match &self.from {
            Source::Place(place) => Some(place.clone().into()),
            Source::Trail | Source::Losses => None,
        })
    }

    /// What is wrong with the keys about lanes, if something is.
    pub(super) fn lanes_problem(&self) -> Option<&'static str> {
        match (self.lanes, &self.from) {
            (Lanes::Strict, _) if self.live_within_s.is_some() => {
                Some("has live_within_s, which needs lanes = \"live-first\"")
            }
            (Lanes::LiveFirst, Source::Place(Place::Queue(_)) | Source::Trail | Source::Losses) => Some(
                "has lanes = \"live-first\", which only streams know: a queue gives its messages in its own order; remove it",
            ),
            (Lanes::LiveFirst, _) if self.deaggregate || matches!(self.target(), Some(Target::S3 { .. })) => {
                Some(
                    "has lanes = \"live-first\", which neither deaggregate nor objects in S3 can have: both go through a stream in order; remove it",
                )
            }
            _ => None,
        }
    }

    /// How old what was not sent may be.
    pub(crate) fn live_within_ms(&self) -> u64 {
        self.live_within_s.map_or(10, |seconds| seconds.0) * 1_000
    }

    /// The route's priority; 1 goes first.
    pub(crate) fn priority(&self) -> u8 {
        self.priority.map_or(5, |priority| u8::try_from(priority.0).unwrap_or(u8::MAX))
    }

    /// The route's share.
    pub(crate) fn share(&self) -> u32 {
        self.share.map_or(1, |share| u32::try_from(share.0).unwrap_or(u32::MAX))
    }
}

/// What goes first after an outage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Lanes {
    /// What is old: the order of a key is kept throughout.
    #[default]
    Strict,
    /// What is new. What is old follows beside it, in order by itself.
    LiveFirst,
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
