"""The static binary for ARM gateways, run by QEMU as a program of this machine: init, serve, put, kill, start again, get, forward.

The clients outside are the host's own. What differs on 32 bits is what is looked for: sizes, alignment, offsets in files.
"""

import json
import os
import pathlib
import signal
import subprocess

import pytest
import rig
from links import Site, check, put, records
from test_forward_links import bodies

# Targets and their binaries, already wrapped in the emulator.
EMULATED = json.loads(os.environ["MILLPOND_EMULATED"])


@pytest.fixture(params=sorted(EMULATED), scope="module")
def binary(request):
    return EMULATED[request.param]


def test_it_says_what_it_is(binary):
    said = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    assert said.startswith("millpond ")


def test_records_outlive_a_kill_and_are_forwarded(binary, tmp_path):
    """The hub is a gateway of this machine, the site an emulated one, so each reads what the other writes on the wire."""
    hub = rig.Gateway(str(tmp_path / "hub"))
    hub.start()
    hub.client("kinesis").create_stream(StreamName="readings", ShardCount=2)
    site = Site(str(tmp_path / "site"), hub.endpoint, hub.keys(), kind="millpond", binary=binary)
    try:
        site.start()
        kinesis, sqs = site.client("kinesis"), site.client("sqs")
        kinesis.create_stream(StreamName="readings", ShardCount=2)
        kinesis.create_stream(StreamName="kept", ShardCount=1)
        queue = sqs.create_queue(QueueName="jobs")["QueueUrl"]
        texts = bodies(300)
        put(site, texts[:150])
        put(site, texts, stream="kept")
        for number in range(20):
            sqs.send_message(QueueUrl=queue, MessageBody=str(number))
        site.stop(signal.SIGKILL)
        site.start()
        put(site, texts[150:])

        site.until_drained(180)
        check(records(hub.client("kinesis")), texts)
        check(records(site.client("kinesis"), "kept"), texts)
        found = set()
        while page := site.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages"):
            found |= {message["Body"] for message in page}
        assert found == {str(number) for number in range(20)}
    finally:
        site.stop(signal.SIGKILL)
        hub.stop(signal.SIGKILL)


def test_what_one_machine_wrote_another_reads(binary, tmp_path):
    """A data directory moves between a 64-bit machine and the emulated one, and back: its bytes are the same on all."""
    gateway = rig.Gateway(str(tmp_path / "data"))
    gateway.start()
    gateway.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    texts = bodies(120)
    put(gateway, texts[:40])
    for turn, (kind, signal_) in enumerate([(binary, signal.SIGKILL), (rig.BINARY, signal.SIGTERM)]):
        gateway.stop(signal_)
        gateway.binary = kind
        gateway.start()
        check(records(gateway.client("kinesis")), texts[: 40 + 40 * turn])
        put(gateway, texts[40 + 40 * turn : 80 + 40 * turn])
    check(records(gateway.client("kinesis")), texts)
    gateway.stop()
    done = subprocess.run([binary, "verify", "--data", gateway.folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_static(binary):
    program = pathlib.Path(binary).with_name("millpond")
    header = program.read_bytes()[:64]
    assert header[:4] == b"\x7fELF"
    readelf = subprocess.run(["readelf", "--program-headers", program], check=True, capture_output=True, text=True).stdout
    assert "INTERP" not in readelf, "it asks for no loader"
