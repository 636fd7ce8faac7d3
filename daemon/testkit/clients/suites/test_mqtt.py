"""Devices at the broker of MQTT: Eclipse Paho and mosquitto's clients, in both versions, with every kind of proof."""

import datetime
import json
import signal
import subprocess
import time

import pytest
import rig
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from mqtt_site import Device, Refused, Site, password
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions
from upstreams import free_port

RULES = """
[[mqtt.rule]]
filter = "plant/+/readings"
to = "stream/{topic:1}"
partition_key = "{topic:2}"
[[mqtt.rule]]
filter = "jobs/#"
to = "queue/jobs.fifo"
[[mqtt.rule]]
filter = "told/#"
to = "queue/told"
payload = "json"
[[mqtt.rule]]
filter = "nowhere/#"
to = "stream/not-there"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "data", rules=RULES)
    site.start()
    site.client("kinesis").create_stream(StreamName="plant", ShardCount=2)
    site.client("sqs").create_queue(QueueName="jobs.fifo", Attributes={"FifoQueue": "true"})
    site.client("sqs").create_queue(QueueName="told")
    yield site
    site.stop(signal.SIGKILL)


def records(site, stream):
    client = site.client("kinesis")
    for shard in client.list_shards(StreamName=stream)["Shards"]:
        place = client.get_shard_iterator(StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while True:
            page = client.get_records(ShardIterator=place)
            yield from page["Records"]
            place = page.get("NextShardIterator")
            if not page["Records"]:
                break


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_every_quality_of_service_arrives_with_what_goes_along(site, version):
    subscriber, publisher = Device(site, f"s-{version}", version), Device(site, f"p-{version}", version)
    try:
        assert subscriber.subscribe(f"q/{version}/#", 2) == [2]
        for qos in (0, 1, 2):
            properties = None
            if version == "5":
                properties = Properties(PacketTypes.PUBLISH)
                properties.UserProperty = [("unit", "°C"), ("unit", "K")]
                properties.ContentType, properties.ResponseTopic, properties.CorrelationData = "text/plain", "answers", b"7"
                properties.MessageExpiryInterval = 60
            publisher.publish(f"q/{version}/{qos}", f"reading {qos}", qos, properties=properties)
            [message] = subscriber.take()
            assert (message.topic, message.payload, message.qos) == (f"q/{version}/{qos}", f"reading {qos}".encode(), qos)
            if version == "5":
                assert message.properties.UserProperty == [("unit", "°C"), ("unit", "K")]
                assert message.properties.ContentType == "text/plain"
                assert (message.properties.ResponseTopic, message.properties.CorrelationData) == ("answers", b"7")
                assert 50 <= message.properties.MessageExpiryInterval <= 60
        big = b"x" * 200_000
        publisher.publish(f"q/{version}/big", big, 2)
        assert subscriber.take()[0].payload == big
    finally:
        subscriber.stop()
        publisher.stop()


@pytest.mark.parametrize("version", ["mqttv311", "mqttv5"])
def test_mosquitto_s_clients_publish_and_subscribe(site, version):
    user = site.made["access_key_id"]
    common = ["-V", version, "-p", str(site.mqtt_port), "-u", user, "-P", password(user, site.made["secret_access_key"])]
    subscriber = subprocess.Popen(
        ["mosquitto_sub", *common, "-i", f"sub-{version}", "-t", f"m/{version}/#", "-q", "2", "-C", "3", "-W", "20", "-v"],
        stdout=subprocess.PIPE,
        text=True,
    )
    site.wait_for(lambda: site.figure("subscriptions") > 0)
    for qos in "012":
        subprocess.run(["mosquitto_pub", *common, "-t", f"m/{version}/{qos}", "-m", f"hello {qos}", "-q", qos], check=True, timeout=20)
    told, _ = subscriber.communicate(timeout=30)
    assert sorted(told.splitlines()) == [f"m/{version}/{qos} hello {qos}" for qos in "012"]
    wrong = subprocess.run(["mosquitto_pub", *common[:-1], "wrong", "-t", "m", "-m", "x"], capture_output=True, timeout=20)
    assert wrong.returncode != 0
    nobody = subprocess.run(["mosquitto_pub", *common[:4], "-t", "m", "-m", "x"], capture_output=True, timeout=20)
    assert nobody.returncode != 0


def test_rules_lead_into_streams_and_queues(site):
    device = Device(site, "pump-7")
    try:
        for n in range(20):
            assert device.publish(f"plant/mill-{n % 3}/readings", json.dumps({"n": n}), 1 + n % 2)
        got = {json.loads(record["Data"])["n"]: record["PartitionKey"] for record in records(site, "plant")}
        assert got == {n: f"mill-{n % 3}" for n in range(20)}
        for n in range(5):
            assert device.publish("jobs/a", f"job {n}", 1)
        sqs = site.client("sqs")
        url = sqs.get_queue_url(QueueName="jobs.fifo")["QueueUrl"]
        jobs = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]
        assert [job["Body"] for job in jobs] == [f"job {n}" for n in range(5)]
        assert {job["Attributes"]["MessageGroupId"] for job in jobs} == {"jobs/a"}
        assert device.publish("told/x", b'{"t": 21.5}', 1)
        url = sqs.get_queue_url(QueueName="told")["QueueUrl"]
        told = json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])
        assert (told["topic"], told["client"], told["payload"]) == ("told/x", "pump-7", {"t": 21.5})
        assert not device.publish("nowhere/x", "lost?", 1), "it is refused, and said so"
    finally:
        device.stop()


def test_retained_messages_wills_and_shares(site):
    publisher = Device(site, "keeper")
    watcher = late = None
    try:
        publisher.publish("state/door", "open", 1, retain=True)
        publisher.publish("state/door", "closed", 1, retain=True)
        late = Device(site, "late")
        late.subscribe("state/#", 1)
        [message] = late.take()
        assert (message.payload, message.retain) == (b"closed", True)
        publisher.publish("state/door", b"", 1, retain=True)
        assert late.take()[0].payload == b""
        watcher = Device(site, "watcher")
        watcher.subscribe("state/#", 1)
        watcher.nothing()
        watcher.subscribe("will/#", 1)
        doomed = Device(site, "doomed", will=("will/doomed", "gone", 1, False))
        doomed.vanish()
        assert watcher.take()[0].payload == b"gone"
        members = [Device(site, f"member-{n}") for n in range(3)]
        for member in members:
            assert member.subscribe("$share/g/tasks/#", 2) == [1]
        for n in range(30):
            publisher.publish("tasks/x", str(n), 1)
        got = []
        deadline = time.monotonic() + 20
        while len(got) < 30 and time.monotonic() < deadline:
            for member in members:
                while not member.arrived.empty():
                    got.append(int(member.arrived.get().payload))
            time.sleep(0.02)
        assert sorted(got) == list(range(30))
        for member in members:
            member.nothing(0.1)
            member.stop()
    finally:
        for device in (publisher, late, watcher):
            if device:
                device.stop()


def test_options_of_version_5(site):
    device, other = Device(site, "own"), Device(site, "other")
    try:
        device.subscribe("own/#", 0, options=SubscribeOptions(qos=1, noLocal=True, retainAsPublished=True))
        device.publish("own/x", "mine", 1)
        other.publish("own/x", "other's", 1)
        assert device.take()[0].payload == b"other's"
        device.nothing()
        taken_over = Device(site, "own", connect=False)
        taken_over.start()
        assert device.ended.wait(30), "it was not taken over"
        taken_over.stop()
    finally:
        device.stop()
        other.stop()


def test_an_absent_client_finds_everything_after_a_kill(tmp_path):
    site = Site(tmp_path / "data")
    site.start()
    try:
        for version in ("3.1.1", "5"):
            absent = Device(site, "absent", version, lasting=True)
            absent.subscribe("a/#", 2)
            absent.stop()
            publisher = Device(site, "p", version)
            for n in range(300):
                publisher.publish("a/x", str(n), 1 + n % 2)
            publisher.stop()
            site.stop(signal.SIGKILL)
            site.start()
            absent = Device(site, "absent", version, lasting=True)
            assert absent.session_present
            # Paho hands a message of quality of service 2 out when it is released, so the order holds within each quality.
            got = [int(message.payload) for message in absent.take(300)]
            assert [[n for n in got if n % 2 == odd] for odd in (0, 1)] == [list(range(odd, 300, 2)) for odd in (0, 1)]
            absent.nothing()
            absent.stop()
    finally:
        site.stop(signal.SIGKILL)


POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:*:*:client/${aws:username}"},
        {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource": "arn:aws:iot:*:*:topic/plant/${iot:ClientId}/*"},
        {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": "arn:aws:iot:*:*:topicfilter/plant/${iot:ClientId}/#"},
    ],
}


def user_with(site, name, policy):
    iam = site.client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="mqtt", PolicyDocument=json.dumps(policy))
    return iam.create_access_key(UserName=name)["AccessKey"]


def test_policies_decide(site):
    key = user_with(site, "pump-1", POLICY)
    as_pump = {"user": key["AccessKeyId"], "secret": password(key["AccessKeyId"], key["SecretAccessKey"])}
    with pytest.raises(Refused):
        Device(site, "pump-2", **as_pump)
    pump = Device(site, "pump-1", **as_pump)
    try:
        assert pump.subscribe("plant/#", 1) == [0x87]
        assert pump.subscribe("plant/pump-1/#", 1) == [1]
        assert not pump.publish("plant/pump-2/x", "no", 1)
        assert not pump.publish("plant/pump-1/x", "kept?", 1, retain=True), "nobody said RetainPublish"
        assert pump.publish("plant/pump-1/x", "yes", 1)
        assert pump.take()[0].payload == b"yes"
        # Taken away, it is gone within a second; switched off, so is the connection.
        site.client("iam").delete_user_policy(UserName="pump-1", PolicyName="mqtt")
        time.sleep(1.1)
        assert not pump.publish("plant/pump-1/x", "no longer", 1)
        site.client("iam").update_access_key(UserName="pump-1", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        assert pump.ended.wait(30), "it is still connected"
    finally:
        pump.stop()


def presigned(site, key, token=None, service="iotdevicegateway", expires=60):
    request = AWSRequest("GET", "mqtt://gateway:1883/mqtt")
    credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"], token)
    SigV4QueryAuth(credentials, service, site.region, expires=expires).add_auth(request)
    return request.url


def test_a_presigned_url_proves_a_key_and_a_session(site):
    own = {"AccessKeyId": site.made["access_key_id"], "SecretAccessKey": site.made["secret_access_key"]}
    Device(site, "signed", user=own["AccessKeyId"], secret=presigned(site, own)).stop()
    for wrong in (presigned(site, own, service="kinesis"), presigned(site, {**own, "SecretAccessKey": "x" * 40})):
        with pytest.raises(Refused):
            Device(site, "signed", user=own["AccessKeyId"], secret=wrong)
    session = site.client("sts").get_session_token()["Credentials"]
    Device(site, "session", user=session["AccessKeyId"], secret=presigned(site, session, session["SessionToken"])).stop()
    with pytest.raises(Refused):
        Device(site, "session", user=session["AccessKeyId"], secret=presigned(site, session))
    with pytest.raises(Refused):
        Device(site, "anonymous", user="", secret="")


def certificate(folder, name, issuer=None):
    """A key and a certificate as PEM files; its own authority without an issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "plant"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer[0] if issuer else key, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / f"{name}.key").write_bytes(private)
    return key, made


def test_a_certificate_says_which_user_it_is(tmp_path):
    authority, stranger = certificate(tmp_path, "authority"), certificate(tmp_path, "stranger")
    for name, issuer in (("pump-1", authority), ("pump-9", authority), ("forged", stranger)):
        certificate(tmp_path, name, issuer)
    port = free_port()
    more = (
        f'listen_tls = "127.0.0.1:{port}"\nclient_ca = "{tmp_path}/authority.pem"\n'
        'client_principal = "arn:aws:iam::000000000000:user/{cn}"\n'
    )
    site = Site(tmp_path / "data", more)
    site.start()
    try:
        user_with(site, "pump-1", POLICY)

        def tls(name):
            return {"ca_certs": site.certificate, "certfile": tmp_path / f"{name}.pem", "keyfile": tmp_path / f"{name}.key"}

        pump = Device(site, "pump-1", user="", secret="", tls=tls("pump-1"), port=port)
        assert pump.publish("plant/pump-1/x", "over TLS", 1) and not pump.publish("plant/pump-2/x", "no", 1)
        pump.stop()
        with pytest.raises(Refused):
            Device(site, "pump-9", user="", secret="", tls=tls("pump-9"), port=port)
        # Who shows none may have a password all the same.
        Device(site, "admin", tls={"ca_certs": site.certificate}, port=port).stop()
        with pytest.raises((Refused, OSError)):
            Device(site, "pump-1", user="", secret="", tls=tls("forged"), port=port)
    finally:
        site.stop(signal.SIGKILL)
