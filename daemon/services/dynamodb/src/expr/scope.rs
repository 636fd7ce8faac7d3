//! The names and values that a request gives to its expressions, and which of them were used.

use super::path::{Path, Step};
use crate::api::AttributeValue;
use crate::fault;
use crate::values::{self, invalid_in};
use millpond_service::Fault;
use millpond_store::table::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Names, values and what became of them.
#[derive(Default)]
pub(crate) struct Scope {
    names: BTreeMap<String, String>,
    values: BTreeMap<String, Value>,
    used: RefCell<BTreeSet<String>>,
}

impl Scope {
    /// Takes what a request gives. `expressions` names the parameters that could use values, and says which are there.
    ///
    /// # Errors
    /// `ValidationException` when something is malformed, or given although no expression is.
    pub(crate) fn new(
        names: Option<BTreeMap<String, String>>,
        values: Option<BTreeMap<String, AttributeValue>>,
        expressions: &[(&str, bool)],
        others: bool,
    ) -> Result<Self, Fault> {
        let some = expressions.iter().any(|(_, there)| *there);
        if let Some(names) = &names {
            if !some && !others {
                return Err(fault::validation_text(
                    "ExpressionAttributeNames can only be specified when using expressions",
                ));
            }
            check_keys("ExpressionAttributeNames", names.keys(), '#')?;
        }
        let mut taken = BTreeMap::new();
        if let Some(values) = values {
            if !some {
                let missing: Vec<&str> = expressions.iter().map(|(name, _)| *name).collect();
                let verb = if missing.len() > 1 { "are" } else { "is" };
                return Err(fault::validation_text(format!(
                    "ExpressionAttributeValues can only be specified when using expressions: {} {verb} null",
                    missing.join(" and ")
                )));
            }
            check_keys("ExpressionAttributeValues", values.keys(), ':')?;
            for (key, value) in values {
                let value = values::value(value)
                    .map_err(|why| invalid_in("ExpressionAttributeValues", &why, Some(&key)))?;
                taken.insert(key, value);
            }
        }
        Ok(Self { names: names.unwrap_or_default(), values: taken, used: RefCell::default() })
    }

    /// The attribute that `#name` stands for.
    pub(super) fn name(&self, placeholder: &str) -> Option<&str> {
        self.used.borrow_mut().insert(placeholder.to_owned());
        self.names.get(placeholder).map(String::as_str)
    }

    /// What `:value` stands for.
    pub(super) fn value(&self, placeholder: &str) -> Option<&Value> {
        self.used.borrow_mut().insert(placeholder.to_owned());
        self.values.get(placeholder)
    }

    /// Refuses names and values that no expression used. Called once all of them are read.
    pub(crate) fn all_used(&self) -> Result<(), Fault> {
        let used = self.used.borrow();
        let unused = |keys: &mut dyn Iterator<Item = &String>| {
            keys.filter(|key| !used.contains(*key)).cloned().collect::<Vec<_>>().join(", ")
        };
        for (parameter, unused) in [
            ("ExpressionAttributeNames", unused(&mut self.names.keys())),
            ("ExpressionAttributeValues", unused(&mut self.values.keys())),
        ] {
            if !unused.is_empty() {
                return Err(fault::validation_text(format!(
                    "Value provided in {parameter} unused in expressions: keys: {{{unused}}}"
                )));
            }
        }
        Ok(())
    }
}

fn check_keys<'a>(
    parameter: &str,
    keys: impl ExactSizeIterator<Item = &'a String>,
    sign: char,
) -> Result<(), Fault> {
    if keys.len() == 0 {
        return Err(fault::validation_text(format!("{parameter} must not be empty")));
    }
    let legal = |key: &str| {
        key.strip_prefix(sign).is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
    };
    for key in keys {
        if !legal(key) {
            return Err(fault::validation_text(format!(
                "{parameter} contains invalid key: Syntax error; key: \"{key}\""
            )));
        }
    }
    Ok(())
}

/// Complaints about one expression; of several kinds the gravest is told, of one kind the first.
pub(super) struct Complaints<const N: usize>([Option<String>; N]);

impl<const N: usize> Complaints<N> {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| None))
    }

    /// Notes a complaint; the lower its kind, the graver it is.
    pub(super) fn note(&mut self, kind: usize, text: impl Into<String>) {
        self.0[kind].get_or_insert_with(|| text.into());
    }

    /// The gravest.
    pub(super) fn first(self) -> Option<String> {
        self.0.into_iter().flatten().next()
    }
}

/// What undefined names and reserved words are noted as.
#[derive(Clone, Copy)]
pub(super) struct NameKinds {
    pub(super) reserved: usize,
    pub(super) undefined: usize,
}

/// Reads a way into a document: a name, then names after dots and numbers in brackets.
pub(super) fn path<const N: usize>(
    cursor: &mut super::lexer::Cursor<'_>,
    scope: &Scope,
    complaints: &mut Complaints<N>,
    kinds: NameKinds,
) -> Result<Path, String> {
    use super::lexer::Token;
    let mut steps = Vec::new();
    loop {
        let step = match cursor.peek() {
            Token::Word(word) => {
                if super::reserved::is_reserved(word) {
                    complaints.note(
                        kinds.reserved,
                        format!("Attribute name is a reserved keyword; reserved keyword: {word}"),
                    );
                }
                (*word).to_owned()
            }
            Token::Name(name) => match scope.name(name) {
                Some(attribute) => attribute.to_owned(),
                None => {
                    let text = format!(
                        "An expression attribute name used in the document path is not defined; attribute name: {name}"
                    );
                    complaints.note(kinds.undefined, text);
                    String::new()
                }
            },
            _ => return Err(cursor.unexpected()),
        };
        steps.push(Step::Name(step));
        cursor.step();
        while cursor.accept("[") {
            let Token::Number(digits) = cursor.peek() else { return Err(cursor.unexpected()) };
            let Ok(index) = digits.parse::<u32>() else {
                return Err("List index is not within the allowable range; index: [".to_owned()
                    + digits
                    + "]");
            };
            steps.push(Step::Index(index as usize));
            cursor.step();
            if !cursor.accept("]") {
                return Err(cursor.unexpected());
            }
        }
        if !cursor.accept(".") {
            return Ok(Path(steps));
        }
    }
}
