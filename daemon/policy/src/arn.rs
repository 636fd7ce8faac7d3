//! Comparing ARNs part by part, as the `Arn` condition operators do.

use crate::pattern::Pattern;
use crate::scope::Scope;

/// `arn:partition:service:region:account:resource`, each part a pattern of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnPattern(Vec<Pattern>);

const PARTS: usize = 6;

impl ArnPattern {
    /// Reads a pattern; one with fewer than six parts matches nothing, save `*`.
    pub(crate) fn parse(text: &str, variables: bool) -> Self {
        Self(split(text).into_iter().map(|part| Pattern::parse(part, variables)).collect())
    }

    /// The condition keys that the pattern's variables name.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(Pattern::keys)
    }

    pub(crate) fn matches(&self, text: &str, scope: &Scope<'_>) -> bool {
        let parts = split(text);
        match self.0.as_slice() {
            // A lone variable or star stands for a whole ARN.
            [whole] => whole.matches(text, scope),
            patterns => {
                patterns.len() == PARTS
                    && parts.len() == PARTS
                    && patterns.iter().zip(parts).all(|(pattern, part)| pattern.matches(part, scope))
            }
        }
    }
}

/// Splits at the first five colons that are not inside a variable.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::with_capacity(PARTS);
    let (mut from, mut in_variable) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '{' if text[..at].ends_with('$') => in_variable = true,
            '}' => in_variable = false,
            ':' if !in_variable && parts.len() < PARTS - 1 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_its_part() {
        let fits = |pattern: &str, text: &str| {
            ArnPattern::parse(pattern, true).matches(text, &Scope::new(&|_| None))
        };
        let queue = "arn:aws:sqs:eu-west-1:123456789012:orders";

        assert!(fits("arn:aws:sqs:*:123456789012:*", queue));
        assert!(fits("*", queue));
        assert!(!fits("arn:aws:sqs:*:orders", queue));
        assert!(!fits("arn:aws:sqs*orders", queue));
        assert!(fits("arn:aws:sns:*:*:a:*", "arn:aws:sns:x:1:a:b:c"));
    }

    #[test]
    fn a_variable_holds_its_own_colons() {
        let keys = |key: &str| (key == "aws:principalaccount").then(|| vec!["123456789012".to_owned()]);
        let pattern = ArnPattern::parse("arn:aws:sqs:*:${aws:PrincipalAccount}:*", true);

        assert!(pattern.matches("arn:aws:sqs:x:123456789012:q", &Scope::new(&keys)));
        assert!(!pattern.matches("arn:aws:sqs:x:999999999999:q", &Scope::new(&keys)));
    }
}
