"""Many clients at once: nothing lost, nothing twice, order kept."""

import concurrent.futures
import threading
import time

WRITERS = 16


def test_sixteen_writers_and_a_reader_per_shard(gateway, name):
    kinesis = gateway.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=2)
    calls, batch = 12, 10
    total = WRITERS * calls * batch
    seen, guard, done = [], threading.Lock(), time.monotonic() + 60

    def write(writer):
        for call in range(calls):
            entries = [{"PartitionKey": f"w{writer}", "Data": f"{writer} {call * batch + i}".encode()} for i in range(batch)]
            assert kinesis.put_records(StreamName=name, Records=entries)["FailedRecordCount"] == 0

    def read(shard):
        where = dict(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        while len(seen) < total and time.monotonic() < done:
            page = kinesis.get_records(ShardIterator=iterator)
            iterator = page["NextShardIterator"]
            with guard:
                seen.extend(tuple(map(int, record["Data"].split())) for record in page["Records"])

    shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=name)["Shards"]]
    with concurrent.futures.ThreadPoolExecutor(WRITERS + len(shards)) as pool:
        for work in [*[pool.submit(read, s) for s in shards], *[pool.submit(write, w) for w in range(WRITERS)]]:
            work.result()

    assert len(seen) == total
    for writer in range(WRITERS):
        assert [n for w, n in seen if w == writer] == list(range(calls * batch))


def test_consumers_share_a_queue_without_overlap(gateway, name):
    sqs = gateway.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    total, seen, guard, done = 160, [], threading.Lock(), time.monotonic() + 60

    def send(writer):
        for call in range(total // 80):
            entries = [{"Id": str(i), "MessageBody": f"{writer} {call} {i}"} for i in range(10)]
            assert "Failed" not in sqs.send_message_batch(QueueUrl=url, Entries=entries)

    def consume(_):
        while len(seen) < total and time.monotonic() < done:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
            with guard:
                seen.extend(message["Body"] for message in messages)
            if messages:
                entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
                assert "Failed" not in sqs.delete_message_batch(QueueUrl=url, Entries=entries)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for work in [*[pool.submit(consume, i) for i in range(8)], *[pool.submit(send, i) for i in range(8)]]:
            work.result()

    assert len(seen) == total == len(set(seen))
