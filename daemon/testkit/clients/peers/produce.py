"""produce.py STREAM RECORDS: puts numbered records with aiokpl, which packs them as the Kinesis Producer Library does.

It prints as JSON where each of them is, as the producer was told.
"""

import asyncio
import json
import os
import sys

from aiokpl import Config, Producer


async def main(stream, total):
    config = Config(
        region=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL"], record_max_buffered_time_ms=50
    )
    outcomes = []
    async with Producer(config) as producer:
        for number in range(total):
            data = str(number).encode()
            outcomes.append(await producer.put_record(stream=stream, partition_key=f"key-{number % 7}", data=data))
            if number % 100 == 0:
                await asyncio.sleep(0.2)
        await producer.flush()
        results = [await outcome.wait() for outcome in outcomes]
    assert all(result.success for result in results), [result.attempts for result in results if not result.success][:3]
    print(json.dumps([[result.shard_id, result.sequence_number] for result in results]))


asyncio.run(asyncio.wait_for(main(sys.argv[1], int(sys.argv[2])), 90))
