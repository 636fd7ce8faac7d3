"""Tokens of the account's own, verified by software nobody here wrote; and why a call was denied."""

import json
import os
import pathlib
import subprocess

import pytest
import rig
from botocore.exceptions import ClientError
from policies import policy, trust

VERIFY = pathlib.Path(__file__).parents[1] / "oidc/verify.mjs"


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def verified(token, issuer, audience):
    script = pathlib.Path(os.environ["MILLPOND_OIDC_HOME"]) / "verify.mjs"
    script.write_text(VERIFY.read_text())
    done = subprocess.run(["node", script, issuer, audience], input=token, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_life_of_an_issuer(own_gateway, name):
    iam, sts = own_gateway.client("iam"), own_gateway.client("sts")
    asked = dict(Audience=["https://api.example"], SigningAlgorithm="ES384")
    assert refused(sts.get_web_identity_token, **asked)[0] == "OutboundWebIdentityFederationDisabledException"
    assert refused(iam.get_outbound_web_identity_federation_info)[0] == "FeatureDisabled"

    issuer = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]

    assert issuer.startswith(own_gateway.endpoint + "/oidc/")
    info = iam.get_outbound_web_identity_federation_info()
    assert (info["IssuerIdentifier"], info["JwtVendingEnabled"]) == (issuer, True)
    assert refused(iam.enable_outbound_web_identity_federation)[0] == "FeatureEnabled"
    for algorithm in ["ES384", "RS256"]:
        reply = sts.get_web_identity_token(
            Audience=["https://api.example"], SigningAlgorithm=algorithm, DurationSeconds=60, Tags=[{"Key": "job", "Value": "7"}]
        )
        token = verified(reply["WebIdentityToken"], issuer, "https://api.example")
        assert token["header"]["alg"] == algorithm
        assert token["claims"]["sub"] == f"arn:aws:iam::{own_gateway.account}:user/admin"
        assert token["claims"]["exp"] == reply["Expiration"].timestamp() == token["claims"]["iat"] + 60
        own = token["claims"]["https://sts.amazonaws.com/"]
        assert (own["aws_account"], own["request_tags"]) == (own_gateway.account, {"job": "7"})
    own_gateway.stop()
    own_gateway.start()
    # Neither a restart nor the end of the feature makes tokens under way bad.
    iam.disable_outbound_web_identity_federation()
    verified(reply["WebIdentityToken"], issuer, "https://api.example")
    assert refused(iam.disable_outbound_web_identity_federation)[0] == "FeatureDisabled"
    assert iam.enable_outbound_web_identity_federation()["IssuerIdentifier"] == issuer


def test_a_gateway_signs_in_at_another(gateway, own_gateway, name):
    """Two gateways, one of which vouches for its roles to the other."""
    issuer = own_gateway.client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]
    token = own_gateway.client("sts").get_web_identity_token(Audience=["site"], SigningAlgorithm="RS256")["WebIdentityToken"]
    iam = gateway.client("iam")
    provider = iam.create_open_id_connect_provider(Url=issuer, ClientIDList=["site"])["OpenIDConnectProviderArn"]
    document = trust({"Federated": provider}, "sts:AssumeRoleWithWebIdentity")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    session = gateway.client("sts").assume_role_with_web_identity(RoleArn=role, RoleSessionName="s1", WebIdentityToken=token)

    assert session["SubjectFromWebIdentityToken"] == f"arn:aws:iam::{own_gateway.account}:user/admin"


def test_why_a_call_was_denied(tmp_path, name):
    def encoding(text):
        return text.replace("encode_denials = false", "encode_denials = true")

    gateway = rig.Gateway(str(tmp_path / "data"), encoding)
    gateway.start()
    try:
        iam, sts = gateway.client("iam"), gateway.client("sts")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy("Deny", "kinesis:*"))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        _, text = refused(gateway.client_of("kinesis", key).list_streams)
        lead, message = text.split(" Encoded authorization failure message: ")
        assert lead.endswith("with an explicit deny in an identity-based policy")

        told = json.loads(sts.decode_authorization_message(EncodedMessage=message)["DecodedMessage"])

        assert (told["allowed"], told["explicitDeny"]) == (False, True)
        assert told["context"]["action"] == "kinesis:ListStreams"
        assert told["context"]["principal"]["arn"].endswith(f"user/{name}")
        keys = [condition["key"] for condition in told["context"]["conditions"]["items"]]
        assert "aws:sourceip" in keys
        assert refused(gateway.client_of("sts", key).decode_authorization_message, EncodedMessage=message)[0] == "AccessDenied"
        assert refused(sts.decode_authorization_message, EncodedMessage=message[:-4])[0] == "InvalidAuthorizationMessageException"
    finally:
        gateway.stop()
