"""A whole gateway in QEMU: Debian's kernel for arm64, ext4 on a disk, and nothing besides the static binary.

The first program is a script for busybox. What a machine without a clock of its own does belongs to it: it starts in 2001 each time.
"""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

import boto3
import botocore.config
import powerloss

# Debian's packages, unpacked.
PARTS = pathlib.Path(os.environ.get("MILLPOND_BOOT", "/nowhere"))
PORT = 4566
DISK_BYTES = 512 << 20
# How long a start may take on a machine that does other things too; 2 to 4 s where it does nothing else.
PATIENCE_S = 180
# How long to wait for a moment at which something is not flushed.
AIM_S = 10
# In the order in which they need each other; ext4 and the serial port are in the kernel.
MODULES = [
    "drivers/virtio/virtio_ring", "drivers/virtio/virtio", "drivers/virtio/virtio_mmio", "net/core/failover",
    "drivers/net/net_failover", "drivers/net/virtio_net", "drivers/block/virtio_blk",
]  # fmt: skip
CANNOT_MOUNT = "the disk cannot be mounted"

# `MOUNT` comes from the kernel's command line.
INIT = f"""#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
for module in {" ".join(path.rsplit("/", 1)[1] for path in MODULES)}; do insmod /modules/$module.ko; done
ip link set lo up
ip address add 10.0.2.15/24 dev eth0
ip link set eth0 up
ip route add default via 10.0.2.2
if mount -t ext4 -o "$MOUNT" /dev/vda /data; then
    [ -e /data/millpond/millpond.toml ] || millpond init --data /data/millpond --json
    millpond serve --data /data/millpond --listen 0.0.0.0:{PORT}
    echo "the gateway ended with $?"
else
    echo "{CANNOT_MOUNT}"
fi
poweroff -f
"""

FOLDER, FILE, PROGRAM, DEVICE = 0o040755, 0o100644, 0o100755, 0o020600


def member(number, name, mode, data=b"", device=(0, 0)):
    """One member of an archive of cpio's `newc` kind (Documentation/driver-api/early-userspace/buffer-format.rst of Linux)."""
    path = name.encode() + b"\0"
    numbers = [number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(path), 0]
    head = b"070701" + b"".join(b"%08X" % value for value in numbers) + path
    return padded(head) + padded(data)


def padded(data):
    return data + bytes(-len(data) % 4)


def initramfs(binary):
    """The system's whole tree, in memory from the first moment on."""
    [kernel] = (PARTS / "lib/modules").iterdir()
    tree = [(name, FOLDER, b"") for name in ("bin", "data", "dev", "modules", "proc", "sys", "tmp")]
    tree += [("init", PROGRAM, INIT.encode()), ("bin/busybox", PROGRAM, (PARTS / "bin/busybox").read_bytes())]
    tree += [("bin/millpond", PROGRAM, pathlib.Path(binary).read_bytes())]
    for path in MODULES:
        tree.append((f"modules/{path.rsplit('/', 1)[1]}.ko", FILE, (kernel / f"kernel/{path}.ko").read_bytes()))
    members = [member(number, *entry) for number, entry in enumerate(tree, 1)]
    # The kernel says nothing of its first program where there is no console.
    members.append(member(len(tree) + 1, "dev/console", DEVICE, device=(5, 1)))
    return b"".join(members) + member(0, "TRAILER!!!", 0)


def free_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


class Machine:
    """One machine and its disk. `disk` is what is on the medium, `live` what QEMU works on from a start to the next cut."""

    def __init__(self, folder, binary):
        self.folder = pathlib.Path(folder)
        self.disk, self.live, self.record = (self.folder / name for name in ("disk", "live", "record"))
        self.console, self.archive = self.folder / "console", self.folder / "initramfs"
        self.archive.write_bytes(initramfs(binary))
        self.console.touch()
        with open(self.disk, "wb") as disk:
            disk.truncate(DISK_BYTES)
        environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
        subprocess.run(["mkfs.ext4", "-q", "-F", self.disk], check=True, env=environment)
        self.environment = environment
        self.port, self.process, self.made = free_port(), None, None
        # Whether it answers; clients wait for that.
        self.up = threading.Event()
        self.repairs = 0

    def power_on(self, mount="defaults"):
        powerloss.copy(self.disk, self.live)
        powerloss.blank(self.record)
        self.said_before = self.console.stat().st_size
        [kernel] = (PARTS / "boot").glob("vmlinuz-*")
        self.process = subprocess.Popen([
            "qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a53", "-m", "512", "-nodefaults", "-display", "none",
            "-no-reboot", "-rtc", "base=2001-09-09T01:46:40",
            "-kernel", kernel, "-initrd", self.archive, "-append", f"console=ttyAMA0 quiet panic=-1 MOUNT={mount}",
            "-chardev", f"file,id=console,path={self.console},append=on", "-serial", "chardev:console",
            # Whether the host itself flushes makes no difference to the record.
            "-blockdev", f"driver=file,node-name=live,filename={self.live},cache.no-flush=on",
            "-blockdev", f"driver=file,node-name=record,filename={self.record},cache.no-flush=on",
            "-blockdev", "driver=blklogwrites,node-name=recorded,file=live,log=record",
            "-device", "virtio-blk-device,drive=recorded,write-cache=on",
            "-netdev", f"user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:{self.port}-10.0.2.15:{PORT}",
            "-device", "virtio-net-device,netdev=net",
        ], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip

    def said(self):
        """What this start has said so far."""
        with open(self.console, "rb") as console:
            console.seek(self.said_before)
            return console.read().decode(errors="replace")

    def start(self, mount="defaults"):
        """Until it answers; gives the seconds that took."""
        began, repairs = time.monotonic(), self.repairs
        self.power_on(mount)
        while not self.answers():
            if repairs == self.repairs and CANNOT_MOUNT in self.said():
                self.end(signal.SIGKILL)
                self.repair()
                self.power_on(mount)
            assert self.process.poll() is None, f"the machine is off:\n{self.said()}"
            assert time.monotonic() - began < PATIENCE_S, f"the gateway does not answer:\n{self.said()}"
            time.sleep(0.05)
        if self.made is None:
            [told] = [line for line in self.said().splitlines() if line.startswith("{")]
            self.made = json.loads(told)
        self.up.set()
        return time.monotonic() - began

    def repair(self):
        """ext4's super block is larger than a sector and not journalled. Once it is torn, ext4 needs its own repair."""
        self.repairs += 1
        done = subprocess.run(["e2fsck", "-f", "-y", self.disk], env=self.environment, capture_output=True, text=True)
        assert done.returncode < 4, done.stdout + done.stderr

    def answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/")
            connection.getresponse()
            return True
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def hold_in_a_write(self, chance):
        """Stops the machine while its disk holds what nobody has flushed: that is so for a small part of the time."""
        deadline = time.monotonic() + AIM_S
        while time.monotonic() < deadline:
            self.process.send_signal(signal.SIGSTOP)
            _, state = os.waitpid(self.process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(state), f"the machine is off:\n{self.said()}"
            if powerloss.has_unflushed_writes(self.record):
                return
            self.process.send_signal(signal.SIGCONT)
            time.sleep(chance.uniform(0, 0.004))

    def cut(self, fate, chance):
        """Takes the power away in the middle of whatever it does."""
        self.end(signal.SIGKILL)
        return powerloss.cut(self.record, self.disk, fate, chance)

    def end(self, sig):
        self.up.clear()
        if self.process:
            self.process.send_signal(sig)
            self.process.wait(PATIENCE_S)

    def client(self, service, config=None):
        """A client that does not retry when nothing else is said. While the machine is off, waiting for an answer is in vain."""
        once = botocore.config.Config(retries={"total_max_attempts": 1}, max_pool_connections=32)
        patience = botocore.config.Config(connect_timeout=5, read_timeout=20)
        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            config=(config or once).merge(patience),
            aws_access_key_id=self.made["access_key_id"],
            aws_secret_access_key=self.made["secret_access_key"],
            region_name=self.made["region"],
        )
