"""The page for people, with pysaml2 as the provider and a browser without a screen."""

import base64
import datetime
import json
import pathlib
import urllib.parse
import zlib

import pytest
from federation import Browser, Provider, service_provider
from policies import policy, trust

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


@pytest.fixture
def site(own_gateway, tmp_path):
    """A gateway with a stream and a queue, a provider, and a role that may look at the stream only."""
    site = Site(own_gateway, tmp_path)
    yield site
    site.provider.stop()


class Site:
    def __init__(self, gateway, tmp_path):
        self.gateway = gateway
        self.home, self.acs = f"{gateway.endpoint}/console", f"{gateway.endpoint}/saml"
        self.provider = Provider(tmp_path / "idp", known=[service_provider(self.acs, self.acs)])
        self.iam = gateway.client("iam")
        made = self.iam.create_saml_provider(Name="plant", SAMLMetadataDocument=self.provider.metadata())
        self.arn = made["SAMLProviderArn"]
        gateway.client("kinesis").create_stream(StreamName="field", ShardCount=2)
        queue = gateway.client("sqs").create_queue(QueueName="alarms")["QueueUrl"]
        gateway.client("sqs").send_message(QueueUrl=queue, MessageBody="m")
        self.operator = self.role("operator", ["kinesis:ListStreams", "kinesis:DescribeStreamSummary", "sqs:*"])
        self.reader = self.role("reader", ["kinesis:ListStreams"])
        self.browser = Browser()
        self.signs_in(self.operator)

    def role(self, name, actions):
        document = trust({"Federated": self.arn}, "sts:AssumeRoleWithSAML")
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy("Allow", actions))
        return made

    def signs_in(self, *roles, **attributes):
        given = {"Role": [f"{role},{self.arn}" for role in roles], "RoleSessionName": ["alice"], **attributes}
        self.provider.signs_in(attributes=given)

    def ask(self):
        """Begins at the gateway; the page is the provider's form."""
        return self.browser.open(self.home + "/sign-in?provider=plant")

    def sign_in(self):
        page = self.ask()
        return self.browser.submit(page, page.forms[0])


def test_signing_in_begun_at_the_gateway(site):
    front = site.browser.open(site.home)
    assert front.status == 200 and "/console/sign-in?provider=plant" in front.text
    assert front.headers["content-security-policy"] == POLICY and front.headers["cache-control"] == "no-store"

    page = site.sign_in()

    assert page.url == site.home and page.status == 200
    arn = f"arn:aws:sts::{site.gateway.account}:assumed-role/operator/alice"
    assert arn in page.text and "<td>field<td>ACTIVE<td>2<td>24 h" in page.text
    assert "<td>alarms<td>1<td>0<td>0" in page.text
    [cookie] = site.browser.cookies
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Lax"
    assert not cookie.secure and cookie.name == "millpond-session", "loopback, without TLS"
    assert "ASIA" not in cookie.value
    trail = site.browser.open(site.home + "/style.css")
    assert trail.headers["content-type"].startswith("text/css")


def test_signing_in_begun_at_the_provider_and_signing_out(site):
    start = f"{site.provider.address}/start?" + urllib.parse.urlencode(dict(sp=site.acs, acs=site.acs, RelayState="https://evil.example/"))
    page = site.browser.open(start)

    page = site.browser.submit(page, page.forms[0])

    assert page.url == site.home and "assumed-role/operator/alice" in page.text
    kept = [cookie.value for cookie in site.browser.cookies]
    forged = site.browser.open(site.home + "/sign-out", {"note": "x"})
    assert forged.status == 403 and kept == [cookie.value for cookie in site.browser.cookies]
    page = site.browser.submit(page, page.forms[0])
    assert "Sign in with" in page.text and not list(site.browser.cookies)


def test_a_role_is_picked_from_several_and_policies_decide_what_is_seen(site):
    site.signs_in(site.operator, site.reader, "arn:aws:iam::999999999999:role/elsewhere")

    page = site.sign_in()

    assert "Select a role" in page.text
    [form] = page.forms
    choices = [value for name, value in form.buttons if name == "role"]
    assert choices[:2] == [f"{site.operator},{site.arn}", f"{site.reader},{site.arn}"]
    page = site.browser.submit(page, form, role=choices[1])
    assert "assumed-role/reader/alice" in page.text
    assert "<td>field<td>\u2013" in page.text, "may list streams, not describe them"
    assert "assumed-role/reader/alice is not authorized to perform: sqs:" in page.text


def test_an_answer_is_used_once_and_a_forged_one_never(site):
    page = site.ask()
    form = page.forms[0]
    assert "assumed-role/operator" in site.browser.submit(page, form).text

    again = Browser().open(site.acs, form.fields)

    assert again.status == 403 and "used before" in again.text
    page = site.ask()
    fields = dict(page.forms[0].fields)
    text = base64.b64decode(fields["SAMLResponse"]).decode().replace("role/operator", "role/reader")
    forged = Browser().open(site.acs, {**fields, "SAMLResponse": base64.b64encode(text.encode()).decode()})
    assert forged.status == 403 and "Response signature invalid" in forged.text
    for nonsense in ["", "%", base64.b64encode(b"<a/>").decode(), "A" * 100_001]:
        assert site.browser.open(site.acs, {"SAMLResponse": nonsense}).status == 400
    assert site.browser.open(site.acs, {"SAMLResponse": "A" * 400_000}).status == 413


def test_an_answer_to_a_request_from_elsewhere_is_refused(site, tmp_path):
    """The request is another gateway's, which has the same name at the provider."""
    page = site.ask()
    text = base64.b64decode(page.forms[0].fields["SAMLResponse"]).decode()
    assert "InResponseTo" in text
    site.gateway.stop()
    site.gateway.start()
    assert "assumed-role/operator" in site.browser.submit(page, page.forms[0]).text, "requests outlive a restart"
    query = urllib.parse.urlencode({"SAMLRequest": request("_" + "A" * 76, site)})
    other = site.browser.open(f"{site.provider.address}/sso?{query}")
    answer = Browser().open(site.acs, other.forms[0].fields)
    assert answer.status == 403 and "not made here" in answer.text


def request(identifier, site):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = (
        f'<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{identifier}" Version="2.0" '
        f'IssueInstant="{now}" AssertionConsumerServiceURL="{site.acs}" '
        f'ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer '
        f'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{site.acs}</saml:Issuer></samlp:AuthnRequest>'
    )
    packer = zlib.compressobj(wbits=-15)
    return base64.b64encode(packer.compress(text.encode()) + packer.flush()).decode()


def test_the_provider_decides_how_long_and_the_role_how_long_at_most(site):
    site.signs_in(site.operator, SessionDuration=["7200"])
    page = site.sign_in()
    assert page.status == 403 and "exceeds the MaxSessionDuration set for this role" in page.text

    site.signs_in(site.operator, SessionDuration=["900"])
    assert "assumed-role/operator" in site.sign_in().text


def test_a_session_of_a_program_signs_a_browser_in(site):
    role = site.iam.create_role(RoleName="broker", AssumeRolePolicyDocument=trust())["Role"]["Arn"]
    site.iam.put_role_policy(RoleName="broker", PolicyName="p", PolicyDocument=policy("Allow", "kinesis:List*"))
    keys = site.gateway.client("sts").assume_role(RoleArn=role, RoleSessionName="desk")["Credentials"]
    session = {"sessionId": keys["AccessKeyId"], "sessionKey": keys["SecretAccessKey"], "sessionToken": keys["SessionToken"]}
    federation = site.gateway.endpoint + "/federation?"

    def token(**change):
        asked = {"Action": "getSigninToken", "Session": json.dumps({**session, **change})}
        return Browser().open(federation + urllib.parse.urlencode(asked))

    given = json.loads(token().text)["SigninToken"]
    login = {"Action": "login", "Issuer": "broker", "Destination": site.home, "SigninToken": given}
    page = site.browser.open(federation + urllib.parse.urlencode(login))
    assert page.url == site.home and "assumed-role/broker/desk" in page.text
    # The token alone, as anybody on the way may have seen it, is not enough.
    assert token(sessionKey="x" * 40).status == 403
    assert site.browser.open(federation + urllib.parse.urlencode({**login, "SigninToken": given[:-2]})).status == 403
    assert "Sign in with" in site.browser.open(federation + "Action=logout").text


def test_the_page_is_off_without_a_provider_and_on_demand(own_gateway):
    assert Browser().open(own_gateway.endpoint + "/console").status == 400, "an API call without an action"
    own_gateway.stop()
    config = pathlib.Path(own_gateway.made["config"])
    config.write_text(config.read_text().replace('enabled = "auto"', 'enabled = "on"'))
    own_gateway.start()
    page = Browser().open(own_gateway.endpoint + "/console")
    assert page.status == 200 and "No identity provider" in page.text


def test_the_provider_is_set_up_with_what_the_gateway_says_of_itself(site, tmp_path):
    metadata = Browser().open(site.acs).text
    assert f'entityID="{site.acs}"' in metadata and f'Location="{site.acs}"' in metadata
    provider = Provider(tmp_path / "other", "https://other.example/", known=[metadata])
    site.iam.update_saml_provider(SAMLProviderArn=site.arn, SAMLMetadataDocument=provider.metadata())
    provider.signs_in(attributes={"Role": [f"{site.operator},{site.arn}"], "RoleSessionName": ["bob"]})
    assert "assumed-role/operator/bob" in site.sign_in().text
    provider.stop()


def test_cookies_over_tls_are_for_this_host_alone(site):
    browser = Browser(site.gateway.certificate)
    acs = site.gateway.secure_endpoint + "/saml"
    response = site.provider.response(acs=acs, sp=site.acs)
    page = browser.open(acs, {"SAMLResponse": response})
    assert "assumed-role/operator/alice" in page.text
    [cookie] = browser.cookies
    assert cookie.name == "__Host-millpond-session" and cookie.secure
