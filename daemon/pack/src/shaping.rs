//! What may be done to a record on its way: members kept, members added, another partition key.

use crate::template::{Facts, Members, Template, document};
use std::fmt;
use std::fmt::Write;

/// Characters of a partition key.
///
/// # Source
/// Kinesis API Reference, `PutRecordsRequestEntry`.
const KEY_CHARS_MAX: usize = 256;

/// What is done to each record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaping {
    /// The members of a JSON object that are kept; all when absent.
    pub select: Option<Vec<String>>,
    /// Members that are added, or take the place of those of the same name.
    pub add: Vec<(String, Template)>,
    /// The partition key, instead of the record's own.
    pub key: Option<Template>,
}

/// A record as it is to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    /// Its bytes, where they change.
    pub body: Option<Vec<u8>>,
    /// Its partition key, where it changes.
    pub key: Option<String>,
}

/// Why a record cannot be shaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// It is no JSON.
    NotJson,
    /// It is JSON, and no object.
    NotAnObject,
    /// It has no such member, or none with a text.
    Missing {
        /// Where it should be.
        pointer: String,
    },
    /// Its key would be empty or too long.
    Key {
        /// Characters it would have.
        chars: usize,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson => f.write_str("the record is no JSON"),
            Self::NotAnObject => f.write_str("the record is no JSON object"),
            Self::Missing { pointer } => write!(f, "the record has no text or number at {pointer}"),
            Self::Key { chars } => {
                write!(f, "the record's key would have {chars} characters; 1 to {KEY_CHARS_MAX} are possible")
            }
        }
    }
}

impl std::error::Error for Unfit {}

impl Shaping {
    /// The key alone, which decides the order in which records are sent.
    ///
    /// # Errors
    /// [`Unfit`]; the record then keeps its own.
    pub fn key(&self, facts: &Facts<'_>, body: &[u8]) -> Result<Option<String>, Unfit> {
        let Some(template) = &self.key else { return Ok(None) };
        let key = template.text(facts, body)?;
        let chars = key.chars().count();
        if (1..=KEY_CHARS_MAX).contains(&chars) { Ok(Some(key)) } else { Err(Unfit::Key { chars }) }
    }

    /// A record as it is to be sent.
    ///
    /// # Errors
    /// [`Unfit`]; nothing of it is then changed.
    pub fn shape(&self, facts: &Facts<'_>, body: &[u8]) -> Result<Shaped, Unfit> {
        let key = self.key(facts, body)?;
        if self.select.is_none() && self.add.is_empty() {
            return Ok(Shaped { body: None, key });
        }
        let json = document(body)?;
        let Members(members) = serde_json::from_str(json).map_err(|_| Unfit::NotAnObject)?;
        let is_kept =
            |name: &str| self.select.as_ref().is_none_or(|kept| kept.iter().any(|kept| kept == name));
        let is_replaced = |name: &str| self.add.iter().any(|(added, _)| added == name);
        let mut shaped = String::with_capacity(body.len());
        for (name, value) in members.iter().filter(|(name, _)| is_kept(name) && !is_replaced(name)) {
            push(&mut shaped, name, value.get());
        }
        for (name, template) in &self.add {
            push(&mut shaped, name, &template.json(facts, body)?);
        }
        shaped.push_str(if shaped.is_empty() { "{}" } else { "}" });
        Ok(Shaped { body: Some(shaped.into_bytes()), key })
    }
}

fn push(out: &mut String, name: &str, value: &str) {
    let name = serde_json::to_string(name).expect("a string is JSON");
    let before = if out.is_empty() { '{' } else { ',' };
    write!(out, "{before}{name}:{value}").expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::tests::FACTS;

    fn template(text: &str) -> Template {
        Template::parse(text).unwrap()
    }

    fn shaped(shaping: &Shaping, body: &str) -> Result<String, Unfit> {
        let shaped = shaping.shape(&FACTS, body.as_bytes())?;
        Ok(String::from_utf8(shaped.body.unwrap()).unwrap())
    }

    #[test]
    fn members_are_kept_as_they_are_written_and_others_are_added() {
        let shaping = Shaping {
            select: Some(vec!["t".into(), "n".into()]),
            add: vec![("at".into(), template("{device}")), ("n".into(), template("{json:/deep/n}"))],
            key: None,
        };

        let body = r#"{"n":1, "x":[1,2], "t": 21.50, "deep":{"n":123456789012345678901234567890}}"#;
        let expected = r#"{"t":21.50,"at":"d1","n":123456789012345678901234567890}"#;
        assert_eq!(shaped(&shaping, body).unwrap(), expected);
        assert_eq!(shaped(&Shaping { select: Some(Vec::new()), ..Shaping::default() }, body).unwrap(), "{}");
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let shaping = Shaping { add: vec![("a".into(), template("b"))], ..Shaping::default() };
        assert_eq!(shaped(&shaping, "21.5").unwrap_err(), Unfit::NotAnObject);
        assert_eq!(shaped(&shaping, "t=1").unwrap_err(), Unfit::NotJson);
        assert_eq!(shaped(&shaping, "{}").unwrap(), r#"{"a":"b"}"#);
        let deep = "[".repeat(100_000);
        assert_eq!(shaped(&shaping, &deep).unwrap_err(), Unfit::NotJson);
    }

    #[test]
    fn a_key_has_bounds() {
        let by = |text: &str| Shaping { key: Some(template(text)), ..Shaping::default() };
        let key = |text: &str, body: &str| by(text).shape(&FACTS, body.as_bytes());
        let found = Shaped { body: None, key: Some("7".into()) };
        assert_eq!(key("{json:/id}", r#"{"id":7}"#), Ok(found));
        assert_eq!(key("{json:/id}", r#"{"id":""}"#), Err(Unfit::Key { chars: 0 }));
        assert_eq!(key(&"ä".repeat(257), ""), Err(Unfit::Key { chars: 257 }));
        assert!(key(&"ä".repeat(256), "").is_ok());
    }
}
