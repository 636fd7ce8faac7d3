"""Sensors are enrolled, listed, given another key over the air and revoked, while the gateway serves, is killed and starts again."""

import json
import os
import signal
import subprocess

import pytest
import rig
from upstreams import free_port, wait_until

SENSOR = os.environ["MILLPOND_SENSOR"]


class Site:
    """A gateway that listens to sensors."""

    def __init__(self, tmp_path):
        self.udp = free_port()
        link = f'[link]\nudp = "127.0.0.1:{self.udp}"\njson = ["stream/told"]'
        self.gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text.replace("[link]", link))
        self.sensors = []

    def ask(self, *words, check=True):
        done = subprocess.run(
            [rig.BINARY, "nodes", *words, "--data", self.gateway.folder, "--json"], capture_output=True, text=True
        )
        if check:
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def node(self, name):
        return next(node for node in reversed(self.ask("list")) if node["node"] == name)

    def sensor(self, added, **options):
        """Starts one with what the gateway printed for it."""
        words = {"device": added["device"], "key": added["key"], "udp": f"127.0.0.1:{self.udp}", "seconds": 600, "rate": 50}
        words |= options
        command = [SENSOR] + [part for name, value in words.items() for part in (f"--{name}", str(value)) if part]
        sensor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.sensors.append(sensor)
        return sensor

    def readings(self, stream, device):
        client = self.gateway.client("kinesis")
        shard = client.describe_stream(StreamName=stream)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = client.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        iterator, numbers = iterator["ShardIterator"], []
        while True:
            page = client.get_records(ShardIterator=iterator)
            read = [json.loads(record["Data"]) for record in page["Records"]]
            numbers += [reading["reading"] for reading in read if reading["device"] == device]
            if not page["Records"] and page["MillisBehindLatest"] == 0:
                return numbers
            iterator = page["NextShardIterator"]

    def stop(self):
        for sensor in self.sensors:
            sensor.kill()
        self.gateway.stop(signal.SIGKILL)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.gateway.start()
    site.gateway.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    yield site
    site.stop()


def test_a_node_from_its_enrolment_to_its_revocation(site):
    added = site.ask("add", "pump-7")["added"]
    assert added["effective"] and added["generation"] == 0 and len(added["key"]) == 64
    assert site.node("pump-7")["state"] == "never-heard"
    sensor = site.sensor(added)
    wait_until(lambda: site.node("pump-7")["next_sequence"] >= 50)
    assert site.node("pump-7")["state"] == "connected"

    # Another key, while the gateway is killed in the middle of it.
    assert site.ask("rotate", "pump-7") == {"rotating": {"generation": 1}}
    site.gateway.stop(signal.SIGKILL)
    site.gateway.start()
    wait_until(lambda: site.node("pump-7")["generation"] == 1)
    known = site.node("pump-7")["next_sequence"]
    wait_until(lambda: site.node("pump-7")["next_sequence"] >= known + 50)

    # Whoever has the former key is nobody.
    thief = site.sensor(added, seconds=1)
    assert thief.wait(30) == 1
    assert site.node("pump-7")["refused"] > 0

    site.ask("revoke", "pump-7")
    revoked = wait_until(lambda: site.node("pump-7") if "revoked" in site.gateway.status() else None)
    site.gateway.stop(signal.SIGKILL)
    site.gateway.start()
    assert site.node("pump-7")["state"] == "revoked"
    assert site.node("pump-7")["lost"] == 0
    sensor.kill()
    numbers = site.readings("readings", added["device"])
    assert numbers == list(range(len(numbers))) and len(numbers) >= revoked["next_sequence"]
    assert "no node" in site.ask("revoke", "pump-7", check=False)


def test_what_a_node_lost_is_told_to_the_operator(site):
    added = site.ask("add", "a")["added"]
    first = site.sensor(added, seconds=1)
    assert first.wait(30) == 0
    sent = site.node("a")["next_sequence"]
    assert sent > 0 and site.node("a")["gaps"] == 0

    second = site.sensor(added, seconds=1, reserved=sent + 25)
    assert second.wait(30) == 0

    node = site.node("a")
    assert (node["gaps"], node["lost"]) == (1, 25)
    assert "1 gaps with 25 readings lost" in site.gateway.status()
    site.gateway.stop(signal.SIGKILL)
    assert (site.node("a")["gaps"], site.node("a")["lost"]) == (1, 25)


def test_nodes_are_enrolled_while_nothing_serves_and_each_is_itself(site):
    site.gateway.stop()
    one, two = (site.ask("add", name)["added"] for name in ("one", "two"))
    assert not one["effective"]
    assert "enrolled already" in site.ask("add", "one", check=False)
    assert "is not a name" in site.ask("add", "no name", check=False)
    site.gateway.start()

    # The key of one does not speak for the other.
    assert site.sensor({"device": two["device"], "key": one["key"]}, seconds=1).wait(30) == 1
    assert site.sensor(two, seconds=1).wait(30) == 0
    assert site.node("one")["state"] == "never-heard"
    assert site.node("two")["refused"] > 0


def test_messages_of_a_queue_are_commands_and_readings_are_json(site):
    sqs = site.gateway.client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    orders = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": "10"})["QueueUrl"]
    site.gateway.client("kinesis").create_stream(StreamName="told", ShardCount=1)
    added = site.ask("add", "valve", "--stream", "told", "--commands", "orders")["added"]
    assert added["block"].startswith("4d4e5031") and added["key"] in added["block"]

    def waiting(url):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return [int(counts[name]) for name in names]

    # Nobody is there to do it: it stays visible.
    sqs.send_message(QueueUrl=orders, MessageBody="open 1")
    sqs.send_message(QueueUrl=orders, MessageBody="b3BlbiAy", MessageAttributes={"encoding": {"DataType": "String", "StringValue": "base64"}})
    assert waiting(orders) == [2, 0]

    sensor = site.sensor(added, seconds=4)
    wait_until(lambda: waiting(orders) == [0, 0])
    out, _ = sensor.communicate(timeout=30)
    assert sorted(line for line in out.splitlines() if line.startswith("command")) == ["command open 1", "command open 2"]
    assert site.node("valve")["commands_done"] == 2

    # One that does nothing: a dead letter, as of any other receiver.
    site.sensor(added, seconds=30, disobeys="")
    sqs.send_message(QueueUrl=orders, MessageBody="never")
    wait_until(lambda: waiting(dead) == [1, 0])

    client = site.gateway.client("kinesis")
    shard = client.describe_stream(StreamName="told")["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = client.get_shard_iterator(StreamName="told", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    lines = [record["Data"] for record in client.get_records(ShardIterator=iterator)["Records"]]
    assert all(line.endswith(b"}\n") for line in lines)
    told = [json.loads(line) for line in lines]
    assert [reading["sequence"] for reading in told] == list(range(len(told)))
    for reading in told:
        assert (reading["node"], reading["device"], reading["channel"]) == ("valve", added["device"], 0)
        assert json.loads(reading["text"])["device"] == added["device"]
