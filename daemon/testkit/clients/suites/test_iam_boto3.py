import json

import pytest
from botocore.exceptions import ClientError
from policies import policy, trust


@pytest.fixture
def iam(gateway):
    return gateway.client("iam")


def test_life_of_a_user(iam, gateway, name):
    made = iam.create_user(UserName=name, Path="/field/", Tags=[{"Key": "site", "Value": "mill"}])["User"]
    assert made["Arn"] == f"arn:aws:iam::{gateway.account}:user/field/{name}"
    assert made["UserId"].startswith("AIDA")
    shown = iam.get_user(UserName=name)["User"]
    assert shown["Tags"] == [{"Key": "site", "Value": "mill"}]
    assert shown["CreateDate"] == made["CreateDate"]
    assert iam.get_user()["User"]["UserName"] == "admin"

    document = policy("Allow", "sqs:*")
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
    assert iam.list_user_policies(UserName=name)["PolicyNames"] == ["p"]
    # botocore decodes the document, which arrives percent-encoded.
    assert iam.get_user_policy(UserName=name, PolicyName="p")["PolicyDocument"] == json.loads(document)
    with pytest.raises(iam.exceptions.DeleteConflictException) as caught:
        iam.delete_user(UserName=name)
    assert caught.value.response["Error"]["Message"] == "Cannot delete entity, must delete policies first."
    iam.delete_user_policy(UserName=name, PolicyName="p")
    iam.delete_user(UserName=name)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_user(UserName=name)


def test_life_of_an_access_key(iam, gateway, name):
    iam.create_user(UserName=name)
    iam.get_waiter("user_exists").wait(UserName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
    key = iam.create_access_key(UserName=name)["AccessKey"]
    other = iam.create_access_key(UserName=name)["AccessKey"]
    with pytest.raises(iam.exceptions.LimitExceededException) as caught:
        iam.create_access_key(UserName=name)
    assert caught.value.response["Error"]["Message"] == "Cannot exceed quota for AccessKeysPerUser: 2"
    sts = gateway.client_of("sts", key)
    assert sts.get_caller_identity()["Arn"].endswith(f":user/{name}")

    iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Inactive")

    with pytest.raises(ClientError) as caught:
        sts.get_caller_identity()
    assert caught.value.response["Error"]["Code"] == "InvalidClientTokenId"
    listed = {k["AccessKeyId"]: k["Status"] for k in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]}
    assert listed == {key["AccessKeyId"]: "Inactive", other["AccessKeyId"]: "Active"}
    iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Active")
    sts.get_caller_identity()
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    with pytest.raises(ClientError):
        sts.get_caller_identity()
    iam.delete_access_key(UserName=name, AccessKeyId=other["AccessKeyId"])
    iam.delete_user(UserName=name)


def test_life_of_a_role(iam, gateway, name):
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(), MaxSessionDuration=7200, Description="d")["Role"]
    assert made["Arn"] == f"arn:aws:iam::{gateway.account}:role/{name}" and made["RoleId"].startswith("AROA")
    shown = iam.get_role(RoleName=name)["Role"]
    assert (shown["MaxSessionDuration"], shown["Description"]) == (7200, "d")
    assert shown["AssumeRolePolicyDocument"] == json.loads(trust())
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", "*"))
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["p"]
    assert iam.get_role_policy(RoleName=name, PolicyName="p")["PolicyDocument"]["Statement"][0]["Action"] == "*"
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName=name)
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    iam.delete_role(RoleName=name)
    with pytest.raises(iam.exceptions.NoSuchEntityException) as caught:
        iam.get_role(RoleName=name)
    assert caught.value.response["Error"]["Message"] == f"The role with name {name} cannot be found."


def test_listings_are_paged(iam, name):
    path = f"/{name}/"
    for i in range(5):
        iam.create_user(UserName=f"{name}-{i}", Path=path)
        iam.create_role(RoleName=f"{name}-{i}", Path=path, AssumeRolePolicyDocument=trust())
        iam.put_user_policy(UserName=f"{name}-0", PolicyName=f"p{i}", PolicyDocument=policy("Allow", "sqs:*"))
        iam.put_role_policy(RoleName=f"{name}-0", PolicyName=f"p{i}", PolicyDocument=policy("Allow", "sqs:*"))

    def paged(operation, member, **how):
        pages = list(iam.get_paginator(operation).paginate(PaginationConfig={"PageSize": 2}, **how))
        assert [len(page[member]) for page in pages] == [2, 2, 1]
        return [each for page in pages for each in page[member]]

    wanted = [f"{name}-{i}" for i in range(5)]
    assert [user["UserName"] for user in paged("list_users", "Users", PathPrefix=path)] == wanted
    assert [role["RoleName"] for role in paged("list_roles", "Roles", PathPrefix=path)] == wanted
    names = [f"p{i}" for i in range(5)]
    assert paged("list_user_policies", "PolicyNames", UserName=wanted[0]) == names
    assert paged("list_role_policies", "PolicyNames", RoleName=wanted[0]) == names


def test_policies_decide(iam, gateway, name):
    iam.create_user(UserName=name)
    kinesis = gateway.client_of("kinesis", iam.create_access_key(UserName=name)["AccessKey"])

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


def test_a_policy_names_resources(iam, gateway, name):
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    admin, sqs = gateway.client("sqs"), gateway.client_of("sqs", key)
    mine, other = (admin.create_queue(QueueName=f"{name}-{which}")["QueueUrl"] for which in ("mine", "other"))
    resource = f"arn:aws:sqs:*:{gateway.account}:${{aws:username}}-mine"
    document = policy("Allow", ["sqs:SendMessage"], resource, IpAddress={"aws:SourceIp": "127.0.0.0/8"})
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)

    sqs.send_message(QueueUrl=mine, MessageBody="x")
    for call, arguments in [(sqs.send_message, {"QueueUrl": other, "MessageBody": "x"}), (sqs.receive_message, {"QueueUrl": mine})]:
        with pytest.raises(ClientError) as caught:
            call(**arguments)
        assert caught.value.response["Error"]["Code"] == "AccessDenied"


def test_errors_are_aws_errors(iam, name):
    with pytest.raises(iam.exceptions.NoSuchEntityException) as caught:
        iam.get_user(UserName="absent")
    assert caught.value.response["Error"]["Message"] == "The user with name absent cannot be found."
    iam.create_user(UserName=name)
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName=name.upper())
    for document in ["{", "{}", policy("Perhaps", "sqs:*")]:
        with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
    with pytest.raises(ClientError) as caught:
        iam.create_user(UserName="a b")
    assert caught.value.response["Error"]["Code"] == "ValidationError"
    assert "It must contain only alphanumeric characters and/or the following: +=,.@_-" in str(caught.value)
