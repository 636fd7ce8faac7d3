"""Forwards the lines of a file to a Kinesis stream as people do it with boto3: `forward.py MANNER FILE STREAM THREADS`.

MANNER is `plain` (a record each), `kpl` (packed by aws-kinesis-agg) or `lines` (lines of a call joined and compressed by gzip).
The endpoint, the credentials and the region come from the environment. Only entries that failed are sent again.
At the end it prints the processor time it used, and how long it sent, in seconds.
"""

import concurrent.futures
import gzip
import itertools
import sys
import time

import boto3
import botocore.config

CALL_RECORDS = 500
PACKED_BYTES = 896 << 10


def batches(path, size):
    with open(path, "rb") as file:
        lines = (line.rstrip(b"\n") for line in file)
        while batch := list(itertools.islice(lines, size)):
            yield batch


def plain(path):
    for batch in batches(path, CALL_RECORDS):
        yield [{"Data": line, "PartitionKey": f"k{n % 1000}"} for n, line in enumerate(batch)]


def packed(path):
    from aws_kinesis_agg.aggregator import RecordAggregator

    for batch in batches(path, 3_000):
        aggregator = RecordAggregator()
        for n, line in enumerate(batch):
            full = aggregator.add_user_record(f"k{n % 1000}", line)
            assert full is None
        key, hash_key, data = aggregator.clear_and_get().get_contents()
        yield [{"Data": data, "PartitionKey": key} | ({"ExplicitHashKey": hash_key} if hash_key else {})]


def joined(path):
    for batch in batches(path, 3_000):
        yield [{"Data": gzip.compress(b"\n".join(batch) + b"\n"), "PartitionKey": "k0"}]


def send(client, stream, records):
    while records:
        reply = client.put_records(StreamName=stream, Records=records)
        failed = [record for record, said in zip(records, reply["Records"]) if said.get("ErrorCode")]
        records = failed


def main():
    manner, path, stream, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    begin = time.monotonic()
    client = boto3.client("kinesis", config=botocore.config.Config(max_pool_connections=threads))
    calls = {"plain": plain, "kpl": packed, "lines": joined}[manner](path)
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        # As many calls in flight as there are threads, so that a file of any size needs little memory.
        waiting = set()
        for records in calls:
            if len(waiting) >= 2 * threads:
                done, waiting = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
                [future.result() for future in done]
            waiting.add(pool.submit(send, client, stream, records))
        [future.result() for future in waiting]
    print(time.process_time(), time.monotonic() - begin)


main()
