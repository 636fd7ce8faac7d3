"""Whatever arrives, the answer is AWS's error, memory does not grow, and nothing acknowledged is lost."""

import datetime
import socket

import pytest
from wire import CBOR, KINESIS, call, connect, unsign

LIST = (KINESIS + "ListStreams", b"{}")
BROKEN_JSON = [b"{", b'{"StreamName":', b"[]", b"nonsense", b'{"Limit":"many"}', b"\xff\xfe", b"[" * 100_000]
BROKEN_CBOR = [b"\xff", b"\xbf", b"\x9f\x00\xff", b"\xbb" + b"\xff" * 8, b"\x5b\x7f" + b"\xff" * 7, b"\x9f" * 100_000]
NOISE = [
    b"\x00" * 100,
    b"GET\r\n\r\n",
    b"\x16\x03\x01\x00\x05hello",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 64,
    b"POST / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(50_000)),
]


def test_unsigned(gateway):
    reply = call(gateway, *LIST, tamper=unsign)
    assert reply.error() == (400, "MissingAuthenticationTokenException", "Missing Authentication Token")


def test_unknown_key(gateway):
    status, code, text = call(gateway, *LIST, key="AKIAAAAAAAAAAAAAAAAA").error()
    assert (status, code) == (400, "UnrecognizedClientException")
    assert text == "The security token included in the request is invalid."


def test_tampered_signature(gateway):
    def flip(headers):
        value = headers["Authorization"]
        headers["Authorization"] = value[:-1] + ("0" if value[-1] != "0" else "1")

    status, code, text = call(gateway, *LIST, tamper=flip).error()
    assert (status, code) == (400, "InvalidSignatureException")
    assert text.startswith("The request signature we calculated does not match the signature you provided.")


def test_a_signature_for_another_operation(gateway):
    def swap(headers):
        headers["X-Amz-Target"] = KINESIS + "DeleteStream"

    assert call(gateway, *LIST, tamper=swap).error()[1] == "InvalidSignatureException"


def test_incomplete_signature(gateway):
    def cut(headers):
        headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=x"

    assert call(gateway, *LIST, tamper=cut).error()[1] == "IncompleteSignatureException"


def test_expired_and_replayed_later(gateway):
    """A captured request replayed after its five minutes is a request with an old date."""
    old = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=30)
    status, code, text = call(gateway, *LIST, when=old).error()
    assert (status, code) == (400, "InvalidSignatureException")
    assert text.startswith("Signature expired: ")


def test_signed_in_the_future(gateway):
    ahead = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=30)
    assert call(gateway, *LIST, when=ahead).error()[2].startswith("Signature not yet current: ")


def test_signed_for_another_service(gateway):
    status, code, text = call(gateway, *LIST, service="sqs").error()
    assert (status, code) == (400, "InvalidSignatureException")
    assert text == "Credential should be scoped to correct service: 'kinesis'."


def test_signed_for_another_region(gateway):
    """Accepted: clients of global services sign for us-east-1 wherever they are, and a gateway has an address."""
    assert call(gateway, *LIST, region="eu-north-1").status == 200


def test_unknown_target(gateway):
    assert call(gateway, "Kinesis_20131202.Nonsense", b"{}").error()[1] == "UnknownOperationException"
    assert call(gateway, "Nonsense.PutRecord", b"{}").error()[1] == "UnknownOperationException"


def test_an_operation_not_honoured_yet(gateway):
    reply = call(gateway, "DynamoDB_20120810.CreateGlobalTable", b"{}", service="dynamodb")
    assert reply.error()[1] == "UnsupportedOperationException"


def test_broken_json(gateway):
    for body in BROKEN_JSON:
        status, code, _ = call(gateway, KINESIS + "ListStreams", body).error()
        assert (status, code) == (400, "SerializationException"), body[:20]


def test_bad_base64(gateway):
    body = b'{"StreamName":"s","PartitionKey":"k","Data":"***"}'
    assert call(gateway, KINESIS + "PutRecord", body).error()[1] == "SerializationException"


def test_wrong_cbor(gateway):
    for body in BROKEN_CBOR:
        reply = call(gateway, KINESIS + "PutRecord", body, media=CBOR)
        assert reply.status == 400 and b"SerializationException" in reply.body, body[:20]


def announce(gateway, size):
    """A request that only says how large its body will be."""
    connection = connect(gateway)
    connection.putrequest("POST", "/")
    connection.putheader("X-Amz-Target", KINESIS + "PutRecords")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def pour(gateway, size):
    """Sends a chunked body until the gateway has had enough."""
    with socket.create_connection(("127.0.0.1", gateway.port), 20) as s:
        s.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\n\r\n")
        try:
            for _ in range(size >> 16):
                s.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            s.sendall(b"0\r\n\r\n")
        except OSError:
            pass
        return s.recv(64)


def shout(gateway, noise):
    """Sends something that is no HTTP and waits until the gateway hangs up."""
    with socket.create_connection(("127.0.0.1", gateway.port), 5) as s:
        s.settimeout(15)
        try:
            s.sendall(noise)
            s.shutdown(socket.SHUT_WR)
            while s.recv(4096):
                pass
        except (ConnectionError, OSError) as reset:
            assert not isinstance(reset, TimeoutError), f"the gateway holds on to {noise[:20]}"


def test_a_hundred_megabytes(gateway):
    """Refused from the announcement alone, and also when it only turns out while sending."""
    assert announce(gateway, 100 << 20) == 413
    assert pour(gateway, 100 << 20).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: repr(noise[:8]))
def test_noise_instead_of_http(gateway, noise):
    shout(gateway, noise)
    assert gateway.process.poll() is None
    assert call(gateway, *LIST).status == 200


def test_memory_does_not_grow_under_garbage(own_gateway):
    """Once it has seen everything, the gateway needs no more for seeing it again."""

    def everything():
        for body in BROKEN_JSON:
            call(own_gateway, KINESIS + "PutRecords", body)
        for body in BROKEN_CBOR:
            call(own_gateway, KINESIS + "PutRecords", body, media=CBOR)
        for i in range(20):
            call(own_gateway, *LIST, key=f"AKIA{i:016}")
            call(own_gateway, *LIST, tamper=unsign)
        for noise in NOISE:
            shout(own_gateway, noise)
        announce(own_gateway, 100 << 20)
        pour(own_gateway, 24 << 20)

    everything()
    everything()
    before = own_gateway.rss_kib()
    for _ in range(8):
        everything()

    grown = own_gateway.rss_kib() - before
    assert grown < 3 << 10, f"{before} KiB grew by {grown} KiB"
    assert "panic" not in own_gateway.log()


def test_nothing_was_lost_meanwhile(own_gateway):
    kinesis = own_gateway.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    for i in range(20):
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=str(i).encode())
        call(own_gateway, KINESIS + "PutRecord", b'{"StreamName":"s","PartitionKey":"k","Data":')
        call(own_gateway, *LIST, tamper=unsign)
    where = dict(StreamName="s", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    start = kinesis.get_shard_iterator(**where)["ShardIterator"]
    assert [int(r["Data"]) for r in kinesis.get_records(ShardIterator=start)["Records"]] == list(range(20))
