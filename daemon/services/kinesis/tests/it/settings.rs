//! Retention, monitoring, limits, the account's settings, the size of records and their distribution.

use crate::rig::{ACCOUNT, Rig, START_MS, record, refused};
use millpond_base::Clock;
use millpond_kinesis::api;
use millpond_service::Fault;

const HOUR_MS: u64 = 3_600_000;

fn arn(name: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}")
}

fn increase(rig: &Rig, hours: i64) -> Result<(), Fault> {
    let input = api::IncreaseStreamRetentionPeriodInput {
        stream_name: Some("s".to_owned()),
        retention_period_hours: hours,
        ..Default::default()
    };
    rig.call::<api::IncreaseStreamRetentionPeriod>(input).map(drop)
}

fn decrease(rig: &Rig, hours: i64) -> Result<(), Fault> {
    let input = api::DecreaseStreamRetentionPeriodInput {
        stream_arn: Some(arn("s")),
        retention_period_hours: hours,
        ..Default::default()
    };
    rig.call::<api::DecreaseStreamRetentionPeriod>(input).map(drop)
}

fn on_demand(rig: &Rig, name: &str) {
    let input = api::CreateStreamInput { stream_name: name.to_owned(), ..Default::default() };
    rig.call::<api::CreateStream>(input).unwrap();
}

fn summary(rig: &Rig, name: &str) -> api::StreamDescriptionSummary {
    let input = api::DescribeStreamSummaryInput { stream_name: Some(name.to_owned()), ..Default::default() };
    rig.call::<api::DescribeStreamSummary>(input).unwrap().stream_description_summary
}

#[test]
fn retention_grows_and_shrinks_within_its_bounds() {
    let rig = Rig::with_stream("s", 1);
    let code = "InvalidArgumentException";

    increase(&rig, 8760).unwrap();
    decrease(&rig, 48).unwrap();
    increase(&rig, 48).unwrap();

    assert_eq!(rig.describe("s").unwrap().retention_period_hours, 48);
    for change in [increase, decrease] {
        refused(
            change(&rig, 23),
            code,
            "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
        );
        refused(
            change(&rig, 8761),
            code,
            "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.",
        );
    }
    refused(
        increase(&rig, 47),
        code,
        "Requested retention period (47 hours) for stream s can not be shorter than existing retention period (48 \
         hours). Use DecreaseRetentionPeriod API.",
    );
    refused(
        decrease(&rig, 49),
        code,
        "Requested retention period (49 hours) for stream s can not be longer than existing retention period (48 \
         hours). Use IncreaseRetentionPeriod API.",
    );
    assert_eq!(rig.reopen().describe("s").unwrap().retention_period_hours, 48);
}

#[test]
fn records_older_than_a_shorter_retention_cannot_be_read() {
    let rig = Rig::with_stream("s", 1);
    increase(&rig, 72).unwrap();
    rig.put("s", "k", b"old");
    rig.clock.advance_ms(30 * HOUR_MS);
    rig.put("s", "k", b"new");
    rig.store.maintain(rig.clock.now()).unwrap();
    let bodies = |rig: &Rig| -> Vec<Vec<u8>> {
        rig.all("s", "shardId-000000000000").into_iter().map(|record| record.data).collect()
    };
    assert_eq!(bodies(&rig), [b"old", b"new"]);

    decrease(&rig, 24).unwrap();
    rig.store.maintain(rig.clock.now()).unwrap();

    assert_eq!(bodies(&rig), [b"new"]);
    increase(&rig, 72).unwrap();
    assert_eq!(bodies(&rig), [b"new"], "what is gone stays gone");
}

fn enable(rig: &Rig, words: &[&str]) -> Result<(Vec<String>, Vec<String>), Fault> {
    let input = api::EnableEnhancedMonitoringInput {
        stream_name: Some("s".to_owned()),
        shard_level_metrics: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Default::default()
    };
    let output = rig.call::<api::EnableEnhancedMonitoring>(input)?;
    assert_eq!((output.stream_name.unwrap(), output.stream_arn.unwrap()), ("s".to_owned(), arn("s")));
    Ok((output.current_shard_level_metrics.unwrap(), output.desired_shard_level_metrics.unwrap()))
}

fn disable(rig: &Rig, words: &[&str]) -> (Vec<String>, Vec<String>) {
    let input = api::DisableEnhancedMonitoringInput {
        stream_arn: Some(arn("s")),
        shard_level_metrics: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Default::default()
    };
    let output = rig.call::<api::DisableEnhancedMonitoring>(input).unwrap();
    (output.current_shard_level_metrics.unwrap(), output.desired_shard_level_metrics.unwrap())
}

#[test]
fn metrics_are_switched_on_and_off_and_shown() {
    let rig = Rig::with_stream("s", 1);
    let none: Vec<String> = Vec::new();

    let first = enable(&rig, &["OutgoingBytes", "IncomingBytes"]).unwrap();
    let second = enable(&rig, &["IncomingBytes", "IteratorAgeMilliseconds"]).unwrap();
    let third = disable(&rig, &["IncomingBytes", "IncomingRecords"]);

    let two = ["IncomingBytes", "OutgoingBytes"].map(str::to_owned).to_vec();
    let three = ["IncomingBytes", "OutgoingBytes", "IteratorAgeMilliseconds"].map(str::to_owned).to_vec();
    let left = ["OutgoingBytes", "IteratorAgeMilliseconds"].map(str::to_owned).to_vec();
    assert_eq!(first, (none.clone(), two.clone()));
    assert_eq!(second, (two, three.clone()));
    assert_eq!(third, (three, left.clone()));
    let rig = rig.reopen();
    let shown = rig.describe("s").unwrap().enhanced_monitoring.remove(0).shard_level_metrics;
    assert_eq!(shown, Some(left.clone()));
    assert_eq!(summary(&rig, "s").enhanced_monitoring.remove(0).shard_level_metrics, Some(left));
    assert_eq!(enable(&rig, &["ALL"]).unwrap().1.len(), 7);
    assert_eq!(disable(&rig, &["ALL"]).1, none);
    let wrong = enable(&rig, &["Everything"]).unwrap_err();
    assert_eq!(wrong.code, "ValidationException");
}

#[test]
fn limits_tell_what_there_is_and_what_there_may_be() {
    let rig = Rig::with_stream("s", 3);
    on_demand(&rig, "d");

    let limits = rig.call::<api::DescribeLimits>(api::DescribeLimitsInput {}).unwrap();

    assert_eq!((limits.shard_limit, limits.open_shard_count), (1024, 7));
    assert_eq!((limits.on_demand_stream_count, limits.on_demand_stream_count_limit), (1, 1024));
}

fn commit(rig: &Rig, status: &str) -> api::MinimumThroughputBillingCommitmentOutput {
    let commitment = api::MinimumThroughputBillingCommitmentInput { status: status.to_owned() };
    let input = api::UpdateAccountSettingsInput { minimum_throughput_billing_commitment: commitment };
    let output = rig.call::<api::UpdateAccountSettings>(input).unwrap();
    output.minimum_throughput_billing_commitment.unwrap()
}

fn commitment(rig: &Rig) -> api::MinimumThroughputBillingCommitmentOutput {
    let output = rig.call::<api::DescribeAccountSettings>(api::DescribeAccountSettingsInput {}).unwrap();
    output.minimum_throughput_billing_commitment.unwrap()
}

#[test]
fn the_account_s_commitment_lasts_a_day_and_survives_a_restart() {
    let rig = Rig::new();
    let start = START_MS.cast_signed();
    let day_ms = 24 * HOUR_MS.cast_signed();
    let never = commitment(&rig);
    assert_eq!((never.status.as_str(), never.started_at, never.ended_at), ("DISABLED", None, None));
    assert_eq!(commit(&rig, "DISABLED").status, "DISABLED");

    let enabled = commit(&rig, "ENABLED");

    assert_eq!((enabled.status.as_str(), enabled.started_at), ("ENABLED", Some(start)));
    assert_eq!((enabled.ended_at, enabled.earliest_allowed_end_at), (None, Some(start + day_ms)));
    rig.clock.advance_ms(HOUR_MS);
    assert_eq!(commit(&rig, "DISABLED").status, "ENABLED_UNTIL_EARLIEST_ALLOWED_END");
    let rig = rig.reopen();
    assert_eq!(commitment(&rig).status, "ENABLED_UNTIL_EARLIEST_ALLOWED_END");
    rig.clock.advance_ms(23 * HOUR_MS);
    let ended = commitment(&rig);
    assert_eq!((ended.status.as_str(), ended.started_at), ("DISABLED", Some(start)));
    assert_eq!((ended.ended_at, ended.earliest_allowed_end_at), (Some(start + day_ms), None));
}

fn record_size(rig: &Rig, kib: i64) -> Result<(), Fault> {
    let input = api::UpdateMaxRecordSizeInput {
        stream_arn: Some(arn("s")),
        max_record_size_in_kib: kib,
        ..Default::default()
    };
    rig.call::<api::UpdateMaxRecordSize>(input).map(drop)
}

#[test]
fn a_record_may_be_as_large_as_its_stream_says_at_the_time() {
    let rig = Rig::large("s");
    let large = vec![7; 2 << 20];
    let over = rig.call::<api::PutRecord>(record("s", "k", &large)).err().unwrap();
    assert_eq!(over.code, "ValidationException");

    record_size(&rig, 2049).unwrap();
    rig.put("s", "key", &large);
    record_size(&rig, 1024).unwrap();

    let rig = rig.reopen();
    assert_eq!(summary(&rig, "s").max_record_size_in_kib, Some(1024));
    assert_eq!(rig.all("s", "shardId-000000000000")[0].data.len(), large.len(), "it stays");
    assert!(rig.call::<api::PutRecord>(record("s", "key", &large)).is_err());
    refused(
        record_size(&rig, 10_240),
        "InvalidArgumentException",
        "MaxRecordSizeInKiB 10240 exceeds 4096, the most this endpoint takes.",
    );
    assert_eq!(record_size(&rig, 1023).unwrap_err().code, "ValidationException");
    let nowhere = api::UpdateMaxRecordSizeInput { max_record_size_in_kib: 1024, ..Default::default() };
    assert_eq!(rig.call::<api::UpdateMaxRecordSize>(nowhere).err().unwrap().code, "InvalidArgumentException");
}

fn distribute(rig: &Rig, name: &str, strategy: &str) -> Result<(), Fault> {
    let input = api::UpdateStreamRecordDistributionStrategyInput {
        stream_arn: arn(name),
        record_distribution_strategy: strategy.to_owned(),
        ..Default::default()
    };
    rig.call::<api::UpdateStreamRecordDistributionStrategy>(input).map(drop)
}

#[test]
fn records_are_distributed_as_their_stream_says_at_the_time() {
    let rig = Rig::with_stream("s", 2);
    on_demand(&rig, "d");
    let shards = |rig: &Rig| -> std::collections::BTreeSet<String> {
        (0..8).map(|_| rig.put("d", "same", b"x").shard_id).collect()
    };
    assert_eq!(shards(&rig).len(), 1);

    distribute(&rig, "d", "AUTO").unwrap();

    let rig = rig.reopen();
    assert_eq!(shards(&rig).len(), 4);
    assert_eq!(summary(&rig, "d").record_distribution_strategy.as_deref(), Some("AUTO"));
    distribute(&rig, "d", "USER_PARTITION_KEY").unwrap();
    assert_eq!(shards(&rig).len(), 1);
    refused(
        distribute(&rig, "s", "AUTO"),
        "InvalidArgumentException",
        "RecordDistributionStrategy AUTO is only supported for streams in the ON_DEMAND mode.",
    );
    distribute(&rig, "s", "USER_PARTITION_KEY").unwrap();
    refused(
        distribute(&rig, "t", "AUTO"),
        "ResourceNotFoundException",
        "Stream t under account 000000000000 not found.",
    );
}

fn warm_up(rig: &Rig, name: &str, mibps: i64) -> Result<api::UpdateStreamWarmThroughputOutput, Fault> {
    let input = api::UpdateStreamWarmThroughputInput {
        stream_arn: Some(arn(name)),
        warm_throughput_mibps: mibps,
        ..Default::default()
    };
    rig.call::<api::UpdateStreamWarmThroughput>(input)
}

fn warmth(of: Option<api::WarmThroughputObject>) -> Option<(i64, i64)> {
    of.map(|warm| (warm.target_mibps.unwrap(), warm.current_mibps.unwrap()))
}

#[test]
fn a_stream_is_warmed_up_under_a_commitment_alone() {
    let rig = Rig::with_stream("s", 1);
    on_demand(&rig, "d");
    let code = "InvalidArgumentException";
    let uncommitted =
        "WarmThroughputMiBps requires MinimumThroughputBillingCommitment to be enabled for the account.";
    refused(warm_up(&rig, "d", 6), code, uncommitted);
    commit(&rig, "ENABLED");

    let output = warm_up(&rig, "d", 6).unwrap();

    assert_eq!(output.stream_name.as_deref(), Some("d"));
    assert_eq!(warmth(output.warm_throughput), Some((6, 4)));
    assert_eq!(summary(&rig, "d").stream_status, "UPDATING");
    let rig = rig.reopen();
    rig.clock.advance_ms(1_000);
    let shown = summary(&rig, "d");
    assert_eq!((shown.stream_status.as_str(), shown.open_shard_count), ("ACTIVE", 6));
    assert_eq!(warmth(shown.warm_throughput), Some((6, 6)));
    assert_eq!(warmth(warm_up(&rig, "d", 2).unwrap().warm_throughput), Some((2, 6)));
    assert_eq!(warmth(warm_up(&rig, "d", 0).unwrap().warm_throughput), None);
    refused(
        warm_up(&rig, "s", 6),
        code,
        "WarmThroughputMiBps is only supported for streams in the ON_DEMAND mode.",
    );
    refused(
        warm_up(&rig, "d", 10_241),
        "LimitExceededException",
        "WarmThroughputMiBps 10241 exceeds 10240, the most a stream can be scaled to.",
    );
    assert_eq!(warm_up(&rig, "d", 10_240).err().unwrap().code, "LimitExceededException");
    assert_eq!(warmth(summary(&rig, "d").warm_throughput), None);
}

#[test]
fn a_stream_is_made_warm_and_becomes_so_with_its_mode() {
    let rig = Rig::with_stream("s", 1);
    commit(&rig, "ENABLED");
    let mode = |mode: &str| api::StreamModeDetails { stream_mode: mode.to_owned() };
    let input = |name: &str, asked| api::CreateStreamInput {
        stream_name: name.to_owned(),
        warm_throughput_mibps: Some(asked),
        ..Default::default()
    };

    rig.call::<api::CreateStream>(input("low", 2)).unwrap();
    rig.call::<api::CreateStream>(input("high", 9)).unwrap();
    let provisioned = api::CreateStreamInput { shard_count: Some(1), ..input("p", 2) };
    let switch = api::UpdateStreamModeInput {
        stream_arn: arn("s"),
        stream_mode_details: mode("ON_DEMAND"),
        warm_throughput_mibps: Some(3),
        ..Default::default()
    };
    rig.call::<api::UpdateStreamMode>(switch).unwrap();

    assert_eq!(warmth(summary(&rig, "low").warm_throughput), Some((2, 4)));
    assert_eq!(warmth(summary(&rig, "high").warm_throughput), Some((9, 9)));
    assert_eq!(rig.call::<api::CreateStream>(provisioned).err().unwrap().code, "InvalidArgumentException");
    for _ in 0..2 {
        rig.clock.advance_ms(1_000);
        rig.store.maintain(rig.clock.now()).unwrap();
    }
    rig.clock.advance_ms(1_000);
    assert_eq!(warmth(summary(&rig, "s").warm_throughput), Some((3, 3)));
}

#[test]
fn what_aws_does_with_active_streams_only_waits_for_what_is_under_way() {
    let rig = Rig::with_stream("s", 1);
    let split = api::UpdateShardCountInput {
        stream_name: Some("s".to_owned()),
        target_shard_count: 2,
        scaling_type: "UNIFORM_SCALING".to_owned(),
        ..Default::default()
    };
    rig.call::<api::UpdateShardCount>(split).unwrap();
    let code = "ResourceInUseException";
    let text = "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING";
    let key = api::StartStreamEncryptionInput {
        stream_name: Some("s".to_owned()),
        encryption_type: "KMS".to_owned(),
        key_id: "alias/aws/kinesis".to_owned(),
        ..Default::default()
    };

    refused(increase(&rig, 48), code, text);
    refused(decrease(&rig, 24), code, text);
    refused(record_size(&rig, 2048), code, text);
    refused(rig.call::<api::StartStreamEncryption>(key.clone()), code, text);
    enable(&rig, &["ALL"]).unwrap();

    rig.clock.advance_ms(1_000);
    increase(&rig, 48).unwrap();
    rig.call::<api::StartStreamEncryption>(key).unwrap();
    assert_eq!(rig.describe("s").unwrap().shards.len(), 3);
}
