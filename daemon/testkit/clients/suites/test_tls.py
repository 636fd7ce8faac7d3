import socket
import ssl

import pytest
from botocore.exceptions import SSLError
from wire import KINESIS, call, unsign


def test_boto3_over_tls_on_the_same_port(gateway):
    sts = gateway.client("sts", endpoint=gateway.secure_endpoint, verify=gateway.certificate)

    assert sts.get_caller_identity()["Account"] == gateway.account


def test_a_queue_url_has_the_scheme_of_its_request(gateway, name):
    sqs = gateway.client("sqs", endpoint=gateway.secure_endpoint, verify=gateway.certificate)

    url = sqs.create_queue(QueueName=name)["QueueUrl"]

    assert url == f"{gateway.secure_endpoint}/{gateway.account}/{name}"
    sqs.send_message(QueueUrl=url, MessageBody="x")


def test_an_unknown_certificate_is_refused_by_the_client(gateway):
    with pytest.raises(SSLError):
        gateway.client("sts", endpoint=gateway.secure_endpoint).get_caller_identity()


def test_tls_offers_http2_and_http1(gateway):
    context = ssl.create_default_context(cafile=gateway.certificate)
    for wanted in ["h2", "http/1.1"]:
        context.set_alpn_protocols([wanted])
        with socket.create_connection(("127.0.0.1", gateway.port)) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as s:
                assert s.selected_alpn_protocol() == wanted
                assert s.version() in ("TLSv1.2", "TLSv1.3")


def test_encryption_is_no_proof_of_identity(gateway):
    reply = call(gateway, KINESIS + "ListStreams", b"{}", tamper=unsign, secure=True)

    assert reply.error() == (400, "MissingAuthenticationTokenException", "Missing Authentication Token")
    assert call(gateway, KINESIS + "ListStreams", b"{}", secure=True).status == 200
