"""Starts the release binary as a user would and points unmodified clients at it."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import boto3
import botocore.config
import pytest

BINARY = os.environ["MILLPOND"]
NODE_HOME = os.environ["MILLPOND_NODE_HOME"]

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

class Gateway:
    """One data directory and the server on it."""

    def __init__(self, folder):
        self.folder = folder
        text = subprocess.run([BINARY, "init", "--data", folder, "--json"], check=True, capture_output=True, text=True)
        self.made = json.loads(text.stdout)
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.region = self.made["region"]
        self.account = self.made["account"]
        self.process = None

    def start(self):
        log = open(f"{self.folder}/serve.log", "ab")
        command = [BINARY, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stderr=log, stdout=log)
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError(pathlib.Path(self.folder, "serve.log").read_text())
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the gateway does not listen")

    def stop(self, sig=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(sig)
            self.process.wait(20)

    def rss_kib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise RuntimeError("no VmRSS")

    def keys(self):
        return dict(
            aws_access_key_id=self.made["access_key_id"],
            aws_secret_access_key=self.made["secret_access_key"],
            region_name=self.region,
        )

    def client(self, service, endpoint=None, **overrides):
        config = botocore.config.Config(retries={"max_attempts": 1, "mode": "standard"})
        options = dict(endpoint_url=endpoint or self.endpoint, config=config, **self.keys())
        options.update(overrides)
        return boto3.client(service, **options)

    def environment(self):
        """What `millpond env` tells a shell, and nothing else that concerns AWS."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        lines = subprocess.run([BINARY, "env", "--data", self.folder], check=True, capture_output=True, text=True).stdout
        for line in lines.splitlines():
            name, value = line.removeprefix("export ").split("=", 1)
            env[name] = value
        return env

    def cli(self, *words, check=True):
        aws = pathlib.Path(sys.executable).with_name("aws")
        done = subprocess.run([aws, *words, "--output", "json"], env=self.environment(), capture_output=True, text=True)
        if check:
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout) if done.stdout.strip() else None
        return done

    def node(self, script):
        """Runs a script next to this file with the pinned SDK for JavaScript."""
        path = pathlib.Path(__file__).parent.parent / "node" / script
        env = dict(self.environment(), SCRIPT=str(path))
        # Packages resolve from the working directory's node_modules, so the script is read from standard input.
        done = subprocess.run(
            ["node", "--input-type=module", "-"], input=path.read_text(), cwd=NODE_HOME, env=env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

@pytest.fixture(scope="session")
def gateway(tmp_path_factory):
    gateway = Gateway(str(tmp_path_factory.mktemp("millpond") / "data"))
    gateway.start()
    yield gateway
    gateway.stop()

@pytest.fixture
def own_gateway(tmp_path):
    gateway = Gateway(str(tmp_path / "data"))
    gateway.start()
    yield gateway
    gateway.stop(signal.SIGKILL)
