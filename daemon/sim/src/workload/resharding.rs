//! What operators do to the shards of streams.

use super::{Day, Outcome, STREAMS, Stop, refused};
use serde_json::{Value, json};

/// More open shards than this are merged again.
const OPEN_MAX: usize = 6;
/// Refusals that are no surprise: another change is under way, bounds, a stream of unknown fate, shards that changed since
/// they were listed.
const EXPECTED: [&str; 4] = [
    "ResourceInUseException",
    "LimitExceededException",
    "ResourceNotFoundException",
    "InvalidArgumentException",
];

impl Day<'_> {
    /// Begins to split, merge or scale a stream.
    pub(super) fn reshard(&mut self) -> Result<(), Stop> {
        let stream = self.pick(STREAMS);
        let filter = json!({"StreamName": stream, "ShardFilter": {"Type": "AT_LATEST"}});
        let reply = self.appliance.call("Kinesis_20131202.ListShards", &filter)?;
        let mut open: Vec<(u128, u128, Value)> =
            reply.body["Shards"].as_array().into_iter().flatten().map(range).collect();
        open.sort_unstable_by_key(|(first, ..)| *first);
        let Some(at) = self.chance.below(u64::MAX).checked_rem(open.len() as u64) else { return Ok(()) };
        let at = usize::try_from(at).unwrap_or(0);
        let (operation, mut input) = match self.chance.below(3) {
            0 => (
                "UpdateShardCount",
                json!({"TargetShardCount": 1 + self.chance.below(4), "ScalingType": "UNIFORM_SCALING"}),
            ),
            1 if open.len() < OPEN_MAX => {
                let (first, last, shard) = &open[at];
                let middle = first + (last - first) / 2;
                ("SplitShard", json!({"ShardToSplit": shard, "NewStartingHashKey": middle.to_string()}))
            }
            _ if at + 1 < open.len() => {
                ("MergeShards", json!({"ShardToMerge": open[at].2, "AdjacentShardToMerge": open[at + 1].2}))
            }
            _ => return Ok(()),
        };
        input["StreamName"] = stream.into();
        let reply = self.appliance.call(&format!("Kinesis_20131202.{operation}"), &input)?;
        let kind = reply.body["__type"].as_str().unwrap_or_default();
        match Outcome::of(Some(&reply)) {
            Outcome::Yes => self.model.resharded += 1,
            Outcome::No if !EXPECTED.contains(&kind) => return Err(refused(operation, &reply)),
            _ => {}
        }
        Ok(())
    }
}

/// First and last hash key of a shard, and its name.
fn range(shard: &Value) -> (u128, u128, Value) {
    let key =
        |name: &str| shard["HashKeyRange"][name].as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
    (key("StartingHashKey"), key("EndingHashKey"), shard["ShardId"].clone())
}
