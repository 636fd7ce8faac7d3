"""Upstreams nobody here wrote: moto, kinesalite, kinesis-local and ElasticMQ take what a site forwards, while they are killed or hang."""

import os
import pathlib
import signal
import subprocess
import time

import boto3
import botocore.config
import pytest
from links import Link, Site, check, put, records
from test_forward_links import bodies, free_port

KEYS = dict(aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="secret", region_name="us-east-1")


class Emulator:
    """Another server of AWS's calls."""

    def __init__(self, folder, command, environment=None, cwd=None):
        self.port, self.folder, self.process = free_port(), folder, None
        self.command, self.environment, self.cwd = command, environment or {}, cwd

    def start(self, call):
        filled = {name: value.format(port=self.port) for name, value in self.environment.items()}
        command = [str(word).format(port=self.port) for word in self.command]
        with open(self.folder / "emulator.log", "ab") as log:
            environment = dict(os.environ, **filled)
            self.process = subprocess.Popen(command, env=environment, cwd=self.cwd, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while True:
            try:
                return call()
            except Exception:
                log = (self.folder / "emulator.log").read_text()[-2000:]
                assert self.process.poll() is None and time.monotonic() < deadline, log
                time.sleep(0.2)

    def client(self, service):
        config = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)
        return boto3.client(service, endpoint_url=f"http://127.0.0.1:{self.port}", config=config, **KEYS)

    def stop(self, sig=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(sig)
            self.process.wait(20)


def moto(folder):
    return Emulator(folder, [os.environ["MILLPOND_MOTO"], "-H", "127.0.0.1", "-p", "{port}"])


def kinesalite(folder):
    modules = pathlib.Path(os.environ["MILLPOND_KINESIS_PEERS"])
    return Emulator(folder, ["node", modules / "kinesalite/cli.js", "--port", "{port}", "--path", folder / "leveldb"])


def kinesis_local(folder):
    program = pathlib.Path(os.environ["MILLPOND_KINESIS_PEERS"]) / "kinesis-local"
    ports = {"KINESIS_MOCK_PLAIN_PORT": "{port}", "KINESIS_MOCK_TLS_PORT": str(free_port()), "LOG_LEVEL": "ERROR"}
    return Emulator(folder, ["node", program / "main.js"], ports, program)


def elasticmq(folder):
    emulator = Emulator(folder, ["java", f"-Dconfig.file={folder}/mq.conf", "-cp", f"{os.environ['MILLPOND_ELASTICMQ']}/dependency/*", "org.elasticmq.server.Main"])
    (folder / "mq.conf").write_text(
        'include classpath("application.conf")\n'
        f'node-address {{ protocol = http, host = "127.0.0.1", port = {emulator.port}, context-path = "" }}\n'
        f'rest-sqs {{ enabled = true, bind-port = {emulator.port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}\n'
        "rest-stats { enabled = false }\n"
        'messages-storage { enabled = true, driver-class-name = "org.h2.Driver", '
        f'uri = "jdbc:h2:{folder}/h2", username = "", password = "", prune-data-on-init = false }}\n'
    )
    return emulator


@pytest.fixture
def stage(tmp_path):
    """Starts an emulator, and a site that forwards to it over a link."""
    made = []

    def build(make, prepare, routes):
        emulator = make(tmp_path)
        made.append(emulator)
        emulator.start(lambda: prepare(emulator))
        link = Link(("127.0.0.1", emulator.port))
        site = Site(str(tmp_path / "site"), f"http://127.0.0.1:{link.port}", KEYS, routes=routes)
        made.extend([link, site])
        site.start()
        return emulator, link, site

    yield build
    for each in reversed(made):
        each.close() if isinstance(each, Link) else each.stop(signal.SIGKILL)


def make_stream(emulator):
    kinesis = emulator.client("kinesis")
    kinesis.create_stream(StreamName="readings", ShardCount=1)
    deadline = time.monotonic() + 20
    while kinesis.describe_stream_summary(StreamName="readings")["StreamDescriptionSummary"]["StreamStatus"] != "ACTIVE":
        assert time.monotonic() < deadline
        time.sleep(0.1)


STREAM = [{"from": "stream/readings", "batch_records_max": 20}]


def test_kinesalite_is_killed_and_started_again(stage):
    emulator, _, site = stage(kinesalite, make_stream, STREAM)
    site.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    texts = bodies(300)
    put(site, texts[:150])
    site.until(lambda lanes: lanes[0]["forwarded"] >= 20)
    emulator.stop()
    put(site, texts[150:])
    site.until_said("the connection was lost", 30)
    emulator.start(lambda: emulator.client("kinesis").list_streams())

    site.until_drained()

    check(records(emulator.client("kinesis")), texts, repeats=40)


@pytest.mark.parametrize("make", [kinesis_local, moto])
def test_a_stream_upstream_that_hangs(stage, make):
    emulator, link, site = stage(make, make_stream, STREAM)
    site.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    texts = bodies(300)
    put(site, texts[:150])
    site.until(lambda lanes: lanes[0]["forwarded"] >= 20)
    emulator.process.send_signal(signal.SIGSTOP)
    put(site, texts[150:])
    time.sleep(1)
    link.cut()
    emulator.process.send_signal(signal.SIGCONT)

    site.until_drained()

    check(records(emulator.client("kinesis")), texts, repeats=80)


def drain(emulator, queue):
    sqs = emulator.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found = []
    while page := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages"):
        found += [message["Body"] for message in page]
        for message in page:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


@pytest.mark.parametrize("make", [elasticmq, moto])
def test_a_queue_upstream_that_dies_or_hangs(stage, make):
    fifo = dict(QueueName="alarms.fifo", Attributes={"FifoQueue": "true"})

    def prepare(emulator):
        emulator.client("sqs").create_queue(**fifo)
        emulator.client("sqs").create_queue(QueueName="jobs")

    routes = [{"from": "queue/alarms.fifo"}, {"from": "queue/jobs"}]
    emulator, link, site = stage(make, prepare, routes)
    sqs = site.client("sqs")
    alarms = sqs.create_queue(**fifo)["QueueUrl"]
    jobs = sqs.create_queue(QueueName="jobs")["QueueUrl"]

    def send(numbers):
        for number in numbers:
            text = str(number)
            sqs.send_message(QueueUrl=alarms, MessageBody=text, MessageGroupId=f"g{number % 3}", MessageDeduplicationId=text)
            sqs.send_message(QueueUrl=jobs, MessageBody=text)

    send(range(30))
    site.until(lambda lanes: sum(lane["forwarded"] for lane in lanes) >= 10)
    if make is elasticmq:
        # It answers up to half a second before its database has a message: what a kill takes then is its loss and not ours.
        site.until_drained()
        time.sleep(3)
        emulator.stop()
        send(range(30, 60))
        emulator.start(lambda: emulator.client("sqs").list_queues())
    else:
        emulator.process.send_signal(signal.SIGSTOP)
        send(range(30, 60))
        link.cut()
        emulator.process.send_signal(signal.SIGCONT)

    site.until_drained()

    found = drain(emulator, "alarms.fifo")
    for group in range(3):
        firsts = list(dict.fromkeys(text for text in found if int(text) % 3 == group))
        assert firsts == [str(number) for number in range(group, 60, 3)]
    assert set(drain(emulator, "jobs")) == {str(number) for number in range(60)}
