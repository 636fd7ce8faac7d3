"""A gateway that is a broker of MQTT, and Eclipse Paho's client as a device would use it."""

import queue
import re
import subprocess
import threading
import time

import paho.mqtt.client as paho
import rig
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PATIENCE_S = 30
SETTINGS = '[mqtt]\nlisten = "127.0.0.1:{port}"\n'
VERSIONS = {"3.1.1": paho.MQTTv311, "5": paho.MQTTv5}


def with_broker(text, port, more="", rules=""):
    """The configuration with a broker: its table stands there already, with every default."""
    return text.replace("[mqtt]\n", SETTINGS.format(port=port) + more, 1) + rules


def password(key_id, secret):
    done = subprocess.run([rig.BINARY, "mqtt-password", key_id], input=secret, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def expiry(seconds, kind=PacketTypes.CONNECT):
    properties = Properties(kind)
    properties.SessionExpiryInterval = seconds
    return properties


class Refused(Exception):
    """The broker refused a connection."""


class Device:
    """One client: what it receives lies in a queue, acknowledged by Paho when it was put there."""

    def __init__(self, site, name, version="5", user=None, secret=None, lasting=False, tls=None, port=None, connect=True, will=None):
        self.arrived, self.acknowledged, self.codes = queue.Queue(), set(), []
        self.answered, self.subscribed, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.version, self.lasting, self.name = version, lasting, name
        more = {} if version == "5" else {"clean_session": not lasting}
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=VERSIONS[version], **more)
        user = site.made["access_key_id"] if user is None else user
        secret = password(user, site.made["secret_access_key"]) if secret is None else secret
        if user:
            self.client.username_pw_set(user, secret)
        if tls:
            self.client.tls_set(**tls)
        if will:
            self.client.will_set(*will)
        self.client.on_connect = self.on_connect
        self.client.on_disconnect = lambda *_: (self.ended.set(), self.answered.set())
        self.client.on_message = lambda _client, _data, message: self.arrived.put(message)
        self.client.on_publish = lambda _client, _data, mid, code, _properties: self.on_publish(mid, code)
        self.client.on_subscribe = self.on_subscribe
        self.client.reconnect_delay_set(1, 1)
        self.port = port or site.mqtt_port
        if connect:
            self.start()

    def start(self):
        more = {"clean_start": not self.lasting, "properties": expiry(3600 if self.lasting else 0)} if self.version == "5" else {}
        self.client.connect("127.0.0.1", self.port, 60, **more)
        self.client.loop_start()
        assert self.answered.wait(PATIENCE_S), "no CONNACK"
        if not self.codes or self.codes[-1].is_failure:
            self.client.disconnect()
            self.client.loop_stop()
            raise Refused(self.codes)

    def on_connect(self, _client, _data, flags, code, _properties):
        self.codes.append(code)
        self.session_present = flags.session_present
        if code.is_failure:
            # Paho would try again for ever.
            self.client.disconnect()
        self.answered.set()

    def on_publish(self, mid, code):
        # 0x92 on PUBCOMP: the broker had completed it, and its word was lost.
        if not code.is_failure or code.value == 0x92:
            self.acknowledged.add(mid)

    def on_subscribe(self, _client, _data, _mid, codes, _properties):
        self.granted = [code.value for code in codes]
        self.subscribed.set()

    def subscribe(self, filter, qos=1, **more):
        self.subscribed.clear()
        self.client.subscribe(filter, qos, **more)
        assert self.subscribed.wait(PATIENCE_S), "no SUBACK"
        return self.granted

    def publish(self, topic, payload, qos=1, **more):
        """Returns once it is acknowledged."""
        sent = self.client.publish(topic, payload, qos, **more)
        sent.wait_for_publish(PATIENCE_S)
        assert sent.is_published(), "no acknowledgement"
        return sent.mid in self.acknowledged or qos == 0

    def take(self, count=1, patience_s=PATIENCE_S):
        return [self.arrived.get(timeout=patience_s) for _ in range(count)]

    def nothing(self, seconds=0.5):
        try:
            message = self.arrived.get(timeout=seconds)
        except queue.Empty:
            return
        raise AssertionError(f"{message.topic} {message.payload}")

    def stop(self):
        self.client.disconnect()
        self.client.loop_stop()

    def vanish(self):
        """The network is gone, without a word."""
        self.client.loop_stop()
        self.client._sock_close()


class Site(rig.Gateway):
    """A gateway whose broker listens on a port of its own."""

    def __init__(self, folder, more="", rules="", port=None):
        from upstreams import free_port

        self.mqtt_port = port or free_port()
        super().__init__(str(folder), lambda text: with_broker(text, self.mqtt_port, more, rules))

    def figure(self, name):
        """One of the broker's figures, as `millpond status` has them; they are counted every second."""
        line = next(line for line in self.status().splitlines() if line.startswith("mqtt "))
        return int(re.search(rf"\b{name} (\d+)", line).group(1))

    def wait_for(self, what):
        deadline = time.monotonic() + PATIENCE_S
        while not what():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)
