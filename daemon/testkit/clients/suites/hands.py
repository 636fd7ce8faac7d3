"""Clients of other languages, driven call by call, so that one story can be told through each of them.

A hand is a program that reads orders, one per line, and answers each with one line, both JSON:

    {"service": "kinesis", "call": "PutRecord", "with": {"StreamName": "s", "PartitionKey": "k", "Data": "eA=="}, "records": 0}
    {"result": {"ShardId": "shardId-000000000000", "SequenceNumber": "4965..."}}
    {"error": {"code": "ResourceNotFoundException", "message": "Stream s under account 1 not found."}}
    {"broken": "what went wrong in the client, instead of an answer of the service"}

Members are named as in AWS's model. Blobs are base64 and times RFC 3339. Calls that are not operations:
`WaitUntilStreamExists` and `WaitUntilStreamNotExists` use the SDK's own waiter. `SubscribeToShard` answers with
`Events` when `records` of them have come, or, when that is 0, when the subscription has ended.
"""

import base64
import contextlib
import datetime
import json
import os
import pathlib
import re
import selectors
import subprocess
import tempfile

import botocore
from aws_kinesis_agg.aggregator import RecordAggregator
from aws_kinesis_agg.deaggregator import deaggregate_records
from botocore.exceptions import ClientError

CLIENTS = pathlib.Path(__file__).parent.parent
PATIENCE_SECONDS = 90
# Members that hold bytes, of all services that stories are told about.
BLOBS = {
    "Data", "BinaryValue", "CiphertextBlob", "Mac", "Plaintext", "PrivateKeyCiphertextBlob", "PrivateKeyPlaintext", "PublicKey",
    "SharedSecret", "SharedSecretCiphertextBlob", "Signature",
}


class Refused(Exception):
    """An error that the service answered, as the client reports it."""

    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


class Hand:
    """What every client can do: `hand("PutRecord", StreamName=...)` gives the reply."""

    # Whether it offers SubscribeToShard.
    listens = True
    # Whether it knows KMS's Encapsulate.
    encapsulates = True
    # What it calls the list of a message's system attributes.
    system_names = "MessageSystemAttributeNames"

    def __call__(self, call, records=0, **given):
        raise NotImplementedError

    def aggregate(self, entries):
        """One record that holds many, as the Kinesis Producer Library packs them."""
        packer = RecordAggregator()
        for entry in entries:
            packer.add_user_record(entry["PartitionKey"], entry["Data"])
        key, _, data = packer.clear_and_get().get_contents()
        return {"PartitionKey": key, "Data": data}

    def deaggregate(self, record):
        found = deaggregate_records([{"kinesis": wire_record(record)}])
        return [base64.b64decode(each["kinesis"]["data"]) for each in found]


def wire_record(record):
    """A record in the shape that Lambda hands to functions, which the aggregation library reads."""
    return {
        "kinesisSchemaVersion": "1.0",
        "partitionKey": record["PartitionKey"],
        "sequenceNumber": record["SequenceNumber"],
        "approximateArrivalTimestamp": 0,
        "data": base64.b64encode(record["Data"]).decode(),
    }


class Boto(Hand):
    """boto3, in this process."""

    def __init__(self, client):
        self.client = client

    def __call__(self, call, records=0, **given):
        if call.startswith("WaitUntil"):
            waiter = botocore.xform_name(call.removeprefix("WaitUntil"))
            return self.client.get_waiter(waiter).wait(**given, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        try:
            reply = getattr(self.client, botocore.xform_name(call))(**given)
        except ClientError as error:
            raise Refused(error.response["Error"]["Code"], error.response["Error"]["Message"]) from None
        return self.listen(reply, records) if call == "SubscribeToShard" else reply

    def listen(self, reply, wanted):
        events, count = [], 0
        with contextlib.closing(reply["EventStream"]) as stream:
            for event in stream:
                events.append(event["SubscribeToShardEvent"])
                count += len(events[-1]["Records"])
                if 0 < wanted <= count:
                    break
        return {"Events": events}


class Cli(Hand):
    """Version 2 of AWS's command line: one process per call."""

    listens = False
    encapsulates = False

    def __init__(self, environment, service):
        self.environment = dict(environment, AWS_MAX_ATTEMPTS="1", AWS_PAGER="")
        self.service = service

    def __call__(self, call, records=0, **given):
        words = [botocore.xform_name(call, "-")]
        if call.startswith("WaitUntil"):
            words = ["wait", words[0].removeprefix("wait-until-")]
        command = [os.environ["MILLPOND_AWS_CLI"], self.service, *words, "--output", "json"]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(given, file, default=plain)
            file.flush()
            command += ["--cli-input-json", f"file://{file.name}"]
            done = subprocess.run(
                command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS
            )
        refused = re.search(r"An error occurred \(([\w.]+)\) when calling the \w+ operation(?: \([^)]*\))?: ?(.*)", done.stderr)
        if refused:
            raise Refused(*refused.groups())
        assert done.returncode == 0, done.stderr
        return typed(json.loads(done.stdout), self.service) if done.stdout.strip() else {}


class Program(Hand):
    """A program that speaks the lines above; end it with `close`."""

    def __init__(self, command, environment, service, folder=None):
        self.service = service
        # What it says besides its answers goes to pytest's report.
        self.process = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, call, records=0, **given):
        order = json.dumps({"service": self.service, "call": call, "with": given, "records": records}, default=plain)
        self.process.stdin.write(order.encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.line())
        if "error" in answer:
            raise Refused(answer["error"]["code"], answer["error"]["message"])
        assert "broken" not in answer, f"{call}: {answer['broken']}"
        return typed(answer["result"], self.service)

    def line(self):
        read = b""
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdout, selectors.EVENT_READ)
            while not read.endswith(b"\n"):
                assert ready.select(PATIENCE_SECONDS), "the client does not answer"
                more = os.read(self.process.stdout.fileno(), 1 << 20)
                assert more, f"the client ended with {self.process.wait(10)}"
                read += more
        return read

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()


class Node(Program):
    """JavaScript, which has an aggregation library of its own."""

    def __init__(self, environment, service):
        # Packages resolve from the folder of the script.
        home = pathlib.Path(os.environ["MILLPOND_NODE_HOME"])
        (home / "hand.mjs").write_text((CLIENTS / "node/hand.mjs").read_text())
        super().__init__(["node", "hand.mjs"], environment, service, home)

    def aggregate(self, entries):
        return self("Aggregate", Records=entries)

    def deaggregate(self, record):
        return [each["Data"] for each in self("Deaggregate", **record)["Records"]]


class Old(Program):
    """botocore from before SQS's clients spoke JSON."""

    system_names = "AttributeNames"

    def __init__(self, environment, service):
        super().__init__([os.environ["MILLPOND_OLD_PYTHON"], CLIENTS / "old/hand.py"], environment, service)


def plain(value):
    """What JSON has no type for."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    raise TypeError(f"no JSON for {value!r}")


def typed(value, service, name=""):
    """Blobs, times and absent members as boto3 gives them."""
    if isinstance(value, dict):
        return {key: typed(each, service, key) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [typed(each, service) for each in value]
    if name in BLOBS:
        return base64.b64decode(value)
    # Those of SQS are numbers.
    if name.endswith("Timestamp") and service == "kinesis":
        return datetime.datetime.fromisoformat(value)
    return value
