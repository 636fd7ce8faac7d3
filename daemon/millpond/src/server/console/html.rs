//! Pages as text: one frame, escaped, with headers that let the browser do nothing else with them.

use millpond_gateway::RawReply;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// What a browser may do with a page: show it with our style sheet, and submit its forms to us.
///
/// # Source
/// W3C, "Content Security Policy Level 3".
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Text that goes into a page, between tags or between the quotes of an attribute.
pub(super) struct Text<'a>(pub(super) &'a str);

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A page around `main`, which is HTML.
pub(super) fn page(status: u16, title: &str, main: &str) -> RawReply {
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} - Millpond</title><link rel=\"stylesheet\" href=\"/console/style.css\"><header>Millpond</header>\
         <main><h1>{title}</h1>{main}</main></html>",
        title = Text(title),
    );
    let mut headers = plain("text/html; charset=utf-8");
    headers.push(("content-security-policy", POLICY.to_owned()));
    RawReply { status, headers, body: body.into_bytes() }
}

/// A page that says what is wrong, in plain text.
pub(super) fn error(status: u16, text: &str) -> RawReply {
    page(
        status,
        "That did not work",
        &format!("<p class=\"bad\">{}</p><p><a href=\"/console\">Back</a></p>", Text(text)),
    )
}

/// Sends the browser somewhere else.
pub(super) fn redirect(location: &str) -> RawReply {
    let mut headers = plain("text/plain");
    headers.push(("location", location.to_owned()));
    // See other: whatever it was asked with, it asks there with GET.
    RawReply { status: 303, headers, body: Vec::new() }
}

/// A reply of another kind than a page.
pub(super) fn other(media: &str, body: String) -> RawReply {
    RawReply { status: 200, headers: plain(media), body: body.into_bytes() }
}

/// The style sheet.
pub(super) fn style() -> RawReply {
    let mut reply = other("text/css; charset=utf-8", STYLE.to_owned());
    reply.headers.retain(|(name, _)| *name != "cache-control");
    reply.headers.push(("cache-control", "max-age=3600".to_owned()));
    reply
}

fn plain(media: &str) -> Vec<(&'static str, String)> {
    [
        ("content-type", media),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// A table of rows; the cells of each are plain text.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = String::from("<table><tr>");
    for head in heads {
        write!(out, "<th>{}", Text(head)).expect("a string takes everything");
    }
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            write!(out, "<td>{}", Text(cell)).expect("a string takes everything");
        }
    }
    out.push_str("</table>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let text = Text("<a href='x' title=\"y\">&amp;").to_string();

        assert_eq!(text, "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;");
    }

    #[test]
    fn a_page_may_run_nothing_and_is_kept_nowhere() {
        let page = page(200, "<t>", "<p>m</p>");
        let header = |name: &str| page.headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());

        assert!(
            header("content-security-policy").unwrap().starts_with("default-src 'none'; style-src 'self';")
        );
        assert_eq!(header("cache-control"), Some("no-store"));
        let body = String::from_utf8(page.body).unwrap();
        assert!(body.contains("<title>&lt;t&gt; - Millpond</title>") && body.contains("<p>m</p>"));
        assert!(!body.contains("<script") && !body.contains("style=") && !body.contains("//"));
    }
}
