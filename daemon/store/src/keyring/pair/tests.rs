//! Key pairs of every kind, made, taken elsewhere and used.

use super::*;
use crate::keyring::KeySpec;
use millpond_base::SeededEntropy;

fn made(spec: KeySpec) -> (SecretBytes, Vec<u8>) {
    let secret = generate(spec, &SeededEntropy::new(7)).unwrap();
    let public = public(spec, &secret).unwrap();
    (secret, public)
}

#[test]
fn a_signature_verifies_and_nothing_beside_it_does() {
    for spec in KeySpec::all().filter(|spec| spec.is_pair()) {
        let algorithms = SigningAlgorithm::of(spec);
        if algorithms.is_empty() {
            continue;
        }
        let (secret, public) = made(spec);
        for algorithm in algorithms {
            let message = Message::Raw(b"message");
            let signature = sign(spec, &secret, algorithm, message).unwrap();

            assert!(verify(spec, &public, algorithm, message, &signature), "{spec:?} {algorithm:?}");
            assert!(!verify(spec, &public, algorithm, Message::Raw(b"massage"), &signature));
            assert!(!verify(spec, &public, algorithm, message, &signature[1..]));
            assert!(!verify(spec, &public, algorithm, message, &[]));
            let Some(sha) = algorithm.digest() else {
                assert!(sign(spec, &secret, algorithm, Message::Digest(&[0; 32])).is_none());
                continue;
            };
            let digest = digest::digest(sha.algorithm(), b"message");
            assert!(verify(spec, &public, algorithm, Message::Digest(digest.as_ref()), &signature));
            assert!(sign(spec, &secret, algorithm, Message::Digest(&digest.as_ref()[1..])).is_none());
        }
    }
}

#[test]
fn a_key_comes_back_from_the_form_in_which_it_is_taken_elsewhere() {
    for spec in KeySpec::all().filter(|spec| spec.is_pair()) {
        let (secret, own) = made(spec);
        let pkcs8 = to_pkcs8(spec, &secret).unwrap();
        if matches!(spec, KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024) {
            // It is taken elsewhere alone, with the key at its end.
            assert!(pkcs8.ends_with(&secret) && from_pkcs8(spec, &pkcs8).is_none());
            continue;
        }

        let back = from_pkcs8(spec, &pkcs8).unwrap();

        assert_eq!(public(spec, &back).unwrap(), own, "{spec:?}");
        assert_eq!(from_pkcs8(spec, &pkcs8[1..]), None);
        for other in KeySpec::all().filter(|other| *other != spec && other.is_pair()) {
            assert_eq!(from_pkcs8(other, &pkcs8), None, "{spec:?} as {other:?}");
        }
    }
}

#[test]
fn what_comes_from_the_random_source_is_the_same_for_the_same_source() {
    for spec in [KeySpec::EccNistP521, KeySpec::EccSecgP256k1, KeySpec::EccNistEdwards25519, KeySpec::MlDsa44]
    {
        assert_eq!(made(spec), made(spec), "{spec:?}");
    }
}

#[test]
fn oaep_opens_with_its_own_hash_and_key() {
    let (secret, public) = made(KeySpec::Rsa2048);
    let (other, _) = made(KeySpec::Rsa2048);
    for (oaep, wrong) in [(Oaep::Sha1, Oaep::Sha256), (Oaep::Sha256, Oaep::Sha1)] {
        let longest = vec![7; oaep.plaintext_bytes_max(KeySpec::Rsa2048)];
        let ciphertext = encrypt(&public, oaep, &longest).unwrap();

        assert_eq!(decrypt(&secret, oaep, &ciphertext).unwrap()[..], longest);
        assert_eq!(decrypt(&secret, wrong, &ciphertext), None);
        assert_eq!(decrypt(&other, oaep, &ciphertext), None);
        assert_eq!(decrypt(&secret, oaep, &ciphertext[1..]), None);
        assert_eq!(encrypt(&public, oaep, &[&longest[..], &[7]].concat()), None);
    }
}

#[test]
fn two_who_agree_share_a_secret_and_strangers_do_not() {
    for spec in [KeySpec::EccNistP256, KeySpec::EccNistP384, KeySpec::EccNistP521] {
        let entropy = SeededEntropy::new(1);
        let [a, b] = [(); 2].map(|()| generate(spec, &entropy).unwrap());
        let (of_a, of_b) = (public(spec, &a).unwrap(), public(spec, &b).unwrap());

        assert_eq!(agree(spec, &a, &of_b).unwrap(), agree(spec, &b, &of_a).unwrap());
        assert_eq!(agree(spec, &a, &of_b).unwrap().len(), a.len());
        assert_eq!(agree(spec, &a, &of_b[1..]), None);
        assert_eq!(agree(spec, &a, &made(KeySpec::EccSecgP256k1).1), None);
        assert_eq!(agree(spec, &a, &made(KeySpec::EccNistEdwards25519).1), None);
    }
    assert_eq!(agree(KeySpec::EccSecgP256k1, &[1; 32], &made(KeySpec::EccSecgP256k1).1), None);
}

#[test]
fn an_encapsulated_secret_comes_out_for_the_holder_of_the_key() {
    for (spec, bytes) in [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)] {
        let (secret, public) = made(spec);
        let (ciphertext, shared) = encapsulate(spec, &public).unwrap();
        let mut other = ciphertext.clone();
        other[0] ^= 1;

        assert_eq!((ciphertext.len(), shared.len()), (bytes, 32));
        assert_eq!(decapsulate(spec, &secret, &ciphertext).unwrap(), shared);
        assert_ne!(decapsulate(spec, &secret, &other).unwrap(), shared);
        assert_eq!(decapsulate(spec, &secret, &ciphertext[1..]), None);
    }
}

/// RFC 8032, 7.3.
#[test]
fn the_published_signature_over_a_digest_is_made_and_verifies() {
    let bytes = |text: &str| -> Vec<u8> {
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let seed = bytes("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    let signature = bytes(
        "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41\
         31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
    );
    let (spec, algorithm) = (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519Prehashed);
    let own = public(spec, &seed).unwrap();

    assert_eq!(sign(spec, &seed, algorithm, Message::Raw(b"abc")).unwrap(), signature);
    assert!(verify(spec, &own, algorithm, Message::Raw(b"abc"), &signature));
    assert!(!verify(spec, &own, algorithm, Message::Raw(b"abd"), &signature));
    assert!(!verify(spec, &own, algorithm, Message::Raw(b"abc"), &signature[..63]));
}
