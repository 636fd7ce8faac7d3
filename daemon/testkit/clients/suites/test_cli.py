def test_the_cli_walks_through_every_service(gateway, tmp_path):
    assert gateway.cli("sts", "get-caller-identity")["Account"] == gateway.account
    gateway.cli("kinesis", "create-stream", "--stream-name", "cli", "--shard-count", "1")
    gateway.cli("kinesis", "put-record", "--stream-name", "cli", "--partition-key", "k", "--data", "aGVsbG8=")
    it = gateway.cli("kinesis", "get-shard-iterator", "--stream-name", "cli", "--shard-id", "shardId-000000000000", "--shard-iterator-type", "TRIM_HORIZON")
    [record] = gateway.cli("kinesis", "get-records", "--shard-iterator", it["ShardIterator"])["Records"]
    assert record["PartitionKey"] == "k"

    url = gateway.cli("sqs", "create-queue", "--queue-name", "cli")["QueueUrl"]
    gateway.cli("sqs", "send-message", "--queue-url", url, "--message-body", "hello")
    [message] = gateway.cli("sqs", "receive-message", "--queue-url", url)["Messages"]
    assert message["Body"] == "hello"

    key = gateway.cli("kms", "create-key")["KeyMetadata"]["KeyId"]
    text = tmp_path / "plain"
    text.write_bytes(b"cli")
    sealed = gateway.cli("kms", "encrypt", "--key-id", key, "--plaintext", f"fileb://{text}")
    assert sealed["KeyId"].endswith(key)
    gateway.cli("iam", "create-user", "--user-name", "cli")
    assert gateway.cli("iam", "list-users")["Users"]


def test_a_refusal_names_the_error(gateway):
    done = gateway.cli("kinesis", "describe-stream", "--stream-name", "absent", check=False)

    assert done.returncode != 0
    assert "(ResourceNotFoundException)" in done.stderr
