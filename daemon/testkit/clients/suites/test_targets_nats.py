"""A route to NATS JetStream, in a build that speaks to it: over TLS with a password, while server and gateway are killed."""

import json
import os
import signal

import pytest
import rig
from upstreams import Nats, seal, wait_until

COUNT = 400
BINARY = os.environ["MILLPOND_WITH_NATS"]
ROUTE = '[[route]]\nname = "r"\nfrom = "stream/s"\nupstream = "plant"\norder = "batch"\n'


@pytest.fixture
def stage(tmp_path):
    """A server and a gateway that forwards to it."""
    server = Nats(tmp_path / "nats")
    gateways = []

    def build(route, secret="geheim"):
        gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + server.table() + ROUTE + route, BINARY)
        gateways.append(gateway)
        seal(gateway, BINARY, "plant", secret)
        gateway.start()
        gateway.client("kinesis").create_stream(StreamName="s", ShardCount=2)
        return server, gateway

    yield build
    for gateway in gateways:
        gateway.stop(signal.SIGKILL)
    server.stop()


def put(gateway, numbers):
    records = [{"Data": json.dumps({"kind": "t", "n": n}).encode(), "PartitionKey": f"mill-{n % 5}"} for n in numbers]
    assert gateway.client("kinesis").put_records(StreamName="s", Records=records)["FailedRecordCount"] == 0


def numbers(messages):
    return [json.loads(message.data)["n"] for message in messages]


def test_a_stream_gets_every_record_once_and_in_order(stage):
    server, gateway = stage('to = "topic/plant.{key}.{json:/kind}"\n')
    server.add_stream(name="PLANT", subjects=["plant.>"])
    for first in range(0, COUNT, 100):
        put(gateway, range(first, first + 100))
        if first == 100:
            server.restart()
        if first == 200:
            gateway.stop(signal.SIGKILL)
            gateway.start()

    messages = wait_until(lambda: found if len(set(numbers(found := server.arrived("PLANT")))) == COUNT else None)

    # What was sent again lies within the stream's duplicate window.
    assert sorted(numbers(messages)) == list(range(COUNT))
    for message in messages:
        assert message.subject == f"plant.mill-{json.loads(message.data)['n'] % 5}.t"
    for key in range(5):
        assert [n for n in numbers(messages) if n % 5 == key] == list(range(key, COUNT, 5))


def test_a_stream_that_is_missing_or_full_holds_the_route_until_it_is_mended(stage):
    server, gateway = stage('to = "topic/plant.all"\n')
    put(gateway, range(20))
    wait_until(lambda: "add a stream" in gateway.status())
    server.add_stream(name="PLANT", subjects=["plant.>"], max_msgs=10, discard="new")
    wait_until(lambda: len(server.arrived("PLANT")) == 10)
    wait_until(lambda: "maximum messages exceeded" in gateway.log())
    server.ask(lambda context: context.update_stream(name="PLANT", subjects=["plant.>"], max_msgs=100, discard="new"))

    messages = wait_until(lambda: found if len(found := server.arrived("PLANT")) >= 20 else None)

    assert sorted(numbers(messages)) == list(range(20))


def test_what_the_server_never_takes_is_a_dead_letter(stage):
    server, gateway = stage('to = "topic/plant.{json:/kind}"\ndead_letters = "queue/dead"\n')
    server.add_stream(name="PLANT", subjects=["plant.>"], max_msg_size=512)
    client = gateway.client("kinesis")
    queue = gateway.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    bodies = [{"kind": "t", "n": 0}, {"kind": "t", "n": 1, "long": "x" * 1000}, {"kind": "a b", "n": 2}, {"kind": "t", "n": 3}]
    for body in bodies:
        client.put_record(StreamName="s", Data=json.dumps(body).encode(), PartitionKey="k")

    messages = wait_until(lambda: found if len(found := server.arrived("PLANT")) == 2 else None)
    dead = []
    while len(dead) < 2:
        page = gateway.client("sqs").receive_message(
            QueueUrl=queue, WaitTimeSeconds=20, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        dead += page["Messages"]

    assert numbers(messages) == [0, 3]
    reasons = " ".join(message["MessageAttributes"]["ErrorMessage"]["StringValue"] for message in dead)
    assert "message size exceeds maximum allowed" in reasons and "nothing that a message can be published under" in reasons


def test_a_wrong_password_pauses_the_route_and_says_so(stage):
    server, gateway = stage('to = "topic/plant.all"\n', secret="falsch")
    put(gateway, range(1))

    wait_until(lambda: "authorization violation" in gateway.status())

    assert "paused" in gateway.status()
