"""Queues on streams through boto3: the calls of Kinesis that make a stream a queue."""

import threading
import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def queue(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    made = kinesis.create_queue(
        QueueName=name,
        StreamConfigurationList=[{"StreamARN": arn, "StartingPosition": {"Type": "TRIM_HORIZON"}}],
    )["QueueDescription"]
    yield kinesis, name, made["QueueARN"]
    for left in kinesis.get_paginator("list_queues").paginate(StreamFilter=[{"StreamARN": arn}]):
        for summary in left["QueueSummaries"]:
            kinesis.delete_queue(QueueARN=summary["QueueARN"])
    kinesis.delete_stream(StreamName=name)


def code_of(failing, **kwargs):
    with pytest.raises(ClientError) as caught:
        failing(**kwargs)
    return caught.value.response["Error"]["Code"]


def drain(kinesis, arn, **kwargs):
    found = []
    while True:
        page = kinesis.receive_queue_records(QueueARN=arn, WaitTimeSeconds=1, **kwargs)["QueueRecords"]
        if not page:
            return found
        found += page


def handles(records):
    return [{"ReceiptHandle": record["ReceiptHandle"]} for record in records]


def test_every_record_is_delivered_until_it_is_acknowledged(queue):
    kinesis, name, arn = queue
    bodies = sorted(f"record {i}".encode() for i in range(60))
    kinesis.put_records(StreamName=name, Records=[{"PartitionKey": str(i), "Data": b} for i, b in enumerate(bodies)])

    first = drain(kinesis, arn, VisibilityTimeoutSeconds=600)

    assert sorted(r["Data"] for r in first) == bodies
    assert {r["ReceiveCount"] for r in first} == {1}
    assert len({r["RecordId"] for r in first}) == 60
    kept, done = first[:5], first[5:]
    for at in range(0, len(done), 10):
        reply = kinesis.acknowledge_queue_records(QueueARN=arn, Entries=handles(done[at : at + 10]))
        assert not reply["Failed"]
    reply = kinesis.update_queue_records_visibility(
        QueueARN=arn, Entries=[entry | {"VisibilityTimeoutSeconds": 0} for entry in handles(kept)]
    )
    assert len(reply["Successful"]) == 5
    again = drain(kinesis, arn, VisibilityTimeoutSeconds=600)
    assert sorted(r["RecordId"] for r in again) == sorted(r["RecordId"] for r in kept)
    assert {r["ReceiveCount"] for r in again} == {2}


def test_a_waiting_receive_wakes_when_a_record_is_put(queue):
    kinesis, name, arn = queue

    def put():
        time.sleep(0.5)
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"x")

    putting = threading.Thread(target=put)
    begun = time.monotonic()
    putting.start()
    received = kinesis.receive_queue_records(QueueARN=arn, WaitTimeSeconds=20)["QueueRecords"]
    putting.join()

    assert [r["Data"] for r in received] == [b"x"]
    assert time.monotonic() - begun < 10


def test_dead_letters_are_set_aside_and_restored(queue):
    kinesis, name, arn = queue
    kinesis.update_queue(
        QueueARN=arn,
        QueueAttributes={"DeadLetterConfiguration": {"TargetType": "BUILT_IN", "MaxReceiveCount": 2}},
    )
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"bad")
    for count in (1, 2):
        [record] = kinesis.receive_queue_records(QueueARN=arn, WaitTimeSeconds=1, VisibilityTimeoutSeconds=0)["QueueRecords"]
        assert record["ReceiveCount"] == count

    assert drain(kinesis, arn) == []
    [dead] = kinesis.receive_dead_letter_queue_records(QueueARN=arn, WaitTimeSeconds=1)["QueueRecords"]
    assert dead["Data"] == b"bad"
    reply = kinesis.acknowledge_queue_records(QueueARN=arn, Entries=handles([dead]))
    assert reply["Failed"][0]["ErrorCode"] == "InvalidArgumentException"
    entries = [handles([dead])[0] | {"VisibilityTimeoutSeconds": 100}]
    assert kinesis.update_dead_letter_queue_records_visibility(QueueARN=arn, Entries=entries)["Failed"] == []
    assert kinesis.restore_dead_letter_queue_records(QueueARN=arn, Entries=handles([dead]))["Failed"] == []
    [record] = kinesis.receive_queue_records(QueueARN=arn, WaitTimeSeconds=1, VisibilityTimeoutSeconds=0)["QueueRecords"]
    assert (record["ReceiveCount"], record["RecordId"]) == (1, dead["RecordId"])
    kinesis.receive_queue_records(QueueARN=arn, WaitTimeSeconds=1, VisibilityTimeoutSeconds=0)
    [dead] = kinesis.receive_dead_letter_queue_records(QueueARN=arn, WaitTimeSeconds=1)["QueueRecords"]
    assert kinesis.acknowledge_dead_letter_queue_records(QueueARN=arn, Entries=handles([dead]))["Failed"] == []


def test_a_queue_is_described_listed_and_deleted(queue):
    kinesis, name, arn = queue

    described = kinesis.describe_queue(QueueARN=arn)["QueueDescription"]
    assert (described["QueueName"], described["QueueStatus"]) == (name, "ACTIVE")
    assert described["QueueAttributes"] == {
        "VisibilityTimeoutSeconds": 30,
        "DeadLetterConfiguration": {"TargetType": "BUILT_IN", "MaxReceiveCount": 6},
    }
    [stream] = described["StreamConfigurationList"]
    pages = kinesis.get_paginator("list_queues").paginate(StreamFilter=[{"StreamARN": stream["StreamARN"]}])
    assert [q["QueueARN"] for page in pages for q in page["QueueSummaries"]] == [arn]
    assert code_of(kinesis.delete_stream, StreamName=name, EnforceConsumerDeletion=True) == "ResourceInUseException"
    kinesis.delete_queue(QueueARN=arn)
    assert code_of(kinesis.describe_queue, QueueARN=arn) == "ResourceNotFoundException"
    assert code_of(kinesis.receive_queue_records, QueueARN=arn) == "ResourceNotFoundException"


def test_queues_need_an_on_demand_stream(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]

    refusal = code_of(kinesis.create_queue, QueueName=name, StreamConfigurationList=[{"StreamARN": arn}])

    assert refusal == "ValidationException"
    kinesis.delete_stream(StreamName=name)


def test_channels_are_declined_and_never_found(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    arn = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]

    refusal = code_of(
        kinesis.create_channel,
        ChannelName=name,
        ServiceExecutionRoleARN="arn:aws:iam::000000000000:role/deliver",
        StreamConfigurationList=[{"StreamARN": arn, "RecordConfiguration": {"RecordFormatType": "JSON"}}],
        S3DestinationConfiguration={
            "StorageConfiguration": {
                "BucketARN": "arn:aws:s3:::bucket",
                "ExpectedBucketOwner": "000000000000",
                "CompressionType": "GZIP",
            }
        },
    )

    assert refusal == "InvalidArgumentException"
    assert kinesis.list_channels(StreamFilter=[{"StreamARN": arn}])["ChannelSummaries"] == []
    channel = arn.replace(":stream/", ":channel/")
    assert code_of(kinesis.describe_channel, ChannelARN=channel) == "ResourceNotFoundException"
    assert code_of(kinesis.delete_channel, ChannelARN=channel) == "ResourceNotFoundException"
    kinesis.delete_stream(StreamName=name)
