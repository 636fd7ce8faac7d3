"""Keys of every kind, held to OpenSSL, which had no part in making them."""

import hashlib
import json
import subprocess

import pytest
from botocore.exceptions import ClientError

DIGESTS = {"SHA_256": hashlib.sha256, "SHA_384": hashlib.sha384, "SHA_512": hashlib.sha512}
SIGNERS = [
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256"),
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_384"),
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512"),
    ("RSA_2048", "RSASSA_PSS_SHA_256"),
    ("RSA_3072", "RSASSA_PSS_SHA_384"),
    ("RSA_4096", "RSASSA_PSS_SHA_512"),
    ("ECC_NIST_P256", "ECDSA_SHA_256"),
    ("ECC_NIST_P384", "ECDSA_SHA_384"),
    ("ECC_NIST_P521", "ECDSA_SHA_512"),
    ("ECC_SECG_P256K1", "ECDSA_SHA_256"),
    ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512"),
]


def openssl(*words, check=True):
    return subprocess.run(["openssl", *map(str, words)], check=check, capture_output=True)


def code(call, **request):
    with pytest.raises(ClientError) as caught:
        call(**request)
    return caught.value.response["Error"]["Code"]


def made(kms, spec, usage, **more):
    return kms.create_key(KeySpec=spec, KeyUsage=usage, **more)["KeyMetadata"]["KeyId"]


def verification(folder, algorithm):
    """The words with which OpenSSL verifies a signature."""
    openssl("pkey", "-pubin", "-inform", "DER", "-in", folder / "public.der", "-out", folder / "public.pem")
    public, message, signature = folder / "public.pem", folder / "message", folder / "signature"
    if algorithm.startswith("ED25519"):
        return ["pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-in", message, "-sigfile", signature]
    padding = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
    words = ["dgst", "-" + algorithm[-7:].replace("_", "").lower(), "-verify", public, "-signature", signature]
    return words + (padding if algorithm.startswith("RSASSA_PSS") else []) + [message]


@pytest.mark.parametrize(("spec", "algorithm"), SIGNERS)
def test_openssl_verifies_what_was_signed(gateway, tmp_path, spec, algorithm):
    kms = gateway.client("kms")
    key = made(kms, spec, "SIGN_VERIFY")
    public = kms.get_public_key(KeyId=key)
    assert algorithm in public["SigningAlgorithms"]
    (tmp_path / "public.der").write_bytes(public["PublicKey"])
    (tmp_path / "message").write_bytes(b"a message")
    verify = verification(tmp_path, algorithm)

    signature = kms.sign(KeyId=key, Message=b"a message", SigningAlgorithm=algorithm)["Signature"]

    (tmp_path / "signature").write_bytes(signature)
    openssl(*verify)
    assert kms.verify(KeyId=key, Message=b"a message", Signature=signature, SigningAlgorithm=algorithm)["SignatureValid"]
    (tmp_path / "message").write_bytes(b"a massage")
    assert openssl(*verify, check=False).returncode != 0
    assert (
        code(kms.verify, KeyId=key, Message=b"a massage", Signature=signature, SigningAlgorithm=algorithm)
        == "KMSInvalidSignatureException"
    )
    if not algorithm.startswith("ED25519"):
        digest = DIGESTS[algorithm[-7:]](b"a message").digest()
        same = {"KeyId": key, "MessageType": "DIGEST", "SigningAlgorithm": algorithm}
        assert kms.verify(Message=digest, Signature=signature, **same)["SignatureValid"]
        assert code(kms.sign, Message=digest[1:], **same) == "ValidationException"


@pytest.mark.parametrize(("spec", "usage"), [("ML_DSA_65", "ML_DSA_SHAKE_256"), ("ML_DSA_44", "ML_DSA_SHAKE_256")])
def test_lattices_sign(gateway, spec, usage):
    kms = gateway.client("kms")
    key = made(kms, spec, "SIGN_VERIFY")
    signature = kms.sign(KeyId=key, Message=b"m", SigningAlgorithm=usage)["Signature"]
    assert kms.verify(KeyId=key, Message=b"m", Signature=signature, SigningAlgorithm=usage)["SignatureValid"]
    assert code(kms.verify, KeyId=key, Message=b"n", Signature=signature, SigningAlgorithm=usage) == "KMSInvalidSignatureException"


@pytest.mark.parametrize(("spec", "bytes_"), [("ML_DSA_44", 1312), ("ML_DSA_65", 1952), ("ML_DSA_87", 2592)])
def test_lattices_sign_what_stands_for_a_message(gateway, spec, bytes_):
    """FIPS 204: mu = SHAKE256(SHAKE256(pk, 64) || 0 || 0 || M, 64); what it signs is the message."""
    kms = gateway.client("kms")
    key = made(kms, spec, "SIGN_VERIFY")
    public = kms.get_public_key(KeyId=key)["PublicKey"][-bytes_:]
    mu = hashlib.shake_256(hashlib.shake_256(public).digest(64) + b"\0\0" + b"message").digest(64)
    how = {"KeyId": key, "SigningAlgorithm": "ML_DSA_SHAKE_256"}

    signature = kms.sign(Message=mu, MessageType="EXTERNAL_MU", **how)["Signature"]

    assert kms.verify(Message=b"message", Signature=signature, **how)["SignatureValid"]
    assert kms.verify(Message=mu, MessageType="EXTERNAL_MU", Signature=signature, **how)["SignatureValid"]
    plain = kms.sign(Message=b"message", **how)["Signature"]
    assert kms.verify(Message=mu, MessageType="EXTERNAL_MU", Signature=plain, **how)["SignatureValid"]
    other = {"Message": mu[::-1], "MessageType": "EXTERNAL_MU", "Signature": signature, **how}
    assert code(kms.verify, **other) == "KMSInvalidSignatureException"


def test_a_digest_is_signed_by_an_edwards_curve(gateway):
    kms = gateway.client("kms")
    key = made(kms, "ECC_NIST_EDWARDS25519", "SIGN_VERIFY")
    how = {"KeyId": key, "SigningAlgorithm": "ED25519_PH_SHA_512", "MessageType": "DIGEST"}
    digest = hashlib.sha512(b"message").digest()
    signature = kms.sign(Message=digest, **how)["Signature"]
    assert len(signature) == 64 and kms.verify(Message=digest, Signature=signature, **how)["SignatureValid"]
    assert code(kms.verify, Message=digest[::-1], Signature=signature, **how) == "KMSInvalidSignatureException"
    plain = {"KeyId": key, "SigningAlgorithm": "ED25519_SHA_512"}
    assert code(kms.verify, Message=b"message", Signature=signature, **plain) == "KMSInvalidSignatureException"
    assert code(kms.sign, **{**how, "MessageType": "RAW"}, Message=digest) == "ValidationException"


@pytest.mark.parametrize(("spec", "bytes_"), [("ML_KEM_512", 1632), ("ML_KEM_768", 2400), ("ML_KEM_1024", 3168)])
def test_a_key_pair_that_encapsulates_is_drawn(gateway, spec, bytes_):
    kms = gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    private, public = pair["PrivateKeyPlaintext"], pair["PublicKey"]
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == private
    # FIPS 203: a decapsulation key holds its encapsulation key, and the hash of that.
    inner, encapsulation = private[-bytes_:], public[22:]
    at = len(inner) - 64 - len(encapsulation)
    assert inner[at:-64] == encapsulation and inner[-64:-32] == hashlib.sha3_256(encapsulation).digest()


@pytest.mark.parametrize("sha", ["sha1", "sha256"])
def test_openssl_encrypts_for_a_key(gateway, tmp_path, sha):
    kms = gateway.client("kms")
    key = made(kms, "RSA_2048", "ENCRYPT_DECRYPT")
    algorithm = {"sha1": "RSAES_OAEP_SHA_1", "sha256": "RSAES_OAEP_SHA_256"}[sha]
    (tmp_path / "public.der").write_bytes(kms.get_public_key(KeyId=key)["PublicKey"])
    (tmp_path / "plain").write_bytes(b"secret")
    sealed = openssl(
        "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "public.der", "-in", tmp_path / "plain",
        "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", f"rsa_oaep_md:{sha}", "-pkeyopt", f"rsa_mgf1_md:{sha}",
    ).stdout

    assert kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm=algorithm)["Plaintext"] == b"secret"
    own = kms.encrypt(KeyId=key, Plaintext=b"mine", EncryptionAlgorithm=algorithm)["CiphertextBlob"]
    assert kms.decrypt(KeyId=key, CiphertextBlob=own, EncryptionAlgorithm=algorithm)["Plaintext"] == b"mine"
    assert code(kms.encrypt, KeyId=key, Plaintext=b"x" * 215, EncryptionAlgorithm=algorithm) == "ValidationException"


def test_openssl_shares_a_secret(gateway, tmp_path):
    kms = gateway.client("kms")
    key = made(kms, "ECC_NIST_P384", "KEY_AGREEMENT")
    (tmp_path / "theirs.der").write_bytes(kms.get_public_key(KeyId=key)["PublicKey"])
    openssl("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", tmp_path / "own.pem")
    public = openssl("ec", "-in", tmp_path / "own.pem", "-pubout", "-outform", "DER").stdout
    openssl("pkey", "-pubin", "-inform", "DER", "-in", tmp_path / "theirs.der", "-out", tmp_path / "theirs.pem")

    shared = kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public)["SharedSecret"]

    assert shared == openssl("pkeyutl", "-derive", "-inkey", tmp_path / "own.pem", "-peerkey", tmp_path / "theirs.pem").stdout


@pytest.mark.parametrize("size", [224, 256, 384, 512])
def test_macs_are_those_of_python(gateway, size):
    kms = gateway.client("kms")
    key, algorithm = made(kms, f"HMAC_{size}", "GENERATE_VERIFY_MAC"), f"HMAC_SHA_{size}"
    mac = kms.generate_mac(KeyId=key, Message=b"m", MacAlgorithm=algorithm)["Mac"]
    assert len(mac) == size // 8
    assert kms.verify_mac(KeyId=key, Message=b"m", MacAlgorithm=algorithm, Mac=mac)["MacValid"]
    assert code(kms.verify_mac, KeyId=key, Message=b"n", MacAlgorithm=algorithm, Mac=mac) == "KMSInvalidMacException"


@pytest.mark.parametrize("size", [512, 768, 1024])
def test_secrets_are_encapsulated(gateway, size):
    kms = gateway.client("kms")
    key = made(kms, f"ML_KEM_{size}", "ENCAPSULATE_DECAPSULATE")
    sent = kms.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    blob = sent["SharedSecretCiphertextBlob"]
    got = kms.decapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM", SharedSecretCiphertextBlob=blob)
    assert got["SharedSecret"] == sent["SharedSecret"] and len(got["SharedSecret"]) == 32


def test_openssl_brings_key_material(gateway, tmp_path):
    kms = gateway.client("kms")
    key = kms.create_key(Origin="EXTERNAL")["KeyMetadata"]
    assert key["KeyState"] == "PendingImport"
    got = kms.get_parameters_for_import(KeyId=key["KeyId"], WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_4096")
    (tmp_path / "public.der").write_bytes(got["PublicKey"])
    (tmp_path / "material").write_bytes(bytes(range(32)))
    wrapped = openssl(
        "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "public.der", "-in", tmp_path / "material",
        "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256",
    ).stdout
    brought = {"ImportToken": got["ImportToken"], "EncryptedKeyMaterial": wrapped, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}

    kms.import_key_material(KeyId=key["KeyId"], **brought)

    sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
    kms.delete_imported_key_material(KeyId=key["KeyId"])
    assert code(kms.decrypt, CiphertextBlob=sealed) == "KMSInvalidStateException"
    kms.import_key_material(KeyId=key["KeyId"], **brought)
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ECC_SECG_P256K1"])
def test_openssl_reads_a_data_key_pair(gateway, tmp_path, spec):
    kms = gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    (tmp_path / "private.der").write_bytes(pair["PrivateKeyPlaintext"])
    public = openssl("pkey", "-inform", "DER", "-in", tmp_path / "private.der", "-pubout", "-outform", "DER").stdout
    assert public == pair["PublicKey"]
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]
    assert "PrivateKeyPlaintext" not in kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec=spec)


def test_rotation(gateway):
    kms = gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 90
    kms.rotate_key_on_demand(KeyId=key)
    [entry] = kms.list_key_rotations(KeyId=key)["Rotations"]
    assert entry["RotationType"] == "ON_DEMAND" and entry["KeyMaterialState"] == "CURRENT"
    moved = kms.re_encrypt(CiphertextBlob=sealed, DestinationKeyId=key)
    assert moved["SourceKeyMaterialId"] != moved["DestinationKeyMaterialId"] == entry["KeyMaterialId"]
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    kms.disable_key_rotation(KeyId=key)
    assert not kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]


def test_policies_and_grants_decide(gateway, name):
    kms, iam = gateway.client("kms"), gateway.client("iam")
    user = iam.create_user(UserName=name)["User"]["Arn"]
    secret = iam.create_access_key(UserName=name)["AccessKey"]
    theirs = gateway.client(
        "kms", aws_access_key_id=secret["AccessKeyId"], aws_secret_access_key=secret["SecretAccessKey"]
    )
    key = kms.create_key()["KeyMetadata"]
    asked = {"KeyId": key["KeyId"], "Plaintext": b"x", "EncryptionContext": {"site": "7"}}
    assert code(theirs.encrypt, **asked) == "AccessDeniedException"

    grant = kms.create_grant(
        KeyId=key["KeyId"], GranteePrincipal=user, Operations=["Encrypt", "RetireGrant"],
        Constraints={"EncryptionContextSubset": {"site": "7"}},
    )
    theirs.encrypt(**asked, GrantTokens=[grant["GrantToken"]])
    assert code(theirs.encrypt, KeyId=key["KeyId"], Plaintext=b"x") == "AccessDeniedException"
    assert kms.list_grants(KeyId=key["KeyId"])["Grants"][0]["GranteePrincipal"] == user
    theirs.retire_grant(GrantToken=grant["GrantToken"])
    assert code(theirs.encrypt, **asked) == "AccessDeniedException"

    policy = json.loads(kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"])
    condition = {"StringEquals": {"kms:EncryptionContext:site": "7"}}
    statement = {"Effect": "Allow", "Principal": {"AWS": user}, "Action": "kms:Encrypt", "Resource": "*", "Condition": condition}
    policy["Statement"].append(statement)
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=json.dumps(policy))
    theirs.encrypt(**asked)
    assert code(theirs.encrypt, KeyId=key["KeyId"], Plaintext=b"x") == "AccessDeniedException"
    statement["Effect"] = "Deny"
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=json.dumps(policy))
    assert code(theirs.encrypt, **asked) == "AccessDeniedException"
    kms.encrypt(**asked)


def test_a_key_has_one_policy(gateway):
    kms = gateway.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]

    listed = kms.list_key_policies(KeyId=key)

    assert listed["PolicyNames"] == ["default"] and listed["Truncated"] is False
    assert kms.get_key_policy(KeyId=key, PolicyName=listed["PolicyNames"][0])["PolicyName"] == "default"
    assert code(kms.get_key_policy, KeyId=key, PolicyName="other") == "NotFoundException"
    assert code(kms.list_key_policies, KeyId="00000000-0000-0000-0000-000000000000") == "NotFoundException"


def test_a_grant_is_found_by_who_may_retire_it_and_revoked_by_who_gave_it(gateway, name):
    kms, iam = gateway.client("kms"), gateway.client("iam")
    users = [iam.create_user(UserName=f"{name}-{each}")["User"]["Arn"] for each in ("works", "retires")]
    works = gateway.client_of("kms", iam.create_access_key(UserName=f"{name}-works")["AccessKey"])
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(3)]
    given = {
        kms.create_grant(KeyId=key, GranteePrincipal=users[0], RetiringPrincipal=users[1], Operations=["Encrypt"])["GrantId"]: key
        for key in keys
    }
    works.encrypt(KeyId=keys[0], Plaintext=b"x")

    pages = kms.get_paginator("list_retirable_grants").paginate(RetiringPrincipal=users[1], PaginationConfig={"PageSize": 2})
    listed = [grant for page in pages for grant in page["Grants"]]

    assert {grant["GrantId"]: grant["KeyId"].rpartition("/")[2] for grant in listed} == given and len(listed) == 3
    assert all((grant["GranteePrincipal"], grant["RetiringPrincipal"]) == tuple(users) for grant in listed)
    assert kms.list_retirable_grants(RetiringPrincipal=users[0])["Grants"] == []
    revoked = next(grant for grant, key in given.items() if key == keys[0])
    assert code(kms.revoke_grant, KeyId=keys[1], GrantId=revoked) == "InvalidGrantIdException"
    assert code(works.revoke_grant, KeyId=keys[0], GrantId=revoked) == "AccessDeniedException"
    assert code(kms.revoke_grant, KeyId=keys[0], GrantId=revoked, DryRun=True) == "DryRunOperationException"
    works.encrypt(KeyId=keys[0], Plaintext=b"x")
    kms.revoke_grant(KeyId=keys[0], GrantId=revoked)
    assert code(works.encrypt, KeyId=keys[0], Plaintext=b"x") == "AccessDeniedException"
    works.encrypt(KeyId=keys[1], Plaintext=b"x")
    left = kms.list_retirable_grants(RetiringPrincipal=users[1])["Grants"]
    assert {grant["GrantId"] for grant in left} == set(given) - {revoked}
    assert code(kms.revoke_grant, KeyId=keys[0], GrantId=revoked) == "InvalidGrantIdException"


def test_names_tags_and_uses(gateway, name):
    kms = gateway.client("kms")
    first, second = (kms.create_key(Tags=[{"TagKey": "a", "TagValue": "1"}])["KeyMetadata"]["KeyId"] for _ in range(2))
    kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=first)
    kms.update_alias(AliasName=f"alias/{name}", TargetKeyId=second)
    assert kms.describe_key(KeyId=f"alias/{name}")["KeyMetadata"]["KeyId"] == second
    kms.delete_alias(AliasName=f"alias/{name}")
    assert code(kms.delete_alias, AliasName=f"alias/{name}") == "NotFoundException"
    kms.tag_resource(KeyId=first, Tags=[{"TagKey": "b", "TagValue": "2"}])
    kms.untag_resource(KeyId=first, TagKeys=["a"])
    assert kms.list_resource_tags(KeyId=first)["Tags"] == [{"TagKey": "b", "TagValue": "2"}]
    kms.update_key_description(KeyId=first, Description="d")
    assert kms.describe_key(KeyId=first)["KeyMetadata"]["Description"] == "d"
    assert kms.get_key_last_usage(KeyId=first)["KeyLastUsage"] == {}
    kms.encrypt(KeyId=first, Plaintext=b"x")
    assert kms.get_key_last_usage(KeyId=first)["KeyLastUsage"]["Operation"] == "Encrypt"
    assert kms.describe_custom_key_stores()["CustomKeyStores"] == []
    assert code(kms.connect_custom_key_store, CustomKeyStoreId="cks-1234567890abcdef0") == "CustomKeyStoreNotFoundException"


def test_a_multi_region_key(gateway):
    kms = gateway.client("kms")
    key = kms.create_key(MultiRegion=True)["KeyMetadata"]
    assert key["KeyId"].startswith("mrk-") and key["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
    assert kms.decrypt(CiphertextBlob=kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x")["CiphertextBlob"])["Plaintext"] == b"x"
    assert code(kms.replicate_key, KeyId=key["KeyId"], ReplicaRegion="eu-west-1") == "UnsupportedOperationException"
