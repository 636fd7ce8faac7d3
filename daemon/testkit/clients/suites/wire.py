"""Requests byte by byte: signed with botocore's own signer, sent as they are."""

import dataclasses
import http.client
import json
import ssl
import struct

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KINESIS = "Kinesis_20131202."
JSON = "application/x-amz-json-1.1"
CBOR = "application/x-amz-cbor-1.1"
FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclasses.dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def error(self):
        """Status, code and text of a refusal in JSON."""
        document = json.loads(self.body)
        return self.status, document["__type"], document.get("message") or document.get("Message") or ""


def signed(gateway, body, headers, service="kinesis", path="/", region=None, key=None, when=None):
    """The headers to send. `when` is a time other than now, `key` another access key with the same secret."""
    headers = {"Host": f"127.0.0.1:{gateway.port}", **headers}
    request = AWSRequest("POST", gateway.endpoint + path, data=body, headers=headers)
    keys = gateway.keys()
    credentials = Credentials(key or keys["aws_access_key_id"], keys["aws_secret_access_key"])
    signer = SigV4Auth(credentials, service, region or gateway.region)
    if when is None:
        signer.add_auth(request)
    else:
        stamp = when.strftime("%Y%m%dT%H%M%SZ")
        request.context["timestamp"] = stamp
        request.headers["X-Amz-Date"] = stamp
        text = signer.string_to_sign(request, signer.canonical_request(request))
        signer._inject_signature_to_request(request, signer.signature(text, request))
    return dict(request.headers.items())


def connect(gateway, secure=False):
    if secure:
        context = ssl.create_default_context(cafile=gateway.certificate)
        return http.client.HTTPSConnection("127.0.0.1", gateway.port, timeout=20, context=context)
    return http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)


def post(gateway, headers, body, path="/", secure=False, connection=None):
    own = connection or connect(gateway, secure)
    own.request("POST", path, body=body, headers=headers)
    answer = own.getresponse()
    reply = Reply(answer.status, answer.headers, answer.read())
    if connection is None:
        own.close()
    assert reply.headers["x-amzn-RequestId"] and reply.headers["Date"]
    return reply


def call(gateway, target, body, media=JSON, tamper=None, secure=False, **how):
    """One signed call; `tamper` changes the headers after signing."""
    headers = signed(gateway, body, {"Content-Type": media, "X-Amz-Target": target}, **how)
    if tamper:
        tamper(headers)
    return post(gateway, headers, body, secure=secure)


def unsign(headers):
    """A way to tamper: as if never signed."""
    for header in ["Authorization", "X-Amz-Date"]:
        del headers[header]


class Millis(int):
    """A time in a CBOR request."""


def to_cbor(value):
    """As the SDK for Java writes it: maps and lists of indefinite length, whole milliseconds under tag 1."""
    match value:
        case dict():
            return b"\xbf" + b"".join(to_cbor(k) + to_cbor(v) for k, v in value.items()) + b"\xff"
        case list():
            return b"\x9f" + b"".join(map(to_cbor, value)) + b"\xff"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case Millis():
            return b"\xc1" + head(0, int(value))
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            text = value.encode()
            return head(3, len(text)) + text
    raise TypeError(value)


def head(major, number):
    for size, (limit, form) in enumerate([(1 << 8, ">B"), (1 << 16, ">H"), (1 << 32, ">I"), (1 << 64, ">Q")]):
        if number < 24:
            return bytes([major << 5 | number])
        if number < limit:
            return bytes([major << 5 | 24 + size]) + struct.pack(form, number)
    raise ValueError(number)


def from_cbor(data):
    """Reads only what the SDK for Java can: a float where it wants a time would be seen as a float here."""
    value, rest = item(data)
    assert not rest, "bytes after the document"
    return value


BREAK = object()


def item(data):
    major, low, rest = data[0] >> 5, data[0] & 31, data[1:]
    if data[0] == 0xFF:
        return BREAK, rest
    if major == 7:
        if low in (26, 27):
            size, form = {26: (4, ">f"), 27: (8, ">d")}[low]
            return struct.unpack(form, rest[:size])[0], rest[size:]
        return {20: False, 21: True, 22: None}[low], rest
    number = None if low == 31 else low
    if 24 <= low <= 27:
        size = 1 << (low - 24)
        number, rest = int.from_bytes(rest[:size]), rest[size:]
    if major in (0, 1):
        return (number if major == 0 else -1 - number), rest
    if major in (2, 3):
        assert number is not None, "strings in pieces"
        return (rest[:number] if major == 2 else rest[:number].decode()), rest[number:]
    if major == 6:
        assert number == 1, "an unknown tag"
        return item(rest)
    items, wanted = [], None if number is None else number * (major - 3)
    while wanted is None or len(items) < wanted:
        value, rest = item(rest)
        if value is BREAK:
            break
        items.append(value)
    return (items if major == 4 else dict(zip(items[::2], items[1::2]))), rest
