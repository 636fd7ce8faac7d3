//! Topics and filters of topics.

use crate::codec::TEXT_BYTES_MAX;

/// Most levels of a topic or filter.
///
/// # Source
/// Ours: sites use four to eight; the trie is as deep, and walks down by recursion.
pub const LEVELS_MAX: usize = 32;

const SHARE: &str = "$share/";

/// True for what a message may be published under: not empty, no wildcard, not too deep.
///
/// # Source
/// Sections 4.7.1 and 4.7.3.
#[must_use]
pub fn is_topic(topic: &str) -> bool {
    (1..=TEXT_BYTES_MAX).contains(&topic.len()) && !topic.contains(['+', '#', '\0']) && is_shallow(topic)
}

/// True for a filter: wildcards stand alone in their level, and `#` in the last.
///
/// # Source
/// Section 4.7.1.
#[must_use]
pub fn is_filter(filter: &str) -> bool {
    let fits = (1..=TEXT_BYTES_MAX).contains(&filter.len()) && !filter.contains('\0') && is_shallow(filter);
    let mut levels = filter.split('/').peekable();
    while let Some(level) = levels.next() {
        let is_right = match level {
            "#" => levels.peek().is_none(),
            "+" => true,
            other => !other.contains(['+', '#']),
        };
        if !is_right {
            return false;
        }
    }
    fits
}

fn is_shallow(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'/').count() < LEVELS_MAX
}

/// Group and filter of a shared subscription; `None` for any other. A name without a filter yields an empty one.
///
/// # Source
/// Section 4.8.2.
#[must_use]
pub fn shared(filter: &str) -> Option<(&str, &str)> {
    let rest = filter.strip_prefix(SHARE)?;
    Some(rest.split_once('/').unwrap_or((rest, "")))
}

/// True for the name of a group.
#[must_use]
pub fn is_group(name: &str) -> bool {
    !name.is_empty() && !name.contains(['+', '#', '/'])
}

/// True when a message under `topic` is one that `filter` asks for.
///
/// # Source
/// Sections 4.7.1 and 4.7.2: a wildcard in the first level does not stand for what begins with `$`.
#[must_use]
pub fn matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let (mut filters, mut topics) = (filter.split('/'), topic.split('/'));
    loop {
        match (filters.next(), topics.next()) {
            (Some("#"), _) | (None, None) => return true,
            (Some("+"), Some(_)) => {}
            (Some(wanted), Some(level)) if wanted == level => {}
            _ => return false,
        }
    }
}

/// What every topic that a filter matches begins with.
#[must_use]
pub fn prefix(filter: &str) -> &str {
    let end = filter.find(['+', '#']).unwrap_or(filter.len());
    // `a/#` matches `a` too.
    filter[..end].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_alone_and_the_last_is_last() {
        for filter in ["a", "a/b", "+", "#", "+/+", "a/+/c/#", "/", "//", "$SYS/#", "a b/ü"] {
            assert!(is_filter(filter), "{filter:?}");
        }
        for filter in ["", "a+", "+a", "a/#/b", "#/", "a#", "a/b+/c", "\0"] {
            assert!(!is_filter(filter), "{filter:?}");
        }
        assert!(is_filter(&"a/".repeat(LEVELS_MAX - 1)));
        assert!(!is_filter(&"a/".repeat(LEVELS_MAX)));
        assert!(!is_topic("a/+") && !is_topic("") && is_topic("/") && is_topic("a//b"));
    }

    #[test]
    fn filters_match_as_the_standard_says() {
        let cases = [
            ("sport/tennis/player1/#", "sport/tennis/player1", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
            ("sport/#", "sport", true),
            ("sport/tennis/+", "sport/tennis/player1", true),
            ("sport/tennis/+", "sport/tennis/player1/ranking", false),
            ("sport/+", "sport", false),
            ("sport/+", "sport/", true),
            ("+/+", "/finance", true),
            ("/+", "/finance", true),
            ("+", "/finance", false),
            ("#", "$SYS/x", false),
            ("+/monitor/Clients", "$SYS/monitor/Clients", false),
            ("$SYS/#", "$SYS/x", true),
            ("$SYS/monitor/+", "$SYS/monitor/Clients", true),
            ("ACCOUNTS", "Accounts", false),
        ];
        for (filter, topic, wanted) in cases {
            assert_eq!(matches(filter, topic), wanted, "{filter} {topic}");
            assert!(!wanted || topic.starts_with(prefix(filter)), "{filter} {topic}");
        }
    }

    #[test]
    fn a_shared_subscription_has_a_group_and_a_filter() {
        assert_eq!(shared("$share/g/a/+"), Some(("g", "a/+")));
        assert_eq!(shared("$share/g//a"), Some(("g", "/a")));
        assert_eq!(shared("$share/g"), Some(("g", "")));
        assert_eq!(shared("a/b"), None);
        assert!(is_group("g") && !is_group("") && !is_group("g+"));
    }
}
