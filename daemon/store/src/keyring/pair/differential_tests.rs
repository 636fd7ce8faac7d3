//! Keys in use, beside implementations that share no code with the library: random keys and messages, in both directions.
//! RSA is held to OpenSSL by the client suites, as the crate `rsa` leaks through its timing.

use super::{
    Message, Oaep, Sha, SigningAlgorithm, agree, encrypt, generate, public, sign, sign_mu, unwrap_aes, verify,
};
use crate::keyring::KeySpec;
use crate::keyring::envelope::{self, Content, HEADER_BYTES, Header};
use crate::keyring::tests::Rig;
use crate::keyring::{KeyId, KeyUsage, NewKey};
use aes_gcm::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use millpond_base::{Entropy, SeededEntropy};
use ml_dsa::Keypair as _;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

const CASES: u64 = 48;

/// A random source and a message of a random length, for each case.
fn cases() -> impl Iterator<Item = (SeededEntropy, Vec<u8>)> {
    (0..CASES).map(|case| {
        let entropy = SeededEntropy::new(case);
        let length = u16::from_le_bytes(entropy.bytes()) % 600;
        let mut message = vec![0; length.into()];
        entropy.fill(&mut message);
        (entropy, message)
    })
}

/// ECDSA and, where a curve has it, ECDH.
macro_rules! curve {
    ($test:ident, $theirs:ident, $spec:expr, $algorithm:expr, $agrees:expr) => {
        #[test]
        fn $test() {
            for (entropy, message) in cases() {
                let ours = generate($spec, &entropy).unwrap();
                let info = public($spec, &ours).unwrap();
                let point_bytes = 1 + 2 * ours.len();
                let point = &info[info.len() - point_bytes..];
                let their_key = $theirs::ecdsa::VerifyingKey::from_sec1_bytes(point).unwrap();

                let signed = sign($spec, &ours, $algorithm, Message::Raw(&message)).unwrap();
                let signature = $theirs::ecdsa::Signature::from_der(&signed).unwrap().normalize_s();
                their_key.verify(&message, &signature).unwrap();

                let secret = generate($spec, &entropy).unwrap();
                let theirs = $theirs::ecdsa::SigningKey::from_slice(&secret).unwrap();
                let their_point = theirs.verifying_key().to_sec1_point(false);
                let their_info = [&info[..info.len() - point_bytes], their_point.as_bytes()].concat();
                assert_eq!(public($spec, &secret).unwrap(), their_info);
                let signature: $theirs::ecdsa::Signature = theirs.sign(&message);
                let signature = signature.to_der().as_bytes().to_vec();
                assert!(verify($spec, &their_info, $algorithm, Message::Raw(&message), &signature));
                let mut other = message.clone();
                other.push(0);
                assert!(!verify($spec, &their_info, $algorithm, Message::Raw(&other), &signature));

                if $agrees {
                    let scalar = $theirs::SecretKey::from_slice(&secret).unwrap();
                    let peer = $theirs::PublicKey::from_sec1_bytes(point).unwrap();
                    let shared = $theirs::ecdh::diffie_hellman(scalar.to_nonzero_scalar(), peer.as_affine());
                    let agreed = agree($spec, &ours, &their_info).unwrap();
                    assert_eq!(&agreed[..], &shared.raw_secret_bytes()[..]);
                }
            }
        }
    };
}

const SHA_256: SigningAlgorithm = SigningAlgorithm::Ecdsa(Sha::Sha256);
const SHA_384: SigningAlgorithm = SigningAlgorithm::Ecdsa(Sha::Sha384);

curve!(p256_signs_and_agrees_as_rustcrypto_does, p256, KeySpec::EccNistP256, SHA_256, true);
curve!(p384_signs_and_agrees_as_rustcrypto_does, p384, KeySpec::EccNistP384, SHA_384, true);
curve!(secp256k1_signs_as_rustcrypto_does, k256, KeySpec::EccSecgP256k1, SHA_256, false);

#[test]
fn ed25519_signs_the_very_bytes_of_dalek() {
    let (spec, plain) = (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519);
    for (entropy, message) in cases() {
        let seed = generate(spec, &entropy).unwrap();
        let info = public(spec, &seed).unwrap();
        let theirs = ed25519_dalek::SigningKey::from_bytes(&seed[..].try_into().unwrap());
        assert_eq!(info[info.len() - 32..], theirs.verifying_key().to_bytes());

        let signature = ed25519_dalek::Signer::sign(&theirs, &message).to_bytes();
        assert_eq!(sign(spec, &seed, plain, Message::Raw(&message)).unwrap(), signature);
        assert!(verify(spec, &info, plain, Message::Raw(&message), &signature));

        let digest = Sha512::digest(&message);
        let (prehashed, digest) = (SigningAlgorithm::Ed25519Prehashed, Message::Digest(&digest));
        let hash = Sha512::new_with_prefix(&message);
        let signature = theirs.sign_prehashed(hash, None).unwrap().to_bytes();
        assert_eq!(sign(spec, &seed, prehashed, digest).unwrap(), signature);
        assert!(verify(spec, &info, prehashed, digest, &signature));
        assert!(!verify(spec, &info, plain, Message::Raw(&message), &signature), "one is not the other");
        for at in [0, 31, 32, 63] {
            let mut bad = signature;
            bad[at] ^= 1;
            assert!(!verify(spec, &info, prehashed, digest, &bad));
        }
    }
}

/// What FIPS 204 calls the representative of a message.
macro_rules! lattice {
    ($test:ident, $set:ident, $spec:expr) => {
        #[test]
        fn $test() {
            let algorithm = SigningAlgorithm::MlDsa;
            for (entropy, message) in cases().take(6) {
                let seed = generate($spec, &entropy).unwrap();
                let info = public($spec, &seed).unwrap();
                let theirs = ml_dsa::SigningKey::<ml_dsa::$set>::from_seed(&seed[..].try_into().unwrap());
                let key = theirs.verifying_key();
                assert_eq!(info[info.len() - key.encode().len()..], key.encode()[..]);

                let signed = sign($spec, &seed, algorithm, Message::Raw(&message)).unwrap();
                let read = |bytes: &[u8]| ml_dsa::Signature::decode(&bytes.try_into().unwrap()).unwrap();
                assert!(key.verify_with_context(&message, b"", &read(&signed)));
                let signature = ml_dsa::Signer::sign(&theirs, &message).encode();
                assert!(verify($spec, &info, algorithm, Message::Raw(&message), &signature));

                let mu =
                    key.compute_mu(|hash| Ok(hmac::digest::Update::update(hash, &message)), b"").unwrap();
                let of_mu = sign_mu($spec, &seed, &mu, &entropy).unwrap();
                assert!(
                    verify($spec, &info, algorithm, Message::Raw(&message), &of_mu),
                    "the library agrees"
                );
                assert!(verify($spec, &info, algorithm, Message::Mu(&mu), &signed));
                assert_ne!(of_mu, sign_mu($spec, &seed, &mu, &entropy).unwrap(), "each is drawn anew");
                assert!(!verify($spec, &info, algorithm, Message::Mu(&[0; 64]), &signed));
                assert!(sign_mu($spec, &seed, &mu[1..], &entropy).is_none());
            }
        }
    };
}

lattice!(ml_dsa_44_signs_as_rustcrypto_does, MlDsa44, KeySpec::MlDsa44);
lattice!(ml_dsa_65_signs_as_rustcrypto_does, MlDsa65, KeySpec::MlDsa65);
lattice!(ml_dsa_87_signs_as_rustcrypto_does, MlDsa87, KeySpec::MlDsa87);

/// The MAC under a secret of a message.
type Of = fn(&[u8], &[u8]) -> Vec<u8>;

#[test]
fn macs_are_those_of_rustcrypto() {
    fn of<M: Mac + KeyInit>(secret: &[u8], message: &[u8]) -> Vec<u8> {
        <M as KeyInit>::new_from_slice(secret).unwrap().chain_update(message).finalize().into_bytes().to_vec()
    }
    let rig = Rig::new(1);
    let kinds: [(KeySpec, Of); 4] = [
        (KeySpec::Hmac224, of::<Hmac<Sha224>>),
        (KeySpec::Hmac256, of::<Hmac<Sha256>>),
        (KeySpec::Hmac384, of::<Hmac<Sha384>>),
        (KeySpec::Hmac512, of::<Hmac<Sha512>>),
    ];
    for (spec, theirs) in kinds {
        for (_, message) in cases().take(8) {
            let new = NewKey { spec, usage: KeyUsage::GenerateVerifyMac, ..NewKey::default() };
            let key = rig.keyring.create_key(new).unwrap();
            let secret = rig.keyring.secret(&key.document, 1).unwrap();

            assert_eq!(rig.keyring.mac(&key, &message).unwrap(), theirs(&secret, &message));
        }
    }
}

#[test]
fn material_that_rustcrypto_wrapped_in_two_layers_is_opened() {
    let rsa = generate(KeySpec::Rsa2048, &SeededEntropy::new(1)).unwrap();
    let info = public(KeySpec::Rsa2048, &rsa).unwrap();
    for (entropy, message) in cases().filter(|(_, message)| !message.is_empty()) {
        let kek: [u8; 32] = entropy.bytes();
        let mut room = vec![0; message.len() + 16];
        let wrapping = aes_kw::AesKwp::<aes_kw::aes::Aes256>::new(&kek.into());
        let inner = wrapping.wrap_key(&message, &mut room).unwrap();
        let wrapped = [&encrypt(&info, Oaep::Sha256, &kek).unwrap(), inner].concat();

        assert_eq!(unwrap_aes(&rsa, Oaep::Sha256, &wrapped).unwrap()[..], message);
        let mut bad = wrapped.clone();
        *bad.last_mut().unwrap() ^= 1;
        assert_eq!(unwrap_aes(&rsa, Oaep::Sha256, &bad), None);
    }
}

/// HKDF of RFC 5869, for one block.
fn hkdf(salt: &[u8], secret: &[u8], info: &[u8]) -> [u8; 32] {
    let mac = |key: &[u8], parts: &[&[u8]]| {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes()
    };
    mac(&mac(salt, &[secret]), &[info, &[1]]).into()
}

#[test]
fn an_envelope_is_opened_and_made_by_its_description_alone() {
    for (entropy, message) in cases() {
        let secret: [u8; 32] = entropy.bytes();
        let (opening, count) = (u64::from_le_bytes(entropy.bytes()), u64::from_le_bytes(entropy.bytes()));
        let key = KeyId::from_bytes(entropy.bytes());
        let header =
            Header { content: Content::Message, key, backing: 7, opening, count, salt: entropy.bytes() };
        let context: [u8; 20] = entropy.bytes();

        let sealed = envelope::seal(&secret, &header, &context, &message);

        let info =
            [&b"millpond keyring v1"[..], &[1], &sealed[2..18], &sealed[18..22], &sealed[22..30]].concat();
        let cipher = aes_gcm::Aes256Gcm::new(&hkdf(&sealed[38..70], &secret, &info).into());
        let nonce: [u8; 12] = [&[0; 4][..], &count.to_be_bytes()].concat().try_into().unwrap();
        let aad = [&sealed[..HEADER_BYTES], &context].concat();
        let payload = |msg| Payload { msg, aad: &aad };
        assert_eq!(cipher.decrypt(&nonce.into(), payload(&sealed[HEADER_BYTES..])).unwrap(), message);
        let theirs = cipher.encrypt(&nonce.into(), payload(&message)).unwrap();
        let theirs = [&sealed[..HEADER_BYTES], &theirs].concat();
        assert_eq!(*envelope::open(&secret, &theirs, &context).unwrap(), message);
    }
}
