"""The same story of a stream through clients in six languages, which must observe the same."""

import concurrent.futures
import os

import pytest
from languages import boto3, cli, go, java, node, rust
from story import Story


def observed(gateway, name, client, secure=False):
    with client(gateway, "kinesis", secure) as hand:
        return Story(hand, name, gateway.client("kinesis")).tell()


@pytest.fixture(scope="module")
def command_line(gateway):
    """What the command line observes, told beside the others: it starts a process per call, and takes its time."""
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        yield beside.submit(observed, gateway, "story-as-the-command-line-tells-it", cli)


@pytest.fixture(scope="module")
def known(gateway, command_line):
    """What boto3 observes."""
    return observed(gateway, "story-as-boto3-tells-it", boto3)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("client", [node, go, java])
def test_a_program_observes_what_boto3_does(gateway, name, known, client, secure):
    assert observed(gateway, name, client, secure) == known


if "MILLPOND_RUST_CLIENT" in os.environ:

    def test_the_sdk_for_rust_observes_what_boto3_does(gateway, name, known):
        assert observed(gateway, name, rust) == known


def test_the_command_line_observes_what_boto3_does(command_line, known):
    assert command_line.result(timeout=300) == known
