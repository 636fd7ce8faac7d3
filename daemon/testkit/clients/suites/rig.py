"""Starts the binary as a user would and points unmodified clients at it."""

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

BINARY = os.environ["MILLPOND"]
CLIENTS = pathlib.Path(__file__).parent.parent

# Every (service, operation) that succeeded through boto3; conftest.py compares it with what the services honour.
succeeded = set()


def note_success(http_response, model, **_):
    if http_response.status_code < 300:
        succeeded.add((model.service_model.service_name, model.name))


class Gateway:
    """One data directory and the server on it."""

    def __init__(self, folder, change_config=lambda text: text, binary=BINARY):
        self.folder = folder
        self.binary = binary
        made = subprocess.run([binary, "init", "--data", folder, "--json"], check=True, capture_output=True, text=True)
        self.made = json.loads(made.stdout)
        self.region = self.made["region"]
        self.account = self.made["account"]
        config = pathlib.Path(self.made["config"])
        config.write_text(change_config(config.read_text()))
        # The kernel chooses at the first start; later starts keep the port, so that clients find us again.
        self.port = 0
        self.process = None
        # What the process sees; the test's own environment when nothing else is said.
        self.environment_of_process = None

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def secure_endpoint(self):
        return f"https://127.0.0.1:{self.port}"

    @property
    def certificate(self):
        """The file that clients must trust."""
        for line in pathlib.Path(self.made["config"]).read_text().splitlines():
            if line.startswith("cert = "):
                return str(pathlib.Path(self.folder, line.split('"')[1]))
        raise RuntimeError("the configuration names no certificate")

    def spawn(self, listen=None):
        """Starts the process and does not wait."""
        command = [self.binary, "serve", "--data", self.folder, "--listen", listen or f"127.0.0.1:{self.port}"]
        with open(f"{self.folder}/serve.log", "ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log, env=self.environment_of_process)

    def start(self, listen=None):
        self.spawn(listen)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(self.log())
            if self.port == 0:
                self.port = self.asked_port()
            if self.port and self.listens():
                return
            time.sleep(0.02)
        raise RuntimeError("the gateway does not listen:\n" + self.log())

    def asked_port(self):
        """The port that a starting gateway was given; 0 as long as it cannot tell."""
        done = subprocess.run([self.binary, "status", "--data", self.folder, "--json"], capture_output=True, text=True)
        return int(json.loads(done.stdout)["listen"].rsplit(":", 1)[1]) if done.returncode == 0 else 0

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def stop(self, sig=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(sig)
            self.process.wait(20)

    def log(self):
        return pathlib.Path(self.folder, "serve.log").read_text()

    def status(self):
        done = subprocess.run([self.binary, "status", "--data", self.folder], check=True, capture_output=True, text=True)
        return done.stdout

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
        """A client that does not retry, so that what it reports is what was answered."""
        config = botocore.config.Config(
            retries={"total_max_attempts": 1}, max_pool_connections=32, connect_timeout=5, read_timeout=30
        )
        options = dict(endpoint_url=endpoint or self.endpoint, config=config, **self.keys())
        options.update(overrides)
        client = boto3.client(service, **options)
        client.meta.events.register("after-call", note_success)
        return client

    def client_of(self, service, key):
        """A client with an access key or with a session's credentials, as IAM and STS return them."""
        return self.client(
            service,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
            aws_session_token=key.get("SessionToken"),
        )

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

    def node(self, script, **more_environment):
        """Runs a script with the pinned SDK for JavaScript."""
        text = (CLIENTS / "node" / script).read_text()
        env = dict(self.environment(), **more_environment)
        # Packages resolve from the working directory's node_modules, so the script is read from standard input.
        command = ["node", "--input-type=module", "-"]
        done = subprocess.run(command, input=text, cwd=os.environ["MILLPOND_NODE_HOME"], env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
