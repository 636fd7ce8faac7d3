"""Libraries of others, built on the SDKs: they assume more about a stream than the SDKs do."""

import json
import os
import subprocess
import threading
import time

import pytest
from hands import CLIENTS, Boto

TOTAL = 1000


def peer(gateway, script, *words):
    command = [os.environ["MILLPOND_PEERS_PYTHON"], CLIENTS / "peers" / script, *words]
    done = subprocess.run(command, env=gateway.environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def stream(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 10})
    yield kinesis, name
    kinesis.delete_stream(StreamName=name)


@pytest.fixture
def splitting(stream):
    """Splits the first shard while the test's peer works."""
    kinesis, name = stream

    def split():
        time.sleep(1.5)
        kinesis.split_shard(StreamName=name, ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**126))

    thread = threading.Thread(target=split)
    thread.start()
    yield
    thread.join()
    assert len(kinesis.list_shards(StreamName=name)["Shards"]) == 4, "the split failed"


def test_async_kinesis_reads_what_it_puts(gateway, stream, splitting):
    _, name = stream

    seen = peer(gateway, "stream_through.py", name, str(TOTAL))

    assert sorted(seen) == list(range(TOTAL))


def test_aiokpl_packs_records_for_the_shard_they_go_to(gateway, stream):
    """Without a split meanwhile: this version keeps asking its old map of shards for the new ones, and gives up."""
    kinesis, name = stream

    places = peer(gateway, "produce.py", name, str(TOTAL))

    found = {}
    hand = Boto(kinesis)
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        where = dict(StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        while iterator:
            page = kinesis.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                for data in hand.deaggregate(record):
                    place = [shard["ShardId"], record["SequenceNumber"]]
                    assert found.setdefault(int(data), place) == place, f"record {data} is there twice"
            iterator = page.get("NextShardIterator") if page["Records"] else None
    assert [found[number] for number in range(TOTAL)] == places
    assert len({tuple(place) for place in places}) < TOTAL / 2, "nothing was packed"
