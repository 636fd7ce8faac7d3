//! What comes from others on the way upstream: packed records, answers of a broker, readings that a template looks into, and what
//! leads to credentials.

use millpond_base::{LineMs, Secret, WallMs};
use millpond_credentials::{self as credentials, Files, Kept};
use millpond_pack::kpl::{self, Part};
use millpond_pack::mqtt::{self, Version};
use millpond_pack::{Facts, Shaping, Template};

/// A record as the Producer Library packs it.
pub(crate) fn packed(bytes: &[u8]) {
    let Some(parts) = kpl::unpack(bytes) else { return };
    let again = kpl::pack(&parts);
    assert_eq!(kpl::unpack(&again).expect("what is packed can be taken apart"), parts);
}

pub(crate) fn packed_seeds() -> Vec<Vec<u8>> {
    let part = |key, explicit, data| Part { key, explicit, data };
    let parts: [Part<'_>; 3] = [
        part("mill-7", None, b"21.5"),
        part("mill-8", Some(u128::MAX), b""),
        part("mill-7", Some(0), &[0xff; 9]),
    ];
    vec![kpl::pack(&parts), kpl::pack(&parts[..1]), kpl::pack(&[])]
}

/// What a broker says: the version's number, then packets.
pub(crate) fn broker(bytes: &[u8]) {
    let Some((first, mut rest)) = bytes.split_first() else { return };
    let version = if first % 2 == 0 { Version::V3 } else { Version::V5 };
    while let Ok(Some((packet, length))) = mqtt::decode(version, rest) {
        assert!((2..=rest.len()).contains(&length), "a packet has a head and ends where the bytes do");
        assert_eq!(
            mqtt::decode(version, &rest[..length]),
            Ok(Some((packet, length))),
            "what follows is of no matter"
        );
        assert!(
            !matches!(mqtt::decode(version, &rest[..length - 1]), Ok(Some(_))),
            "a packet needs all of its bytes"
        );
        rest = &rest[length..];
    }
}

pub(crate) fn broker_seeds() -> Vec<Vec<u8>> {
    let version = |number: u8, packets: &[u8]| [&[number], packets].concat();
    vec![
        // CONNACK, PUBACK, PINGRESP of 3.1.1.
        version(0, &[0x20, 2, 0, 0, 0x40, 2, 0, 7, 0xd0, 0]),
        version(0, &[0x20, 2, 0, 5]),
        // CONNACK with a receive maximum of 20, PUBACK without and with a reason, DISCONNECT of 5.
        version(1, &[0x20, 6, 0, 0, 3, 0x21, 0, 20, 0x40, 2, 0, 7, 0x40, 4, 0, 8, 0x10, 0, 0xe0, 2, 0x8b, 0]),
    ]
}

/// A template, a line feed, a record.
pub(crate) fn template(bytes: &[u8]) {
    let (text, body) = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &b"{}"[..]),
    };
    let Some(template) = str::from_utf8(text).ok().and_then(|text| Template::parse(text).ok()) else {
        return;
    };
    let facts = Facts {
        device: "07",
        source: "s",
        shard: "shardId-000000000000",
        sequence: "49",
        arrived: WallMs(1),
        key: "k",
        id: "07-1-2",
        topic: "",
        client: "",
    };
    if let Ok(value) = template.json(&facts, body) {
        serde_json::from_str::<serde_json::Value>(&value).expect("a value of JSON");
    }
    let shaping =
        Shaping { select: None, add: [("added".to_owned(), template.clone())].into(), key: Some(template) };
    let Ok(shaped) = shaping.shape(&facts, body) else { return };
    if let Some(body) = shaped.body {
        let document: serde_json::Value = serde_json::from_slice(&body).expect("what is shaped is JSON");
        assert!(document.get("added").is_some(), "what is to be added is there");
    }
}

pub(crate) fn template_seeds() -> Vec<Vec<u8>> {
    let seeds = [
        "{source}/{key} at {arrived}\n{\"n\":1}",
        "{json:/a~1b/0}\n{\"a/b\":[1.50,2]}",
        "{{x}}\n[]",
        "{json:/n}",
    ];
    seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect()
}

/// Files and answers that lead to credentials: both shared files parted by a NUL, and the same bytes as every issuer's answer.
pub(crate) fn issued(bytes: &[u8]) {
    let answers = [
        credentials::process,
        credentials::container,
        credentials::instance,
        credentials::iot,
        credentials::roles_anywhere,
    ];
    for issued in answers.iter().filter_map(|read| read(bytes).ok()) {
        assert!(!issued.access_key_id.is_empty(), "a key has a name");
    }
    if let Some(kept) = Kept::decode(bytes) {
        assert!(Kept::decode(&kept.encode()).is_some(), "what is kept can be read again");
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    let _ = credentials::words(text);
    let (config, credentials) = text.split_once('\0').unwrap_or((text, ""));
    let _ = credentials::resolve(Files { config, credentials }, "default");
}

pub(crate) fn issued_seeds() -> Vec<Vec<u8>> {
    let kept = Kept {
        settings: [7; 32],
        access_key_id: "AKIAEXAMPLE".to_owned(),
        secret: Secret::new(b"secret".to_vec()),
        token: "token".to_owned(),
        ends_line: LineMs(1),
        ends: WallMs(2),
    };
    let texts = [
        "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2026-01-01T00:00:00Z\"}",
        "{\"Code\":\"Success\",\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"2026-01-01T00:00:00Z\"}",
        "{\"credentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":\"2026-01-01T00:00:00Z\"}}",
        "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n[profile base]\ncredential_process = \"a b\" c\n\0[x]\naws_access_key_id = A\n",
    ];
    let mut seeds: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    seeds.push(kept.encode().to_vec());
    seeds
}
