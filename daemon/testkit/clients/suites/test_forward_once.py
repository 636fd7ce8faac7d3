"""Between two gateways each record arrives once: both are killed at random moments while clients put and records are forwarded."""

import collections
import json
import os
import random
import signal
import subprocess
import threading
import time

import rig
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BrokenConnection

KILLS = int(os.environ.get("MILLPOND_KILLS", "8"))
SEED = int(os.environ.get("MILLPOND_SEED", time.time_ns() % 1_000_000))
PATIENCE_S = 90

ROUTES = """
[[upstream]]
name = "hub"
kind = "millpond"
endpoint = "{endpoint}"
region = "{region}"
access_key_id = "{key}"
secret = "hub"

[[route]]
name = "readings"
from = "stream/readings"
upstream = "hub"
{readings}

[[route]]
name = "alarms"
from = "queue/alarms.fifo"
upstream = "hub"

[[route]]
name = "jobs"
from = "queue/jobs"
upstream = "hub"
"""


class Site:
    """An edge that forwards a stream and two queues to a hub."""

    def __init__(self, folder, readings=""):
        self.hub = rig.Gateway(str(folder / "hub"))
        self.hub.start()
        routes = ROUTES.format(
            endpoint=self.hub.endpoint, region=self.hub.region, key=self.hub.made["access_key_id"], readings=readings
        )
        self.edge = rig.Gateway(str(folder / "edge"), lambda text: text + routes)
        subprocess.run(
            [rig.BINARY, "secret", "set", "--data", self.edge.folder, "hub"],
            input=self.hub.made["secret_access_key"],
            text=True,
            check=True,
        )
        self.edge.start()
        for gateway in (self.edge, self.hub):
            gateway.client("kinesis").create_stream(StreamName="readings", ShardCount=2)
            sqs = gateway.client("sqs")
            sqs.create_queue(QueueName="alarms.fifo", Attributes={"FifoQueue": "true"})
            sqs.create_queue(QueueName="jobs")
        self.put = collections.defaultdict(list)

    def stop(self):
        self.edge.stop(signal.SIGKILL)
        self.hub.stop(signal.SIGKILL)


def url(gateway, name):
    return f"{gateway.endpoint}/{gateway.account}/{name}"


def produce(site, stopping):
    """Puts records and messages; what is not acknowledged is not counted, and its number is not used again."""
    kinesis, sqs = site.edge.client("kinesis"), site.edge.client("sqs")
    number = 0
    while not stopping.is_set():
        numbers = [str(number + n) for n in range(10)]
        number += 10
        try:
            records = [{"Data": n.encode(), "PartitionKey": f"key-{int(n) % 3}"} for n in numbers]
            kinesis.put_records(StreamName="readings", Records=records)
            site.put["readings"] += numbers
            entries = [
                {"Id": n, "MessageBody": n, "MessageGroupId": f"g{int(n) % 3}", "MessageDeduplicationId": n} for n in numbers
            ]
            sqs.send_message_batch(QueueUrl=url(site.edge, "alarms.fifo"), Entries=entries)
            site.put["alarms.fifo"] += numbers
            sqs.send_message_batch(
                QueueUrl=url(site.edge, "jobs"), Entries=[{"Id": n, "MessageBody": n} for n in numbers]
            )
            site.put["jobs"] += numbers
        except (HTTPClientError, BrokenConnection):
            time.sleep(0.02)  # What a kill looks like from outside.
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                raise
        time.sleep(0.01)


def lag(site):
    done = subprocess.run([rig.BINARY, "status", "--data", site.edge.folder, "--json"], capture_output=True, text=True, check=True)
    lanes = json.loads(done.stdout)["routes"]
    return sum(lane["lag"] for lane in lanes) if len(lanes) >= 4 else None


def drained(site):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if lag(site) == 0:
            return
        time.sleep(0.1)
    raise AssertionError(site.edge.status())


def stream_of(gateway):
    kinesis = gateway.client("kinesis")
    found = []
    for shard in kinesis.list_shards(StreamName="readings")["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName="readings", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while True:
            page = kinesis.get_records(ShardIterator=iterator)
            found += [(record["PartitionKey"], record["Data"].decode()) for record in page["Records"]]
            iterator = page["NextShardIterator"]
            if not page["Records"] and page["MillisBehindLatest"] == 0:
                break
    return found


def queue_of(gateway, name):
    sqs = gateway.client("sqs")
    found = []
    while True:
        messages = sqs.receive_message(
            QueueUrl=url(gateway, name), MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages", [])
        if not messages:
            return found
        found += [(message["Attributes"].get("MessageGroupId", ""), message["Body"]) for message in messages]
        entries = [{"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(messages)]
        sqs.delete_message_batch(QueueUrl=url(gateway, name), Entries=entries)


def each_once(name, put, found, ordered):
    counts = collections.Counter(body for _, body in found)
    twice = [body for body, count in counts.items() if count > 1]
    missing = [body for body in put if body not in counts]
    assert (twice, missing) == ([], []), f"{name}, seed {SEED}"
    if ordered:
        by_key = collections.defaultdict(list)
        for key, body in found:
            by_key[key].append(int(body))
        for key, bodies in by_key.items():
            assert bodies == sorted(bodies), f"{name} {key}, seed {SEED}"


def killed(site):
    dice = random.Random(SEED)
    stopping = threading.Event()
    producer = threading.Thread(target=produce, args=(site, stopping), daemon=True)
    producer.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.6))
        victim = dice.choice([site.edge, site.hub])
        victim.stop(signal.SIGKILL)
        time.sleep(dice.uniform(0, 0.3))
        victim.start()
    stopping.set()
    producer.join(PATIENCE_S)
    assert not producer.is_alive()
    drained(site)
    assert len(site.put["readings"]) > 100, "too little was put to prove anything"
    each_once("readings", site.put["readings"], stream_of(site.hub), True)
    each_once("alarms.fifo", site.put["alarms.fifo"], queue_of(site.hub, "alarms.fifo"), True)
    each_once("jobs", site.put["jobs"], queue_of(site.hub, "jobs"), False)


def test_killed_gateways_forward_each_record_once(tmp_path):
    site = Site(tmp_path)
    try:
        killed(site)
    finally:
        site.stop()


def test_killed_gateways_forward_each_record_once_compressed(tmp_path):
    site = Site(tmp_path, 'compress = "gzip"')
    try:
        killed(site)
    finally:
        site.stop()
