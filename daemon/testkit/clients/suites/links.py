"""Links that are slow, lossy, one-way or cut; and two gateways, a site that forwards to a hub over such a link."""

import contextlib
import json
import pathlib
import queue
import random
import socket
import struct
import subprocess
import threading
import time

import rig

CHUNK = 1_400


class Link:
    """Passes TCP on to `target` and counts every byte. What it does to them can be changed at any time.

    Packets cannot be lost here, as each side speaks TCP with the link; `stall` is the part of them that come as late as
    a lost one does that is sent again, and hold back what follows, as in TCP.
    """

    def __init__(self, target=None, delay=0.0, rate=None, stall=0.0, seed=1, host="127.0.0.1"):
        self.target, self.delay, self.rate, self.stall = target, delay, rate, stall
        self.chance = random.Random(seed)
        self.sent = self.received = self.connections = 0
        # Bytes of answers that still pass before everything is reset; None: all of them.
        self.cut_after = None
        # While set, answers are held back.
        self.mute = threading.Event()
        self.down = False
        self.lock, self.open = threading.Lock(), set()
        self.busy = {True: 0.0, False: 0.0}
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                assert not self.down and self.target
                far = socket.create_connection(self.target, 5)
                far.settimeout(None)
            except (AssertionError, OSError):
                reset(near)
                continue
            with self.lock:
                self.connections += 1
                self.open |= {near, far}
            for source, sink, is_answer in [(near, far, False), (far, near, True)]:
                pipe = queue.Queue(64)
                threading.Thread(target=self.take, args=(source, sink, pipe, is_answer), daemon=True).start()
                threading.Thread(target=self.give, args=(source, sink, pipe, is_answer), daemon=True).start()

    def take(self, source, sink, pipe, is_answer):
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                pipe.put((self.due(len(data), is_answer), data))
        pipe.put((time.monotonic() + self.delay, b""))

    def due(self, size, is_answer):
        """When the last byte of so many has come over the link."""
        with self.lock:
            start = max(time.monotonic(), self.busy[is_answer])
            self.busy[is_answer] = start + (size / self.rate if self.rate else 0)
            late = 0.2 * 2 ** self.chance.randrange(3) if self.chance.random() < self.stall else 0
            return self.busy[is_answer] + self.delay + late

    def give(self, source, sink, pipe, is_answer):
        while True:
            due, data = pipe.get()
            time.sleep(max(0, due - time.monotonic()))
            while is_answer and self.mute.is_set() and source in self.open:
                time.sleep(0.02)
            if not data:
                with contextlib.suppress(OSError):
                    sink.shutdown(socket.SHUT_WR)
                return
            if is_answer and self.cut_after is not None:
                data, self.cut_after = data[: self.cut_after], self.cut_after - len(data[: self.cut_after])
            with contextlib.suppress(OSError):
                sink.sendall(data)
            with self.lock:
                if is_answer:
                    self.received += len(data)
                else:
                    self.sent += len(data)
            if is_answer and self.cut_after == 0:
                self.cut_after = None
                self.cut()
                return

    def cut(self):
        """Resets every connection."""
        with self.lock:
            gone, self.open = self.open, set()
        for connection in gone:
            reset(connection)

    def close(self):
        self.down = True
        self.listener.close()
        self.cut()


def reset(connection):
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def table(of, **keys):
    """A table of the configuration; a key that is None is left out."""

    def words(value):
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{key} = {words(inner)}" for key, inner in value.items()) + " }"
        return json.dumps(value) if not isinstance(value, bool) else str(value).lower()

    lines = [f"{key} = {words(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([f"[[{of}]]", *lines, ""])


class Site(rig.Gateway):
    """A gateway that forwards a stream, and what else is asked for, to an upstream."""

    def __init__(self, folder, endpoint, keys, routes=({"from": "stream/readings"},), uplink=None, binary=rig.BINARY, **upstream):
        self.joined = dict(
            name="hub", endpoint=endpoint, region=keys["region_name"], access_key_id=keys["aws_access_key_id"], secret="hub"
        )
        self.joined.update(upstream)
        self.routes, self.uplink = routes, uplink
        super().__init__(folder, binary=binary)
        self.bare = self.config().read_text()
        self.configure()
        self.secret("hub", keys["aws_secret_access_key"])

    def config(self):
        return pathlib.Path(self.made["config"])

    def configure(self):
        tables = [table("uplink", **self.uplink)] if self.uplink else []
        tables.append(table("upstream", **self.joined, uplink=self.uplink and self.uplink["name"]))
        for route in self.routes:
            tables.append(table("route", **{"name": route["from"].split("/")[1].replace(".", "-"), "upstream": "hub", **route}))
        self.config().write_text(self.bare + "\n" + "\n".join(tables))

    def secret(self, name, text):
        subprocess.run([self.binary, "secret", "set", "--data", self.folder, name], input=text, text=True, check=True)

    def lanes(self):
        command = [self.binary, "routes", "--data", self.folder, "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["routes"]

    def until(self, holds, seconds=60):
        """Waits until the lanes are as wanted, and returns them."""
        deadline = time.monotonic() + seconds
        while True:
            lanes = self.lanes()
            if lanes and holds(lanes):
                return lanes
            assert time.monotonic() < deadline, f"{lanes}\n{self.log()[-2000:]}"
            time.sleep(0.05)

    def until_drained(self, seconds=60):
        return self.until(lambda lanes: all(lane["lag"] == 0 for lane in lanes), seconds)

    def until_said(self, words, seconds=30):
        """Waits until some lane's state or last error has these words."""
        said = lambda lane: lane["state"] + " | " + lane["last_error"]
        return self.until(lambda lanes: any(words in said(lane) for lane in lanes), seconds)


def put(gateway, bodies, stream="readings", keys=5):
    """Puts records whose keys take turns."""
    kinesis = gateway.client("kinesis")
    records = [dict(Data=body, PartitionKey=f"k{number % keys}") for number, body in enumerate(bodies)]
    for start in range(0, len(records), 100):
        assert kinesis.put_records(StreamName=stream, Records=records[start : start + 100])["FailedRecordCount"] == 0


def records(kinesis, stream="readings"):
    """All records of a stream, shard by shard, as (key, body)."""
    found = []
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        at = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        empty = 0
        while empty < 2:
            page = kinesis.get_records(ShardIterator=at, Limit=1_000)
            found += [(record["PartitionKey"], record["Data"]) for record in page["Records"]]
            empty = 0 if page["Records"] else empty + 1
            at = page["NextShardIterator"]
    return found


def check(found, bodies, repeats=0, keys=5):
    """Nothing is lost, nothing is made up, records of a key keep their order, and no more are repeated than allowed."""
    bodies = [body if isinstance(body, bytes) else body.encode() for body in bodies]
    assert {data for _, data in found} == set(bodies)
    assert len(found) - len(bodies) <= repeats, f"{len(found)} records for {len(bodies)}"
    for key in range(keys):
        firsts = list(dict.fromkeys(data for name, data in found if name == f"k{key}"))
        assert firsts == bodies[key::keys], f"order of k{key}"
