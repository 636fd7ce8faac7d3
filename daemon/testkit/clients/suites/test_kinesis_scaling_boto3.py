"""Streams that grow and shrink as a whole."""

import time

import pytest


@pytest.fixture
def stream(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=2)
    settled(kinesis, name)
    yield kinesis, name
    kinesis.delete_stream(StreamName=name)


def settled(kinesis, name):
    end = time.monotonic() + 30
    while True:
        summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        if summary["StreamStatus"] == "ACTIVE":
            return summary
        assert time.monotonic() < end, summary["StreamStatus"]
        time.sleep(0.1)


def open_shards(kinesis, name):
    shards = kinesis.list_shards(StreamName=name, ShardFilter={"Type": "AT_LATEST"})["Shards"]
    return sorted(tuple(int(shard["HashKeyRange"][key]) for key in ("StartingHashKey", "EndingHashKey")) for shard in shards)


@pytest.mark.parametrize("target", [4, 3, 1])
def test_a_stream_is_scaled_to_even_shards_and_loses_nothing(stream, target):
    kinesis, name = stream
    entries = [{"PartitionKey": f"k{n}", "Data": b"%d" % n} for n in range(40)]
    kinesis.put_records(StreamName=name, Records=entries)

    reply = kinesis.update_shard_count(StreamName=name, TargetShardCount=target, ScalingType="UNIFORM_SCALING")

    assert (reply["CurrentShardCount"], reply["TargetShardCount"]) == (2, target)
    assert settled(kinesis, name)["OpenShardCount"] == target
    edges = open_shards(kinesis, name)
    assert edges[0][0] == 0 and edges[-1][1] == 2**128 - 1
    assert all(left[1] + 1 == right[0] for left, right in zip(edges, edges[1:]))
    sizes = [last - first for first, last in edges]
    assert max(sizes) - min(sizes) <= target
    kinesis.put_records(StreamName=name, Records=entries)
    found = []
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        where = dict(StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        page = kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**where)["ShardIterator"])
        found += [record["Data"] for record in page["Records"]]
    assert sorted(found) == sorted([entry["Data"] for entry in entries] * 2)


def test_a_stream_changes_its_mode_and_back(stream):
    kinesis, name = stream
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]

    for mode in ["ON_DEMAND", "PROVISIONED"]:
        kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": mode})

        assert settled(kinesis, name)["StreamModeDetails"] == {"StreamMode": mode}
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")
