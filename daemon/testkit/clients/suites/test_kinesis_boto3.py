import hashlib
import signal
import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def stream(gateway):
    kinesis = gateway.client("kinesis")
    name = f"s-{time.time_ns()}"
    kinesis.create_stream(StreamName=name, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    yield kinesis, name
    kinesis.delete_stream(StreamName=name)


def read_all(kinesis, name):
    records = []
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        it = kinesis.get_shard_iterator(StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while True:
            page = kinesis.get_records(ShardIterator=it)
            records += page["Records"]
            it = page["NextShardIterator"]
            if page["MillisBehindLatest"] == 0 and not page["Records"]:
                break
    return records


def test_what_was_put_is_read_in_order_per_shard(stream):
    kinesis, name = stream
    entries = [{"PartitionKey": f"k{i % 7}", "Data": f"record {i}".encode()} for i in range(400)]

    reply = kinesis.put_records(StreamName=name, Records=entries)

    assert reply["FailedRecordCount"] == 0
    records = read_all(kinesis, name)
    assert sorted(r["Data"] for r in records) == sorted(e["Data"] for e in entries)
    by_key = {}
    for r in records:
        by_key.setdefault(r["PartitionKey"], []).append(int(r["Data"].split()[1]))
    assert all(numbers == sorted(numbers) for numbers in by_key.values())
    put = [r["SequenceNumber"] for r in reply["Records"]]
    assert sorted(put) == sorted(r["SequenceNumber"] for r in records)
    assert all(len(n) == 56 for n in put)


def test_records_go_to_the_shard_of_their_hash(stream):
    kinesis, name = stream
    shards = {s["ShardId"]: s["HashKeyRange"] for s in kinesis.list_shards(StreamName=name)["Shards"]}

    for key in ["a", "b", "device-17", "ü"]:
        shard = kinesis.put_record(StreamName=name, PartitionKey=key, Data=b"x")["ShardId"]
        digest = int(hashlib.md5(key.encode()).hexdigest(), 16)
        assert int(shards[shard]["StartingHashKey"]) <= digest <= int(shards[shard]["EndingHashKey"])


def test_every_iterator_type(stream):
    kinesis, name = stream
    put = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"1")
    shard, number = put["ShardId"], put["SequenceNumber"]
    before = time.time()
    time.sleep(0.01)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"2", SequenceNumberForOrdering=number)

    def first(**how):
        it = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, **how)["ShardIterator"]
        return [r["Data"] for r in kinesis.get_records(ShardIterator=it)["Records"]]

    assert first(ShardIteratorType="TRIM_HORIZON") == [b"1", b"2"]
    assert first(ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=number) == [b"1", b"2"]
    assert first(ShardIteratorType="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=number) == [b"2"]
    assert first(ShardIteratorType="AT_TIMESTAMP", Timestamp=before) == [b"2"]
    assert first(ShardIteratorType="LATEST") == []


def test_arn_addressing(stream, gateway):
    kinesis, name = stream
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]

    assert arn == f"arn:aws:kinesis:{gateway.region}:{gateway.account}:stream/{name}"
    kinesis.put_record(StreamARN=arn, PartitionKey="k", Data=b"x")
    assert kinesis.describe_stream(StreamARN=arn)["StreamDescription"]["StreamStatus"] == "ACTIVE"


def test_errors_are_aws_errors(gateway):
    kinesis = gateway.client("kinesis")

    with pytest.raises(kinesis.exceptions.ResourceNotFoundException) as caught:
        kinesis.describe_stream(StreamName="absent")
    assert caught.value.response["Error"]["Message"] == f"Stream absent under account {gateway.account} not found."
    with pytest.raises(ClientError) as caught:
        kinesis.get_records(ShardIterator="garbage")
    assert caught.value.response["Error"]["Code"] == "InvalidArgumentException"
    with pytest.raises(ClientError) as caught:
        kinesis.put_record(StreamName="bad name!", PartitionKey="k", Data=b"x")
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert "failed to satisfy constraint: Member must satisfy regular expression pattern" in str(caught.value)


def test_nothing_acknowledged_is_lost_by_a_kill(own_gateway):
    kinesis = own_gateway.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    acknowledged = []
    for round_ in range(5):
        for i in range(40):
            data = f"{round_}-{i}".encode()
            kinesis.put_record(StreamName="s", PartitionKey="k", Data=data)
            acknowledged.append(data)
        own_gateway.stop(signal.SIGKILL)
        own_gateway.start()

    assert [r["Data"] for r in read_all(kinesis, "s")] == acknowledged
