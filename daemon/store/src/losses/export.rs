//! The ledger outside the device: as JSON or CSV, and read back to be verified by anyone.

use super::entry::{Cause, Entry, Loss, PUBLIC_KEY_BYTES, SIGNATURE_BYTES, Signed, device_of};
use millpond_base::{WallMs, hex};
use serde_json::{Map, Value, json};
use std::fmt;
use std::fmt::Write;

const FORMAT: &str = "millpond losses 1";
/// The columns of the CSV form, and the names of an entry's members in JSON.
const COLUMNS: [&str; 18] = [
    "index",
    "since",
    "until",
    "arn",
    "part",
    "first",
    "last",
    "first_id",
    "last_id",
    "count",
    "bytes",
    "cause",
    "since_ms",
    "until_ms",
    "previous",
    "signature",
    "device",
    "public_key",
];
/// Columns that only repeat others for people.
const FOR_PEOPLE: [&str; 2] = ["since", "until"];

/// Entries with the key that verifies them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The device's public key.
    pub public_key: [u8; PUBLIC_KEY_BYTES],
    /// Entries, by index.
    pub entries: Vec<Signed>,
}

/// What an export proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The key that signed every entry. Compare it with the one that the device printed.
    pub public_key: [u8; PUBLIC_KEY_BYTES],
    /// Index of the first entry; what came before is not in the file.
    pub first: u64,
    /// Entries.
    pub entries: u64,
    /// Records that they say are gone.
    pub records: u64,
}

/// Why an export proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// It is neither form of an export.
    Form {
        /// What does not read.
        what: String,
    },
    /// An entry was changed, or signed by another device.
    Signature {
        /// The entry's index.
        index: u64,
    },
    /// An entry is missing, or in the wrong place.
    Chain {
        /// The index of the entry after which something is missing.
        after: u64,
    },
    /// An entry names another device than the key's.
    Device {
        /// The entry's index.
        index: u64,
    },
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { what } => {
                write!(f, "{what}; give a file that millpond losses wrote with --json or --csv")
            }
            Self::Signature { index } => {
                write!(f, "entry {index} was changed, or the public key is not that of its device")
            }
            Self::Chain { after } => {
                write!(f, "the chain breaks after entry {after}: an entry is missing or was changed")
            }
            Self::Device { index } => write!(f, "entry {index} names another device than the public key's"),
        }
    }
}

impl std::error::Error for ExportError {}

fn form(what: impl Into<String>) -> ExportError {
    ExportError::Form { what: what.into() }
}

impl Export {
    /// The JSON form: one object with the key and all entries.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let key = hex(&self.public_key);
        let entries: Vec<Value> = self.entries.iter().map(|signed| object(signed, &key)).collect();
        let device = hex(&device_of(&self.public_key));
        json!({"format": FORMAT, "device": device, "public_key": key, "entries": entries})
    }

    /// The CSV form: a line of column names, then a line per entry, each with the key.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let key = hex(&self.public_key);
        let mut text = COLUMNS.join(",") + "\n";
        for signed in &self.entries {
            let object = object(signed, &key);
            let cells = COLUMNS.map(|name| match &object[name] {
                Value::String(text) => quoted(text),
                other => other.to_string(),
            });
            writeln!(text, "{}", cells.join(",")).expect("writing to a string cannot fail");
        }
        text
    }

    /// Reads either form, nothing verified yet.
    ///
    /// # Errors
    /// [`ExportError::Form`], also for an export without entries in CSV, which has no key.
    pub fn parse(text: &str) -> Result<Self, ExportError> {
        let entries = if text.trim_start().starts_with('{') {
            let json: Value = serde_json::from_str(text)
                .map_err(|error| form(format!("the JSON does not read: {error}")))?;
            if json["format"] != FORMAT {
                return Err(form(format!("the file does not say {FORMAT:?}")));
            }
            let list = json["entries"].as_array().ok_or_else(|| form("the file has no entries"))?;
            if list.is_empty() {
                return Ok(Self {
                    public_key: bytes(&json["public_key"], "public_key")?,
                    entries: Vec::new(),
                });
            }
            list.iter().map(signed).collect::<Result<Vec<_>, _>>()?
        } else {
            table(text)?.iter().map(signed).collect::<Result<Vec<_>, _>>()?
        };
        let public_key =
            entries.first().map(|(_, key)| *key).ok_or_else(|| form("the file has no entries"))?;
        if let Some((other, _)) = entries.iter().find(|(_, key)| *key != public_key) {
            return Err(ExportError::Signature { index: other.entry.index });
        }
        Ok(Self { public_key, entries: entries.into_iter().map(|(signed, _)| signed).collect() })
    }

    /// Checks every signature and that no entry is missing between the first and the last.
    ///
    /// # Errors
    /// The first [`ExportError`] found.
    pub fn verify(&self) -> Result<Verified, ExportError> {
        let device = device_of(&self.public_key);
        for signed in &self.entries {
            let index = signed.entry.index;
            if signed.entry.device != device {
                return Err(ExportError::Device { index });
            }
            if !signed.is_by(&self.public_key) {
                return Err(ExportError::Signature { index });
            }
        }
        for pair in self.entries.windows(2) {
            let (one, next) = (&pair[0].entry, &pair[1].entry);
            if next.index != one.index + 1 || next.previous != one.hash() {
                return Err(ExportError::Chain { after: one.index });
            }
        }
        Ok(Verified {
            public_key: self.public_key,
            first: self.entries.first().map_or(0, |signed| signed.entry.index),
            entries: self.entries.len() as u64,
            records: self.entries.iter().map(|signed| signed.entry.loss.count).sum(),
        })
    }
}

pub(super) fn object(signed: &Signed, public_key: &str) -> Value {
    let Entry { index, since, until, loss, previous, .. } = &signed.entry;
    json!({
        "index": index, "since": since.to_iso8601(), "until": until.to_iso8601(),
        "arn": loss.arn, "part": loss.part, "first": loss.first, "last": loss.last,
        "first_id": loss.first_id, "last_id": loss.last_id, "count": loss.count, "bytes": loss.bytes,
        "cause": loss.cause.word(), "since_ms": since.0, "until_ms": until.0, "previous": hex(previous),
        "signature": hex(&signed.signature), "device": hex(&signed.entry.device), "public_key": public_key,
    })
}

fn signed(object: &Value) -> Result<(Signed, [u8; PUBLIC_KEY_BYTES]), ExportError> {
    let number = |name: &str| match &object[name] {
        Value::String(text) => text.parse().map_err(|_| form(format!("{name} {text:?} is no number"))),
        other => other.as_u64().ok_or_else(|| form(format!("{name} is no number"))),
    };
    let text = |name: &str| {
        object[name].as_str().map(str::to_owned).ok_or_else(|| form(format!("an entry has no {name}")))
    };
    let word = text("cause")?;
    let entry = Entry {
        index: number("index")?,
        device: bytes(&object["device"], "device")?,
        since: WallMs(number("since_ms")?),
        until: WallMs(number("until_ms")?),
        loss: Loss {
            arn: text("arn")?,
            part: text("part")?,
            first: number("first")?,
            last: number("last")?,
            first_id: text("first_id")?,
            last_id: text("last_id")?,
            count: number("count")?,
            bytes: number("bytes")?,
            cause: Cause::parse(&word).ok_or_else(|| form(format!("nobody knows the cause {word:?}")))?,
        },
        previous: bytes(&object["previous"], "previous")?,
    };
    let signature: [u8; SIGNATURE_BYTES] = bytes(&object["signature"], "signature")?;
    Ok((Signed { entry, signature }, bytes(&object["public_key"], "public_key")?))
}

fn bytes<const N: usize>(value: &Value, name: &str) -> Result<[u8; N], ExportError> {
    let wrong = || form(format!("{name} is not {N} bytes in hexadecimal"));
    let text = value.as_str().filter(|text| text.len() == 2 * N && text.is_ascii()).ok_or_else(wrong)?;
    let mut out = [0; N];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(out)
}

/// A CSV cell: in quotes when it needs them.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The lines of a CSV export as objects of texts.
fn table(text: &str) -> Result<Vec<Value>, ExportError> {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let names = cells(lines.next().unwrap_or_default());
    let known = COLUMNS.iter().filter(|name| !FOR_PEOPLE.contains(name));
    if let Some(missing) = known.into_iter().find(|name| !names.iter().any(|n| n == *name)) {
        return Err(form(format!("there is no column {missing}")));
    }
    let row = |line| {
        let cells = cells(line);
        let object: Map<String, Value> =
            names.iter().cloned().zip(cells.into_iter().map(Value::from)).collect();
        Value::Object(object)
    };
    Ok(lines.map(row).collect())
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut in_quotes = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is always a last cell");
        match c {
            '"' if in_quotes && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::entry::tests::entry;
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};

    fn export(count: u64) -> Export {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let public_key: [u8; 32] = key.public_key().as_ref().try_into().unwrap();
        let mut previous = [9; 32];
        let entries = (3..3 + count).map(|index| {
            let arn = if index == 4 { "a \"quoted\", name".to_owned() } else { entry().loss.arn };
            let loss = Loss { arn, ..entry().loss };
            let entry = Entry { index, device: device_of(&public_key), previous, loss, ..entry() };
            previous = entry.hash();
            let signature = key.sign(&entry.hash()).as_ref().try_into().unwrap();
            Signed { entry, signature }
        });
        Export { entries: entries.collect(), public_key }
    }

    #[test]
    fn both_forms_read_back_and_verify() {
        let export = export(4);
        for text in [export.to_json().to_string(), export.to_csv()] {
            let again = Export::parse(&text).unwrap();

            assert_eq!(again, export);
            let verified = again.verify().unwrap();
            assert_eq!((verified.first, verified.entries, verified.records), (3, 4, 32));
        }
    }

    #[test]
    fn an_export_without_losses_verifies() {
        let none = Export { entries: Vec::new(), ..export(0) };

        assert_eq!(Export::parse(&none.to_json().to_string()).unwrap().verify().unwrap().entries, 0);
    }

    #[test]
    fn a_changed_cell_is_noticed() {
        let text = export(3).to_csv();
        let lines: Vec<&str> = text.lines().collect();
        for (at, name) in COLUMNS.iter().enumerate().filter(|(_, name)| !FOR_PEOPLE.contains(name)) {
            let mut row = cells(lines[3]);
            row[at] = match row[at].as_str() {
                "drop-oldest" => "rot".into(),
                other if other.len() > 31 => {
                    other.replace(&other[..1], if &other[..1] == "0" { "1" } else { "0" })
                }
                other => format!("1{other}"),
            };
            let changed: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            let changed = [lines[0], lines[1], lines[2], &changed.join(",")].join("\n");

            let refused = Export::parse(&changed).and_then(|export| export.verify());
            assert!(refused.is_err(), "{name}: {changed}");
        }
    }

    #[test]
    fn a_missing_entry_breaks_the_chain_and_a_missing_end_does_not_show() {
        let whole = export(4);
        let without = |at: usize| {
            let mut part = whole.clone();
            part.entries.remove(at);
            part.verify().map(|verified| verified.entries)
        };

        assert_eq!(without(1), Err(ExportError::Chain { after: 3 }));
        assert_eq!(without(0), Ok(3));
    }

    #[test]
    fn the_signature_of_another_device_is_refused() {
        let mut forged = export(2);
        let other = Ed25519KeyPair::from_seed_unchecked(&[8; 32]).unwrap();
        forged.public_key = other.public_key().as_ref().try_into().unwrap();

        assert_eq!(forged.verify(), Err(ExportError::Device { index: 3 }));
    }

    #[test]
    fn what_is_no_export_is_refused() {
        for text in ["", "{}", "x,y\n1,2", "{\"format\":\"millpond losses 2\"}", "index"] {
            assert!(matches!(Export::parse(text), Err(ExportError::Form { .. })), "{text}");
        }
    }
}
