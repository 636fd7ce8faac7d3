"""Groups, managed policies, boundaries, devices, providers and the simulator, as boto3 sees them."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from policies import policy, trust
from totp import code


@pytest.fixture
def iam(gateway):
    return gateway.client("iam")


@pytest.fixture
def ann(iam, gateway, name):
    """A user with a key, and a call that shows whether it may list queues."""
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    sqs = gateway.client_of("sqs", key)

    def may():
        try:
            sqs.list_queues()
        except ClientError as refusal:
            assert refusal.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException"), refusal
            return False
        return True

    may.key = key
    return may


def test_a_group_gives_its_users_what_it_has(iam, ann, name):
    group = iam.create_group(GroupName=f"g-{name}", Path="/field/")["Group"]
    assert group["Arn"].endswith(f":group/field/g-{name}") and group["GroupId"].startswith("AGPA")
    document = policy("Allow", "sqs:ListQueues")
    iam.put_group_policy(GroupName=f"g-{name}", PolicyName="list", PolicyDocument=document)
    assert not ann()

    iam.add_user_to_group(GroupName=f"g-{name}", UserName=name)

    assert ann()
    assert [user["UserName"] for user in iam.get_group(GroupName=f"g-{name}")["Users"]] == [name]
    assert [g["GroupName"] for g in iam.list_groups_for_user(UserName=name)["Groups"]] == [f"g-{name}"]
    assert iam.list_group_policies(GroupName=f"g-{name}")["PolicyNames"] == ["list"]
    shown = iam.get_group_policy(GroupName=f"g-{name}", PolicyName="list")
    assert shown["PolicyDocument"] == json.loads(document)
    iam.update_group(GroupName=f"g-{name}", NewGroupName=f"h-{name}", NewPath="/")
    listed = [g["GroupName"] for page in iam.get_paginator("list_groups").paginate() for g in page["Groups"]]
    assert f"h-{name}" in listed and f"g-{name}" not in listed
    assert ann(), "a renamed group is the same group"
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_group(GroupName=f"h-{name}")
    iam.remove_user_from_group(GroupName=f"h-{name}", UserName=name)
    assert not ann()
    iam.delete_group_policy(GroupName=f"h-{name}", PolicyName="list")
    iam.delete_group(GroupName=f"h-{name}")


def test_a_managed_policy_lives_in_versions(iam, ann, name):
    made = iam.create_policy(
        PolicyName=name, Path="/field/", PolicyDocument=policy("Allow", "kms:ListKeys"), Description="d",
        Tags=[{"Key": "site", "Value": "mill"}],
    )["Policy"]
    arn = made["Arn"]
    assert made["DefaultVersionId"] == "v1" and made["AttachmentCount"] == 0
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    assert not ann()

    second = iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("Allow", "sqs:*"))["PolicyVersion"]
    assert second["VersionId"] == "v2" and not second["IsDefaultVersion"] and not ann()
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")

    assert ann()
    shown = iam.get_policy(PolicyArn=arn)["Policy"]
    assert (shown["DefaultVersionId"], shown["AttachmentCount"], shown["Description"]) == ("v2", 1, "d")
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [version["VersionId"] for version in versions] == ["v2", "v1"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]["Document"]
    assert document["Statement"][0]["Action"] == "sqs:*"
    for _ in range(3):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("Allow", "sqs:*"))
    with pytest.raises(iam.exceptions.LimitExceededException):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("Allow", "sqs:*"))
    listed = [p["Arn"] for page in iam.get_paginator("list_policies").paginate(Scope="Local") for p in page["Policies"]]
    assert arn in listed
    assert iam.list_attached_user_policies(UserName=name)["AttachedPolicies"] == [{"PolicyName": name, "PolicyArn": arn}]
    assert [u["UserName"] for u in iam.list_entities_for_policy(PolicyArn=arn)["PolicyUsers"]] == [name]
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "b", "Value": "c"}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["site"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "b", "Value": "c"}]
    with pytest.raises(iam.exceptions.DeleteConflictException) as caught:
        iam.delete_policy(PolicyArn=arn)
    assert caught.value.response["Error"]["Message"] == "Cannot delete a policy attached to entities."
    iam.detach_user_policy(UserName=name, PolicyArn=arn)
    for version in ("v1", "v3", "v4", "v5"):
        iam.delete_policy_version(PolicyArn=arn, VersionId=version)
    iam.delete_policy(PolicyArn=arn)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_policy(PolicyArn=arn)


def test_awss_policies_attach_to_groups_and_roles(iam, name):
    full = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
    iam.create_group(GroupName=name)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust())
    iam.attach_group_policy(GroupName=name, PolicyArn=full)
    iam.attach_role_policy(RoleName=name, PolicyArn=full)
    for listed in (iam.list_attached_group_policies(GroupName=name), iam.list_attached_role_policies(RoleName=name)):
        assert [p["PolicyArn"] for p in listed["AttachedPolicies"]] == [full]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_role(RoleName=name)
    iam.detach_group_policy(GroupName=name, PolicyArn=full)
    iam.detach_role_policy(RoleName=name, PolicyArn=full)
    iam.delete_group(GroupName=name)
    assert iam.list_instance_profiles_for_role(RoleName=name)["InstanceProfiles"] == []
    iam.delete_role(RoleName=name)


def test_a_boundary_bounds(iam, ann, name):
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy("Allow", "kms:*"))["Policy"]["Arn"]
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy("Allow", "*"))
    assert ann()

    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=arn)

    assert not ann()
    boundary = iam.get_user(UserName=name)["User"]["PermissionsBoundary"]
    assert boundary == {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn}
    iam.delete_user_permissions_boundary(UserName=name)
    assert ann()
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(), PermissionsBoundary=arn)
    iam.delete_role_permissions_boundary(RoleName=name)
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=arn)
    iam.delete_role(RoleName=name)
    iam.delete_policy(PolicyArn=arn)


def test_roles_change(iam, name):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust())
    iam.update_role(RoleName=name, Description="d", MaxSessionDuration=7200)
    assert iam.update_role_description(RoleName=name, Description="e")["Role"]["Description"] == "e"
    document = trust({"AWS": "123456789012"})
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)
    role = iam.get_role(RoleName=name)["Role"]
    assert (role["MaxSessionDuration"], role["AssumeRolePolicyDocument"]) == (7200, json.loads(document))
    iam.tag_role(RoleName=name, Tags=[{"Key": "a", "Value": "b"}])
    assert iam.list_role_tags(RoleName=name)["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.untag_role(RoleName=name, TagKeys=["A"])
    assert iam.list_role_tags(RoleName=name)["Tags"] == []
    iam.delete_role(RoleName=name)


def test_a_renamed_user_goes_on(iam, gateway, ann, name):
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy("Allow", "sqs:*"))
    iam.tag_user(UserName=name, Tags=[{"Key": "a", "Value": "b"}])
    iam.update_user(UserName=name, NewUserName=f"x-{name}")
    assert ann()
    assert iam.list_user_tags(UserName=f"x-{name}")["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.untag_user(UserName=f"x-{name}", TagKeys=["a"])
    last = iam.get_access_key_last_used(AccessKeyId=ann.key["AccessKeyId"])
    assert last["UserName"] == f"x-{name}"
    assert last["AccessKeyLastUsed"]["ServiceName"] == "sqs"
    assert last["AccessKeyLastUsed"]["LastUsedDate"].timestamp() > time.time() - 300
    for listed in (
        iam.list_ssh_public_keys(UserName=f"x-{name}")["SSHPublicKeys"],
        iam.list_signing_certificates(UserName=f"x-{name}")["Certificates"],
        iam.list_service_specific_credentials(UserName=f"x-{name}")["ServiceSpecificCredentials"],
        iam.list_instance_profiles()["InstanceProfiles"],
        iam.list_server_certificates()["ServerCertificateMetadataList"],
    ):
        assert listed == []
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_login_profile(UserName=f"x-{name}")


def test_life_of_an_mfa_device(iam, name):
    iam.create_user(UserName=name)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name, Tags=[{"Key": "a", "Value": "b"}])["VirtualMFADevice"]
    serial, seed = device["SerialNumber"], device["Base32StringSeed"]
    assert len(seed) == 64
    with pytest.raises(iam.exceptions.InvalidAuthenticationCodeException):
        iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1="000000", AuthenticationCode2="000000")
    step = int(time.time()) // 30
    codes = {"AuthenticationCode1": code(seed, step), "AuthenticationCode2": code(seed, step + 1)}
    iam.enable_mfa_device(UserName=name, SerialNumber=serial, **codes)
    assert [d["SerialNumber"] for d in iam.list_mfa_devices(UserName=name)["MFADevices"]] == [serial]
    assigned = iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
    assert serial in [d["SerialNumber"] for d in assigned]
    assert iam.get_mfa_device(UserName=name, SerialNumber=serial)["UserName"] == name
    codes = {"AuthenticationCode1": code(seed, step + 3), "AuthenticationCode2": code(seed, step + 4)}
    iam.resync_mfa_device(UserName=name, SerialNumber=serial, **codes)
    iam.tag_mfa_device(SerialNumber=serial, Tags=[{"Key": "c", "Value": "d"}])
    iam.untag_mfa_device(SerialNumber=serial, TagKeys=["a"])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [{"Key": "c", "Value": "d"}]
    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_user(UserName=name)
    iam.deactivate_mfa_device(UserName=name, SerialNumber=serial)
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.delete_user(UserName=name)


# Of a key on P-256, which is short.
CERTIFICATE = (
    "MIIBeTCCAR+gAwIBAgIUBC1n6estC52BLGRXeaIcziWGHE0wCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGaWRwLWVjMCAXDTI2MTEz"
    "MDAyMDUzOVoYDzIxMjYxMTA2MDIwNTM5WjARMQ8wDQYDVQQDDAZpZHAtZWMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQi+k+b"
    "ZJ61lfSOk/b3CsMLhICYndw1h6vaWGWR6ANp/Qqr5QpPpHlyxCCsMX4yT28lD9lhg1URimUpMP/Gm+ZFo1MwUTAdBgNVHQ4EFgQU"
    "DQoye40fDYzRa/ABnt3vLJE1nOgwHwYDVR0jBBgwFoAUDQoye40fDYzRa/ABnt3vLJE1nOgwDwYDVR0TAQH/BAUwAwEB/zAKBggq"
    "hkjOPQQDAgNIADBFAiEAwspemZr7hd4SEQy1Z5fwBcGa8XF/d6IqMFGQ4DY5kLACIHyhwphSdVHjdmlrObB0iZPZtfUxGE6YEl2q"
    "DMnW9+3o"
)
METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/"><IDPSSODescriptor '
    'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo '
    'xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>' + CERTIFICATE + "</X509Certificate>"
    "</X509Data></KeyInfo></KeyDescriptor><SingleSignOnService "
    'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/sso"/></IDPSSODescriptor>'
    "</EntityDescriptor>"
)


def test_life_of_identity_providers(iam, name):
    arn = iam.create_saml_provider(Name=name, SAMLMetadataDocument=METADATA)["SAMLProviderArn"]
    assert iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] == METADATA
    iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=METADATA)
    iam.tag_saml_provider(SAMLProviderArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    assert iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["a"])
    assert arn in [p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]]
    iam.delete_saml_provider(SAMLProviderArn=arn)
    with pytest.raises(iam.exceptions.InvalidInputException):
        iam.create_saml_provider(Name=name, SAMLMetadataDocument="x" * 1000)

    url = f"https://{name.lower().replace('_', '-')}.example/site"
    made = iam.create_open_id_connect_provider(Url=url, ClientIDList=["a"], ThumbprintList=["0" * 40])
    arn = made["OpenIDConnectProviderArn"]
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="b")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="a")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["f" * 40])
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    shown = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (shown["ClientIDList"], shown["ThumbprintList"]) == (["b"], ["f" * 40])
    assert iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["a"])
    assert arn in [p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_the_account(iam, gateway, name):
    iam.create_account_alias(AccountAlias="mill-7")
    assert iam.list_account_aliases()["AccountAliases"] == ["mill-7"]
    iam.delete_account_alias(AccountAlias="mill-7")
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_user(UserName=name)
    summary = iam.get_account_summary()["SummaryMap"]
    assert summary["Users"] >= 1 and summary["UsersQuota"] == 5000
    pages = iam.get_paginator("get_account_authorization_details").paginate(Filter=["User"])
    assert name in [user["UserName"] for page in pages for user in page["UserDetailList"]]
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_account_password_policy()
    with pytest.raises(ClientError) as caught:
        iam.create_login_profile(UserName=name, Password="secret")
    assert "Nobody signs in with a password here" in caught.value.response["Error"]["Message"]


def test_the_simulator_says_what_the_gateway_does(iam, gateway, ann, name):
    document = policy("Allow", "sqs:ListQueues", IpAddress={"aws:SourceIp": "127.0.0.0/8"})
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
    arn = iam.get_user(UserName=name)["User"]["Arn"]
    entries = [{"ContextKeyName": "aws:SourceIp", "ContextKeyValues": ["127.0.0.1"], "ContextKeyType": "ip"}]

    told = iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=["sqs:ListQueues", "sqs:DeleteQueue"], ContextEntries=entries
    )["EvaluationResults"]

    assert [result["EvalDecision"] for result in told] == ["allowed", "implicitDeny"]
    assert told[0]["MatchedStatements"][0]["SourcePolicyId"] == "p"
    assert ann(), "and so it is"
    without = iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["sqs:ListQueues"])
    assert without["EvaluationResults"][0]["MissingContextValues"] == ["aws:sourceip"]
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[document])["ContextKeyNames"]
    assert keys == iam.get_context_keys_for_principal_policy(PolicySourceArn=arn)["ContextKeyNames"] == ["aws:sourceip"]


def test_a_delegate_can_only_make_bounded_users(iam, gateway, ann, name):
    """The pattern that AWS recommends: who may create users must bound them."""
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy("Allow", "sqs:*"))["Policy"]["Arn"]
    document = policy("Allow", "iam:CreateUser", StringEquals={"iam:PermissionsBoundary": arn})
    iam.put_user_policy(UserName=name, PolicyName="delegate", PolicyDocument=document)
    delegate = gateway.client_of("iam", ann.key)

    with pytest.raises(ClientError) as caught:
        delegate.create_user(UserName=f"free-{name}")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    delegate.create_user(UserName=f"bound-{name}", PermissionsBoundary=arn)
    iam.delete_user(UserName=f"bound-{name}")
