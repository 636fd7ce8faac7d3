//! Keys with a public part, and keys of HMACs.

use super::*;
use crate::api::{
    Decapsulate, DecapsulateInput, DeriveSharedSecret, DeriveSharedSecretInput, Encapsulate,
    EncapsulateInput, GenerateDataKeyPair, GenerateDataKeyPairInput, GenerateDataKeyPairWithoutPlaintext,
    GenerateDataKeyPairWithoutPlaintextInput, GenerateMac, GenerateMacInput, GetKeyLastUsage,
    GetKeyLastUsageInput, GetPublicKey, GetPublicKeyInput, ReEncrypt, ReEncryptInput, Sign, SignInput,
    Verify, VerifyInput, VerifyMac, VerifyMacInput,
};

fn sign(key: &str, algorithm: &str, message: &[u8]) -> SignInput {
    let (key_id, signing_algorithm) = (key.to_owned(), algorithm.to_owned());
    SignInput { key_id, signing_algorithm, message: message.to_vec(), ..SignInput::default() }
}

fn verify(key: &str, algorithm: &str, message: &[u8], signature: &[u8]) -> VerifyInput {
    let (key_id, signing_algorithm) = (key.to_owned(), algorithm.to_owned());
    let (message, signature) = (message.to_vec(), signature.to_vec());
    VerifyInput { key_id, signing_algorithm, message, signature, ..VerifyInput::default() }
}

fn usage(text: String) -> (&'static str, String) {
    ("InvalidKeyUsageException", text)
}

#[test]
fn every_kind_of_key_says_what_it_can_do() {
    let rig = Rig::new();
    for (spec, wanted) in [
        ("ECC_NIST_P256", vec!["ECDSA_SHA_256"]),
        ("ECC_NIST_P384", vec!["ECDSA_SHA_384"]),
        ("ECC_NIST_P521", vec!["ECDSA_SHA_512"]),
        ("ECC_SECG_P256K1", vec!["ECDSA_SHA_256"]),
        ("ECC_NIST_EDWARDS25519", vec!["ED25519_SHA_512", "ED25519_PH_SHA_512"]),
        ("ML_DSA_44", vec!["ML_DSA_SHAKE_256"]),
        ("ML_DSA_87", vec!["ML_DSA_SHAKE_256"]),
    ] {
        let key = rig.key_of(spec, "SIGN_VERIFY");
        assert_eq!(key.signing_algorithms.unwrap(), wanted, "{spec}");
        assert_eq!((key.encryption_algorithms, key.current_key_material_id), (None, None));
    }
    assert_eq!(rig.key_of("HMAC_384", "GENERATE_VERIFY_MAC").mac_algorithms.unwrap(), ["HMAC_SHA_384"]);
    assert_eq!(rig.key_of("ECC_NIST_P256", "KEY_AGREEMENT").key_agreement_algorithms.unwrap(), ["ECDH"]);
    let kem = rig.key_of("ML_KEM_768", "ENCAPSULATE_DECAPSULATE");
    assert_eq!(kem.encapsulation_algorithms.unwrap(), ["ML_KEM"]);
}

#[test]
fn what_was_signed_verifies_and_nothing_else_does() {
    let rig = Rig::new();
    for (spec, algorithm) in [
        ("ECC_NIST_P384", "ECDSA_SHA_384"),
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512"),
        ("ML_DSA_65", "ML_DSA_SHAKE_256"),
        ("RSA_2048", "RSASSA_PSS_SHA_256"),
    ] {
        let key = rig.key_of(spec, "SIGN_VERIFY").key_id;
        let signed = rig.call::<Sign>(sign(&key, algorithm, b"message")).unwrap();
        let signature = signed.signature.unwrap();

        let verified = rig.call::<Verify>(verify(&key, algorithm, b"message", &signature)).unwrap();
        assert_eq!((verified.signature_valid, verified.key_id), (Some(true), signed.key_id));
        let other = rig.refused::<Verify>(verify(&key, algorithm, b"massage", &signature));
        assert_eq!(other, ("KMSInvalidSignatureException", String::new()));
        let dry = SignInput { dry_run: Some(true), ..sign(&key, algorithm, b"m") };
        assert_eq!(rig.refused::<Sign>(dry).0, "DryRunOperationException");
    }
}

#[test]
fn messages_are_of_the_kind_that_is_said() {
    let rig = Rig::new();
    let [p256, ed, ml] = ["ECC_NIST_P256", "ECC_NIST_EDWARDS25519", "ML_DSA_44"]
        .map(|spec| rig.key_of(spec, "SIGN_VERIFY").key_id);
    let of = |kind: &str, input: SignInput| SignInput { message_type: text(kind), ..input };
    let digest = [7; 32];

    let signed = rig.call::<Sign>(of("DIGEST", sign(&p256, "ECDSA_SHA_256", &digest))).unwrap();
    let same = VerifyInput {
        message_type: text("DIGEST"),
        ..verify(&p256, "ECDSA_SHA_256", &digest, &signed.signature.unwrap())
    };
    assert!(rig.call::<Verify>(same).is_ok());
    let short = rig.refused::<Sign>(of("DIGEST", sign(&p256, "ECDSA_SHA_256", &digest[1..])));
    assert_eq!(short, validation("Digest is invalid length for algorithm ECDSA_SHA_256."));
    for (key, algorithm) in [(&ed, "ED25519_SHA_512"), (&ml, "ML_DSA_SHAKE_256")] {
        let refused = rig.refused::<Sign>(of("DIGEST", sign(key, algorithm, &digest)));
        assert_eq!(
            refused,
            validation(&format!("MessageType DIGEST is not valid for algorithm {algorithm}."))
        );
    }
    for (kind, key, algorithm) in
        [("EXTERNAL_MU", &ml, "ML_DSA_SHAKE_256"), ("DIGEST", &ed, "ED25519_PH_SHA_512")]
    {
        let signed = rig.call::<Sign>(of(kind, sign(key, algorithm, &[7; 64]))).unwrap().signature.unwrap();
        let same = |message: &[u8]| VerifyInput {
            message_type: text(kind),
            ..verify(key, algorithm, message, &signed)
        };
        assert!(rig.call::<Verify>(same(&[7; 64])).is_ok());
        assert_eq!(rig.refused::<Verify>(same(&[8; 64])).0, "KMSInvalidSignatureException");
    }
    let raw = rig.refused::<Sign>(sign(&ed, "ED25519_PH_SHA_512", &[7; 64]));
    assert_eq!(raw, validation("MessageType RAW is not valid for algorithm ED25519_PH_SHA_512."));
    let mu = rig.refused::<Sign>(of("EXTERNAL_MU", sign(&ml, "ML_DSA_SHAKE_256", &[7; 63])));
    assert_eq!(mu.0, "ValidationException");
    let prehashed = rig.refused::<Sign>(of("DIGEST", sign(&ed, "ED25519_PH_SHA_512", &[7; 63])));
    assert_eq!(prehashed, validation("Digest is invalid length for algorithm ED25519_PH_SHA_512."));
    let unfit = rig.refused::<Sign>(sign(&p256, "RSASSA_PSS_SHA_256", b"m"));
    let told = "Algorithm RSASSA_PSS_SHA_256 is incompatible with key spec ECC_NIST_P256.";
    assert_eq!(unfit, usage(told.to_owned()));
}

#[test]
fn a_key_does_what_it_was_made_for_alone() {
    let rig = Rig::new();
    let signs = rig.key_of("ECC_NIST_P256", "SIGN_VERIFY");
    let encrypts = rig.key();
    let (signs_arn, encrypts_arn) = (signs.arn.unwrap(), encrypts.arn.unwrap());
    let not = |arn: &str, own: &str, operation: &str| {
        usage(format!("{arn} key usage is {own} which is not valid for {operation}."))
    };

    assert_eq!(
        rig.refused::<Encrypt>(encrypt(&signs.key_id, b"x")),
        not(&signs_arn, "SIGN_VERIFY", "Encrypt")
    );
    assert_eq!(
        rig.refused::<GenerateDataKey>(data_key(&signs.key_id, Some("AES_256"), None)),
        not(&signs_arn, "SIGN_VERIFY", "GenerateDataKey")
    );
    assert_eq!(
        rig.refused::<Sign>(sign(&encrypts.key_id, "ECDSA_SHA_256", b"m")),
        not(&encrypts_arn, "ENCRYPT_DECRYPT", "Sign")
    );
    let blob = rig.encrypt(&encrypts.key_id, b"x");
    let other = DecryptInput { key_id: Some(signs.key_id), ..decrypt(&blob) };
    assert_eq!(rig.refused::<Decrypt>(other).0, "IncorrectKeyException");
}

#[test]
fn macs_are_made_and_verified_with_the_one_hash_of_the_key() {
    let rig = Rig::new();
    for (spec, algorithm, bytes) in [
        ("HMAC_224", "HMAC_SHA_224", 28),
        ("HMAC_256", "HMAC_SHA_256", 32),
        ("HMAC_384", "HMAC_SHA_384", 48),
        ("HMAC_512", "HMAC_SHA_512", 64),
    ] {
        let key_id = rig.key_of(spec, "GENERATE_VERIFY_MAC").key_id;
        let make = |algorithm: &str| GenerateMacInput {
            key_id: key_id.clone(),
            message: b"m".to_vec(),
            mac_algorithm: algorithm.to_owned(),
            ..GenerateMacInput::default()
        };
        let mac = rig.call::<GenerateMac>(make(algorithm)).unwrap().mac.unwrap();
        let check = |message: &[u8]| VerifyMacInput {
            key_id: key_id.clone(),
            message: message.to_vec(),
            mac_algorithm: algorithm.to_owned(),
            mac: mac.clone(),
            ..VerifyMacInput::default()
        };

        assert_eq!(mac.len(), bytes);
        assert_eq!(rig.call::<VerifyMac>(check(b"m")).unwrap().mac_valid, Some(true));
        assert_eq!(rig.refused::<VerifyMac>(check(b"n")), ("KMSInvalidMacException", String::new()));
        let wrong = if bytes == 32 { "HMAC_SHA_512" } else { "HMAC_SHA_256" };
        let told = format!("Algorithm {wrong} is incompatible with key spec {spec}.");
        assert_eq!(rig.refused::<GenerateMac>(make(wrong)), usage(told));
    }
}

#[test]
fn rsa_encrypts_what_fits_and_is_named_to_decrypt() {
    let rig = Rig::new();
    let key = rig.key_of("RSA_2048", "ENCRYPT_DECRYPT").key_id;
    let with = |algorithm: &str, plaintext: &[u8]| EncryptInput {
        encryption_algorithm: text(algorithm),
        ..encrypt(&key, plaintext)
    };
    for (algorithm, most) in [("RSAES_OAEP_SHA_1", 214), ("RSAES_OAEP_SHA_256", 190)] {
        let plaintext = vec![7; most];
        let blob = rig.call::<Encrypt>(with(algorithm, &plaintext)).unwrap().ciphertext_blob.unwrap();
        let open = |algorithm: &str| DecryptInput {
            key_id: Some(key.clone()),
            encryption_algorithm: text(algorithm),
            ..decrypt(&blob)
        };

        let opened = rig.call::<Decrypt>(open(algorithm)).unwrap();
        assert_eq!((opened.plaintext.unwrap(), opened.key_material_id), (plaintext, None));
        let other = if most == 214 { "RSAES_OAEP_SHA_256" } else { "RSAES_OAEP_SHA_1" };
        assert_eq!(rig.refused::<Decrypt>(open(other)), ("InvalidCiphertextException", String::new()));
        assert_eq!(rig.refused::<Decrypt>(decrypt(&blob)).0, "InvalidCiphertextException");
        let told = format!(
            "Algorithm {algorithm} and key spec RSA_2048 cannot encrypt data larger than {most} bytes."
        );
        assert_eq!(rig.refused::<Encrypt>(with(algorithm, &vec![7; most + 1])), validation(&told));
    }
    let told = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.";
    assert_eq!(rig.refused::<Encrypt>(encrypt(&key, b"x")), usage(told.to_owned()));
    let bound = EncryptInput { encryption_context: pairs(&[("a", "b")]), ..with("RSAES_OAEP_SHA_1", b"x") };
    assert_eq!(rig.refused::<Encrypt>(bound).0, "ValidationException");
}

#[test]
fn a_ciphertext_moves_to_another_key_and_context() {
    let rig = Rig::new();
    let (from, to) = (rig.key().key_id, rig.key());
    let sealed = EncryptInput { encryption_context: pairs(&[("a", "1")]), ..encrypt(&from, b"secret") };
    let blob = rig.call::<Encrypt>(sealed).unwrap().ciphertext_blob.unwrap();
    let input = ReEncryptInput {
        ciphertext_blob: Some(blob),
        source_encryption_context: pairs(&[("a", "1")]),
        destination_key_id: to.key_id.clone(),
        destination_encryption_context: pairs(&[("b", "2")]),
        ..ReEncryptInput::default()
    };

    let moved = rig.call::<ReEncrypt>(input.clone()).unwrap();

    assert_eq!((moved.key_id, moved.destination_key_material_id), (to.arn, to.current_key_material_id));
    let blob = moved.ciphertext_blob.unwrap();
    let open = DecryptInput { encryption_context: pairs(&[("b", "2")]), ..decrypt(&blob) };
    assert_eq!(rig.call::<Decrypt>(open).unwrap().plaintext.unwrap(), b"secret");
    let dry = ReEncryptInput { dry_run: Some(true), ..input.clone() };
    assert_eq!(rig.refused::<ReEncrypt>(dry).0, "DryRunOperationException");
    let unbound = ReEncryptInput { source_encryption_context: None, ..input };
    assert_eq!(rig.refused::<ReEncrypt>(unbound.clone()).0, "InvalidCiphertextException");
    let asked = rig.access::<ReEncrypt>(unbound);
    assert_eq!([asked[0].0, asked[1].0], ["kms:ReEncryptFrom", "kms:ReEncryptTo"]);
}

#[test]
fn secrets_are_shared_and_encapsulated() {
    let rig = Rig::new();
    let [a, b] = [(); 2].map(|()| rig.key_of("ECC_NIST_P256", "KEY_AGREEMENT").key_id);
    let public = |key: &str| {
        let input = GetPublicKeyInput { key_id: key.to_owned(), ..GetPublicKeyInput::default() };
        rig.call::<GetPublicKey>(input).unwrap().public_key.unwrap()
    };
    let derive = |key: &str, public_key: Vec<u8>| DeriveSharedSecretInput {
        key_id: key.to_owned(),
        key_agreement_algorithm: "ECDH".to_owned(),
        public_key,
        ..DeriveSharedSecretInput::default()
    };
    let shared = |key: &str, other: &str| {
        rig.call::<DeriveSharedSecret>(derive(key, public(other))).unwrap().shared_secret.unwrap()
    };
    assert_eq!(shared(&a, &b), shared(&b, &a));
    assert_eq!(rig.refused::<DeriveSharedSecret>(derive(&a, vec![7; 91])).0, "ValidationException");

    let key_id = rig.key_of("ML_KEM_512", "ENCAPSULATE_DECAPSULATE").key_id;
    let encapsulation_algorithm = "ML_KEM".to_owned();
    let input = EncapsulateInput {
        key_id: key_id.clone(),
        encapsulation_algorithm: encapsulation_algorithm.clone(),
        ..EncapsulateInput::default()
    };
    let made = rig.call::<Encapsulate>(input).unwrap();
    let open = |blob: &[u8]| DecapsulateInput {
        key_id: key_id.clone(),
        shared_secret_ciphertext_blob: blob.to_vec(),
        encapsulation_algorithm: encapsulation_algorithm.clone(),
        ..DecapsulateInput::default()
    };
    let blob = made.shared_secret_ciphertext_blob.unwrap();
    let opened = rig.call::<Decapsulate>(open(&blob)).unwrap().shared_secret;
    assert_eq!((opened, blob.len()), (made.shared_secret, 768));
    let short = rig.refused::<Decapsulate>(open(&blob[1..]));
    assert_eq!(short, ("InvalidCiphertextException", String::new()));
}

#[test]
fn key_pairs_for_use_elsewhere_come_in_clear_and_sealed() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let order = |spec: &str| GenerateDataKeyPairInput {
        key_id: key.clone(),
        key_pair_spec: spec.to_owned(),
        encryption_context: pairs(&[("a", "b")]),
        ..GenerateDataKeyPairInput::default()
    };
    for spec in ["RSA_2048", "ECC_NIST_P256", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_KEM_512"] {
        let made = rig.call::<GenerateDataKeyPair>(order(spec)).unwrap();
        let blob = made.private_key_ciphertext_blob.unwrap();
        let open = DecryptInput { encryption_context: pairs(&[("a", "b")]), ..decrypt(&blob) };
        assert_eq!(rig.call::<Decrypt>(open).unwrap().plaintext, made.private_key_plaintext, "{spec}");
        assert!(made.public_key.is_some());
        let GenerateDataKeyPairInput { key_id, key_pair_spec, .. } = order(spec);
        let hidden = GenerateDataKeyPairWithoutPlaintextInput { key_id, key_pair_spec, ..Default::default() };
        assert!(rig.call::<GenerateDataKeyPairWithoutPlaintext>(hidden).is_ok());
    }
    assert_eq!(rig.refused::<GenerateDataKeyPair>(order("SM2")).0, "UnsupportedOperationException");
}

#[test]
fn the_last_use_of_a_key_is_told() {
    let rig = Rig::new();
    let key = rig.key();
    let asked = || GetKeyLastUsageInput { key_id: key.key_id.clone() };
    let told = |rig: &Rig| rig.call::<GetKeyLastUsage>(asked()).unwrap().key_last_usage.unwrap();

    assert_eq!(told(&rig).operation, None);
    rig.encrypt(&key.key_id, b"x");

    let last = told(&rig);
    assert_eq!((last.operation.as_deref(), last.kms_request_id.as_deref()), (Some("Encrypt"), Some("r")));
    assert_eq!(last.timestamp, Some(rig.clock.now().wall.0.cast_signed()));
    let dry = EncryptInput { dry_run: Some(true), ..encrypt(&rig.key().key_id, b"x") };
    rig.refused::<Encrypt>(dry);
}

#[test]
fn symmetric_keys_have_no_public_key() {
    let rig = Rig::new();
    for key in [rig.key(), rig.key_of("HMAC_256", "GENERATE_VERIFY_MAC")] {
        let input = GetPublicKeyInput { key_id: key.key_id, ..GetPublicKeyInput::default() };
        assert_eq!(rig.refused::<GetPublicKey>(input).0, "UnsupportedOperationException");
    }
}
