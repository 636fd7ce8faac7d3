"""Kinesis in CBOR, byte for byte as the SDK for Java sends it."""

import time

from wire import CBOR, KINESIS, Millis, call, from_cbor, to_cbor


def java(gateway, operation, document):
    reply = call(gateway, KINESIS + operation, to_cbor(document), media=CBOR)
    assert reply.headers["Content-Type"] == CBOR
    return reply.status, from_cbor(reply.body)


def test_what_java_puts_java_reads(gateway, name):
    assert java(gateway, "CreateStream", {"StreamName": name, "ShardCount": 1}) == (200, {})
    before = int(time.time() * 1000)
    records = [{"Data": bytes([i]) * (i * 100), "PartitionKey": f"key-{i}"} for i in range(30)]

    status, put = java(gateway, "PutRecords", {"Records": records, "StreamName": name})

    assert (status, put["FailedRecordCount"], len(put["Records"])) == (200, 0, 30)
    status, shards = java(gateway, "ListShards", {"StreamName": name, "MaxResults": 10})
    shard = shards["Shards"][0]["ShardId"]
    where = {"StreamName": name, "ShardId": shard, "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": Millis(before)}
    status, start = java(gateway, "GetShardIterator", where)
    assert status == 200, start
    status, page = java(gateway, "GetRecords", {"ShardIterator": start["ShardIterator"], "Limit": 10000})
    assert [r["Data"] for r in page["Records"]] == [r["Data"] for r in records]
    assert [r["PartitionKey"] for r in page["Records"]] == [r["PartitionKey"] for r in records]
    assert page["MillisBehindLatest"] == 0
    # Java fails on anything but whole milliseconds here.
    arrivals = [r["ApproximateArrivalTimestamp"] for r in page["Records"]]
    assert all(isinstance(at, int) and before <= at <= time.time() * 1000 for at in arrivals)


def test_a_long_page_comes_whole(gateway, name):
    java(gateway, "CreateStream", {"StreamName": name, "ShardCount": 1})
    sent = [bytes([n]) * 90_000 for n in range(20)]
    for body in sent:
        java(gateway, "PutRecord", {"StreamName": name, "PartitionKey": "k", "Data": body})
    where = {"StreamName": name, "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}
    _, start = java(gateway, "GetShardIterator", where)

    status, page = java(gateway, "GetRecords", start)

    assert status == 200
    assert [r["Data"] for r in page["Records"]] == sent
    assert page["MillisBehindLatest"] == 0 and page["NextShardIterator"]


def test_times_of_a_stream_are_whole_milliseconds(gateway, name):
    java(gateway, "CreateStream", {"StreamName": name, "ShardCount": 2})

    for operation, member in [("DescribeStream", "StreamDescription"), ("DescribeStreamSummary", "StreamDescriptionSummary")]:
        _, reply = java(gateway, operation, {"StreamName": name})
        made = reply[member]["StreamCreationTimestamp"]
        assert isinstance(made, int) and abs(made - time.time() * 1000) < 60_000


def test_an_iterator_before_all_records_starts_at_the_first(gateway, name):
    java(gateway, "CreateStream", {"StreamName": name, "ShardCount": 1})
    java(gateway, "PutRecord", {"StreamName": name, "PartitionKey": "k", "Data": b""})

    where = {"StreamName": name, "ShardId": "shardId-000000000000", "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": Millis(1000)}
    _, start = java(gateway, "GetShardIterator", where)
    _, page = java(gateway, "GetRecords", start)
    assert [r["Data"] for r in page["Records"]] == [b""]


def test_errors_are_cbor_too(gateway):
    status, error = java(gateway, "DescribeStream", {"StreamName": "absent"})
    assert (status, error["__type"]) == (400, "ResourceNotFoundException")
    assert error["message"] == f"Stream absent under account {gateway.account} not found."

    status, error = java(gateway, "DescribeStream", {"StreamName": "a b"})
    assert (status, error["__type"]) == (400, "ValidationException")
    assert "Member must satisfy regular expression pattern" in error["message"]


def test_definite_lengths_are_understood_as_well(gateway, name):
    java(gateway, "CreateStream", {"StreamName": name, "ShardCount": 1})
    body = b"\xa1" + to_cbor("StreamName") + to_cbor(name)

    assert call(gateway, KINESIS + "DescribeStream", body, media=CBOR).status == 200
