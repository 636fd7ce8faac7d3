//! The policy of a queue: what its owner lets others do with it.
//!
//! It is kept in the queue's document as it was written, and goes with it.

use millpond_policy::{Malformed, Policy};
use std::fmt;

/// The service whose actions a policy of a queue may name.
const VENDOR: &str = "sqs";

/// Most that a policy may hold.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS policy quotas": 8,192 bytes, 20 statements, 7 actions per statement, 50 principals,
/// 10 conditions.
const BYTES_MAX: usize = 8_192;
const PARTS_MAX: [(&str, usize); 4] =
    [("Statements", 20), ("Actions", 7), ("Principals", 50), ("Conditions", 10)];

/// A policy as it was written, ready to be asked.
#[derive(Clone)]
pub struct QueuePolicy {
    text: String,
    /// `None` for a document that an earlier binary took and that says nothing: it is shown and has no effect.
    policy: Option<Policy>,
}

/// Why a document is no policy of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// It does not follow the grammar, or speaks about another service.
    Malformed(Malformed),
    /// It is longer than a policy may be.
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It has more parts of a kind than a policy may have.
    TooMany {
        /// `Statements`, `Actions`, `Principals` or `Conditions`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(_) => f.write_str("the document is no policy of a queue"),
            Self::TooLong { bytes } => write!(f, "the policy has {bytes} B, more than {BYTES_MAX} B"),
            Self::TooMany { what, found, max } => {
                write!(f, "{found} {what} were found, maximum allowed is {max}")
            }
        }
    }
}

impl std::error::Error for PolicyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(cause) => Some(cause),
            Self::TooLong { .. } | Self::TooMany { .. } => None,
        }
    }
}

impl QueuePolicy {
    /// Reads a policy. What it says about other queues is accepted, and has no effect.
    ///
    /// # Errors
    /// [`PolicyError`] when the document is no policy of a queue, or holds too much.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.len() > BYTES_MAX {
            return Err(PolicyError::TooLong { bytes: text.len() });
        }
        let policy = Policy::parse_attached(text, VENDOR).map_err(PolicyError::Malformed)?;
        let extent = policy.extent();
        let found = [extent.statements, extent.actions, extent.principals, extent.conditions];
        let over = PARTS_MAX.into_iter().zip(found).find(|((_, max), found)| found > max);
        match over {
            Some(((what, max), found)) => Err(PolicyError::TooMany { what, found, max }),
            None => Ok(Self { text: text.to_owned(), policy: Some(policy) }),
        }
    }

    /// Reads a policy that was accepted before, whatever the bounds are now. One that names nobody is not obeyed: it would
    /// speak about everybody.
    pub(super) fn kept(text: &str) -> Self {
        Self { text: text.to_owned(), policy: Policy::parse_attached(text, VENDOR).ok() }
    }

    /// The document as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says; `None` when it says nothing that can be obeyed.
    #[must_use]
    pub const fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()
    }
}

impl PartialEq for QueuePolicy {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for QueuePolicy {}

impl fmt::Debug for QueuePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(statements: &[String]) -> String {
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
    }

    fn statement(principals: usize, actions: usize) -> String {
        let names: Vec<String> = (0..principals).map(|n| format!("\"{n:012}\"")).collect();
        let actions = vec!["\"sqs:SendMessage\""; actions].join(",");
        let names = names.join(",");
        format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":[{names}]}},"Action":[{actions}],"Resource":"arn:aws:sqs:*:*:other"}}"#
        )
    }

    fn too_many(text: &str) -> Option<String> {
        QueuePolicy::parse(text).err().map(|error| error.to_string())
    }

    #[test]
    fn a_policy_holds_so_much_and_no_more() {
        assert_eq!(too_many(&document(&vec![statement(1, 7); 20])), None);
        assert_eq!(too_many(&document(&[statement(50, 1)])), None);
        for (document, text) in [
            (document(&vec![statement(1, 1); 21]), "21 Statements were found, maximum allowed is 20"),
            (document(&[statement(1, 8)]), "8 Actions were found, maximum allowed is 7"),
            (document(&[statement(51, 1)]), "51 Principals were found, maximum allowed is 50"),
        ] {
            assert_eq!(too_many(&document).as_deref(), Some(text));
        }
        let long = document(&[statement(1, 1)]) + &" ".repeat(BYTES_MAX);
        assert!(too_many(&long).unwrap().contains("more than 8192 B"));
    }

    #[test]
    fn a_document_of_an_earlier_binary_that_names_nobody_is_shown_and_not_obeyed() {
        let nobody = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#;

        assert!(matches!(QueuePolicy::parse(nobody), Err(PolicyError::Malformed(_))));
        let kept = QueuePolicy::kept(nobody);
        assert_eq!((kept.text(), kept.policy()), (nobody, None));
        assert!(QueuePolicy::kept(&document(&vec![statement(1, 8); 21])).policy().is_some());
    }
}
