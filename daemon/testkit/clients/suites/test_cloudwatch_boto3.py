import datetime
import gzip
import json
import struct
import time

import pytest
from botocore.exceptions import ClientError
from wire import post, signed, to_cbor

NOW = datetime.datetime.now(datetime.timezone.utc)
SPAN = {"StartTime": NOW - datetime.timedelta(minutes=10), "EndTime": NOW + datetime.timedelta(minutes=10)}
SHARD = [{"Name": "ShardId", "Value": "shardId-000000000000"}]
PREFIX = "GraniteServiceVersion20100801"


@pytest.fixture
def cloudwatch(gateway):
    return gateway.client("cloudwatch")


def total(cloudwatch, namespace, metric, dimensions=()):
    points = cloudwatch.get_metric_statistics(
        Namespace=namespace,
        MetricName=metric,
        Dimensions=list(dimensions),
        Period=3600,
        Statistics=["Sum", "SampleCount", "Average", "Minimum", "Maximum"],
        **SPAN,
    )["Datapoints"]
    return sum(point["Sum"] for point in points), sum(point["SampleCount"] for point in points)


def test_what_is_measured_is_added_up(cloudwatch, name):
    data = [{"MetricName": "Records", "Dimensions": SHARD, "Unit": "Count", "Value": 3.0}]
    data.append({"MetricName": "Records", "Dimensions": SHARD, "Unit": "Count", "Values": [1, 5], "Counts": [2, 1]})
    statistics = {"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 6}
    data.append({"MetricName": "Records", "Dimensions": SHARD, "Unit": "Count", "StatisticValues": statistics})
    cloudwatch.put_metric_data(Namespace=name, MetricData=data)

    assert total(cloudwatch, name, "Records", SHARD) == (20.0, 8.0)
    assert total(cloudwatch, name, "Records") == (0, 0)
    metric = {"Namespace": name, "MetricName": "Records", "Dimensions": SHARD}
    queries = [{"Id": "m", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": "Sum"}}]
    results = cloudwatch.get_metric_data(MetricDataQueries=queries, **SPAN)["MetricDataResults"]
    assert sum(results[0]["Values"]) == 20.0
    listed = cloudwatch.list_metrics(Namespace=name)["Metrics"]
    assert listed == [metric]


def test_metrics_survive_a_restart(own_gateway):
    own_gateway.client("cloudwatch").put_metric_data(Namespace="Mill", MetricData=[{"MetricName": "x", "Value": 1}])
    own_gateway.stop()
    own_gateway.start()
    assert total(own_gateway.client("cloudwatch"), "Mill", "x") == (1.0, 1.0)


def test_large_requests_are_compressed_by_the_client(gateway, cloudwatch, name):
    sent = []
    cloudwatch.meta.events.register("before-send", lambda request, **_: sent.append(dict(request.headers)))
    data = [{"MetricName": f"metric-{n}", "Value": n, "Dimensions": SHARD} for n in range(400)]
    cloudwatch.put_metric_data(Namespace=name, MetricData=data)
    assert sent[0].get("Content-Encoding") in ("gzip", b"gzip")
    assert total(cloudwatch, name, "metric-399", SHARD) == (399.0, 1.0)


@pytest.mark.parametrize("compressed", [False, True])
def test_the_form_of_2010(gateway, cloudwatch, name, compressed):
    body = (
        f"Action=PutMetricData&Version=2010-08-01&Namespace={name}&MetricData.member.1.MetricName=Records"
        "&MetricData.member.1.Value=7&MetricData.member.1.Unit=Count"
        "&MetricData.member.1.Dimensions.member.1.Name=ShardId"
        "&MetricData.member.1.Dimensions.member.1.Value=shardId-000000000000"
    ).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    if compressed:
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    reply = post(gateway, signed(gateway, body, headers, service="monitoring"), body)
    assert reply.status == 200 and b"<PutMetricDataResponse" in reply.body
    assert total(cloudwatch, name, "Records", SHARD) == (7.0, 1.0)


@pytest.mark.parametrize("compressed", [False, True])
def test_rpc_with_cbor(gateway, cloudwatch, name, compressed):
    datum = {"MetricName": "Records", "Value": 2.5, "Unit": "Count", "Timestamp": Seconds(time.time())}
    path = f"/service/{PREFIX}/operation/PutMetricData"
    headers = {"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor", "Accept": "application/cbor"}

    def put(document):
        body, more = cbor(document), dict(headers)
        if compressed:
            body, more["Content-Encoding"] = gzip.compress(body), "gzip"
        return post(gateway, signed(gateway, body, more, service="monitoring", path=path), body, path=path)

    reply = put({"Namespace": name, "MetricData": [datum]})
    assert reply.status == 200 and reply.headers["smithy-protocol"] == "rpc-v2-cbor"
    assert total(cloudwatch, name, "Records") == (2.5, 1.0)
    reply = put({"Namespace": "AWS/Mill", "MetricData": [datum]})
    assert reply.status == 400
    assert b"com.amazonaws.cloudwatch#InvalidParameterValueException" in reply.body


class Seconds(float):
    """A time under tag 1."""


def cbor(value):
    match value:
        case Seconds():
            return b"\xc1\xfb" + struct.pack(">d", value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case dict():
            return b"\xbf" + b"".join(cbor(k) + cbor(v) for k, v in value.items()) + b"\xff"
        case list():
            return b"\x9f" + b"".join(map(cbor, value)) + b"\xff"
    return to_cbor(value)


def test_bodies_that_do_not_inflate_are_refused(gateway):
    body = gzip.compress(json.dumps({"Namespace": "Mill"}).encode())[:-3]
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"{PREFIX}.PutMetricData",
        "Content-Encoding": "gzip",
    }
    reply = post(gateway, signed(gateway, body, headers, service="monitoring"), body)
    assert reply.error()[:2] == (400, "SerializationException")
    bomb = gzip.compress(b" " * (64 << 20))
    reply = post(gateway, signed(gateway, bomb, headers, service="monitoring"), bomb)
    assert reply.error() == (
        400,
        "SerializationException",
        "The request body inflates to more than 4194304 bytes",
    )


@pytest.mark.parametrize(
    "datum, code",
    [
        ({"MetricName": "x"}, "MissingParameter"),
        ({"MetricName": "x", "Value": 1, "Values": [1]}, "InvalidParameterCombination"),
        ({"MetricName": "x", "Values": [1, 2], "Counts": [1]}, "InvalidParameterValue"),
        ({"MetricName": "x", "Value": float("nan")}, "InvalidParameterValue"),
        ({"MetricName": "x", "Value": 1, "StorageResolution": 7}, "InvalidParameterValue"),
    ],
)
def test_measurements_that_make_no_sense_are_refused(cloudwatch, name, datum, code):
    with pytest.raises(ClientError) as caught:
        cloudwatch.put_metric_data(Namespace=name, MetricData=[datum])
    assert caught.value.response["Error"]["Code"] == code
