//! Text with places that a record fills.
//!
//! `{device}`, `{source}`, `{stream}` (the same), `{shard}`, `{sequence}`, `{arrived}`, `{key}`, `{id}`, and `{json:/a/b}` for a
//! member of a JSON document by its pointer. `{{` and `}}` stand for braces. A message published to this gateway has `{device}`,
//! `{arrived}`, `{topic}`, `{topic:N}` (its level N, from 1 on), `{client}` and `{json:/a/b}`.

use crate::shaping::Unfit;
use millpond_aws::iso8601;
use millpond_base::WallMs;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// What is known of a record besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// This gateway.
    pub device: &'a str,
    /// The stream or queue.
    pub source: &'a str,
    /// The shard; empty for a queue.
    pub shard: &'a str,
    /// Its sequence number, or a message's id.
    pub sequence: &'a str,
    /// When it arrived.
    pub arrived: WallMs,
    /// Its partition key or message group; empty when it has none.
    pub key: &'a str,
    /// What names it among all records of all gateways.
    pub id: &'a str,
    /// The topic it was published under; empty for a record.
    pub topic: &'a str,
    /// The client that published it; empty for a record.
    pub client: &'a str,
}

/// What a template is filled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A record of a stream, or a queue's message.
    Record,
    /// A message that was published to this gateway.
    Publication,
}

/// Text with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Fact(Fact),
    /// The parts of a JSON pointer, unescaped.
    Json(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Device,
    Source,
    Shard,
    Sequence,
    Arrived,
    Key,
    Id,
    Topic,
    /// Counted from 0.
    Level(usize),
    Client,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateError {
    /// A brace has no counterpart.
    Brace,
    /// A place has a name that we do not know.
    Unknown(String),
    /// A level of a topic is no number from 1 on.
    Level(String),
    /// A published message has no such fact.
    NotPublished(String),
    /// A pointer does not begin with a slash.
    Pointer(String),
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Brace => f.write_str("a brace has no counterpart; write {{ or }} for a brace itself"),
            Self::Unknown(name) => write!(
                f,
                "{{{name}}} is unknown; there are device, source, stream, shard, sequence, arrived, key, id and json:/POINTER"
            ),
            Self::Level(level) => write!(f, "{{topic:{level}}} is no level of a topic such as {{topic:1}}"),
            Self::NotPublished(name) => write!(
                f,
                "a published message has no {{{name}}}; there are device, arrived, topic, topic:N, client and json:/POINTER"
            ),
            Self::Pointer(pointer) => {
                write!(f, "{{json:{pointer}}} is no JSON pointer such as {{json:/sensor/id}}")
            }
        }
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`] says what to write instead.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        Self::parse_about(text, About::Record)
    }

    /// Reads a template that is filled from what `about` says.
    ///
    /// # Errors
    /// [`TemplateError`] says what to write instead.
    pub fn parse_about(text: &str, about: About) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            if rest[at + 1..].starts_with(brace) {
                plain.push_str(brace);
                rest = &rest[at + 2..];
                continue;
            }
            let end = rest[at..].find('}').filter(|_| brace == "{").ok_or(TemplateError::Brace)? + at;
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::parse(&rest[at + 1..end], about)?);
            rest = &rest[end + 1..];
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    /// True when it looks into the record.
    #[must_use]
    pub fn looks_inside(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Json(_)))
    }

    /// The text for a record; `body` is looked into only where the template says so.
    ///
    /// # Errors
    /// [`Unfit`] when the record has not what is asked for.
    pub fn text(&self, facts: &Facts<'_>, body: &[u8]) -> Result<String, Unfit> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Fact(fact) => text.push_str(&fact.of(facts)),
                Piece::Json(pointer) => {
                    let value = find(document(body)?, pointer).ok_or_else(|| missing(pointer))?;
                    text.push_str(&plain(value).ok_or_else(|| missing(pointer))?);
                }
            }
        }
        Ok(text)
    }

    /// The same as a JSON value: a member that stands alone keeps its type, anything else is a string.
    ///
    /// # Errors
    /// [`Unfit`] when the record has not what is asked for.
    pub fn json(&self, facts: &Facts<'_>, body: &[u8]) -> Result<String, Unfit> {
        if let [Piece::Json(pointer)] = &self.0[..] {
            let value = find(document(body)?, pointer).ok_or_else(|| missing(pointer))?;
            return Ok(value.to_owned());
        }
        let text = self.text(facts, body)?;
        Ok(serde_json::to_string(&text).expect("a string is JSON"))
    }
}

impl Piece {
    fn parse(name: &str, about: About) -> Result<Self, TemplateError> {
        if let Some(pointer) = name.strip_prefix("json:") {
            let parts =
                pointer.strip_prefix('/').ok_or_else(|| TemplateError::Pointer(pointer.to_owned()))?;
            // RFC 6901: ~1 is a slash, ~0 a tilde.
            let part = |part: &str| part.replace("~1", "/").replace("~0", "~");
            return Ok(Self::Json(parts.split('/').map(part).collect()));
        }
        if about == About::Publication {
            return Fact::of_publication(name).map(Self::Fact);
        }
        Ok(Self::Fact(match name {
            "device" => Fact::Device,
            "source" | "stream" => Fact::Source,
            "shard" => Fact::Shard,
            "sequence" => Fact::Sequence,
            "arrived" => Fact::Arrived,
            "key" => Fact::Key,
            "id" => Fact::Id,
            _ => return Err(TemplateError::Unknown(name.to_owned())),
        }))
    }
}

impl Fact {
    fn of_publication(name: &str) -> Result<Self, TemplateError> {
        if let Some(level) = name.strip_prefix("topic:") {
            let number = level.parse().ok().and_then(|level: usize| level.checked_sub(1));
            return number.map(Self::Level).ok_or_else(|| TemplateError::Level(level.to_owned()));
        }
        Ok(match name {
            "device" => Self::Device,
            "arrived" => Self::Arrived,
            "topic" => Self::Topic,
            "client" => Self::Client,
            _ => return Err(TemplateError::NotPublished(name.to_owned())),
        })
    }

    fn of<'a>(self, facts: &Facts<'a>) -> Cow<'a, str> {
        Cow::Borrowed(match self {
            Self::Device => facts.device,
            Self::Source => facts.source,
            Self::Shard => facts.shard,
            Self::Sequence => facts.sequence,
            Self::Arrived => return Cow::Owned(iso8601::write(i64::try_from(facts.arrived.0).unwrap_or(0))),
            Self::Key => facts.key,
            Self::Id => facts.id,
            Self::Topic => facts.topic,
            Self::Level(level) => facts.topic.split('/').nth(level).unwrap_or_default(),
            Self::Client => facts.client,
        })
    }
}

fn missing(pointer: &[String]) -> Unfit {
    Unfit::Missing { pointer: pointer.iter().map(|part| format!("/{part}")).collect() }
}

/// The whole of a JSON document.
pub(crate) fn document(body: &[u8]) -> Result<&str, Unfit> {
    let raw: &RawValue = serde_json::from_slice(body).map_err(|_| Unfit::NotJson)?;
    Ok(raw.get())
}

/// The members of an object, in order and as they are written.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((Cow::Owned(name), value));
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Object)
    }
}

/// The value that a pointer leads to.
fn find<'a>(mut json: &'a str, pointer: &[String]) -> Option<&'a str> {
    for part in pointer {
        json = if json.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            items.get(part.parse::<usize>().ok()?)?.get()
        } else {
            let Members(members) = serde_json::from_str(json).ok()?;
            members.iter().rev().find(|(name, _)| name == part)?.1.get()
        };
    }
    Some(json)
}

/// A value as plain text; `None` for what has no such form.
fn plain(json: &str) -> Option<String> {
    match json.as_bytes().first()? {
        b'"' => serde_json::from_str(json).ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(json.to_owned()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const FACTS: Facts<'static> = Facts {
        device: "d1",
        source: "readings",
        shard: "shardId-000000000000",
        sequence: "495",
        arrived: WallMs(1_700_000_000_123),
        key: "mill-7",
        id: "d1-7-12",
        topic: "",
        client: "",
    };

    fn text(template: &str, body: &str) -> Result<String, Unfit> {
        Template::parse(template).unwrap().text(&FACTS, body.as_bytes())
    }

    #[test]
    fn places_are_filled() {
        let whole = text("{device}/{source}/{stream}/{shard}/{sequence}/{key}/{id}/{{x}}", "no JSON");
        assert_eq!(whole.unwrap(), "d1/readings/readings/shardId-000000000000/495/mill-7/d1-7-12/{x}");
        assert_eq!(text("at {arrived}", "").unwrap(), "at 2023-11-14T22:13:20.123Z");
        assert_eq!(text("", "").unwrap(), "");
    }

    #[test]
    fn members_are_found_by_their_pointers() {
        let body =
            r#" {"sensor": {"id": "a\"b", "n": [1.50, true]}, "a/b": 1, "x": 1, "x": 2, "nil": null} "#;
        assert_eq!(text("{json:/sensor/id}", body).unwrap(), "a\"b");
        assert_eq!(text("{json:/sensor/n/0}-{json:/sensor/n/1}", body).unwrap(), "1.50-true");
        assert_eq!(text("{json:/a~1b}{json:/x}", body).unwrap(), "12");
        for missing in ["/none", "/sensor/n/2", "/sensor/n/x", "/x/y", "/nil", "/sensor"] {
            let fault = text(&format!("{{json:{missing}}}"), body).unwrap_err();
            assert_eq!(fault, Unfit::Missing { pointer: missing.to_owned() });
        }
        assert_eq!(text("{json:/x}", "{\"x\":"), Err(Unfit::NotJson));
        assert_eq!(text("{json:/x}", "\u{7f}"), Err(Unfit::NotJson));
    }

    #[test]
    fn a_member_alone_keeps_its_type() {
        let json =
            |template: &str| Template::parse(template).unwrap().json(&FACTS, br#"{"n":1.50,"o":{"a":[ ]}}"#);
        assert_eq!(json("{json:/n}").unwrap(), "1.50");
        assert_eq!(json("{json:/o}").unwrap(), r#"{"a":[ ]}"#);
        assert_eq!(json("v{json:/n}").unwrap(), r#""v1.50""#);
        assert_eq!(json("a\"b").unwrap(), r#""a\"b""#);
    }

    #[test]
    fn a_published_message_has_its_topic_and_client() {
        let facts = Facts { topic: "plant/7/temp", client: "pump", ..FACTS };
        let text = |template: &str| {
            let template = Template::parse_about(template, About::Publication)?;
            Ok::<_, TemplateError>(template.text(&facts, br#"{"n":1}"#).unwrap())
        };

        assert_eq!(
            text("{topic}|{topic:1}|{topic:3}|{topic:4}|{client}|{json:/n}|{device}").unwrap(),
            "plant/7/temp|plant|temp||pump|1|d1"
        );
        assert_eq!(text("{topic:0}"), Err(TemplateError::Level("0".into())));
        assert_eq!(text("{shard}"), Err(TemplateError::NotPublished("shard".into())));
        assert_eq!(Template::parse("{topic}"), Err(TemplateError::Unknown("topic".into())));
    }

    #[test]
    fn a_wrong_template_is_refused_with_what_to_write() {
        for (template, fault) in [
            ("{", TemplateError::Brace),
            ("a}b", TemplateError::Brace),
            ("{device", TemplateError::Brace),
            ("{device} {nothing}", TemplateError::Unknown("nothing".into())),
            ("{json:a}", TemplateError::Pointer("a".into())),
        ] {
            assert_eq!(Template::parse(template), Err(fault), "{template}");
        }
    }
}
