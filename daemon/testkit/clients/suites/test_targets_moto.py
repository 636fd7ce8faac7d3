"""Routes to S3, Firehose, Kinesis and SQS, of which moto plays the other side; its wire is cut and the gateway killed on the way.

S3 is played by s3rver too, which checks signatures and is killed like the gateway."""

import gzip
import json
import re
import signal
import time

import pytest
import rig
from aws_kinesis_agg.deaggregator import iter_deaggregate_records
from upstreams import Moto, S3rver, seal, wait_until

COUNT = 600
NAME = re.compile(r"site/s/(shardId-\d{12})/\d{4}/\d\d/\d\d/\d\d/([0-9a-f]{32})-(\d+)-(\d{20})-(\d{20})\.jsonl\.gz")


@pytest.fixture(scope="module")
def moto(tmp_path_factory):
    moto = Moto(tmp_path_factory.mktemp("moto"))
    moto.client("s3").create_bucket(Bucket="lake")
    yield moto
    moto.stop()


@pytest.fixture
def site(tmp_path, moto):
    """A gateway that leads to moto by the given routes."""
    made = []

    def make(routes, store=moto, secret="secret"):
        gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + store.upstream() + routes)
        seal(gateway, rig.BINARY, "cloud", secret)
        gateway.start()
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.stop(signal.SIGKILL)


def record(number):
    return {"Data": json.dumps({"n": number, "x": "y" * 40}).encode(), "PartitionKey": f"k{number % 7}"}


def put(gateway, wire, kills=3, restart=lambda: None):
    """Puts all records; meanwhile the wire is cut, the gateway killed and the other side started again."""
    gateway.client("kinesis").create_stream(StreamName="s", ShardCount=2)
    step = COUNT // (kills + 1)
    for first in range(0, COUNT, step):
        client = gateway.client("kinesis")
        for number in range(first, first + step, 25):
            answer = client.put_records(StreamName="s", Records=[record(n) for n in range(number, number + 25)])
            assert answer["FailedRecordCount"] == 0
        time.sleep(0.7)
        wire.cut(0.3)
        restart()
        gateway.stop(signal.SIGKILL)
        gateway.start()


def objects(moto, prefix):
    pages = moto.client("s3").get_paginator("list_objects_v2").paginate(Bucket="lake", Prefix=prefix)
    return {o["Key"]: moto.client("s3").get_object(Bucket="lake", Key=o["Key"])["Body"].read() for p in pages for o in p.get("Contents", [])}


def in_order(numbers):
    """Each key's records, by when they were first seen."""
    first = list(dict.fromkeys(numbers))
    return all([n for n in first if n % 7 == key] == list(range(key, COUNT, 7)) for key in range(7))


LAKE = '[[route]]\nname = "lake"\nfrom = "stream/s"\nto = "s3/lake/site"\nupstream = "cloud"\nlinger_ms = 300\naddressing = "path"\n'


def test_objects_hold_every_record_exactly_once(moto, site):
    put(site(LAKE), moto.wire)

    assert_whole(moto)


def test_objects_at_a_server_that_checks_signatures_and_is_killed(tmp_path, site):
    store = S3rver(tmp_path)
    try:
        put(site(LAKE, store, store.KEY), store.wire, restart=store.restart)

        assert_whole(store)
    finally:
        store.stop()


def assert_whole(store):
    """Every record is in one object, the names tell which, and each key's are in order."""

    def arrived():
        found = objects(store, "site/")
        lines = {name: [json.loads(line)["n"] for line in gzip.decompress(body).splitlines()] for name, body in found.items()}
        return lines if sum(map(len, lines.values())) >= COUNT else None

    lines = wait_until(arrived)
    assert sorted(n for numbers in lines.values() for n in numbers) == list(range(COUNT))
    places = sorted((match[1], int(match[4]), int(match[5]), name) for name in lines if (match := NAME.fullmatch(name)))
    assert len(places) == len(lines)
    for (shard, _, last, _), (next_shard, first, _, _) in zip(places, places[1:]):
        assert shard != next_shard or first == last + 1
    assert in_order([n for *_, name in places for n in lines[name]])


def test_packed_records_are_taken_apart_by_the_library_of_others(moto, site):
    kinesis = moto.client("kinesis")
    kinesis.create_stream(StreamName="packed", ShardCount=2)
    gateway = site('[[route]]\nname = "p"\nfrom = "stream/s"\nto = "stream/packed"\nupstream = "cloud"\naggregate = "kpl"\nlinger_ms = 200\n')
    put(gateway, moto.wire)

    def arrived():
        shards, raw = [], 0
        for shard in kinesis.list_shards(StreamName="packed")["Shards"]:
            start = dict(StreamName="packed", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
            records = kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**start)["ShardIterator"], Limit=10000)["Records"]
            raw += len(records)
            events = [lambda_event(one) for one in records]
            shards.append([json.loads(bytes_of(part))["n"] for part in iter_deaggregate_records(events)])
        return (shards, raw) if {n for shard in shards for n in shard} == set(range(COUNT)) else None

    shards, raw = wait_until(arrived)
    assert raw < COUNT / 3
    assert not set(shards[0]) & set(shards[1])
    assert in_order([n for shard in shards for n in shard])


def lambda_event(record):
    import base64

    kinesis = {
        "kinesisSchemaVersion": "1.0", "partitionKey": record["PartitionKey"], "sequenceNumber": record["SequenceNumber"],
        "data": base64.b64encode(record["Data"]).decode(), "approximateArrivalTimestamp": 0.0,
    }
    return {"kinesis": kinesis, "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": "0", "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn", "awsRegion": "us-east-1", "eventSourceARN": "arn"}


def bytes_of(part):
    import base64

    return base64.b64decode(part["kinesis"]["data"])


def test_firehose_takes_lines_and_a_queue_takes_records(moto, site):
    destination = {"RoleARN": "arn:aws:iam::123456789012:role/r", "BucketARN": "arn:aws:s3:::lake", "Prefix": "hose/"}
    moto.client("firehose").create_delivery_stream(DeliveryStreamName="hose", S3DestinationConfiguration=destination)
    sqs = moto.client("sqs")
    url = sqs.create_queue(QueueName="records.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    gateway = site(
        '[[route]]\nname = "hose"\nfrom = "stream/s"\nto = "firehose/hose"\nupstream = "cloud"\naggregate = "lines"\n'
        '[[route]]\nname = "queue"\nfrom = "stream/s"\nto = "queue/records.fifo"\nupstream = "cloud"\norder = "batch"\n'
        '[route.transform]\nselect = ["n"]\nadd = { from = "{stream}/{shard}", id = "{id}" }\npartition_key = "{json:/n}"\n'
        '[[route]]\nname = "audit"\nfrom = "trail"\nto = "s3/lake/audit"\nupstream = "cloud"\nlinger_ms = 300\n'
    )
    put(gateway, moto.wire, kills=1)

    def lines():
        found = [json.loads(line)["n"] for body in objects(moto, "hose/").values() for line in body.splitlines()]
        return found if set(found) == set(range(COUNT)) else None

    wait_until(lines)
    seen = {}

    def messages():
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["All"]).get("Messages", []):
            body = json.loads(message["Body"])
            assert message["Attributes"]["MessageGroupId"] == str(body["n"])
            assert message["MessageAttributes"]["Id"]["StringValue"] == body["id"]
            assert list(body) == ["n", "from", "id"] and body["from"].startswith("s/shardId-")
            seen[body["n"]] = body["id"]
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return set(seen) == set(range(COUNT))

    deadline = time.monotonic() + 90
    while not messages():
        assert time.monotonic() < deadline, len(seen)
    assert len(set(seen.values())) == COUNT

    def audited():
        found = [json.loads(line)["eventName"] for body in objects(moto, "audit/").values() for line in gzip.decompress(body).splitlines()]
        return "CreateStream" in found and found.count("PutRecords") >= COUNT // 25

    wait_until(audited)
