"""A device of pymodbus is polled over TCP and over a serial line, killed while it is polled, and started again."""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import threading
import time
import tty

import pytest
import rig
from upstreams import free_port, wait_until

DEVICE = pathlib.Path(__file__).with_name("modbus_device.py")

REGISTERS = """[
  { name = "supply", register = 10, type = "i16", scale = 0.1, unit = "°C" },
  { name = "top", register = 11, type = "u16" },
  { name = "energy", register = 12, type = "u32", scale = 0.001, unit = "kWh" },
  { name = "balance", register = 14, type = "i32", words = "little" },
  { name = "flow", register = 16, type = "f32" },
  { name = "pi", register = 18, type = "f64", words = "little" },
  { name = "model", register = 300, type = "string", length = 4 },
  { name = "mode", table = "input", register = 0, type = "u16" },
  { name = "fault", table = "input", register = 1, type = "bool" },
  { name = "on", table = "coil", register = 3, type = "bool" },
  { name = "closed", table = "discrete", register = 3, type = "bool" },
]"""

VALUES = {
    "supply": -21.3,
    "top": 65_535,
    "energy": 4_000_000.0,
    "balance": -2_000_000_000,
    "flow": 21.1,
    "pi": 3.141592653589793,
    "model": "P-7 ü",
    "mode": 7,
    "fault": False,
    "on": True,
    "closed": False,
}


class Tcp:
    def __init__(self, folder):
        self.port = free_port()
        self.where = f'address = "127.0.0.1:{self.port}"'
        self.words = ["tcp", str(self.port)]

    def stop(self):
        pass


class Line:
    """Two ends of a serial line: pseudo-terminals whose masters pass bytes to each other."""

    def __init__(self, folder):
        self.masters, ends = [], []
        for name in ("near", "far"):
            master, slave = pty.openpty()
            tty.setraw(slave)
            end = folder / name
            end.symlink_to(os.ttyname(slave))
            # The slave stays open, so that an end nobody listens at is a silent line and not a missing one.
            self.masters.append(master)
            ends.append(end)
        self.where = f'serial = "{ends[0]}"\nbaud = 19200\nparity = "none"'
        self.words = ["rtu", str(ends[1])]
        self.ended = False
        threading.Thread(target=self.carry, daemon=True).start()

    def carry(self):
        while not self.ended:
            for master in select.select(self.masters, [], [], 0.1)[0]:
                other = self.masters[1 - self.masters.index(master)]
                os.write(other, os.read(master, 4096))

    def stop(self):
        self.ended = True


def start(way, log):
    with open(log, "ab") as out:
        return subprocess.Popen([sys.executable, str(DEVICE), *way.words], stdout=out, stderr=out)


def status(gateway):
    done = subprocess.run([rig.BINARY, "status", "--data", gateway.folder, "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["modbus"]


def readings(gateway):
    client = gateway.client("kinesis")
    shard = client.describe_stream(StreamName="plant")["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = client.get_shard_iterator(StreamName="plant", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return [json.loads(record["Data"]) for record in client.get_records(ShardIterator=iterator)["Records"]]


@pytest.mark.parametrize("way", [Tcp, Line])
def test_a_device_is_polled_killed_and_polled_again(tmp_path, way):
    way = way(tmp_path)
    table = f'\n[[modbus]]\nname = "boiler"\n{way.where}\nunit = 17\nevery_ms = 20\ntimeout_ms = 300\nto = "stream/plant"\nregisters = {REGISTERS}\n'
    gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + table)
    device = start(way, tmp_path / "device.log")
    try:
        gateway.start()
        gateway.client("kinesis").create_stream(StreamName="plant", ShardCount=1)
        wait_until(lambda: status(gateway)[0]["readings"] >= 20)
        assert status(gateway)[0]["state"] == "polling"

        device.kill()
        device.wait()
        wait_until(lambda: status(gateway)[0]["timeouts"] + status(gateway)[0]["absent"] >= 2)
        assert status(gateway)[0]["state"] != "polling"
        assert "modbus    boiler at" in gateway.status()

        device = start(way, tmp_path / "device.log")
        known = status(gateway)[0]["readings"]
        wait_until(lambda: status(gateway)[0]["readings"] >= known + 20)

        # The gateway dies instead; numbers go on.
        gateway.stop(signal.SIGKILL)
        gateway.start()
        wait_until(lambda: status(gateway)[0]["readings"] >= 5)

        told = readings(gateway)
        numbers = [reading["sequence"] for reading in told]
        # Polls from before the stream was there are missing in the numbers and nowhere else.
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        for reading in told:
            assert reading["node"] == "boiler"
            assert reading["values"] == VALUES
            assert reading["units"] == {"supply": "°C", "energy": "kWh"}
            assert abs(reading["arrived_ms"] / 1000 - time.time()) < 600
    finally:
        device.kill()
        gateway.stop(signal.SIGKILL)
        way.stop()


def test_what_a_device_refuses_is_told_in_words(tmp_path):
    way = Tcp(tmp_path)
    table = (
        f'\n[[modbus]]\nname = "m"\n{way.where}\nunit = 17\nevery_ms = 50\nto = "stream/plant"\n'
        'registers = [{ name = "a", register = 5000, type = "u16" }]\n'
    )
    gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text + table)
    device = start(way, tmp_path / "device.log")
    try:
        gateway.start()
        wait_until(lambda: status(gateway)[0]["exceptions"] >= 1)
        assert "exception 2: there is no such register" in gateway.status()
        assert status(gateway)[0]["readings"] == 0
    finally:
        device.kill()
        gateway.stop(signal.SIGKILL)
