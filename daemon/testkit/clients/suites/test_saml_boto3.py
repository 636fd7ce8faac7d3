"""AssumeRoleWithSAML with responses that pysaml2 made and xmlsec1 signed."""

import base64
import datetime
import json
import os
import pathlib
import shutil
import subprocess

import botocore
import pytest
from botocore.exceptions import ClientError
from federation import Provider
from policies import policy, trust

RSA_SHA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    provider = Provider(tmp_path_factory.mktemp("idp"))
    yield provider
    provider.stop()


@pytest.fixture
def plant(gateway, name, provider):
    """A provider's record, a role that trusts it, and a way to ask for the role."""
    return Plant(gateway, name, provider)


class Plant:
    def __init__(self, gateway, name, provider, **condition):
        self.gateway, self.name, self.provider = gateway, name, provider
        self.iam = gateway.client("iam")
        self.arn = self.iam.create_saml_provider(Name=name, SAMLMetadataDocument=provider.metadata())["SAMLProviderArn"]
        actions = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
        document = trust({"Federated": self.arn}, actions, **condition)
        self.role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, MaxSessionDuration=7200)["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", ["kinesis:ListStreams"]))
        # Nobody signs: a client without any credentials.
        unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 1})
        self.sts = gateway.client("sts", config=unsigned, aws_access_key_id=None, aws_secret_access_key=None)

    def signs_in(self, attributes=(), **user):
        given = {"Role": [f"{self.role},{self.arn}"], "RoleSessionName": ["alice@example.com"], **dict(attributes)}
        self.provider.signs_in(attributes=given, **user)

    def assume(self, response=None, **more):
        asked = dict(RoleArn=self.role, PrincipalArn=self.arn, SAMLAssertion=response or self.provider.response())
        return self.sts.assume_role_with_saml(**{**asked, **more})

    def refused(self, response=None, **more):
        with pytest.raises(ClientError) as caught:
            self.assume(response, **more)
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]


@pytest.mark.parametrize("signed", ["assertion", "response", "both"])
@pytest.mark.parametrize("bits", ["256", "384", "512"])
def test_what_pysaml2_and_xmlsec1_sign_is_believed(plant, signed, bits):
    digest = {"256": "http://www.w3.org/2001/04/xmlenc#sha256", "512": "http://www.w3.org/2001/04/xmlenc#sha512"}
    plant.signs_in(signed=signed, sign_alg=RSA_SHA + bits, digest_alg=digest.get(bits, "http://www.w3.org/2001/04/xmldsig-more#sha384"))

    session = plant.assume()

    assert session["Subject"] == "alice" and session["SubjectType"] == "persistent"
    assert session["Issuer"] == plant.provider.entity_id
    assert session["Audience"] == "https://signin.aws.amazon.com/saml"
    assert session["AssumedRoleUser"]["Arn"].endswith(f":assumed-role/{plant.name}/alice@example.com")
    keys = session["Credentials"]
    plant.gateway.client_of("kinesis", keys).list_streams()
    with pytest.raises(ClientError) as caught:
        plant.gateway.client_of("sqs", keys).list_queues()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    me = plant.gateway.client_of("sts", keys).get_caller_identity()
    assert me["Arn"] == session["AssumedRoleUser"]["Arn"]


def test_tags_identity_and_the_end_of_the_session_come_from_the_provider(plant):
    plant.signs_in({"PrincipalTag:site": ["mill"], "SourceIdentity": ["alice"]}, session_secs=1000)

    session = plant.assume(DurationSeconds=7200)

    assert session["SourceIdentity"] == "alice"
    keys = session["Credentials"]
    left = keys["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 960 <= left.total_seconds() <= 1000


def test_the_trust_policy_sees_what_the_provider_said(gateway, name, provider):
    plant = Plant(gateway, name, provider, StringEquals={"SAML:sub": "alice", "SAML:aud": "https://signin.aws.amazon.com/saml"})
    plant.signs_in()
    plant.assume()

    plant.signs_in(subject="bob")

    assert plant.refused() == ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML")


def test_a_response_is_used_once_even_across_a_restart(own_gateway, provider):
    plant = Plant(own_gateway, "plant", provider)
    plant.signs_in()
    response = provider.response()
    plant.assume(response)
    assert plant.refused(response) == ("InvalidIdentityToken", "The SAML assertion was used before.")

    own_gateway.stop()
    own_gateway.start()

    assert plant.refused(response) == ("InvalidIdentityToken", "The SAML assertion was used before.")
    plant.assume()


def test_keys_roll_over_and_old_ones_end(gateway, name, provider, tmp_path):
    plant = Plant(gateway, name, provider)
    plant.signs_in()
    successor = Provider(tmp_path, provider.entity_id)
    try:
        successor.signs_in(attributes={"Role": [f"{plant.role},{plant.arn}"], "RoleSessionName": ["alice"]})
        assert plant.refused(successor.response()) == ("InvalidIdentityToken", "Response signature invalid")
        second = successor.metadata().partition("<ns0:KeyDescriptor")
        key = second[1] + second[2].partition("</ns0:KeyDescriptor>")[0] + "</ns0:KeyDescriptor>"
        first = provider.metadata().partition("<ns0:KeyDescriptor")
        plant.iam.update_saml_provider(SAMLProviderArn=plant.arn, SAMLMetadataDocument=first[0] + key + first[1] + first[2])
        plant.assume(successor.response())
        plant.assume()
        plant.iam.update_saml_provider(SAMLProviderArn=plant.arn, SAMLMetadataDocument=successor.metadata())
        assert plant.refused() == ("InvalidIdentityToken", "Response signature invalid")
    finally:
        successor.stop()


def test_refusals_are_awss(plant):
    plant.signs_in()
    assert plant.refused(base64.b64encode(b"<a/>" * 10).decode())[0] == "InvalidIdentityToken"
    assert plant.refused(DurationSeconds=7201)[0] == "ValidationError"
    assert plant.refused(RoleArn=plant.role + "x")[0] == "AccessDenied"
    assert plant.refused(PrincipalArn=plant.arn + "x") == ("InvalidIdentityToken", "Specified provider doesn't exist.")
    plant.provider.signs_in(attributes={"Role": [f"{plant.role},{plant.arn}"]})
    assert plant.refused() == ("InvalidIdentityToken", "RoleSessionName is required in AuthnResponse")
    for sign_alg, digest_alg in [
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2001/04/xmlenc#sha256"),
        (RSA_SHA + "256", "http://www.w3.org/2000/09/xmldsig#sha1"),
    ]:
        plant.signs_in(sign_alg=sign_alg, digest_alg=digest_alg)
        code, text = plant.refused()
        assert code == "InvalidIdentityToken" and text.startswith("Response signature invalid: ")


def test_what_xml_crypto_signs_is_believed_too(gateway, name, provider, tmp_path):
    """Another canonicalization and another parser than xmlsec1's, in another language."""
    plant = Plant(gateway, name, provider)
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "30", "-nodes", "-subj", "/CN=node", "-newkey", "rsa:3072",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True,
    )
    lines = (tmp_path / "cert.pem").read_text().splitlines()[1:-1]
    plant.iam.update_saml_provider(SAMLProviderArn=plant.arn, SAMLMetadataDocument=metadata("https://node.example/", "".join(lines)))
    prefix = "https://aws.amazon.com/SAML/Attributes/"

    def response(**change):
        claims = {
            "cert": str(tmp_path / "cert.pem"), "key": str(tmp_path / "key.pem"), "issuer": "https://node.example/",
            "audience": "urn:amazon:webservices", "recipient": "https://signin.aws.amazon.com/saml", "subject": "bob",
            "attributes": {
                prefix + "Role": [f"{plant.role},{plant.arn}"], prefix + "RoleSessionName": "bob@example.com",
                prefix + "PrincipalTag:site": "M\u00fchle & <7> \"pond\"",
            },
        }
        sign = pathlib.Path(__file__).parents[1] / "saml-node/sign.mjs"
        done = subprocess.run(
            ["node", "--input-type=module", "-e", sign.read_text()], input=json.dumps({**claims, **change}),
            cwd=os.environ["MILLPOND_SAML_NODE"], capture_output=True, text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    session = plant.assume(response())

    assert (session["Subject"], session["SubjectType"]) == ("bob", "transient")
    assert session["Issuer"] == "https://node.example/" and session["PackedPolicySize"] > 0
    assert plant.refused(response(audience="https://other.example")) == (
        "InvalidIdentityToken", "Response does not contain the required audience."
    )
    assert plant.refused(response(issuer="https://other.example/"))[1] == "Issuer not present in specified provider"


def metadata(entity_id, certificate):
    return (
        f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}"><IDPSSODescriptor '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo '
        f'xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data>'
        '</KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" '
        f'Location="{entity_id}sso"/></IDPSSODescriptor></EntityDescriptor>'
    )


def test_what_xmlsec1_takes_for_valid_in_a_wrapped_response_is_refused(plant, tmp_path):
    """The signature of a wrapped response still holds, as xmlsec1 says; what it is over is not what is shown."""
    plant.signs_in()
    genuine = base64.b64decode(plant.provider.response()).decode()
    begin, end = genuine.index("<ns1:Assertion"), genuine.index("</ns1:Assertion>") + len("</ns1:Assertion>")
    assertion = genuine[begin:end]
    at, to = assertion.index("<ns2:Signature"), assertion.index("</ns2:Signature>") + len("</ns2:Signature>")
    forged = (assertion[:at] + assertion[to:]).replace(">alice<", ">mallory<")
    identifier = assertion.partition('ID="')[2].partition('"')[0]
    forged = forged.replace(identifier, "evil")
    wrapped = genuine[:begin] + forged + assertion + genuine[end:]
    file = tmp_path / "wrapped.xml"
    file.write_text(wrapped)
    certificate = pathlib.Path(plant.provider.errors.name).with_name("cert.pem")
    judged = subprocess.run(
        [shutil.which("xmlsec1"), "--verify", "--pubkey-cert-pem", certificate, "--enabled-reference-uris", "same-doc",
         "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", file],
        capture_output=True, text=True,
    )
    assert judged.returncode == 0, judged.stderr

    code, text = plant.refused(base64.b64encode(wrapped.encode()).decode())

    assert code == "InvalidIdentityToken" and "exactly one assertion" in text
    plant.assume(base64.b64encode(genuine.encode()).decode())
