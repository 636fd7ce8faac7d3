"""What routes lead to: emulators of AWS behind a wire that can be cut, and brokers of MQTT and NATS."""

import asyncio
import os
import pathlib
import socket
import ssl
import subprocess
import threading
import time

import boto3
import botocore.config
import nats


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("nothing listens:\n" + log.read_text())


class Wire:
    """Passes bytes on to a port, until it is cut."""

    def __init__(self, target):
        self.target = target
        self.is_cut = False
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), 5)
            except OSError:
                near.close()
                continue
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for side in (source, sink):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self, seconds):
        """Breaks every connection, in the middle of whatever it carries, and takes no other for a while."""
        self.is_cut = True
        for side in self.open:
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            side.close()
        self.open = []
        time.sleep(seconds)
        self.is_cut = False


class Moto:
    """moto's server; what it holds is in its memory, so its wire is cut and not its life."""

    def __init__(self, folder):
        self.port = free_port()
        log = pathlib.Path(folder, "moto.log")
        command = [os.environ["MILLPOND_MOTO"], "--host", "127.0.0.1", "--port", str(self.port)]
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        wait_for_port(self.port, self.process, log)
        self.wire = Wire(self.port)

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id="AKIAEXAMPLE",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )

    def upstream(self):
        return (
            f'[[upstream]]\nname = "cloud"\nendpoint = "http://127.0.0.1:{self.wire.port}"\nregion = "us-east-1"\n'
            'access_key_id = "AKIAEXAMPLE"\nsecret = "cloud"\n'
        )

    def stop(self):
        self.wire.listener.close()
        self.process.kill()
        self.process.wait(20)


class S3rver:
    """A server of S3 alone that checks signatures and keeps objects in files, so that it may be killed."""

    KEY = "S3RVER"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.start()
        self.wire = Wire(self.port)

    def start(self):
        log = self.folder / "s3rver.log"
        program = pathlib.Path(os.environ["MILLPOND_S3RVER"], "node_modules/s3rver/bin/s3rver.js")
        command = ["node", program, "-d", self.folder / "objects", "-a", "127.0.0.1", "-p", str(self.port), "--configure-bucket", "lake"]
        (self.folder / "objects").mkdir(exist_ok=True)
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        wait_for_port(self.port, self.process, log)

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=self.KEY,
            aws_secret_access_key=self.KEY,
            region_name="us-east-1",
            config=botocore.config.Config(s3={"addressing_style": "path"}),
        )

    def upstream(self):
        return (
            f'[[upstream]]\nname = "cloud"\nendpoint = "http://127.0.0.1:{self.wire.port}"\nregion = "us-east-1"\n'
            f'access_key_id = "{self.KEY}"\nsecret = "cloud"\n'
        )

    def restart(self):
        self.process.kill()
        self.process.wait(20)
        self.start()

    def stop(self):
        self.wire.listener.close()
        self.process.kill()
        self.process.wait(20)


class Broker:
    """mosquitto with TLS and one user; it writes down what it owes when it is told to end."""

    def __init__(self, folder, version="5"):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.folder.chmod(0o755)
        self.port = free_port()
        self.version = version
        certify(self.folder)
        subprocess.run(["mosquitto_passwd", "-b", "-c", self.folder / "users", "gateway", "geheim"], check=True)
        (self.folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\ncertfile {self.folder}/cert.pem\nkeyfile {self.folder}/key.pem\n"
            f"password_file {self.folder}/users\nallow_anonymous false\nuser root\nmax_queued_messages 0\n"
            f"persistence true\npersistence_location {self.folder}/\n"
        )
        self.process = self.subscriber = None
        self.start()

    def start(self):
        log = self.folder / "mosquitto.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(["/usr/sbin/mosquitto", "-c", self.folder / "mosquitto.conf"], stdout=out, stderr=out)
        wait_for_port(self.port, self.process, log)

    def restart(self):
        self.process.terminate()
        self.process.wait(20)
        self.start()

    def subscribe(self, topics):
        """Writes down what arrives, as topic, user properties and payload; its session survives the broker."""
        command = ["mosquitto_sub", "-h", "localhost", "-p", str(self.port), "--cafile", self.folder / "cert.pem", "-V", "5"]
        command += ["-u", "gateway", "-P", "geheim", "-q", "1", "-c", "-i", "reader", "-x", "3600", "-t", topics, "-F", "%t\t%P\t%p"]
        with (self.folder / "arrived").open("ab") as out:
            self.subscriber = subprocess.Popen(command, stdout=out)
        time.sleep(1)

    def arrived(self):
        return [line.split("\t") for line in (self.folder / "arrived").read_text().splitlines()]

    def table(self):
        return (
            f'[[broker]]\nname = "plant"\nkind = "mqtt"\nendpoint = "mqtts://localhost:{self.port}"\nversion = "{self.version}"\n'
            f'user = "gateway"\nsecret = "plant"\nca = "{self.folder}/cert.pem"\n'
        )

    def stop(self):
        for process in (self.subscriber, self.process):
            if process:
                process.kill()
                process.wait(20)


class Nats:
    """nats-server with JetStream, TLS and one user. Its streams are on disk, so it may be killed."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.port = free_port()
        certify(self.folder)
        (self.folder / "nats.conf").write_text(
            f'listen: "127.0.0.1:{self.port}"\n'
            f'tls {{ cert_file: "{self.folder}/cert.pem", key_file: "{self.folder}/key.pem" }}\n'
            f'jetstream {{ store_dir: "{self.folder}/store" }}\n'
            'authorization { users: [ { user: gateway, password: geheim } ] }\n'
        )
        self.process = None
        self.start()

    def start(self):
        log = self.folder / "nats.log"
        with log.open("ab") as out:
            server = os.environ["MILLPOND_NATS_SERVER"]
            self.process = subprocess.Popen([server, "-c", self.folder / "nats.conf"], stdout=out, stderr=out)
        wait_for_port(self.port, self.process, log)

    def restart(self):
        self.stop()
        self.start()

    def ask(self, work):
        """Runs `work` with a JetStream context of the project's own client for Python."""

        async def run():
            trusted = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
            client = await nats.connect(
                f"tls://localhost:{self.port}", tls=trusted, user="gateway", password="geheim", connect_timeout=10
            )
            try:
                return await work(client.jetstream())
            finally:
                await client.close()

        return asyncio.run(run())

    def add_stream(self, **settings):
        self.ask(lambda context: context.add_stream(**settings))

    def arrived(self, stream):
        """All messages of a stream in its order."""

        async def read(context):
            info = await context.stream_info(stream)
            first, last = info.state.first_seq, info.state.last_seq
            return [await context.get_msg(stream, seq) for seq in range(first, last + 1)] if info.state.messages else []

        return self.ask(read)

    def table(self):
        return (
            f'[[broker]]\nname = "plant"\nkind = "nats"\nendpoint = "tls://localhost:{self.port}"\n'
            f'user = "gateway"\nsecret = "plant"\nca = "{self.folder}/cert.pem"\n'
        )

    def stop(self):
        self.process.kill()
        self.process.wait(20)


def certify(folder):
    """A key and a certificate for this machine, which vouches for itself."""
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost", "-addext", names, "-addext", "basicConstraints=critical,CA:FALSE"],
        cwd=folder, check=True, capture_output=True,
    )


def seal(gateway, binary, name, secret):
    command = [binary, "secret", "set", "--data", gateway.folder, name]
    subprocess.run(command, input=secret.encode(), check=True, capture_output=True)


def wait_until(what, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError("it did not come to pass in time")
