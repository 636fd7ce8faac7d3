def test_kinesis_over_http2(gateway):
    gateway.node("kinesis.mjs")


def test_kinesis_over_http2_and_tls(gateway):
    gateway.node("kinesis.mjs", AWS_ENDPOINT_URL=gateway.secure_endpoint, NODE_EXTRA_CA_CERTS=gateway.certificate)


def test_a_client_sets_its_wrong_clock_by_ours(gateway):
    gateway.node("clock.mjs")


def test_sqs_checks_digests(gateway):
    gateway.node("sqs.mjs")


def test_kms_and_sts(gateway):
    gateway.node("kms_sts.mjs")


def test_fanout_over_http2(gateway):
    gateway.node("fanout.mjs")


def test_fanout_over_http2_and_tls(gateway):
    gateway.node("fanout.mjs", AWS_ENDPOINT_URL=gateway.secure_endpoint, NODE_EXTRA_CA_CERTS=gateway.certificate)
