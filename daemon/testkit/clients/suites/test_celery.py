"""Celery on the gateway's queues: tasks that fail and are tried again, workers that are killed, and nothing lost."""

import contextlib
import os
import signal
import subprocess
import time

import pytest
from hands import CLIENTS

# The whole is told with the clients that take minutes.
SIZES = [(60, 1)] + ([(600, 4)] if "MILLPOND_RUST_CLIENT" in os.environ else [])
PATIENCE_SECONDS = 180


class Ledger:
    def __init__(self, folder, queue, gateway):
        self.file = folder / "ledger"
        self.file.touch()
        self.environment = dict(gateway.environment(), TASK_QUEUE=queue, TASK_LEDGER=str(self.file), PYTHONDONTWRITEBYTECODE="1")
        self.log = folder / "worker.log"

    def done(self):
        """How often each task was done, and after how many failures."""
        tasks = {}
        for line in self.file.read_text().splitlines():
            number, failures = map(int, line.split())
            tasks.setdefault(number, []).append(failures)
        return tasks

    def wait_for(self, count):
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self.done()) < count:
            assert time.monotonic() < end, f"{len(self.done())} of {count} tasks are done\n" + self.log.read_text()[-4000:]
            time.sleep(0.1)

    def send(self, tasks):
        command = [os.environ["MILLPOND_CELERY_PYTHON"], "tasks.py", str(tasks)]
        subprocess.run(command, env=self.environment, cwd=CLIENTS / "celery", check=True, timeout=PATIENCE_SECONDS)

    @contextlib.contextmanager
    def worker(self, end):
        """A worker with two processes, which gets the signal `end` in the end."""
        words = ["worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        command = [os.environ["MILLPOND_CELERY_PYTHON"], "-m", "celery", "-A", "tasks", *words]
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                command, env=self.environment, cwd=CLIENTS / "celery", stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield
            os.killpg(process.pid, end) if end == signal.SIGKILL else process.send_signal(end)
            process.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@pytest.mark.parametrize("tasks, kills", SIZES)
def test_celery_loses_no_task_when_workers_die(gateway, name, tmp_path, tasks, kills):
    ledger = Ledger(tmp_path, name, gateway)
    ledger.send(tasks)

    for kill in range(1, kills + 1):
        with ledger.worker(signal.SIGKILL):
            ledger.wait_for(tasks * kill // (kills + 2))
    with ledger.worker(signal.SIGTERM):
        ledger.wait_for(tasks)

    done = ledger.done()
    assert sorted(done) == list(range(tasks))
    # A failure is known by a message of its own, with the count of failures in it.
    assert {number for number, failures in done.items() if 1 in failures} == set(range(0, tasks, 5))
    assert all(len(failures) <= 1 + kills for failures in done.values()), "done again without a reason"
    sqs = gateway.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    # What the last worker held when it was told to end is back by then, done, and not to be received once more.
    end = time.monotonic() + PATIENCE_SECONDS
    while (left := counts(sqs, url)) != {"0"}:
        assert time.monotonic() < end, f"messages are left: {left}"
        with ledger.worker(signal.SIGTERM):
            time.sleep(3)
    sqs.delete_queue(QueueUrl=url)


def counts(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    return set(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())
