"""Enhanced fan-out: consumers, and records pushed to them, over HTTP/1.1."""

import signal
import socket
import threading
import time

import pytest
import wire
from botocore.eventstream import EventStreamBuffer
from botocore.exceptions import ClientError, EventStreamError

SHARD = "shardId-000000000000"


class Site:
    """A stream of one shard and its consumer."""

    def __init__(self, gateway, name):
        self.gateway, self.name = gateway, name
        self.kinesis = gateway.client("kinesis")
        self.kinesis.create_stream(StreamName=name, ShardCount=1)
        self.kinesis.get_waiter("stream_exists").wait(StreamName=name)
        self.arn = self.kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
        self.consumer = self.register("c")

    def register(self, name):
        return self.kinesis.register_stream_consumer(StreamARN=self.arn, ConsumerName=name)["Consumer"]["ConsumerARN"]

    def subscribe(self, kind="LATEST", **more):
        position = {"Type": kind, **more}
        reply = self.kinesis.subscribe_to_shard(ConsumerARN=self.consumer, ShardId=SHARD, StartingPosition=position)
        return reply["EventStream"]

    def put(self, *bodies):
        for at in range(0, len(bodies), 500):
            records = [{"PartitionKey": "k", "Data": body} for body in bodies[at : at + 500]]
            assert self.kinesis.put_records(StreamName=self.name, Records=records)["FailedRecordCount"] == 0


@pytest.fixture
def site(gateway, name):
    site = Site(gateway, name)
    yield site
    try:
        site.kinesis.delete_stream(StreamName=name, EnforceConsumerDeletion=True)
    except site.kinesis.exceptions.ResourceNotFoundException:
        pass


def pushed(stream, count):
    """So many records from a subscription, and the last event."""
    records = []
    for event in stream:
        event = event["SubscribeToShardEvent"]
        records += event["Records"]
        if len(records) >= count:
            return records, event
    raise AssertionError(f"the stream ended after {len(records)} records")


def code_of(error):
    return error.value.response["Error"]["Code"]


def test_consumers_are_registered_listed_and_found(site):
    kinesis, arn = site.kinesis, site.arn
    more = [site.register(name) for name in ["b", "a"]]

    page = kinesis.list_stream_consumers(StreamARN=arn, MaxResults=2)
    rest = kinesis.list_stream_consumers(StreamARN=arn, NextToken=page["NextToken"])
    assert [c["ConsumerName"] for c in page["Consumers"] + rest["Consumers"]] == ["a", "b", "c"]
    found = kinesis.describe_stream_consumer(StreamARN=arn, ConsumerName="a")["ConsumerDescription"]
    assert (found["ConsumerARN"], found["ConsumerStatus"], found["StreamARN"]) == (more[1], "ACTIVE", arn)
    kinesis.deregister_stream_consumer(ConsumerARN=more[1])
    with pytest.raises(kinesis.exceptions.ResourceNotFoundException):
        kinesis.describe_stream_consumer(ConsumerARN=more[1])
    with pytest.raises(kinesis.exceptions.ResourceInUseException):
        site.register("b")
    with pytest.raises(kinesis.exceptions.ResourceInUseException):
        kinesis.delete_stream(StreamName=site.name)


def test_records_are_pushed_as_they_come(site):
    site.put(b"old")
    stream = site.subscribe()
    threading.Timer(0.5, lambda: site.put(b"one", b"two")).start()

    began = time.monotonic()
    records, event = pushed(stream, 2)

    assert [r["Data"] for r in records] == [b"one", b"two"]
    assert time.monotonic() - began < 4, "nobody waits for the next beat"
    assert event["ContinuationSequenceNumber"] == records[-1]["SequenceNumber"]
    assert event["MillisBehindLatest"] == 0
    stream.close()


def test_a_subscription_goes_on_where_another_ended(site):
    site.put(*[b"%d" % n for n in range(1200)])
    stream = site.subscribe("TRIM_HORIZON")
    first, event = pushed(stream, 1)
    stream.close()

    after = event["ContinuationSequenceNumber"]
    # The place is free once the gateway has noticed that the client left.
    for _ in range(50):
        try:
            stream = site.subscribe("AFTER_SEQUENCE_NUMBER", SequenceNumber=after)
            break
        except site.kinesis.exceptions.ResourceInUseException:
            time.sleep(0.1)
    rest, _ = pushed(stream, 1200 - len(first))

    assert [int(r["Data"]) for r in first + rest] == list(range(1200))
    stream.close()


def test_a_silent_subscription_beats(site):
    stream = iter(site.subscribe())
    began = time.monotonic()

    beats = [next(stream)["SubscribeToShardEvent"] for _ in range(2)]

    assert 4 < time.monotonic() - began < 8
    assert all(beat["Records"] == [] and beat["ContinuationSequenceNumber"] for beat in beats)


def test_a_later_subscription_takes_over(site):
    old = site.subscribe()
    with pytest.raises(ClientError) as early:
        site.subscribe()
    assert code_of(early) == "ResourceInUseException"
    time.sleep(5.1)

    new = site.subscribe()

    with pytest.raises(EventStreamError) as taken:
        list(old)
    assert code_of(taken) == "ResourceInUseException"
    site.put(b"for the new one")
    assert pushed(new, 1)[0][0]["Data"] == b"for the new one"
    new.close()


@pytest.mark.parametrize("what", ["consumer", "stream"])
def test_what_is_deleted_ends_the_subscription(site, what):
    stream = iter(site.subscribe())
    next(stream)

    if what == "consumer":
        site.kinesis.deregister_stream_consumer(ConsumerARN=site.consumer)
    else:
        site.kinesis.delete_stream(StreamName=site.name, EnforceConsumerDeletion=True)

    with pytest.raises(EventStreamError) as gone:
        list(stream)
    assert code_of(gone) == "ResourceNotFoundException"


def test_the_end_of_a_shard_names_its_children_and_ends_the_subscription(site):
    stream = site.subscribe("TRIM_HORIZON")
    site.put(b"last")
    records, _ = pushed(stream, 1)
    began = time.monotonic()

    site.kinesis.split_shard(StreamName=site.name, ShardToSplit=SHARD, NewStartingHashKey=str(1 << 127))
    rest = [event["SubscribeToShardEvent"] for event in stream]

    assert time.monotonic() - began < 4
    assert [r["Data"] for r in records + rest[-1]["Records"]] == [b"last"]
    assert "ContinuationSequenceNumber" not in rest[-1]
    assert [c["ParentShards"] for c in rest[-1]["ChildShards"]] == [[SHARD], [SHARD]]


def test_a_stop_ends_the_subscription_cleanly(own_gateway, name):
    site = Site(own_gateway, name)
    stream = iter(site.subscribe())
    next(stream)
    began = time.monotonic()

    own_gateway.stop(signal.SIGTERM)

    assert list(stream) == []
    assert time.monotonic() - began < 5


def messages(gateway, media, body):
    """The first two messages of a subscription, read by botocore's parser."""
    headers = wire.signed(gateway, body, {"Content-Type": media, "X-Amz-Target": wire.KINESIS + "SubscribeToShard"})
    connection = wire.connect(gateway)
    connection.request("POST", "/", body=body, headers=headers)
    answer = connection.getresponse()
    assert answer.headers["content-type"] == "application/vnd.amazon.eventstream"
    assert answer.headers["transfer-encoding"] == "chunked"
    buffer, found = EventStreamBuffer(), []
    while len(found) < 2:
        buffer.add_data(answer.read1())
        found += list(buffer)
    connection.close()
    return found


def test_events_come_in_amazons_cbor_as_well(site):
    site.put(b"record")
    body = wire.to_cbor(
        {"ConsumerARN": site.consumer, "ShardId": SHARD, "StartingPosition": {"Type": "TRIM_HORIZON"}}
    )

    first, second = messages(site.gateway, wire.CBOR, body)

    assert first.headers[":event-type"] == "initial-response"
    assert second.headers == {
        ":event-type": "SubscribeToShardEvent", ":content-type": "application/cbor", ":message-type": "event",
    }
    event = wire.from_cbor(second.payload)
    assert event["Records"][0]["Data"] == b"record"
    assert isinstance(event["Records"][0]["ApproximateArrivalTimestamp"], int)


def test_readers_that_stop_reading_hold_little_memory(own_gateway):
    sites = [Site(own_gateway, f"s{n}") for n in range(2)]
    for site in sites:
        # More than the kernel keeps for a connection, so that the gateway has to wait.
        for _ in range(24):
            site.put(*[bytes(500_000)] * 2)
    consumers = [(site, site.register(f"slow{n}")) for site in sites for n in range(10)]
    before = own_gateway.rss_kib()

    lazy = []
    for _, consumer in consumers:
        body = wire.json.dumps(
            {"ConsumerARN": consumer, "ShardId": SHARD, "StartingPosition": {"Type": "TRIM_HORIZON"}}
        ).encode()
        headers = {"Content-Type": wire.JSON, "X-Amz-Target": wire.KINESIS + "SubscribeToShard"}
        connection = wire.connect(own_gateway)
        connection.connect()
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 10)
        connection.request("POST", "/", body=body, headers=wire.signed(own_gateway, body, headers))
        lazy.append(connection)
    time.sleep(3)

    # Each holds one event of one record, in JSON 667 KB, and a piece on its way.
    grown = own_gateway.rss_kib() - before
    assert grown < len(lazy) * 1_200, f"{grown} KiB for {len(lazy)} readers"
    assert sites[0].kinesis.list_streams()["StreamNames"] == ["s0", "s1"]
    for connection in lazy:
        connection.close()
