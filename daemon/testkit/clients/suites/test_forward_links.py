"""Forwarding over links as they are at sites: slow, lossy, one-way, cut, metered, behind proxies and sign-in pages."""

import http.server
import os
import random
import signal
import socket
import subprocess
import threading
import time

import links
import pytest
import rig
from links import Link, Site, check, put, records

PROXIES = os.environ.get("MILLPOND_PROXIES", "")


@pytest.fixture
def hub(tmp_path):
    hub = rig.Gateway(str(tmp_path / "hub"))
    hub.start()
    hub.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
    yield hub
    hub.stop(signal.SIGKILL)


@pytest.fixture
def site_of(tmp_path):
    """Makes sites and stops them in the end."""
    made = []

    def make(endpoint, hub, **more):
        site = Site(str(tmp_path / f"site{len(made)}"), endpoint, hub.keys(), **more)
        made.append(site)
        site.start()
        site.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
        return site

    yield make
    for site in made:
        site.stop(signal.SIGKILL)


@pytest.fixture
def link():
    link = Link()
    yield link
    link.close()


def bodies(count, size=150, seed=7):
    chance = random.Random(seed)
    return [f"{number} " + "".join(chance.choices("abcdefghijklmnop0123456789", k=size)) for number in range(count)]


def messages(gateway, queue="alarms.fifo"):
    sqs = gateway.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found = []
    while page := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages"):
        found += [message["Body"] for message in page]
        for message in page:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_gprs_with_a_third_of_the_packets_late_and_a_cut(hub, link, site_of):
    """20 kbit/s each way, 600 ms there and back, 30 % of the packets sent again."""
    link.target, link.rate, link.delay, link.stall = ("127.0.0.1", hub.port), 2_500, 0.3, 0.3
    routes = [{"from": "stream/readings"}, {"from": "queue/alarms.fifo"}]
    fifo = dict(QueueName="alarms.fifo", Attributes={"FifoQueue": "true"})
    hub.client("sqs").create_queue(**fifo)
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=routes)
    url = site.client("sqs").create_queue(**fifo)["QueueUrl"]
    texts = bodies(40)
    put(site, texts)
    for number in range(6):
        site.client("sqs").send_message(QueueUrl=url, MessageBody=str(number), MessageGroupId="g", MessageDeduplicationId=str(number))

    site.until(lambda lanes: any(lane["forwarded"] > 0 for lane in lanes), 90)
    link.cut()

    site.until_drained(120)
    check(records(hub.client("kinesis")), texts, repeats=20)
    assert messages(hub) == [str(number) for number in range(6)]


def test_answers_that_are_cut_or_never_come_repeat_no_more_than_their_calls(hub, link, site_of):
    link.target = ("127.0.0.1", hub.port)
    site = site_of(f"http://127.0.0.1:{link.port}", hub)
    texts = bodies(60)
    faults = 0
    for start in range(0, 60, 15):
        # Of an answer's bytes, so many arrive.
        link.cut_after = 1 + start
        put(site, texts[start : start + 15])
        site.until(lambda lanes: link.cut_after is None)
        faults += 1
    site.until_drained()
    link.mute.set()
    late = [f"late {number}" for number in range(5)]
    put(site, late)
    time.sleep(1.5)
    assert site.lanes()[0]["lag"] == 5
    link.cut()
    link.mute.clear()

    site.until_drained()
    found = records(hub.client("kinesis"))
    check([record for record in found if not record[1].startswith(b"late")], texts, repeats=15 * faults)
    check([record for record in found if record[1].startswith(b"late")], late, repeats=10)


def test_a_days_budget_is_held_to_the_byte_over_kills_and_restarts(hub, link, site_of):
    link.target = ("127.0.0.1", hub.port)
    uplink = dict(name="lte", bytes_per_day=300_000)
    route = {"from": "stream/readings", "batch_bytes_max": 20_000, "order": "batch"}
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=[route], uplink=uplink)
    texts = bodies(600, 600)
    put(site, texts)

    [lane] = site.until_said("the day's budget of 300 kB is spent")
    counted = lambda lane: (lane["sent_bytes"], lane["received_bytes"])
    site.until(lambda lanes: counted(lanes[0]) == (link.sent, link.received), 10)
    assert 150_000 < link.sent + link.received <= 300_000
    assert lane["left_today_bytes"] == 300_000 - link.sent - link.received
    assert lane["lag"] > 0 and "00:00:00" in lane["state"]
    # Neither a kill nor an orderly restart gives more.
    for how in (signal.SIGKILL, signal.SIGTERM):
        site.stop(how)
        site.start()
        site.until_said("the day's budget")
    assert link.sent + link.received <= 300_000

    site.stop()
    site.uplink["bytes_per_day"] = 10_000_000
    site.configure()
    site.start()
    site.until_drained()
    # What a kill repeats is what was forwarded before progress was committed, here all of it.
    check(records(hub.client("kinesis")), texts, repeats=600)


def test_a_metered_link_pauses_and_goes_on_as_its_file_says(hub, link, site_of, tmp_path):
    link.target = ("127.0.0.1", hub.port)
    hook = tmp_path / "metered"
    hook.write_text("yes\n")
    uplink = dict(name="lte", metered=str(hook), when_metered="pause")
    site = site_of(f"http://127.0.0.1:{link.port}", hub, uplink=uplink)
    put(site, bodies(10))

    site.until_said("the link is metered now")
    assert link.connections == 0
    hook.write_text("no\n")

    site.until_drained()
    check(records(hub.client("kinesis")), bodies(10))


@pytest.mark.parametrize("kind", ["connect", "relay", "socks"])
def test_proxies_of_others(hub, site_of, tmp_path, kind):
    port = free_port()
    if kind == "socks":
        command = [f"{PROXIES}/usr/bin/microsocks", "-i", "127.0.0.1", "-p", str(port), "-u", "site", "-P", "geheim"]
    else:
        config = tmp_path / "tinyproxy.conf"
        config.write_text(f"Port {port}\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nBasicAuth site geheim\n")
        command = [f"{PROXIES}/usr/bin/tinyproxy", "-d", "-c", str(config)]
    with open(tmp_path / "proxy.log", "wb") as log:
        proxy = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        plain = kind == "relay"
        way = dict(proxy=f"{'socks5' if kind == 'socks' else 'http'}://site@127.0.0.1:{port}", proxy_secret="proxy")
        if not plain:
            way["ca"] = hub.certificate
        site = Site(str(tmp_path / "site"), hub.endpoint if plain else hub.secure_endpoint, hub.keys(), **way)
        site.secret("proxy", "falsch")
        site.start()
        try:
            site.client("kinesis").create_stream(StreamName="readings", ShardCount=1)
            put(site, bodies(10))
            site.until_said("the proxy does not accept the user and password")
            site.stop()
            site.secret("proxy", "geheim")
            site.start()
            site.until_drained()
        finally:
            site.stop(signal.SIGKILL)
        check(records(hub.client("kinesis")), bodies(10))
    finally:
        proxy.kill()
        proxy.wait()


def test_an_upstream_with_ipv6_alone(hub, site_of):
    hub.stop()
    restart_on_ipv6(hub)
    site = site_of(f"http://[::1]:{hub.port}", hub)
    put(site, bodies(10))

    site.until_drained()
    check(records(hub.client("kinesis", endpoint=f"http://[::1]:{hub.port}")), bodies(10))


def restart_on_ipv6(hub):
    hub.spawn(f"[::1]:{hub.port}")
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("::1", hub.port), 1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, hub.log()
            time.sleep(0.05)


class Portal(http.server.BaseHTTPRequestHandler):
    """What many networks answer in place of everybody else."""

    protocol_version = "HTTP/1.1"
    turn = 0

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        Portal.turn += 1
        page = b"<html><title>Welcome!</title></html>"
        if Portal.turn % 2:
            self.send_response(302)
            self.send_header("Location", "http://login.example/")
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


def test_a_captive_portal_is_no_upstream(hub, link, site_of):
    portal = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    link.target = portal.server_address
    route = {"from": "stream/readings", "dead_letters": "queue/dead"}
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=[route])
    site.client("sqs").create_queue(QueueName="dead")
    put(site, bodies(10))

    [lane] = site.until_said("something on the way answers in place of the upstream (a sign-in page?)")
    while Portal.turn < 3:
        time.sleep(0.05)
    assert (lane["forwarded"], lane["dead_letters"], lane["lag"]) == (0, 0, 10)
    link.target = ("127.0.0.1", hub.port)
    link.cut()

    [lane] = site.until_drained()
    assert lane["dead_letters"] == 0
    check(records(hub.client("kinesis")), bodies(10))
    portal.shutdown()


def test_what_is_wrong_with_a_link_is_said_in_plain_words(hub, link, site_of):
    port = free_port()
    for endpoint, words in [
        ("http://hub.invalid", "the name hub.invalid cannot be resolved"),
        (f"http://127.0.0.1:{port}", f"nothing listens at 127.0.0.1, port {port}"),
        (hub.secure_endpoint, "TLS failed, the certificate is not the upstream's"),
    ]:
        site = site_of(endpoint, hub)
        put(site, bodies(1))
        [lane] = site.until_said(words)
        assert lane["state"].startswith("waiting") and lane["last_error_at"]
        site.stop(signal.SIGKILL)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
