"""AWS's rates where the configuration asks for them, and long pages."""

import signal
import time

import pytest
import rig
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    asked = lambda text: text.replace('limits = "none"', 'limits = "aws"')
    gateway = rig.Gateway(str(tmp_path_factory.mktemp("limited") / "data"), asked)
    gateway.start()
    yield gateway.client("kinesis")
    gateway.stop(signal.SIGKILL)


def stream(kinesis, name):
    kinesis.create_stream(StreamName=name, ShardCount=1)
    return name


def iterator(kinesis, name):
    return kinesis.get_shard_iterator(StreamName=name, ShardId="0", ShardIteratorType="TRIM_HORIZON")["ShardIterator"]


def until_refused(call, times):
    for _ in range(times):
        try:
            call()
        except ClientError as error:
            return error.response["Error"]
    raise AssertionError(f"all of {times} calls were taken")


def test_records_beyond_the_rate_of_a_shard_are_refused_one_by_one(limited, name):
    stream(limited, name)
    entries = [{"PartitionKey": "k", "Data": b"x"}] * 500

    replies = [limited.put_records(StreamName=name, Records=entries) for _ in range(8)]

    failed = sum(reply["FailedRecordCount"] for reply in replies)
    entries = [entry for reply in replies for entry in reply["Records"]]
    refused = [entry for entry in entries if "ErrorCode" in entry]
    assert 0 < failed == len(refused) <= 3000
    assert {entry["ErrorCode"] for entry in refused} == {"ProvisionedThroughputExceededException"}
    text = f"Rate exceeded for shard shardId-000000000000 in stream {name} under account 000000000000."
    assert {entry["ErrorMessage"] for entry in refused} == {text}
    assert all(("SequenceNumber" in entry) != ("ErrorCode" in entry) for entry in entries)


def test_single_records_beyond_the_rate_are_refused(limited, name):
    stream(limited, name)

    error = until_refused(lambda: limited.put_record(StreamName=name, PartitionKey="k", Data=b"x" * 700_000), 4)

    assert error["Code"] == "ProvisionedThroughputExceededException"
    assert error["Message"].startswith("Rate exceeded for shard shardId-000000000000 in stream")


def test_a_shard_is_read_five_times_a_second(limited, name):
    it = iterator(limited, stream(limited, name))

    error = until_refused(lambda: limited.get_records(ShardIterator=it), 20)

    assert error["Code"] == "ProvisionedThroughputExceededException"


def test_describing_and_listing_have_rates(limited, name):
    stream(limited, name)

    described = until_refused(lambda: limited.describe_stream(StreamName=name), 40)
    listed = until_refused(limited.list_streams, 40)

    assert described["Code"] == listed["Code"] == "LimitExceededException"
    assert described["Message"] == f"Rate exceeded for stream {name} under account 000000000000."


def test_a_client_that_backs_off_gets_everything_in(limited, name):
    stream(limited, name)
    left = [{"PartitionKey": "k", "Data": str(n).encode()} for n in range(1500)]

    for _ in range(100):
        reply = limited.put_records(StreamName=name, Records=left[:500])
        failed = [entry for entry, answer in zip(left, reply["Records"]) if "ErrorCode" in answer]
        left = failed + left[500:]
        if not left:
            return
        time.sleep(0.05)

    raise AssertionError(f"{len(left)} records are left")


def test_a_long_page_comes_whole(gateway, name):
    kinesis = gateway.client("kinesis")
    stream(kinesis, name)
    sent = [bytes([n]) * 90_000 for n in range(60)]
    for body in sent:
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=body)

    page = kinesis.get_records(ShardIterator=iterator(kinesis, name))

    assert [record["Data"] for record in page["Records"]] == sent
    assert page["MillisBehindLatest"] == 0
    # The next page begins where this one ended, also when a limit ended it within a piece.
    first = kinesis.get_records(ShardIterator=iterator(kinesis, name), Limit=37)
    second = kinesis.get_records(ShardIterator=first["NextShardIterator"])
    assert [record["Data"] for record in first["Records"] + second["Records"]] == sent
    kinesis.delete_stream(StreamName=name)
