"""A sensor node in QEMU: the real image on an emulated board, with flash that outlives its power, a thermometer, and a serial line."""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).parents[4]
MACHINE = "mps2-an385"
# As much as the board has; the node's storage is at its start.
FLASH_BYTES = 16 << 20
PATIENCE_S = 20
# Where the board's LEDs are.
LEDS = 0x40028000
# Register 15 of the processor, and RAM that no image uses.
PROGRAM_COUNTER = 15
STRAY = 0x20010000


def image(folder, identity, sample_ms):
    """An image for one node, made of what `millpond nodes add` has printed, as somebody who flashes nodes makes it."""
    path = pathlib.Path(folder, "node.elf")
    numbers = ["--sample-ms", str(sample_ms), "--keep-after-ms", "0"]
    command = ["cargo", "xtask", "firmware", "--provision", MACHINE, *numbers, "--out", path]
    subprocess.run(command, input=identity, text=True, cwd=ROOT, check=True)
    return path


def plain_image():
    """The image that nobody has provisioned; `image` has built it."""
    target = pathlib.Path(ROOT, os.environ.get("CARGO_TARGET_DIR", "target"))
    return target / f"firmware/{MACHINE}.elf"


def tell(debugger, packet):
    """One packet of GDB's remote protocol; gives the answer."""
    debugger.sendall(f"${packet}#{sum(packet.encode()) % 256:02x}".encode())
    answer = b""
    # That the processor stopped, as it does when a debugger comes, is told whenever it happens.
    while not (found := re.search(rb"\$((?!T)[^#]*)#..", answer)):
        answer += debugger.recv(4096)
        debugger.sendall(b"+")
    return found[1]


class Board:
    """The board and what is wired to it. `line` is the path of the serial port, whatever the emulator calls it this time."""

    def __init__(self, folder, image):
        self.folder = pathlib.Path(folder)
        self.image = image
        self.line = self.folder / "line"
        self.log = self.folder / "node.log"
        self.flash = self.folder / "flash"
        self.log.touch()
        with open(self.flash, "wb") as flash:
            flash.truncate(FLASH_BYTES)
        self.process = None

    def power_on(self):
        qmp = self.folder / "qmp"
        qmp.unlink(missing_ok=True)
        self.process = subprocess.Popen([
            "qemu-system-arm", "-machine", f"{MACHINE},memory-backend=flash", "-nodefaults", "-display", "none",
            "-object", f"memory-backend-file,id=flash,mem-path={self.flash},size={FLASH_BYTES},share=on",
            "-device", "tmp105,id=thermometer,address=0x48,bus=i2c",
            "-chardev", "pty,id=line", "-serial", "chardev:line",
            "-chardev", f"file,id=log,path={self.log},append=on", "-serial", "chardev:log",
            "-chardev", f"socket,id=debugger,path={self.folder}/debugger,server=on,wait=off", "-gdb", "chardev:debugger",
            "-qmp", f"unix:{qmp},server=on,wait=off", "-kernel", str(self.image),
        ], stdout=subprocess.DEVNULL)  # fmt: skip
        self.monitor = self.connect(qmp)
        self.replies = self.monitor.makefile("r")
        json.loads(self.replies.readline())
        self.negotiate()
        names = {device["label"]: device["filename"] for device in self.ask("query-chardev")}
        new = self.folder / "new-line"
        new.symlink_to(names["line"].removeprefix("pty:"))
        new.replace(self.line)

    def connect(self, qmp):
        deadline = time.monotonic() + PATIENCE_S
        while True:
            monitor = socket.socket(socket.AF_UNIX)
            try:
                monitor.connect(str(qmp))
                monitor.settimeout(PATIENCE_S)
                return monitor
            except OSError:
                monitor.close()
                assert self.process.poll() is None and time.monotonic() < deadline, "QEMU does not start"
                time.sleep(0.02)

    def negotiate(self):
        """A monitor that has just greeted now and then refuses its first command."""
        deadline = time.monotonic() + PATIENCE_S
        while "error" in (reply := self.reply("qmp_capabilities")):
            if "already complete" in reply["error"]["desc"]:
                return
            assert time.monotonic() < deadline, reply
            time.sleep(0.05)

    def ask(self, command, **arguments):
        reply = self.reply(command, **arguments)
        assert "return" in reply, f"{command}: {reply}"
        return reply["return"]

    def reply(self, command, **arguments):
        self.monitor.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            reply = json.loads(self.replies.readline())
            if "event" not in reply:
                return reply

    def reset(self):
        """The reset button."""
        self.ask("system_reset")

    def power_off(self):
        """Without a word, in the middle of whatever it does."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(PATIENCE_S)
            self.replies.close()
            self.monitor.close()
            self.process = None

    def derail(self, program):
        """Has the processor go on in memory that holds these bytes, as a stray pointer would."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as debugger:
            debugger.connect(str(self.folder / "debugger"))
            debugger.settimeout(PATIENCE_S)
            # Only who knows the registers' description may write one of them.
            assert tell(debugger, "qXfer:features:read:target.xml:0,fff")
            store = f"M{STRAY:x},{len(program):x}:{program.hex()}"
            jump = f"P{PROGRAM_COUNTER:x}={STRAY.to_bytes(4, 'little').hex()}"
            for packet in (store, jump, "D"):
                answer = tell(debugger, packet)
                assert answer == b"OK", f"{packet}: {answer}"
        # A debugger that leaves does not always let go.
        self.ask("cont")

    def temperature(self, millicelsius):
        """What the thermometer shows until the next reset; after one it shows 0."""
        self.ask("qom-set", path="/machine/peripheral/thermometer", property="temperature", value=millicelsius)

    def output(self):
        """The LED that commands set."""
        words = self.ask("human-monitor-command", **{"command-line": f"xp /1wx {LEDS:#x}"})
        return int(words.split()[1], 16) & 1

    def said(self):
        return self.log.read_bytes().decode("ascii", "replace").splitlines()

    def wait_for(self, pattern, count=1):
        """Until so many whole lines are this."""
        deadline = time.monotonic() + PATIENCE_S
        while sum(bool(re.fullmatch(pattern, line)) for line in self.said()) < count:
            assert time.monotonic() < deadline, f"not {count} times {pattern} in {self.said()[-20:]}"
            time.sleep(0.05)

    def kept(self):
        """What the node says it has stored: per start, how many readings, how many had no room; and its deepest stack.

        A reset cuts a line short: only whole ones count."""
        kept, stack = {}, 0
        for line in self.said():
            if match := re.fullmatch(r"kept (\d+) (\d+) (\d+) (\d+)", line):
                boot, count, dropped, bytes_ = map(int, match.groups())
                kept[boot], stack = (count, dropped), max(stack, bytes_)
        return kept, stack
