"""Whatever arrives, the answer is AWS's error, memory does not grow, and nothing acknowledged is lost."""

import datetime
import http.client
import json
import socket

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KINESIS = "Kinesis_20131202."


def call(gateway, operation, body, media="application/x-amz-json-1.1", sign=True, key=None, when=None, tamper=None):
    """Signs with botocore's own signer and sends exactly these bytes."""
    headers = {"Host": f"127.0.0.1:{gateway.port}", "Content-Type": media, "X-Amz-Target": operation}
    request = AWSRequest("POST", gateway.endpoint + "/", data=body, headers=headers)
    if sign:
        keys = gateway.keys()
        credentials = Credentials(key or keys["aws_access_key_id"], keys["aws_secret_access_key"])
        signer = SigV4Auth(credentials, "kinesis", gateway.region)
        if when is None:
            signer.add_auth(request)
        else:
            stamp = when.strftime("%Y%m%dT%H%M%SZ")
            request.context["timestamp"] = stamp
            request.headers["X-Amz-Date"] = stamp
            text = signer.canonical_request(request)
            to_sign = signer.string_to_sign(request, text)
            signer._inject_signature_to_request(request, signer.signature(to_sign, request))
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
    sent = dict(request.headers.items())
    if tamper:
        tamper(sent)
    connection.request("POST", "/", body=body, headers=sent)
    reply = connection.getresponse()
    data = reply.read()
    assert reply.headers["x-amzn-RequestId"] and reply.headers["Date"]
    return reply.status, data


def error(status_and_body):
    status, body = status_and_body
    document = json.loads(body)
    return status, document["__type"], document.get("message") or document.get("Message") or ""


LIST = (KINESIS + "ListStreams", b"{}")


def test_unsigned(gateway):
    assert error(call(gateway, *LIST, sign=False)) == (400, "MissingAuthenticationTokenException", "Missing Authentication Token")


def test_unknown_key(gateway):
    status, code, text = error(call(gateway, *LIST, key="AKIAAAAAAAAAAAAAAAAA"))
    assert (status, code) == (400, "UnrecognizedClientException")
    assert text == "The security token included in the request is invalid."


def test_tampered_signature(gateway):
    def flip(headers):
        value = headers["Authorization"]
        headers["Authorization"] = value[:-1] + ("0" if value[-1] != "0" else "1")

    status, code, text = error(call(gateway, *LIST, tamper=flip))
    assert (status, code) == (400, "InvalidSignatureException")
    assert text.startswith("The request signature we calculated does not match the signature you provided.")


def test_incomplete_signature(gateway):
    def cut(headers):
        headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=x"

    assert error(call(gateway, *LIST, tamper=cut))[1] == "IncompleteSignatureException"


def test_expired_and_replayed_later(gateway):
    """A captured request replayed after its five minutes is a request with an old date."""
    old = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=30)
    status, code, text = error(call(gateway, *LIST, when=old))
    assert (status, code) == (400, "InvalidSignatureException")
    assert text.startswith("Signature expired: ")


def test_signed_in_the_future(gateway):
    ahead = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=30)
    assert error(call(gateway, *LIST, when=ahead))[2].startswith("Signature not yet current: ")


def test_unknown_target(gateway):
    assert error(call(gateway, "Kinesis_20131202.Nonsense", b"{}"))[1] == "UnknownOperationException"
    assert error(call(gateway, "Nonsense.PutRecord", b"{}"))[1] == "UnknownOperationException"


def test_an_operation_not_honoured_yet(gateway):
    assert error(call(gateway, KINESIS + "UpdateShardCount", b"{}"))[1] == "UnsupportedOperationException"


def test_broken_json(gateway):
    for body in [b"{", b'{"StreamName":', b"[]", b"nonsense", b'{"Limit":"many"}', b"\xff\xfe", b"[" * 100_000]:
        status, code, _ = error(call(gateway, KINESIS + "ListStreams", body))
        assert (status, code) == (400, "SerializationException"), body[:20]


def test_bad_base64(gateway):
    body = b'{"StreamName":"s","PartitionKey":"k","Data":"***"}'
    assert error(call(gateway, KINESIS + "PutRecord", body))[1] == "SerializationException"


def test_wrong_cbor(gateway):
    for body in [b"\xff", b"\xbf", b"\x9f\x00\xff", b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff", b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff"]:
        status, data = call(gateway, KINESIS + "PutRecord", body, media="application/x-amz-cbor-1.1")
        assert status == 400 and b"SerializationException" in data


def test_a_hundred_megabytes(gateway):
    """Refused from the announcement alone, and also when it only turns out while sending."""
    before = gateway.rss_kib()
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
    connection.putrequest("POST", "/")
    connection.putheader("X-Amz-Target", KINESIS + "PutRecords")
    connection.putheader("Content-Length", str(100 << 20))
    connection.endheaders()
    assert connection.getresponse().status == 413
    with socket.create_connection(("127.0.0.1", gateway.port), 20) as s:
        s.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        try:
            for _ in range(100 << 4):
                s.sendall(chunk)
        except OSError:
            pass
    assert gateway.rss_kib() - before < 20_000


def test_garbage_instead_of_http(gateway):
    for noise in [b"\x00" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x00\x05hello", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 64]:
        with socket.create_connection(("127.0.0.1", gateway.port), 5) as s:
            s.sendall(noise)
            s.shutdown(socket.SHUT_WR)
            s.settimeout(10)
            while s.recv(4096):
                pass
    assert gateway.process.poll() is None


def test_nothing_was_lost_meanwhile(own_gateway):
    kinesis = own_gateway.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    for i in range(20):
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=str(i).encode())
        call(own_gateway, KINESIS + "PutRecord", b'{"StreamName":"s","PartitionKey":"k","Data":')
        call(own_gateway, *LIST, sign=False)
    it = kinesis.get_shard_iterator(StreamName="s", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    assert [int(r["Data"]) for r in kinesis.get_records(ShardIterator=it)["Records"]] == list(range(20))


def test_presigned_identity_proof(gateway):
    """A presigned GetCallerIdentity proves who somebody is, as EKS uses it."""
    import urllib.request

    sts = gateway.client("sts")
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60)
    with urllib.request.urlopen(url) as reply:
        assert b"user/admin" in reply.read()


def test_old_sqs_clients_speak_the_query_protocol(gateway):
    gateway.client("sqs").create_queue(QueueName="old")
    body = f"Action=SendMessage&Version=2012-11-05&MessageBody=hello%20%26%20more".encode()
    request = AWSRequest(
        "POST", f"{gateway.endpoint}/{gateway.account}/old", data=body,
        headers={"Host": f"127.0.0.1:{gateway.port}", "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    keys = gateway.keys()
    SigV4Auth(Credentials(keys["aws_access_key_id"], keys["aws_secret_access_key"]), "sqs", gateway.region).add_auth(request)
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port)
    connection.request("POST", f"/{gateway.account}/old", body=body, headers=dict(request.headers.items()))
    reply = connection.getresponse()
    text = reply.read()
    assert reply.status == 200 and b"<MD5OfMessageBody>" in text and b"<MessageId>" in text
    [message] = boto3.client("sqs", endpoint_url=gateway.endpoint, **keys).receive_message(QueueUrl=f"{gateway.endpoint}/{gateway.account}/old")["Messages"]
    assert message["Body"] == "hello & more"
