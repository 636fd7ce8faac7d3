"""The same story of keys through clients in five languages, which must observe the same."""

import concurrent.futures

import pytest
from key_story import KeyStory
from languages import boto3, cli, go, java, node


def observed(gateway, name, client, secure=False):
    with client(gateway, "kms", secure) as hand:
        return KeyStory(hand, name).tell()


@pytest.fixture(scope="module")
def command_line(gateway):
    """What the command line observes, told beside the others: it starts a process per call, and takes its time."""
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        yield beside.submit(observed, gateway, "keys-as-the-command-line-tells-it", cli)


@pytest.fixture(scope="module")
def known(gateway, command_line):
    """What boto3 observes."""
    return observed(gateway, "keys-as-boto3-tells-it", boto3)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("client", [node, go, java])
def test_a_program_observes_of_keys_what_boto3_does(gateway, name, known, client, secure):
    assert observed(gateway, name, client, secure) == known


def test_the_command_line_observes_of_keys_what_boto3_does(command_line, known):
    assert command_line.result(timeout=600) == known
