//! The trail: one event per call, in CloudTrail's shape, in the log like all other data.
//!
//! Record grammar, version 1: attributes = `01`; body = CBOR map { 0: event id (16 B), 1: request id (text),
//! 2: wall ms, 3: event source, 4: event name, 5: region, 6: source address, 7: user agent, 8: flags (1 read only,
//! 2 management, 4 TLS), 9: identity map, 10: request parameters (JSON text), 11: response elements (JSON text),
//! 12: error code, 13: error message, 14: additional data (JSON text) }; identity = { 0: type, 1: principal id, 2: ARN,
//! 3: account, 4: access key id, 5: user or role name, 6: identity provider }. Absent members are left out.

use crate::catalog::{Catalog, CatalogError};
use crate::keyring::{Keyring, KeyringError};
use crate::renewing::{self, Renewal};
use millpond_base::{LineMs, Now, Seq, TrackId, WallMs, uuid};
use millpond_log::{Batch, Log, ReadError, ReadLimit};
use minicbor::{Decoder, Encoder};
use std::fmt;
use std::sync::Arc;

pub(crate) const KIND: &str = "trail";
const VERSION: u8 = 1;

/// How long events are kept.
///
/// # Source
/// CloudTrail's event history keeps 90 days.
const RETENTION_MS: u64 = 90 * 24 * 3600 * 1000;

/// Who made a call, in the words of CloudTrail's `userIdentity`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// `IAMUser`, `AssumedRole`, `FederatedUser`, `WebIdentityUser`, `SAMLUser`, `Unknown`.
    pub kind: String,
    /// `AIDA…`, or `AROA…:session`; of a `WebIdentityUser` `provider:audience:subject`.
    pub principal_id: String,
    /// The caller's ARN.
    pub arn: String,
    /// The caller's account.
    pub account: String,
    /// The access key that signed.
    pub access_key_id: String,
    /// User or role name; the subject of one whom an identity provider vouches for.
    pub name: String,
    /// The identity provider that vouches for a `WebIdentityUser` or `SAMLUser`.
    pub provider: String,
}

/// One call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Unique per event.
    pub id: [u8; 16],
    /// Also in the reply's headers.
    pub request_id: String,
    /// When.
    pub wall: WallMs,
    /// `kinesis.amazonaws.com`.
    pub source: String,
    /// `PutRecords`.
    pub name: String,
    /// This gateway's region.
    pub region: String,
    /// Where the call came from.
    pub source_ip: String,
    /// What the client calls itself.
    pub user_agent: String,
    /// True when the call changes nothing.
    pub read_only: bool,
    /// False for calls on data, such as `PutRecords`.
    pub management: bool,
    /// True when it came over TLS.
    pub secure: bool,
    /// Who.
    pub identity: Identity,
    /// JSON text; empty when there is none.
    pub request_parameters: String,
    /// JSON text; empty when there is none.
    pub response_elements: String,
    /// Empty when the call succeeded.
    pub error_code: String,
    /// Empty when the call succeeded.
    pub error_message: String,
    /// What the service says besides, as JSON text; empty when there is nothing.
    pub additional: String,
}

/// Why a record is not an event.
#[derive(Debug)]
pub struct NotAnEvent;

impl fmt::Display for NotAnEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the record is not an audit event of a version this binary knows; use a newer binary")
    }
}

impl std::error::Error for NotAnEvent {}

/// Events with their places in the trail.
pub type Page = Vec<(Seq, Result<Event, NotAnEvent>)>;

/// The track of audit events.
pub struct Trail {
    log: Arc<Log>,
    track: TrackId,
}

impl Trail {
    /// Finds the trail, or makes it on the first start.
    ///
    /// # Errors
    /// When the catalog or the keyring fails.
    pub fn open(catalog: &Catalog, log: Arc<Log>, keyring: &Keyring) -> Result<Self, TrackError> {
        let track = own_track(KIND, catalog, &log, keyring)?;
        Ok(Self { log, track })
    }

    /// The track that holds the events.
    #[must_use]
    pub const fn track(&self) -> TrackId {
        self.track
    }

    /// Adds an event to a batch.
    pub fn append(&self, batch: &mut Batch, event: &Event) {
        batch.append(self.track, &[VERSION], &event.to_bytes());
    }

    /// Reads events from `from` on.
    ///
    /// # Errors
    /// [`ReadError`] when a range is damaged; reading can go on after it.
    pub fn read(&self, from: Seq, limit: ReadLimit) -> Result<Page, ReadError> {
        let records = self.log.read(self.track, from, limit)?;
        Ok(records.into_iter().map(|r| (r.seq, Event::decode(&r.attributes, &r.body))).collect())
    }

    /// Lets go of events older than the retention.
    pub fn trim(&self, now: Now) {
        let before = LineMs(now.line.0.saturating_sub(RETENTION_MS));
        self.log.trim_older(self.track, before);
    }

    /// Lets go of events before a place, when space is short: data comes before its trace.
    pub(crate) fn give_way(&self, before: Seq) {
        self.log.trim(self.track, before);
    }
}

/// Why a noun's own track could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrackError {
    /// The catalog failed.
    Catalog(CatalogError),
    /// The keyring failed.
    Keyring(KeyringError),
    /// The document is not one this binary knows.
    Document,
}

impl fmt::Display for TrackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Catalog(_) => "the catalog does not give the track of an internal record kind",
            Self::Keyring(_) => "the data key of an internal track does not open",
            Self::Document => {
                "the catalog document of an internal track has an unknown form; use a newer binary"
            }
        })
    }
}

impl std::error::Error for TrackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Keyring(cause) => Some(cause),
            Self::Document => None,
        }
    }
}

/// Opens the one track of an internal record kind and registers it; makes it when it does not exist yet.
///
/// Document grammar, version 1: CBOR array [1, track, wrapped data key].
///
/// # Errors
/// When the catalog or the keyring fails.
pub fn own_track(
    kind: &'static str,
    catalog: &Catalog,
    log: &Log,
    keyring: &Keyring,
) -> Result<TrackId, TrackError> {
    if let Some((_, document)) = catalog.all(kind).map_err(TrackError::Catalog)?.into_iter().next() {
        return known_track(&document, log, keyring);
    }
    let (_, wrapped) = keyring.new_data_key(None).map_err(TrackError::Keyring)?;
    let track = catalog.next_track().map_err(TrackError::Catalog)?;
    keep_track(kind, catalog, log, keyring, (track, wrapped.as_bytes()))?;
    Ok(track)
}

/// Opens the track of a document and registers it.
///
/// # Errors
/// When the document is none of a track, or the keyring fails.
pub(crate) fn known_track(document: &[u8], log: &Log, keyring: &Keyring) -> Result<TrackId, TrackError> {
    let (track, wrapped) = track_document(document).ok_or(TrackError::Document)?;
    renewing::register(log, keyring, &wrapped, [track]).map_err(TrackError::Keyring)?;
    Ok(track)
}

/// Makes the data key of an internal record kind's track anew when it is due; there may be none yet.
pub(crate) fn renew_own_key(
    kind: &'static str,
    catalog: &Catalog,
    log: &Log,
    keyring: &Keyring,
    renewal: &mut Renewal<'_>,
) -> Result<(), TrackError> {
    let Some((_, document)) = catalog.all(kind).map_err(TrackError::Catalog)?.into_iter().next() else {
        return Ok(());
    };
    let (track, wrapped) = track_document(&document).ok_or(TrackError::Document)?;
    match renewal.of(&wrapped, &[track]) {
        Some(renewed) => keep_track(kind, catalog, log, keyring, (track, &renewed)),
        None => Ok(()),
    }
}

/// Writes the document of a track, and registers it then.
fn keep_track(
    kind: &'static str,
    catalog: &Catalog,
    log: &Log,
    keyring: &Keyring,
    (track, wrapped): (TrackId, &[u8]),
) -> Result<(), TrackError> {
    let mut cbor = Encoder::new(Vec::new());
    let () = (|| {
        cbor.array(3)?.u8(VERSION)?.u32(track.0)?.bytes(wrapped)?;
        Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
    })()
    .expect("writing to a vector cannot fail");
    catalog.put(kind, 0, &cbor.into_writer()).map_err(TrackError::Catalog)?;
    renewing::register(log, keyring, wrapped, [track]).map_err(TrackError::Keyring)
}

/// Track and wrapped data key of an internal track's document; `None` for any other document.
pub(crate) fn track_document(document: &[u8]) -> Option<(TrackId, Vec<u8>)> {
    let mut cbor = Decoder::new(document);
    let known = cbor.array().ok()? == Some(3) && cbor.u8().ok()? == VERSION;
    let told = (TrackId(cbor.u32().ok()?), cbor.bytes().ok()?.to_vec());
    (known && cbor.position() == document.len()).then_some(told)
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

impl Event {
    /// The event as it is written down.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(256));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        cbor.begin_map()?.u8(0)?.bytes(&self.id)?.u8(2)?.u64(self.wall.0)?;
        for (key, text) in self.texts() {
            if !text.is_empty() {
                cbor.u8(key)?.str(text)?;
            }
        }
        let flags = u8::from(self.read_only) | u8::from(self.management) << 1 | u8::from(self.secure) << 2;
        cbor.u8(8)?.u8(flags)?.u8(9)?.begin_map()?;
        for (key, text) in self.identity.texts() {
            if !text.is_empty() {
                cbor.u8(key)?.str(text)?;
            }
        }
        cbor.end()?.end()?;
        Ok(())
    }

    fn texts(&self) -> [(u8, &str); 11] {
        [
            (1, &self.request_id),
            (3, &self.source),
            (4, &self.name),
            (5, &self.region),
            (6, &self.source_ip),
            (7, &self.user_agent),
            (10, &self.request_parameters),
            (11, &self.response_elements),
            (12, &self.error_code),
            (13, &self.error_message),
            (14, &self.additional),
        ]
    }

    fn slot(&mut self, key: u8) -> Option<&mut String> {
        Some(match key {
            1 => &mut self.request_id,
            3 => &mut self.source,
            4 => &mut self.name,
            5 => &mut self.region,
            6 => &mut self.source_ip,
            7 => &mut self.user_agent,
            10 => &mut self.request_parameters,
            11 => &mut self.response_elements,
            12 => &mut self.error_code,
            13 => &mut self.error_message,
            14 => &mut self.additional,
            _ => return None,
        })
    }

    /// `None` when [`Event::to_bytes`] did not write the bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::read(&mut Decoder::new(bytes)).ok()
    }

    fn decode(attributes: &[u8], body: &[u8]) -> Result<Self, NotAnEvent> {
        if attributes != [VERSION] {
            return Err(NotAnEvent);
        }
        Self::from_bytes(body).ok_or(NotAnEvent)
    }

    fn read(cbor: &mut Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
        let mut event = Self::default();
        cbor.map()?;
        while cbor.datatype()? != minicbor::data::Type::Break {
            match cbor.u8()? {
                0 => event.id = cbor.bytes()?.try_into().map_err(minicbor::decode::Error::custom)?,
                2 => event.wall = WallMs(cbor.u64()?),
                8 => {
                    let flags = cbor.u8()?;
                    event.read_only = flags & 1 != 0;
                    event.management = flags & 2 != 0;
                    event.secure = flags & 4 != 0;
                }
                9 => event.identity = Identity::read(cbor)?,
                key => match event.slot(key) {
                    Some(slot) => cbor.str()?.clone_into(slot),
                    None => cbor.skip()?,
                },
            }
        }
        Ok(event)
    }

    /// The event as CloudTrail's JSON.
    ///
    /// # Source
    /// CloudTrail user guide, "CloudTrail record contents", eventVersion 1.11.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let json = |text: &str| serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut event = serde_json::json!({
            "eventVersion": "1.11",
            "userIdentity": self.identity.to_json(),
            "eventTime": self.wall.to_iso8601(),
            "eventSource": self.source,
            "eventName": self.name,
            "awsRegion": self.region,
            "sourceIPAddress": self.source_ip,
            "userAgent": self.user_agent,
            "requestParameters": json(&self.request_parameters),
            "responseElements": json(&self.response_elements),
            "requestID": self.request_id,
            "eventID": uuid(&self.id),
            "readOnly": self.read_only,
            "eventType": "AwsApiCall",
            "managementEvent": self.management,
            "recipientAccountId": self.identity.account,
            "eventCategory": if self.management { "Management" } else { "Data" },
        });
        if let Some(code) = text(&self.error_code) {
            event["errorCode"] = code.into();
            event["errorMessage"] = self.error_message.clone().into();
        }
        if let Some(additional) = text(&self.additional) {
            event["additionalEventData"] = json(&additional);
        }
        event
    }
}

impl Identity {
    fn texts(&self) -> [(u8, &str); 7] {
        [
            (0, &self.kind),
            (1, &self.principal_id),
            (2, &self.arn),
            (3, &self.account),
            (4, &self.access_key_id),
            (5, &self.name),
            (6, &self.provider),
        ]
    }

    fn read(cbor: &mut Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
        let mut identity = Self::default();
        cbor.map()?;
        while cbor.datatype()? != minicbor::data::Type::Break {
            let slot = match cbor.u8()? {
                0 => &mut identity.kind,
                1 => &mut identity.principal_id,
                2 => &mut identity.arn,
                3 => &mut identity.account,
                4 => &mut identity.access_key_id,
                5 => &mut identity.name,
                6 => &mut identity.provider,
                _ => {
                    cbor.skip()?;
                    continue;
                }
            };
            cbor.str()?.clone_into(slot);
        }
        cbor.skip()?;
        Ok(identity)
    }

    fn to_json(&self) -> serde_json::Value {
        if !self.provider.is_empty() {
            // Nobody of this account, and no key signed.
            return serde_json::json!({
                "type": self.kind,
                "principalId": self.principal_id,
                "userName": self.name,
                "identityProvider": self.provider,
            });
        }
        let mut identity = serde_json::json!({
            "type": self.kind,
            "principalId": self.principal_id,
            "arn": self.arn,
            "accountId": self.account,
            "accessKeyId": self.access_key_id,
        });
        if self.kind == "IAMUser" {
            identity["userName"] = self.name.clone().into();
        }
        identity
    }
}

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz {
    //! A door to the private decoder, for daemon/fuzz alone.

    /// Reads an event; what is read can be written and read again.
    pub fn event(body: &[u8]) {
        let _ = super::Event::decode(&[super::VERSION], body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            id: *b"0123456789abcdef",
            request_id: "r-1".into(),
            wall: WallMs(1_700_000_000_123),
            source: "kinesis.amazonaws.com".into(),
            name: "PutRecords".into(),
            region: "us-east-1".into(),
            source_ip: "127.0.0.1".into(),
            secure: true,
            identity: Identity { kind: "IAMUser".into(), name: "admin".into(), ..Identity::default() },
            request_parameters: r#"{"streamName":"s"}"#.into(),
            error_code: "AccessDenied".into(),
            ..Event::default()
        }
    }

    #[test]
    fn an_event_reads_back_as_written() {
        let event = event();

        assert_eq!(Event::decode(&[VERSION], &event.to_bytes()).unwrap(), event);
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = event().to_bytes();

        for end in 0..bytes.len() {
            assert!(Event::decode(&[VERSION], &bytes[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn the_json_has_cloudtrails_members() {
        let json = event().to_json();

        assert_eq!(json["eventTime"], "2023-11-14T22:13:20Z");
        assert_eq!(json["requestParameters"]["streamName"], "s");
        assert_eq!(json["eventID"], "30313233-3435-3637-3839-616263646566");
        assert_eq!(json["userIdentity"]["userName"], "admin");
        assert_eq!(json["errorCode"], "AccessDenied");
    }
}
