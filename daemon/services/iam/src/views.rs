//! Users and roles as replies carry them.

use crate::{api, tags};
use millpond_base::WallMs;
use millpond_store::principal::{Role, User};

/// A user. Listings leave out the tags.
pub(crate) fn user(user: &User, with_tags: bool) -> api::User {
    api::User {
        path: user.path.clone(),
        user_name: user.name.clone(),
        user_id: user.user_id.clone(),
        arn: user.arn.clone(),
        create_date: date(user.created),
        tags: if with_tags { tags::write(&user.tags) } else { None },
        ..api::User::default()
    }
}

/// A role. Listings leave out the tags.
pub(crate) fn role(role: &Role, with_tags: bool) -> api::Role {
    api::Role {
        path: role.path.clone(),
        role_name: role.name.clone(),
        role_id: role.role_id.clone(),
        arn: role.arn.clone(),
        create_date: date(role.created),
        assume_role_policy_document: Some(document(&role.trust_document)),
        description: role.description.clone(),
        max_session_duration: i64::try_from(role.session_secs_max).ok(),
        tags: if with_tags { tags::write(&role.tags) } else { None },
        ..api::Role::default()
    }
}

/// IAM's dates are whole seconds.
pub(crate) fn date(wall: WallMs) -> i64 {
    i64::try_from(wall.secs() * 1000).unwrap_or(i64::MAX)
}

/// A policy document, percent-encoded as IAM returns it (RFC 3986).
pub(crate) fn document(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn documents_are_percent_encoded_without_plus_signs() {
        assert_eq!(super::document(r#"{"a": "é*~"}"#), "%7B%22a%22%3A%20%22%C3%A9%2A~%22%7D");
    }
}
