//! Step 4: whether the caller may do what it asks.

use crate::denial;
use crate::tags::RequestTags;
use millpond_base::Now;
use millpond_policy::Decision;
use millpond_service::{Access, Call, Fault, denied, request_key};
use millpond_store::Store;
use millpond_store::principal::Caller;

/// What a refusal tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// What AWS's services tell.
    Plain,
    /// Why, besides, for those who may decode it.
    Sealed,
}

/// Checks every access of a call; the first that is denied decides.
pub(crate) fn authorise(
    store: &Store,
    caller: &Caller,
    call: &Call,
    accesses: &[Access],
    tags: &RequestTags,
    told: Told,
    now: Now,
) -> Result<(), Fault> {
    for access in accesses {
        let Access { action, resource, .. } = access;
        let keys = |name: &str| {
            let own = access.key(name).or_else(|| tags.key(name));
            own.or_else(|| request_key(name, call, now))
        };
        let verdict = store.judge(caller, action, resource, &keys, None);
        if verdict.decision == Decision::Allow {
            continue;
        }
        let mut fault = denied(caller, action, resource, verdict.decision);
        if told == Told::Sealed {
            let why = denial::describe(caller, access, &verdict, &keys);
            if let Some(message) = store.principals().seal_denial(&why, now) {
                fault.message.push_str(denial::LEAD);
                fault.message.push_str(&message);
            }
        }
        return Err(fault);
    }
    Ok(())
}
