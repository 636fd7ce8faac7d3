"""Each language's hand (see hands.py), pointed at a gateway for as long as somebody needs it."""

import contextlib
import os
import subprocess

import hands


@contextlib.contextmanager
def boto3(gateway, service, secure):
    yield hands.Boto(gateway.client(service))


@contextlib.contextmanager
def cli(gateway, service, secure):
    yield hands.Cli(gateway.environment(), service)


@contextlib.contextmanager
def node(gateway, service, secure):
    env = gateway.environment()
    if secure:
        env.update(AWS_ENDPOINT_URL=gateway.secure_endpoint, NODE_EXTRA_CA_CERTS=gateway.certificate)
    with contextlib.closing(hands.Node(env, service)) as hand:
        yield hand


@contextlib.contextmanager
def go(gateway, service, secure):
    env = gateway.environment()
    if secure:
        env.update(AWS_ENDPOINT_URL=gateway.secure_endpoint, AWS_CA_BUNDLE=gateway.certificate)
    with contextlib.closing(hands.Program([os.environ["MILLPOND_GO_CLIENT"]], env, service)) as hand:
        yield hand


@contextlib.contextmanager
def java(gateway, service, secure):
    env = gateway.environment()
    home = os.environ["MILLPOND_JAVA_CLIENT"]
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{home}/classes:{home}/dependency/*"]
    if secure:
        env["AWS_ENDPOINT_URL"] = gateway.secure_endpoint
        command.append(f"-Djavax.net.ssl.trustStore={trust_store(gateway)}")
        command.append("-Djavax.net.ssl.trustStorePassword=changeit")
    with contextlib.closing(hands.Program([*command, "Hand"], env, service)) as hand:
        yield hand


@contextlib.contextmanager
def rust(gateway, service, secure):
    command = [os.environ["MILLPOND_RUST_CLIENT"], "hand"]
    with contextlib.closing(hands.Program(command, gateway.environment(), service)) as hand:
        yield hand


@contextlib.contextmanager
def old(gateway, service, secure):
    with contextlib.closing(hands.Old(gateway.environment(), service)) as hand:
        yield hand


def trust_store(gateway):
    """The gateway's certificate as Java wants it."""
    store = f"{gateway.folder}/trust.p12"
    if not os.path.exists(store):
        words = ["-importcert", "-noprompt", "-alias", "gateway", "-file", gateway.certificate]
        command = ["keytool", *words, "-keystore", store, "-storetype", "PKCS12", "-storepass", "changeit"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    return store
