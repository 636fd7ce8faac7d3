"""An identity provider made of pysaml2, whose signatures are xmlsec1's. Nothing here knows how the gateway reads them.

    provider.py FOLDER ENTITY_ID SP_METADATA_FILE...

It makes keys in FOLDER, prints its address as one line, and answers until its standard input ends:

    GET  /metadata                      its metadata
    POST /user {..}                     who signs in from now on: subject, attributes, what is signed, and so on
    GET  /sso?SAMLRequest=&RelayState=  signs in whoever it is, and answers with a form for the browser to submit
    GET  /start?sp=&acs=&RelayState=    the same without being asked by anybody
"""

import datetime
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import threading
import urllib.parse

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

folder, entity_id, *service_providers = sys.argv[1:]
folder = pathlib.Path(folder)
AWS = "https://aws.amazon.com/SAML/Attributes/"

# Attribute names go out as they are given, not translated into somebody's table.
MAP = "MAP = {'identifier': '%s', 'fro': {}, 'to': {}}\n" % NAME_FORMAT_URI


def make_keys(kind):
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "30", "-nodes", "-subj", "/CN=idp", "-newkey", *kind,
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )


def config(address):
    (folder / "maps").mkdir(exist_ok=True)
    (folder / "maps/plain.py").write_text(MAP)
    return IdPConfig().load({
        "entityid": entity_id,
        "xmlsec_binary": shutil.which("xmlsec1"),
        "key_file": str(folder / "key.pem"),
        "cert_file": str(folder / "cert.pem"),
        "attribute_map_dir": str(folder / "maps"),
        "allow_unknown_attributes": True,
        "metadata": {"local": service_providers},
        "service": {"idp": {
            "endpoints": {"single_sign_on_service": [
                (f"{address}/sso", BINDING_HTTP_REDIRECT),
                (f"{address}/sso", BINDING_HTTP_POST),
            ]},
            "policy": {"default": {
                "lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI, "attribute_restrictions": None,
            }},
            "want_authn_requests_signed": False,
        }},
    })


class Provider:
    def __init__(self, address):
        self.server = Server(config=config(address))
        self.user = {}

    def metadata(self):
        from saml2.metadata import create_metadata_string

        return create_metadata_string(None, config=self.server.config)

    def answer(self, request_id, acs, sp):
        user = self.user
        signed = user.get("signed", "assertion")
        name = NameID(format=user.get("format", NAMEID_FORMAT_PERSISTENT), text=user.get("subject", "alice"))
        session_end = None
        if "session_secs" in user:
            end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=user["session_secs"])
            session_end = end.strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(self.server.create_authn_response(
            {(k if ":" in k and "Tag" not in k else AWS + k): v for k, v in user.get("attributes", {}).items()},
            request_id, acs, sp, name_id=name,
            authn={"class_ref": PASSWORDPROTECTEDTRANSPORT, "authn_auth": entity_id},
            sign_assertion=signed in ("assertion", "both"), sign_response=signed in ("response", "both"),
            sign_alg=user.get("sign_alg", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
            digest_alg=user.get("digest_alg", "http://www.w3.org/2001/04/xmlenc#sha256"),
            session_not_on_or_after=session_end,
        ))


class Handler(http.server.BaseHTTPRequestHandler):
    def reply(self, text, kind="text/html"):
        body = text.encode()
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def form(self, response, acs, state):
        bound = provider.server.apply_binding(BINDING_HTTP_POST, response, acs, state, response=True)
        self.reply(bound["data"])

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        asked = {k: v[0] for k, v in urllib.parse.parse_qs(url.query).items()}
        if url.path == "/metadata":
            self.reply(provider.metadata().decode(), "application/samlmetadata+xml")
        elif url.path == "/sso":
            request = provider.server.parse_authn_request(asked["SAMLRequest"], BINDING_HTTP_REDIRECT).message
            acs = request.assertion_consumer_service_url
            self.form(provider.answer(request.id, acs, request.issuer.text), acs, asked.get("RelayState", ""))
        elif url.path == "/start":
            self.form(provider.answer(None, asked["acs"], asked["sp"]), asked["acs"], asked.get("RelayState", ""))
        else:
            self.send_error(404)

    def do_POST(self):
        provider.user = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.reply("{}", "application/json")

    def log_message(self, *_):
        pass


folder.mkdir(parents=True, exist_ok=True)
make_keys(["rsa:2048"])
web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
address = f"http://127.0.0.1:{web.server_port}"
provider = Provider(address)
threading.Thread(target=web.serve_forever, daemon=True).start()
print(address, flush=True)
sys.stdin.read()
