//! Transcripts: what a client sends and what the gateway must answer, byte by byte, as text.
//!
//! ```text
//! # Notes for the reader, up to the first exchange.
//!
//! === what this exchange shows
//! !wait 300s
//! POST /
//! content-type: application/x-amz-json-1.1
//! x-amz-target: Kinesis_20131202.GetRecords
//!
//! {"ShardIterator":"${ShardIterator}"}
//!
//! --- 200
//! content-type: application/x-amz-json-1.1
//!
//! {"Records":[]}
//! ```
//!
//! A line that begins with `!` is for whoever replays. `${Name}` stands for the latest value of that JSON member or XML
//! element in an earlier reply of the file, `${Name%}` and `${Name#}` for its percent-encoded and CBOR forms. Bodies are one line or many; those of CBOR are in hexadecimal.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What marks the title of an exchange.
const TITLE: &str = "=== ";
/// What marks the status of a reply.
const STATUS: &str = "--- ";

/// A file of exchanges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// Notes before the first exchange, each with its `#`.
    pub notes: String,
    /// The exchanges in their order.
    pub exchanges: Vec<Exchange>,
}

/// A request and its reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// What it shows.
    pub title: String,
    /// What to do before, as words: `wait 300s`.
    pub directives: Vec<String>,
    /// `POST`.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers that matter.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// What must be answered.
    pub reply: Answer,
}

/// A reply as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status; 0 when the file does not say yet.
    pub status: u16,
    /// All headers.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Transcript {
    /// Reads a file.
    ///
    /// # Errors
    /// A sentence that says which exchange is malformed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts =
            format!("\n{text}").split(&format!("\n{TITLE}")).map(str::to_owned).collect::<Vec<_>>();
        let notes = parts.remove(0).trim().to_owned();
        if let Some(stray) = notes.lines().find(|line| !line.is_empty() && !line.starts_with('#')) {
            return Err(format!("{stray:?} stands before the first exchange and is no note"));
        }
        let exchanges = parts.iter().map(|part| Exchange::parse(part)).collect::<Result<_, _>>()?;
        Ok(Self { notes, exchanges })
    }

    /// Writes a file that [`Transcript::parse`] reads back.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = format!("{}\n", self.notes);
        for exchange in &self.exchanges {
            exchange.render(&mut text);
        }
        text
    }
}

impl Exchange {
    fn parse(part: &str) -> Result<Self, String> {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        let malformed = |what: &str| format!("{title:?} {what}");
        let (asked, answered) = match rest.split_once(&format!("\n{STATUS}")) {
            Some((asked, answered)) => (asked, Some(answered)),
            None => (rest, None),
        };
        let mut lines = asked.lines();
        let mut exchange = Self { title: title.to_owned(), ..Self::default() };
        let request_line = loop {
            let line = lines.next().ok_or_else(|| malformed("has no request line"))?;
            match line.strip_prefix('!') {
                Some(directive) => exchange.directives.push(directive.to_owned()),
                None => break line,
            }
        };
        let (method, target) =
            request_line.split_once(' ').ok_or_else(|| malformed("has no request target"))?;
        (exchange.method, exchange.target) = (method.to_owned(), target.to_owned());
        (exchange.headers, exchange.body) =
            message(lines).ok_or_else(|| malformed("has a header without a colon"))?;
        if let Some(answered) = answered {
            let mut lines = answered.lines();
            let status = lines.next().and_then(|line| line.trim().parse().ok());
            exchange.reply.status = status.ok_or_else(|| malformed("has no status"))?;
            let (headers, body) = message(lines).ok_or_else(|| malformed("has a header without a colon"))?;
            (exchange.reply.headers, exchange.reply.body) = (headers, body);
        }
        Ok(exchange)
    }

    fn render(&self, text: &mut String) {
        let mut line = |words: &[&str]| {
            words.iter().for_each(|word| text.push_str(word));
            text.push('\n');
        };
        line(&["\n", TITLE, &self.title]);
        self.directives.iter().for_each(|directive| line(&["!", directive]));
        line(&[&self.method, " ", &self.target]);
        self.headers.iter().for_each(|(name, value)| line(&[name, ": ", value]));
        if !self.body.is_empty() {
            line(&["\n", &self.body]);
        }
        line(&["\n", STATUS, &self.reply.status.to_string()]);
        self.reply.headers.iter().for_each(|(name, value)| line(&[name, ": ", value]));
        if !self.reply.body.is_empty() {
            line(&["\n", &self.reply.body]);
        }
    }
}

/// Header lines, then after an empty line the body.
fn message<'a>(lines: impl Iterator<Item = &'a str>) -> Option<(Vec<(String, String)>, String)> {
    let mut lines = lines.peekable();
    let mut headers = Vec::new();
    while let Some(line) = lines.next_if(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let body: Vec<&str> = lines.collect();
    Some((headers, body.join("\n").trim_matches('\n').to_owned()))
}

/// Values that earlier replies gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, String>);

impl Values {
    /// Sets a value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Learns every text of a JSON or XML reply, a later one of a name over an earlier one.
    pub fn learn(&mut self, body: &str) {
        if body.starts_with('<') {
            self.learn_xml(body);
        } else {
            self.learn_json(body);
        }
    }

    fn learn_json(&mut self, body: &str) {
        // Members whose value is a text: `"Name":"value"`. No value of interest holds a quotation mark.
        for (at, _) in body.match_indices("\":\"") {
            let name = body[..at].rsplit('"').next().unwrap_or_default();
            let value = body[at + 3..].split('"').next().unwrap_or_default();
            self.set(name, value);
        }
    }

    fn learn_xml(&mut self, body: &str) {
        for part in body.split('<').skip(1) {
            let Some((name, value)) = part.split_once('>') else { continue };
            if !name.starts_with('/') && !value.trim().is_empty() {
                self.set(name, value);
            }
        }
    }

    /// Puts values in the place of `${Name}`; `${Name%}` puts the value percent-encoded, and `${Name#}` as a text of
    /// CBOR in hexadecimal.
    ///
    /// # Errors
    /// The name that no earlier reply gave.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or("a `${` without its `}`")?;
            let bare = name.trim_end_matches(['%', '#']);
            let value = self.0.get(bare).ok_or_else(|| format!("no earlier reply gave {bare}"))?;
            out.push_str(before);
            match &name[bare.len()..] {
                "%" => percent_encode(value, &mut out),
                "#" => cbor_text(value, &mut out)?,
                _ => out.push_str(value),
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }
}

fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
}

fn cbor_text(text: &str, out: &mut String) -> Result<(), String> {
    let length = u16::try_from(text.len()).map_err(|_| "a text of more than 64 KiB".to_owned())?;
    // Major type 3 with a length of two bytes.
    write!(out, "79{length:04x}").expect("writing to a string cannot fail");
    for byte in text.bytes() {
        write!(out, "{byte:02x}").expect("writing to a string cannot fail");
    }
    Ok(())
}

/// `PutRecords` as a file is named: `put_records`.
#[must_use]
pub fn file_name(operation: &str) -> String {
    let mut name = String::with_capacity(operation.len() + 4);
    for c in operation.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# A note.\n\n=== first\n!wait 5s\nPOST /\nx: a: b\n\n{}\n\n--- 200\ny: c\n\nz\n\nz\n\n=== second\nGET /?q\n\n--- 400\n";

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let transcript = Transcript::parse(FILE).unwrap();

        assert_eq!(transcript.render(), FILE);
        assert_eq!(transcript.exchanges[0].headers, [("x".to_owned(), "a: b".to_owned())]);
        assert_eq!(transcript.exchanges[0].directives, ["wait 5s"]);
        assert_eq!(transcript.exchanges[0].reply.body, "z\n\nz");
        assert_eq!((transcript.exchanges[1].reply.status, transcript.exchanges[1].body.as_str()), (400, ""));
    }

    #[test]
    fn an_exchange_may_wait_for_its_first_reply() {
        let transcript = Transcript::parse("# n\n\n=== t\nPOST /\n").unwrap();

        assert_eq!(transcript.exchanges[0].reply.status, 0);
    }

    #[test]
    fn malformed_files_are_refused() {
        for text in
            ["stray\n", "# n\n\n=== t\n", "# n\n\n=== t\nPOST /\nheader\n", "# n\n\n=== t\nPOST /\n\n--- x\n"]
        {
            assert!(Transcript::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_latest_value_of_a_name_is_filled_in() {
        let mut values = Values::default();
        values.learn(r#"{"A":"1","B":{"A":"2"}}"#);
        values.learn("<R><C>a/b</C></R>");

        assert_eq!(values.fill("${A} ${C} ${C%} ${A#}").unwrap(), "2 a/b a%2Fb 79000132");
        assert!(values.fill("${D}").is_err());
    }

    #[test]
    fn operations_have_file_names() {
        assert_eq!(file_name("GetQueueUrl"), "get_queue_url");
    }
}
