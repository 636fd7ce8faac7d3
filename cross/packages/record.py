"""Puts and reads records when packages are checked. The environment is what `millpond env` prints.

record.py put TEXT       puts a record
record.py all            prints all of them
record.py load NAME      puts records until it fails or is killed, and prints each once it is acknowledged
record.py covers FILE..  fails unless every record that these files name is there
"""

import itertools
import sys

import boto3
from botocore.config import Config

STREAM = "packages"


def client(attempts=8):
    # Whoever waits for a gateway that was just started tries again; a gateway that never answers fails the check.
    return boto3.client("kinesis", config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}))


def put(kinesis, text):
    kinesis.put_record(StreamName=STREAM, PartitionKey="k", Data=text.encode())


def records(kinesis):
    shard = kinesis.list_shards(StreamName=STREAM)["Shards"][0]["ShardId"]
    place = kinesis.get_shard_iterator(StreamName=STREAM, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    while place:
        page = kinesis.get_records(ShardIterator=place)
        yield from (record["Data"].decode() for record in page["Records"])
        place = page.get("NextShardIterator") if page["MillisBehindLatest"] or page["Records"] else None


def main(command, *words):
    if command == "put":
        kinesis = client()
        if STREAM not in kinesis.list_streams()["StreamNames"]:
            kinesis.create_stream(StreamName=STREAM, ShardCount=1)
            kinesis.get_waiter("stream_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 1})
        put(kinesis, words[0])
    elif command == "all":
        print(" ".join(records(client())))
    elif command == "load":
        kinesis = client(attempts=1)
        for number in itertools.count():
            text = f"{words[0]}-{number}"
            put(kinesis, text)
            print(text, flush=True)
    elif command == "covers":
        kept = set(records(client()))
        told = {line.strip() for name in words for line in open(name, encoding="ascii")}
        if not told or told - kept:
            sys.exit(f"{len(told - kept)} of {len(told)} acknowledged records are gone")
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
