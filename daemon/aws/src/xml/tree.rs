//! A document as a tree of elements. Replies are small and come from an upstream we chose, so a tree is affordable.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::decode_error::{Budget, DEPTH_MAX, DecodeError};

/// One element; attributes and prefixes are dropped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Node>,
}

impl Node {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The first child called `name`.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child called `name`.
    pub(crate) fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }
}

/// Reads a document and returns its outermost element.
pub(crate) fn parse(document: &[u8]) -> Result<Node, DecodeError> {
    let text =
        std::str::from_utf8(document).map_err(|e| DecodeError::Malformed { at_byte: e.valid_up_to() })?;
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    let mut budget = Budget::new();
    loop {
        let malformed =
            DecodeError::Malformed { at_byte: usize::try_from(reader.buffer_position()).unwrap_or(0) };
        let Ok(event) = reader.read_event() else { return Err(malformed) };
        match event {
            Event::Start(tag) => {
                budget.spend(1)?;
                open.push(Node::new(tag.local_name().as_ref()));
            }
            Event::Empty(tag) => {
                budget.spend(1)?;
                attach(&mut open, Node::new(tag.local_name().as_ref()));
            }
            Event::End(_) if open.len() > 1 => {
                let node = open.pop().ok_or(malformed)?;
                attach(&mut open, node);
            }
            Event::End(_) => return Err(malformed),
            Event::Text(text) => say(&mut open, &text.xml10_content()),
            Event::CData(text) => say(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                say(&mut open, character(&reference).ok_or(malformed)?.encode_utf8(&mut [0; 4]));
            }
            // Entity definitions are how small documents grow large.
            Event::DocType(_) => return Err(malformed),
            Event::Eof => return root(open).ok_or(malformed),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if open.len() > DEPTH_MAX {
            return Err(DecodeError::TooDeep { depth_max: DEPTH_MAX });
        }
    }
}

fn attach(open: &mut [Node], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn say(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// The only element of a document in which every element was closed.
fn root(mut open: Vec<Node>) -> Option<Node> {
    let mut document = open.pop().filter(|_| open.is_empty())?;
    let root = document.children.pop()?;
    document.children.is_empty().then_some(root)
}

fn character(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let code = reference.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
