//! Updates: what UpdateExpression says, and what it makes of an item.

use super::lexer::{Cursor, Token};
use super::parse::check_size;
use super::path::{Clash, Path, Step};
use super::scope::{Complaints, NameKinds, Scope, path};
use millpond_store::table::{Item, Number, NumberError, Value};
use std::collections::BTreeMap;

/// Kinds of complaint, the gravest first.
const RESERVED: usize = 0;
const UNKNOWN_FUNCTION: usize = 1;
const SECTION: usize = 2;
const UNDEFINED_NAME: usize = 3;
const UNDEFINED_VALUE: usize = 4;
const OVERLAP: usize = 5;
const CONFLICT: usize = 6;
const OPERAND: usize = 7;
const FUNCTION: usize = 8;

/// Deepest functions within functions. Ours: AWS's 4 KB hold no more that makes sense.
const DEPTH_MAX: usize = 64;

/// What an attribute is to become.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Path(Path),
    Value(Value),
    IfNotExists(Path, Box<Source>),
    Append(Box<Source>, Box<Source>),
    Plus(Box<Source>, Box<Source>),
    Minus(Box<Source>, Box<Source>),
}

/// One thing to be done.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Set(Source),
    Remove,
    Add(Value),
    Delete(Value),
}

/// Everything to be done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Update {
    pub(crate) actions: Vec<(Path, Action)>,
}

/// Reads an update.
///
/// # Errors
/// The complaint, without the parameter's name.
pub(crate) fn update(text: &str, scope: &Scope) -> Result<Update, String> {
    check_size(text)?;
    let mut parser =
        Parser { cursor: Cursor::new(text), scope, complaints: Complaints::new(), depth: DEPTH_MAX };
    if *parser.cursor.peek() == Token::End {
        return Err("The expression can not be empty;".to_owned());
    }
    let mut update = Update::default();
    let mut seen = Vec::new();
    while *parser.cursor.peek() != Token::End {
        let section = ["SET", "REMOVE", "ADD", "DELETE"].into_iter().find(|name| parser.cursor.is_word(name));
        let Some(section) = section else { return Err(parser.cursor.unexpected()) };
        parser.cursor.step();
        if seen.contains(&section) {
            let text = format!("The \"{section}\" section can only be used once in an update expression;");
            parser.complaints.note(SECTION, text);
        }
        seen.push(section);
        loop {
            let action = parser.action(section)?;
            parser.check_clash(&update, &action.0);
            update.actions.push(action);
            if !parser.cursor.accept(",") {
                break;
            }
        }
    }
    parser.complaints.first().map_or(Ok(update), Err)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    scope: &'a Scope,
    complaints: Complaints<9>,
    depth: usize,
}

impl Parser<'_> {
    fn action(&mut self, section: &str) -> Result<(Path, Action), String> {
        let path = self.path()?;
        let action = match section {
            "SET" => {
                if !self.cursor.accept("=") {
                    return Err(self.cursor.unexpected());
                }
                Action::Set(self.sum()?)
            }
            "REMOVE" => Action::Remove,
            "ADD" => Action::Add(self.set_or_number("ADD")?),
            _ => Action::Delete(self.set_or_number("DELETE")?),
        };
        Ok((path, action))
    }

    fn set_or_number(&mut self, operator: &str) -> Result<Value, String> {
        let Token::Value(_) = self.cursor.peek() else { return Err(self.cursor.unexpected()) };
        let value = self.value();
        let word = match &value {
            Value::S(_) => "STRING",
            Value::N(_) if operator == "DELETE" => "NUMBER",
            Value::B(_) => "BINARY",
            Value::Bool(_) => "BOOLEAN",
            Value::Null => "NULL",
            Value::L(_) => "LIST",
            Value::M(_) => "MAP",
            _ => return Ok(value),
        };
        let text = format!(
            "Incorrect operand type for operator or function; operator: {operator}, operand type: {word}, typeset: \
             ALLOWED_FOR_{operator}_OPERAND"
        );
        self.complaints.note(OPERAND, text);
        Ok(value)
    }

    fn sum(&mut self) -> Result<Source, String> {
        let first = self.source()?;
        let sign = match self.cursor.peek() {
            Token::Sign(sign @ ("+" | "-")) => *sign,
            _ => return Ok(first),
        };
        self.cursor.step();
        let second = self.source()?;
        for operand in [&first, &second] {
            if let Source::Value(value) = operand
                && !matches!(value, Value::N(_))
            {
                self.mistyped(sign, value.type_name());
            }
        }
        let (first, second) = (Box::new(first), Box::new(second));
        Ok(if sign == "+" { Source::Plus(first, second) } else { Source::Minus(first, second) })
    }

    fn source(&mut self) -> Result<Source, String> {
        self.depth = self.depth.checked_sub(1).ok_or("The expression contains too many operators;")?;
        let source = match self.cursor.peek() {
            Token::Sign("(") => {
                self.cursor.step();
                let inner = self.sum()?;
                if !self.cursor.accept(")") {
                    return Err(self.cursor.unexpected());
                }
                inner
            }
            Token::Value(_) => Source::Value(self.value()),
            Token::Word(word) if *self.cursor.peek_next() == Token::Sign("(") => {
                let name = (*word).to_owned();
                self.function(&name)?
            }
            _ => Source::Path(self.path()?),
        };
        self.depth += 1;
        Ok(source)
    }

    fn function(&mut self, name: &str) -> Result<Source, String> {
        self.cursor.step();
        self.cursor.step();
        let mut operands = vec![self.source()?];
        while self.cursor.accept(",") {
            operands.push(self.source()?);
        }
        if !self.cursor.accept(")") {
            return Err(self.cursor.unexpected());
        }
        if name != "if_not_exists" && name != "list_append" {
            self.complaints.note(UNKNOWN_FUNCTION, format!("Invalid function name; function: {name}"));
            return Ok(Source::Value(Value::Null));
        }
        let count = operands.len();
        let Ok([first, second]) = <[Source; 2]>::try_from(operands) else {
            let text = format!(
                "Incorrect number of operands for operator or function; operator or function: {name}, number of \
                 operands: {count}"
            );
            self.complaints.note(FUNCTION, text);
            return Ok(Source::Value(Value::Null));
        };
        if name == "if_not_exists" {
            let Source::Path(path) = first else {
                let text =
                    format!("Operator or function requires a document path; operator or function: {name}");
                self.complaints.note(FUNCTION, text);
                return Ok(second);
            };
            return Ok(Source::IfNotExists(path, Box::new(second)));
        }
        for operand in [&first, &second] {
            if let Source::Value(value) = operand
                && !matches!(value, Value::L(_))
            {
                self.mistyped(name, value.type_name());
            }
        }
        Ok(Source::Append(Box::new(first), Box::new(second)))
    }

    fn mistyped(&mut self, name: &str, kind: &str) {
        let text = format!(
            "Incorrect operand type for operator or function; operator or function: {name}, operand type: {kind}"
        );
        self.complaints.note(FUNCTION, text);
    }

    fn value(&mut self) -> Value {
        let Token::Value(name) = self.cursor.peek() else { return Value::Null };
        let value = self.scope.value(name).cloned();
        if value.is_none() {
            let text = format!(
                "An expression attribute value used in expression is not defined; attribute value: {name}"
            );
            self.complaints.note(UNDEFINED_VALUE, text);
        }
        self.cursor.step();
        value.unwrap_or(Value::Null)
    }

    fn path(&mut self) -> Result<Path, String> {
        let kinds = NameKinds { reserved: RESERVED, undefined: UNDEFINED_NAME };
        path(&mut self.cursor, self.scope, &mut self.complaints, kinds)
    }

    fn check_clash(&mut self, update: &Update, path: &Path) {
        for (other, _) in &update.actions {
            let (kind, word) = match other.clash(path) {
                None => continue,
                Some(Clash::Overlap) => (OVERLAP, "overlap"),
                Some(Clash::Conflict) => (CONFLICT, "conflict"),
            };
            self.complaints.note(kind, clash_text(word, other, path));
        }
    }
}

/// The complaint about two ways that get into each other's way.
pub(super) fn clash_text(word: &str, one: &Path, two: &Path) -> String {
    format!(
        "Two document paths {word} with each other; must remove or rewrite one of these paths; path one: {one}, path \
         two: {two}"
    )
}

/// Why an update cannot be done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UpdateError {
    /// An operand is not there.
    Missing,
    /// An operand has a type that does not fit.
    Mistyped,
    /// A way leads into what is no map or list.
    NoPlace,
    /// A sum cannot be kept.
    Number(NumberError),
}

impl Update {
    /// Does everything to an item; every operand is read from it as it was.
    ///
    /// # Errors
    /// [`UpdateError`]; the item is then half done and must be thrown away.
    pub(crate) fn apply(&self, before: &Item, item: &mut Item) -> Result<(), UpdateError> {
        for (path, action) in &self.actions {
            match action {
                Action::Set(source) => put(item, path, source.of(before)?)?,
                Action::Add(value) => put(item, path, added(path.of(before), value)?)?,
                Action::Delete(value) => match taken(path.of(before), value)? {
                    Some(left) => put(item, path, left)?,
                    None => remove(item, path)?,
                },
                Action::Remove => {}
            }
        }
        // Elements of one list go from the last to the first, so that numbers keep their meaning.
        let mut removed: Vec<&Path> =
            self.actions.iter().filter(|(_, a)| matches!(a, Action::Remove)).map(|(path, _)| path).collect();
        removed.sort_by(|a, b| b.0.cmp(&a.0));
        removed.into_iter().try_for_each(|path| remove(item, path))
    }
}

impl Source {
    fn of(&self, item: &Item) -> Result<Value, UpdateError> {
        match self {
            Self::Path(path) => path.of(item).cloned().ok_or(UpdateError::Missing),
            Self::Value(value) => Ok(value.clone()),
            Self::IfNotExists(path, other) => path.of(item).cloned().map_or_else(|| other.of(item), Ok),
            Self::Append(a, b) => match (a.of(item)?, b.of(item)?) {
                (Value::L(mut a), Value::L(b)) => {
                    a.extend(b);
                    Ok(Value::L(a))
                }
                _ => Err(UpdateError::Mistyped),
            },
            Self::Plus(a, b) => arithmetic(&a.of(item)?, &b.of(item)?, Number::plus),
            Self::Minus(a, b) => arithmetic(&a.of(item)?, &b.of(item)?, Number::minus),
        }
    }
}

fn arithmetic(
    a: &Value,
    b: &Value,
    of: fn(Number, Number) -> Result<Number, NumberError>,
) -> Result<Value, UpdateError> {
    match (a, b) {
        (Value::N(a), Value::N(b)) => of(*a, *b).map(Value::N).map_err(UpdateError::Number),
        _ => Err(UpdateError::Mistyped),
    }
}

/// A number grows, a set gains; what is not there begins.
pub(crate) fn added(there: Option<&Value>, value: &Value) -> Result<Value, UpdateError> {
    let Some(there) = there else { return Ok(value.clone()) };
    match (there, value) {
        (Value::N(_), Value::N(_)) => arithmetic(there, value, Number::plus),
        (Value::Ss(a), Value::Ss(b)) => Ok(Value::Ss(a | b)),
        (Value::Ns(a), Value::Ns(b)) => Ok(Value::Ns(a | b)),
        (Value::Bs(a), Value::Bs(b)) => Ok(Value::Bs(a | b)),
        _ => Err(UpdateError::Mistyped),
    }
}

/// A set loses; `None` when nothing is left, or nothing was there.
pub(crate) fn taken(there: Option<&Value>, value: &Value) -> Result<Option<Value>, UpdateError> {
    let Some(there) = there else { return Ok(None) };
    Ok(match (there, value) {
        (Value::Ss(a), Value::Ss(b)) => Some(a - b).filter(|left| !left.is_empty()).map(Value::Ss),
        (Value::Ns(a), Value::Ns(b)) => Some(a - b).filter(|left| !left.is_empty()).map(Value::Ns),
        (Value::Bs(a), Value::Bs(b)) => Some(a - b).filter(|left| !left.is_empty()).map(Value::Bs),
        _ => return Err(UpdateError::Mistyped),
    })
}

/// The place where the last step of a way is taken.
fn parent<'a>(item: &'a mut Item, path: &'a Path) -> Option<(Parent<'a>, &'a Step)> {
    let (last, before) = path.0.split_last()?;
    let mut at = Parent::Entries(item);
    for step in before {
        let value = match (at, step) {
            (Parent::Entries(entries), Step::Name(name)) => entries.get_mut(name)?,
            (Parent::Items(items), Step::Index(index)) => items.get_mut(*index)?,
            _ => return None,
        };
        at = match value {
            Value::M(entries) => Parent::Entries(entries),
            Value::L(items) => Parent::Items(items),
            _ => return None,
        };
    }
    Some((at, last))
}

enum Parent<'a> {
    Entries(&'a mut BTreeMap<String, Value>),
    Items(&'a mut Vec<Value>),
}

fn put(item: &mut Item, path: &Path, value: Value) -> Result<(), UpdateError> {
    match parent(item, path) {
        Some((Parent::Entries(entries), Step::Name(name))) => {
            entries.insert(name.clone(), value);
        }
        Some((Parent::Items(items), Step::Index(index))) => match items.get_mut(*index) {
            Some(there) => *there = value,
            None => items.push(value),
        },
        _ => return Err(UpdateError::NoPlace),
    }
    Ok(())
}

fn remove(item: &mut Item, path: &Path) -> Result<(), UpdateError> {
    match parent(item, path) {
        Some((Parent::Entries(entries), Step::Name(name))) => {
            entries.remove(name);
        }
        Some((Parent::Items(items), Step::Index(index))) => {
            if *index < items.len() {
                items.remove(*index);
            }
        }
        _ => return Err(UpdateError::NoPlace),
    }
    Ok(())
}
