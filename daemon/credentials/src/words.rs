//! A command line as words.

/// Splits a command line as a POSIX shell would, without everything else a shell does: blanks part words, quotes and
/// backslashes keep them together; nothing is expanded. `None` when a quote is not closed.
#[must_use]
pub fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        '"' => break,
                        '\\' => match rest.next()? {
                            c @ ('"' | '\\') => word.push(c),
                            c => word.extend(['\\', c]),
                        },
                        c => word.push(c),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(rest.next()?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_and_backslashes_keep_words_together() {
        for (line, expected) in [
            ("", vec![]),
            ("  /bin/issue  --for me ", vec!["/bin/issue", "--for", "me"]),
            (r#"a "b c" 'd "e' f\ g"#, vec!["a", "b c", "d \"e", "f g"]),
            (r#""a\"b\\c\d" '' x"y"z"#, vec![r#"a"b\c\d"#, "", "xyz"]),
            ("$HOME `ls` | more", vec!["$HOME", "`ls`", "|", "more"]),
        ] {
            assert_eq!(words(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn an_open_quote_is_no_command() {
        for line in ["'a", "\"a", "\"a\\", "a\\"] {
            assert_eq!(words(line), None, "{line}");
        }
    }
}
