"""The root key's secret on a token: SoftHSM behind PKCS#11, asked by OpenSC's program, as `unseal = "command:…"` wants it."""

import os
import secrets
import shlex
import subprocess

import pytest
import rig

MODULE = os.environ.get("MILLPOND_PKCS11_MODULE", "")
PIN, OTHER_PIN = "271828", "314159"


class Token:
    """A token with an RSA key that never leaves it, and a secret that only this key opens."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
        self.environment = dict(os.environ, SOFTHSM2_CONF=str(folder / "softhsm2.conf"), PIN=PIN)
        self.run("softhsm2-util", "--init-token", "--free", "--label", "pond", "--pin", PIN, "--so-pin", OTHER_PIN)
        self.new_key()
        # What the gateway runs: nothing of the secret is on its disk but what the token's key sealed.
        self.program = folder / "unseal"
        self.program.write_text(
            f"#!/bin/sh\nexport SOFTHSM2_CONF={shlex.quote(self.environment['SOFTHSM2_CONF'])} PIN=$(cat {folder}/pin)\n"
            f"exec pkcs11-tool --module {shlex.quote(MODULE)} --token-label pond --login --pin env:PIN --decrypt"
            f" --mechanism RSA-PKCS --id 01 --input-file {folder}/sealed 2>{folder}/complaint\n"
        )
        self.program.chmod(0o700)
        self.with_pin(PIN)
        (folder / "sealed").write_bytes(self.seal(secrets.token_hex(32).encode()))

    def run(self, *words, given=None):
        done = subprocess.run(words, env=self.environment, input=given, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tool(self, *words):
        return self.run("pkcs11-tool", "--module", MODULE, "--token-label", "pond", "--login", "--pin", "env:PIN", *words)

    def new_key(self):
        self.tool("--keypairgen", "--key-type", "rsa:2048", "--id", "01", "--label", "pond")

    def delete_key(self):
        for kind in ("privkey", "pubkey"):
            self.tool("--delete-object", "--type", kind, "--id", "01")

    def seal(self, secret):
        self.tool("--read-object", "--type", "pubkey", "--id", "01", "--output-file", self.folder / "public.der")
        words = ["-encrypt", "-pubin", "-keyform", "DER", "-inkey", self.folder / "public.der"]
        return self.run("openssl", "pkeyutl", *words, given=secret)

    def with_pin(self, pin):
        (self.folder / "pin").write_text(pin)


def keys(gateway, *words, check=True):
    done = subprocess.run([rig.BINARY, "keys", *words, "--data", gateway.folder], capture_output=True, text=True, timeout=60)
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture
def token(tmp_path):
    folder = tmp_path / "token"
    folder.mkdir()
    return Token(folder)


def test_a_token_opens_the_gateway_and_nothing_else_does(tmp_path, token):
    gateway = rig.Gateway(str(tmp_path / "data"))
    gateway.start()
    gateway.client("kinesis").create_stream(StreamName="s", ShardCount=1)
    gateway.client("kinesis").put_record(StreamName="s", PartitionKey="k", Data=b"kept")

    # While it runs: another seal, and no request fails.
    keys(gateway, "reseal", "--to", f"command:{token.program}")
    gateway.client("kinesis").put_record(StreamName="s", PartitionKey="k", Data=b"later")
    gateway.stop()

    gateway.start()
    kinesis = gateway.client("kinesis")
    where = {"StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}
    records = kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**where)["ShardIterator"])["Records"]
    assert [record["Data"] for record in records] == [b"kept", b"later"]
    gateway.stop()

    token.with_pin(OTHER_PIN)
    with pytest.raises(RuntimeError, match="gave no secret"):
        gateway.start()
    assert "CKR_PIN_INCORRECT" in (token.folder / "complaint").read_text()
    refused = keys(gateway, "reseal", "--to", "plain", check=False)
    assert refused.returncode != 0 and "gave no secret" in refused.stderr

    token.with_pin(PIN)
    gateway.start()
    assert gateway.client("kinesis").describe_stream_summary(StreamName="s")
    gateway.stop()


def test_another_secret_of_the_token_opens_nothing_and_the_seal_is_taken_off_with_the_right_one(tmp_path, token):
    gateway = rig.Gateway(str(tmp_path / "data"))
    keys(gateway, "reseal", "--to", f"command:{token.program}")
    sealed = (token.folder / "sealed").read_bytes()

    (token.folder / "sealed").write_bytes(token.seal(secrets.token_hex(32).encode()))
    with pytest.raises(RuntimeError, match="secret"):
        gateway.start()
    (token.folder / "sealed").write_bytes(sealed)
    keys(gateway, "reseal", "--to", "plain")
    token.delete_key()
    gateway.start()
    gateway.stop()
    # Once the token has lost its key, nothing is sealed under it by mistake.
    lost = keys(gateway, "reseal", "--to", f"command:{token.program}", check=False)
    assert lost.returncode != 0
    gateway.start()
    gateway.stop()
