import ssl

import pytest


def certificate(gateway):
    for line in open(gateway.made["config"]):
        if line.strip().startswith("cert"):
            return line.split('"')[1] if line.split('"')[1].startswith("/") else f"{gateway.folder}/{line.split(chr(34))[1]}"
    raise RuntimeError("the config names no certificate")


def test_boto3_over_tls_on_the_same_port(gateway):
    sts = gateway.client("sts", endpoint=f"https://127.0.0.1:{gateway.port}", verify=certificate(gateway))

    assert sts.get_caller_identity()["Account"] == gateway.account


def test_an_unknown_certificate_is_refused_by_the_client(gateway):
    from botocore.exceptions import SSLError

    with pytest.raises(SSLError):
        gateway.client("sts", endpoint=f"https://127.0.0.1:{gateway.port}").get_caller_identity()


def test_tls_offers_http2_and_http1(gateway):
    import socket

    context = ssl.create_default_context(cafile=certificate(gateway))
    for wanted in ["h2", "http/1.1"]:
        context.set_alpn_protocols([wanted])
        with socket.create_connection(("127.0.0.1", gateway.port)) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as s:
                assert s.selected_alpn_protocol() == wanted
                assert s.version() in ("TLSv1.2", "TLSv1.3")
