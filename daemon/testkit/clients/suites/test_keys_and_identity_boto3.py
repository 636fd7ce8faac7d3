import json
import time

import boto3
import pytest
from botocore.exceptions import ClientError

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}


def policy(effect, actions, resource="*"):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": actions, "Resource": resource}]})


def client_of(gateway, service, access_key, session_token=None):
    secret = access_key["SecretAccessKey"]
    return boto3.client(
        service, endpoint_url=gateway.endpoint, region_name=gateway.region, aws_access_key_id=access_key["AccessKeyId"],
        aws_secret_access_key=secret, aws_session_token=session_token,
    )


def test_kms_round_trip(gateway):
    kms = gateway.client("kms")
    key = kms.create_key(Description="field")["KeyMetadata"]
    alias = f"alias/a-{time.time_ns()}"
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    context = {"site": "mill", "unit": "7"}

    sealed = kms.encrypt(KeyId=alias, Plaintext=b"secret", EncryptionContext=context)["CiphertextBlob"]

    assert b"secret" not in sealed
    opened = kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)
    assert opened["Plaintext"] == b"secret" and opened["KeyId"] == key["Arn"]
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"site": "other"})
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=sealed[:-1] + bytes([sealed[-1] ^ 1]), EncryptionContext=context)
    data_key = kms.generate_data_key(KeyId=key["Arn"], KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]
    assert len(kms.generate_random(NumberOfBytes=33)["Plaintext"]) == 33
    assert any(a["AliasName"] == alias for a in kms.list_aliases()["Aliases"])
    with pytest.raises(kms.exceptions.NotFoundException):
        kms.describe_key(KeyId="00000000-0000-0000-0000-000000000000")


def test_who_am_i(gateway):
    me = gateway.client("sts").get_caller_identity()

    assert me["Account"] == gateway.account
    assert me["Arn"] == f"arn:aws:iam::{gateway.account}:user/admin"


def test_policies_decide(gateway):
    iam, name = gateway.client("iam"), f"u-{time.time_ns()}"
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    kinesis = client_of(gateway, "kinesis", key)

    with pytest.raises(ClientError) as caught:
        kinesis.list_streams()
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    user = f"arn:aws:iam::{gateway.account}:user/{name}"
    assert f"User: {user} is not authorized to perform: kinesis:ListStreams" in str(caught.value)

    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy("Allow", "kinesis:List*"))
    kinesis.list_streams()
    iam.put_user_policy(UserName=name, PolicyName="d", PolicyDocument=policy("Deny", "kinesis:ListStreams"))
    with pytest.raises(ClientError) as caught:
        kinesis.list_streams()
    assert "explicit deny" in str(caught.value)


def test_a_role_gives_what_its_policy_says_and_no_more(gateway):
    iam, name = gateway.client("iam"), f"r-{time.time_ns()}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", ["kinesis:ListStreams"]))

    session = gateway.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="s1")

    keys = session["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA")
    assert session["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{gateway.account}:assumed-role/{name}/s1"
    client_of(gateway, "kinesis", keys, keys["SessionToken"]).list_streams()
    with pytest.raises(ClientError) as caught:
        client_of(gateway, "sqs", keys, keys["SessionToken"]).list_queues()
    assert "AccessDenied" in caught.value.response["Error"]["Code"]
    with pytest.raises(ClientError) as caught:
        client_of(gateway, "kinesis", keys, "garbage").list_streams()
    assert caught.value.response["Error"]["Code"] == "UnrecognizedClientException"


def test_a_session_token_of_a_user(gateway):
    keys = gateway.client("sts").get_session_token(DurationSeconds=900)["Credentials"]

    sts = client_of(gateway, "sts", keys, keys["SessionToken"])
    assert sts.get_caller_identity()["Arn"].endswith(":user/admin")


def test_iam_errors(gateway):
    iam = gateway.client("iam")

    with pytest.raises(iam.exceptions.NoSuchEntityException) as caught:
        iam.get_user(UserName="absent")
    assert caught.value.response["Error"]["Message"] == "The user with name absent cannot be found."
    iam.create_user(UserName="twice")
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName="twice")
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.put_user_policy(UserName="twice", PolicyName="p", PolicyDocument="{")
