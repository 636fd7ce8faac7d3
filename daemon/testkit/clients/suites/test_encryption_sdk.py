"""AWS's Encryption SDK for Python and for Java seals and opens with this KMS, each what the other sealed."""

import base64
import json
import os
import subprocess
import sys

import pytest
from languages import java

# What the SDK does by itself: a data key of KMS per message, AES-256-GCM with key commitment, an ECDSA signature.
PROGRAM = """
import base64, json, sys
import aws_encryption_sdk
from aws_encryption_sdk import CommitmentPolicy, StrictAwsKmsMasterKeyProvider
client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
order = json.load(sys.stdin)
data = base64.b64decode(order["data"])
keys = StrictAwsKmsMasterKeyProvider(key_ids=order["keys"])
if order["call"] == "encrypt":
    done, header = client.encrypt(source=data, key_provider=keys, encryption_context=order["context"])
else:
    done, header = client.decrypt(source=data, key_provider=keys)
print(json.dumps({"data": base64.b64encode(done).decode(), "context": header.encryption_context}))
"""
CONTEXT = {"site": "Mühle 7", "unit": "7"}


def python(gateway, call, keys, data, context=None):
    """In a process of its own: the SDK makes its own clients, and finds us by the environment alone."""
    order = {"call": call, "keys": keys, "data": base64.b64encode(data).decode(), "context": context}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(order), env=gateway.environment(), capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer = json.loads(done.stdout)
    return base64.b64decode(answer["data"]), answer["context"]


@pytest.fixture
def keys(gateway):
    kms = gateway.client("kms")
    return kms, [kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2)]


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_what_was_sealed_is_opened_and_bound_to_its_context(gateway, keys, size):
    kms, [key, _] = keys
    secret = os.urandom(size)

    sealed, context = python(gateway, "encrypt", [key], secret, CONTEXT)

    assert CONTEXT.items() <= context.items() and (size < 16 or secret[:16] not in sealed)
    opened, context = python(gateway, "decrypt", [key], sealed)
    assert opened == secret and CONTEXT.items() <= context.items()
    with pytest.raises(RuntimeError):
        python(gateway, "decrypt", [key], sealed[:-1] + bytes([sealed[-1] ^ 1]))
    kms.rotate_key_on_demand(KeyId=key)
    assert python(gateway, "decrypt", [key], sealed)[0] == secret
    kms.disable_key(KeyId=key)
    with pytest.raises(RuntimeError, match="DisabledException|unable to decrypt|Unable to decrypt"):
        python(gateway, "decrypt", [key], sealed)


def test_any_one_of_several_keys_opens(gateway, keys):
    kms, [first, second] = keys
    sealed, _ = python(gateway, "encrypt", [first, second], b"secret", CONTEXT)
    kms.disable_key(KeyId=first)
    assert python(gateway, "decrypt", [second], sealed)[0] == b"secret"


def test_java_opens_what_python_sealed_and_the_other_way_round(gateway, keys):
    _, [key, _] = keys
    with java(gateway, "envelope", False) as hand:
        sealed, _ = python(gateway, "encrypt", [key], b"from Python", CONTEXT)
        opened = hand("Decrypt", KeyId=key, Data=sealed)
        assert opened["Data"] == b"from Python" and CONTEXT.items() <= opened["EncryptionContext"].items()

        sealed = hand("Encrypt", KeyId=key, Data=b"from Java", EncryptionContext=CONTEXT)["Data"]
        opened, context = python(gateway, "decrypt", [key], sealed)
        assert opened == b"from Java" and CONTEXT.items() <= context.items()
