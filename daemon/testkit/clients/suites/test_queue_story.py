"""The same story of queues through clients in six languages and both protocols, which must observe the same."""

import concurrent.futures
import os

import pytest
from languages import boto3, cli, go, java, node, old, rust
from queue_story import QueueStory

# What the query protocol words otherwise, at AWS as here.
WORDED_ANEW = {
    "The specified queue does not exist for this wsdl version.": "The specified queue does not exist.",
}


def observed(gateway, name, client, secure=False):
    with client(gateway, "sqs", secure) as hand:
        return QueueStory(hand, name).tell()


@pytest.fixture(scope="module")
def command_line(gateway):
    """What the command line observes, told beside the others: it starts a process per call, and takes its time."""
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        yield beside.submit(observed, gateway, "queues-as-the-command-line-tells-it", cli)


@pytest.fixture(scope="module")
def known(gateway, command_line):
    """What boto3 observes."""
    return observed(gateway, "queues-as-boto3-tells-it", boto3)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("client", [node, go, java])
def test_a_program_observes_of_queues_what_boto3_does(gateway, name, known, client, secure):
    assert observed(gateway, name, client, secure) == known


def test_an_old_sdk_observes_the_same_through_the_query_protocol(gateway, name, known):
    worded = {
        what: (seen[0], WORDED_ANEW.get(seen[1], seen[1])) if isinstance(seen, tuple) else seen
        for what, seen in observed(gateway, name, old).items()
    }
    assert worded == known


if "MILLPOND_RUST_CLIENT" in os.environ:

    def test_the_sdk_for_rust_observes_of_queues_what_boto3_does(gateway, name, known):
        assert observed(gateway, name, rust) == known


def test_the_command_line_observes_of_queues_what_boto3_does(command_line, known):
    assert command_line.result(timeout=600) == known
