//! Reads parameters by their schema.

use crate::decode_error::{DEPTH_MAX, DecodeError, deeper, excerpt, mistyped};
use crate::members::last_of_each;
use crate::schema::{Kind, Member, Shape};
use crate::{Value, base64, iso8601};

/// Decodes the parameters of a request; those that the schema does not name are ignored.
///
/// # Errors
/// The first parameter whose text is not of its type.
pub fn decode(shape: &'static Shape, parameters: &[(String, String)]) -> Result<Value, DecodeError> {
    let mut entries: Vec<Entry<'_>> =
        parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    // Sorted, all parameters below one path are neighbours. The sort is stable: of equal names the last counts.
    entries.sort_by_key(|(name, _)| *name);
    let all = Subtree { entries: &entries, consumed: 0 };
    match &shape.kind {
        Kind::Structure(members) => all.structure(members, DEPTH_MAX),
        _ => Ok(Value::Null),
    }
}

type Entry<'a> = (&'a str, &'a str);

/// The parameters that share the first `consumed` bytes of their names, the dot included.
#[derive(Clone, Copy)]
struct Subtree<'a> {
    entries: &'a [Entry<'a>],
    consumed: usize,
}

impl<'a> Subtree<'a> {
    fn structure(self, members: &'static [Member], depth: usize) -> Result<Value, DecodeError> {
        let slots = members.iter().map(|member| match self.member(member.query_name, member.shape, depth) {
            // A flattened list is written under its items' name, but an empty one under its own: `Entries=`.
            Ok(Value::Null)
                if matches!(member.shape.kind, Kind::List { .. }) && self.exact(member.name) == Some("") =>
            {
                Ok(Value::List(Vec::new()))
            }
            value => value,
        });
        slots.collect::<Result<_, _>>().map(Value::Struct)
    }

    /// The value at `name`: a parameter of exactly this name, or a subtree.
    fn member(self, name: &str, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let depth = deeper(depth)?;
        let here = self.exact(name);
        match (&shape.kind, self.below(name)) {
            (Kind::Structure(members), Some(below)) => below.structure(members, depth),
            (Kind::List { member, member_name, flattened, .. }, below) => {
                let below = if *flattened { below } else { below.and_then(|below| below.below(member_name)) };
                match (below, here) {
                    (Some(below), _) => below.list(member, depth),
                    // `Tags=` is how clients say that a list is empty.
                    (None, Some("")) => Ok(Value::List(Vec::new())),
                    (None, _) => Ok(Value::Null),
                }
            }
            (Kind::Map { value, key_name, value_name, flattened, .. }, Some(below)) => {
                let below = if *flattened { Some(below) } else { below.below("entry") };
                below.map_or(Ok(Value::Null), |below| below.map(value, key_name, value_name, depth))
            }
            (Kind::Structure(_) | Kind::Map { .. }, None) => Ok(Value::Null),
            (kind, _) => here.map_or(Ok(Value::Null), |text| scalar(kind, text)),
        }
    }

    fn list(self, shape: &'static Shape, depth: usize) -> Result<Value, DecodeError> {
        let items = self.positions()?.into_iter().map(|position| self.member(position, shape, depth));
        items.collect::<Result<_, _>>().map(Value::List)
    }

    fn map(self, shape: &'static Shape, key: &str, value: &str, depth: usize) -> Result<Value, DecodeError> {
        let mut entries = Vec::new();
        for position in self.positions()? {
            let Some(entry) = self.below(position) else { continue };
            let Some(key) = entry.exact(key) else { continue };
            entries.push((key.to_owned(), entry.member(value, shape, depth)?));
        }
        Ok(Value::Map(last_of_each(entries)))
    }

    /// The positions of a list as they are written, in numeric order. Gaps are closed.
    fn positions(self) -> Result<Vec<&'a str>, DecodeError> {
        let mut positions: Vec<(u32, &str)> = Vec::new();
        for (name, _) in self.entries {
            let rest = &name[self.consumed..];
            let position = rest.split('.').next().unwrap_or(rest);
            if positions.last().is_some_and(|(_, last)| *last == position) {
                continue;
            }
            let refuse =
                |_| mistyped(format!("'{}' is not a position in a list", excerpt(position.as_bytes())));
            positions.push((position.parse().map_err(refuse)?, position));
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(positions.into_iter().map(|(_, position)| position).collect())
    }

    /// The value of the parameter whose remaining name is exactly `name`.
    fn exact(self, name: &str) -> Option<&'a str> {
        let end = self.entries.partition_point(|(full, _)| full[self.consumed..] <= *name);
        let (full, value) = self.entries[..end].last()?;
        (full[self.consumed..] == *name).then_some(*value)
    }

    /// The parameters below `name` and a dot.
    fn below(self, name: &str) -> Option<Self> {
        let path = || name.bytes().chain(*b".");
        let rest =
            |entry: &Entry<'a>| entry.0.as_bytes()[self.consumed..].iter().copied().take(name.len() + 1);
        let start = self.entries.partition_point(|entry| rest(entry).lt(path()));
        let tail = &self.entries[start..];
        let entries = &tail[..tail.partition_point(|entry| rest(entry).eq(path()))];
        (!entries.is_empty()).then_some(Self { entries, consumed: self.consumed + name.len() + 1 })
    }
}

/// Reads one text by its kind; the XML decoder shares it.
pub(crate) fn scalar(kind: &Kind, text: &str) -> Result<Value, DecodeError> {
    let wrong = |wanted| mistyped(format!("'{}' is not {wanted}", excerpt(text.as_bytes())));
    match kind {
        Kind::String { .. } => Ok(Value::Text(text.to_owned())),
        Kind::Blob(_) => base64::decode(text.as_bytes()).map(Value::Blob),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        Kind::Boolean => Err(wrong("a boolean")),
        Kind::Integer(_) => {
            text.parse::<i32>().map(|n| Value::Int(n.into())).map_err(|_| wrong("an integer"))
        }
        Kind::Long(_) => text.parse().map(Value::Int).map_err(|_| wrong("an integer")),
        Kind::Double(_) => text.parse().map(Value::Float).map_err(|_| wrong("a number")),
        Kind::Timestamp => iso8601::read(text).map(Value::Time).ok_or_else(|| wrong("a timestamp")),
        Kind::List { .. } | Kind::Map { .. } | Kind::Structure(_) => Ok(Value::Null),
    }
}
