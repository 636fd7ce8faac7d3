"""An OpenID Connect provider in a process of its own, and how tokens are got from it."""

import base64
import hashlib
import http.cookiejar
import json
import os
import pathlib
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from federation import Forms

PROVIDER = pathlib.Path(__file__).parents[1] / "oidc/provider.mjs"
AUDIENCE = "https://gateway.example"
BACK = "http://127.0.0.1:9/back"
MAKE_KEY = """
const pair = (await import("node:crypto")).generateKeyPairSync(...JSON.parse(process.argv[1]));
console.log(JSON.stringify(pair.privateKey.export({ format: "jwk" })));
"""
KINDS = {
    "RS256": ["rsa", {"modulusLength": 2048}],
    "PS384": ["rsa", {"modulusLength": 2048}],
    "ES256": ["ec", {"namedCurve": "P-256"}],
    "ES384": ["ec", {"namedCurve": "P-384"}],
    "ES512": ["ec", {"namedCurve": "P-521"}],
}


def private_key(algorithm, kid):
    """A new key, made by Node."""
    command = ["node", "--input-type=module", "-e", MAKE_KEY, json.dumps(KINDS[algorithm])]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {**json.loads(made), "alg": algorithm, "kid": kid, "use": "sig"}


def certificate(folder):
    """A certificate for localhost that nobody vouches for: its file, its key's, and its thumbprint in IAM."""
    cert, key = folder / "issuer.pem", folder / "issuer.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )
    der = ssl.PEM_cert_to_DER_cert(cert.read_text())
    return cert, key, hashlib.sha1(der).hexdigest()


class Straight(urllib.request.HTTPRedirectHandler):
    """Follows redirects but for the last one, to the client, which is nobody."""

    def redirect_request(self, request, fp, code, msg, headers, newurl):
        if newurl.startswith(BACK):
            raise urllib.error.HTTPError(newurl, 399, "back", headers, fp)
        return super().redirect_request(request, fp, code, msg, headers, newurl)


class Issuer:
    """oidc-provider, started and asked."""

    def __init__(self, keys, port=0, tls=None, seconds=3600):
        home = pathlib.Path(os.environ["MILLPOND_OIDC_HOME"])
        # Packages resolve from where the script lies.
        script = home / "provider.mjs"
        script.write_text(PROVIDER.read_text())
        self.process = subprocess.Popen(
            ["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        settings = dict(keys=keys, port=port, audience=AUDIENCE, seconds=seconds, tls=None)
        if tls:
            settings["tls"] = dict(cert=tls[0].read_text(), key=tls[1].read_text())
        self.process.stdin.write(json.dumps(settings) + "\n")
        self.process.stdin.flush()
        self.url = self.process.stdout.readline().strip()
        assert self.url, "the provider does not start"
        self.port = int(self.url.rsplit(":", 1)[1])
        trust = ssl.create_default_context(cafile=str(tls[0])) if tls else ssl.create_default_context()
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies, Straight, urllib.request.HTTPSHandler(context=trust))

    def stop(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(20)

    def ask(self, path, fields=None, client=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data)
        if client:
            pair = base64.b64encode(f"{client}:secret-of-{client}".encode()).decode()
            request.add_header("authorization", f"Basic {pair}")
        return self.browser.open(request).read().decode()

    def machine_token(self, client="pump-7"):
        """A token that a machine gets for itself."""
        return json.loads(self.ask("/token", dict(grant_type="client_credentials"), client))["access_token"]

    def identity_token(self, user):
        """The identity token of somebody who signs in with a browser."""
        query = dict(client_id="console", response_type="code", scope="openid", redirect_uri=BACK, nonce="n", prompt="login")
        page = self.ask("/auth?" + urllib.parse.urlencode(query))
        try:
            for _ in range(5):
                [form, *_] = Forms.of(page)
                page = self.ask(form.action, {**form.fields, "login": user, "password": "any"})
            raise AssertionError(page)
        except urllib.error.HTTPError as back:
            assert back.code == 399, back.read()
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(back.url).query)["code"][0]
        fields = dict(grant_type="authorization_code", code=code, redirect_uri=BACK)
        return json.loads(self.ask("/token", fields, "console"))["id_token"]
