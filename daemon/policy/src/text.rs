//! What a person reads about a decision.

use crate::evaluate::{Decision, Layer, Verdict};
use std::fmt;

impl Layer {
    /// With its article: `an identity-based policy`.
    const fn denier(self) -> &'static str {
        match self {
            Self::Identity => "an identity-based policy",
            Self::Session => "a session policy",
            Self::Boundary => "a permissions boundary",
            Self::Resource => "a resource-based policy",
            Self::Trust => "the role trust policy",
        }
    }

    /// Without an article: `identity-based policy`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Session => "session policy",
            Self::Boundary => "permissions boundary",
            Self::Resource => "resource-based policy",
            Self::Trust => "role trust policy",
        }
    }
}

/// The message of AWS's access-denied errors.
///
/// # Source
/// IAM user guide, "Troubleshoot access denied error messages".
#[must_use]
pub fn denial_text(arn: &str, action: &str, resource: &str, decision: Decision) -> String {
    let who = format!("User: {arn} is not authorized to perform: {action} on resource: {resource}");
    match decision {
        Decision::ExplicitDeny(layer) => format!("{who} with an explicit deny in {}", layer.denier()),
        Decision::ImplicitDeny(layer) => {
            format!("{who} because no {} allows the {action} action", layer.name())
        }
        Decision::Allow => who,
    }
}

/// For the audit: `allowed by statement 2 ("Send") of identity-based policy 1`.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.decision {
            Decision::Allow => "allowed",
            Decision::ExplicitDeny(_) => "denied",
            Decision::ImplicitDeny(layer) => return write!(f, "no {} allows it", layer.name()),
        };
        let Some(by) = &self.by else { return f.write_str(word) };
        write!(f, "{word} by statement {}", by.statement + 1)?;
        if let Some(sid) = by.sid.as_deref().filter(|sid| !sid.is_empty()) {
            write!(f, " (\"{sid}\")")?;
        }
        write!(f, " of {} {}", by.layer.name(), by.policy + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Source;

    #[test]
    fn denials_use_awss_words() {
        let text = |decision| denial_text("arn:aws:iam::1:user/ann", "sqs:SendMessage", "arn:q", decision);
        let who =
            "User: arn:aws:iam::1:user/ann is not authorized to perform: sqs:SendMessage on resource: arn:q";

        assert_eq!(
            text(Decision::ImplicitDeny(Layer::Identity)),
            format!("{who} because no identity-based policy allows the sqs:SendMessage action")
        );
        assert_eq!(
            text(Decision::ExplicitDeny(Layer::Identity)),
            format!("{who} with an explicit deny in an identity-based policy")
        );
        assert_eq!(
            text(Decision::ImplicitDeny(Layer::Session)),
            format!("{who} because no session policy allows the sqs:SendMessage action")
        );
    }

    #[test]
    fn a_verdict_names_its_statement() {
        let by = Some(Source { layer: Layer::Identity, policy: 0, statement: 1, sid: Some("Send".into()) });
        let verdict = |decision, by| Verdict { decision, by }.to_string();

        assert_eq!(
            verdict(Decision::Allow, by.clone()),
            "allowed by statement 2 (\"Send\") of identity-based policy 1"
        );
        assert_eq!(
            verdict(Decision::ExplicitDeny(Layer::Identity), by),
            "denied by statement 2 (\"Send\") of identity-based policy 1"
        );
        assert_eq!(
            verdict(Decision::ImplicitDeny(Layer::Boundary), None),
            "no permissions boundary allows it"
        );
    }
}
