//! Text with `*`, `?` and policy variables.

use crate::scope::Scope;
use std::borrow::Cow;

/// A pattern of a policy, read once and matched often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    has_variables: bool,
    ignores_case: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `*`: any number of characters.
    Many,
    /// `?`: one character.
    One,
    /// `${aws:username, 'nobody'}`: a condition key's value, taken literally.
    Variable {
        key: String,
        default: Option<String>,
    },
}

/// A piece with its variable filled in.
enum Step<'a> {
    Text(Cow<'a, str>),
    Many,
    One,
}

impl Pattern {
    /// Reads a pattern. Variables exist only in version 2012-10-17; before, `${` was text.
    pub(crate) fn parse(text: &str, variables: bool) -> Self {
        Self::read(text, variables, true)
    }

    /// A pattern without wildcards, for operators that compare exactly.
    pub(crate) fn parse_exact(text: &str, variables: bool) -> Self {
        Self::read(text, variables, false)
    }

    /// The same pattern without regard to case.
    pub(crate) fn ignoring_case(mut self) -> Self {
        for piece in &mut self.pieces {
            if let Piece::Text(text) = piece {
                *text = text.to_lowercase();
            }
        }
        Self { ignores_case: true, ..self }
    }

    fn read(text: &str, variables: bool, wildcards: bool) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if variables && let Some((piece, after)) = variable(rest) {
                match (piece, pieces.last_mut()) {
                    (Piece::Text(escaped), Some(Piece::Text(text))) => text.push_str(&escaped),
                    (piece, _) => pieces.push(piece),
                }
                rest = after;
                continue;
            }
            match (first, pieces.last_mut()) {
                ('*', Some(Piece::Many)) if wildcards => {}
                ('*', _) if wildcards => pieces.push(Piece::Many),
                ('?', _) if wildcards => pieces.push(Piece::One),
                (c, Some(Piece::Text(text))) => text.push(c),
                (c, _) => pieces.push(Piece::Text(c.to_string())),
            }
            rest = &rest[first.len_utf8()..];
        }
        let has_variables = pieces.iter().any(|piece| matches!(piece, Piece::Variable { .. }));
        Self { pieces, has_variables, ignores_case: false }
    }

    /// True when the whole of `text` fits. A variable the request does not have fits nothing.
    pub(crate) fn matches(&self, text: &str, scope: &Scope<'_>) -> bool {
        let text = if self.ignores_case { lower(text) } else { text.into() };
        self.matches_as_is(&text, scope)
    }

    /// The same for a text that is in lower case already, if the pattern ignores case.
    pub(crate) fn matches_as_is(&self, text: &str, scope: &Scope<'_>) -> bool {
        if !self.has_variables {
            return fits(&self.pieces, text, scope);
        }
        self.steps(scope).is_some_and(|steps| fits(&steps, text, scope))
    }

    /// The condition keys that the pattern's variables name.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }

    fn steps(&self, scope: &Scope<'_>) -> Option<Vec<Step<'_>>> {
        let step = |piece| {
            Some(match piece {
                &Piece::Many => Step::Many,
                &Piece::One => Step::One,
                Piece::Text(text) => Step::Text(text.as_str().into()),
                Piece::Variable { key, default } => {
                    if !scope.spend(0) {
                        return None;
                    }
                    let value = match scope.values(key).as_deref() {
                        Some([value]) => value.clone(),
                        // A key with several values has no single text to stand for it.
                        _ => default.clone()?,
                    };
                    Step::Text(if self.ignores_case { value.to_lowercase() } else { value }.into())
                }
            })
        };
        self.pieces.iter().map(step).collect()
    }
}

/// Lower case; borrowed when it is that already.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        text.into()
    } else {
        text.to_lowercase().into()
    }
}

/// What a position of a pattern asks for.
enum Wanted<'a> {
    Text(&'a str),
    Many,
    One,
    /// A variable that was not filled in.
    Never,
}

trait Asks {
    fn wanted(&self) -> Wanted<'_>;
}

impl Asks for Piece {
    fn wanted(&self) -> Wanted<'_> {
        match self {
            Self::Text(text) => Wanted::Text(text),
            Self::Many => Wanted::Many,
            Self::One => Wanted::One,
            Self::Variable { .. } => Wanted::Never,
        }
    }
}

impl Asks for Step<'_> {
    fn wanted(&self) -> Wanted<'_> {
        match self {
            Self::Text(text) => Wanted::Text(text),
            Self::Many => Wanted::Many,
            Self::One => Wanted::One,
        }
    }
}

/// Matches by remembering only the last `*`: at most pattern length times text length comparisons, and never more than
/// the scope allows.
fn fits<T: Asks>(steps: &[T], text: &str, scope: &Scope<'_>) -> bool {
    let (mut at, mut rest) = (0, text);
    let mut star: Option<(usize, &str)> = None;
    loop {
        match steps.get(at).map(Asks::wanted) {
            // Nothing follows a last star that could fail.
            Some(Wanted::Many) if at + 1 == steps.len() => return scope.spend(0),
            Some(Wanted::Many) => {
                star = Some((at + 1, rest));
                at += 1;
                continue;
            }
            Some(Wanted::One) => {
                let mut chars = rest.chars();
                if chars.next().is_some() && scope.spend(0) {
                    (at, rest) = (at + 1, chars.as_str());
                    continue;
                }
            }
            Some(Wanted::Text(wanted)) => {
                if !scope.spend(wanted.len().min(rest.len())) {
                    return false;
                }
                if let Some(after) = rest.strip_prefix(wanted) {
                    (at, rest) = (at + 1, after);
                    continue;
                }
            }
            None if rest.is_empty() => return true,
            Some(Wanted::Never) | None => {}
        }
        // Give the last star one character more and try again from there.
        let Some((after_star, from)) = star else { return false };
        let mut chars = from.chars();
        if chars.next().is_none() || !scope.spend(0) {
            return false;
        }
        let mut from = chars.as_str();
        if let Some(Wanted::Text(wanted)) = steps.get(after_star).map(Asks::wanted)
            && !wanted.is_empty()
        {
            match skip_to(wanted, from, scope) {
                Some(found) => from = found,
                None => return false,
            }
        }
        star = Some((after_star, from));
        (at, rest) = (after_star, from);
    }
}

/// Where `wanted`, which is not empty, comes next in `text`. It counts as the work of comparing it at each character before.
fn skip_to<'a>(wanted: &str, text: &'a str, scope: &Scope<'_>) -> Option<&'a str> {
    let bytes = wanted.as_bytes();
    let found = text.as_bytes().windows(bytes.len()).position(|place| place[0] == bytes[0] && place == bytes);
    let (passed, from) = text.split_at(found.unwrap_or(text.len()));
    let goes_on = scope.spend_along(passed, from.len(), wanted.len());
    // At the very end there is nothing left to compare with.
    if found.is_some() && goes_on {
        Some(from)
    } else {
        scope.spend(0);
        None
    }
}

/// Reads a variable at the start of `text`; `None` when there is none.
fn variable(text: &str) -> Option<(Piece, &str)> {
    let (inside, rest) = text.strip_prefix("${")?.split_once('}')?;
    let piece = match inside.split_once(',') {
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            Piece::Variable { key: key.trim().to_lowercase(), default: Some(default.to_owned()) }
        }
        None if matches!(inside, "*" | "?" | "$") => Piece::Text(inside.to_owned()),
        None => Piece::Variable { key: inside.trim().to_lowercase(), default: None },
    };
    Some((piece, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn none(_: &str) -> Option<Vec<String>> {
        None
    }

    fn fits(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern, true).matches(text, &Scope::new(&none))
    }

    #[test]
    fn wildcards_match_as_in_aws() {
        for (pattern, text, wanted) in [
            ("*", "", true),
            ("*", "anything", true),
            ("a*c", "abbbc", true),
            ("a*c", "ac", true),
            ("a?c", "ac", false),
            ("a?c", "aäc", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("", "", true),
            ("", "a", false),
            ("a*", "b", false),
            ("*.fifo", "orders.fifo", true),
            ("*.fifo", "orders.fifo2", false),
            ("arn:aws:sqs:*:*:q-?", "arn:aws:sqs:us-east-1:000000000000:q-1", true),
        ] {
            assert_eq!(fits(pattern, text), wanted, "{pattern} {text}");
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_exponential_time() {
        let pattern = "a*".repeat(500) + "b";
        let text = "a".repeat(5000);

        assert!(!fits(&pattern, &text));
    }

    #[test]
    fn a_variable_stands_for_its_value_literally() {
        let keys = |key: &str| (key == "aws:username").then(|| vec!["a*".to_owned()]);
        let pattern = Pattern::parse("home/${aws:UserName}/*", true);

        assert!(pattern.matches("home/a*/x", &Scope::new(&keys)));
        assert!(!pattern.matches("home/abc/x", &Scope::new(&keys)));
        assert!(!pattern.matches("home/abc/x", &Scope::new(&none)));
    }

    #[test]
    fn a_variable_may_have_a_default_and_an_escape_is_a_character() {
        assert!(fits("${aws:PrincipalTag/team, 'none'}-x", "none-x"));
        assert!(fits("${*}${?}${$}", "*?$"));
        assert!(!fits("${*}", "a"));
        assert!(Pattern::parse("${aws:username}", false).matches("${aws:username}", &Scope::new(&none)));
    }

    #[test]
    fn an_exact_pattern_has_no_wildcards() {
        let pattern = Pattern::parse_exact("a**b?", true);

        assert!(pattern.matches("a**b?", &Scope::new(&none)));
        assert!(!pattern.matches("axxbx", &Scope::new(&none)));
    }

    /// The definition, without care for time.
    fn plain(pattern: &[char], text: &[char]) -> bool {
        match (pattern.first(), text.first()) {
            (None, None) => true,
            (Some('*'), _) => plain(&pattern[1..], text) || (!text.is_empty() && plain(pattern, &text[1..])),
            (Some('?'), Some(_)) => plain(&pattern[1..], &text[1..]),
            (Some(p), Some(t)) if p == t => plain(&pattern[1..], &text[1..]),
            _ => false,
        }
    }

    /// Matching that goes on by one character at a time, and counts each comparison.
    fn step_by_step(pieces: &[Piece], text: &str, scope: &Scope<'_>) -> bool {
        let (mut at, mut rest, mut star) = (0, text, None);
        loop {
            match pieces.get(at) {
                Some(Piece::Many) if at + 1 == pieces.len() => return scope.spend(0),
                Some(Piece::Many) => {
                    (at, star) = (at + 1, Some((at + 1, rest)));
                    continue;
                }
                Some(Piece::One) if !rest.is_empty() && scope.spend(0) => {
                    (at, rest) = (at + 1, &rest[rest.chars().next().unwrap().len_utf8()..]);
                    continue;
                }
                Some(Piece::Text(wanted)) => {
                    if !scope.spend(wanted.len().min(rest.len())) {
                        return false;
                    }
                    if let Some(after) = rest.strip_prefix(wanted.as_str()) {
                        (at, rest) = (at + 1, after);
                        continue;
                    }
                }
                None if rest.is_empty() => return true,
                _ => {}
            }
            let Some((after_star, from)) = star else { return false };
            let Some(first) = from.chars().next().filter(|_| scope.spend(0)) else { return false };
            (at, rest) = (after_star, &from[first.len_utf8()..]);
            star = Some((at, rest));
        }
    }

    proptest! {
        #[test]
        fn skipping_counts_the_work_of_every_step(
            pattern in "[abä*?]{0,8}(x{30,70})?[ab*]{0,4}",
            text in "[abä]{0,12}(x{20,80})?[ab]{0,6}",
            work in 1_u32..200,
        ) {
            let pieces = Pattern::parse(&pattern, false).pieces;
            let (skipping, plain) = (Scope::within(&none, work), Scope::within(&none, work));

            let found = super::fits(&pieces, &text, &skipping);

            prop_assert_eq!(found, step_by_step(&pieces, &text, &plain));
            prop_assert_eq!(skipping.left(), plain.left());
        }

        #[test]
        fn matching_equals_its_definition(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let wanted = plain(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>());
            prop_assert_eq!(fits(&pattern, &text), wanted);
        }

        #[test]
        fn no_pattern_makes_matching_fail(pattern in ".{0,40}", text in ".{0,40}") {
            let _ = fits(&pattern, &text);
            let exact = Pattern::parse_exact(&pattern, true).ignoring_case();
            let _ = exact.matches(&text, &Scope::new(&none));
        }
    }
}
