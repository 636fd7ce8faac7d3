"""The same story of a stream through clients in six languages, which must observe the same."""

import concurrent.futures
import contextlib
import os
import subprocess

import hands
import pytest
from story import Story


@contextlib.contextmanager
def boto3(gateway, secure):
    yield hands.Boto(gateway.client("kinesis"))


@contextlib.contextmanager
def cli(gateway, secure):
    yield hands.Cli(gateway.environment())


@contextlib.contextmanager
def node(gateway, secure):
    env = gateway.environment()
    if secure:
        env.update(AWS_ENDPOINT_URL=gateway.secure_endpoint, NODE_EXTRA_CA_CERTS=gateway.certificate)
    with contextlib.closing(hands.Node(env)) as hand:
        yield hand


@contextlib.contextmanager
def go(gateway, secure):
    env = gateway.environment()
    if secure:
        env.update(AWS_ENDPOINT_URL=gateway.secure_endpoint, AWS_CA_BUNDLE=gateway.certificate)
    with contextlib.closing(hands.Program([os.environ["MILLPOND_GO_CLIENT"]], env)) as hand:
        yield hand


@contextlib.contextmanager
def java(gateway, secure):
    env = gateway.environment()
    home = os.environ["MILLPOND_JAVA_CLIENT"]
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{home}/classes:{home}/dependency/*"]
    if secure:
        env["AWS_ENDPOINT_URL"] = gateway.secure_endpoint
        command.append(f"-Djavax.net.ssl.trustStore={trust_store(gateway)}")
        command.append("-Djavax.net.ssl.trustStorePassword=changeit")
    with contextlib.closing(hands.Program([*command, "Hand"], env)) as hand:
        yield hand


@contextlib.contextmanager
def rust(gateway, secure):
    with contextlib.closing(hands.Program([os.environ["MILLPOND_RUST_CLIENT"], "hand"], gateway.environment())) as hand:
        yield hand


def trust_store(gateway):
    """The gateway's certificate as Java wants it."""
    store = f"{gateway.folder}/trust.p12"
    if not os.path.exists(store):
        words = ["-importcert", "-noprompt", "-alias", "gateway", "-file", gateway.certificate]
        command = ["keytool", *words, "-keystore", store, "-storetype", "PKCS12", "-storepass", "changeit"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    return store


def observed(gateway, name, client, secure=False):
    with client(gateway, secure) as hand:
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
