//! Step 4: whether the caller may do what it asks.

use millpond_base::Now;
use millpond_policy::Decision;
use millpond_service::{Access, Call, Fault};
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
    for access in accesses {
        let keys = |name: &str| condition_key(name, caller, call, now);
        match store.principals().decide(caller, access.action, &access.resource, &keys) {
            Decision::Allow => {}
            denied => {
                let text = millpond_policy::denial_text(&caller.arn, access.action, &access.resource, denied);
                // JSON services answer 400 here, the query services 403 under the shorter name.
                let fault = Fault::code("AccessDeniedException", 400, text).query("AccessDenied", 403);
                return Err(fault);
            }
        }
    }
    Ok(())
}

/// Condition keys that every request has.
///
/// # Source
/// IAM user guide, "AWS global condition context keys".
fn condition_key(name: &str, caller: &Caller, call: &Call, now: Now) -> Option<Vec<String>> {
    let one = |text: String| Some(vec![text]);
    match name {
        "aws:sourceip" => one(call.source_ip.to_string()),
        "aws:securetransport" => one(call.secure.to_string()),
        "aws:currenttime" => one(now.wall.to_iso8601()),
        "aws:epochtime" => one(now.wall.secs().to_string()),
        "aws:requestedregion" => one(call.region.to_string()),
        "aws:useragent" => one(call.user_agent.clone()),
        "aws:principalarn" | "aws:principalaccount" | "aws:principaltype" | "aws:userid" | "aws:username" => {
            caller.condition_key(name)
        }
        _ if name.starts_with("aws:principaltag/") => caller.condition_key(name),
        _ => None,
    }
}
