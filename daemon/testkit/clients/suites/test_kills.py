"""SIGKILL at random moments, with clients at work: what was acknowledged is there, and nothing is there that may not be.

`cargo xtask clients --kills 200` runs this alone, with as many kills. `ledger.py` has the rules.
"""

import itertools
import os
import random
import signal
import statistics
import threading
import time

import rig
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BrokenConnection
from ledger import QueueLedger, StreamLedger, body

KILLS = int(os.environ.get("MILLPOND_KILLS", "5"))
SEED = int(os.environ.get("MILLPOND_SEED", time.time_ns() % 1_000_000))
# Longest work between two kills. Short, so that many kills hit a commit, a reclaim, or the start itself.
WORK_S_MAX = 0.5
# Share of kills that are followed by another one while the gateway starts.
AGAIN = 0.2
PATIENCE_S = 60


class BrokenOff(Exception):
    """The connection broke inside the reply's body."""


def whole(reply, member):
    """The member of a reply. boto3 gives an empty document for a body that broke off, and no error."""
    if member in reply:
        return reply[member]
    assert int(reply["ResponseMetadata"]["HTTPHeaders"]["content-length"]) > len("{}"), f"no {member} in {reply}"
    raise BrokenOff


class Workers:
    """Threads that repeat a step for as long as the gateway is killed and started."""

    def __init__(self):
        self.stopping, self.errors, self.threads = threading.Event(), [], []
        self.refused = 0

    def add(self, step):
        thread = threading.Thread(target=self.repeat, args=(step,), daemon=True)
        self.threads.append(thread)
        thread.start()

    def repeat(self, step):
        try:
            while not self.stopping.is_set():
                try:
                    step()
                except (HTTPClientError, BrokenConnection, BrokenOff):
                    time.sleep(0.01)  # What a kill looks like from outside.
                except ClientError as error:
                    if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                        raise
                    self.refused += 1
        except Exception as error:  # reported by the main thread
            self.errors.append(error)
            self.stopping.set()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive(), "a client waits for ever"
        if self.errors:
            raise self.errors[0]


class Site:
    """The clients of one gateway and their ledgers."""

    def __init__(self, gateway):
        self.gateway, self.workers = gateway, Workers()
        # Half of the clients leave it to the SDK to try again, half do so themselves and at once.
        retrying = Config(retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=32, read_timeout=30)
        self.attempts_of = {}
        for name in ("kinesis", "sqs"):
            plain, patient = gateway.client(name), gateway.client(name, config=retrying)
            self.attempts_of |= {plain: 1, patient: 3}
            setattr(self, name, itertools.cycle([plain, patient]))
        self.stream = StreamLedger()
        next(self.kinesis).create_stream(StreamName="s", ShardCount=3)
        self.queues = {}
        for name in ("work", "store", "work.fifo", "store.fifo"):
            fifo = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
            url = next(self.sqs).create_queue(QueueName=name, Attributes={"VisibilityTimeout": "600", **fifo})["QueueUrl"]
            self.queues[name] = (url, QueueLedger(bool(fifo)))

    stream_choices = itertools.count()

    def work(self):
        self.workers.add(self.owner(next(self.kinesis), next(self.sqs), self.gateway.client("kms")))
        for index in range(3):
            self.workers.add(self.producer(next(self.kinesis), f"p{index}"))
        for shard in self.shards(next(self.kinesis)):
            self.workers.add(self.reader(next(self.kinesis), shard))
        for name in self.queues:
            for index in range(2):
                self.workers.add(self.sender(next(self.sqs), name, f"{name}-{index}"))
            if name.startswith("work"):
                self.workers.add(self.consumer(next(self.sqs), name))
                self.workers.add(self.consumer(next(self.sqs), name))

    def owner(self, kinesis, sqs, kms):
        """Chooses another KMS key now and then, each time with a data key of its own, as often as AWS lets a stream."""
        keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2)]
        turns = itertools.islice(itertools.cycle([*keys, ""]), 200)

        def step():
            time.sleep(0.1)
            if (key := next(turns, None)) is None:
                return
            for url, _ in self.queues.values():
                sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": key})
            if key and next(self.stream_choices) < 20:
                kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=key)

        return step

    def producer(self, kinesis, writer):
        count = itertools.count()

        def step():
            items = [(writer, next(count)) for _ in range(random.randint(1, 12))]
            self.stream.attempt(items, self.attempts_of[kinesis])
            entries = [{"PartitionKey": writer, "Data": body(*item).encode()} for item in items]
            reply = kinesis.put_records(StreamName="s", Records=entries)
            for item, entry in zip(items, whole(reply, "Records")):
                if "ErrorCode" not in entry:
                    self.stream.acknowledge((entry["ShardId"], entry["SequenceNumber"]), item)

        return step

    def shards(self, kinesis):
        return [shard["ShardId"] for shard in kinesis.list_shards(StreamName="s")["Shards"]]

    def reader(self, kinesis, shard):
        """Reads on behind the last record it saw, as a consumer with a checkpoint does."""
        last = None

        def step():
            nonlocal last
            start = {"ShardIteratorType": "TRIM_HORIZON"} if last is None else {
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": last,
            }
            iterator = whole(kinesis.get_shard_iterator(StreamName="s", ShardId=shard, **start), "ShardIterator")
            for record in whole(kinesis.get_records(ShardIterator=iterator), "Records"):
                self.stream.see((shard, record["SequenceNumber"]), record["Data"].decode())
                last = record["SequenceNumber"]
            time.sleep(0.05)

        return step

    def sender(self, sqs, name, writer):
        url, ledger = self.queues[name]
        count, unanswered = itertools.count(), []

        def step():
            if not unanswered:
                unanswered.extend((writer, next(count)) for _ in range(random.randint(1, 10)))
            items = list(unanswered)
            ledger.attempt(items, self.attempts_of[sqs])
            entries = [{"Id": str(n), "MessageBody": body(writer, n)} for _, n in items]
            if ledger.fifo:
                for entry in entries:
                    entry |= {"MessageGroupId": writer, "MessageDeduplicationId": f"{writer}-{entry['Id']}"}
            else:
                unanswered.clear()
            reply = sqs.send_message_batch(QueueUrl=url, Entries=entries)
            assert not reply.get("Failed"), reply["Failed"]
            for entry in whole(reply, "Successful"):
                ledger.acknowledge(entry["MessageId"], (writer, int(entry["Id"])))
            # A careful producer sends again what was not answered; deduplication makes it one.
            unanswered.clear()

        return step

    def consumer(self, sqs, name):
        url, ledger = self.queues[name]

        def step():
            asked_at = time.monotonic()
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
            items = ledger.receive(messages, asked_at)
            if not messages:
                return
            ids = [message["MessageId"] for message in messages]
            ledger.trying(ids, items)
            handles = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
            # A handle of a FIFO queue lapses when the gateway restarts; its message then comes again.
            reply = sqs.delete_message_batch(QueueUrl=url, Entries=handles)
            ledger.delete([ids[int(entry["Id"])] for entry in reply.get("Successful", [])], time.monotonic())

        return step

    def check(self):
        kinesis, sqs = self.gateway.client("kinesis"), self.gateway.client("sqs")
        shards = {shard: list(everything(kinesis, shard)) for shard in self.shards(kinesis)}
        told = {"stream": self.stream.check(shards)}
        for name, (url, ledger) in self.queues.items():
            told[name] = ledger.check(list(drained(sqs, url)))
            told["deleted"] = told.get("deleted", 0) + len(ledger.deleted)
        return told


def everything(kinesis, shard):
    where = dict(StreamName="s", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
    while True:
        page = kinesis.get_records(ShardIterator=iterator)
        yield from ((record["SequenceNumber"], record["Data"].decode()) for record in page["Records"])
        if not page["Records"] and page["MillisBehindLatest"] == 0:
            return
        iterator = page["NextShardIterator"]


def drained(sqs, url):
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        yield from ((message["MessageId"], message["Body"]) for message in messages)
        # Otherwise a FIFO group would hold back what follows.
        handles = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
        assert "Failed" not in sqs.delete_message_batch(QueueUrl=url, Entries=handles)


def kill_and_start(gateway, probe, chance):
    """Kills once or more, starts again, and gives (kills, seconds from the last kill to the first answer)."""
    kills = 0
    while True:
        killed_at = time.monotonic()
        gateway.stop(signal.SIGKILL)
        kills += 1
        gateway.spawn()
        if chance.random() > AGAIN:
            break
        time.sleep(chance.uniform(0, 0.05))
    while True:
        try:
            probe.list_streams(Limit=1)
            return kills, time.monotonic() - killed_at
        except (HTTPClientError, BrokenConnection):
            assert gateway.process.poll() is None, gateway.log()
            assert time.monotonic() - killed_at < PATIENCE_S, "no answer:\n" + gateway.log()
            time.sleep(0.001)


def test_nothing_acknowledged_is_lost(own_gateway, capsys):
    chance, kills, outages = random.Random(SEED), 0, []
    probe, site = own_gateway.client("kinesis"), Site(own_gateway)
    site.work()

    while kills < KILLS and not site.workers.stopping.is_set():
        time.sleep(chance.uniform(0, WORK_S_MAX))
        killed, outage = kill_and_start(own_gateway, probe, chance)
        kills += killed
        outages.append(outage)
    site.workers.stop()
    # Once more, so that all messages are visible; nothing is in flight any longer.
    own_gateway.stop(signal.SIGKILL)
    own_gateway.start()
    told = site.check()

    with capsys.disabled():
        told = ", ".join(f"{name} {count}" for name, count in told.items())
        print(
            f"\n{kills + 1} SIGKILLs, 0 lost (seed {SEED}); acknowledged: {told}; refused with 5xx: {site.workers.refused}"
            f"\nfrom kill to first answer: median {statistics.median(outages) * 1000:.0f} ms,"
            f" max {max(outages) * 1000:.0f} ms, {len(outages)} starts; binary {rig.BINARY}"
        )
    assert all(count > 0 for count in site_counts(site)), "a client was never answered"


def site_counts(site):
    yield len(site.stream.acknowledged)
    yield len(site.stream.seen)
    for name, (_, ledger) in site.queues.items():
        yield len(ledger.acknowledged)
        yield len(ledger.deleted) if name.startswith("work") else 1
