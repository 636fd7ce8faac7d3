"""What can be set on a stream, on what belongs to it and on the account, and that it outlives the process."""

import json
import signal
import time

import pytest
from botocore.exceptions import ClientError
from policies import policy


@pytest.fixture
def stream(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=1)
    yield kinesis, name
    kinesis.delete_stream(StreamName=name, EnforceConsumerDeletion=True)


def arn_of(gateway, name):
    return f"arn:aws:kinesis:{gateway.region}:{gateway.account}:stream/{name}"


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def read_all(kinesis, name):
    at = dict(StreamName=name, ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    return kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**at)["ShardIterator"])["Records"]


def active(kinesis, name):
    for _ in range(100):
        summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        if summary["StreamStatus"] == "ACTIVE":
            return summary
        time.sleep(0.05)
    raise AssertionError(summary)


def test_tags_of_a_stream(stream, gateway):
    kinesis, name = stream
    arn = arn_of(gateway, name)

    kinesis.add_tags_to_stream(StreamName=name, Tags={"site": "mill", "team": "water", "empty": ""})
    kinesis.add_tags_to_stream(StreamARN=arn, Tags={"team": "air"})
    kinesis.remove_tags_from_stream(StreamARN=arn, TagKeys=["site", "absent"])

    wanted = [{"Key": "empty", "Value": ""}, {"Key": "team", "Value": "air"}]
    assert kinesis.list_tags_for_stream(StreamName=name)["Tags"] == wanted
    page = kinesis.list_tags_for_stream(StreamARN=arn, Limit=1)
    assert (page["Tags"], page["HasMoreTags"]) == (wanted[:1], True)
    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == wanted
    assert refusal(kinesis.add_tags_to_stream, StreamName=name, Tags={"aws:x": "y"}) == "InvalidArgumentException"


def test_tags_of_a_consumer(stream, gateway):
    kinesis, name = stream
    consumer = kinesis.register_stream_consumer(StreamARN=arn_of(gateway, name), ConsumerName="c", Tags={"a": "1"})
    arn = consumer["Consumer"]["ConsumerARN"]

    kinesis.tag_resource(ResourceARN=arn, Tags={"b": "2"})
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["a"])

    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "b", "Value": "2"}]


def test_retention(stream, gateway):
    kinesis, name = stream

    kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=8760)
    kinesis.decrease_stream_retention_period(StreamARN=arn_of(gateway, name), RetentionPeriodHours=48)

    assert kinesis.describe_stream(StreamName=name)["StreamDescription"]["RetentionPeriodHours"] == 48
    for call, hours in [
        (kinesis.increase_stream_retention_period, 47),
        (kinesis.decrease_stream_retention_period, 49),
        (kinesis.increase_stream_retention_period, 8761),
        (kinesis.decrease_stream_retention_period, 23),
    ]:
        assert refusal(call, StreamName=name, RetentionPeriodHours=hours) == "InvalidArgumentException"


def test_enhanced_monitoring(stream):
    kinesis, name = stream

    enabled = kinesis.enable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=["ALL"])
    disabled = kinesis.disable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=["IncomingBytes"])

    assert (enabled["CurrentShardLevelMetrics"], len(enabled["DesiredShardLevelMetrics"])) == ([], 7)
    assert "IncomingBytes" not in disabled["DesiredShardLevelMetrics"]
    shown = kinesis.describe_stream(StreamName=name)["StreamDescription"]["EnhancedMonitoring"]
    assert shown == [{"ShardLevelMetrics": disabled["DesiredShardLevelMetrics"]}]


def test_a_kms_key_opens_and_closes_a_stream(stream, gateway):
    kinesis, name = stream
    kms = gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"before")
    time.sleep(0.01)

    kinesis.start_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=key)

    put = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"under")
    assert put["EncryptionType"] == "KMS"
    description = kinesis.describe_stream(StreamName=name)["StreamDescription"]
    assert (description["EncryptionType"], description["KeyId"]) == ("KMS", key)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert refusal(kinesis.put_record, StreamName=name, PartitionKey="k", Data=b"x") == "KMSInvalidStateException"
    kms.cancel_key_deletion(KeyId=key)
    assert refusal(kinesis.put_record, StreamName=name, PartitionKey="k", Data=b"x") == "KMSDisabledException"
    assert [r["Data"] for r in read_all(kinesis, name)] == [b"before"]
    kms.enable_key(KeyId=key)
    time.sleep(0.01)
    kinesis.stop_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=key)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"after")
    records = [(r["Data"], r.get("EncryptionType")) for r in read_all(kinesis, name)]
    assert records == [(b"before", None), (b"under", "KMS"), (b"after", None)]


def test_limits_and_the_accounts_settings(stream, gateway, name):
    kinesis, _ = stream
    limits = kinesis.describe_limits()
    assert limits["ShardLimit"] >= limits["OpenShardCount"] >= 1
    assert limits["OnDemandStreamCountLimit"] >= limits["OnDemandStreamCount"] >= 0
    kinesis.create_stream(StreamName=f"{name}-warm", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    asked = dict(StreamName=f"{name}-warm", WarmThroughputMiBps=6)
    if kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"] == "DISABLED":
        assert refusal(kinesis.update_stream_warm_throughput, **asked) == "InvalidArgumentException"

    commitment = kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    warm = kinesis.update_stream_warm_throughput(**asked)

    commitment = commitment["MinimumThroughputBillingCommitment"]
    assert commitment["Status"] == "ENABLED" and commitment["EarliestAllowedEndAt"] > commitment["StartedAt"]
    assert warm["WarmThroughput"]["TargetMiBps"] == 6
    summary = active(kinesis, f"{name}-warm")
    assert (summary["OpenShardCount"], summary["WarmThroughput"]["CurrentMiBps"]) == (6, 6)
    kinesis.delete_stream(StreamName=f"{name}-warm")


def test_the_size_and_the_distribution_of_records(stream, gateway, name):
    kinesis, stream_name = stream
    arn = arn_of(gateway, stream_name)
    large = b"x" * (1 << 20)
    assert refusal(kinesis.put_record, StreamARN=arn, PartitionKey="k", Data=large) == "ValidationException"

    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)

    kinesis.put_record(StreamARN=arn, PartitionKey="k", Data=large)
    kinesis.create_stream(StreamName=f"{name}-even", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    even = arn_of(gateway, f"{name}-even")
    kinesis.update_stream_record_distribution_strategy(StreamARN=even, RecordDistributionStrategy="AUTO")
    put = kinesis.put_records(StreamARN=even, Records=[{"PartitionKey": "same", "Data": b"x"}] * 8)
    assert len({record["ShardId"] for record in put["Records"]}) == 4
    kinesis.delete_stream(StreamARN=even)


def test_a_resource_policy_lets_in_and_keeps_out(stream, gateway, name):
    kinesis, stream_name = stream
    iam, arn = gateway.client("iam"), arn_of(gateway, stream_name)
    user = iam.create_user(UserName=name)["User"]["Arn"]
    guest = gateway.client_of("kinesis", iam.create_access_key(UserName=name)["AccessKey"])
    record = dict(StreamName=stream_name, PartitionKey="k", Data=b"x")
    assert kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == "{}"
    assert refusal(guest.put_record, **record) == "AccessDeniedException"

    def attach(effect):
        document = json.loads(policy(effect, "kinesis:PutRecord", arn))
        document["Statement"][0]["Principal"] = {"AWS": user}
        kinesis.put_resource_policy(ResourceARN=arn, Policy=json.dumps(document))
        return document

    document = attach("Allow")

    guest.put_record(**record)
    assert json.loads(kinesis.get_resource_policy(ResourceARN=arn)["Policy"]) == document
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy("Allow", "kinesis:*"))
    attach("Deny")
    assert refusal(guest.put_record, **record) == "AccessDeniedException"
    kinesis.delete_resource_policy(ResourceARN=arn)
    guest.put_record(**record)
    assert refusal(kinesis.delete_resource_policy, ResourceARN=arn) == "ResourceNotFoundException"


def test_everything_that_is_set_outlives_a_kill(own_gateway):
    kinesis, kms = own_gateway.client("kinesis"), own_gateway.client("kms")
    kinesis.create_stream(StreamName="s", ShardCount=1, Tags={"made": "so"})
    arn = arn_of(own_gateway, "s")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kinesis.add_tags_to_stream(StreamName="s", Tags={"site": "mill"})
    kinesis.increase_stream_retention_period(StreamName="s", RetentionPeriodHours=168)
    kinesis.enable_enhanced_monitoring(StreamName="s", ShardLevelMetrics=["OutgoingBytes"])
    kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=key)
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=4096)
    kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    document = json.loads(policy("Allow", "kinesis:GetRecords", arn))
    document["Statement"][0]["Principal"] = {"AWS": own_gateway.account}
    kinesis.put_resource_policy(ResourceARN=arn, Policy=json.dumps(document))
    kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"kept")
    kms.disable_key(KeyId=key)

    own_gateway.stop(signal.SIGKILL)
    own_gateway.start()

    summary = kinesis.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]
    assert (summary["RetentionPeriodHours"], summary["MaxRecordSizeInKiB"]) == (168, 4096)
    assert (summary["EncryptionType"], summary["KeyId"]) == ("KMS", key)
    assert summary["EnhancedMonitoring"] == [{"ShardLevelMetrics": ["OutgoingBytes"]}]
    tags = kinesis.list_tags_for_stream(StreamName="s")["Tags"]
    assert tags == [{"Key": "made", "Value": "so"}, {"Key": "site", "Value": "mill"}]
    assert json.loads(kinesis.get_resource_policy(ResourceARN=arn)["Policy"]) == document
    commitment = kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]
    assert commitment["Status"] == "ENABLED"
    with pytest.raises(kinesis.exceptions.KMSDisabledException):
        read_all(kinesis, "s")
    kms.enable_key(KeyId=key)
    assert [r["Data"] for r in read_all(kinesis, "s")] == [b"kept"]
