"""KMS keys that owners choose for queues, streams and tables, and data keys that are made anew meanwhile."""

import subprocess
import threading
import time

import pytest
import rig
from botocore.exceptions import ClientError


def code(call, **request):
    with pytest.raises(ClientError) as caught:
        call(**request)
    return caught.value.response["Error"]["Code"]


def bodies(sqs, url):
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    return [message["Body"] for message in got]


def test_messages_stay_under_the_key_that_was_named_when_they_came(gateway, name):
    sqs, kms = gateway.client("sqs"), gateway.client("kms")
    first, second = (kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    url = sqs.create_queue(QueueName=name, Attributes={"KmsMasterKeyId": first})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    time.sleep(0.01)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": second})
    sqs.send_message(QueueUrl=url, MessageBody="two")
    assert sorted(bodies(sqs, url)) == ["one", "two"]

    kms.disable_key(KeyId=first)
    assert bodies(sqs, url) == ["two"]
    [message] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert code(sqs.receive_message, QueueUrl=url) == "KMS.DisabledException"
    sqs.send_message(QueueUrl=url, MessageBody="three")
    assert bodies(sqs, url) == ["three"]
    kms.enable_key(KeyId=first)
    assert sorted(bodies(sqs, url)) == ["one", "three"]
    kms.disable_key(KeyId=second)
    assert code(sqs.send_message, QueueUrl=url, MessageBody="four") == "KMS.DisabledException"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"KmsMasterKeyId": "alias/aws/sqs"})
    sqs.send_message(QueueUrl=url, MessageBody="four")
    assert sorted(bodies(sqs, url)) == ["four", "one"]
    kms.enable_key(KeyId=second)
    assert sorted(bodies(sqs, url)) == ["four", "one", "three"]
    sqs.delete_queue(QueueUrl=url)


def test_records_stay_under_the_key_that_was_chosen_when_they_came(gateway, name):
    kinesis, kms = gateway.client("kinesis"), gateway.client("kms")
    first, second = (kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    kinesis.create_stream(StreamName=name, ShardCount=1)
    for key in (first, second):
        kinesis.start_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=key)
        kinesis.put_record(StreamName=name, PartitionKey="k", Data=key.encode())
        time.sleep(0.01)
    kinesis.stop_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=second)
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"none")

    def read():
        where = {"StreamName": name, "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        return [record["Data"].decode() for record in kinesis.get_records(ShardIterator=iterator)["Records"]]

    assert read() == [first, second, "none"]
    kms.disable_key(KeyId=first)
    with pytest.raises(kinesis.exceptions.KMSDisabledException):
        read()
    kms.enable_key(KeyId=first)
    kms.disable_key(KeyId=second)
    assert read() == [first]
    kms.enable_key(KeyId=second)
    assert read() == [first, second, "none"]
    kinesis.delete_stream(StreamName=name)


def test_a_table_changes_its_key(gateway, name):
    dynamodb, kms = gateway.client("dynamodb"), gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]
    table = {"TableName": name, "BillingMode": "PAY_PER_REQUEST"}
    attributes = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
    made = dynamodb.create_table(**table, **attributes, SSESpecification={"Enabled": True})["TableDescription"]["SSEDescription"]
    own = kms.describe_key(KeyId="alias/aws/dynamodb")["KeyMetadata"]
    assert (made["KMSMasterKeyArn"], own["KeyManager"]) == (own["Arn"], "AWS")
    dynamodb.put_item(TableName=name, Item={"id": {"S": "a"}})

    sse = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key["KeyId"]}
    changed = dynamodb.update_table(TableName=name, SSESpecification=sse)["TableDescription"]["SSEDescription"]
    assert (changed["Status"], changed["KMSMasterKeyArn"]) == ("ENABLED", key["Arn"])
    dynamodb.put_item(TableName=name, Item={"id": {"S": "b"}})
    kms.disable_key(KeyId=key["KeyId"])
    assert code(dynamodb.get_item, TableName=name, Key={"id": {"S": "a"}}) == "AccessDeniedException"
    assert code(dynamodb.put_item, TableName=name, Item={"id": {"S": "c"}}) == "AccessDeniedException"
    kms.enable_key(KeyId=key["KeyId"])
    assert dynamodb.scan(TableName=name)["Count"] == 2
    dynamodb.delete_table(TableName=name)


class Traffic:
    """Threads that put and get all the time, and remember what failed."""

    def __init__(self, gateway):
        self.kinesis, self.sqs = gateway.client("kinesis"), gateway.client("sqs")
        self.kinesis.create_stream(StreamName="s", ShardCount=2)
        self.url = self.sqs.create_queue(QueueName="q")["QueueUrl"]
        self.stop, self.failed = threading.Event(), []
        self.put, self.read, self.sent, self.received = [], [], [], []
        works = (self.puts, self.gets, self.sends, self.receives)
        self.threads = [threading.Thread(target=self.until_stopped, args=(work,)) for work in works]

    def __enter__(self):
        [thread.start() for thread in self.threads]
        return self

    def __exit__(self, *_):
        self.stop.set()
        [thread.join() for thread in self.threads]

    def until_stopped(self, work):
        try:
            for _ in work():
                if self.stop.is_set():
                    return
        except Exception as failure:  # whatever it is, it is a request that failed
            self.failed.append(failure)

    def puts(self):
        for serial in range(1 << 30):
            records = [{"PartitionKey": f"{serial}-{i}", "Data": f"{serial}-{i} ".encode() * 1_000} for i in range(10)]
            assert self.kinesis.put_records(StreamName="s", Records=records)["FailedRecordCount"] == 0
            self.put += [record["PartitionKey"] for record in records]
            yield

    def iterator(self, shard, **how):
        return self.kinesis.get_shard_iterator(StreamName="s", ShardId=f"shardId-{shard:012}", **how)["ShardIterator"]

    def gets(self):
        iterators = [self.iterator(shard, ShardIteratorType="TRIM_HORIZON") for shard in (0, 1)]
        while True:
            for at, iterator in enumerate(iterators):
                page = self.kinesis.get_records(ShardIterator=iterator, Limit=1_000)
                self.read += [record["PartitionKey"] for record in page["Records"]]
                iterators[at] = page["NextShardIterator"]
            yield

    def sends(self):
        for serial in range(1 << 30):
            self.sqs.send_message(QueueUrl=self.url, MessageBody=f"{serial} " * 5_000)
            self.sent.append(str(serial))
            yield

    def receives(self):
        while True:
            got = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=5).get("Messages", [])
            for message in got:
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
                self.received.append(message["Body"].split(" ", 1)[0])
            yield


def keys(folder, *words):
    done = subprocess.run([rig.BINARY, "keys", *words, "--data", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_request_fails_while_keys_of_every_kind_are_made_anew(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a passphrase in another place\n")
    secret.chmod(0o600)
    gateway = rig.Gateway(str(tmp_path / "data"), lambda text: text.replace("renew_mib = 16384", "renew_mib = 1"))
    gateway.start()
    kms = gateway.client("kms")
    with Traffic(gateway) as traffic:
        chosen = kms.create_key()["KeyMetadata"]["KeyId"]
        for _ in range(4):
            keys(gateway.folder, "reseal", "--to", f"passphrase-file:{secret}")
            kms.rotate_key_on_demand(KeyId=chosen)
            traffic.kinesis.start_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=chosen)
            traffic.sqs.set_queue_attributes(QueueUrl=traffic.url, Attributes={"KmsMasterKeyId": chosen})
            time.sleep(4)
            keys(gateway.folder, "reseal", "--to", "plain")
            traffic.kinesis.stop_stream_encryption(StreamName="s", EncryptionType="KMS", KeyId=chosen)
            traffic.sqs.set_queue_attributes(QueueUrl=traffic.url, Attributes={"KmsMasterKeyId": ""})
            time.sleep(4)
    assert traffic.failed == []
    # A key seals a mebibyte here, so that many took their turns.
    assert len(traffic.put) * 4_000 > 4 << 20 and len(traffic.sent) * 10_000 > 1 << 20
    gateway.stop()

    keys(gateway.folder, "rotate-root")
    gateway.start()
    kinesis = gateway.client("kinesis")
    everything = []
    for shard in (0, 1):
        where = {"StreamName": "s", "ShardId": f"shardId-{shard:012}", "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(**where)["ShardIterator"]
        while (page := kinesis.get_records(ShardIterator=iterator))["Records"] or page["MillisBehindLatest"]:
            everything += [record["PartitionKey"] for record in page["Records"]]
            iterator = page["NextShardIterator"]
    assert sorted(everything) == sorted(traffic.put)
    assert set(traffic.received) <= set(traffic.sent)
    gateway.stop()
