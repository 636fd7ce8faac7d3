import hashlib
import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def stream(gateway, name):
    kinesis = gateway.client("kinesis")
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


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_stream_on_demand_starts_with_four_shards(gateway, name):
    kinesis = gateway.client("kinesis")

    kinesis.create_stream(StreamName=name, StreamModeDetails={"StreamMode": "ON_DEMAND"}, Tags={"site": "mill"})

    summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
    assert summary["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert (summary["StreamStatus"], summary["OpenShardCount"], summary["RetentionPeriodHours"]) == ("ACTIVE", 4, 24)
    kinesis.create_stream(StreamName=name + "-bare")
    assert len(kinesis.list_shards(StreamName=name + "-bare")["Shards"]) == 4
    assert refusal(kinesis.create_stream, StreamName=name, ShardCount=1) == (
        "ResourceInUseException", f"Stream {name} under account {gateway.account} already exists.",
    )
    kinesis.delete_stream(StreamName=name + "-bare", EnforceConsumerDeletion=True)


def test_waiters_see_a_stream_come_and_go(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 3})
    kinesis.delete_stream(StreamName=name)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 3})


def test_streams_are_paged(gateway, name):
    kinesis = gateway.client("kinesis")
    names = [f"{name}-{i}" for i in range(5)]
    for each in names:
        kinesis.create_stream(StreamName=each, ShardCount=1)

    pages = list(kinesis.get_paginator("list_streams").paginate(PaginationConfig={"PageSize": 2}))

    listed = [each for page in pages for each in page["StreamNames"]]
    assert set(names) <= set(listed) and listed == sorted(set(listed))
    assert all(len(page["StreamNames"]) <= 2 for page in pages)
    assert [page["HasMoreStreams"] for page in pages] == [True] * (len(pages) - 1) + [False]
    summary = pages[0]["StreamSummaries"][0]
    assert summary["StreamARN"].endswith(f":stream/{summary['StreamName']}")
    after = kinesis.list_streams(ExclusiveStartStreamName=names[2], Limit=2)["StreamNames"]
    assert after == names[3:]


def test_shards_are_paged(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=7)

    described = [
        shard["ShardId"]
        for page in kinesis.get_paginator("describe_stream").paginate(StreamName=name, PaginationConfig={"PageSize": 3})
        for shard in page["StreamDescription"]["Shards"]
    ]
    # Not through the paginator, which repeats StreamName beside NextToken: AWS refuses that, and so do we.
    page = kinesis.list_shards(StreamName=name, MaxResults=3)
    listed = page["Shards"]
    while "NextToken" in page:
        page = kinesis.list_shards(NextToken=page["NextToken"], MaxResults=3)
        assert len(page["Shards"]) <= 3
        listed += page["Shards"]

    wanted = [f"shardId-{i:012}" for i in range(7)]
    assert described == wanted == [shard["ShardId"] for shard in listed]
    edges = [(int(s["HashKeyRange"]["StartingHashKey"]), int(s["HashKeyRange"]["EndingHashKey"])) for s in listed]
    assert edges[0][0] == 0 and edges[-1][1] == 2**128 - 1
    assert all(left[1] + 1 == right[0] for left, right in zip(edges, edges[1:]))
    token = kinesis.list_shards(StreamName=name, MaxResults=2)["NextToken"]
    assert refusal(kinesis.list_shards, StreamName=name, NextToken=token) == (
        "InvalidArgumentException", "NextToken and StreamName cannot be provided together.",
    )


def test_shard_filters(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=3)
    made = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamCreationTimestamp"]

    def shown(**how):
        return [s["ShardId"][-1] for s in kinesis.list_shards(StreamName=name, **how)["Shards"]]

    for kind in ["AT_LATEST", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON"]:
        assert shown(ShardFilter={"Type": kind}) == ["0", "1", "2"], kind
    for kind in ["AT_TIMESTAMP", "FROM_TIMESTAMP"]:
        assert shown(ShardFilter={"Type": kind, "Timestamp": made}) == ["0", "1", "2"], kind
    assert shown(ShardFilter={"Type": "AFTER_SHARD_ID", "ShardId": "shardId-000000000001"}) == ["2"]
    assert shown(ExclusiveStartShardId="shardId-000000000000") == ["1", "2"]
    assert shown(StreamCreationTimestamp=made) == ["0", "1", "2"]
    code, _ = refusal(kinesis.list_shards, StreamName=name, ShardFilter={"Type": "AT_TIMESTAMP"})
    assert code == "InvalidArgumentException"


def test_iterators_are_refused_in_aws_words(stream, gateway):
    kinesis, name = stream

    def asked(**how):
        how = {"ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST", **how}
        return refusal(kinesis.get_shard_iterator, StreamName=name, **how)

    assert asked(ShardId="shardId-000000000009") == (
        "ResourceNotFoundException",
        f"Shard shardId-000000000009 in stream {name} under account {gateway.account} does not exist",
    )
    assert asked(ShardId="nonsense") == (
        "ResourceNotFoundException",
        f"Could not find shard nonsense in stream {name} under account {gateway.account}.",
    )
    assert asked(ShardIteratorType="AT_SEQUENCE_NUMBER") == (
        "InvalidArgumentException",
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON "
        "or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.",
    )
    assert asked(ShardIteratorType="AT_TIMESTAMP")[1] == (
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter."
    )
    code, text = asked(ShardIteratorType="AT_TIMESTAMP", Timestamp=time.time() + 1000)
    assert code == "InvalidArgumentException"
    assert text.startswith("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.")
    code, text = asked(ShardIteratorType="SOMEWHERE")
    assert code == "ValidationException"
    assert text.startswith(
        "1 validation error detected: Value 'SOMEWHERE' at 'shardIteratorType' failed to satisfy constraint: "
        "Member must satisfy enum value set: ["
    )


def test_an_iterator_goes_with_its_stream(gateway, name):
    kinesis = gateway.client("kinesis")
    where = dict(StreamName=name, ShardId="shardId-000000000000")
    kinesis.create_stream(StreamName=name, ShardCount=1)
    number = kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")["SequenceNumber"]
    iterator = kinesis.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    kinesis.delete_stream(StreamName=name)
    assert refusal(kinesis.get_records, ShardIterator=iterator)[0] == "ResourceNotFoundException"
    # The seconds of its creation tell two lives of a stream apart, at AWS as here.
    time.sleep(1.1)
    kinesis.create_stream(StreamName=name, ShardCount=1)

    code, text = refusal(
        kinesis.get_shard_iterator, **where, ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=number
    )
    assert code == "InvalidArgumentException" and text.endswith("because it did not come from this stream.")


def test_limits_of_records(stream):
    kinesis, name = stream
    largest = b"x" * ((1 << 20) - 1)
    put = kinesis.put_record(StreamName=name, PartitionKey="k", Data=largest)
    code, _ = refusal(kinesis.put_record, StreamName=name, PartitionKey="kk", Data=largest)
    assert code == "ValidationException"
    code, text = refusal(kinesis.put_records, StreamName=name, Records=[{"PartitionKey": "k", "Data": b""}] * 501)
    assert code == "ValidationException" and text.endswith("Member must have length less than or equal to 500")

    where = dict(StreamName=name, ShardId=put["ShardId"], ShardIteratorType="TRIM_HORIZON")
    page = kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**where)["ShardIterator"])
    assert [record["Data"] for record in page["Records"]] == [largest]


def test_a_page_of_records_has_at_most_the_limit(stream):
    kinesis, name = stream
    entries = [{"ExplicitHashKey": "0", "PartitionKey": "k", "Data": b"%d" % i} for i in range(20)]
    shard = kinesis.put_records(StreamName=name, Records=entries)["Records"][0]["ShardId"]
    where = dict(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")

    iterator, seen, behind = kinesis.get_shard_iterator(**where)["ShardIterator"], [], []
    for _ in range(3):
        page = kinesis.get_records(ShardIterator=iterator, Limit=8)
        iterator = page["NextShardIterator"]
        seen.append(len(page["Records"]))
        behind.append(page["MillisBehindLatest"])

    assert seen == [8, 8, 4] and behind[2] == 0
