//! How a route changes and packs what it carries.

use super::{BrokerKind, Order, Route, Source, Target};
use millpond_pack::lines::Form;
use millpond_pack::{Shaping, Template};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Bytes of a call whose records are packed into one record, at most.
///
/// # Source
/// Kinesis takes records of 1 MiB with their key; the rest is room for what packing adds to 1,024 records.
pub(crate) const PACKED_BYTES_MAX: u64 = 896 << 10;

/// Bytes of a call that another gateway is to inflate, at most. It inflates 4 MiB; the rest is room for keys and what is around them.
const COMPRESSED_BYTES_MAX: u64 = 3 << 20;

/// How records become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Aggregate {
    /// As the Kinesis Producer Library does.
    Kpl,
    /// A line each.
    Lines,
}

/// Whether bytes are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Compress {
    /// They are not.
    None,
    /// By gzip.
    Gzip,
}

/// How calls to Kinesis are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Protocol {
    /// As JSON, in which bytes are base64.
    #[default]
    Json,
    /// As CBOR, in which bytes are bytes.
    Cbor,
}

/// How records are told apart in an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ObjectForm {
    /// A line of text each.
    #[default]
    Lines,
    /// A line of base64 each.
    Base64,
    /// Their length in front, four bytes.
    Lengths,
}

impl From<ObjectForm> for Form {
    fn from(form: ObjectForm) -> Self {
        match form {
            ObjectForm::Lines => Self::Lines,
            ObjectForm::Base64 => Self::Base64,
            ObjectForm::Lengths => Self::Lengths,
        }
    }
}

/// How a bucket is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Addressing {
    /// In the path.
    Path,
    /// As the first label of the host.
    Virtual,
}

/// What becomes of a record that cannot be transformed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WhenUnfit {
    /// It is sent as it is.
    #[default]
    Pass,
    /// It becomes a dead letter.
    DeadLetter,
}

/// What is done to each record on its way.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Transform {
    /// Members of a JSON object that are kept; all when absent.
    pub(crate) select: Option<Vec<String>>,
    /// Members that are added, or replace those of the same name.
    pub(crate) add: BTreeMap<String, Text>,
    /// The partition key, or the message group.
    pub(crate) partition_key: Option<Text>,
    /// What becomes of a record that cannot be transformed.
    pub(crate) unfit: WhenUnfit,
}

/// Text with places.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Text(Template);

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Template::parse(&text).map(Self).map_err(|error| format!("{text:?}: {error}"))
    }
}

impl Transform {
    /// The same, ready to be applied.
    pub(crate) fn shaping(&self) -> Shaping {
        Shaping {
            select: self.select.clone(),
            add: self.add.iter().map(|(name, text)| (name.clone(), text.0.clone())).collect(),
            key: self.partition_key.as_ref().map(|text| text.0.clone()),
        }
    }
}

impl Route {
    /// What contradicts itself, with what to do; `broker` says that the upstream is one, and `once` that it is another gateway.
    pub(super) fn contradiction(&self, broker: Option<BrokerKind>, once: bool) -> Option<&'static str> {
        let Some(target) = self.target() else {
            return Some("reads what has no namesake upstream; say where to with `to`");
        };
        let problem = self.misdirected(&target, broker).or_else(|| self.misshapen(&target, once));
        problem.or_else(|| self.unlike_a_gateway(&target).filter(|_| once))
    }

    fn misdirected(&self, target: &Target, broker: Option<BrokerKind>) -> Option<&'static str> {
        match (target, broker) {
            (Target::Topic(_), None) => return Some("leads to a topic, which needs a [[broker]]"),
            (Target::Topic(_), Some(_)) | (_, None) => {}
            (_, Some(BrokerKind::Mqtt)) => return Some("leads to an MQTT broker; set to = \"topic/NAME\""),
            (_, Some(BrokerKind::Nats)) => return Some("leads to NATS; set to = \"topic/SUBJECT\""),
        }
        let from_queue = matches!(self.from, Source::Place(super::Place::Queue(_)));
        if from_queue && matches!(target, Target::S3 { .. }) {
            return Some(
                "leads from a queue to S3, where the same messages would not always make the same object; \
                 use firehose/NAME, or a stream",
            );
        }
        None
    }

    /// What another gateway has no use for.
    fn unlike_a_gateway(&self, target: &Target) -> Option<&'static str> {
        if !matches!(target, Target::Stream(_) | Target::Queue(_)) {
            return Some(
                "leads to another Millpond, which takes streams and queues; set to = \"stream/NAME\" or \"queue/NAME\"",
            );
        }
        if self.aggregate.is_some() {
            return Some(
                "packs records for another Millpond, which could not tell them apart; set compress = \"gzip\" instead",
            );
        }
        let gzip = self.compress == Some(Compress::Gzip);
        if gzip && self.batch_bytes_max.is_some_and(|max| max.0 > COMPRESSED_BYTES_MAX) {
            return Some(
                "has compress = \"gzip\" and batch_bytes_max above 3145728, which is the most that a Millpond inflates",
            );
        }
        None
    }

    fn misshapen(&self, target: &Target, once: bool) -> Option<&'static str> {
        let gzip = self.compress == Some(Compress::Gzip);
        let from_stream = matches!(self.from, Source::Place(super::Place::Stream(_)));
        let is_s3 = matches!(target, Target::S3 { .. });
        let transform = self.transform.as_ref();
        let one_by_one =
            self.aggregate.is_none() && matches!(target, Target::Stream(_) | Target::Firehose(_));
        let cases = [
            (
                one_by_one && self.batch_records_max.is_some_and(|max| max.0 > 500),
                "has batch_records_max above 500, which is the most that a call to Kinesis or Firehose takes",
            ),
            (
                matches!(target, Target::Firehose(_))
                    && self.batch_bytes_max.is_some_and(|max| max.0 > 4 << 20),
                "has batch_bytes_max above 4194304, which is the most that a call to Firehose takes",
            ),
            (
                self.aggregate.is_some()
                    && matches!(target, Target::Stream(_))
                    && self.batch_bytes_max.is_some_and(|max| max.0 > PACKED_BYTES_MAX),
                "packs records and has batch_bytes_max above 917504; what is packed must fit one record of 1 MiB",
            ),
            (
                self.aggregate == Some(Aggregate::Kpl) && !matches!(target, Target::Stream(_)),
                "has aggregate = \"kpl\", which only readers of a stream take apart; set to = \"stream/NAME\"",
            ),
            (
                self.aggregate == Some(Aggregate::Lines)
                    && !matches!(target, Target::Stream(_) | Target::Firehose(_)),
                "has aggregate = \"lines\", which only streams and Firehose carry; remove it (objects in S3 are lines anyway)",
            ),
            (
                self.aggregate == Some(Aggregate::Kpl) && gzip,
                "has aggregate = \"kpl\" and compress = \"gzip\", and no reader would take that apart; \
                 use aggregate = \"lines\" or no compression",
            ),
            (
                gzip && !once && matches!(target, Target::Queue(_)),
                "has compress = \"gzip\", and messages of a queue are text; remove it",
            ),
            (
                self.deaggregate && !from_stream,
                "has deaggregate, and only records of a stream are aggregated",
            ),
            (self.format.is_some() && !is_s3, "has format, which only objects in S3 have; remove it"),
            (self.addressing.is_some() && !is_s3, "has addressing, which only S3 knows; remove it"),
            (
                self.protocol == Protocol::Cbor && !matches!(target, Target::Stream(_)),
                "has protocol = \"cbor\", which only streams speak; remove it",
            ),
            (
                transform.is_some_and(|t| t.unfit == WhenUnfit::DeadLetter) && self.dead_letters.is_none(),
                "has unfit = \"dead-letter\" and no dead_letters; name a queue for them",
            ),
            (
                transform.is_some_and(|t| t.partition_key.is_some()) && is_s3,
                "transforms the partition key, which objects in S3 have none of; remove it",
            ),
            (
                is_s3 && self.order == Order::None,
                "has order = \"none\", and an object keeps its records in order; remove it",
            ),
        ];
        cases.into_iter().find(|(wrong, _)| *wrong).map(|(_, what)| what)
    }
}
