//! Key material that someone brings.

use super::*;
use crate::api::{
    DeleteImportedKeyMaterial, DeleteImportedKeyMaterialInput, GetParametersForImport,
    GetParametersForImportInput, GetParametersForImportOutput, ImportKeyMaterial, ImportKeyMaterialInput,
    ListKeyRotations, ListKeyRotationsInput, RotateKeyOnDemand, RotateKeyOnDemandInput, Sign, SignInput,
};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey, PublicEncryptingKey,
};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};

fn oaep(public: &[u8], algorithm: &'static OaepAlgorithm, plaintext: &[u8]) -> Vec<u8> {
    let key = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(public).unwrap()).unwrap();
    let mut out = vec![0; key.ciphertext_size()];
    let length = key.encrypt(algorithm, plaintext, &mut out, None).unwrap().len();
    out.truncate(length);
    out
}

fn wrap(public: &[u8], algorithm: &str, material: &[u8]) -> Vec<u8> {
    let hash = if algorithm.ends_with("256") { &OAEP_SHA256_MGF1SHA256 } else { &OAEP_SHA1_MGF1SHA1 };
    if algorithm.starts_with("RSAES") {
        return oaep(public, hash, material);
    }
    let kek = [3; 32];
    let mut out = vec![0; material.len() + 15];
    let length = AesKek::new(&AES_256, &kek).unwrap().wrap_with_padding(material, &mut out).unwrap().len();
    [&oaep(public, hash, &kek)[..], &out[..length]].concat()
}

fn parameters(rig: &Rig, key: &str, algorithm: &str) -> GetParametersForImportOutput {
    let input = GetParametersForImportInput {
        key_id: key.to_owned(),
        wrapping_algorithm: algorithm.to_owned(),
        wrapping_key_spec: "RSA_2048".to_owned(),
    };
    rig.call::<GetParametersForImport>(input).unwrap()
}

fn order(rig: &Rig, key: &str, algorithm: &str, material: &[u8]) -> ImportKeyMaterialInput {
    let got = parameters(rig, key, algorithm);
    ImportKeyMaterialInput {
        key_id: key.to_owned(),
        import_token: got.import_token.unwrap(),
        encrypted_key_material: wrap(&got.public_key.unwrap(), algorithm, material),
        expiration_model: text("KEY_MATERIAL_DOES_NOT_EXPIRE"),
        ..ImportKeyMaterialInput::default()
    }
}

fn brought(rig: &Rig, key: &str, material: &[u8]) -> String {
    let input = order(rig, key, "RSAES_OAEP_SHA_256", material);
    rig.call::<ImportKeyMaterial>(input).unwrap().key_material_id.unwrap()
}

fn state(rig: &Rig, key: &str) -> String {
    rig.shown(key).key_state.unwrap()
}

fn delete(key: &str, material: Option<&str>) -> DeleteImportedKeyMaterialInput {
    let key_material_id = material.map(str::to_owned);
    DeleteImportedKeyMaterialInput { key_id: key.to_owned(), key_material_id }
}

#[test]
fn material_comes_in_every_wrapping_goes_and_comes_again() {
    let rig = Rig::new();
    for algorithm in
        ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"]
    {
        let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
        assert_eq!((key.key_state.as_deref(), key.expiration_model), (Some("PendingImport"), None));
        let input = order(&rig, &key.key_id, algorithm, &[7; 32]);
        let material = rig.call::<ImportKeyMaterial>(input.clone()).unwrap().key_material_id;

        let shown = rig.shown(&key.key_id);
        assert_eq!(
            (shown.key_state.as_deref(), &shown.current_key_material_id),
            (Some("Enabled"), &material)
        );
        assert_eq!(shown.expiration_model.as_deref(), Some("KEY_MATERIAL_DOES_NOT_EXPIRE"));
        let blob = rig.encrypt(&key.key_id, b"x");
        rig.call::<DeleteImportedKeyMaterial>(delete(&key.key_id, None)).unwrap();
        let told = ("KMSInvalidStateException", format!("{} is pending import.", key.arn.unwrap()));
        assert_eq!(rig.refused::<Decrypt>(decrypt(&blob)), told);
        let other = order(&rig, &key.key_id, algorithm, &[8; 32]);
        assert_eq!(rig.refused::<ImportKeyMaterial>(other).0, "IncorrectKeyMaterialException");
        rig.call::<ImportKeyMaterial>(input).unwrap();
        assert_eq!(rig.call::<Decrypt>(decrypt(&blob)).unwrap().plaintext.unwrap(), b"x");
    }
}

#[test]
fn what_is_not_right_is_refused() {
    let rig = Rig::new();
    let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    let other = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    let good = order(&rig, &key, "RSAES_OAEP_SHA_256", &[7; 32]);
    let refused = |change: &dyn Fn(&mut ImportKeyMaterialInput)| {
        let mut input = good.clone();
        change(&mut input);
        rig.refused::<ImportKeyMaterial>(input).0
    };

    assert_eq!(refused(&|i| i.key_id = other.clone()), "InvalidImportTokenException");
    assert_eq!(refused(&|i| i.import_token[80] ^= 1), "InvalidImportTokenException");
    assert_eq!(refused(&|i| i.import_token.truncate(9)), "InvalidImportTokenException");
    assert_eq!(refused(&|i| i.encrypted_key_material[0] ^= 1), "InvalidCiphertextException");
    assert_eq!(refused(&|i| i.import_type = text("EXISTING_KEY_MATERIAL")), "IncorrectKeyMaterialException");
    assert_eq!(refused(&|i| i.key_material_id = text(&"0".repeat(64))), "IncorrectKeyMaterialException");
    assert_eq!(refused(&|i| i.expiration_model = None), "ValidationException");
    assert_eq!(refused(&|i| i.valid_to = Some(9)), "ValidationException");
    let short = order(&rig, &key, "RSAES_OAEP_SHA_256", &[7; 31]);
    assert_eq!(rig.refused::<ImportKeyMaterial>(short).0, "IncorrectKeyMaterialException");
    rig.days(1);
    assert_eq!(rig.refused::<ImportKeyMaterial>(good).0, "ExpiredImportTokenException");
}

#[test]
fn material_that_expires_goes_in_time() {
    let rig = Rig::new();
    let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    let until = rig.clock.now().wall.0.cast_signed() + 10 * 86_400_000;
    let mut input = order(&rig, &key, "RSAES_OAEP_SHA_256", &[7; 32]);
    (input.expiration_model, input.valid_to) = (None, Some(until));
    rig.call::<ImportKeyMaterial>(input).unwrap();
    let shown = rig.shown(&key);
    assert_eq!(
        (shown.expiration_model.as_deref(), shown.valid_to),
        (Some("KEY_MATERIAL_EXPIRES"), Some(until))
    );

    rig.days(9);
    assert_eq!(state(&rig, &key), "Enabled");
    rig.days(1);

    assert_eq!(state(&rig, &key), "PendingImport");
    brought(&rig, &key, &[7; 32]);
    assert_eq!(state(&rig, &key), "Enabled");
}

#[test]
fn a_key_is_made_anew_with_material_that_waits() {
    let rig = Rig::new();
    let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    let rotate = || RotateKeyOnDemandInput { key_id: key.clone() };
    let first = brought(&rig, &key, &[1; 32]);
    let old = rig.encrypt(&key, b"old");
    assert_eq!(rig.refused::<RotateKeyOnDemand>(rotate()).0, "KMSInvalidStateException");
    let mut next = order(&rig, &key, "RSAES_OAEP_SHA_256", &[2; 32]);
    (next.import_type, next.key_material_description) = (text("NEW_KEY_MATERIAL"), text("second"));

    let second = rig.call::<ImportKeyMaterial>(next.clone()).unwrap().key_material_id;

    assert_eq!(rig.shown(&key).current_key_material_id, Some(first.clone()));
    let mut third = order(&rig, &key, "RSAES_OAEP_SHA_256", &[3; 32]);
    third.import_type = text("NEW_KEY_MATERIAL");
    assert_eq!(rig.refused::<ImportKeyMaterial>(third).0, "KMSInvalidStateException");
    rig.call::<RotateKeyOnDemand>(rotate()).unwrap();
    assert_eq!(rig.shown(&key).current_key_material_id, second);
    assert_eq!(rig.call::<Decrypt>(decrypt(&old)).unwrap().key_material_id, Some(first.clone()));
    let include_key_material = text("ALL_KEY_MATERIAL");
    let all = ListKeyRotationsInput { key_id: key.clone(), include_key_material, ..Default::default() };
    let all = rig.call::<ListKeyRotations>(all).unwrap().rotations.unwrap();
    let states: Vec<_> = all.iter().map(|e| e.key_material_state.as_deref().unwrap()).collect();
    assert_eq!(states, ["NON_CURRENT", "CURRENT"]);
    assert_eq!(all[1].key_material_description.as_deref(), Some("second"));
    rig.call::<DeleteImportedKeyMaterial>(delete(&key, Some(&first))).unwrap();
    assert_eq!(state(&rig, &key), "PendingImport");
    assert_eq!(brought(&rig, &key, &[1; 32]), first);
    assert_eq!(state(&rig, &key), "Enabled");
    let none = rig.refused::<DeleteImportedKeyMaterial>(delete(&key, Some(&"0".repeat(64))));
    assert_eq!(none.0, "NotFoundException");
}

#[test]
fn material_that_waits_can_be_thought_better_of() {
    let rig = Rig::new();
    let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    brought(&rig, &key, &[1; 32]);
    let mut next = order(&rig, &key, "RSAES_OAEP_SHA_256", &[2; 32]);
    next.import_type = text("NEW_KEY_MATERIAL");
    let second = rig.call::<ImportKeyMaterial>(next).unwrap().key_material_id;

    rig.call::<DeleteImportedKeyMaterial>(delete(&key, second.as_deref())).unwrap();

    assert_eq!(state(&rig, &key), "Enabled");
    let rotate = RotateKeyOnDemandInput { key_id: key };
    assert_eq!(rig.refused::<RotateKeyOnDemand>(rotate).0, "KMSInvalidStateException");
}

#[test]
fn what_is_sealed_under_material_that_went_stays_readable() {
    let rig = Rig::new();
    let key = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").key_id;
    brought(&rig, &key, &[1; 32]);
    let (_, wrapped) = rig.store.keyring().new_data_key(Some(&key)).unwrap();
    rig.store.catalog().put("test", 1, wrapped.as_bytes()).unwrap();

    rig.call::<DeleteImportedKeyMaterial>(delete(&key, None)).unwrap();
    rig.days(1);
    assert!(rig.store.keyring().unwrap(&wrapped).is_ok());
    assert_eq!(rig.refused::<Encrypt>(encrypt(&key, b"x")).0, "KMSInvalidStateException");
    rig.store.catalog().remove("test", 1).unwrap();
    rig.days(1);

    assert!(rig.store.keyring().unwrap(&wrapped).is_err());
}

#[test]
fn keys_of_hmacs_and_pairs_are_brought_too() {
    let rig = Rig::new();
    let key = rig.external("ECC_NIST_P256", "SIGN_VERIFY").key_id;
    let pkcs8 = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap().to_pkcs8v1().unwrap();
    let input = order(&rig, &key, "RSA_AES_KEY_WRAP_SHA_256", pkcs8.as_ref());
    assert_eq!(rig.call::<ImportKeyMaterial>(input).unwrap().key_material_id, None);
    let sign = SignInput {
        key_id: key.clone(),
        message: b"m".to_vec(),
        signing_algorithm: "ECDSA_SHA_256".to_owned(),
        ..SignInput::default()
    };
    assert!(rig.call::<Sign>(sign).is_ok());
    let again = order(&rig, &key, "RSA_AES_KEY_WRAP_SHA_256", &[7; 40]);
    assert_eq!(rig.refused::<ImportKeyMaterial>(again).0, "IncorrectKeyMaterialException");
    let hmac = rig.external("HMAC_512", "GENERATE_VERIFY_MAC").key_id;
    let short = order(&rig, &hmac, "RSAES_OAEP_SHA_256", &[7; 63]);
    assert_eq!(rig.refused::<ImportKeyMaterial>(short).0, "IncorrectKeyMaterialException");
    rig.call::<ImportKeyMaterial>(order(&rig, &hmac, "RSAES_OAEP_SHA_256", &[7; 64])).unwrap();
    assert_eq!(state(&rig, &hmac), "Enabled");
}
