//! Callers that stay for long: thousands of polls of one application share one of them.

use super::Caller;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Fewer are not looked through for those that are gone.
const SWEPT_MIN: usize = 64;

/// Whoever has stayed, by access key. Nobody is kept by this alone.
#[derive(Default)]
pub struct Callers {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    by_key: HashMap<String, Weak<Caller>>,
    /// So many there may be before those that are gone are looked for.
    swept_at: usize,
}

impl Callers {
    /// The caller as it is known here already, or `caller` itself when it is new or may do other things by now.
    #[must_use]
    pub fn share(&self, caller: Arc<Caller>) -> Arc<Caller> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let same = known.by_key.get(&caller.access_key_id).and_then(Weak::upgrade);
        if let Some(same) = same.filter(|same| same.is_same(&caller)) {
            return same;
        }
        known.sweep();
        known.by_key.insert(caller.access_key_id.clone(), Arc::downgrade(&caller));
        caller
    }
}

impl Known {
    fn sweep(&mut self) {
        if self.by_key.len() < self.swept_at.max(SWEPT_MIN) {
            return;
        }
        self.by_key.retain(|_, caller| caller.strong_count() > 0);
        self.swept_at = 2 * self.by_key.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::principal::CallerKind;
    use millpond_base::AccountId;

    fn caller(like: Option<&Caller>, key: &str, name: &str) -> Arc<Caller> {
        Arc::new(Caller {
            account: AccountId::parse("000000000000").unwrap(),
            arn: format!("arn:aws:iam::000000000000:user/{name}"),
            user_id: "AIDA1".to_owned(),
            kind: CallerKind::User,
            access_key_id: key.to_owned(),
            name: name.to_owned(),
            behind: None,
            proved: false,
            grants: like.map_or_else(Arc::default, |like| Arc::clone(&like.grants)),
            session: None,
            tags: Vec::new(),
        })
    }

    #[test]
    fn one_key_is_one_caller_while_it_may_do_the_same() {
        let callers = Callers::default();
        let bob = callers.share(caller(None, "AKIA1", "bob"));
        let is_bob = |like, key, name| Arc::ptr_eq(&bob, &callers.share(caller(like, key, name)));

        assert!(is_bob(Some(&bob), "AKIA1", "bob"));
        assert!(!is_bob(Some(&bob), "AKIA2", "bob"), "another key");
        assert!(!is_bob(Some(&bob), "AKIA1", "robert"), "renamed meanwhile");
        assert!(!is_bob(None, "AKIA1", "bob"), "may do other things meanwhile");
    }

    #[test]
    fn who_waits_no_longer_is_forgotten() {
        let callers = Callers::default();
        for number in 0..10_000 {
            drop(callers.share(caller(None, &format!("AKIA{number}"), "bob")));
        }

        assert!(callers.known.lock().unwrap().by_key.len() <= SWEPT_MIN);
    }
}
