def test_the_cli_walks_through_every_service(gateway, name, tmp_path):
    assert gateway.cli("sts", "get-caller-identity")["Account"] == gateway.account
    gateway.cli("kinesis", "create-stream", "--stream-name", name, "--shard-count", "1")
    gateway.cli("kinesis", "put-record", "--stream-name", name, "--partition-key", "k", "--data", "aGVsbG8=")
    start = gateway.cli(
        "kinesis", "get-shard-iterator", "--stream-name", name, "--shard-id", "shardId-000000000000",
        "--shard-iterator-type", "TRIM_HORIZON",
    )
    [record] = gateway.cli("kinesis", "get-records", "--shard-iterator", start["ShardIterator"])["Records"]
    assert record["PartitionKey"] == "k"

    # Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS in most regions; version 2 does not.
    sqs = ["sqs", "--endpoint-url", gateway.endpoint]
    url = gateway.cli(*sqs, "create-queue", "--queue-name", name)["QueueUrl"]
    gateway.cli(*sqs, "send-message", "--queue-url", url, "--message-body", "hello")
    [message] = gateway.cli(*sqs, "receive-message", "--queue-url", url)["Messages"]
    assert message["Body"] == "hello"

    key = gateway.cli("kms", "create-key")["KeyMetadata"]["KeyId"]
    text = tmp_path / "plain"
    text.write_bytes(b"cli")
    sealed = gateway.cli("kms", "encrypt", "--key-id", key, "--plaintext", f"fileb://{text}")
    assert sealed["KeyId"].endswith(key)
    gateway.cli("iam", "create-user", "--user-name", name)
    assert name in [user["UserName"] for user in gateway.cli("iam", "list-users")["Users"]]


def test_a_refusal_names_the_error(gateway):
    done = gateway.cli("kinesis", "describe-stream", "--stream-name", "absent", check=False)

    assert done.returncode != 0
    assert "(ResourceNotFoundException)" in done.stderr
