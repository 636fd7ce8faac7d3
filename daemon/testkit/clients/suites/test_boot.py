"""The static binary for arm64 on a whole machine of its own, whose power is cut while clients write: what was acknowledged is there.

`machine.py` has the machine, `powerloss.py` what a cut leaves on its disk, `ledger.py` the rules. Only `cargo xtask clients --all` builds
that binary and gets a kernel.
"""

import json
import os
import pathlib
import random
import signal
import statistics
import time

import powerloss
import pytest
from machine import Machine
from test_kills import Site

EMULATED = json.loads(os.environ.get("MILLPOND_EMULATED", "{}")).get("aarch64-unknown-linux-musl")
CUTS = int(os.environ.get("MILLPOND_CUTS", "20"))
SEED = int(os.environ.get("MILLPOND_SEED", time.time_ns() % 1_000_000))
# Longest work between two cuts: ext4 commits its own journal every 5 seconds.
WORK_S_MAX = 6
# Share of cuts that are to hit a write.
AIMED = 0.7
# Share of cuts that are followed by another one while the machine starts, and how long a start then has at most.
AGAIN = 0.3
START_S_MAX = 4


class Clients(Site):
    """Fewer of them than a machine that is not emulated is given. Each waits until the machine answers."""

    def work(self):
        for index in range(2):
            self.add(self.producer(next(self.kinesis), f"p{index}"))
        for shard in self.shards(next(self.kinesis)):
            self.add(self.reader(next(self.kinesis), shard))
        for name in ("work.fifo", "store.fifo"):
            for index in range(2):
                self.add(self.sender(next(self.sqs), name, f"{name}-{index}"))
        self.add(self.consumer(next(self.sqs), "work.fifo"))

    def add(self, step):
        def patient():
            if self.gateway.up.wait(1):
                step()

        self.workers.add(patient)


@pytest.fixture
def machine(tmp_path):
    machine = Machine(tmp_path, pathlib.Path(EMULATED).with_name("millpond"))
    yield machine
    machine.end(signal.SIGKILL)


def strike(machine, chance):
    """Cuts the power once or more, and gives the cuts and the seconds of the start that succeeded."""
    if chance.random() < AIMED:
        machine.hold_in_a_write(chance)
    cuts = [machine.cut(chance.choice(powerloss.FATES), chance)]
    while chance.random() < AGAIN:
        machine.power_on()
        time.sleep(chance.uniform(0, START_S_MAX))
        cuts.append(machine.cut(chance.choice(powerloss.FATES), chance))
    return cuts, machine.start()


if EMULATED:

    def test_nothing_acknowledged_is_lost_with_the_power(machine, capsys):
        chance, cuts = random.Random(SEED), []
        starts = [machine.start()]
        clients = Clients(machine)
        clients.work()
        while len(cuts) < CUTS and not clients.workers.stopping.is_set():
            time.sleep(chance.uniform(0, WORK_S_MAX))
            struck, seconds = strike(machine, chance)
            cuts += struck
            starts.append(seconds)
        # Once more, so that all messages are visible.
        machine.hold_in_a_write(chance)
        cuts.append(machine.cut("lost", chance))
        clients.workers.stop()
        machine.start()
        told = clients.check()

        with capsys.disabled():
            counts = ", ".join(f"{name} {count}" for name, count in told.items() if count)
            print(
                f"\n{len(cuts)} power cuts, 0 lost (seed {SEED}); acknowledged: {counts}; refused with 5xx: {clients.workers.refused}"
                f"\nflushes {sum(cut.flushes for cut in cuts)}, flushed writes {sum(cut.settled for cut in cuts)}, others"
                f" {sum(cut.others for cut in cuts)} in {sum(cut.others > 0 for cut in cuts)} cuts, of which {sum(cut.lost_bytes for cut in cuts)}"
                f" bytes were lost; ext4 repaired {machine.repairs} times"
                f"\nfrom power to first answer: median {statistics.median(starts):.1f} s, max {max(starts):.1f} s, {len(starts)} starts"
            )
        assert told["stream"] and told["work.fifo"] and told["store.fifo"] and told["deleted"], "a client was never answered"
        assert sum(cut.lost_bytes for cut in cuts), "no cut hit a write"

    def test_a_disk_that_is_never_told_to_flush_loses_what_was_acknowledged(machine):
        """So that the other test is known to see a loss."""
        chance = random.Random(SEED)
        machine.start()
        clients = Clients(machine)
        machine.end(signal.SIGTERM)
        powerloss.cut(machine.record, machine.disk, "kept", chance)
        assert machine.disk.read_bytes() == machine.live.read_bytes(), "the record tells of all that was written"

        machine.start(mount="barrier=0")
        clients.work()
        deadline = time.monotonic() + 60
        while len(clients.stream.acknowledged) < 20:
            assert time.monotonic() < deadline and not clients.workers.stopping.is_set()
            time.sleep(0.05)
        machine.cut("lost", chance)
        clients.workers.stop()
        machine.start()
        with pytest.raises(AssertionError, match="are lost"):
            clients.check()
