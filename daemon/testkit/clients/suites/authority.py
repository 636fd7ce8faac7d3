"""A certificate authority with certificates for servers and devices."""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


def make_key(kind):
    return rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())


class Authority:
    """Certificates and keys as PEM files of one folder."""

    def __init__(self, folder, name="Site authority", above=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.key = folder, make_key("ec")
        self.certificate = self.sign(name, self.key, above, ca=True)
        self.file = folder / f"{name.split()[0].lower()}-ca.pem"
        self.file.write_bytes(self.pem)

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def sign(self, name, key, above, ca=False, start=None, end=None, loopback=False):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer, signer = (subject, key) if above is None else (above.certificate.subject, above.key)
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start or now - DAY)
            .not_valid_after(end or now + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            usage = dict.fromkeys(
                ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"], False
            )
            usage |= dict(digital_signature=True, encipher_only=False, decipher_only=False)
            builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
        if loopback:
            names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer, hashes.SHA256())

    def issue(self, name, kind="ec", chain=(), **more):
        """A certificate below this authority; returns the files of the chain, the leaf first, and of the key."""
        key = make_key(kind)
        certificate = self.sign(name, key, self, **more)
        chain_file, key_file = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        chain_file.write_bytes(b"".join([pem, *(above.pem for above in chain)]))
        form = serialization.PrivateFormat.TraditionalOpenSSL if kind == "rsa" else serialization.PrivateFormat.PKCS8
        key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
        return chain_file, key_file
