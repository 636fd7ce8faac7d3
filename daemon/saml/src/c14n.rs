//! Exclusive canonical form without comments: the bytes that a signature is over.
//!
//! # Source
//! W3C, "Exclusive XML Canonicalization Version 1.0", and "Canonical XML Version 1.0" for how nodes are written.

use crate::document::{At, Child, Document, Name};
use std::sync::Arc;

/// How a piece of a document is to be written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Form<'a> {
    /// Prefixes whose namespaces are written although nothing shows them; `#default` is the default's.
    pub(crate) inclusive: &'a [String],
    /// The element that is left out: the signature within what it signs.
    pub(crate) without: Option<At>,
}

/// Writes an element and what is in it.
pub(crate) fn canonical(document: &Document, at: At, form: Form<'_>) -> Vec<u8> {
    let mut writer = Writer { document, form, out: Vec::new(), shown: Vec::new() };
    writer.element(at);
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
    form: Form<'a>,
    out: Vec<u8>,
    /// Namespaces that the elements around have shown, outermost first.
    shown: Vec<(&'a str, Arc<str>)>,
}

impl<'a> Writer<'a> {
    fn element(&mut self, at: At) {
        let document: &'a Document = self.document;
        let element = document.element(at);
        let depth = self.shown.len();
        self.out.push(b'<');
        self.name(&element.name);
        self.namespaces(at);
        let mut attributes: Vec<&(Name, String)> = element.attributes.iter().collect();
        attributes.sort_by_key(|(name, _)| (Arc::clone(&name.namespace), name.local.as_str()));
        for (name, value) in attributes {
            self.out.push(b' ');
            self.name(name);
            self.out.extend_from_slice(b"=\"");
            self.escaped(value, true);
            self.out.push(b'"');
        }
        self.out.push(b'>');
        for child in &element.children {
            match child {
                Child::Element(child) if self.form.without == Some(*child) => {}
                Child::Element(child) => self.element(*child),
                Child::Text(text) => self.escaped(text, false),
            }
        }
        self.out.extend_from_slice(b"</");
        self.name(&element.name);
        self.out.push(b'>');
        self.shown.truncate(depth);
    }

    /// Writes the namespaces that this element uses and that no element around it has shown.
    fn namespaces(&mut self, at: At) {
        let document: &'a Document = self.document;
        let element = document.element(at);
        let inclusive = self.form.inclusive.iter().map(|prefix| match prefix.as_str() {
            "#default" => "",
            prefix => prefix,
        });
        let qualified = element.attributes.iter().map(|(name, _)| name.prefix.as_str());
        let mut prefixes: Vec<&'a str> = qualified.filter(|prefix| !prefix.is_empty()).collect();
        prefixes.push(&element.name.prefix);
        prefixes.extend(inclusive);
        prefixes.retain(|prefix| *prefix != "xml");
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            let name = document.namespace_in_scope(at, prefix);
            let shown = self.shown.iter().rev().find(|(shown, _)| *shown == prefix).map(|(_, name)| name);
            let name = match (name, shown) {
                (Some(name), Some(shown)) if name == shown => continue,
                (Some(name), _) => Arc::clone(name),
                // No namespace, where an element around has shown one: only the default can be taken back.
                (None, Some(shown)) if prefix.is_empty() && !shown.is_empty() => Arc::from(""),
                (None, _) => continue,
            };
            self.out.extend_from_slice(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
            self.out.extend_from_slice(prefix.as_bytes());
            self.out.extend_from_slice(b"=\"");
            self.escaped(&name, true);
            self.out.push(b'"');
            self.shown.push((prefix, name));
        }
    }

    fn name(&mut self, name: &Name) {
        if !name.prefix.is_empty() {
            self.out.extend_from_slice(name.prefix.as_bytes());
            self.out.push(b':');
        }
        self.out.extend_from_slice(name.local.as_bytes());
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) {
        for byte in text.bytes() {
            let escape: &[u8] = match byte {
                b'&' => b"&amp;",
                b'<' => b"&lt;",
                b'\r' => b"&#xD;",
                b'>' if !in_attribute => b"&gt;",
                b'"' if in_attribute => b"&quot;",
                b'\t' if in_attribute => b"&#x9;",
                b'\n' if in_attribute => b"&#xA;",
                _ => {
                    self.out.push(byte);
                    continue;
                }
            };
            self.out.extend_from_slice(escape);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, inclusive: &[&str], of: &str) -> String {
        let document = Document::read(text.as_bytes(), 4096).unwrap();
        let inclusive: Vec<String> = inclusive.iter().map(|&prefix| prefix.to_owned()).collect();
        let (at, _) = document.all().find(|(_, element)| element.name.local == of).unwrap();
        let bytes = canonical(&document, at, Form { inclusive: &inclusive, without: None });
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_examples_of_the_recommendation_hold() {
        // Section 2.2 of the recommendation, with names that this reader takes.
        let first = r#"<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org"><n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n0:local>"#;
        let second = r#"<n2:pdu xmlns:n1="http://example.com" xmlns:n2="http://foo.example" xmlns:n4="http://foo.example" xml:lang="fr" xml:space="retain"><n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n2:pdu>"#;
        let wanted = r#"<n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2>"#;

        assert_eq!(written(first, &[], "elem2"), wanted);
        assert_eq!(written(second, &[], "elem2"), wanted);
        assert_eq!(
            written(second, &["n4"], "elem2"),
            wanted.replacen(" xml:lang", r#" xmlns:n4="http://foo.example" xml:lang"#, 1),
        );
    }

    #[test]
    fn libxml2_writes_random_documents_as_we_do() {
        let lines: Vec<String> = include_str!("../tests/fixtures/c14n.txt")
            .lines()
            .map(|line| line.replace("\\n", "\n"))
            .collect();
        assert_eq!(lines.len(), 300);

        for case in lines.chunks_exact(2) {
            let document = Document::read(case[0].as_bytes(), 4096).unwrap();
            let written = canonical(&document, Document::ROOT, Form::default());
            assert_eq!(String::from_utf8(written).unwrap(), case[1], "{}", case[0]);
        }
    }

    #[test]
    fn namespaces_and_attributes_are_put_in_order() {
        let text = r#"<b:a xmlns:b="urn:2" xmlns:a="urn:1" z="3" b:y="2" a:x="1" c="4"/>"#;

        assert_eq!(
            written(text, &[], "a"),
            r#"<b:a xmlns:a="urn:1" xmlns:b="urn:2" c="4" z="3" a:x="1" b:y="2"></b:a>"#
        );
    }

    #[test]
    fn the_default_namespace_is_shown_and_taken_back_where_it_is_used() {
        let text = r#"<a xmlns="urn:d"><p:b xmlns:p="urn:p"><c/><d xmlns=""/></p:b></a>"#;

        assert_eq!(
            written(text, &[], "a"),
            r#"<a xmlns="urn:d"><p:b xmlns:p="urn:p"><c></c><d xmlns=""></d></p:b></a>"#
        );
        assert_eq!(written(text, &[], "b"), r#"<p:b xmlns:p="urn:p"><c xmlns="urn:d"></c><d></d></p:b>"#);
        assert_eq!(
            written(text, &["#default"], "b"),
            r#"<p:b xmlns="urn:d" xmlns:p="urn:p"><c></c><d xmlns=""></d></p:b>"#
        );
    }

    #[test]
    fn characters_are_written_in_one_way() {
        let text = "<a b='&#9;&#10;&#13;&quot;&lt;&gt;&amp;&apos;'>&#9;\n&#13;\"&lt;&gt;&amp;'<!-- c --></a>";

        assert_eq!(
            written(text, &[], "a"),
            "<a b=\"&#x9;&#xA;&#xD;&quot;&lt;>&amp;'\">\t\n&#xD;\"&lt;&gt;&amp;'</a>"
        );
    }
}
