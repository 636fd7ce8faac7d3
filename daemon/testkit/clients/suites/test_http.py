"""HTTP as clients use it, apart from any service."""

import email.utils
import re
import socket
import time
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from wire import JSON, KINESIS, connect, post, signed, unsign

LIST = {"Content-Type": JSON, "X-Amz-Target": KINESIS + "ListStreams"}


def test_one_connection_serves_many_calls(gateway):
    for secure in [False, True]:
        connection = connect(gateway, secure)
        sockets = set()
        for i in range(20):
            headers = signed(gateway, b"{}", LIST)
            if i % 3 == 0:
                unsign(headers)
            reply = post(gateway, headers, b"{}", connection=connection)
            assert reply.status == (400 if i % 3 == 0 else 200)
            sockets.add(id(connection.sock))
        assert len(sockets) == 1 and None not in sockets
        connection.close()


def test_date_and_request_id_are_on_every_reply(gateway):
    ids = set()
    for headers, wanted in [(signed(gateway, b"{}", LIST), 200), (LIST, 400), ({}, 400)]:
        reply = post(gateway, headers, b"{}")
        assert reply.status == wanted
        date = email.utils.parsedate_to_datetime(reply.headers["Date"])
        assert abs(date.timestamp() - time.time()) < 3
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", reply.headers["x-amzn-RequestId"])
        ids.add(reply.headers["x-amzn-RequestId"])
    assert len(ids) == 3


def test_a_body_in_chunks(gateway, name):
    gateway.client("kinesis").create_stream(StreamName=name, ShardCount=1)
    body = b'{"StreamName":"%s","PartitionKey":"k","Data":"aGVsbG8="}' % name.encode()
    headers = signed(gateway, body, {"Content-Type": JSON, "X-Amz-Target": KINESIS + "PutRecord"})
    connection = connect(gateway)
    connection.request("POST", "/", body=(body[i : i + 7] for i in range(0, len(body), 7)), headers=headers, encode_chunked=True)

    assert connection.getresponse().status == 200
    connection.close()


def raw(gateway, headers, announced):
    lines = [f"{name}: {value}" for name, value in {**headers, "Content-Length": announced, "Expect": "100-continue"}.items()]
    return ("POST / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode()


def test_expect_continue_is_answered_before_the_body(gateway):
    with socket.create_connection(("127.0.0.1", gateway.port), 5) as s:
        s.sendall(raw(gateway, signed(gateway, b"{}", LIST), 2))
        assert s.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        s.sendall(b"{}")
        assert s.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_expect_continue_spares_the_client_a_body_that_is_too_large(gateway):
    with socket.create_connection(("127.0.0.1", gateway.port), 5) as s:
        s.sendall(raw(gateway, signed(gateway, b"{}", LIST), 100 << 20))
        assert s.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_presigned_url_proves_who_somebody_is(gateway):
    """As EKS uses it."""
    sts = gateway.client("sts")
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")

    with urllib.request.urlopen(url) as reply:
        assert b"user/admin" in reply.read()
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url.replace("GetCallerIdentity", "GetSessionToken"))
    assert caught.value.code == 403 and b"SignatureDoesNotMatch" in caught.value.read()


def test_a_presigned_url_ends(gateway):
    url = gateway.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=1, HttpMethod="GET")
    time.sleep(2.1)

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    assert caught.value.code == 403 and b"Signature expired" in caught.value.read()


def test_a_queue_is_read_through_a_presigned_url(gateway, name):
    sqs = gateway.client("sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="over a link")
    request = AWSRequest("GET", f"{queue}?Action=ReceiveMessage&Version=2012-11-05")
    keys = gateway.keys()
    credentials = Credentials(keys["aws_access_key_id"], keys["aws_secret_access_key"])
    SigV4QueryAuth(credentials, "sqs", gateway.region, expires=60).add_auth(request)

    with urllib.request.urlopen(request.url) as reply:
        assert b"<Body>over a link</Body>" in reply.read()
