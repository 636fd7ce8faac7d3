"""SIGKILL at any moment, with clients at work: what was acknowledged is there, and nothing is there twice."""

import random
import signal
import threading
import time

from botocore.exceptions import ConnectionError as BrokenConnection
from botocore.exceptions import HTTPClientError

ROUNDS = 10


class Worker(threading.Thread):
    """Repeats a step until the gateway is gone."""

    def __init__(self, step):
        super().__init__(daemon=True)
        self.step, self.error = step, None

    def run(self):
        try:
            while True:
                self.step()
        except (HTTPClientError, BrokenConnection):
            pass  # No connection, or one that broke: what a kill looks like from outside.
        except Exception as error:  # reported by the test that waits for this thread
            self.error = error


def rounds(gateway, steps):
    """Lets the steps run against the gateway, kills it, starts it again, several times."""
    chance = random.Random(7)
    for _ in range(ROUNDS):
        workers = [Worker(step) for step in steps]
        for worker in workers:
            worker.start()
        time.sleep(chance.uniform(0.05, 0.4))
        gateway.stop(signal.SIGKILL)
        for worker in workers:
            worker.join(30)
            assert not worker.is_alive()
            assert worker.error is None, repr(worker.error)
        gateway.start()


def test_streams(own_gateway):
    kinesis = own_gateway.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    acknowledged = {}

    def producer(key):
        sent, kept = iter(range(1_000_000)), acknowledged.setdefault(key, [])

        def step():
            numbers = [next(sent) for _ in range(3)]
            entries = [{"PartitionKey": key, "Data": f"{key} {n}".encode()} for n in numbers]
            reply = kinesis.put_records(StreamName="s", Records=entries)
            kept.extend(n for n, entry in zip(numbers, reply["Records"]) if "ErrorCode" not in entry)

        return step

    rounds(own_gateway, [producer(f"key-{i}") for i in range(4)])

    found = {key: [] for key in acknowledged}
    for shard in kinesis.list_shards(StreamName="s")["Shards"]:
        where = dict(StreamName="s", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        while True:
            page = kinesis.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                key, number = record["Data"].decode().split()
                found[key].append(int(number))
            if not page["Records"] and page["MillisBehindLatest"] == 0:
                break
            iterator = page["NextShardIterator"]
    for key, kept in acknowledged.items():
        assert kept, "the gateway was killed before anything was acknowledged"
        assert not set(kept) - set(found[key]), "acknowledged and lost"
        assert found[key] == sorted(set(found[key])), "out of order, or stored twice"


def test_queues(own_gateway):
    sqs = own_gateway.client("sqs")
    sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "600"})
    url = f"{own_gateway.endpoint}/{own_gateway.account}/q"
    sent, acknowledged, tried, deleted, returned = iter(range(1_000_000)), set(), set(), set(), []

    def send():
        number = next(sent)
        sqs.send_message(QueueUrl=url, MessageBody=str(number))
        acknowledged.add(number)

    def consume():
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=3).get("Messages", []):
            number = int(message["Body"])
            if number in deleted:
                returned.append(number)
            tried.add(number)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            deleted.add(number)

    rounds(own_gateway, [send, send, consume])

    left = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        left += [int(message["Body"]) for message in messages]
    assert deleted and acknowledged
    assert not returned and not deleted & set(left), "deleted and back again"
    assert len(left) == len(set(left)), "stored twice"
    # A deletion that was not answered may have happened.
    assert not acknowledged - tried - set(left), "acknowledged and lost"


def test_fifo_queues(own_gateway):
    sqs = own_gateway.client("sqs")
    sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "600"})
    url = f"{own_gateway.endpoint}/{own_gateway.account}/q.fifo"
    acknowledged = {}

    def producer(group):
        acknowledged[group] = 0

        def step():
            # Whatever was not acknowledged is sent again, as a careful producer does; deduplication makes it one.
            number = acknowledged[group]
            sqs.send_message(
                QueueUrl=url, MessageBody=f"{group} {number}", MessageGroupId=group, MessageDeduplicationId=f"{group}-{number}"
            )
            acknowledged[group] = number + 1

        return step

    rounds(own_gateway, [producer(f"g{i}") for i in range(3)])

    found = {group: [] for group in acknowledged}
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            group, number = message["Body"].split()
            found[group].append(int(number))
        handles = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
        assert "Failed" not in sqs.delete_message_batch(QueueUrl=url, Entries=handles)
    for group, count in acknowledged.items():
        # The last message of the last round may have been stored without an answer.
        assert found[group] in (list(range(count)), list(range(count + 1)))
        assert count
