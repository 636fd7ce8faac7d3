//! Which services a statement may speak of, as a set that is quick to ask.

use crate::document::Listed;

/// A set of services, by a hash of their prefixes: it may hold more than was put in, and never less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Services(u64);

impl Services {
    pub(crate) const NONE: Self = Self(0);
    const ALL: Self = Self(u64::MAX);

    /// The service of `kinesis:putrecord`, in lower case.
    pub(crate) fn of_action(action: &str) -> Self {
        match action.split_once(':') {
            // Anything that may stand for another service stands for all.
            Some((service, _)) if !service.contains(['*', '?', '$']) => Self(1 << (hash(service) % 64)),
            _ => Self::ALL,
        }
    }

    /// The services of a statement's actions.
    pub(crate) fn of_list(actions: &Listed<Vec<String>>) -> Self {
        match actions {
            Listed::Only(actions) => actions
                .iter()
                .fold(Self::NONE, |all, action| all.and(Self::of_action(&action.to_lowercase()))),
            Listed::Except(_) => Self::ALL,
        }
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// False when the two certainly have no service in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// FNV-1a: short, and spreads the few dozen prefixes well enough.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_never_misses_a_service_it_was_given() {
        let list = Listed::Only(vec!["Kinesis:Put*".to_owned(), "sqs:*".to_owned()]);
        let services = Services::of_list(&list);

        assert!(services.meets(Services::of_action("kinesis:putrecord")));
        assert!(services.meets(Services::of_action("sqs:sendmessage")));
        assert!(!services.meets(Services::of_action("kms:decrypt")));
        for wide in ["*", "k*:x", "?qs:*"] {
            let wide = Services::of_list(&Listed::Only(vec![wide.to_owned()]));
            assert!(wide.meets(Services::of_action("kms:decrypt")));
        }
        assert!(Services::of_list(&Listed::Except(vec!["kms:*".to_owned()])).meets(services));
    }
}
