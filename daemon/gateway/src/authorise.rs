//! Step 4: whether the caller may do what it asks.

use crate::tags::RequestTags;
use millpond_base::Now;
use millpond_policy::Decision;
use millpond_service::{Access, Call, Fault, denied, request_key};
use millpond_store::Store;
use millpond_store::principal::Caller;

/// Checks every access of a call; the first that is denied decides.
pub(crate) fn authorise(
    store: &Store,
    caller: &Caller,
    call: &Call,
    accesses: &[Access],
    tags: &RequestTags,
    now: Now,
) -> Result<(), Fault> {
    for access in accesses {
        let Access { action, resource, .. } = access;
        let keys = |name: &str| {
            let own = access.key(name).or_else(|| tags.key(name));
            own.or_else(|| request_key(name, call, now))
        };
        match store.judge(caller, action, resource, &keys, None).decision {
            Decision::Allow => {}
            decision => return Err(denied(caller, action, resource, decision)),
        }
    }
    Ok(())
}
