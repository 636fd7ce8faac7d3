"""Servers that issue credentials of a hub, each judging who asks as AWS documents it."""

import base64
import datetime
import hashlib
import http.server
import json
import ssl
import threading
import urllib.parse

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID


class Refused(Exception):
    """An answer that is an error: its status and its text."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status, self.message = status, message


class Server:
    """One HTTP server on a port of its own; `answer` says what is answered."""

    def __init__(self, context=None):
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                self.body = self.chunks() if self.headers.get("Transfer-Encoding") == "chunked" else self.whole()
                try:
                    status, headers, body = server.answer(self)
                except Refused as refused:
                    status, headers, body = refused.status, {}, json.dumps({"message": refused.message}).encode()
                self.send_response_only(status)
                for name, value in {"Date": self.date_time_string(), **headers, "Content-Length": len(body)}.items():
                    if value is not None:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def whole(self):
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))

            def chunks(self):
                parts = []
                while length := int(self.rfile.readline().split(b";")[0], 16):
                    parts.append(self.rfile.read(length))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(parts)

            do_GET = do_POST = do_PUT = handle_one

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A client that gave up in the handshake is what some tests are about."""

        self.calls = 0
        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if context:
            self.scheme = "https"
            # The handshake belongs to the thread of its connection.
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def endpoint(self):
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        raise NotImplementedError


def server_context(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("server", loopback=True))
    return context


def session(hub, role, name="device"):
    """A session of a role, as STS of the hub issues it."""
    return hub.client("sts").assume_role(RoleArn=role, RoleSessionName=name, DurationSeconds=900)["Credentials"]


def upper(credentials, token="Token", **more):
    """As a container's agent, the instance's metadata and credential_process write them."""
    return {
        **more,
        "AccessKeyId": credentials["AccessKeyId"],
        "SecretAccessKey": credentials["SecretAccessKey"],
        token: credentials["SessionToken"],
        "Expiration": credentials["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def lower(credentials):
    """As AWS IoT and IAM Roles Anywhere write them."""
    return {
        "accessKeyId": credentials["AccessKeyId"],
        "secretAccessKey": credentials["SecretAccessKey"],
        "sessionToken": credentials["SessionToken"],
        "expiration": credentials["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


class Agent(Server):
    """A container's agent, which wants a token."""

    PATH, TOKEN = "/v2/credentials/site?x=1", "Bearer of-the-pod"

    def __init__(self, hub, role):
        self.hub, self.role = hub, role
        super().__init__()

    def answer(self, request):
        self.calls += 1
        if request.path != self.PATH or request.headers["Authorization"] != self.TOKEN:
            raise Refused(401, "unauthorized")
        return 200, {"Content-Type": "application/json"}, json.dumps(upper(session(self.hub, self.role), RoleArn=self.role)).encode()


class IotProvider(Server):
    """The credentials provider of AWS IoT: mutual TLS, a role alias, and a thing that the certificate is attached to."""

    def __init__(self, hub, authority, aliases):
        self.hub, self.aliases = hub, aliases
        self.inactive = False
        context = server_context(authority)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority.file)
        super().__init__(context)

    def answer(self, request):
        self.calls += 1
        certificate = x509.load_der_x509_certificate(request.connection.getpeercert(binary_form=True))
        name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        _, aliases, alias, last = request.path.split("/")
        if (request.command, aliases, last) != ("GET", "role-aliases", "credentials"):
            raise Refused(404, "Not found")
        if self.inactive:
            raise Refused(403, "Access Denied")
        if request.headers.get("x-amzn-iot-thingname") != name:
            raise Refused(403, "Access Denied")
        if alias not in self.aliases:
            raise Refused(404, "Role alias does not exist")
        return 200, {"Content-Type": "application/json"}, json.dumps({"credentials": lower(session(self.hub, self.aliases[alias], name))}).encode()


def encode(text):
    return urllib.parse.quote(text, safe="-_.~")


class RolesAnywhere(Server):
    """CreateSession of IAM Roles Anywhere. Every rule of the user guide on certificates and signatures is checked."""

    ALGORITHMS = {"AWS4-X509-RSA-SHA256": rsa.RSAPublicKey, "AWS4-X509-ECDSA-SHA256": ec.EllipticCurvePublicKey}

    def __init__(self, hub, authority, region, anchors):
        """`anchors` names the role behind each (trust anchor, profile, role)."""
        self.hub, self.authority, self.region, self.anchors = hub, authority, region, anchors
        self.signers = []
        super().__init__(server_context(authority))

    def answer(self, request):
        self.calls += 1
        path, _, query = request.path.partition("?")
        if (request.command, path) != ("POST", "/sessions"):
            raise Refused(404, "Not found")
        certificate = self.judge(request, path, query)
        asked = {**dict(urllib.parse.parse_qsl(query)), **json.loads(request.body or b"{}")}
        role = self.anchors.get((asked.get("trustAnchorArn"), asked.get("profileArn"), asked.get("roleArn")))
        if role is None:
            raise Refused(404, "Trust anchor or profile not found")
        if not 900 <= int(asked.get("durationSeconds", 3600)) <= 43200:
            raise Refused(400, "durationSeconds is out of range")
        name = str(certificate.serial_number)[:32]
        self.signers.append(certificate.serial_number)
        body = {"credentialSet": [{"credentials": lower(session(self.hub, role, name)), "roleArn": role}], "subjectArn": "arn:aws:x"}
        return 201, {"Content-Type": "application/json"}, json.dumps(body).encode()

    def judge(self, request, path, query):
        headers = {name.lower(): " ".join(value.split()) for name, value in request.headers.items()}
        try:
            algorithm, rest = headers["authorization"].split(" ", 1)
            parts = dict(part.strip().split("=", 1) for part in rest.split(","))
            serial, day, region, service, terminator = parts["Credential"].split("/")
            certificate = x509.load_der_x509_certificate(base64.b64decode(headers["x-amz-x509"], validate=True))
        except (KeyError, ValueError) as error:
            raise Refused(400, f"incomplete signature: {error}") from error
        if (service, terminator) != ("rolesanywhere", "aws4_request"):
            raise Refused(403, "the credential scope is of another service")
        if region != self.region:
            raise Refused(403, "Credential should be scoped to a valid region.")
        if serial != str(certificate.serial_number):
            raise Refused(403, "the credential scope names another certificate")
        signed = parts["SignedHeaders"].split(";")
        if signed != sorted(signed) or not {"host", "x-amz-date", "x-amz-x509"} <= set(signed):
            raise Refused(403, "a header that must be signed is not")
        if "x-amz-x509-chain" in headers and "x-amz-x509-chain" not in signed:
            raise Refused(403, "the chain is not signed")
        self.judge_time(headers["x-amz-date"], day)
        self.judge_chain(certificate, headers.get("x-amz-x509-chain"))
        pairs = sorted((encode(k), encode(v)) for k, v in urllib.parse.parse_qsl(query, keep_blank_values=True))
        canonical = "\n".join([
            request.command, path, "&".join(f"{k}={v}" for k, v in pairs), *(f"{name}:{headers[name]}" for name in signed), "",
            ";".join(signed), hashlib.sha256(request.body).hexdigest(),
        ])
        scope = f"{day}/{region}/{service}/{terminator}"
        text = "\n".join([algorithm, headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()]).encode()
        self.judge_signature(certificate.public_key(), algorithm, bytes.fromhex(parts["Signature"]), text)
        return certificate

    def judge_time(self, date, day):
        signed = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        age = datetime.datetime.now(datetime.timezone.utc) - signed
        if abs(age) > datetime.timedelta(minutes=5) or not date.startswith(day):
            raise Refused(403, "Signature expired")

    def judge_chain(self, certificate, chain):
        now = datetime.datetime.now(datetime.timezone.utc)
        above = [x509.load_der_x509_certificate(base64.b64decode(der, validate=True)) for der in (chain or "").split(",") if der]
        path = [certificate, *above, self.authority.certificate]
        if certificate.version != x509.Version.v3 or certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise Refused(403, "Untrusted signing certificate")
        if not certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            raise Refused(403, "Untrusted signing certificate")
        for lower_one, upper_one in zip(path, path[1:]):
            try:
                lower_one.verify_directly_issued_by(upper_one)
            except (ValueError, TypeError, InvalidSignature) as error:
                raise Refused(403, "Untrusted certificate. Insufficient certificate") from error
            if not lower_one.not_valid_before_utc <= now <= lower_one.not_valid_after_utc:
                raise Refused(403, "Untrusted certificate. Certificate is expired")

    def judge_signature(self, key, algorithm, signature, text):
        if not isinstance(key, self.ALGORITHMS.get(algorithm, ())):
            raise Refused(403, "the algorithm is not that of the certificate's key")
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
            else:
                key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise Refused(403, "The request signature does not match") from error
