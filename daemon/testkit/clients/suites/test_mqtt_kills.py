"""SIGKILL while devices publish and subscribe: nothing acknowledged is lost, and quality of service 2 is never twice."""

import os
import random
import signal
import threading
import time

from mqtt_site import PATIENCE_S, Device, Site

KILLS = int(os.environ.get("MILLPOND_KILLS", "5"))
SEED = int(os.environ.get("MILLPOND_SEED", time.time_ns() % 1_000_000))
RULES = '\n[[mqtt.rule]]\nfilter = "load/#"\nto = "stream/load"\n'


class Publisher:
    """Publishes as fast as it is acknowledged; Paho sends again what was not, after each new connection."""

    def __init__(self, site, name):
        self.name, self.sent = name, {}
        self.device = Device(site, name, lasting=True, connect=False)
        self.device.client.max_inflight_messages_set(20)
        self.device.start()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        number = 0
        while not self.stopping.is_set():
            if len(self.sent) - len(self.device.acknowledged) > 50:
                time.sleep(0.002)
                continue
            qos = 1 + number % 2
            text = f"{self.name} {number} {qos}"
            self.sent[self.device.client.publish(f"load/{self.name}", text, qos).mid] = text
            number += 1
            # So few that Paho's subscribers keep up.
            time.sleep(0.002)

    def finish(self):
        self.stopping.set()
        self.thread.join(PATIENCE_S)
        deadline = time.monotonic() + PATIENCE_S
        while set(self.sent) - self.device.acknowledged:
            assert time.monotonic() < deadline, f"{len(set(self.sent) - self.device.acknowledged)} are never acknowledged"
            time.sleep(0.05)
        self.device.stop()
        return set(self.sent.values())


def test_devices_work_while_the_gateway_is_killed(tmp_path):
    print(f"MILLPOND_SEED={SEED}")
    choice = random.Random(SEED)
    site = Site(tmp_path / "data", rules=RULES)
    site.start()
    try:
        site.client("kinesis").create_stream(StreamName="load", ShardCount=1)
        subscribers = [Device(site, f"s{qos}", lasting=True) for qos in (1, 2)]
        for qos, subscriber in zip((1, 2), subscribers):
            assert subscriber.subscribe("load/#", qos) == [qos]
        publishers = [Publisher(site, f"p{n}") for n in range(4)]
        for _ in range(KILLS):
            time.sleep(0.3 + choice.random())
            site.stop(signal.SIGKILL)
            site.start()
            # A connection, so that the next kill meets work.
            site.wait_for(lambda: any(publisher.device.client.is_connected() for publisher in publishers))
        wanted = set().union(*(publisher.finish() for publisher in publishers))
        assert len(wanted) > 100 * KILLS, "there was work"
        from test_mqtt import records

        assert wanted <= {record["Data"].decode() for record in records(site, "load")}
        for qos, subscriber in zip((1, 2), subscribers):
            got = []
            # It is an error when nothing comes for as long as patience lasts.
            while not wanted <= set(got):
                got.extend(message.payload.decode() for message in subscriber.take())
            while not subscriber.arrived.empty():
                got.extend(message.payload.decode() for message in subscriber.take())
            if qos == 2:
                twice = [text for text in got if text.endswith(" 2")]
                assert len(twice) == len(set(twice)), "quality of service 2 arrived twice"
            subscriber.stop()
    finally:
        site.stop(signal.SIGKILL)
