import datetime

import pytest
import totp
from botocore.exceptions import ClientError
from policies import policy, trust


@pytest.fixture
def role(gateway, name):
    iam = gateway.client("iam")

    def make(suffix="", document=trust(), allow="*", **more):
        made = iam.create_role(RoleName=name + suffix, AssumeRolePolicyDocument=document, **more)["Role"]
        iam.put_role_policy(RoleName=made["RoleName"], PolicyName="p", PolicyDocument=policy("Allow", allow))
        return made

    return make


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def lasts(credentials):
    left = credentials["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    return round(left.total_seconds() / 60)


def test_who_am_i(gateway):
    me = gateway.client("sts").get_caller_identity()

    assert me["Account"] == gateway.account
    assert me["Arn"] == f"arn:aws:iam::{gateway.account}:user/admin"
    assert me["UserId"].startswith("AIDA")


def test_a_role_gives_what_its_policy_says_and_no_more(gateway, role, name):
    made = role(allow=["kinesis:ListStreams"])

    session = gateway.client("sts").assume_role(RoleArn=made["Arn"], RoleSessionName="s1")

    keys = session["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA") and lasts(keys) == 60
    arn = f"arn:aws:sts::{gateway.account}:assumed-role/{name}/s1"
    assert session["AssumedRoleUser"] == {"Arn": arn, "AssumedRoleId": f"{made['RoleId']}:s1"}
    me = gateway.client_of("sts", keys).get_caller_identity()
    assert (me["Arn"], me["UserId"]) == (arn, f"{made['RoleId']}:s1")
    gateway.client_of("kinesis", keys).list_streams()
    code, text = refused(gateway.client_of("sqs", keys).list_queues)
    assert code == "AccessDenied" and arn in text
    code, _ = refused(gateway.client_of("kinesis", {**keys, "SessionToken": "garbage"}).list_streams)
    assert code == "UnrecognizedClientException"
    without = {k: v for k, v in keys.items() if k != "SessionToken"}
    assert refused(gateway.client_of("kinesis", without).list_streams)[0] == "UnrecognizedClientException"


def test_an_external_id_is_the_third_partys_proof(gateway, role):
    sts, made = gateway.client("sts"), role(document=trust(StringEquals={"sts:ExternalId": "mill-7"}))

    for given in [{}, {"ExternalId": "mill-8"}]:
        code, text = refused(sts.assume_role, RoleArn=made["Arn"], RoleSessionName="s1", **given)
        assert code == "AccessDenied"
        assert text == (
            f"User: arn:aws:iam::{gateway.account}:user/admin is not authorized to perform: sts:AssumeRole "
            f"on resource: {made['Arn']}"
        )
    sts.assume_role(RoleArn=made["Arn"], RoleSessionName="s1", ExternalId="mill-7")


def test_a_trust_policy_names_who_may(gateway, role, name):
    iam = gateway.client("iam")
    users = {}
    for which in ["friend", "stranger"]:
        iam.create_user(UserName=f"{name}-{which}")
        users[which] = iam.create_access_key(UserName=f"{name}-{which}")["AccessKey"]
    made = role(document=trust({"AWS": f"arn:aws:iam::{gateway.account}:user/{name}-friend"}))

    gateway.client_of("sts", users["friend"]).assume_role(RoleArn=made["Arn"], RoleSessionName="s1")
    stranger = gateway.client_of("sts", users["stranger"])
    assert refused(stranger.assume_role, RoleArn=made["Arn"], RoleSessionName="s1")[0] == "AccessDenied"


def test_a_session_policy_takes_away_and_never_adds(gateway, role):
    sts, made = gateway.client("sts"), role(allow=["kinesis:*"])
    document = policy("Allow", ["kinesis:ListStreams", "sqs:*"])

    session = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="s1", Policy=document)

    assert session["PackedPolicySize"] > 0
    kinesis = gateway.client_of("kinesis", session["Credentials"])
    kinesis.list_streams()
    code, _ = refused(kinesis.create_stream, StreamName="never", ShardCount=1)
    assert code == "AccessDeniedException"
    code, _ = refused(gateway.client_of("sqs", session["Credentials"]).list_queues)
    assert code == "AccessDenied"
    code, _ = refused(sts.assume_role, RoleArn=made["Arn"], RoleSessionName="s1", Policy="{")
    assert code == "MalformedPolicyDocument"


def test_durations(gateway, role):
    sts, made = gateway.client("sts"), role(MaxSessionDuration=7200)

    def asked(secs):
        return dict(RoleArn=made["Arn"], RoleSessionName="s1", DurationSeconds=secs)

    assert lasts(sts.assume_role(**asked(7200))["Credentials"]) == 120
    assert lasts(sts.assume_role(**asked(900))["Credentials"]) == 15
    assert refused(sts.assume_role, **asked(7201)) == (
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    )
    code, text = refused(sts.assume_role, **asked(43_201))
    assert code == "ValidationError" and text.endswith("Member must have value less than or equal to 43200")


def test_a_role_that_takes_on_another_has_an_hour(gateway, role):
    first, second = role("-1"), role("-2", MaxSessionDuration=7200)
    keys = gateway.client("sts").assume_role(RoleArn=first["Arn"], RoleSessionName="s1")["Credentials"]
    chained = gateway.client_of("sts", keys)
    asked = dict(RoleArn=second["Arn"], RoleSessionName="s2")

    session = chained.assume_role(**asked)

    me = gateway.client_of("sts", session["Credentials"]).get_caller_identity()
    assert me["Arn"].endswith("-2/s2")
    assert refused(chained.assume_role, **asked, DurationSeconds=3601) == (
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    )


def test_tags_of_a_session_reach_its_policies(gateway, role, name):
    made = role(document=trust(actions=["sts:AssumeRole", "sts:TagSession"]), allow="sqs:ListQueues")
    iam = gateway.client("iam")
    document = policy("Allow", "kinesis:ListStreams", StringEquals={"aws:PrincipalTag/site": "mill"})
    iam.put_role_policy(RoleName=name, PolicyName="tagged", PolicyDocument=document)
    sts = gateway.client("sts")

    def session(site):
        tags = [{"Key": "site", "Value": site}]
        keys = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="s1", Tags=tags)["Credentials"]
        return gateway.client_of("kinesis", keys)

    session("mill").list_streams()
    assert refused(session("other").list_streams)[0] == "AccessDeniedException"
    twice = [{"Key": "site", "Value": "a"}, {"Key": "SITE", "Value": "b"}]
    assert refused(sts.assume_role, RoleArn=made["Arn"], RoleSessionName="s1", Tags=twice) == (
        "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    )


def test_a_session_ends_with_its_role(gateway, role, name):
    made = role()
    keys = gateway.client("sts").assume_role(RoleArn=made["Arn"], RoleSessionName="s1")["Credentials"]
    iam = gateway.client("iam")
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    iam.delete_role(RoleName=name)

    assert refused(gateway.client_of("kinesis", keys).list_streams)[0] == "UnrecognizedClientException"


def test_sessions_survive_a_restart(own_gateway):
    keys = own_gateway.client("sts").get_session_token()["Credentials"]
    own_gateway.stop()
    own_gateway.start()

    assert own_gateway.client_of("sts", keys).get_caller_identity()["Arn"].endswith(":user/admin")


def test_a_session_token_of_a_user(gateway):
    keys = gateway.client("sts").get_session_token(DurationSeconds=900)["Credentials"]

    assert lasts(keys) == 15
    session = gateway.client_of("sts", keys)
    assert session.get_caller_identity()["Arn"].endswith(":user/admin")
    assert refused(session.get_session_token) == ("AccessDenied", "Cannot call GetSessionToken with session credentials")


def test_errors_are_aws_errors(gateway):
    sts = gateway.client("sts")
    absent = f"arn:aws:iam::{gateway.account}:role/absent"

    code, text = refused(sts.assume_role, RoleArn=absent, RoleSessionName="s1")
    assert code == "AccessDenied" and text.endswith(f"is not authorized to perform: sts:AssumeRole on resource: {absent}")
    nonsense = "nonsense-that-is-long-enough"
    assert refused(sts.assume_role, RoleArn=nonsense, RoleSessionName="s1") == ("ValidationError", f"{nonsense} is invalid")
    code, text = refused(sts.assume_role, RoleArn=absent, RoleSessionName="a b")
    assert code == "ValidationError"
    assert text == (
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [\\w+=,.@-]*"
    )


def test_whose_a_key_is(gateway, role):
    sts, made = gateway.client("sts"), role()
    keys = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="s1")["Credentials"]

    for key in [gateway.made["access_key_id"], keys["AccessKeyId"]]:
        assert sts.get_access_key_info(AccessKeyId=key)["Account"] == gateway.account
    # A key of AWS's own, which tells the account of AWS that it is of.
    assert sts.get_access_key_info(AccessKeyId="ASIAQNZGKIQY56JQ7WML")["Account"] == "029608264753"
    assert refused(sts.get_access_key_info, AccessKeyId="AIDAQNZGKIQY56JQ7WML")[0] == "ValidationError"


def test_a_federated_user_has_what_user_and_policy_have_in_common(gateway, name):
    iam = gateway.client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy("Allow", ["sts:*", "kinesis:*"]))
    user = gateway.client_of("sts", iam.create_access_key(UserName=name)["AccessKey"])
    document = policy("Allow", ["kinesis:ListStreams", "sqs:*"])

    session = user.get_federation_token(Name="bob", Policy=document, DurationSeconds=900)

    arn = f"arn:aws:sts::{gateway.account}:federated-user/bob"
    assert session["FederatedUser"] == {"Arn": arn, "FederatedUserId": f"{gateway.account}:bob"}
    keys = session["Credentials"]
    assert lasts(keys) == 15
    assert gateway.client_of("sts", keys).get_caller_identity()["Arn"] == arn
    gateway.client_of("kinesis", keys).list_streams()
    code, _ = refused(gateway.client_of("kinesis", keys).create_stream, StreamName=name, ShardCount=1)
    assert code == "AccessDeniedException"
    assert refused(gateway.client_of("sqs", keys).list_queues)[0] == "AccessDenied"
    assert refused(gateway.client_of("iam", keys).list_users)[0] == "AccessDenied"
    assert refused(gateway.client_of("sts", keys).get_federation_token, Name="eve") == (
        "AccessDenied", "Cannot call GetFederationToken with session credentials",
    )
    bare = user.get_federation_token(Name="bob")["Credentials"]
    assert refused(gateway.client_of("kinesis", bare).list_streams)[0] == "AccessDeniedException"


def test_managed_session_policies(gateway, role):
    sts, made = gateway.client("sts"), role()
    arns = [{"arn": "arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess"}]

    keys = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="s1", PolicyArns=arns)["Credentials"]

    gateway.client_of("kinesis", keys).list_streams()
    assert refused(gateway.client_of("sqs", keys).list_queues)[0] == "AccessDenied"
    absent = f"arn:aws:iam::{gateway.account}:policy/absent"
    given = dict(RoleArn=made["Arn"], RoleSessionName="s1", PolicyArns=[{"arn": absent}])
    assert refused(sts.assume_role, **given) == ("ValidationError", f"{absent} is invalid")


def test_a_device_vouches_once(gateway, role, name):
    iam = gateway.client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy("Allow", "*"))
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    serial, seed = device["SerialNumber"], device["Base32StringSeed"]
    first = totp.step()
    codes = dict(AuthenticationCode1=totp.code(seed, first), AuthenticationCode2=totp.code(seed, first + 1))
    iam.enable_mfa_device(UserName=name, SerialNumber=serial, **codes)
    # Both are spent by that, and the next is taken a step early.
    totp.wait_beyond(first)
    sts = gateway.client_of("sts", iam.create_access_key(UserName=name)["AccessKey"])
    made = role("-r", document=trust(Bool={"aws:MultiFactorAuthPresent": "true"}))
    asked = dict(RoleArn=made["Arn"], RoleSessionName="s1")
    shown = dict(SerialNumber=serial, TokenCode=totp.code(seed, first + 2))

    assert refused(sts.assume_role, **asked)[0] == "AccessDenied"
    half = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
    assert refused(sts.assume_role, **asked, SerialNumber=serial) == ("AccessDenied", half)
    sts.assume_role(**asked, **shown)
    spent = "MultiFactorAuthentication failed with invalid MFA one time pass code."
    assert refused(sts.assume_role, **asked, **shown) == ("AccessDenied", spent)
    assert refused(sts.get_session_token, **shown) == ("AccessDenied", spent)


def test_what_needs_an_organisation_is_refused(gateway):
    sts = gateway.client("sts")
    task = {"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}

    code, text = refused(sts.assume_root, TargetPrincipal="111122223333", TaskPolicyArn=task)
    assert code == "AccessDenied" and "sts:AssumeRoot on resource: arn:aws:iam::111122223333:root" in text
    with pytest.raises(sts.exceptions.ExpiredTradeInTokenException):
        sts.get_delegated_access_token(TradeInToken="token")
