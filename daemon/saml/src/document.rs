//! A document as a tree: read once, strictly, and shared by everything that verifies and reads.

use crate::text;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::sync::Arc;

/// Deepest nesting of elements. Ours: metadata and assertions of every provider we know stay below 15.
const DEPTH_MAX: usize = 32;
/// Most elements of one document. Ours: an assertion with hundreds of roles has about a thousand.
const ELEMENTS_MAX: usize = 8192;
/// Most attributes of one element, namespace declarations included. Ours: Active Directory's metadata has 12.
const ATTRIBUTES_MAX: usize = 32;
/// Longest namespace name, in bytes. Ours: canonical form repeats it, so it is what could make little into much.
const NAMESPACE_BYTES_MAX: usize = 256;

/// Namespace of the prefix `xml`.
///
/// # Source
/// Namespaces in XML 1.0, section 3.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace of the prefix `xmlns`, which nothing may take.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The document cannot be used: no XML, not of the strict kind, or larger than it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// An element's place in its [`Document`].
pub(crate) type At = usize;

/// A document's elements, in document order; the first is the outermost.
#[derive(Debug)]
pub(crate) struct Document {
    elements: Vec<Element>,
}

/// One element. Comments are not kept, so that text on both sides of one is one text.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) parent: Option<At>,
    pub(crate) name: Name,
    /// Namespaces declared here, as prefix and name; the default has no prefix.
    pub(crate) declared: Vec<(String, Arc<str>)>,
    pub(crate) attributes: Vec<(Name, String)>,
    pub(crate) children: Vec<Child>,
}

/// A qualified name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) prefix: String,
    pub(crate) local: String,
    /// Empty when there is none.
    pub(crate) namespace: Arc<str>,
}

#[derive(Debug)]
pub(crate) enum Child {
    Element(At),
    Text(String),
}

impl Document {
    /// Reads a document.
    pub(crate) fn read(document: &[u8], bytes_max: usize) -> Result<Self, Unreadable> {
        let text = std::str::from_utf8(document).map_err(|_| Unreadable)?;
        // A byte order mark says nothing in UTF-8.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > bytes_max || !text.chars().all(text::is_char) {
            return Err(Unreadable);
        }
        let mut builder = Builder { elements: Vec::new(), open: Vec::new() };
        builder.read(text)?;
        Ok(Self { elements: builder.elements })
    }

    pub(crate) const ROOT: At = 0;

    pub(crate) fn element(&self, at: At) -> &Element {
        &self.elements[at]
    }

    /// Every element, in document order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (At, &Element)> {
        self.elements.iter().enumerate()
    }

    /// The child elements of an element.
    pub(crate) fn children(&self, at: At) -> impl Iterator<Item = (At, &Element)> {
        self.elements[at].children.iter().filter_map(|child| match child {
            Child::Element(at) => Some((*at, &self.elements[*at])),
            Child::Text(_) => None,
        })
    }

    /// The child elements of this name.
    pub(crate) fn named(&self, at: At, namespace: &str, local: &str) -> impl Iterator<Item = At> {
        self.children(at).filter(move |(_, child)| child.is(namespace, local)).map(|(at, _)| at)
    }

    /// The child element of this name, if there is exactly one.
    pub(crate) fn only(&self, at: At, namespace: &str, local: &str) -> Option<At> {
        let mut found = self.named(at, namespace, local);
        found.next().filter(|_| found.next().is_none())
    }

    /// The text of an element that has no child elements.
    pub(crate) fn text(&self, at: At) -> Option<String> {
        let mut whole = String::new();
        for child in &self.elements[at].children {
            match child {
                Child::Text(text) => whole.push_str(text),
                Child::Element(_) => return None,
            }
        }
        Some(whole)
    }

    /// True when an element has no text but white space between its child elements.
    pub(crate) fn has_elements_only(&self, at: At) -> bool {
        let blank = |child: &Child| match child {
            Child::Text(text) => text.chars().all(text::is_space),
            Child::Element(_) => true,
        };
        self.elements[at].children.iter().all(blank)
    }

    /// The name of the namespace that a prefix stands for within an element; `None` when it stands for none.
    pub(crate) fn namespace_in_scope(&self, at: At, prefix: &str) -> Option<&Arc<str>> {
        in_scope(&self.elements, at, prefix)
    }
}

/// See [`Document::namespace_in_scope`]; while a document is read its elements are looked through in the same way.
fn in_scope<'a>(elements: &'a [Element], at: At, prefix: &str) -> Option<&'a Arc<str>> {
    let mut next = Some(at);
    while let Some(at) = next {
        let element = &elements[at];
        if let Some((_, name)) = element.declared.iter().find(|(declared, _)| declared == prefix) {
            return Some(name).filter(|name| !name.is_empty());
        }
        next = element.parent;
    }
    None
}

impl Element {
    pub(crate) fn is(&self, namespace: &str, local: &str) -> bool {
        &*self.name.namespace == namespace && self.name.local == local
    }

    /// The value of an attribute without a namespace.
    pub(crate) fn attribute(&self, local: &str) -> Option<&str> {
        let own = |name: &Name| name.namespace.is_empty() && name.local == local;
        self.attributes.iter().find(|(name, _)| own(name)).map(|(_, value)| value.as_str())
    }
}

struct Builder {
    elements: Vec<Element>,
    open: Vec<At>,
}

impl Builder {
    fn read(&mut self, text: &str) -> Result<(), Unreadable> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().enable_all_checks(true);
        let mut is_first = true;
        loop {
            match reader.read_event().map_err(|_| Unreadable)? {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.open.pop();
                }
                // The reader has compared the names.
                Event::End(_) => drop(self.open.pop().ok_or(Unreadable)?),
                Event::Text(text) => self.say(&text::with_line_ends(&text))?,
                Event::CData(text) if !self.open.is_empty() => self.say(&text::with_line_ends(&text))?,
                Event::GeneralRef(reference) => {
                    let character = text::character(&reference).ok_or(Unreadable)?;
                    if self.open.is_empty() {
                        return Err(Unreadable);
                    }
                    self.say(character.encode_utf8(&mut [0; 4]))?;
                }
                Event::Comment(_) => {}
                // Only at the very front; a version or an encoding of another kind is another kind of document.
                Event::Decl(declaration) if is_first => {
                    let version = declaration.version().map_err(|_| Unreadable)?;
                    let encoding = declaration.encoding().transpose().map_err(|_| Unreadable)?;
                    if version != "1.0" || encoding.is_some_and(|name| !name.eq_ignore_ascii_case("utf-8")) {
                        return Err(Unreadable);
                    }
                }
                Event::Eof if self.open.is_empty() && !self.elements.is_empty() => return Ok(()),
                // Document types define entities; processing instructions are for somebody else.
                _ => return Err(Unreadable),
            }
            is_first = false;
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        let is_second_root = self.open.is_empty() && !self.elements.is_empty();
        if is_second_root || self.open.len() >= DEPTH_MAX || self.elements.len() >= ELEMENTS_MAX {
            return Err(Unreadable);
        }
        let mut declared: Vec<(String, Arc<str>)> = Vec::new();
        let mut given: Vec<(String, String)> = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| Unreadable)?;
            if declared.len() + given.len() >= ATTRIBUTES_MAX {
                return Err(Unreadable);
            }
            let value = text::attribute_value(&attribute.value).ok_or(Unreadable)?;
            match attribute.key.as_ref() {
                "xmlns" => declared.push((String::new(), namespace("", &value)?)),
                key => match key.strip_prefix("xmlns:") {
                    Some(prefix) => declared.push((prefix.to_owned(), namespace(prefix, &value)?)),
                    None => given.push((key.to_owned(), value)),
                },
            }
        }
        let at = self.elements.len();
        let parent = self.open.last().copied();
        let unnamed = Name { prefix: String::new(), local: String::new(), namespace: "".into() };
        self.elements.push(Element {
            parent,
            name: unnamed,
            declared,
            attributes: Vec::new(),
            children: Vec::new(),
        });
        self.elements[at].name = self.name(at, tag.name().as_ref(), true)?;
        for (key, value) in given {
            let name = self.name(at, &key, false)?;
            let same =
                |(other, _): &(Name, String)| other.local == name.local && other.namespace == name.namespace;
            if self.elements[at].attributes.iter().any(same) {
                return Err(Unreadable);
            }
            self.elements[at].attributes.push((name, value));
        }
        if let Some(parent) = parent {
            self.elements[parent].children.push(Child::Element(at));
        }
        self.open.push(at);
        Ok(())
    }

    /// A name with its namespace. The default namespace is for elements only.
    fn name(&self, at: At, qualified: &str, of_element: bool) -> Result<Name, Unreadable> {
        let (prefix, local) = qualified.split_once(':').unwrap_or(("", qualified));
        if !text::is_name(local) || (qualified.contains(':') && !text::is_name(prefix)) {
            return Err(Unreadable);
        }
        let namespace = match prefix {
            "" if !of_element => Arc::from(""),
            "xml" => Arc::from(XML),
            "xmlns" => return Err(Unreadable),
            _ => match in_scope(&self.elements, at, prefix) {
                Some(name) => Arc::clone(name),
                None if prefix.is_empty() => Arc::from(""),
                None => return Err(Unreadable),
            },
        };
        Ok(Name { prefix: prefix.to_owned(), local: local.to_owned(), namespace })
    }

    fn say(&mut self, said: &str) -> Result<(), Unreadable> {
        let Some(at) = self.open.last() else {
            // Between the declaration, the outermost element and the end.
            return if said.chars().all(text::is_space) { Ok(()) } else { Err(Unreadable) };
        };
        let children = &mut self.elements[*at].children;
        match children.last_mut() {
            Some(Child::Text(text)) => text.push_str(said),
            _ => children.push(Child::Text(said.to_owned())),
        }
        Ok(())
    }
}

/// A namespace that may be declared for a prefix: a name that no canonical form would have to escape, and none that XML
/// keeps for itself. A prefix cannot be taken back.
fn namespace(prefix: &str, name: &str) -> Result<Arc<str>, Unreadable> {
    let reserved = prefix == "xml" || prefix == "xmlns" || name == XML || name == XMLNS;
    let empty = name.is_empty() && !prefix.is_empty();
    let plain = name.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>&\"".contains(&byte));
    let named = prefix.is_empty() || text::is_name(prefix);
    if reserved || empty || !plain || !named || name.len() > NAMESPACE_BYTES_MAX {
        return Err(Unreadable);
    }
    Ok(Arc::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, Unreadable> {
        Document::read(text.as_bytes(), 4096)
    }

    #[test]
    fn names_belong_to_the_namespaces_in_scope() {
        let document =
            read(r#"<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:d" xmlns:p="urn:p" k="1" p:k="2"><b xmlns=""/><p:c/></a> "#)
                .unwrap();

        let names: Vec<(&str, &str)> =
            document.all().map(|(_, e)| (&*e.name.namespace, e.name.local.as_str())).collect();

        assert_eq!(names, [("urn:d", "a"), ("", "b"), ("urn:p", "c")]);
        let root = document.element(0);
        assert_eq!(root.attribute("k"), Some("1"));
        assert_eq!(&*root.attributes[1].0.namespace, "urn:p");
    }

    #[test]
    fn comments_vanish_and_leave_one_text() {
        let document = read("<a>ali<!-- -->ce &amp;&#x20;<![CDATA[<b>]]>\r\n</a>").unwrap();

        assert_eq!(document.text(0).as_deref(), Some("alice & <b>\n"));
    }

    #[test]
    fn what_a_strict_reading_does_not_need_is_refused() {
        for text in [
            "",
            " ",
            "a",
            "<a>",
            "<a/><b/>",
            "<a></b>",
            "<a/>b",
            "b<a/>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<a>&b;</a>",
            "<a>&#0;</a>",
            "<a>&#xFFFE;</a>",
            "<a>&</a>",
            "<a b='&c;'/>",
            "<a b='<'/>",
            "<a b=1/>",
            "<a b/>",
            "<a b='1' b='2'/>",
            "<a xmlns:p='urn:p' xmlns:q='urn:p' p:b='1' q:b='2'/>",
            "<?pi?><a/>",
            "<a><?pi?></a>",
            "<a/><?pi?>",
            " <?xml version='1.0'?><a/>",
            "<?xml version='1.1'?><a/>",
            "<?xml version='1.0' encoding='latin1'?><a/>",
            "<p:a/>",
            "<a p:b='1'/>",
            "<a xmlns:p=''/>",
            "<a xmlns:xml='urn:x'/>",
            "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
            "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
            "<a xmlns='a b'/>",
            "<xmlns:a/>",
            "<a:b:c xmlns:a='urn:a'/>",
            "<1a/>",
            "<a 1b='c'/>",
            "<a><!-- -- --></a>",
            "<a>\u{1}</a>",
            "<![CDATA[a]]><a/>",
            "&#32;<a/>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn size_depth_elements_and_attributes_are_bounded() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        let many = |count: usize| format!("<a>{}</a>", "<b/>".repeat(count - 1));
        let wide = |count: usize| {
            let attributes: String = (0..count).map(|n| format!(" a{n}=''")).collect();
            format!("<a{attributes}/>")
        };
        let read = |text: String, bytes_max| Document::read(text.as_bytes(), bytes_max);

        assert!(read(nested(DEPTH_MAX), 4096).is_ok() && read(nested(DEPTH_MAX + 1), 4096).is_err());
        assert!(read(many(ELEMENTS_MAX), 1 << 20).is_ok() && read(many(ELEMENTS_MAX + 1), 1 << 20).is_err());
        assert!(read(wide(ATTRIBUTES_MAX), 4096).is_ok() && read(wide(ATTRIBUTES_MAX + 1), 4096).is_err());
        assert!(read("<a/>".to_owned(), 4).is_ok() && read("<a/>".to_owned(), 3).is_err());
        let long = "u".repeat(NAMESPACE_BYTES_MAX + 1);
        assert!(read(format!("<a xmlns='{long}'/>"), 4096).is_err());
    }
}
