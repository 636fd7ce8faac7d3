//! Who asks, and who a policy names.

use serde_json::Value;

/// The one who asks, under every name a policy may use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalView {
    /// A user, or a session of a role.
    Aws {
        /// Twelve digits.
        account: String,
        /// `arn:aws:iam::A:user/name` or `arn:aws:sts::A:assumed-role/role/session`.
        arn: String,
        /// The role a session belongs to: `arn:aws:iam::A:role/name`.
        role_arn: Option<String>,
    },
    /// A service such as `kinesis.amazonaws.com`.
    Service(String),
    /// An identity provider.
    Federated(String),
    /// Nobody known.
    Anonymous,
}

impl PrincipalView {
    /// True when an ARN is the one's own, or that of its role.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        match self {
            Self::Aws { arn, role_arn, .. } => arn == name || role_arn.as_deref() == Some(name),
            _ => false,
        }
    }
}

/// How a `Principal` element names someone. Later is more specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// By the account, which leaves it to identity policies.
    Account,
    /// By the role of a session: limits on the session still apply.
    Role,
    /// By the very name, or as everybody.
    Direct,
}

/// A `Principal` or `NotPrincipal` element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Principals {
    everybody: bool,
    aws: Vec<String>,
    services: Vec<String>,
    federated: Vec<String>,
}

impl Principals {
    /// Reads the element; the error is the text that is wrong with it.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        let syntax = || "Syntax errors in policy.".to_owned();
        let mut out = Self::default();
        if let Value::String(text) = value {
            out.everybody = text == "*";
            return if out.everybody { Ok(out) } else { Err(invalid("", text)) };
        }
        let map = value.as_object().ok_or_else(syntax)?;
        if map.is_empty() {
            return Err("Missing required field Principal cannot be empty!".to_owned());
        }
        for (kind, names) in map {
            for name in strings(names).ok_or_else(syntax)? {
                match kind.as_str() {
                    "AWS" if name == "*" => out.everybody = true,
                    "AWS" if is_account(&name) || is_principal_arn(&name) => out.aws.push(name),
                    "Service" if name.contains('.') && !name.contains('*') => out.services.push(name),
                    "Federated" if !name.is_empty() => out.federated.push(name),
                    // Accepted so that exported policies load; it names S3's old user ids, which nobody has here.
                    "CanonicalUser" => {}
                    "AWS" | "Service" | "Federated" => return Err(invalid(kind, &name)),
                    _ => return Err(syntax()),
                }
            }
        }
        Ok(out)
    }

    /// How many are named.
    pub(crate) fn count(&self) -> usize {
        usize::from(self.everybody) + self.aws.len() + self.services.len() + self.federated.len()
    }

    /// The most specific way in which the element names `who`; `None` when it does not.
    pub(crate) fn names(&self, who: &PrincipalView) -> Option<Naming> {
        if self.everybody {
            return Some(Naming::Direct);
        }
        match who {
            PrincipalView::Aws { account, arn, role_arn } => {
                let root = format!("arn:aws:iam::{account}:root");
                let naming = |name: &String| match name {
                    n if n == arn => Some(Naming::Direct),
                    n if Some(n) == role_arn.as_ref() => Some(Naming::Role),
                    n if n == account || *n == root => Some(Naming::Account),
                    _ => None,
                };
                self.aws.iter().filter_map(naming).max()
            }
            PrincipalView::Service(name) => self.services.contains(name).then_some(Naming::Direct),
            PrincipalView::Federated(name) => self.federated.contains(name).then_some(Naming::Direct),
            PrincipalView::Anonymous => None,
        }
    }
}

fn invalid(kind: &str, name: &str) -> String {
    if kind.is_empty() {
        return format!("Invalid principal in policy: \"{name}\"");
    }
    format!("Invalid principal in policy: \"{kind}\":\"{name}\"")
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// ARNs of users, roles, sessions and account roots, without wildcards: AWS allows none here but a lone `*`.
fn is_principal_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, _, service, "", account, resource] = parts[..] else { return false };
    let named = match service {
        "iam" => resource == "root" || resource.starts_with("user/") || resource.starts_with("role/"),
        "sts" => resource.starts_with("assumed-role/") || resource.starts_with("federated-user/"),
        _ => false,
    };
    arn == "arn" && is_account(account) && named && !resource.contains(['*', '?'])
}

/// A text or a list of texts.
pub(crate) fn strings(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn session() -> PrincipalView {
        PrincipalView::Aws {
            account: "123456789012".into(),
            arn: "arn:aws:sts::123456789012:assumed-role/r/s".into(),
            role_arn: Some("arn:aws:iam::123456789012:role/p/r".into()),
        }
    }

    fn naming(element: &Value) -> Option<Naming> {
        Principals::parse(element).unwrap().names(&session())
    }

    #[test]
    fn a_session_answers_to_four_names() {
        assert_eq!(naming(&json!("*")), Some(Naming::Direct));
        assert_eq!(naming(&json!({"AWS": "*"})), Some(Naming::Direct));
        assert_eq!(naming(&json!({"AWS": "123456789012"})), Some(Naming::Account));
        assert_eq!(naming(&json!({"AWS": "arn:aws:iam::123456789012:root"})), Some(Naming::Account));
        assert_eq!(naming(&json!({"AWS": ["arn:aws:iam::123456789012:role/p/r"]})), Some(Naming::Role));
        let all = json!({"AWS": ["123456789012", "arn:aws:sts::123456789012:assumed-role/r/s"]});
        assert_eq!(naming(&all), Some(Naming::Direct));
        assert_eq!(naming(&json!({"AWS": "999999999999"})), None);
        assert_eq!(naming(&json!({"Service": "ec2.amazonaws.com"})), None);
    }

    #[test]
    fn a_principal_that_cannot_exist_is_refused() {
        let told = |element: Value| Principals::parse(&element).unwrap_err();

        assert_eq!(told(json!({"AWS": "bob"})), "Invalid principal in policy: \"AWS\":\"bob\"");
        let star = json!({"AWS": "arn:aws:iam::123456789012:user/*"});
        assert!(told(star).starts_with("Invalid principal in policy: \"AWS\":"));
        assert_eq!(told(json!({"Who": "x"})), "Syntax errors in policy.");
        assert_eq!(told(json!({})), "Missing required field Principal cannot be empty!");
        assert_eq!(told(json!({"AWS": 5})), "Syntax errors in policy.");
    }
}
