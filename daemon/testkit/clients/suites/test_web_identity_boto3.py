"""Tokens of an OpenID Connect provider that nobody here wrote, taken to STS by boto3 and by the SDKs' own providers."""

import base64
import json
import time

import boto3
import languages
import oidc
import pytest
import rig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from policies import policy

ALGORITHMS = ["RS256", "PS384", "ES256", "ES384", "ES512"]


def anonymous(gateway):
    """STS for somebody who has no keys at all."""
    config = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    client = boto3.client("sts", endpoint_url=gateway.endpoint, region_name=gateway.region, config=config)
    client.meta.events.register("after-call", rig.note_success)
    return client


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


class Site:
    """A gateway that trusts a provider."""

    def __init__(self, gateway, issuer, name, thumbprints=(), subject=None):
        self.gateway, self.issuer = gateway, issuer
        self.iam = gateway.client("iam")
        given = dict(ThumbprintList=list(thumbprints)) if thumbprints else {}
        made = self.iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=[oidc.AUDIENCE, "console"], **given)
        self.provider = made["OpenIDConnectProviderArn"]
        host = issuer.url.split("://")[1]
        condition = {"StringEquals": {f"{host}:sub": subject}} if subject else {}
        statement = dict(Effect="Allow", Principal={"Federated": self.provider}, Action="sts:AssumeRoleWithWebIdentity")
        document = {"Version": "2012-10-17", "Statement": [{**statement, "Condition": condition}]}
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))["Role"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", "kinesis:ListStreams"))
        self.role = role["Arn"]

    def sign_in(self, token, **more):
        sts = anonymous(self.gateway)
        return sts.assume_role_with_web_identity(RoleArn=self.role, RoleSessionName="s1", WebIdentityToken=token, **more)

    def refused(self, token, **more):
        return refused(self.sign_in, token=token, **more)


@pytest.fixture
def issuer():
    issuer = oidc.Issuer([oidc.private_key("RS256", "k1")])
    yield issuer
    issuer.stop()


def test_a_person_and_a_machine_sign_in(gateway, issuer, name):
    site = Site(gateway, issuer, name)

    for token, subject, audience in [
        (issuer.identity_token("ann"), "ann", "console"),
        (issuer.machine_token(), "pump-7", oidc.AUDIENCE),
    ]:
        session = site.sign_in(token, DurationSeconds=900)

        assert (session["SubjectFromWebIdentityToken"], session["Audience"]) == (subject, audience)
        assert session["Provider"] == issuer.url
        arn = f"arn:aws:sts::{gateway.account}:assumed-role/{name}/s1"
        assert session["AssumedRoleUser"]["Arn"] == arn
        keys = session["Credentials"]
        assert gateway.client_of("sts", keys).get_caller_identity()["Arn"] == arn
        gateway.client_of("kinesis", keys).list_streams()
        assert refused(gateway.client_of("sqs", keys).list_queues)[0] == "AccessDenied"


def test_the_trust_policy_names_the_subject(gateway, issuer, name):
    site = Site(gateway, issuer, name, subject="ann")

    site.sign_in(issuer.identity_token("ann"))

    text = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    assert site.refused(issuer.identity_token("bob")) == ("AccessDenied", text)
    assert site.refused(issuer.machine_token()) == ("AccessDenied", text)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_kind_of_signature(gateway, name, algorithm):
    issuer = oidc.Issuer([oidc.private_key(algorithm, "k")])
    try:
        site = Site(gateway, issuer, name)
        assert site.sign_in(issuer.machine_token())["SubjectFromWebIdentityToken"] == "pump-7"
    finally:
        issuer.stop()


def altered(token, part, change):
    """A token with another header or other claims, and the same signature."""
    parts = token.split(".")
    document = json.loads(base64.urlsafe_b64decode(parts[part] + "=="))
    document.update(change)
    parts[part] = base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()
    return ".".join(parts)


def test_what_was_tampered_with_is_refused(gateway, issuer, name):
    site, token = Site(gateway, issuer, name), issuer.identity_token("ann")

    assert site.refused(altered(token, 1, {"sub": "root"}))[0] == "InvalidIdentityToken"
    assert site.refused(altered(token, 1, {"aud": "other"}))[0] == "InvalidIdentityToken"
    assert site.refused(altered(token, 0, {"alg": "none"}))[0] == "InvalidIdentityToken"
    unsigned = altered(token, 0, {"alg": "none"}).rsplit(".", 1)[0] + "."
    assert site.refused(unsigned)[0] == "InvalidIdentityToken"
    other = oidc.Issuer([oidc.private_key("RS256", "k1")])
    code, text = site.refused(other.identity_token("ann"))
    assert (code, text) == ("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {other.url}")
    other.stop()
    assert site.refused("not-a-token")[0] == "InvalidIdentityToken"
    site.iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=site.provider, ClientID="console")
    assert site.refused(token) == ("InvalidIdentityToken", "Incorrect token audience")


def test_the_clocks_may_be_minutes_apart(gateway, name):
    issuer = oidc.Issuer([oidc.private_key("ES256", "k1")], seconds=1)
    try:
        site, token = Site(gateway, issuer, name), issuer.machine_token()
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        assert claims["exp"] - claims["iat"] == 1
        time.sleep(2)
        site.sign_in(token)
    finally:
        issuer.stop()


def test_keys_are_believed_while_the_issuer_is_away_and_over_a_restart(own_gateway, name):
    key = oidc.private_key("RS256", "k1")
    issuer = oidc.Issuer([key])
    site, token = Site(own_gateway, issuer, name), issuer.machine_token()
    site.sign_in(token)
    issuer.stop()

    own_gateway.stop()
    own_gateway.start()

    site.sign_in(token)
    new = oidc.Issuer([oidc.private_key("ES256", "k2"), key], port=issuer.port)
    try:
        # A key that is not known is fetched while the caller waits.
        assert site.sign_in(new.machine_token())["SubjectFromWebIdentityToken"] == "pump-7"
    finally:
        new.stop()


def test_an_issuer_that_is_not_there_is_said_to_be_away(gateway, name):
    issuer = oidc.Issuer([oidc.private_key("ES256", "k1")])
    token = issuer.machine_token()
    issuer.stop()
    site = Site(gateway, issuer, name)

    assert site.refused(token)[0] == "IDPCommunicationError"


def test_a_certificate_is_trusted_by_its_thumbprint(gateway, name, tmp_path):
    cert, key, thumbprint = oidc.certificate(tmp_path)
    issuer = oidc.Issuer([oidc.private_key("ES384", "k1")], tls=(cert, key))
    try:
        site = Site(gateway, issuer, name, thumbprints=["0" * 40])
        token = issuer.machine_token()
        text = "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
        assert site.refused(token) == ("InvalidIdentityToken", text)

        site.iam.update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=site.provider, ThumbprintList=[thumbprint.upper()]
        )

        assert site.sign_in(token)["Provider"] == issuer.url
    finally:
        issuer.stop()


@pytest.mark.parametrize("language", ["cli", "node", "go", "java"])
def test_the_sdks_own_providers_take_a_token_file(gateway, issuer, name, tmp_path, language, monkeypatch):
    site = Site(gateway, issuer, name)
    path = tmp_path / "token"
    path.write_text(issuer.machine_token())
    environment = gateway.environment()
    for word in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]:
        environment.pop(word, None)
    environment.update(AWS_WEB_IDENTITY_TOKEN_FILE=str(path), AWS_ROLE_ARN=site.role, AWS_ROLE_SESSION_NAME="file")
    # Nobody else's keys and no metadata service.
    environment.update(AWS_EC2_METADATA_DISABLED="true", HOME=str(tmp_path))
    monkeypatch.setattr(gateway, "environment", lambda: environment)

    with getattr(languages, language)(gateway, "kinesis", False) as hand:
        assert "StreamNames" in hand("ListStreams")


@pytest.mark.parametrize("language", ["cli", "node", "go", "java"])
def test_the_sdks_take_on_a_role_of_a_profile(gateway, name, tmp_path, language, monkeypatch):
    iam = gateway.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": gateway.account}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", "kinesis:ListStreams"))
    keys = gateway.keys()
    printed = tmp_path / "keys.json"
    printed.write_text(json.dumps(dict(
        Version=1, AccessKeyId=keys["aws_access_key_id"], SecretAccessKey=keys["aws_secret_access_key"],
    )))
    config = tmp_path / "config"
    config.write_text(
        f"[profile process]\nregion = {gateway.region}\ncredential_process = cat {printed}\n\n"
        f"[profile site]\nregion = {gateway.region}\nrole_arn = {role}\nsource_profile = process\nrole_session_name = p1\n"
    )
    environment = gateway.environment()
    for word in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]:
        environment.pop(word, None)
    environment.update(AWS_CONFIG_FILE=str(config), AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "none"), AWS_PROFILE="site")
    environment.update(AWS_EC2_METADATA_DISABLED="true", HOME=str(tmp_path), AWS_SDK_LOAD_CONFIG="1")
    if language == "go":
        # See main.go: its own chain cannot be pointed elsewhere.
        environment.update(AWS_PROFILE="process", AWS_ROLE_ARN=role)
    monkeypatch.setattr(gateway, "environment", lambda: environment)

    with getattr(languages, language)(gateway, "kinesis", False) as hand:
        assert "StreamNames" in hand("ListStreams")
        with pytest.raises(Exception, match="assumed-role/" + name):
            hand("CreateStream", StreamName=name, ShardCount=1)


def test_boto3_refreshes_from_a_token_file(gateway, issuer, name, tmp_path, monkeypatch):
    site = Site(gateway, issuer, name)
    path = tmp_path / "token"
    path.write_text(issuer.machine_token())
    for word, value in dict(
        AWS_WEB_IDENTITY_TOKEN_FILE=str(path), AWS_ROLE_ARN=site.role, AWS_ROLE_SESSION_NAME="boto",
        AWS_ENDPOINT_URL=gateway.endpoint, AWS_EC2_METADATA_DISABLED="true", HOME=str(tmp_path),
    ).items():
        monkeypatch.setenv(word, value)
    session = boto3.session.Session(region_name=gateway.region)

    assert session.client("sts").get_caller_identity()["Arn"].endswith(f"assumed-role/{name}/boto")
    session.client("kinesis").list_streams()
