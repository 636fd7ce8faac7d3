"""What clients were told, kept apart from the gateway, and what must therefore hold in the end.

Every body follows from who wrote it and its number, so what comes back is compared byte for byte. All rules allow for
what a kill does to a client: a call without an answer may have had its effect or not.
"""

import collections
import random
import threading

# Most records are small, as readings are; some need several blocks of a frame and some a chunk of their own.
SIZES = [(60, 40, 300), (30, 300, 3_000), (9, 3_000, 12_000), (1, 60_000, 120_000)]
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;-_/"


def body(writer, number):
    """The one text that this writer may have written under this number."""
    chance = random.Random(f"{writer}/{number}")
    _, low, high = chance.choices(SIZES, [weight for weight, _, _ in SIZES])[0]
    return f"{writer} {number} " + "".join(chance.choices(ALPHABET, k=chance.randint(low, high)))


def origin(text):
    """Who wrote a body under which number; the body must be complete and unchanged."""
    writer, number, _ = text.split(" ", 2)
    assert text == body(writer, int(number)), f"changed bytes: {text[:60]!r}"
    return writer, int(number)


class Ledger:
    """Common to streams and queues: what was attempted how often."""

    def __init__(self):
        self.lock = threading.Lock()
        # Times that a request with this body may have reached the gateway.
        self.attempts = collections.Counter()

    def attempt(self, items, times=1):
        with self.lock:
            for item in items:
                self.attempts[item] += times

    def copies_are_explained(self, copies):
        for item, count in copies.items():
            assert count <= self.attempts[item], f"{item} is stored {count} times after {self.attempts[item]} attempts"


class StreamLedger(Ledger):
    def __init__(self):
        super().__init__()
        self.acknowledged, self.seen = {}, {}

    def acknowledge(self, place, item):
        with self.lock:
            assert self.acknowledged.setdefault(place, item) == item, f"{place} was given to two records"

    def see(self, place, text):
        """A reader got this record: from then on it may not vanish or change."""
        item = origin(text)
        with self.lock:
            assert self.seen.setdefault(place, item) == item, f"{place} changed between two reads"

    def check(self, shards):
        """`shards`: per shard, everything in it from the oldest record on, as (sequence number, text)."""
        found, copies, highest = {}, collections.Counter(), {}
        for shard, records in shards.items():
            numbers = [int(number) for number, _ in records]
            assert numbers == sorted(set(numbers)), f"{shard}: sequence numbers do not rise"
            for number, text in records:
                item = writer, count = origin(text)
                found[(shard, number)] = item
                copies[item] += 1
                # A call that was made again may repeat its records; what is new comes after all before it.
                if copies[item] == 1:
                    assert highest.get(writer, -1) < count, f"{item} comes after number {highest[writer]}"
                    highest[writer] = count
        for name, told in [("acknowledged", self.acknowledged), ("read", self.seen)]:
            missing = [place for place, item in told.items() if found.get(place) != item]
            assert not missing, f"{len(missing)} records were {name} and are lost, such as {missing[0]}: {told[missing[0]]}"
        self.copies_are_explained(copies)
        return len(self.acknowledged)


class QueueLedger(Ledger):
    def __init__(self, fifo):
        super().__init__()
        self.fifo = fifo
        self.acknowledged = {}  # message id -> item
        self.ids = collections.defaultdict(set)  # item -> message ids under which it was ever seen
        self.tried, self.deleted = set(), {}
        # Numbers per group that are there for sure: known, and nobody tried to delete them yet.
        self.waiting = collections.defaultdict(set)

    def acknowledge(self, message_id, item):
        with self.lock:
            assert self.acknowledged.setdefault(message_id, item) == item, f"{message_id} was given to two messages"
            self.know(message_id, item)

    def know(self, message_id, item):
        self.ids[item].add(message_id)
        if self.fifo and message_id not in self.tried:
            self.waiting[item[0]].add(item[1])

    def receive(self, messages, asked_at):
        """A reply to a request that was sent at `asked_at`; gives the items."""
        items = [origin(message["Body"]) for message in messages]
        with self.lock:
            for item, message in zip(items, messages):
                known = message["MessageId"]
                self.know(known, item)
                assert self.acknowledged.get(known, item) == item, f"{known} carries another body than was sent"
                assert self.deleted.get(known, asked_at) >= asked_at, f"{item} was deleted and came back"
            if self.fifo:
                self.order_is_kept(items)
        return items

    def order_is_kept(self, items):
        """A message of a group comes only after those before it were deleted, or came with it."""
        done = {writer: -1 for writer, _ in items}
        for writer, number in items:
            if done[writer] == -1:
                earlier = min(self.waiting[writer], default=number)
                assert earlier >= number, f"group {writer}: {number} came before {earlier} was deleted"
            else:
                assert number == done[writer] + 1, f"group {writer}: {number} came after {done[writer]}"
            done[writer] = number

    def trying(self, message_ids, items):
        with self.lock:
            self.tried.update(message_ids)
            for writer, number in items:
                self.waiting[writer].discard(number)

    def delete(self, message_ids, answered_at):
        with self.lock:
            for message_id in message_ids:
                self.deleted.setdefault(message_id, answered_at)

    def check(self, left):
        """`left`: everything that is still in the queue, as (message id, text), in the order received."""
        ids = [message_id for message_id, _ in left]
        assert len(ids) == len(set(ids)), "a message is there twice"
        lost = self.acknowledged.keys() - self.tried - set(ids)
        assert not lost, f"{len(lost)} messages were acknowledged and are lost, such as {self.acknowledged[lost.pop()]}"
        assert not self.deleted.keys() & set(ids), "a deleted message came back"
        highest = {}
        for message_id, text in left:
            item = writer, number = origin(text)
            self.ids[item].add(message_id)
            assert self.acknowledged.get(message_id, item) == item, f"{message_id} carries another body than was sent"
            if self.fifo:
                assert highest.get(writer, -1) < number, f"group {writer}: {number} comes after {highest[writer]}"
                highest[writer] = number
        copies = {item: len(found) for item, found in self.ids.items()}
        if self.fifo:
            twice = [item for item, count in copies.items() if count > 1]
            assert not twice, f"{len(twice)} messages were stored twice within the deduplication interval, such as {twice[0]}"
        self.copies_are_explained(copies)
        return len(self.acknowledged)
