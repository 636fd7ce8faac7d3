//! The catalog document of a queue.
//!
//! Grammar, version 1: CBOR map of integer keys, absent ones left out:
//! `0: version u8, 1: name text, 2: messages track u32, 3: acknowledgements track u32, 4: wrapped data key bytes,
//! 5: secret bytes[32], 6: created (wall clock, ms), 7: changed (wall clock, ms), 8: tags map text -> text,
//! 9: fifo bool, 10: delay s, 11: visibility s, 12: retention s, 13: wait s, 14: message bytes max,
//! 15: content dedup bool, 16: dedup scope u8, 17: throughput limit u8, 18: redrive [target text, count],
//! 19: redrive allow text, 20: policy text, 21: KMS key text, 22: KMS reuse s, 23: managed SSE bool,
//! 40: has taken dead letters bool`.

use super::policy::QueuePolicy;
use super::settings::{DedupScope, Order, Redrive, Settings, ThroughputLimit};
use crate::encryption::Encryption;
use millpond_base::{TrackId, WallMs};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use std::collections::BTreeMap;
use std::sync::Arc;

const VERSION: u8 = 1;

/// Everything about a queue that survives a restart, apart from its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) messages: TrackId,
    pub(crate) acks: TrackId,
    pub(crate) wrapped_key: Vec<u8>,
    pub(super) secret: [u8; 32],
    pub(super) created: WallMs,
    pub(super) changed: WallMs,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) settings: Settings,
    /// A redrive policy names this queue, or did once.
    pub(super) dead_letters: bool,
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;
type Decoded<T> = Result<T, minicbor::decode::Error>;

impl Document {
    /// Its tracks.
    pub(crate) fn tracks(&self) -> [TrackId; 2] {
        [self.messages, self.acks]
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(256));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        cbor.begin_map()?.u8(0)?.u8(VERSION)?.u8(1)?.str(&self.name)?;
        cbor.u8(2)?.u32(self.messages.0)?.u8(3)?.u32(self.acks.0)?;
        cbor.u8(4)?.bytes(&self.wrapped_key)?.u8(5)?.bytes(&self.secret)?;
        cbor.u8(6)?.u64(self.created.0)?.u8(7)?.u64(self.changed.0)?;
        cbor.u8(8)?.map(self.tags.len() as u64)?;
        for (key, value) in &self.tags {
            cbor.str(key)?.str(value)?;
        }
        write_settings(&self.settings, cbor)?;
        if self.dead_letters {
            cbor.u8(40)?.bool(true)?;
        }
        cbor.end()?;
        Ok(())
    }

    /// `None` when the bytes are not a document of a version this binary knows.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::read(&mut Decoder::new(bytes)).ok()
    }

    fn read(cbor: &mut Decoder<'_>) -> Decoded<Self> {
        let mut document = Self {
            name: String::new(),
            messages: TrackId(0),
            acks: TrackId(0),
            wrapped_key: Vec::new(),
            secret: [0; 32],
            created: WallMs(0),
            changed: WallMs(0),
            tags: BTreeMap::new(),
            settings: Settings::default(),
            dead_letters: false,
        };
        cbor.map()?;
        while cbor.datatype()? != Type::Break {
            match cbor.u8()? {
                0 if cbor.u8()? != VERSION => return Err(minicbor::decode::Error::message("version")),
                0 => {}
                1 => cbor.str()?.clone_into(&mut document.name),
                2 => document.messages = TrackId(cbor.u32()?),
                3 => document.acks = TrackId(cbor.u32()?),
                4 => document.wrapped_key = cbor.bytes()?.to_vec(),
                5 => document.secret = cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?,
                6 => document.created = WallMs(cbor.u64()?),
                7 => document.changed = WallMs(cbor.u64()?),
                8 => document.tags = tags(cbor)?,
                40 => document.dead_letters = cbor.bool()?,
                key => read_setting(key, &mut document.settings, cbor)?,
            }
        }
        Ok(document)
    }
}

fn write_settings(settings: &Settings, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
    cbor.u8(9)?.bool(settings.is_fifo())?;
    let numbers = [
        (10, settings.delay_s),
        (11, settings.visibility_s),
        (12, settings.retention_s),
        (13, settings.wait_s),
        (14, settings.message_bytes_max),
        (22, settings.kms_reuse_s),
    ];
    for (key, number) in numbers {
        cbor.u8(key)?.u32(number)?;
    }
    cbor.u8(15)?.bool(settings.content_dedup)?;
    cbor.u8(16)?.u8(u8::from(settings.dedup_scope == DedupScope::MessageGroup))?;
    cbor.u8(17)?.u8(u8::from(settings.throughput_limit == ThroughputLimit::PerMessageGroupId))?;
    if let Some(redrive) = &settings.redrive {
        cbor.u8(18)?.array(2)?.str(&redrive.target_arn)?.u32(redrive.receive_count_max)?;
    }
    let policy = settings.policy.as_ref().map(|policy| policy.text());
    for (key, text) in
        [(19, settings.redrive_allow.as_deref()), (20, policy), (21, settings.kms_key.as_deref())]
    {
        if let Some(text) = text {
            cbor.u8(key)?.str(text)?;
        }
    }
    cbor.u8(23)?.bool(settings.managed_sse)?;
    if !settings.encryption.eras().is_empty() {
        settings.encryption.write(cbor.u8(24)?)?;
    }
    Ok(())
}

fn read_setting(key: u8, settings: &mut Settings, cbor: &mut Decoder<'_>) -> Decoded<()> {
    match key {
        9 => settings.order = if cbor.bool()? { Order::Fifo } else { Order::Standard },
        10 => settings.delay_s = cbor.u32()?,
        11 => settings.visibility_s = cbor.u32()?,
        12 => settings.retention_s = cbor.u32()?,
        13 => settings.wait_s = cbor.u32()?,
        14 => settings.message_bytes_max = cbor.u32()?,
        15 => settings.content_dedup = cbor.bool()?,
        16 => {
            let group = cbor.u8()? == 1;
            settings.dedup_scope = if group { DedupScope::MessageGroup } else { DedupScope::Queue };
        }
        17 => {
            let group = cbor.u8()? == 1;
            settings.throughput_limit =
                if group { ThroughputLimit::PerMessageGroupId } else { ThroughputLimit::PerQueue };
        }
        18 => {
            if cbor.array()? != Some(2) {
                return Err(minicbor::decode::Error::message("redrive"));
            }
            let target_arn = cbor.str()?.to_owned();
            settings.redrive = Some(Redrive { target_arn, receive_count_max: cbor.u32()? });
        }
        19 => settings.redrive_allow = Some(cbor.str()?.to_owned()),
        20 => settings.policy = Some(Arc::new(QueuePolicy::kept(cbor.str()?))),
        21 => settings.kms_key = Some(cbor.str()?.to_owned()),
        22 => settings.kms_reuse_s = cbor.u32()?,
        23 => settings.managed_sse = cbor.bool()?,
        24 => settings.encryption = Encryption::read(cbor)?,
        _ => cbor.skip()?,
    }
    Ok(())
}

fn tags(cbor: &mut Decoder<'_>) -> Decoded<BTreeMap<String, String>> {
    let count = cbor.map()?.ok_or(minicbor::decode::Error::message("tags"))?;
    let mut tags = BTreeMap::new();
    for _ in 0..count {
        tags.insert(cbor.str()?.to_owned(), cbor.str()?.to_owned());
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::LineMs;

    fn full() -> Document {
        let mut encryption = Encryption::default();
        let id = crate::keyring::KeyId::from_bytes([7; 16]);
        let key = crate::encryption::ChosenKey { name: "alias/x".to_owned(), id };
        encryption.begin(Some(key), LineMs(5), LineMs(0));
        encryption.begin(None, LineMs(6), LineMs(0));
        Document {
            name: "q.fifo".into(),
            messages: TrackId(70_000),
            acks: TrackId(8),
            wrapped_key: vec![1, 2, 3],
            secret: [9; 32],
            created: WallMs(1_700_000_000_000),
            changed: WallMs(1_700_000_000_001),
            tags: [("a".to_owned(), "b".to_owned())].into(),
            settings: Settings {
                order: Order::Fifo,
                delay_s: 1,
                visibility_s: 2,
                retention_s: 60,
                wait_s: 3,
                message_bytes_max: 1024,
                content_dedup: true,
                dedup_scope: DedupScope::MessageGroup,
                throughput_limit: ThroughputLimit::PerMessageGroupId,
                redrive: Some(Redrive { target_arn: "arn".into(), receive_count_max: 4 }),
                redrive_allow: Some("{}".into()),
                policy: Some(Arc::new(QueuePolicy::kept("{}"))),
                kms_key: Some("alias/x".into()),
                encryption,
                kms_reuse_s: 60,
                managed_sse: false,
            },
            dead_letters: true,
        }
    }

    #[test]
    fn a_document_reads_back() {
        let plain = Document { settings: Settings::default(), dead_letters: false, ..full() };
        for document in [plain, full()] {
            assert_eq!(Document::decode(&document.encode()), Some(document));
        }
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = full().encode();
        for end in 0..bytes.len() {
            assert_eq!(Document::decode(&bytes[..end]), None, "cut at {end}");
        }
    }
}
