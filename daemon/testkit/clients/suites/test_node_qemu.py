"""The firmware of a sensor node, in QEMU, on a serial line to the real gateway: both lose their power at random.

`board.py` has the board. The node says on its second line what it has stored, after it has: all of that must be in the stream, each reading
once and in order, with the time that the gateway told, and under whatever key it told the node to use.
"""

import base64
import json
import os
import random
import re
import signal
import subprocess
import time

import board
import pytest
import rig
from wire import from_cbor

# A seventh of the node's time goes into flash, where a cut finds it then, and storage holds 50 s of it.
SAMPLE_MS = 20
ROUNDS = 20 if "MILLPOND_RUST_CLIENT" in os.environ else 4
SEED = int(os.environ.get("MILLPOND_SEED", time.time_ns() % 1_000_000))
# Longest work between two cuts: long enough for a session to begin and for acknowledgements.
WORK_S_MAX = 3
# How long the last readings may take: a serial port is looked for every two seconds.
DRAIN_S = 60
# How far a node's clock may be from ours on a machine that is busy: a frame's delay, and the way of the last reading.
CLOCK_MS_MAX = 30_000
# 8 KiB less what may be fixed, `BOARDS` in xtask/src/firmware.rs.
STACK_BYTES_MAX = 7 << 10

# Members of a reading, `firmware/node-core/src/record.rs`.
NODE, BOOT, SEQUENCE, UPTIME_MS, WALL_MS, TRUST, VALUES = range(7)
TRUSTED = 2


@pytest.fixture
def site(tmp_path):
    """A gateway with a stream that the node at its serial port leads to."""
    line = tmp_path / "line"

    def change(config):
        return config.replace("[link]", f'[link]\nserial = ["{line}"]', 1)

    gateway = rig.Gateway(str(tmp_path / "data"), change)
    gateway.start()
    gateway.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    gateway.client("sqs").create_queue(QueueName="orders")
    yield gateway
    gateway.stop(signal.SIGKILL)


@pytest.fixture
def node(tmp_path, site):
    identity = nodes(site, "add", "pump", "--stream", "readings", "--commands", "orders")
    node = board.Board(tmp_path, board.image(tmp_path, identity, SAMPLE_MS))
    node.device = int(re.search(r"MILLPOND_DEVICE=(\d+)", identity)[1])
    yield node
    node.power_off()


def nodes(gateway, *words):
    command = [rig.BINARY, "nodes", *words, "--data", gateway.folder]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stored(gateway):
    """Every reading of the stream, in its order."""
    kinesis = gateway.client("kinesis")
    shard = kinesis.list_shards(StreamName="readings")["Shards"][0]["ShardId"]
    place = dict(StreamName="readings", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    at, readings = kinesis.get_shard_iterator(**place)["ShardIterator"], []
    while True:
        page = kinesis.get_records(ShardIterator=at, Limit=10_000)
        readings += [from_cbor(record["Data"]) for record in page["Records"]]
        at = page["NextShardIterator"]
        if not page["Records"]:
            return readings


def names(readings):
    return [(reading[BOOT], reading[SEQUENCE]) for reading in readings]


def announced(kept):
    return {(boot, sequence) for boot, (count, _) in kept.items() for sequence in range(count)}


def wait_until_arrived(wanted, gateway):
    deadline = time.monotonic() + DRAIN_S
    while missing := wanted - set(names(readings := stored(gateway))):
        assert time.monotonic() < deadline, f"{len(missing)} of {len(wanted)} did not arrive: {sorted(missing)[:10]}"
        time.sleep(0.5)
    return readings


def strike(dice, gateway, node):
    """One or both go down and come back."""
    what = dice.choice(["gateway", "reset", "power", "both"])
    if what in ("gateway", "both"):
        gateway.stop(signal.SIGKILL)
    if what == "power":
        node.power_off()
        node.power_on()
    else:
        # Every round ends a life of the node, at a moment of its own.
        time.sleep(dice.uniform(0, 0.5))
        node.reset()
    if gateway.process.poll() is not None:
        gateway.start()
    return what


def test_what_a_node_has_stored_arrives_once_whoever_loses_power(site, node):
    print(f"MILLPOND_SEED={SEED}")
    dice = random.Random(SEED)
    node.power_on()
    node.wait_for(r"boot 1")
    node.temperature(21_500)
    blows = []
    for round_ in range(ROUNDS):
        time.sleep(dice.uniform(0.2, WORK_S_MAX))
        if round_ % 4 == 1:
            nodes(site, "rotate", "pump")
        blows.append(strike(dice, site, node))
    node.temperature(-12_250)
    time.sleep(WORK_S_MAX)
    kept, stack = node.kept()
    assert all(dropped == 0 for _, dropped in kept.values()), f"no room for some: {kept}"
    wanted = announced(kept)
    readings = wait_until_arrived(wanted, site)
    seen_ms = time.time() * 1000

    found = names(readings)
    assert found == sorted(set(found)), "each once, in the order in which they were taken"
    assert {reading[NODE] for reading in readings} == {node.device}
    boots = max(kept)
    assert boots >= ROUNDS
    samples = [reading[VALUES]["millicelsius"] for reading in readings if "millicelsius" in reading[VALUES]]
    assert len(samples) > 10 * ROUNDS and samples[-1] == -12_250
    assert {21_500, -12_250} <= set(samples) <= {0, 21_500, -12_250}
    last = readings[-1]
    assert last[TRUST] == TRUSTED and abs(last[WALL_MS] - seen_ms) < CLOCK_MS_MAX
    # The wall clock is the node's own time plus an offset that only gets better.
    told = [reading[WALL_MS] - reading[UPTIME_MS] for reading in readings if reading[BOOT] == boots and WALL_MS in reading]
    assert max(told) - min(told) < CLOCK_MS_MAX
    [told_of] = json.loads(nodes(site, "list", "--json"))
    assert (told_of["gaps"], told_of["lost"]) == (0, 0)
    # Told to change its key while it was down or about to be, and once more before it had.
    assert told_of["generation"] >= 1 and told_of["next_generation"] is None
    generations = [reading[VALUES]["generation"] for reading in readings if "generation" in reading[VALUES]]
    assert generations == sorted(generations) and generations[0] == 0
    assert stack <= STACK_BYTES_MAX
    lost, doubled = len(wanted - set(found)), len(found) - len(set(found))
    print(f"{blows=} starts={boots} stored={len(wanted)} arrived={len(found)} keys={told_of['generation']} {lost=} {doubled=} {stack=}")


def test_what_ended_a_node_is_counted_and_reported(site, node):
    node.power_on()
    node.wait_for(r"kept 1 .*")
    # This is defined to be no instruction,
    node.derail(b"\x00\xde")
    node.wait_for(r"kept 2 .*")
    # and this one leads to itself, until the watchdog ends it.
    node.derail(b"\xfe\xe7")
    node.wait_for(r"kept 3 .*")
    readings = wait_until_arrived({(3, 0)}, site)
    states = {reading[BOOT]: reading[VALUES] for reading in readings if reading[SEQUENCE] == 0}
    ends = [[states[boot].get(fault, 0) for fault in ("panic", "processor", "watchdog")] for boot in (1, 2, 3)]
    assert ends == [[0, 0, 0], [0, 1, 0], [0, 1, 1]]


def test_messages_of_a_queue_set_the_output(site, node):
    sqs = site.client("sqs")
    orders = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
    encoding = {"encoding": {"DataType": "String", "StringValue": "base64"}}
    node.power_on()
    for output in (1, 0, 1):
        body = base64.b64encode(bytes([output])).decode()
        sqs.send_message(QueueUrl=orders, MessageBody=body, MessageAttributes=encoding)
        wait_until(lambda: node.output() == output)
    wait_until(lambda: not any(waiting(sqs, orders)))
    # A command that was done is not done again: the output of a board that starts is open.
    node.reset()
    node.wait_for(r"kept 2 .*", count=10)
    assert node.output() == 0
    [told_of] = json.loads(nodes(site, "list", "--json"))
    assert told_of["commands_done"] == 3


def wait_until(happens):
    deadline = time.monotonic() + DRAIN_S
    while not happens():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def waiting(sqs, queue):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return [int(count) for count in sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"].values()]


def test_a_node_that_nobody_provisioned_says_so_and_tries_again(tmp_path, node):
    plain = board.Board(tmp_path, board.plain_image())
    plain.power_on()
    try:
        plain.wait_for(r"not provisioned", count=2)
        assert not any(re.match("boot|kept", line) for line in plain.said())
    finally:
        plain.power_off()
