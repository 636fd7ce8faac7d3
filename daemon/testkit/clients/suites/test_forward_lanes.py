"""What a route is told, between two gateways over real sockets: what is new first, quiet hours, a month's budget, pinned keys, packed
records taken apart, records that do not fit, and the figures as metrics."""

import base64
import datetime
import hashlib
import signal
import subprocess
import time

from aws_kinesis_agg.aggregator import RecordAggregator
from links import check, put, records
from test_forward_links import bodies, hub, link, site_of  # noqa: F401


def test_what_is_new_goes_before_what_an_outage_left_behind(hub, link, site_of):  # noqa: F811
    """200 kB lie behind an outage; over 10 kB/s they take twenty seconds, and what is put meanwhile is there within a few."""
    link.target, link.down = ("127.0.0.1", hub.port), True
    route = {"from": "stream/readings", "lanes": "live-first", "live_within_s": 2, "order": "batch"}
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=[route])
    old = bodies(400, 300)
    put(site, old)
    site.until_said("the connection was lost")
    time.sleep(3)
    link.rate, link.down = 10_000, False
    site.until(lambda lanes: sum(lane["forwarded"] for lane in lanes) > 0, 90)

    ages = []
    for number in range(4):
        [late] = new = [f"new {number}"]
        put(site, new)
        begin = time.monotonic()
        while late.encode() not in [data for _, data in records(hub.client("kinesis"))]:
            assert time.monotonic() - begin < 30
        ages.append(time.monotonic() - begin)

    waiting = sum(lane["lag"] for lane in site.lanes())
    assert waiting > 50, "the outage's records are still on their way"
    assert sorted(ages)[1] < 5, ages
    link.rate = None
    site.until_drained(120)
    found = records(hub.client("kinesis"))
    check([record for record in found if not record[1].startswith(b"new")], old)


def test_in_quiet_hours_nothing_goes(hub, link, site_of):  # noqa: F811
    link.target = ("127.0.0.1", hub.port)
    now = datetime.datetime.now(datetime.timezone.utc)
    around = [(now + datetime.timedelta(hours=hours)).strftime("%H:%M") for hours in (-1, 2)]
    route = {"from": "stream/readings", "quiet_hours": ["-".join(around)]}
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=[route])
    put(site, bodies(10))

    [lane] = site.until_said("these are quiet hours")
    assert around[1] in lane["state"]
    assert link.connections == 0
    site.stop()
    later = [(now + datetime.timedelta(hours=hours)).strftime("%H:%M") for hours in (3, 5)]
    site.routes = [{"from": "stream/readings", "quiet_hours": ["-".join(later)]}]
    site.configure()
    site.start()

    site.until_drained()
    check(records(hub.client("kinesis")), bodies(10))


def test_a_months_budget_of_a_route_leaves_others_alone(hub, link, site_of):  # noqa: F811
    link.target = ("127.0.0.1", hub.port)
    hub.client("kinesis").create_stream(StreamName="alarms", ShardCount=1)
    routes = [
        {"from": "stream/readings", "bytes_per_month": 100_000, "batch_bytes_max": 10_000, "order": "batch"},
        {"from": "stream/alarms"},
    ]
    site = site_of(f"http://127.0.0.1:{link.port}", hub, routes=routes)
    site.client("kinesis").create_stream(StreamName="alarms", ShardCount=1)
    put(site, bodies(400, 600))

    site.until_said("the month's budget of 100 kB is spent")
    put(site, bodies(10), stream="alarms")

    lanes = site.until(lambda lanes: any(lane["route"] == "alarms" and lane["forwarded"] == 10 for lane in lanes))
    [spent] = [lane for lane in lanes if lane["route"] == "readings"]
    assert spent["lag"] > 0 and spent["sent_bytes"] + spent["received_bytes"] <= 100_000
    assert spent["left_this_month_bytes"] == 100_000 - spent["sent_bytes"] - spent["received_bytes"]
    check(records(hub.client("kinesis"), "alarms"), bodies(10))


def pin_of(certificate):
    """The SHA-256 of a certificate's key, by OpenSSL."""
    key = subprocess.run(["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=key, check=True, capture_output=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def test_a_pinned_key_is_asked_for(hub, site_of):  # noqa: F811
    wrong = base64.b64encode(bytes(32)).decode()
    site = site_of(hub.secure_endpoint, hub, ca=hub.certificate, pin=[f"sha256/{wrong}"])
    put(site, bodies(10))
    site.until_said("TLS failed")
    assert site.lanes()[0]["forwarded"] == 0
    site.stop()
    site.joined["pin"] = [f"sha256/{wrong}", f"sha256/{pin_of(hub.certificate)}"]
    site.configure()
    site.start()

    site.until_drained()
    check(records(hub.client("kinesis")), bodies(10))


def test_packed_records_are_taken_apart_on_the_way(hub, site_of):  # noqa: F811
    site = site_of(hub.endpoint, hub, routes=[{"from": "stream/readings", "deaggregate": True}])
    kinesis = site.client("kinesis")
    texts = bodies(60)
    for start in range(0, 60, 20):
        aggregator = RecordAggregator()
        for number in range(start, start + 20):
            assert aggregator.add_user_record(f"k{number % 5}", texts[number].encode()) is None
        key, _, data = aggregator.clear_and_get().get_contents()
        kinesis.put_record(StreamName="readings", PartitionKey=key, Data=data)
        if start == 20:
            site.until(lambda lanes: lanes[0]["forwarded"] > 0)
            site.stop(signal.SIGKILL)
            site.start()
            kinesis = site.client("kinesis")

    site.until_drained()
    check(records(hub.client("kinesis")), texts, repeats=40)


def test_what_does_not_fit_a_transformation_is_a_dead_letter(hub, site_of):  # noqa: F811
    transform = {"unfit": "dead-letter", "select": ["n"], "partition_key": "{json:/n}"}
    route = {"from": "stream/readings", "dead_letters": "queue/dead", "transform": transform}
    site = site_of(hub.endpoint, hub, routes=[route])
    sqs, kinesis = site.client("sqs"), site.client("kinesis")
    queue = sqs.create_queue(QueueName="dead")["QueueUrl"]
    for body in [b'{"n":1,"x":2}', b"no json", b'{"x":3}', b'{"n":4}']:
        kinesis.put_record(StreamName="readings", PartitionKey="k0", Data=body)

    [lane] = site.until(lambda lanes: lanes[0]["lag"] == 0)
    assert (lane["forwarded"], lane["dead_letters"]) == (2, 2)
    assert records(hub.client("kinesis")) == [("1", b'{"n":1}'), ("4", b'{"n":4}')]
    dead = []
    while len(dead) < 2:
        dead += sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20, MessageAttributeNames=["All"])["Messages"]
    assert {message["Body"] for message in dead} == {"no json", '{"x":3}'}
    assert {message["MessageAttributes"]["ErrorCode"]["StringValue"] for message in dead} == {"Unfit"}


def test_the_figures_become_metrics(hub, site_of):  # noqa: F811
    site = site_of(hub.endpoint, hub)
    site.stop()
    config = site.config()
    config.write_text(config.read_text().replace("forwarding_minutes = 5", "forwarding_minutes = 1"))
    site.start()
    put(site, bodies(30))
    site.until_drained()
    query = dict(
        Namespace="Millpond/Forwarding", MetricName="RecordsForwarded", Period=3600, Statistics=["Maximum"],
        Dimensions=[{"Name": "Route", "Value": "readings"}, {"Name": "Lane", "Value": "shardId-000000000000"}],
    )
    deadline = time.monotonic() + 100
    while True:
        now = datetime.datetime.now(datetime.timezone.utc)
        span = dict(StartTime=now - datetime.timedelta(hours=2), EndTime=now + datetime.timedelta(hours=1))
        points = site.client("cloudwatch").get_metric_statistics(**query, **span)["Datapoints"]
        if points:
            break
        assert time.monotonic() < deadline
        time.sleep(1)

    assert max(point["Maximum"] for point in points) == 30
