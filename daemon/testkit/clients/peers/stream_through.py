"""stream_through.py STREAM RECORDS: puts and reads numbered records with async-kinesis at the same time.

It reads until it has all of them or nothing comes for a while, and prints as JSON what it read, in the order of reading.
"""

import asyncio
import json
import os
import sys

from kinesis import Consumer, Producer

BATCH = 50


async def write(stream, total):
    async with Producer(stream, endpoint_url=os.environ["AWS_ENDPOINT_URL"], buffer_time=0.1) as producer:
        for number in range(total):
            await producer.put({"number": number}, partition_key=f"key-{number % 7}")
            if number % BATCH == 0:
                await asyncio.sleep(0.1)
        await producer.flush()


async def read(stream, total):
    seen = []
    options = dict(sleep_time_no_records=0.2, idle_timeout=20, shard_fetch_rate=5)
    async with Consumer(stream, endpoint_url=os.environ["AWS_ENDPOINT_URL"], **options) as consumer:
        # It asks for new shards once a minute otherwise.
        consumer._shard_refresh_interval = 1
        async for item in consumer:
            seen.append(item["number"])
            if len(set(seen)) == total:
                break
    return seen


async def main(stream, total):
    _, seen = await asyncio.wait_for(asyncio.gather(write(stream, total), read(stream, total)), 90)
    print(json.dumps(seen))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
