//! Reads a document by its schema.

use super::string::{self, Raw};
use crate::decode_error::{Budget, DEPTH_MAX, DecodeError, Found, deeper, excerpt, mistyped};
use crate::members::{find, last_of_each, millis};
use crate::schema::{Kind, Member, Shape};
use crate::{Value, base64};

/// Decodes a whole document.
///
/// `null` is absence; a top-level `null` is a structure without any member. Unknown members are skipped. Of members
/// and map keys that repeat, the last counts.
///
/// # Errors
/// The first fault found; nothing is kept of a document that has one.
pub fn decode(shape: &'static Shape, document: &[u8]) -> Result<Value, DecodeError> {
    let mut parser = Parser { document, at: 0, budget: Budget::new() };
    let value = parser.value(shape, DEPTH_MAX)?;
    parser.skip_space();
    if parser.at < document.len() {
        return Err(parser.malformed());
    }
    match (&shape.kind, value) {
        (Kind::Structure(members), Value::Null) => Ok(Value::Struct(vec![Value::Null; members.len()])),
        (_, value) => Ok(value),
    }
}

struct Parser<'a> {
    document: &'a [u8],
    at: usize,
    budget: Budget,
}

impl<'a> Parser<'a> {
    fn value(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        match (self.peek()?, &shape.kind) {
            (b'n', _) => self.literal("null").map(|()| Value::Null),
            (b'{', Kind::Structure(members)) => self.structure(members, deeper(depth)?),
            (b'{', Kind::Map { value, .. }) => self.map(value, deeper(depth)?),
            (b'[', Kind::List { member, .. }) => self.list(member, deeper(depth)?),
            (b'"', Kind::Blob(_)) => self.blob(),
            (b'"', kind) => self.text(kind),
            (b'-' | b'0'..=b'9', kind) => self.number(kind),
            (b't', Kind::Boolean) => self.literal("true").map(|()| Value::Bool(true)),
            (b'f', Kind::Boolean) => self.literal("false").map(|()| Value::Bool(false)),
            (b'{', kind) => Err(Found::Map.instead_of(kind)),
            (b'[', kind) => Err(Found::List.instead_of(kind)),
            (b't' | b'f', kind) => Err(Found::Boolean.instead_of(kind)),
            _ => Err(self.malformed()),
        }
    }

    fn structure(&mut self, members: &'static [Member], depth: usize) -> Result<Value, DecodeError> {
        self.budget.spend(members.len())?;
        let mut slots = vec![Value::Null; members.len()];
        // Clients mostly keep one order, so the search starts behind the member found last.
        let mut next = 0;
        self.entries(|parser, key| {
            let name = key.text().map_err(|_| parser.malformed())?;
            match find(members, next, name.as_bytes()) {
                Some(index) => {
                    next = index + 1;
                    slots[index] = parser.value(members[index].shape, depth)?;
                }
                None => parser.skip(depth)?,
            }
            Ok(())
        })?;
        Ok(Value::Struct(slots))
    }

    fn map(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let mut entries = Vec::new();
        self.entries(|parser, key| {
            let key = key.text().map_err(|_| parser.malformed())?.into_owned();
            parser.budget.spend(2)?;
            entries.push((key, parser.value(shape, depth)?));
            Ok(())
        })?;
        Ok(Value::Map(last_of_each(entries)))
    }

    /// Walks an object; `entry` consumes each value.
    fn entries(
        &mut self,
        mut entry: impl FnMut(&mut Self, Raw<'a>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.at += 1;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek()? != b'"' {
                return Err(self.malformed());
            }
            let key = self.raw()?;
            if self.peek()? != b':' {
                return Err(self.malformed());
            }
            self.at += 1;
            entry(self, key)?;
            if self.ends(b'}')? {
                return Ok(());
            }
        }
    }

    fn list(&mut self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let mut items = Vec::new();
        self.items(|parser| {
            parser.budget.spend(1)?;
            items.push(parser.value(shape, depth)?);
            Ok(())
        })?;
        Ok(Value::List(items))
    }

    /// Walks an array; `item` consumes each element.
    fn items(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.at += 1;
        if self.peek()? == b']' {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            if self.ends(b']')? {
                return Ok(());
            }
        }
    }

    /// Consumes a comma, or the end of a list or object and says so.
    fn ends(&mut self, end: u8) -> Result<bool, DecodeError> {
        let byte = self.peek()?;
        if byte != end && byte != b',' {
            return Err(self.malformed());
        }
        self.at += 1;
        Ok(byte == end)
    }

    fn blob(&mut self) -> Result<Value, DecodeError> {
        let raw = self.raw()?;
        if !raw.escaped {
            return base64::decode(raw.bytes).map(Value::Blob);
        }
        // Some encoders escape `/`.
        let text = raw.unescape().map_err(|_| self.malformed())?;
        base64::decode(&text).map(Value::Blob)
    }

    fn text(&mut self, kind: &Kind) -> Result<Value, DecodeError> {
        let text = self.raw()?.text().map_err(|_| self.malformed())?;
        match kind {
            Kind::String { .. } => Ok(Value::Text(text.into_owned())),
            Kind::Boolean => boolean(&text),
            Kind::Double(_) => special(&text).map(Value::Float).ok_or_else(|| Found::Text.instead_of(kind)),
            _ => Err(Found::Text.instead_of(kind)),
        }
    }

    fn number(&mut self, kind: &Kind) -> Result<Value, DecodeError> {
        let text = self.number_text()?;
        let float = || text.parse::<f64>().unwrap_or(0.0);
        match kind {
            Kind::Integer(_) => Ok(Value::Int(whole(text).clamp(i64::from(i32::MIN), i64::from(i32::MAX)))),
            Kind::Long(_) => Ok(Value::Int(whole(text))),
            Kind::Double(_) => Ok(Value::Float(float())),
            Kind::Timestamp => Ok(Value::Time(millis(float()))),
            _ => Err(Found::Number.instead_of(kind)),
        }
    }

    /// Consumes a number, which must have JSON's form.
    fn number_text(&mut self) -> Result<&'a str, DecodeError> {
        let start = self.at;
        self.at += usize::from(self.document[self.at] == b'-');
        let leading_zero = self.document.get(self.at) == Some(&b'0');
        let digits = self.digits()?;
        if leading_zero && digits > 1 {
            return Err(self.malformed());
        }
        if self.document.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.document.get(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(self.document.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        std::str::from_utf8(&self.document[start..self.at]).map_err(|_| self.malformed())
    }

    fn digits(&mut self) -> Result<usize, DecodeError> {
        let digits = self.document[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += digits;
        if digits == 0 { Err(self.malformed()) } else { Ok(digits) }
    }

    /// Consumes a value that nobody wants.
    fn skip(&mut self, depth: usize) -> Result<(), DecodeError> {
        match self.peek()? {
            b'"' => self.raw()?.check().map_err(|_| self.malformed()),
            b'{' => {
                let depth = deeper(depth)?;
                self.entries(|parser, key| {
                    key.check().map_err(|_| parser.malformed())?;
                    parser.skip(depth)
                })
            }
            b'[' => {
                let depth = deeper(depth)?;
                self.items(|parser| parser.skip(depth))
            }
            b'n' => self.literal("null"),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'-' | b'0'..=b'9' => self.number_text().map(drop),
            _ => Err(self.malformed()),
        }
    }

    fn raw(&mut self) -> Result<Raw<'a>, DecodeError> {
        let rest = &self.document[self.at + 1..];
        let raw = string::scan(rest).ok_or_else(|| self.malformed())?;
        self.at += raw.bytes.len() + 2;
        Ok(raw)
    }

    fn literal(&mut self, word: &str) -> Result<(), DecodeError> {
        if !self.document[self.at..].starts_with(word.as_bytes()) {
            return Err(self.malformed());
        }
        self.at += word.len();
        Ok(())
    }

    /// The next byte that is not space; the document must not end here.
    fn peek(&mut self) -> Result<u8, DecodeError> {
        self.skip_space();
        self.document.get(self.at).copied().ok_or_else(|| self.malformed())
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.document.get(self.at) {
            self.at += 1;
        }
    }

    fn malformed(&self) -> DecodeError {
        DecodeError::Malformed { at_byte: self.at }
    }
}

fn boolean(text: &str) -> Result<Value, DecodeError> {
    match text.to_ascii_uppercase().as_str() {
        "TRUE" | "1" | "YES" => Ok(Value::Bool(true)),
        "FALSE" | "0" | "NO" => Ok(Value::Bool(false)),
        other => Err(mistyped(format!("'{}' can not be converted to an Boolean", excerpt(other.as_bytes())))),
    }
}

/// The numbers that JSON has no literal for.
fn special(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// `12`, `1.2e1` and `12.9` are 12; beyond 64 bits the nearest end counts.
fn whole(text: &str) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "float to integer casts saturate, as AWS does")]
    text.parse().unwrap_or_else(|_| text.parse::<f64>().unwrap_or(0.0).trunc() as i64)
}
