import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def key(gateway):
    kms = gateway.client("kms")
    return kms, kms.create_key(Description="field")["KeyMetadata"]


def test_round_trip_under_every_name_of_a_key(key, gateway, name):
    kms, made = key
    alias = f"alias/{name}"
    kms.create_alias(AliasName=alias, TargetKeyId=made["KeyId"])
    context = {"site": "mill", "unit": "7"}

    for name_of_key in [made["KeyId"], made["Arn"], alias, made["Arn"].rpartition(":key/")[0] + ":" + alias]:
        sealed = kms.encrypt(KeyId=name_of_key, Plaintext=b"secret", EncryptionContext=context)
        assert sealed["KeyId"] == made["Arn"] and b"secret" not in sealed["CiphertextBlob"]
        opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
        assert opened["Plaintext"] == b"secret" and opened["KeyId"] == made["Arn"]
        assert kms.describe_key(KeyId=name_of_key)["KeyMetadata"]["KeyId"] == made["KeyId"]


def test_what_was_not_sealed_so_does_not_open(key):
    kms, made = key
    sealed = kms.encrypt(KeyId=made["KeyId"], Plaintext=b"secret", EncryptionContext={"a": "b"})["CiphertextBlob"]
    other = kms.create_key()["KeyMetadata"]["KeyId"]

    for context in [{}, {"a": "B"}, {"a": "b", "c": "d"}]:
        with pytest.raises(kms.exceptions.InvalidCiphertextException):
            kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=sealed[:-1] + bytes([sealed[-1] ^ 1]), EncryptionContext={"a": "b"})
    with pytest.raises(kms.exceptions.IncorrectKeyException):
        kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"a": "b"}, KeyId=other)


def test_data_keys(key):
    kms, made = key

    for asked, size in [({"KeySpec": "AES_256"}, 32), ({"KeySpec": "AES_128"}, 16), ({"NumberOfBytes": 65}, 65)]:
        shown = kms.generate_data_key(KeyId=made["Arn"], **asked)
        assert len(shown["Plaintext"]) == size
        assert kms.decrypt(CiphertextBlob=shown["CiphertextBlob"])["Plaintext"] == shown["Plaintext"]
        hidden = kms.generate_data_key_without_plaintext(KeyId=made["Arn"], **asked)
        assert "Plaintext" not in hidden and hidden["KeyId"] == made["Arn"]
        assert len(kms.decrypt(CiphertextBlob=hidden["CiphertextBlob"])["Plaintext"]) == size


def test_random_bytes(gateway):
    kms = gateway.client("kms")

    drawn = {kms.generate_random(NumberOfBytes=33)["Plaintext"] for _ in range(4)}

    assert len(drawn) == 4 and all(len(bytes_) == 33 for bytes_ in drawn)
    with pytest.raises(ClientError) as caught:
        kms.generate_random(NumberOfBytes=1025)
    assert caught.value.response["Error"]["Code"] == "ValidationException"


def test_keys_and_aliases_are_paged(gateway, name):
    kms = gateway.client("kms")
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(4)]
    for i, each in enumerate(keys):
        kms.create_alias(AliasName=f"alias/{name}-{i}", TargetKeyId=each)

    pages = list(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3}))
    listed = [entry["KeyId"] for page in pages for entry in page["Keys"]]
    assert set(keys) <= set(listed) and len(listed) == len(set(listed))
    assert [page["Truncated"] for page in pages] == [True] * (len(pages) - 1) + [False]
    aliases = [a for page in kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 3}) for a in page["Aliases"]]
    found = {a["AliasName"]: a.get("TargetKeyId") for a in aliases}
    assert all(found[f"alias/{name}-{i}"] == each for i, each in enumerate(keys))
    [only] = kms.list_aliases(KeyId=keys[2])["Aliases"]
    assert only["AliasName"] == f"alias/{name}-2"


def test_errors_are_aws_errors(key, gateway):
    kms, made = key
    absent = "00000000-0000-0000-0000-000000000000"
    arn = f"arn:aws:kms:{gateway.region}:{gateway.account}:key/{absent}"

    with pytest.raises(kms.exceptions.NotFoundException) as caught:
        kms.describe_key(KeyId=absent)
    assert caught.value.response["Error"]["Message"] == f"Key '{arn}' does not exist"
    with pytest.raises(kms.exceptions.NotFoundException) as caught:
        kms.encrypt(KeyId="nonsense", Plaintext=b"x")
    assert caught.value.response["Error"]["Message"] == "Invalid keyId 'nonsense'"
    with pytest.raises(kms.exceptions.DryRunOperationException):
        kms.encrypt(KeyId=made["KeyId"], Plaintext=b"x", DryRun=True)
    with pytest.raises(ClientError) as caught:
        kms.encrypt(KeyId=made["KeyId"], Plaintext=b"x" * 4097)
    assert caught.value.response["Error"]["Code"] == "ValidationException"
    assert "Member must have length less than or equal to 4096" in str(caught.value)
    with pytest.raises(kms.exceptions.UnsupportedOperationException):
        kms.create_key(KeySpec="SM2", KeyUsage="SIGN_VERIFY")
