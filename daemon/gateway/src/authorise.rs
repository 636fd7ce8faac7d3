//! Step 4: whether the caller may do what it asks.

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
    now: Now,
) -> Result<(), Fault> {
    for access @ Access { action, resource, .. } in accesses {
        let keys = |name: &str| access.key(name).or_else(|| request_key(name, call, now));
        match store.judge(caller, action, resource, &keys, None).decision {
            Decision::Allow => {}
            decision => return Err(denied(caller, action, resource, decision)),
        }
    }
    Ok(())
}
