"""`auth = "off"`: for test benches, and for nothing that others can reach."""

import signal

import botocore
import botocore.config
import pytest
import rig
from wire import JSON, KINESIS, post


def open_to_all(text):
    assert 'auth = "on"' in text
    return text.replace('auth = "on"', 'auth = "off"')


@pytest.fixture
def bench(tmp_path):
    gateway = rig.Gateway(str(tmp_path / "data"), open_to_all)
    gateway.start()
    yield gateway
    gateway.stop(signal.SIGKILL)


def test_anyone_may_call(bench):
    reply = post(bench, {"Content-Type": JSON, "X-Amz-Target": KINESIS + "ListStreams"}, b"{}")
    assert reply.status == 200

    unsigned = bench.client("kinesis", config=botocore.config.Config(signature_version=botocore.UNSIGNED))
    unsigned.create_stream(StreamName="s", ShardCount=1)
    wrong = bench.client_of("sqs", {"AccessKeyId": "AKIAWRONG", "SecretAccessKey": "wrong"})
    wrong.create_queue(QueueName="q")
    assert bench.cli("kinesis", "list-streams")["StreamNames"] == ["s"]


def test_it_warns(bench):
    assert "auth      OFF: anyone on this machine may do anything; for test benches only" in bench.status()
    assert "auth" in bench.log() and "off" in bench.log().lower()


def test_it_refuses_to_be_reachable(tmp_path):
    gateway = rig.Gateway(str(tmp_path / "data"), open_to_all)

    for listen in ["0.0.0.0:0", "[::]:0"]:
        with pytest.raises(RuntimeError) as caught:
            gateway.start(listen)
        assert "loopback" in str(caught.value)
        assert gateway.process.returncode != 0
