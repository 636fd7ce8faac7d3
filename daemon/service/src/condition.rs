//! Decisions that an operation makes itself, because its resource is known only once the caller is.

use crate::{Call, Context, Fault};
use millpond_base::Now;
use millpond_policy::{Decision, Keys, Policy, Verdict, denial_text};
use millpond_store::principal::Caller;

/// Condition keys that every request has, by lower-case name.
///
/// # Source
/// IAM user guide, "AWS global condition context keys".
#[must_use]
pub fn request_key(name: &str, call: &Call, now: Now) -> Option<Vec<String>> {
    let text = match name {
        "aws:sourceip" => call.source_ip.to_string(),
        "aws:securetransport" => call.secure.to_string(),
        "aws:currenttime" => now.wall.to_iso8601(),
        "aws:epochtime" => now.wall.secs().to_string(),
        "aws:requestedregion" => call.region.to_string(),
        "aws:useragent" => call.user_agent.clone(),
        // Nothing here calls for somebody else.
        "aws:viaawsservice" => "false".to_owned(),
        _ => return None,
    };
    Some(vec![text])
}

/// The refusal of a decision that is not `Allow`. JSON services answer 400, the query services 403 under the shorter
/// name.
#[must_use]
pub fn denied(caller: &Caller, action: &str, resource: &str, decision: Decision) -> Fault {
    let text = denial_text(&caller.arn, action, resource, decision);
    Fault::code("AccessDeniedException", 400, text).query("AccessDenied", 403)
}

impl Context<'_> {
    /// Decides whether the caller may do `action` to `resource`, with the resource's own policy. `keys` has the condition
    /// keys of this operation, `trust` the trust policy when a role is to be taken on.
    #[must_use]
    pub fn judge(&self, action: &str, resource: &str, keys: &Keys<'_>, trust: Option<&Policy>) -> Verdict {
        self.judge_as(self.caller, action, resource, keys, trust)
    }

    /// Decides as [`Context::judge`] does, for somebody else than who signed: one whom an identity provider vouches for, or
    /// an MFA device.
    #[must_use]
    pub fn judge_as(
        &self,
        caller: &Caller,
        action: &str,
        resource: &str,
        keys: &Keys<'_>,
        trust: Option<&Policy>,
    ) -> Verdict {
        let all = |name: &str| keys(name).or_else(|| request_key(name, self.call, self.now));
        self.store.judge(caller, action, resource, &all, trust)
    }

    /// Refuses unless the caller may do `action` to `resource`.
    ///
    /// # Errors
    /// `AccessDenied` with AWS's text.
    pub fn permit(&self, action: &str, resource: &str) -> Result<(), Fault> {
        match self.judge(action, resource, &|_| None, None).decision {
            Decision::Allow => Ok(()),
            decision => Err(denied(self.caller, action, resource, decision)),
        }
    }
}
