def test_kinesis_over_http2(gateway):
    gateway.node("kinesis.mjs")


def test_sqs_checks_digests(gateway):
    gateway.node("sqs.mjs")


def test_kms_and_sts(gateway):
    gateway.node("kms_sts.mjs")
