"""The Kinesis Client Library, unchanged: workers share a stream whose shards are split and merged, and one is killed.

Its leases are in the gateway's DynamoDB subset and its metrics go to the gateway's CloudWatch. It takes minutes, so only
`cargo xtask clients --all` runs it. What the workers print is described in kcl/src/Reader.java.
"""

import collections
import os
import pathlib
import signal
import subprocess
import threading
import time

import pytest
from hands import Boto

SHARDS = 4
# How long any step may take, on a machine that does other things too.
PATIENCE_SECONDS = 120

Event = collections.namedtuple("Event", "ms worker what shard place text")


class Worker:
    """A process of its own; started again under the same name it adds to the same files."""

    def __init__(self, gateway, folder, stream, name, retrieval):
        home = os.environ["MILLPOND_KCL"]
        self.name, self.environment = name, gateway.environment()
        self.said, self.errors = folder / f"{name}.out", folder / f"{name}.err"
        self.command = [
            "java", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{home}/classes:{home}/dependency/*",
            "Worker", stream, f"{stream}-readers", name, retrieval,
        ]

    def start(self):
        with self.said.open("ab") as out, self.errors.open("ab") as err:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=out, stderr=err)

    def end(self, sig):
        self.process.send_signal(sig)
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()

    def events(self):
        # A killed worker may have left half a line.
        for line in self.said.read_text().splitlines(keepends=True) if self.said.exists() else []:
            if line.endswith("\n"):
                ms, what, shard, *rest = line.rstrip("\n").split(" ", 4)
                place, text = (rest + ["", ""])[:2]
                yield Event(int(ms), self.name, what, shard, place, text)


class Producer(threading.Thread):
    """Puts numbered records, every tenth batch packed as the Kinesis Producer Library does it."""

    def __init__(self, kinesis, stream):
        super().__init__()
        self.kinesis, self.stream, self.packer = kinesis, stream, Boto(kinesis)
        self.over, self.acknowledged, self.failure = threading.Event(), [], None

    def run(self):
        batch = 0
        try:
            while not self.over.wait(0.1):
                numbers = range(batch * 10, batch * 10 + 10)
                packed = batch % 10 == 9
                # The readers' library drops a packed record when a key in it belongs to another shard.
                key = lambda number: f"key-{batch}" if packed else f"key-{number}"
                entries = [{"PartitionKey": key(number), "Data": str(number).encode()} for number in numbers]
                if packed:
                    entries = [self.packer.aggregate(entries)]
                reply = self.kinesis.put_records(StreamName=self.stream, Records=entries)
                assert reply["FailedRecordCount"] == 0, reply
                self.acknowledged += map(str, numbers)
                batch += 1
        except Exception as failure:
            self.failure = failure

    def stop(self):
        self.over.set()
        self.join()
        assert self.failure is None, self.failure


def wait_for(what, condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"waited too long: {what}"
        time.sleep(0.2)


def order(place):
    number, sub = place.split(".")
    return int(number), int(sub)


def lives(events):
    """What one worker saw of one shard from taking its lease to losing it."""
    found = {}
    for event in events:
        if event.what == "began":
            if event.shard in found:
                yield found.pop(event.shard)
            found[event.shard] = [event]
        elif event.what == "saw":
            found[event.shard].append(event)
    yield from found.values()


def judge(workers, parents, acknowledged):
    events = sorted((event for worker in workers for event in worker.events()), key=lambda event: event.ms)
    seen = {event.text for event in events if event.what == "saw"}
    assert set(acknowledged) <= seen, f"never seen: {sorted(set(acknowledged) - seen)[:10]}"
    kept = [event for event in events if event.what == "kept" and "." in event.place]
    ended = {event.shard: event.ms for event in reversed(events) if event.what == "ended"}
    for worker in workers:
        for began, *saw in lives(worker.events()):
            places = [order(event.place) for event in saw]
            assert places == sorted(set(places)), f"{worker.name} saw {began.shard} out of order"
            before = [order(event.place) for event in kept if event.shard == began.shard and event.ms < began.ms]
            assert not before or not places or places[0] > max(before), f"{began} read again what was kept"
            for parent in parents[began.shard]:
                assert not saw or ended[parent] <= saw[0].ms, f"{began} was read before its parent {parent} ended"
    # Whoever reads it, a shard is seen in its order; only what was not kept is seen twice.
    for shard in parents:
        first = {}
        for event in events:
            if event.what == "saw" and event.shard == shard:
                first.setdefault(order(event.place), event.ms)
        assert list(first) == sorted(first), f"{shard} was seen out of order"
    return events


@pytest.fixture
def cast(own_gateway, tmp_path):
    """A stream, its producer and two workers, all of which end with the test."""
    kinesis = own_gateway.client("kinesis")
    made = []

    def make(retrieval):
        kinesis.create_stream(StreamName="mill", ShardCount=SHARDS)
        kinesis.get_waiter("stream_exists").wait(StreamName="mill")
        workers = [Worker(own_gateway, tmp_path, "mill", name, retrieval) for name in "ab"]
        producer = Producer(own_gateway.client("kinesis"), "mill")
        made.extend([producer, *workers])
        return kinesis, producer, *workers

    yield make
    producer, *workers = made
    producer.over.set()
    for worker in workers:
        if hasattr(worker, "process"):
            worker.process.kill()


if "MILLPOND_KCL" in os.environ:

    @pytest.mark.parametrize("retrieval", ["polling", "fanout"])
    def test_workers_share_a_stream_and_survive_each_other(own_gateway, cast, retrieval):
        kinesis, producer, a, b = cast(retrieval)
        began = lambda worker: sum(event.what == "began" for event in worker.events())
        saw = lambda worker: {event.text for event in worker.events() if event.what == "saw"}
        caught_up = lambda numbers: set(numbers) <= saw(a) | saw(b)
        active = lambda: kinesis.describe_stream_summary(StreamName="mill")["StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE"

        producer.start()
        a.start()
        wait_for("the first worker reads every shard", lambda: began(a) == SHARDS and len(saw(a)) > 100)
        b.start()
        wait_for("the second worker gets a share", lambda: began(b) and saw(b))
        kinesis.split_shard(StreamName="mill", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**125))
        wait_for("the split is done", active)
        kinesis.merge_shards(
            StreamName="mill", ShardToMerge="shardId-000000000002", AdjacentShardToMerge="shardId-000000000003"
        )
        wait_for("the merge is done", active)
        children = {f"shardId-{i:012}" for i in (4, 5, 6)}
        new = lambda: {e.shard for worker in (a, b) for e in worker.events() if e.what == "saw"}
        wait_for("the new shards are read", lambda: children <= new())
        a.end(signal.SIGKILL)
        killed = list(producer.acknowledged)
        wait_for("the other worker takes over", lambda: caught_up(killed))
        before = began(a)
        a.start()
        wait_for("the killed worker gets a share again", lambda: began(a) > before)
        producer.stop()
        wait_for("everything was seen", lambda: caught_up(producer.acknowledged))
        assert [b.end(signal.SIGTERM), a.end(signal.SIGTERM)] == [128 + signal.SIGTERM] * 2

        shards = kinesis.list_shards(StreamName="mill")["Shards"]
        parents = {
            shard["ShardId"]: [shard[key] for key in ("ParentShardId", "AdjacentParentShardId") if key in shard]
            for shard in shards
        }
        judge([a, b], parents, producer.acknowledged)
        for worker in (a, b):
            assert "Could not publish" not in worker.errors.read_text(), "metrics were refused"
        metrics = own_gateway.client("cloudwatch").list_metrics(Namespace="mill-readers", MetricName="RecordsProcessed")
        assert metrics["Metrics"], "no metrics came"
