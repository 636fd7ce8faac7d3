"""A site in a network of its own, whose only way out goes away and comes back: what waited is sent at once, and not with the next probe.

The network is a namespace of this machine, which needs root. The site speaks to a relay beside it, as it would to a modem.
"""

import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest
import rig
from links import Link, Site, check, records
from test_forward_links import bodies, hub  # noqa: F401

NEAR, FAR = "198.18.77.2", "198.18.77.1"
RELAY = "import sys, threading\nfrom links import Link\nprint(Link((sys.argv[1], int(sys.argv[2]))).port, flush=True)\nthreading.Event().wait()"
PUT = """
import sys, links
class Near:
    def client(self, service):
        import boto3
        return boto3.client(service, endpoint_url=sys.argv[1], region_name=sys.argv[2], aws_access_key_id=sys.argv[3], aws_secret_access_key=sys.argv[4])
if sys.argv[5] == "create":
    Near().client("kinesis").create_stream(StreamName="readings", ShardCount=1)
else:
    links.put(Near(), sys.stdin.read().splitlines())
"""


def ip(words):
    subprocess.run(["ip", *words.split()], check=True)


class Inside(Site):
    """A site in another network than the test."""

    def __init__(self, network, *words, **more):
        self.network = network
        super().__init__(*words, **more)

    def spawn(self, listen=None):
        command = ["ip", "netns", "exec", self.network, rig.BINARY, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"]
        with open(f"{self.folder}/serve.log", "ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log)

    def listens(self):
        return self.asked_port() != 0

    def ask(self, what, lines=()):
        keys = self.keys()
        command = ["ip", "netns", "exec", self.network, sys.executable, "-c", PUT, self.endpoint, keys["region_name"]]
        command += [keys["aws_access_key_id"], keys["aws_secret_access_key"], what]
        subprocess.run(command, check=True, cwd=pathlib.Path(__file__).parent, input="\n".join(lines), text=True)


@pytest.fixture
def network():
    """A network of its own, with a wire to this one that is not plugged in."""
    name = f"millpond-{os.getpid()}"
    near, far = f"mn{os.getpid()}"[:15], f"mf{os.getpid()}"[:15]
    ip(f"netns add {name}")
    try:
        ip(f"-n {name} link set lo up")
        ip(f"link add {far} type veth peer name {near} netns {name}")
        ip(f"addr add {FAR}/30 dev {far}")
        ip(f"link set {far} up")
        yield name, near
    finally:
        ip(f"netns del {name}")


def test_what_waited_is_sent_as_soon_as_there_is_a_way_out(tmp_path, network, hub):  # noqa: F811
    name, near = network
    outer = Link(("127.0.0.1", hub.port), host=FAR)
    command = ["ip", "netns", "exec", name, sys.executable, "-c", RELAY, FAR, str(outer.port)]
    relay = subprocess.Popen(command, cwd=pathlib.Path(__file__).parent, stdout=subprocess.PIPE, text=True)
    site = Inside(name, str(tmp_path / "site"), f"http://127.0.0.1:{int(relay.stdout.readline())}", hub.keys())
    try:
        site.start()
        site.ask("create")
        texts = bodies(200)
        site.ask("put", texts)
        # Long enough for probes to be ten seconds and more apart.
        time.sleep(30)
        assert site.lanes()[0]["forwarded"] == 0

        ip(f"-n {name} addr add {NEAR}/30 dev {near}")
        ip(f"-n {name} link set {near} up")
        begin = time.monotonic()
        while not records(hub.client("kinesis")):
            assert time.monotonic() - begin < 30
        took = time.monotonic() - begin

        assert took < 2
        site.until_drained()
        check(records(hub.client("kinesis")), texts, repeats=100)
    finally:
        site.stop(signal.SIGKILL)
        relay.kill()
        relay.wait(20)
        outer.close()
