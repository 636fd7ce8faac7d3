"""The life of keys, told through any client: what is observed must be the same through all of them."""

from telling import Telling

CONTEXT = {"site": "Mühle 7", "unit": "7"}
# What of a description does not depend on the clock or on the key.
STEADY = ("Description", "Enabled", "KeyManager", "KeySpec", "KeyState", "KeyUsage", "MultiRegion", "Origin")
ABSENT = "00000000-0000-0000-0000-000000000000"


class KeyStory(Telling):
    def chapters(self):
        return [
            self.a_key_is_made_and_named,
            self.secrets_are_sealed_for_a_context,
            self.data_keys_are_drawn,
            self.messages_are_signed,
            self.macs_are_made,
            self.two_share_a_secret,
            self.grants_and_policies_are_kept,
            self.a_key_is_renewed,
            self.a_key_rests_and_goes,
        ]

    # --- chapters

    def a_key_is_made_and_named(self):
        made = self.hand("CreateKey", Description="story", Tags=[{"TagKey": "kind", "TagValue": "story"}])["KeyMetadata"]
        self.key, self.arn, self.alias = made["KeyId"], made["Arn"], f"alias/{self.name}"
        self.observed["a key"] = self.steady(made)
        self.hand("CreateAlias", AliasName=self.alias, TargetKeyId=self.key)
        for name in (self.key, self.arn, self.alias, self.arn.rpartition(":key/")[0] + ":" + self.alias):
            assert self.hand("DescribeKey", KeyId=name)["KeyMetadata"]["Arn"] == self.arn, name
        [alias] = self.hand("ListAliases", KeyId=self.key)["Aliases"]
        assert (alias["AliasName"], alias["TargetKeyId"]) == (self.alias, self.key)
        self.hand("TagResource", KeyId=self.key, Tags=[{"TagKey": "more", "TagValue": "ü"}])
        self.hand("UntagResource", KeyId=self.key, TagKeys=["kind"])
        self.observed["tags"] = self.hand("ListResourceTags", KeyId=self.key)["Tags"]
        self.hand("UpdateKeyDescription", KeyId=self.key, Description="told")
        assert self.hand("DescribeKey", KeyId=self.key)["KeyMetadata"]["Description"] == "told"
        listed = [key["KeyId"] for key in self.pages("ListKeys", "Keys", Limit=2)]
        assert self.key in listed and len(set(listed)) == len(listed)
        self.note_refusal("an alias that is taken", "CreateAlias", AliasName=self.alias, TargetKeyId=self.key)
        self.note_refusal("an alias of AWS's", "CreateAlias", AliasName="alias/aws/own", TargetKeyId=self.key)
        self.note_refusal("a key that is not there", "DescribeKey", KeyId=ABSENT)
        self.note_refusal("nonsense", "DescribeKey", KeyId="nonsense")
        self.note_refusal("a usage that does not fit", "CreateKey", KeySpec="HMAC_256", KeyUsage="SIGN_VERIFY")

    def secrets_are_sealed_for_a_context(self):
        sealed = self.hand("Encrypt", KeyId=self.alias, Plaintext=b"\x00secret\xff", EncryptionContext=CONTEXT)
        assert sealed["KeyId"] == self.arn and b"secret" not in sealed["CiphertextBlob"]
        blob = sealed["CiphertextBlob"]
        opened = self.hand("Decrypt", CiphertextBlob=blob, EncryptionContext=CONTEXT)
        assert (opened["Plaintext"], opened["KeyId"]) == (b"\x00secret\xff", self.arn)
        self.observed["decrypted with"] = opened["EncryptionAlgorithm"]
        other = self.hand("CreateKey")["KeyMetadata"]["KeyId"]
        moved = self.hand("ReEncrypt", CiphertextBlob=blob, SourceEncryptionContext=CONTEXT, DestinationKeyId=other)
        assert self.hand("Decrypt", CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == b"\x00secret\xff"
        self.note_refusal("another context", "Decrypt", CiphertextBlob=blob, EncryptionContext={"site": "8"})
        self.note_refusal("another key", "Decrypt", CiphertextBlob=blob, EncryptionContext=CONTEXT, KeyId=other)
        self.note_refusal("a changed ciphertext", "Decrypt", CiphertextBlob=blob[:-1] + bytes([blob[-1] ^ 1]), EncryptionContext=CONTEXT)
        self.note_refusal("too much", "Encrypt", KeyId=self.key, Plaintext=b"x" * 4097)
        self.note_refusal("a trial", "Encrypt", KeyId=self.key, Plaintext=b"x", DryRun=True)

    def data_keys_are_drawn(self):
        drawn = self.hand("GenerateDataKey", KeyId=self.key, KeySpec="AES_256", EncryptionContext=CONTEXT)
        opened = self.hand("Decrypt", CiphertextBlob=drawn["CiphertextBlob"], EncryptionContext=CONTEXT)
        assert opened["Plaintext"] == drawn["Plaintext"] and len(drawn["Plaintext"]) == 32
        hidden = self.hand("GenerateDataKeyWithoutPlaintext", KeyId=self.key, NumberOfBytes=65)
        assert "Plaintext" not in hidden
        assert len(self.hand("Decrypt", CiphertextBlob=hidden["CiphertextBlob"])["Plaintext"]) == 65
        pair = self.hand("GenerateDataKeyPair", KeyId=self.key, KeyPairSpec="ECC_NIST_P256")
        assert self.hand("Decrypt", CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]
        self.observed["lengths of a key pair"] = (len(pair["PrivateKeyPlaintext"]), len(pair["PublicKey"]))
        assert len(self.hand("GenerateRandom", NumberOfBytes=1024)["Plaintext"]) == 1024
        self.note_refusal("no length", "GenerateDataKey", KeyId=self.key)

    def messages_are_signed(self):
        kinds = {
            "ECC_NIST_P384": "ECDSA_SHA_384",
            "ECC_SECG_P256K1": "ECDSA_SHA_256",
            "ECC_NIST_EDWARDS25519": "ED25519_SHA_512",
            "ML_DSA_44": "ML_DSA_SHAKE_256",
        }
        for spec, algorithm in kinds.items():
            key = self.hand("CreateKey", KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
            how = {"KeyId": key, "SigningAlgorithm": algorithm}
            public = self.hand("GetPublicKey", KeyId=key)
            self.observed[f"of {spec}"] = (public["SigningAlgorithms"], len(public["PublicKey"]), public["KeyUsage"])
            signature = self.hand("Sign", Message=b"message", **how)["Signature"]
            verified = self.hand("Verify", Message=b"message", Signature=signature, **how)
            assert verified["SignatureValid"] is True
            self.note_refusal(f"another message, {spec}", "Verify", Message=b"massage", Signature=signature, **how)
            self.note_refusal(f"a key that signs, {spec}", "Encrypt", KeyId=key, Plaintext=b"x")

    def macs_are_made(self):
        key = self.hand("CreateKey", KeySpec="HMAC_384", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
        how = {"KeyId": key, "MacAlgorithm": "HMAC_SHA_384"}
        mac = self.hand("GenerateMac", Message=b"message", **how)["Mac"]
        assert len(mac) == 48 and self.hand("VerifyMac", Message=b"message", Mac=mac, **how)["MacValid"] is True
        self.note_refusal("another mac", "VerifyMac", Message=b"message", Mac=mac[::-1], **how)

    def two_share_a_secret(self):
        keys = [self.hand("CreateKey", KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT")["KeyMetadata"]["KeyId"] for _ in range(2)]
        publics = [self.hand("GetPublicKey", KeyId=key)["PublicKey"] for key in keys]
        shared = [
            self.hand("DeriveSharedSecret", KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public)["SharedSecret"]
            for key, public in zip(keys, reversed(publics))
        ]
        assert shared[0] == shared[1] and len(shared[0]) == 32
        if not self.hand.encapsulates:
            return
        key = self.hand("CreateKey", KeySpec="ML_KEM_768", KeyUsage="ENCAPSULATE_DECAPSULATE")["KeyMetadata"]["KeyId"]
        how = {"KeyId": key, "EncapsulationAlgorithm": "ML_KEM"}
        sent = self.hand("Encapsulate", **how)
        blob = sent["SharedSecretCiphertextBlob"]
        assert self.hand("Decapsulate", SharedSecretCiphertextBlob=blob, **how)["SharedSecret"] == sent["SharedSecret"]

    def grants_and_policies_are_kept(self):
        root = self.arn.replace(":kms:", ":iam:").rsplit(":", 1)[0]
        root = "arn:aws:iam::" + root.rsplit(":", 1)[1] + ":root"
        constraints = {"EncryptionContextSubset": {"site": "7"}}
        made = self.hand(
            "CreateGrant", KeyId=self.key, GranteePrincipal=root, RetiringPrincipal=root, Operations=["Encrypt", "Decrypt"],
            Constraints=constraints, Name="told",
        )
        [grant] = self.hand("ListGrants", KeyId=self.key)["Grants"]
        assert (grant["GrantId"], grant["Constraints"], grant["Name"]) == (made["GrantId"], constraints, "told")
        self.observed["operations of a grant"] = sorted(grant["Operations"])
        self.hand("RevokeGrant", KeyId=self.key, GrantId=made["GrantId"])
        self.note_refusal("a grant that is gone", "RevokeGrant", KeyId=self.key, GrantId="0" * 64)
        assert self.hand("ListKeyPolicies", KeyId=self.key)["PolicyNames"] == ["default"]
        policy = self.hand("GetKeyPolicy", KeyId=self.key, PolicyName="default")["Policy"]
        self.hand("PutKeyPolicy", KeyId=self.key, PolicyName="default", Policy=policy)
        assert self.hand("GetKeyPolicy", KeyId=self.key, PolicyName="default")["Policy"] == policy
        self.note_refusal("no policy", "PutKeyPolicy", KeyId=self.key, PolicyName="default", Policy="{}")

    def a_key_is_renewed(self):
        blob = self.hand("Encrypt", KeyId=self.key, Plaintext=b"x")["CiphertextBlob"]
        self.hand("EnableKeyRotation", KeyId=self.key, RotationPeriodInDays=400)
        status = self.hand("GetKeyRotationStatus", KeyId=self.key)
        self.observed["rotation"] = (status["KeyRotationEnabled"], status["RotationPeriodInDays"])
        self.hand("RotateKeyOnDemand", KeyId=self.key)
        assert len(self.hand("ListKeyRotations", KeyId=self.key)["Rotations"]) == 1
        assert self.hand("Decrypt", CiphertextBlob=blob)["Plaintext"] == b"x"
        self.hand("DisableKeyRotation", KeyId=self.key)
        self.note_refusal("a long period", "EnableKeyRotation", KeyId=self.key, RotationPeriodInDays=2561)

    def a_key_rests_and_goes(self):
        self.hand("DisableKey", KeyId=self.key)
        self.note_refusal("a disabled key", "Encrypt", KeyId=self.key, Plaintext=b"x")
        self.hand("EnableKey", KeyId=self.key)
        going = self.hand("ScheduleKeyDeletion", KeyId=self.key, PendingWindowInDays=7)
        self.observed["a key that goes"] = (going["KeyState"], going["PendingWindowInDays"])
        self.note_refusal("a key that goes, used", "Encrypt", KeyId=self.key, Plaintext=b"x")
        self.hand("CancelKeyDeletion", KeyId=self.key)
        self.observed["a key that stays"] = self.steady(self.hand("DescribeKey", KeyId=self.key)["KeyMetadata"])
        self.hand("DeleteAlias", AliasName=self.alias)
        self.note_refusal("an alias that is gone", "DescribeKey", KeyId=self.alias)

    # --- what chapters share

    def steady(self, described):
        return {name: described[name] for name in STEADY}

    def note_refusal(self, what, call, **given):
        super().note_refusal(what, call, **given)
        code, text = self.observed[what]
        # Some errors of KMS have no text, for which each SDK has its own word.
        text = "" if text in (None, "null", "UnknownError", "Unknown") else text
        for varying in (given.get("KeyId", ""), self.key):
            text = text.replace(varying, "KEY") if varying not in ("", "nonsense", ABSENT) else text
        self.observed[what] = code, text

    def pages(self, call, member, **given):
        marker = {}
        while True:
            page = self.hand(call, **given, **marker)
            yield from page[member]
            if not page["Truncated"]:
                return
            marker = {"Marker": page["NextMarker"]}
