"""A SAML identity provider in a process of its own, and a browser without a screen."""

import html.parser
import http.cookiejar
import json
import os
import pathlib
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request

PROVIDER = pathlib.Path(__file__).parents[1] / "saml/provider.py"
SIGN_IN = "https://signin.aws.amazon.com/saml"
AWS = "urn:amazon:webservices"


def service_provider(entity_id, acs):
    """Metadata of a service provider, as AWS publishes its own."""
    return (
        f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity_id}"><SPSSODescriptor '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAssertionsSigned="true">'
        f'<AssertionConsumerService index="1" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" '
        f'Location="{acs}"/></SPSSODescriptor></EntityDescriptor>'
    )


class Provider:
    """pysaml2, started and asked."""

    def __init__(self, folder, entity_id="https://idp.example/pysaml2", known=()):
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for number, metadata in enumerate([service_provider(AWS, SIGN_IN), *known]):
            files.append(folder / f"sp-{number}.xml")
            files[-1].write_text(metadata)
        command = [os.environ["MILLPOND_SAML_PYTHON"], PROVIDER, folder, entity_id, *files]
        self.errors = open(folder / "provider.log", "w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            self.errors.seek(0)
            raise RuntimeError(self.errors.read())
        self.entity_id = entity_id

    def stop(self):
        self.process.communicate(timeout=20)

    def metadata(self):
        return urllib.request.urlopen(self.address + "/metadata").read().decode()

    def signs_in(self, **user):
        """Says who signs in from now on."""
        request = urllib.request.Request(self.address + "/user", json.dumps(user).encode(), method="POST")
        urllib.request.urlopen(request).read()

    def response(self, acs=SIGN_IN, sp=AWS):
        """A response that nobody asked for, in base64."""
        page = urllib.request.urlopen(f"{self.address}/start?" + urllib.parse.urlencode(dict(acs=acs, sp=sp))).read().decode()
        return Forms.of(page)[0].fields["SAMLResponse"]


class Form:
    def __init__(self, action, method):
        self.action, self.method, self.fields, self.buttons = action, method.upper(), {}, []


class Forms(html.parser.HTMLParser):
    """The forms of a page, as a browser would submit them."""

    def __init__(self):
        super().__init__()
        self.forms = []

    @classmethod
    def of(cls, page):
        parser = cls()
        parser.feed(page)
        return parser.forms

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((given.get("name"), given.get("value")))
        elif tag == "input" and self.forms and given.get("name"):
            if given.get("type") == "radio":
                self.forms[-1].buttons.append((given["name"], given.get("value", "")))
            else:
                self.forms[-1].fields[given["name"]] = given.get("value", "")


class Page:
    def __init__(self, url, status, headers, text):
        self.url, self.status, self.headers, self.text = url, status, headers, text
        self.forms = Forms.of(text)


class Browser:
    """Follows redirects and keeps cookies."""

    def __init__(self, certificate=None):
        self.cookies = http.cookiejar.CookieJar()
        trusted = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificate))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), trusted)

    def open(self, url, fields=None, headers=None):
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(url, body, headers or {})
        try:
            with self.opener.open(request, timeout=30) as reply:
                return Page(reply.url, reply.status, reply.headers, reply.read().decode())
        except urllib.error.HTTPError as error:
            return Page(error.url, error.code, error.headers, error.read().decode())

    def submit(self, page, form, **more):
        url = urllib.parse.urljoin(page.url, form.action)
        return self.open(url, {**form.fields, **more}, {"Origin": "null"} if not url.startswith(page.url[:20]) else None)
