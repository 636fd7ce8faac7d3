//! Words of an expression.

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `name`, or a keyword.
    Word(&'a str),
    /// `#name`.
    Name(&'a str),
    /// `:value`.
    Value(&'a str),
    /// Digits.
    Number(&'a str),
    /// `=`, `<=`, `(` and the like; and whatever has no meaning.
    Sign(&'a str),
    /// Behind the last word.
    End,
}

/// A word with its place.
#[derive(Clone, Debug)]
pub(super) struct Lexeme<'a> {
    pub(super) token: Token<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Cuts a text into words; the last one is the end.
pub(super) fn words(text: &str) -> Vec<Lexeme<'_>> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let part = |from: usize| {
            let inside = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
            from + bytes[from..].iter().take_while(inside).count()
        };
        let end = match first {
            b'#' | b':' => part(at + 1),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => part(at),
            b'0'..=b'9' => at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count(),
            b'<' if matches!(bytes.get(at + 1), Some(b'=' | b'>')) => at + 2,
            b'>' if bytes.get(at + 1) == Some(&b'=') => at + 2,
            _ => at + text[at..].chars().next().map_or(1, char::len_utf8),
        };
        let word = &text[at..end];
        let token = match first {
            b'#' => Token::Name(word),
            b':' => Token::Value(word),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Token::Word(word),
            b'0'..=b'9' => Token::Number(word),
            _ => Token::Sign(word),
        };
        words.push(Lexeme { token, start: at, end });
        at = end;
    }
    words.push(Lexeme { token: Token::End, start: text.len(), end: text.len() });
    words
}

/// Walks over the words of an expression.
pub(super) struct Cursor<'a> {
    text: &'a str,
    words: Vec<Lexeme<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, words: words(text), at: 0 }
    }

    /// The word here.
    pub(super) fn peek(&self) -> &Token<'a> {
        &self.words[self.at].token
    }

    /// The word after this one.
    pub(super) fn peek_next(&self) -> &Token<'a> {
        &self.words[(self.at + 1).min(self.words.len() - 1)].token
    }

    /// Goes on to the next word; never past the end.
    pub(super) fn step(&mut self) {
        self.at = (self.at + 1).min(self.words.len() - 1);
    }

    /// The number of the word here.
    pub(super) const fn place(&self) -> usize {
        self.at
    }

    /// True when the word here is a keyword, in any case.
    pub(super) fn is_word(&self, keyword: &str) -> bool {
        matches!(self.peek(), Token::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    /// Passes a sign if it is here.
    pub(super) fn accept(&mut self, sign: &str) -> bool {
        let here = matches!(self.peek(), Token::Sign(found) if *found == sign);
        if here {
            self.step();
        }
        here
    }

    /// Passes a keyword if it is here.
    pub(super) fn accept_word(&mut self, keyword: &str) -> bool {
        let here = self.is_word(keyword);
        if here {
            self.step();
        }
        here
    }

    /// The complaint that the word here has no business here, with its neighbours.
    pub(super) fn unexpected(&self) -> String {
        let here = &self.words[self.at];
        let token = if here.token == Token::End { "<EOF>" } else { &self.text[here.start..here.end] };
        let before = self.at.checked_sub(1).map_or(here.start, |before| self.words[before].start);
        let after = self.words[(self.at + 1).min(self.words.len() - 1)].end;
        format!("Syntax error; token: \"{token}\", near: \"{}\"", &self.text[before..after])
    }
}
