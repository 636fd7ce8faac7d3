"""What a disk holds after its power was cut, made from what QEMU noted of it.

QEMU's driver `blklogwrites` notes each write once it is done, and each flush, in the format of Linux's dm-log-writes
(drivers/md/dm-log-writes.c). Killing QEMU alone would lose nothing that the guest has written, as the host still has it. So the disk
is put together anew: everything before the last flush that was answered is there, and what came after it meets one of four fates.
"""

import collections
import os
import struct
import subprocess

SECTOR_BYTES = 512
MAGIC, VERSION = 0x6A736677736872, 1
# Magic number, version, count of entries, bytes of a sector.
SUPER = struct.Struct("<QQQI")
# First sector, count of sectors, flags, bytes of a mark.
ENTRY = struct.Struct("<QQQQ")
FLUSH, FORCED = 1, 2

# What becomes of writes that nobody flushed. A device may keep them in any order, and tear them at its sectors.
FATES = ["lost", "kept", "some", "torn"]

# `place` is where its data lies in the record.
Entry = collections.namedtuple("Entry", "flags offset place bytes")
Cut = collections.namedtuple("Cut", "flushes settled others lost_bytes")


def blank(path):
    """An empty record. QEMU writes its head."""
    path.write_bytes(bytes(SECTOR_BYTES))


def entries(record):
    """Each entry that is whole, in their order; and how many are certain to be."""
    magic, version, count, sector = SUPER.unpack(os.pread(record, SUPER.size, 0))
    if magic == 0:
        return [], 0  # Cut before the machine wrote at all.
    assert (magic, version, sector) == (MAGIC, VERSION, SECTOR_BYTES), "this is no record of writes"
    found, at, end = [], SECTOR_BYTES, os.fstat(record).st_size
    while at + SECTOR_BYTES <= end:
        first, sectors, flags, _ = ENTRY.unpack(os.pread(record, ENTRY.size, at))
        if not (sectors or flags):
            break  # It was being noted when QEMU died.
        assert flags & ~(FLUSH | FORCED) == 0, f"nobody asked for {flags:#x}"
        found.append(Entry(flags, first * SECTOR_BYTES, at + SECTOR_BYTES, sectors * SECTOR_BYTES))
        at = found[-1].place + found[-1].bytes
    # QEMU counts an entry at the latest before a flush behind it is answered.
    assert len(found) >= count, f"the record has {len(found)} entries and should have {count}"
    return found, count


def parted(record):
    """What was flushed, and what came after the last flush that was answered."""
    noted, certain = entries(record)
    last = max((index for index, entry in enumerate(noted[:certain]) if entry.flags & FLUSH), default=-1)
    return noted[: last + 1], noted[last + 1 :]


def has_unflushed_writes(path):
    with open(path, "rb") as record:
        return any(entry.bytes for entry in parted(record.fileno())[1])


def cut(path, image, fate, chance):
    """Brings `image`, as it was when the record began, to what the disk holds after the cut."""
    kept_bytes = 0
    with open(path, "rb") as record, open(image, "r+b", buffering=0) as disk:
        settled, others = parted(record.fileno())
        for entry in settled:
            write(disk, entry.offset, os.pread(record.fileno(), entry.bytes, entry.place))
        for entry in others:
            data = os.pread(record.fileno(), entry.bytes, entry.place)
            for at, part in survivors(data, "kept" if entry.flags & FORCED else fate, chance):
                kept_bytes += write(disk, entry.offset + at, part)
    flushes = sum(bool(entry.flags & FLUSH) for entry in settled)
    writes = [sum(entry.bytes > 0 for entry in part) for part in (settled, others)]
    return Cut(flushes, *writes, sum(entry.bytes for entry in others) - kept_bytes)


def write(disk, offset, data):
    assert os.pwrite(disk.fileno(), data, offset) == len(data)
    return len(data)


def survivors(data, fate, chance):
    """The parts of a write that reach the medium, and where in it they begin."""
    if fate == "torn":
        for at in range(0, len(data), SECTOR_BYTES):
            if chance.random() < 0.5:
                yield at, data[at : at + SECTOR_BYTES]
    elif fate == "kept" or (fate == "some" and chance.random() < 0.5):
        yield 0, data


def copy(image, to):
    """Holes stay holes."""
    subprocess.run(["cp", "--sparse=always", image, to], check=True)
