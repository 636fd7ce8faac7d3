//! Reads conditions.
//!
//! Grammar, loosest first: `or`, `and`, `not`, then a condition in parentheses, a comparison, BETWEEN, IN or a function; an
//! operand may stand in parentheses too, so what a parenthesis holds shows only behind it. One pass, no way back.

use super::condition::{Comparison, Condition, Operand, order};
use super::lexer::{Cursor, Token};
use super::path::Path;
use super::scope::{Complaints, NameKinds, Scope, path};
use millpond_store::table::Value;
use std::cmp::Ordering;

/// Longest expression, in bytes.
///
/// # Source
/// DynamoDB Developer Guide, quotas, "Expression parameters": 4 KB.
pub(super) const EXPRESSION_BYTES_MAX: usize = 4096;
/// Deepest parentheses, functions and negations within each other. Ours: what a small stack holds many times over.
const DEPTH_MAX: usize = 64;

/// Kinds of complaint, the gravest first.
const PARENTHESES: usize = 0;
const UNKNOWN_FUNCTION: usize = 1;
const MISUSED_FUNCTION: usize = 2;
const RESERVED: usize = 3;
const UNDEFINED: usize = 4;
const OPERANDS: usize = 5;
const DISTINCT: usize = 6;
const TYPES: usize = 7;

/// Reads a condition.
///
/// # Errors
/// The complaint, without the parameter's name.
pub(crate) fn condition(text: &str, scope: &Scope) -> Result<Condition, String> {
    check_size(text)?;
    let mut parser =
        Parser { cursor: Cursor::new(text), scope, complaints: Complaints::new(), depth: DEPTH_MAX };
    if *parser.cursor.peek() == Token::End {
        return Err("The expression can not be empty;".to_owned());
    }
    let node = parser.or()?;
    let condition = parser.condition(node)?;
    if *parser.cursor.peek() != Token::End {
        return Err(parser.cursor.unexpected());
    }
    parser.complaints.first().map_or(Ok(condition), Err)
}

/// Refuses what is too long.
pub(super) fn check_size(text: &str) -> Result<(), String> {
    if text.len() > EXPRESSION_BYTES_MAX {
        return Err(format!(
            "Expression size has exceeded the maximum allowed size; expression size: {}",
            text.len()
        ));
    }
    Ok(())
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    scope: &'a Scope,
    complaints: Complaints<8>,
    depth: usize,
}

/// Something whose role shows only behind it.
struct Node {
    kind: Kind,
    /// The words it takes, parentheses of its own included: first, and the one after the last.
    from: usize,
    to: usize,
    /// It stands in parentheses.
    closed: bool,
}

enum Kind {
    Condition(Condition),
    Operand(Operand),
    Call(String, Vec<Argument>),
}

enum Argument {
    Operand(Operand),
    /// A function that must not stand there.
    Call,
}

impl Parser<'_> {
    fn or(&mut self) -> Result<Node, String> {
        let mut left = self.and()?;
        while self.cursor.is_word("OR") {
            let from = left.from;
            let a = self.condition(left)?;
            self.cursor.step();
            let node = self.and()?;
            let b = self.condition(node)?;
            left = self.node(Kind::Condition(a.or(b)), from);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Node, String> {
        let mut left = self.not()?;
        while self.cursor.is_word("AND") {
            let from = left.from;
            let a = self.condition(left)?;
            self.cursor.step();
            let node = self.not()?;
            let b = self.condition(node)?;
            left = self.node(Kind::Condition(a.and(b)), from);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Node, String> {
        let from = self.cursor.place();
        if !self.cursor.accept_word("NOT") {
            return self.primary();
        }
        self.deeper()?;
        let node = self.not()?;
        self.depth += 1;
        let inner = self.condition(node)?;
        Ok(self.node(Kind::Condition(inner.negated()), from))
    }

    fn primary(&mut self) -> Result<Node, String> {
        let first = self.closed_or_operand()?;
        let from = first.from;
        let comparison = match self.cursor.peek() {
            Token::Sign("=") => Comparison::Equal,
            Token::Sign("<>") => Comparison::Different,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::LessOrEqual,
            Token::Sign(">") => Comparison::Greater,
            Token::Sign(">=") => Comparison::GreaterOrEqual,
            Token::Word(word) if word.eq_ignore_ascii_case("BETWEEN") => return self.between(first),
            Token::Word(word) if word.eq_ignore_ascii_case("IN") => return self.one_of(first),
            _ => return Ok(first),
        };
        let a = self.operand(first)?;
        self.cursor.step();
        let b = self.next_operand()?;
        self.distinct(comparison.sign(), &a, &b);
        if !matches!(comparison, Comparison::Equal | Comparison::Different) {
            self.orderable(comparison.sign(), &[&a, &b]);
        }
        Ok(self.node(Kind::Condition(Condition::Compare(comparison, a, b)), from))
    }

    fn between(&mut self, first: Node) -> Result<Node, String> {
        let from = first.from;
        let value = self.operand(first)?;
        self.cursor.step();
        let low = self.next_operand()?;
        if !self.cursor.accept_word("AND") {
            return Err(self.cursor.unexpected());
        }
        let high = self.next_operand()?;
        self.orderable("BETWEEN", &[&value, &low, &high]);
        if let (Operand::Value(low), Operand::Value(high)) = (&low, &high) {
            self.bounds(low, high);
        }
        Ok(self.node(Kind::Condition(Condition::Between(value, low, high)), from))
    }

    fn one_of(&mut self, first: Node) -> Result<Node, String> {
        let from = first.from;
        let value = self.operand(first)?;
        self.cursor.step();
        if !self.cursor.accept("(") {
            return Err(self.cursor.unexpected());
        }
        let mut of = vec![self.next_operand()?];
        while self.cursor.accept(",") {
            of.push(self.next_operand()?);
        }
        if !self.cursor.accept(")") {
            return Err(self.cursor.unexpected());
        }
        Ok(self.node(Kind::Condition(Condition::In(value, of)), from))
    }

    fn closed_or_operand(&mut self) -> Result<Node, String> {
        let from = self.cursor.place();
        if !self.cursor.accept("(") {
            let kind = self.bare()?;
            return Ok(self.node(kind, from));
        }
        self.deeper()?;
        let inner = self.or()?;
        self.depth += 1;
        let whole = inner.closed && inner.from == from + 1 && inner.to == self.cursor.place();
        if !self.cursor.accept(")") {
            return Err(self.cursor.unexpected());
        }
        if whole {
            self.complaints.note(PARENTHESES, "The expression has redundant parentheses;");
        }
        Ok(Node { kind: inner.kind, from, to: self.cursor.place(), closed: true })
    }

    fn next_operand(&mut self) -> Result<Operand, String> {
        let node = self.closed_or_operand()?;
        self.operand(node)
    }

    fn bare(&mut self) -> Result<Kind, String> {
        match self.cursor.peek() {
            Token::Value(name) => {
                let value = match self.scope.value(name) {
                    Some(value) => value.clone(),
                    None => {
                        let text = format!(
                            "An expression attribute value used in expression is not defined; attribute value: {name}"
                        );
                        self.complaints.note(UNDEFINED, text);
                        Value::Null
                    }
                };
                self.cursor.step();
                Ok(Kind::Operand(Operand::Value(value)))
            }
            Token::Word(word) if is_keyword(word) => Err(self.cursor.unexpected()),
            Token::Word(word) if *self.cursor.peek_next() == Token::Sign("(") => {
                let name = (*word).to_owned();
                self.call(name)
            }
            _ => {
                let kinds = NameKinds { reserved: RESERVED, undefined: UNDEFINED };
                let path = path(&mut self.cursor, self.scope, &mut self.complaints, kinds)?;
                Ok(Kind::Operand(Operand::Path(path)))
            }
        }
    }

    fn call(&mut self, name: String) -> Result<Kind, String> {
        self.cursor.step();
        self.cursor.step();
        self.deeper()?;
        let mut arguments = Vec::new();
        loop {
            arguments.push(match self.closed_or_operand()?.kind {
                Kind::Operand(operand) => Argument::Operand(operand),
                Kind::Call(name, inner) if name == "size" => match self.size(&inner) {
                    Some(size) => Argument::Operand(size),
                    None => Argument::Call,
                },
                Kind::Call(name, _) => {
                    self.misused(&name);
                    Argument::Call
                }
                Kind::Condition(_) => return Err(self.cursor.unexpected()),
            });
            if !self.cursor.accept(",") {
                break;
            }
        }
        self.depth += 1;
        if !self.cursor.accept(")") {
            return Err(self.cursor.unexpected());
        }
        Ok(Kind::Call(name, arguments))
    }

    /// What stands where an operand must.
    fn operand(&mut self, node: Node) -> Result<Operand, String> {
        match node.kind {
            Kind::Operand(operand) => Ok(operand),
            Kind::Call(name, arguments) if name == "size" => {
                Ok(self.size(&arguments).unwrap_or(Operand::Value(Value::Null)))
            }
            Kind::Call(name, arguments) => {
                if self.known(&name, arguments.len()).is_some() {
                    self.misused(&name);
                }
                Ok(Operand::Value(Value::Null))
            }
            Kind::Condition(_) => Err(self.cursor.unexpected()),
        }
    }

    /// What stands where a condition must.
    fn condition(&mut self, node: Node) -> Result<Condition, String> {
        match node.kind {
            Kind::Condition(condition) => Ok(condition),
            Kind::Operand(_) => Err(self.cursor.unexpected()),
            Kind::Call(name, arguments) => Ok(self.function(&name, arguments)),
        }
    }

    fn function(&mut self, name: &str, arguments: Vec<Argument>) -> Condition {
        // Whatever is returned after a complaint is thrown away with it.
        let nothing = Condition::Exists(Path(Vec::new()));
        let Some(count) = self.known(name, arguments.len()) else { return nothing };
        if name == "size" {
            self.misused(name);
            return nothing;
        }
        let mut operands = arguments.into_iter().map(|argument| match argument {
            Argument::Operand(operand) => operand,
            Argument::Call => Operand::Value(Value::Null),
        });
        let Some(first) = operands.next() else { return nothing };
        if count == 1 {
            let Operand::Path(path) = first else {
                let text =
                    format!("Operator or function requires a document path; operator or function: {name}");
                self.complaints.note(TYPES, text);
                return nothing;
            };
            return if name == "attribute_exists" {
                Condition::Exists(path)
            } else {
                Condition::NotExists(path)
            };
        }
        let Some(second) = operands.next() else { return nothing };
        self.distinct(name, &first, &second);
        match name {
            "begins_with" => {
                for operand in [&first, &second] {
                    if let Operand::Value(value) = operand
                        && !matches!(value, Value::S(_) | Value::B(_))
                    {
                        self.mistyped("operator or function", name, value.type_name());
                    }
                }
                Condition::BeginsWith(first, second)
            }
            "contains" => Condition::Contains(first, second),
            _ => self.type_of(name, first, &second),
        }
    }

    fn type_of(&mut self, name: &str, first: Operand, second: &Operand) -> Condition {
        const NAMES: [&str; 10] = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];
        match second {
            Operand::Value(Value::S(wanted)) => {
                if !NAMES.contains(&wanted.as_str()) {
                    let text = format!(
                        "Invalid attribute type name found; type: {wanted}, valid types: {{{}}}",
                        NAMES.join(",")
                    );
                    self.complaints.note(TYPES, text);
                }
                return Condition::Type(first, wanted.clone());
            }
            Operand::Value(value) => self.mistyped("operator or function", name, value.type_name()),
            _ => self.mistyped("operator or function", name, "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"),
        }
        Condition::Exists(Path(Vec::new()))
    }

    fn size(&mut self, arguments: &[Argument]) -> Option<Operand> {
        self.known("size", arguments.len())?;
        let Some(Argument::Operand(operand)) = arguments.first() else { return None };
        if let Operand::Value(value @ (Value::N(_) | Value::Bool(_) | Value::Null)) = operand {
            self.mistyped("operator or function", "size", value.type_name());
        }
        Some(Operand::Size(Box::new(operand.clone())))
    }

    /// How many operands a function takes; `None` after a complaint.
    fn known(&mut self, name: &str, given: usize) -> Option<usize> {
        let takes = match name {
            "attribute_exists" | "attribute_not_exists" | "size" => 1,
            "attribute_type" | "begins_with" | "contains" => 2,
            _ => {
                self.complaints.note(UNKNOWN_FUNCTION, format!("Invalid function name; function: {name}"));
                return None;
            }
        };
        if takes != given {
            let text = format!(
                "Incorrect number of operands for operator or function; operator or function: {name}, number of \
                 operands: {given}"
            );
            self.complaints.note(OPERANDS, text);
            return None;
        }
        Some(takes)
    }

    fn misused(&mut self, name: &str) {
        let text =
            format!("The function is not allowed to be used this way in an expression; function: {name}");
        self.complaints.note(MISUSED_FUNCTION, text);
    }

    fn mistyped(&mut self, what: &str, name: &str, kind: &str) {
        let text =
            format!("Incorrect operand type for operator or function; {what}: {name}, operand type: {kind}");
        self.complaints.note(TYPES, text);
    }

    fn orderable(&mut self, sign: &str, operands: &[&Operand]) {
        for operand in operands {
            if let Operand::Value(value) = operand
                && !matches!(value, Value::S(_) | Value::N(_) | Value::B(_))
            {
                self.mistyped("operator", sign, value.type_name());
            }
        }
    }

    fn distinct(&mut self, name: &str, a: &Operand, b: &Operand) {
        if let (Operand::Path(a), Operand::Path(b)) = (a, b)
            && a == b
        {
            let text = format!(
                "The first operand must be distinct from the remaining operands for this operator or function; \
                 operator: {name}, first operand: {a}"
            );
            self.complaints.note(DISTINCT, text);
        }
    }

    fn bounds(&mut self, low: &Value, high: &Value) {
        let must = match order(low, high) {
            Some(Ordering::Greater) => "upper bound to be greater than or equal to lower bound",
            None if low.type_name() != high.type_name() => "same data type for lower and upper bounds",
            _ => return,
        };
        let text = format!(
            "The BETWEEN operator requires {must}; lower bound operand: AttributeValue: {}, upper bound operand: \
             AttributeValue: {}",
            shown(low),
            shown(high)
        );
        self.complaints.note(TYPES, text);
    }

    fn node(&self, kind: Kind, from: usize) -> Node {
        Node { kind, from, to: self.cursor.place(), closed: false }
    }

    fn deeper(&mut self) -> Result<(), String> {
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                Ok(())
            }
            None => Err("The expression contains too many operators;".to_owned()),
        }
    }
}

fn is_keyword(word: &str) -> bool {
    ["AND", "OR", "NOT", "BETWEEN", "IN"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// A value as AWS shows it in texts: `{S:abc}`.
pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::S(text) => text.clone(),
        Value::N(number) => number.to_string(),
        _ => String::new(),
    };
    format!("{{{}:{text}}}", value.type_name())
}
