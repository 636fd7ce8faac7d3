"""A route to mosquitto: over TLS with a password, in both versions of MQTT, while broker and gateway are restarted."""

import json
import signal

import pytest
import rig
from upstreams import Broker, seal, wait_until

COUNT = 400


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_broker_gets_every_record_in_order(tmp_path, version):
    broker = Broker(tmp_path / "broker", version)
    route = '[[route]]\nname = "r"\nfrom = "stream/s"\nto = "topic/plant/{key}/{json:/kind}"\nupstream = "plant"\norder = "batch"\n'
    gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + broker.table() + route)
    seal(gateway, rig.BINARY, "plant", "geheim")
    try:
        broker.subscribe("plant/#")
        gateway.start()
        gateway.client("kinesis").create_stream(StreamName="s", ShardCount=2)
        for first in range(0, COUNT, 100):
            records = [
                {"Data": json.dumps({"kind": "t", "n": n}).encode(), "PartitionKey": f"mill-{n % 5}"} for n in range(first, first + 100)
            ]
            assert gateway.client("kinesis").put_records(StreamName="s", Records=records)["FailedRecordCount"] == 0
            if first == 100:
                broker.restart()
            if first == 200:
                gateway.stop(signal.SIGKILL)
                gateway.start()

        def complete():
            arrived = broker.arrived()
            return arrived if {json.loads(payload)["n"] for *_, payload in arrived} == set(range(COUNT)) else None

        arrived = wait_until(complete)
        ids = {}
        for topic, properties, payload in arrived:
            number = json.loads(payload)["n"]
            assert topic == f"plant/mill-{number % 5}/t"
            ids.setdefault(number, properties)
            assert ids[number] == properties
        if version == "5":
            assert len(set(ids.values())) == COUNT
        first_seen = list(dict.fromkeys(json.loads(payload)["n"] for *_, payload in arrived))
        for key in range(5):
            assert [n for n in first_seen if n % 5 == key] == list(range(key, COUNT, 5))
    finally:
        gateway.stop(signal.SIGKILL)
        broker.stop()


def test_a_wrong_password_pauses_the_route_and_says_so(tmp_path):
    broker = Broker(tmp_path / "broker")
    route = '[[route]]\nname = "r"\nfrom = "stream/s"\nto = "topic/t"\nupstream = "plant"\n'
    gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + broker.table() + route)
    seal(gateway, rig.BINARY, "plant", "falsch")
    try:
        gateway.start()
        client = gateway.client("kinesis")
        client.create_stream(StreamName="s", ShardCount=1)
        client.put_record(StreamName="s", Data=b"{}", PartitionKey="k")
        wait_until(lambda: "not authorized" in gateway.status())
        assert "paused" in gateway.status()
    finally:
        gateway.stop(signal.SIGKILL)
        broker.stop()
