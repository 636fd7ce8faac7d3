//! Translates the models' regular expressions (Java) for regex-lite.

use regex_lite::Regex;

/// A translated expression.
pub(super) struct Translated {
    /// What regex-lite compiles.
    pub(super) regex: String,
    /// True when it names Unicode categories and the subject must be folded first.
    pub(super) folds: bool,
    /// Characters of what it matches, where it does not count them itself.
    pub(super) chars: Option<(usize, usize)>,
}

/// The one pattern that looks ahead: no two hyphens in a row, and 1 to 61 characters before the last.
const AHEAD: &str = "([a-z0-9]|-(?!-)){1,61}[a-z0-9]";

/// Translates `text`, or says which part has no translation.
pub(super) fn translate(text: &str) -> Result<Translated, String> {
    // Written so in the model: `\u10000` is `\u1000` and `0` to Java; the intent is the supplementary planes.
    let text = text.replace(r"\u10000-\u10FFFF", r"\x{10000}-\x{10FFFF}");
    // Java strings hold UTF-16, so the model steps round the surrogates; our text has none.
    let text = text.replace(r"\uD7FF\uE000", r"\x{D7FF}\x{E000}");
    // With what stands before it, 3 to 63.
    let chars = text.contains(AHEAD).then_some((3, 63));
    let text = text.replace(AHEAD, "(-?[a-z0-9])+");
    let mut regex = String::with_capacity(text.len());
    let mut folds = false;
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\\') {
        regex.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if rest.starts_with(r"\u") {
            let hex = rest.get(2..6).ok_or("a \\u without four digits")?;
            regex.push_str(&format!("\\x{{{hex}}}"));
            6
        } else if rest.starts_with(r"\p") {
            let category = rest.get(2..5).ok_or("a \\p without a category")?;
            regex.push_str(folded(category)?);
            folds = true;
            5
        } else {
            let escaped = rest[1..].chars().next().ok_or("a lone backslash")?;
            // Java lets any punctuation be escaped; regex-lite does not know `\/`.
            if escaped != '/' {
                regex.push('\\');
            }
            regex.push(escaped);
            1 + escaped.len_utf8()
        };
        rest = &rest[taken..];
    }
    regex.push_str(rest);
    Regex::new(&format!("\\A(?:{regex})\\z")).map_err(|e| format!("{regex}: {e}"))?;
    Ok(Translated { regex, folds, chars })
}

/// A category inside a character class: its ASCII members, and the stand-in of `Pattern::folding`.
fn folded(category: &str) -> Result<&'static str, String> {
    match category {
        "{L}" => Ok(r"A-Za-z\x{E000}"),
        "{N}" => Ok(r"0-9\x{E001}"),
        "{Z}" => Ok(r" \x{E002}"),
        other => Err(format!("\\p{other} has no translation")),
    }
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn java_escapes_become_ours() {
        let translated = translate(r"[\u0020-\u00FF]+\/x").unwrap();

        assert_eq!(translated.regex, r"[\x{0020}-\x{00FF}]+/x");
        assert!(!translated.folds);
    }

    #[test]
    fn categories_fold() {
        let translated = translate(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+").unwrap();

        assert_eq!(translated.regex, r"[A-Za-z\x{E000} \x{E002}0-9\x{E001}_.:/=+\-@]+");
        assert!(translated.folds);
    }

    #[test]
    fn what_cannot_be_translated_is_refused() {
        assert!(translate(r"\p{IsGreek}").is_err());
        assert!(translate("(").is_err());
        assert!(translate(r"\").is_err());
    }
}
