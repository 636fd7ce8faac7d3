"""A worker's tasks: each writes its number into a file, and some fail first, so that they are tried again.

The broker is the gateway of the environment that `millpond env` gives. `tasks.py TASKS` sends so many of them.
"""

import os
import sys
import time
import urllib.parse

from celery import Celery

# A message that a dead worker held comes back after so long.
HIDDEN_SECONDS = 6
# Every task whose number this divides fails the first time.
FAILS = 5

gate = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc
user, secret = (urllib.parse.quote(os.environ[name], safe="") for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
app = Celery("tasks", broker=f"sqs://{user}:{secret}@{gate}")
app.conf.update(
    task_default_queue=os.environ["TASK_QUEUE"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_publish_retry=True,
    worker_prefetch_multiplier=2,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "region": os.environ["AWS_REGION"],
        "is_secure": False,
        "visibility_timeout": HIDDEN_SECONDS,
        "wait_time_seconds": 2,
        "polling_interval": 0.1,
    },
)


class NotNow(Exception):
    """What a task raises that is to be tried again."""


@app.task(bind=True, autoretry_for=(NotNow,), default_retry_delay=1, max_retries=3)
def note(self, number):
    if number % FAILS == 0 and self.request.retries == 0:
        raise NotNow(number)
    time.sleep(0.05)
    # One write, so that lines of several processes do not mix; on disk before the message is deleted.
    with open(os.environ["TASK_LEDGER"], "ab", buffering=0) as ledger:
        ledger.write(f"{number} {self.request.retries}\n".encode())
        os.fsync(ledger.fileno())


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        note.delay(number)
